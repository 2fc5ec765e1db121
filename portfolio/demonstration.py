"""Portfolios to look around with. Everything here is made up."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from assessment import demonstration
from assessment.models import Agency, User

from . import workflow
from .core.facets import Driver, Priority, Purpose
from .models import Action, Project, Target
from .models.labels import ActionStatus, Stage, State

# title, purpose, driver, priority, stage, unit, technologies
Told = tuple[str, str, str, str, str, str, Sequence[str]]
HEALTH: Sequence[Told] = (
    ("Historia clínica electrónica única", "mission", "mission", "high", "delivery", "Salud digital", ["interoperability", "cloud"]),
    ("Cero muertes maternas evitables", "mission", "mission", "high", "operation", "Salud pública", ["big_data"]),
    ("Telemedicina para zonas rurales", "mission", "adaptive", "high", "pilot", "Salud digital", ["mobile"]),
    ("Citas en línea para todos los hospitales", "enhancement", "enhancement", "high", "operation", "Atención al ciudadano", ["cloud"]),
    ("Compras centralizadas de medicamentos", "enhancement", "mission", "medium", "delivery", "Administración", []),
    ("Digitalización del archivo central", "enhancement", "enhancement", "low", "delivery", "Administración", ["rpa"]),
    ("Tablero de gasto por establecimiento", "enhancement", "enhancement", "medium", "operation", "Planeamiento", ["big_data"]),
    ("Robot para validar facturas", "enhancement", "enhancement", "medium", "pilot", "Administración", ["rpa"]),
    ("Laboratorio de servicios con pacientes", "adaptive", "adaptive", "medium", "pilot", "Atención al ciudadano", []),
    ("Mensajes de seguimiento a gestantes", "adaptive", "enhancement", "medium", "operation", "Salud pública", ["mobile"]),
    ("Chatbot de orientación en salud", "adaptive", "enhancement", "low", "pilot", "Atención al ciudadano", ["generative_ai"]),
    ("Vigilancia de dengue con imágenes satelitales", "anticipatory", "mission", "high", "pilot", "Epidemiología", ["geospatial", "ai"]),
    ("Escenarios para el sistema de salud 2040", "anticipatory", "anticipatory", "low", "idea", "Planeamiento", []),
    ("Reto abierto sobre salud mental juvenil", "mission", "anticipatory", "medium", "planned", "Salud pública", []),
    ("Renovación de la red hospitalaria", "enhancement", "mission", "high", "planned", "Infraestructura", ["iot"]),
    ("Sensores de cadena de frío para vacunas", "enhancement", "adaptive", "medium", "planned", "Inmunizaciones", ["iot"]),
    ("Programa integral de innovación", "all", "mission", "medium", "idea", "Planeamiento", []),
)  # fmt: skip
ACTIONS = {
    "salud": ("Célula de prospectiva", "Fondo para pilotos"),
    "servicos": ("Núcleo de prospectiva", "Fundo para pilotos"),
}
SERVICES: Sequence[Told] = (
    ("Carteira digital de serviços", "mission", "adaptive", "high", "delivery", "Governo digital", ["digital_identity", "mobile"]),
    ("Balcão único nos municípios", "adaptive", "adaptive", "high", "operation", "Atendimento", []),
    ("Laboratório com comunidades", "adaptive", "adaptive", "medium", "pilot", "Inovação", []),
    ("Automação de certidões", "enhancement", "enhancement", "medium", "operation", "Cartórios", ["rpa"]),
    ("Observatório de tendências", "anticipatory", "adaptive", "low", "idea", "Inovação", ["big_data"]),
    ("Assistente com IA para servidores", "enhancement", "adaptive", "medium", "pilot", "Governo digital", ["generative_ai"]),
)  # fmt: skip


@transaction.atomic
def fill() -> None:
    """Portfolios for two agencies of the demonstration; what is there already stays."""
    for key, told, lead, currency in (
        ("salud", HEALTH, "ana", "PEN"),
        ("servicos", SERVICES, "bia", "BRL"),
    ):
        name, country = demonstration.AGENCIES[key]
        agency = Agency.objects.filter(name=name, country=country).first()
        user = User.objects.filter(email=demonstration.address(lead)).first()
        if agency and user and not Project.objects.of(agency).exists():
            _portfolio(agency, user, told, currency, ACTIONS[key])


def _portfolio(
    agency: Agency, user: User, told: Sequence[Told], currency: str, actions: tuple[str, str]
) -> None:
    chance = random.Random(agency.name)  # noqa: S311 (a demonstration, not a secret)
    for title, purpose, driver, priority, stage, unit, technologies in told:
        begun = date(chance.choice((2024, 2025, 2026)), chance.randint(1, 12), 1)
        project = Project(
            agency=agency, title=title, purpose=Purpose(purpose), driver=Driver(driver),
            priority=Priority(priority), stage=Stage(stage), unit=unit, technologies=list(technologies),
            starts=begun, ends=begun + timedelta(days=chance.choice((365, 540, 900))),
            budget=Decimal(chance.randint(4, 400) * 50_000), currency=currency,
        )  # fmt: skip
        workflow.add(project, user)
    closed = Project(
        agency=agency, title="Portal 1.0", purpose=Purpose.ENHANCEMENT, driver=Driver.ENHANCEMENT,
        priority=Priority.LOW, state=State.CLOSED, lesson="Empezar por quienes lo usan.",
    )  # fmt: skip
    workflow.add(closed, user)
    Target.objects.create(
        agency=agency,
        shares={"mission": 30, "anticipatory": 20, "adaptive": 25, "enhancement": 25},
        reasons={"mission": "", "anticipatory": "", "adaptive": "", "enhancement": ""},
        changed_by_name=str(user),
    )
    today = timezone.localdate()
    states = ((ActionStatus.TO_DO, 60), (ActionStatus.DOING, -5))
    for title, (status, days) in zip(actions, states, strict=True):
        Action.objects.create(
            agency=agency, title=title, owner=str(user), due=today + timedelta(days=days),
            status=status, changed_by_name=str(user),
        )  # fmt: skip

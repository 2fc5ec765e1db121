"""The cast of the tests. Ana leads the ministry, Luis contributes; Zoe belongs nowhere."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from assessment import demonstration, pdf, workflow
from assessment.instruments import Instrument
from assessment.methods import published
from assessment.models import (
    EVERYWHERE,
    Agency,
    Mandate,
    Membership,
    Office,
    Role,
    SealedAnswers,
    Submission,
    User,
)

from . import verapdf

PASSWORD = "correct horse battery"
# Tests of many seconds each: begun first, so that no process is left alone with one at the end.
LONG = ("by_everybody", "for_everybody", "pdf_ua", "to_the_report", "the_words", "their_weight")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not any(name in item.name for name in LONG))


def pytest_collection_finish() -> None:
    """What is there before the first test stays until the last: no collection needs to look through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_language_left() -> Iterator[None]:
    """Requests and imports leave the language of the last one active."""
    yield
    translation.deactivate()


@pytest.fixture
def instrument() -> Instrument:
    return published.latest("portfolio_snapshot")


@pytest.fixture
def health(db) -> Agency:
    return Agency.objects.create(name="Ministry of Health", country="PE")


@pytest.fixture
def transport(db) -> Agency:
    return Agency.objects.create(name="Ministério dos Transportes", country="BR")


def person(
    key: str,
    agency: Agency | None = None,
    role: Role = Role.CONTRIBUTOR,
    office: str = Office.NONE,
    countries: Sequence[str] = (EVERYWHERE,),
    **fields: Any,
) -> User:
    user = User.objects.create_user(f"{key}@example.org", PASSWORD, name=key.title(), **fields)
    if office:
        appoint(user, office, *countries)
    if agency:
        Membership.objects.create(user=user, agency=agency, role=role)
    return user


def appoint(user: User, office: str, *countries: str) -> User:
    """Give an office from today, for these countries."""
    for country in countries:
        Mandate.objects.create(user=user, office=office, country=country)
    return user


@pytest.fixture
def ana(health) -> User:
    return person("ana", health, Role.LEAD)


@pytest.fixture
def luis(health) -> User:
    return person("luis", health)


@pytest.fixture
def bia(transport) -> User:
    """Leads another agency, in another country."""
    return person("bia", transport, Role.LEAD)


@pytest.fixture
def rosa(db) -> User:
    """Reviews Peru."""
    return person("rosa", office=Office.REVIEWER, countries=["PE"])


@pytest.fixture
def paulo(db) -> User:
    """Reviews Brazil."""
    return person("paulo", office=Office.REVIEWER, countries=["BR"])


@pytest.fixture
def adm(db) -> User:
    """Administers all countries."""
    return person("adm", office=Office.ADMINISTRATOR)


@pytest.fixture
def pia(db) -> User:
    """Administers Peru."""
    return person("pia", office=Office.ADMINISTRATOR, countries=["PE"])


@pytest.fixture
def otto(db) -> User:
    """Administers Brazil."""
    return person("otto", office=Office.ADMINISTRATOR, countries=["BR"])


@pytest.fixture
def root(db) -> User:
    """Reaches everything that the database holds, and administers all countries."""
    return User.objects.create_superuser("root@example.org", PASSWORD, name="Root")


@pytest.fixture
def zoe(db) -> User:
    return person("zoe")


@pytest.fixture
def as_luis(client, luis) -> Client:
    client.force_login(luis)
    return client


@pytest.fixture
def as_adm(client, adm) -> Client:
    client.force_login(adm)
    return client


@pytest.fixture
def as_root(client, root) -> Client:
    client.force_login(root)
    return client


@pytest.fixture
def visitor(luis) -> Client:
    """Luis, in a window of his own."""
    client = Client()
    client.force_login(luis)
    return client


@pytest.fixture
def leaning() -> dict[str, float]:
    return {
        "mission": 3.1,
        "enhancement": 2.4,
        "adaptive": 1.5,
        "anticipatory": 0.9,
        "management": 1.8,
    }


@pytest.fixture
def complete_answers(instrument, leaning) -> dict[str, dict[str, Any]]:
    return demonstration.invented_answers(instrument, leaning, spread=0.6, seed="tests")


@pytest.fixture
def submission(health, luis, instrument) -> Submission:
    """Luis's draft, with nothing answered but the country."""
    return workflow.start(health, instrument, luis)


@pytest.fixture
def filled(submission, complete_answers, luis) -> Submission:
    """Luis's draft, complete."""
    for section, answers in complete_answers.items():
        submission.records.filter(section=section).save_answers(answers, revision=0, by=luis)
    return submission


@pytest.fixture
def snapshot(filled, luis) -> SealedAnswers:
    return workflow.submit(filled, luis)


@pytest.fixture(scope="module")
def tools() -> None:
    if lacking := verapdf.missing():
        told = f"These tools are missing: {lacking}; `sh .ci/setup test` brings them."
        pytest.fail(told) if os.getenv("CI") else pytest.skip(told)


@pytest.fixture
def each_pdf_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A page that has become a PDF in this run, in whichever process, is not drawn a second time."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "pdfs"
    folder.mkdir(exist_ok=True)
    draw = pdf._pdf

    def drawn(html: str) -> bytes:
        file = folder / f"{sha256(html.encode()).hexdigest()}.pdf"
        if not file.exists():
            unfinished = file.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(draw(html))
            unfinished.replace(file)
        return file.read_bytes()

    monkeypatch.setattr(pdf, "_pdf", drawn)

"""The names of the portfolio's concepts, as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.core.facets import Driver, Facet, Priority, Purpose, Zone

Label = Promise | str

FACETS: Mapping[str, Label] = {
    Facet.MISSION: _("Mission-oriented"),
    Facet.ANTICIPATORY: _("Anticipatory"),
    Facet.ADAPTIVE: _("Adaptive"),
    Facet.ENHANCEMENT: _("Enhancement-oriented"),
}
ROLES: Mapping[str, Label] = {
    Facet.MISSION: _("Sets a bold goal for society and gathers projects, partners and money behind it."),
    Facet.ANTICIPATORY: _("Explores what may come while it is still cheap to change course."),
    Facet.ADAPTIVE: _("Tries new answers close to the people whose needs are changing."),
    Facet.ENHANCEMENT: _("Makes what exists faster, cheaper and more reliable."),
}  # fmt: skip
ZONES: Mapping[str, Label] = {
    **FACETS,
    Zone.SUSTAINING: _("Sustaining change"),
    Zone.TRANSFORMATIVE: _("Transformative change"),
    Zone.DISRUPTIVE: _("Disruptive change"),
    Zone.OPTIMISING: _("Optimising change"),
    Zone.MIXED: _("Mixed or unclear"),
}
PURPOSES: Mapping[str, Label] = {
    Purpose.MISSION: _("Reach a large goal of public policy"),
    Purpose.ENHANCEMENT: _("Make what we do more efficient"),
    Purpose.ADAPTIVE: _("Answer new needs of users"),
    Purpose.ANTICIPATORY: _("Explore the uncertain and open new options"),
    Purpose.ALL: _("All of these alike"),
}
DRIVERS: Mapping[str, Label] = {
    Driver.MISSION: _("Political or senior leaders want the result"),
    Driver.ENHANCEMENT: _("Costs should fall, processes should run better"),
    Driver.ADAPTIVE: _("Staff or users saw the need and may try things out"),
    Driver.ANTICIPATORY: _("We want to be ready for changes to come"),
}
PRIORITIES: Mapping[str, Label] = {
    Priority.HIGH: _("High"),
    Priority.MEDIUM: _("Medium"),
    Priority.LOW: _("Low"),
}


class Stage(StrEnum):
    IDEA = "idea"
    PLANNED = "planned"
    PILOT = "pilot"
    DELIVERY = "delivery"
    OPERATION = "operation"


STAGES: Mapping[str, Label] = {
    Stage.IDEA: _("Idea"),
    Stage.PLANNED: _("Planned"),
    Stage.PILOT: _("Prototype or pilot"),
    Stage.DELIVERY: _("Being delivered"),
    Stage.OPERATION: _("In operation"),
}
NOT_BEGUN = (Stage.IDEA, Stage.PLANNED)


class State(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"


STATES: Mapping[str, Label] = {State.ACTIVE: _("Active"), State.CLOSED: _("Closed")}

# The first five are those of Table 5.1 of the review; the others are common in the region's projects.
TECHNOLOGIES: Mapping[str, Label] = {
    "blockchain": _("Blockchain"),
    "iot": _("Internet of things"),
    "digital_twins": _("Digital twins"),
    "rpa": _("Robotic process automation"),
    "big_data": _("Big data and analytics"),
    "ai": _("Artificial intelligence"),
    "generative_ai": _("Generative AI and chatbots"),
    "cloud": _("Cloud computing"),
    "interoperability": _("Interoperability and APIs"),
    "digital_identity": _("Digital identity and signature"),
    "mobile": _("Mobile services"),
    "geospatial": _("Geospatial and satellite data"),
    "open_source": _("Open-source software"),
    "xr": _("Virtual and augmented reality"),
}
CURRENCIES = (
    "USD", "EUR", "ARS", "BBD", "BOB", "BRL", "BSD", "BZD", "CLP", "COP", "CRC", "CUP", "DOP", "GTQ", "GYD", "HNL",
    "HTG", "JMD", "MXN", "NIO", "PAB", "PEN", "PYG", "SRD", "TTD", "UYU", "VES", "XCD",
)  # fmt: skip

CURRENCY_OF = {
    "AG": "XCD", "AR": "ARS", "BB": "BBD", "BO": "BOB", "BR": "BRL", "BS": "BSD", "BZ": "BZD", "CL": "CLP", "CO": "COP",
    "CR": "CRC", "CU": "CUP", "DM": "XCD", "DO": "DOP", "EC": "USD", "GD": "XCD", "GT": "GTQ", "GY": "GYD", "HN": "HNL",
    "HT": "HTG", "JM": "JMD", "KN": "XCD", "LC": "XCD", "MX": "MXN", "NI": "NIO", "PA": "PAB", "PE": "PEN", "PY": "PYG",
    "SR": "SRD", "SV": "USD", "TT": "TTD", "UY": "UYU", "VC": "XCD", "VE": "VES",
}  # fmt: skip


def currencies_in(country: str) -> list[str]:
    """All currencies, that of the country first."""
    own = CURRENCY_OF.get(country, "")
    return sorted(CURRENCIES, key=lambda code: code != own)


class ActionStatus(StrEnum):
    """How far an action of the plan is."""

    TO_DO = "to_do"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


PROGRESS: Mapping[str, Label] = {
    ActionStatus.TO_DO: _("To do"),
    ActionStatus.DOING: _("Under way"),
    ActionStatus.DONE: _("Done"),
    ActionStatus.DROPPED: _("Dropped"),
}


def choices(names: Mapping[str, Label]) -> list[tuple[str, Label]]:
    return [(str(key), name) for key, name in names.items()]


# The columns of a project in which one thing is chosen.
CHOSEN: Mapping[str, Mapping[str, Label]] = {
    "purpose": PURPOSES,
    "driver": DRIVERS,
    "priority": PRIORITIES,
    "stage": STAGES,
    "state": STATES,
}


def in_words(column: str, value: Any, between: str = ", ") -> str:
    """A value of a project as people read it, in the active language."""
    if column == "technologies":
        return between.join(str(TECHNOLOGIES.get(key, key)) for key in value or ())
    if column in CHOSEN:
        return str(CHOSEN[column].get(value, value or ""))
    return value or ""


def name_of(model: type[Model], field: str) -> str:
    """What a field is called, in the active language."""
    return str(model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001 (Django's way)

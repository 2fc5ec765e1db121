"""What became of a project, change by change, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portfolio.models import Change, Project, labels

SHOWN = 50
_NAMES: Mapping[str, Mapping[str, labels.Label]] = {
    "purpose": labels.PURPOSES,
    "driver": labels.DRIVERS,
    "priority": labels.PRIORITIES,
    "stage": labels.STAGES,
    "state": labels.STATES,
}


@dataclass(frozen=True, slots=True)
class Past:
    """One change: who, when, and each field before and after."""

    change: str
    by: str
    at: datetime
    fields: list[tuple[str, str, str]]


def shown(name: str, value: object) -> str:
    """A field's value as people read it."""
    if isinstance(value, list):
        return ", ".join(str(labels.TECHNOLOGIES.get(key, key)) for key in value)
    if name in _NAMES:
        return str(_NAMES[name].get(str(value or ""), ""))
    return str(value or "")


def label_of(name: str) -> str:
    """A field's name as people read it."""
    return str(Project._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001


def history_of(project: Project) -> list[Past]:
    """The latest changes, the newest first."""
    versions = list(project.versions.all()[: SHOWN + 1])
    if not versions:  # made by a program, not by a person
        return []
    found = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        fields = []
        if before is not None and version.change in (Change.EDITED, Change.IMPORTED):
            for name in version.differences(before.values):
                old, new = (
                    shown(name, before.values.get(name)),
                    shown(name, version.values.get(name)),
                )
                fields.append((label_of(name), old or _("empty"), new or _("empty")))
        found.append(Past(str(Change(version.change).label), version.by_name, version.at, fields))
    return found[:SHOWN]

"""What became of a project, change by change, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portfolio.models import ChangeKind, Project, labels

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Past:
    """One change: who, when, and each field before and after."""

    change: str
    by: str
    at: datetime
    fields: list[tuple[str, str, str]]


def history_of(project: Project) -> list[Past]:
    """The latest changes, the newest first."""
    versions = list(project.versions.all()[: SHOWN + 1])
    if not versions:  # made by a program, not by a person
        return []
    found = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        fields = []
        if before is not None and version.change in (ChangeKind.EDITED, ChangeKind.IMPORTED):
            for name in version.differences(before.values):
                old = labels.in_words(name, before.values.get(name))
                new = labels.in_words(name, version.values.get(name))
                field = labels.name_of(Project, name)
                fields.append((field, old or _("empty"), new or _("empty")))
        found.append(
            Past(str(ChangeKind(version.change).label), version.by_name, version.at, fields)
        )
    return found[:SHOWN]

"""Tables of many projects: a row takes a fifth of a millisecond, and there may be 10,000."""

from __future__ import annotations

from assessment.made import Asked, FileKind
from assessment.models import Agency

from . import table
from .picture import selected

AT_ONCE = 1000  # projects that are written while a person waits


class Projects(FileKind):
    def __init__(self, ending: str, media_type: str) -> None:
        self.key, self.media_type, self.ending = f"projects-{ending}", media_type, ending  # type: ignore[misc]

    def fingerprint(self, agency: Agency, asked: Asked) -> str:
        return selected(agency, asked).fingerprint

    def make(self, agency: Agency, asked: Asked, language: str) -> bytes:
        projects = list(selected(agency, asked).projects)
        return table.write(projects, self.ending, language, agency.country)


PROJECTS = {
    "csv": Projects("csv", "text/csv; charset=utf-8"),
    "xlsx": Projects("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}

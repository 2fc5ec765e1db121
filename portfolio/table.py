"""Projects as a table in a file: written in one language, read in any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.wording import LANGUAGES
from assessment.workbook import Faulty, read_table, table_csv, table_xlsx

from . import labels
from .forms import ProjectForm, contradictions
from .models import ENTERED, Project, title_key

MOST_ROWS = 5000
MOST_FAULTS = 50
MUST = ("title", "purpose", "driver")
COLUMNS = ("id", *ENTERED)
NAMES: Mapping[str, Mapping[str, Promise | str]] = {
    "purpose": labels.PURPOSES,
    "driver": labels.DRIVERS,
    "priority": labels.PRIORITIES,
    "stage": labels.STAGES,
    "state": labels.STATES,
    "currency": {code: code for code in labels.CURRENCIES},
}


def heading(column: str) -> str:
    """A column's heading in the active language."""
    if column == "id":
        return "id"
    name = str(Project._meta.get_field(column).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
    return name[:1].upper() + name[1:]


def write(projects: Iterable[Project], form: str, language: str) -> bytes:
    """The projects as `csv` or `xlsx`; with none, a template to fill in."""
    with override(language):
        headings = [heading(column) for column in COLUMNS]
        lines = [_line(project) for project in projects]
        if form == "csv":
            return table_csv([headings, *lines])
        offered = {
            COLUMNS.index(column): [str(name) for name in names.values()]
            for column, names in NAMES.items()
        }
        return table_xlsx(
            headings, lines, sheet=_("projects"), notes=_notes(), lists=offered, most_rows=MOST_ROWS
        )


def _notes() -> list[str]:
    technologies = ", ".join(str(name) for name in labels.TECHNOLOGIES.values())
    return [
        _("One project a row. Title, purpose and driver are needed; everything else can stay empty."),
        _("Dates as 2026-11-24. Several technologies are separated by semicolons: %(names)s.")
        % {"names": technologies},
        _("Leave the column “id” empty for new projects; with it, a row changes the project it came from."),
        _("An empty cell leaves what is saved as it is."),
    ]  # fmt: skip


def _line(project: Project) -> list[str]:
    values = project.values()
    return [str(project.pk), *(_written(column, values[column]) for column in ENTERED)]


def _written(column: str, value: Any) -> str:
    if column == "technologies":
        return "; ".join(str(labels.TECHNOLOGIES.get(key, key)) for key in value)
    if column in NAMES:
        return str(NAMES[column].get(value, value))
    return value or ""


@dataclass(frozen=True, slots=True)
class Brought:
    """A row of a file, checked. `values` has only what the row says."""

    number: int  # in the file, the header being 1
    key: str  # of the project that it changes; empty: a new one
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title_key(self) -> str:
        return title_key(self.values.get("title", ""))


def read(data: bytes, name: str) -> list[Brought]:
    """The rows of a file. Raises Faulty with a sentence for each fault, at most 50."""
    return rows_of(read_table(data, name, MOST_ROWS))


def rows_of(lines: Sequence[Sequence[str]]) -> list[Brought]:
    """The rows of a table whose first line names the columns; Faulty as above."""
    places = _places(lines[0])
    rows, faults = list[Brought](), list[str]()
    for number, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        cells = {column: line[at] for column, at in places.items() if at < len(line) and line[at]}
        values, wrong = _checked(cells)
        faults += [
            _("Row %(number)d: %(sentence)s") % {"number": number, "sentence": w} for w in wrong
        ]
        if len(faults) >= MOST_FAULTS:
            break
        rows.append(Brought(number, cells.get("id", "")[:40], values))
    if faults:
        raise Faulty(faults[:MOST_FAULTS])
    if not rows:
        raise Faulty([_("The file has a header and no project.")])
    return rows


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands; Faulty where a needed one is missing."""
    known = _headings()
    places: dict[str, int] = {}
    for place, text in enumerate(header):
        column = known.get(_folded(text))
        if column is not None:
            places.setdefault(column, place)
    missing = [heading(column) for column in MUST if column not in places]
    if missing:
        raise Faulty(
            [
                _("The first row must name the columns. Missing: %(names)s.")
                % {"names": ", ".join(missing)}
            ]
        )
    return places


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


@cache
def _headings() -> Mapping[str, str]:
    """Headings in every language, and the columns' own names."""
    found = {column: column for column in COLUMNS}
    for language in LANGUAGES:
        with override(language):
            found |= {_folded(heading(column)): column for column in COLUMNS}
    return found


@cache
def _words(column: str) -> Mapping[str, str]:
    """What can be written in a column of choices: the names in every language, and the keys."""
    names = labels.TECHNOLOGIES if column == "technologies" else NAMES[column]
    found = {str(key): str(key) for key in names}
    for language in LANGUAGES:
        with override(language):
            found |= {_folded(str(name)): str(key) for key, name in names.items()}
    return found


def _checked(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The values of a row in the model's form, and a sentence for each fault."""
    values, faults = dict[str, Any](), list[str]()
    for column, text in cells.items():
        if column == "id":
            continue
        try:
            values[column] = _value(column, text)
        except ValidationError as error:
            faults.append(f"{heading(column)}: {' '.join(error.messages)}")
    if "id" not in cells:
        faults += [
            _("%(column)s is missing.") % {"column": heading(column)}
            for column in MUST
            if column not in cells
        ]
    faults += [f"{heading(column)}: {sentence}" for column, sentence in contradictions(values)]
    return values, faults


def _value(column: str, text: str) -> Any:
    if column == "technologies":
        return list(
            dict.fromkeys(_chosen(column, part) for part in text.split(";") if part.strip())
        )
    if column in NAMES:
        return _chosen(column, text)
    if column == "budget":
        text = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    # The page's own field, so that typed and imported projects meet the same rules.
    return ProjectForm.base_fields[column].clean(text)


def _chosen(column: str, text: str) -> str:
    found = _words(column).get(_folded(text))
    if found is None:
        raise ValidationError(
            _("“%(text)s” is not one of the choices.") % {"text": text.strip()[:80]}
        )
    return found


def changes(agency_projects: Mapping[str, Project], row: Brought) -> Iterator[str]:
    """The columns in which a row differs from the project it names."""
    saved = agency_projects[row.key]
    for column, value in row.values.items():
        if getattr(saved, column) != value:
            yield column

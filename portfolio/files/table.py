"""Projects as a table in a file: written in one language; what can stand in its columns, in any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.files import csv
from assessment.files.writing import Choice, WrittenSheet, workbook
from assessment.wording import LANGUAGES
from portfolio.models import ENTERED, Project, labels
from portfolio.workflow import MOST_PROJECTS

MUST = ("title", "purpose", "driver")
COLUMNS = ("id", *ENTERED)
NAMES = {**labels.CHOSEN, "currency": {code: code for code in labels.CURRENCIES}}


def heading(column: str) -> str:
    """A column's heading in the active language."""
    if column == "id":
        return "id"
    name = labels.name_of(Project, column)
    return name[:1].upper() + name[1:]


def write(projects: Iterable[Project], form: str, language: str, country: str = "") -> bytes:
    """The projects as `csv` or `xlsx`; with none, a template to fill in. `country` decides how CSV is separated."""
    with override(language):
        headings = [heading(column) for column in COLUMNS]
        lines = [headings, *map(_line, projects)]
        if form == "csv":
            return csv.write(lines, csv.separator_for(language, country))
        places = range(1, len(COLUMNS) + 1)
        widths = {n: max(14, min(len(h) + 4, 40)) for n, h in zip(places, headings, strict=True)}
        page = WrittenSheet(_("projects"), lines, 1, widths, freeze="A2", choices=_choices())
        notes = WrittenSheet(_("notes"), [[note] for note in _notes()], widths={1: 110})
        return workbook([page, notes], _("lists"))


def _choices() -> list[Choice]:
    letters = {column: chr(ord("A") + place) for place, column in enumerate(COLUMNS)}
    return [
        Choice(
            f"{letters[c]}2:{letters[c]}{MOST_PROJECTS + 1}", tuple(str(n) for n in names.values())
        )
        for c, names in NAMES.items()
    ]


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
    return [str(project.pk), *(labels.in_words(column, values[column], "; ") for column in ENTERED)]


def in_words(column: str, value: object) -> str:
    """A value as a preview shows it, in the active language: dates in words, amounts with their decimals."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return number_format(value, 2, force_grouping=True)
    return labels.in_words(column, value, "; ")


def folded(text: str) -> str:
    """What two spellings of a heading or a word to choose have in common."""
    return " ".join(text.split()).casefold()


def known(text: str) -> str | None:
    """The column that a heading names, in any language."""
    return _headings().get(folded(text))


# What stood in earlier tables: files that people keep are still read.
FORMER_HEADINGS = {"impulso": "driver"}
FORMER_WORDS = {
    "zone": {"cambio de continuidad": "sustaining", "mudança de continuidade": "sustaining"}
}


@cache
def _headings() -> Mapping[str, str]:
    """Headings in every language, the columns' own names, and those of earlier tables."""
    found = {column: column for column in COLUMNS} | FORMER_HEADINGS
    for language in LANGUAGES:
        found |= {text: column for column, text in _headings_in(language).items()}
    return found


@cache
def _headings_in(language: str) -> Mapping[str, str]:
    with override(language):
        return {column: folded(heading(column)) for column in COLUMNS}


def language_of(headings: Sequence[str]) -> str:
    """The language that most of a file's headings are in; empty where several have as many."""
    said = {folded(text) for text in headings}
    hits = {one: len(said & set(_headings_in(one).values())) for one in LANGUAGES}
    best = [language for language, number in hits.items() if number == max(hits.values())]
    return best[0] if len(best) == 1 else ""


@cache
def words(column: str) -> Mapping[str, str]:
    """What can be written in a column of choices: the names in every language, and the keys."""
    names = labels.TECHNOLOGIES if column == "technologies" else NAMES[column]
    found = {str(key): str(key) for key in names} | FORMER_WORDS.get(column, {})
    for language in LANGUAGES:
        with override(language):
            found |= {folded(str(name)): str(key) for key, name in names.items()}
    return found

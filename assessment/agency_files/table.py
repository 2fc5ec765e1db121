"""Agencies as a table in a file: written in one language; what can stand in its columns, in any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment import review
from assessment.agency_names import plain
from assessment.files import csv
from assessment.files.writing import Choice, WrittenSheet, workbook
from assessment.models import Agency, AgencyKind, Level, Sector, Size
from assessment.wording import LANGUAGES

MOST_ROWS = 5_000
MUST = ("name", "country")
COLUMNS = ("name", "country", "level", "kind", "size", "sectors", "parent")
NAMES: Mapping[str, Mapping[str, Promise | str]] = {
    "level": dict(Level.choices),
    "kind": dict(AgencyKind.choices),
    "size": dict(Size.choices),
    "sectors": dict(Sector.choices),
}


def heading(column: str) -> str:
    """A column's heading in the active language."""
    name = str(Agency._meta.get_field(column).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
    return name[:1].upper() + name[1:]


def write(agencies: Iterable[Agency], form: str, language: str) -> bytes:
    """The agencies as `csv` or `xlsx`; with none, a template to fill in."""
    with override(language):
        headings = [heading(column) for column in COLUMNS]
        lines = [headings, *(_line(agency, language) for agency in agencies)]
        if form == "csv":
            return csv.write(lines, csv.separator_for(language))
        widths = {1: 60, 2: 24, 3: 24, 4: 30, 5: 22, 6: 40, 7: 50}
        page = WrittenSheet(
            _("agencies"), lines, 1, widths, freeze="A2", choices=_choices(language)
        )
        notes = WrittenSheet(_("notes"), [[note] for note in _notes()], widths={1: 110})
        return workbook([page, notes], _("lists"))


def _choices(language: str) -> list[Choice]:
    words = {column: tuple(str(name) for name in NAMES[column].values()) for column in NAMES}
    words["country"] = tuple(sorted(c.name[language] for c in review.countries().values()))
    del words["sectors"]  # a cell may hold several
    letters = {column: chr(ord("A") + place) for place, column in enumerate(COLUMNS)}
    return [Choice(f"{letters[c]}2:{letters[c]}{MOST_ROWS + 1}", words[c]) for c in words]


def _notes() -> list[str]:
    sectors = ", ".join(str(name) for name in NAMES["sectors"].values())
    return [
        _("One agency a row. Name and country are needed; everything else can stay empty."),
        _("Several areas of work are separated by semicolons: %(names)s.") % {"names": sectors},
        _("“Part of” is the name of another agency of the same country: one that is there, or one of this file."),
        _("Agencies that are there already are left as they are."),
    ]  # fmt: skip


def _line(agency: Agency, language: str) -> list[str]:
    return [
        agency.name,
        review.countries()[agency.country].name[language],
        *(str(NAMES[c].get(getattr(agency, c), "")) for c in ("level", "kind", "size")),
        "; ".join(agency.sector_names),
        agency.parent.name if agency.parent else "",
    ]


def known(text: str) -> str | None:
    """The column that a heading names, in any language."""
    return _headings().get(plain(text))


@cache
def _headings() -> Mapping[str, str]:
    found = {column: column for column in COLUMNS}
    for language in LANGUAGES:
        with override(language):
            found |= {plain(heading(column)): column for column in COLUMNS}
    return found


@cache
def words(column: str) -> Mapping[str, str]:
    """What can be written in a column of choices: the names in every language, and the keys."""
    if column == "country":
        return _countries()
    found: dict[str, Any] = {plain(key): key for key in NAMES[column]}
    for language in LANGUAGES:
        with override(language):
            found |= {plain(str(name)): key for key, name in NAMES[column].items()}
    return found


def _countries() -> Mapping[str, str]:
    found = {code.casefold(): code for code in review.countries()}
    for country in review.countries().values():
        found |= {plain(name): country.code for name in country.name.values()}
    return found

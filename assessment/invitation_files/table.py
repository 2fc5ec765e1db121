"""The table of people to invite: the template is written in one language, the words are read in any."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from assessment.agency_names import plain
from assessment.files import csv
from assessment.files.writing import Choice, WrittenSheet, workbook
from assessment.models import Role
from assessment.wording import LANGUAGES, NAMES

MOST_ROWS = 500
MUST = ("agency", "email")
COLUMNS = ("agency", "email", "role", "language")
OTHER_HEADINGS = {"e mail": "email", "mail": "email", "correo": "email"}


def headings() -> dict[str, str]:
    """Each column's heading in the active language."""
    words = (_("Agency"), _("E-mail address"), _("Role"), _("Language"))
    return dict(zip(COLUMNS, words, strict=True))


def write_template(form: str, language: str) -> bytes:
    """An empty table to fill in, as `csv` or `xlsx`."""
    with override(language):
        lines = [list(headings().values())]
        if form == "csv":
            return csv.write(lines, csv.separator_for(language))
        roles = tuple(str(label) for label in Role.labels)
        last = MOST_ROWS + 1
        choices = [Choice(f"C2:C{last}", roles), Choice(f"D2:D{last}", tuple(NAMES.values()))]
        widths = {1: 60, 2: 40, 3: 24, 4: 24}
        page = WrittenSheet(_("invitations"), lines, 1, widths, freeze="A2", choices=choices)
        notes = WrittenSheet(_("notes"), [[note] for note in _notes()], widths={1: 110})
        return workbook([page, notes], _("lists"))


def _notes() -> list[str]:
    return [
        _("One person a row. Agency and e-mail address are needed; everything else can stay empty."),
        _("Without a role, a person is invited as a contributor; without a language, in yours."),
    ]  # fmt: skip


def known(text: str) -> str | None:
    """The column that a heading names, in any language."""
    return _known_headings().get(plain(text))


@cache
def _known_headings() -> Mapping[str, str]:
    found = {**OTHER_HEADINGS, **{column: column for column in COLUMNS}}
    for language in LANGUAGES:
        with override(language):
            found |= {plain(word): column for column, word in headings().items()}
    return found


@cache
def roles() -> Mapping[str, str]:
    """What can be written for a role: its name in every language, and its key."""
    found = {plain(key): key for key in Role.values}
    for language in LANGUAGES:
        with override(language):
            for key, label in Role.choices:
                full = str(label).replace("(", "").replace(")", "")  # colaborador(a): either form
                short = str(label).partition("(")[0]
                found |= {plain(said): key for said in (str(label), full, short)}
    return found


@cache
def languages() -> Mapping[str, str]:
    """What can be written for a language: its code, and its name in each of them."""
    found = {plain(NAMES[code]): code for code in LANGUAGES}
    for language in LANGUAGES:
        with override(language):
            for code in LANGUAGES:
                for said in (code, code.partition("-")[0]):  # pt-br, and pt for short
                    found |= {plain(said): code}
                    found |= {plain(str(get_language_info(said)["name_translated"])): code}
    return found

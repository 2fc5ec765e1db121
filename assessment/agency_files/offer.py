"""What a file of agencies would add: shown first, and only then done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment import review
from assessment.agency_names import Names, name_key, plain
from assessment.characters import cured
from assessment.files import reading
from assessment.files.reading import Headed, under_headings
from assessment.files.table import Faulty, Line
from assessment.models import Agency
from assessment.workflow.agencies import names_in

from . import table

MOST_BYTES = 2_000_000


class Unknowable(ValidationError):
    """A cell that says nothing that can stand there."""


@dataclass(frozen=True, slots=True)
class NewAgency:
    """A row to add. `like` are names of agencies that may be the same."""

    row: int
    values: Mapping[str, Any]  # `parent` is an Agency, or the key of another row's name
    key: str
    parent_name: str = ""
    like: tuple[str, ...] = ()

    @property
    def country_name(self) -> str:
        return review.countries()[self.values["country"]].name[get_language() or "en"]


@dataclass(slots=True)
class AgenciesOffer:
    """Everything that a file would do (see assessment.files.preview)."""

    new: list[NewAgency] = field(default_factory=list)
    there: list[tuple[int, str, str]] = field(default_factory=list)  # row, name, name it has here
    faults: list[str] = field(default_factory=list)
    refused: int = 0  # rows with a fault
    understood: str = ""
    questions: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    @property
    def resembling(self) -> list[NewAgency]:
        return [one for one in self.new if one.like]

    @property
    def is_empty(self) -> bool:
        return not self.new

    @property
    def promise(self) -> object:
        return [
            (one.row, *(str(one.values[c]) for c in table.COLUMNS), one.parent_name, one.like)
            for one in self.new
        ]

    def refuse(self, row: int, sentences: Sequence[str]) -> None:
        said = _("Row %(number)d: %(sentence)s")
        self.refused += 1
        self.faults += [said % {"number": row, "sentence": one} for one in sentences]


def offer_of(data: bytes, countries: Collection[str]) -> AgenciesOffer:
    """What a file would do. `countries` are those that its reader administers. Raises Faulty."""
    headed = under_headings(
        reading.read(data), table.known, table.MUST, [table.heading(c) for c in table.MUST]
    )
    if not headed.lines:
        raise Faulty([_("The file has a header and no agency.")])
    if len(headed.lines) > table.MOST_ROWS:
        raise Faulty([_("The file has more than %(most)d rows.") % {"most": table.MOST_ROWS}])
    offer = AgenciesOffer(understood=headed.understood)
    rows = [one for line in headed.lines if (one := _row(headed, line, countries, offer))]
    _Comparer(offer, rows).compare()
    return offer


def _row(
    headed: Headed, line: Line, countries: Collection[str], offer: AgenciesOffer
) -> NewAgency | None:
    cells = {column: cured(line.cell(at)).strip() for column, at in headed.columns.items()}
    values: dict[str, Any] = {
        "level": "national",
        "kind": "",
        "size": "",
        "sectors": [],
        "parent": None,
    }
    faults = []
    for column in table.COLUMNS[:-1]:
        try:
            if text := cells.get(column, ""):
                values[column] = _value(column, text, countries)
            elif column in table.MUST:
                raise Unknowable(_("%(column)s is missing.") % {"column": table.heading(column)})
        except ValidationError as error:
            faults += error.messages
    if faults:
        offer.refuse(line.number, faults)
        return None
    return NewAgency(line.number, values, name_key(values["name"]), cells.get("parent", ""))


def _value(column: str, text: str, countries: Collection[str]) -> Any:
    if column == "name":
        if not name_key(text) or len(text) > 200:
            raise Unknowable(_("a name has letters, and at most 200 characters."))
        return " ".join(text.split())
    if column == "sectors":
        return list(dict.fromkeys(chosen(column, p) for p in text.split(";") if p.strip()))
    found = chosen(column, text)
    if column == "country" and found not in countries:
        raise Unknowable(_("you do not administer this country: %(text)s.") % {"text": text[:80]})
    return found


def chosen(column: str, text: str) -> str:
    found = table.words(column).get(plain(text))
    if found is None:
        raise Unknowable(
            _("“%(text)s” is not one of the choices: take one from the lists of the template.")
            % {"text": text.strip()[:80]}
        )
    return found


class _Comparer:
    """Looks at rows beside the agencies that there are: known already, like one, part of one."""

    def __init__(self, offer: AgenciesOffer, rows: Sequence[NewAgency]) -> None:
        self.offer, self.rows = offer, rows
        self.names: dict[str, Names] = {c: names_in(c) for c in {r.values["country"] for r in rows}}
        self.first: dict[tuple[str, str], int] = {}  # where in the file a key stands
        for row in rows:
            self.first.setdefault((row.key, row.values["country"]), row.row)
        self.agencies = Agency.objects.in_bulk({pk for row in rows for pk in self._meant(row)})

    def _meant(self, row: NewAgency) -> list[int]:
        names = self.names[row.values["country"]]
        above = names.same(name_key(row.parent_name)) if row.parent_name else []
        return [*names.same(row.key), *names.like(row.key), *above]

    def compare(self) -> None:
        for row in self.rows:
            names = self.names[row.values["country"]]
            same = [self.agencies[pk] for pk in names.same(row.key)]
            if self.first[row.key, row.values["country"]] != row.row:
                self.offer.refuse(row.row, [_("this name is in the file twice.")])
            elif same:
                told = (row.row, row.values["name"], ", ".join(a.name for a in same))
                self.offer.there.append(told)
            else:
                self._add(row, names)

    def _add(self, row: NewAgency, names: Names) -> None:
        like = tuple(self.agencies[pk].name for pk in names.like(row.key))
        parent: Agency | str | None = None
        if row.parent_name:
            parent = self._parent(row, names)
            if parent is None or parent == row.key:
                sentence = _("there is no agency “%(name)s” in this country to be part of.")
                self.offer.refuse(row.row, [sentence % {"name": row.parent_name[:80]}])
                return
        values = {**row.values, "parent": parent}
        self.offer.new.append(NewAgency(row.row, values, row.key, row.parent_name, like))

    def _parent(self, row: NewAgency, names: Names) -> Agency | str | None:
        key = name_key(row.parent_name)
        if same := names.same(key):
            return self.agencies[same[0]]
        return key if (key, row.values["country"]) in self.first else None

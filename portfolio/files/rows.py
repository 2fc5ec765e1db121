"""Rows of a table as values of projects: checked by the page's own fields, in any language and spelling of the region.

What a file leaves open, the order of day and month and the mark before decimals, is looked for in all its rows; where
they do not tell, it is asked, and until then the value is Unclear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.files import amounts, dates
from assessment.files.reading import Headed, under_headings
from assessment.files.table import Faulty, Table
from portfolio.forms import ProjectForm
from portfolio.models import contradictions, title_key
from portfolio.workflow import MOST_PROJECTS

from . import table

DATES = ("starts", "ends")
Choices = Sequence[tuple[str, str]]


class Unclear(str):
    """The text of a cell that can mean two things."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A row of a file, checked. `values` has only what the row says."""

    number: int  # in the file, as spreadsheets show it
    key: str  # of the project that it changes; empty: a new one
    values: Mapping[str, object] = field(default_factory=dict)
    faults: Sequence[str] = ()

    @property
    def title_key(self) -> str:
        return title_key(str(self.values.get("title", "")))


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a file, and what it leaves open: field of the reading form -> choices."""

    rows: Sequence[Brought]
    understood: str
    questions: Mapping[str, Choices]


def read(found: Table, answers: Mapping[str, str]) -> Rows:
    """The rows of a table; `answers` are those to its questions. Raises Faulty where there are none."""
    must = [table.heading(column) for column in table.MUST]
    headed = under_headings(found, table.known, table.MUST, must)
    if not headed.lines:
        raise Faulty([_("The file has a header and no project.")])
    if len(headed.lines) > MOST_PROJECTS:
        raise Faulty([_("The file has more than %(most)d rows.") % {"most": MOST_PROJECTS}])
    order, mark = _order(headed), amounts.habit(_texts(headed, "budget"))
    questions = dict(_questions(headed, order, mark))
    reader = _Reader(
        order or answers.get("dates", "") * ("dates" in questions),
        mark or answers.get("amounts", "") * ("amounts" in questions),
    )
    rows = [reader.row(line.number, _cells(headed, line.cells)) for line in headed.lines]
    return Rows(rows, headed.understood, questions)


def _cells(headed: Headed, cells: Sequence[str]) -> dict[str, str]:
    """What a row says, by column."""
    places = headed.columns.items()
    return {column: cells[at] for column, at in places if at < len(cells) and cells[at]}


def _texts(headed: Headed, *columns: str) -> list[str]:
    places = [headed.columns[column] for column in columns if column in headed.columns]
    return [text for line in headed.lines for at in places if (text := line.cell(at))]


def _order(headed: Headed) -> str | None:
    language = table.language_of(headed.heading.cells)
    return dates.order_of(_texts(headed, *DATES), language)


def _questions(
    headed: Headed, order: str | None, mark: str | None
) -> Iterator[tuple[str, Choices]]:
    """What must be asked, each with an example from the file in both meanings."""
    if order is None and (text := _first(_texts(headed, *DATES), _is_open_date)):
        yield "dates", _meanings("starts", text, dates.readings(text))
    if mark is None and (text := _first(_texts(headed, "budget"), amounts.is_ambiguous)):
        yield "amounts", _meanings("budget", text, amounts.readings(text))


def _first(texts: Sequence[str], test: Callable[[str], bool]) -> str:
    return next((text for text in texts if test(text)), "")


def _meanings(column: str, text: str, found: Mapping[str, object]) -> Choices:
    sentence = _("“%(text)s” means %(value)s")
    return [
        (key, sentence % {"text": text, "value": table.in_words(column, value)})
        for key, value in found.items()
    ]


def _is_open_date(text: str) -> bool:
    try:
        return len(set(dates.readings(text).values())) > 1
    except dates.NoDate:
        return False


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads cells; empty `order` and `mark` are not known yet."""

    order: str
    mark: str

    def row(self, number: int, cells: Mapping[str, str]) -> Brought:
        values, faults = dict[str, object](), list[str]()
        for column, text in cells.items():
            if column == "id":
                continue
            try:
                values[column] = self.value(column, text)
            except ValidationError as error:
                faults.append(f"{table.heading(column)}: {' '.join(error.messages)}")
        if "id" not in cells:
            missing = [column for column in table.MUST if column not in cells]
            sentence = _("%(column)s is missing.")
            faults += [sentence % {"column": table.heading(column)} for column in missing]
            faults += contradicted(values)
        return Brought(number, cells.get("id", "")[:40], values, faults)

    def value(self, column: str, text: str) -> object:
        if column == "technologies":
            parts = (part for part in text.split(";") if part.strip())
            return list(dict.fromkeys(chosen(column, part) for part in parts))
        if column in table.NAMES:
            return chosen(column, text)
        known: object = text
        if column == "budget":
            known = self.amount(text)
        elif column in DATES:
            known = self.date(text)
        # The page's own field, so that typed and imported projects meet the same rules.
        return known if isinstance(known, Unclear) else ProjectForm.base_fields[column].clean(known)

    def amount(self, text: str) -> object:
        try:
            found = amounts.readings(text)
        except amounts.NoAmount:
            sentence = _("“%(text)s” is not an amount. Write it like 1250000.50 or 1.250.000,50.")
            raise ValidationError(sentence % {"text": text[:40]}) from None
        if len(set(found.values())) == 1:
            return next(iter(found.values()))
        return found[self.mark] if self.mark else Unclear(text)

    def date(self, text: str) -> object:
        found: Mapping[str, object] = {}
        with suppress(dates.NoDate):
            found = dates.readings(text)
        if len(set(found.values())) == 1 and self.order in ("", *found):
            return next(iter(found.values()))
        if found and not self.order:
            return Unclear(text)
        if self.order not in found:
            sentence = _("“%(text)s” is not a date. Write it like 2026-11-24.")
            raise ValidationError(sentence % {"text": text[:40]})
        return found[self.order]


def chosen(column: str, text: str) -> str:
    found = table.words(column).get(table.folded(text))
    if found is None:
        raise ValidationError(
            _("“%(text)s” is not one of the choices: take one from the lists of the template.")
            % {"text": text.strip()[:80]}
        )
    return found


def contradicted(values: Mapping[str, object]) -> list[str]:
    """What fits each other in no project, as sentences that name the column."""
    if any(isinstance(value, Unclear) for value in values.values()):
        return []
    return [f"{table.heading(column)}: {told}" for column, told in contradictions(values)]

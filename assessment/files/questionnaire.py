"""Answers as rows: one for each thing to fill in.

A question with one choice has one row; multiple choice, grids and rankings have one for each item. What belongs to the
question as a whole ("don't know", reason, evidence, comment) stands in its first row. The way back is in filled.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessment.answers import Answers, Statement, is_shown, is_told, statements_of, value_of
from assessment.instruments import Instrument, Item, Question
from assessment.instruments.kinds.choice import TICK

from . import csv
from .writing import Choice, WrittenSheet, workbook

# What identifies a row, then what people read, then what they fill in. The names are part of the format.
COLUMNS = (
    "question", "item", "text", "answer", "state", "reason", "evidence", "comment", "agreed", "respondent", "note",
    "instrument", "version",
)  # fmt: skip
HIDDEN = ("question", "item", "instrument", "version")
WIDTHS = {"text": 70, "answer": 45, "state": 18, "reason": 30, "evidence": 40, "comment": 40, "note": 30}  # fmt: skip
MARK = "faceta"  # the hidden sheet that names the instrument


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as text; `number` is its place in the file it came from, 0 where there are no rows."""

    question: str
    item: str = ""
    text: str = ""
    answer: str = ""
    state: str = ""
    reason: str = ""
    evidence: str = ""
    comment: str = ""
    agreed: str = ""
    respondent: str = ""  # empty for the answers that the agency shares
    note: str = ""  # for people only
    instrument: str = ""
    version: str = ""
    number: int = 0


def write_csv(rows: Iterable[Row], separator: str = ",") -> bytes:
    lines = [[getattr(row, column) for column in COLUMNS] for row in rows]
    return csv.write([COLUMNS, *lines], separator)


def write_xlsx(instrument: Instrument, rows: Iterable[Row], language: str) -> bytes:
    """A workbook to fill in: instructions, the answers with lists to choose from, a mark that names the instrument."""
    table = list(rows)
    places = range(1, len(COLUMNS) + 1)
    answers = WrittenSheet(
        _("answers"),
        [COLUMNS, _headings(), *([getattr(row, name) for name in COLUMNS] for row in table)],
        headings=2,
        widths={n: WIDTHS.get(name, 12) for n, name in zip(places, COLUMNS, strict=True)},
        hidden_columns=[n for n, name in zip(places, COLUMNS, strict=True) if name in HIDDEN],
        hidden_rows=[1],
        freeze="D3",
        choices=list(_choices(instrument, table, language)),
    )
    told = [[line] for line in _instructions(instrument, language, answers.name)]
    notes = WrittenSheet(_("instructions"), told, widths={1: 100})
    mark = WrittenSheet(MARK, [[instrument.key, str(instrument.version)]], is_hidden=True)
    return workbook([notes, answers, mark], _("lists"))


def _headings() -> list[str]:
    return [
        "", "", _("Question"), _("Answer"), _("Don't know / Not applicable"), _("Reason, if not applicable"),
        _("Evidence"), _("Comment"), _("Agreed (x)"), _("Colleague"), _("Note"), "", "",
    ]  # fmt: skip


def _instructions(instrument: Instrument, language: str, sheet: str) -> list[str]:
    return [
        instrument.text[language],
        instrument.intro[language],
        _(
            "Fill in the sheet “%(sheet)s”: choose from the lists, and write x where several choices apply."
        )
        % {"sheet": sheet},
        _(
            "Leave a cell empty where nothing changes: an empty answer does not erase what is saved."
        ),
        _(
            "Do not change the first row, nor the hidden columns. Rows with a colleague's number are for reading only."
        ),
        _(
            "Bring the file back on the page “Work offline”; you see what would change before anything is saved."
        ),
    ]


def _choices(instrument: Instrument, rows: Sequence[Row], language: str) -> Iterator[Choice]:
    """What can be chosen in each row, from the third on."""
    questions = {question.key: question for question in instrument.questions}
    states = (_("Don't know"), _("Not applicable"))
    reasons = tuple(text[language] for text in instrument.reasons.values())
    for number, row in enumerate(rows, start=3):
        question = questions[row.question]
        if answers := question.kind.offered(question, language):
            yield Choice(f"D{number}", answers)
        first = not question.kind.by_item or row.item == question.items[0].key
        if question.is_stated and first:
            yield Choice(f"E{number}", states[: 1 + question.may_not_apply])
        if question.may_not_apply and first:
            yield Choice(f"F{number}", reasons)


def rows_of(instrument: Instrument, answers: Answers, language: str) -> Iterator[Row]:
    """The rows with these answers: the shared ones, then those that colleagues gave for themselves.

    What is no answer to its question is written as it is: reading it back gives the sentence.
    """
    version = str(instrument.version)
    for question in instrument.questions:
        note = "" if is_shown(question, instrument, answers) else not_counting()
        for row in _rows(instrument, question, answers, language):
            yield replace(row, instrument=instrument.key, version=version, note=note)


def not_counting() -> str:
    return _("Does not count: another answer hides this question.")


def _rows(
    instrument: Instrument, question: Question, answers: Answers, language: str
) -> Iterator[Row]:
    if not question.is_stated:
        yield from _plain_rows(question, answers, language)
        return
    told = [s for s in statements_of(question, answers) if is_told(s) or len(s) > 1]
    yield from _stated_rows(instrument, question, told[0] if told else {}, language)
    for other in told[1:]:
        who = str(other.get("who", "?")) or "?"
        yield from _stated_rows(instrument, question, other, language, who)


def _plain_rows(question: Question, answers: Answers, language: str) -> Iterator[Row]:
    value = value_of(question, answers)
    if not question.kind.by_item:
        cell = question.kind.cell(question, None, value, language)
        yield Row(question.key, "", question.numbered(language), cell)
        return
    for item in question.items:
        cell = question.kind.cell(question, item, value, language)
        yield Row(question.key, item.key, _item_text(question, item, language), cell)


def _item_text(question: Question, item: Item, language: str) -> str:
    return f"{question.numbered(language)} — {item.text[language]}"


def _stated_rows(
    instrument: Instrument, question: Question, said: Statement, language: str, who: str = ""
) -> Iterator[Row]:
    reason = instrument.reasons.get(str(said["na"])) if said.get("na") else None
    alone = Row(
        question.key,
        text=question.numbered(language),
        state=_("Don't know") if said.get("dk") else _("Not applicable") if "na" in said else "",
        reason=reason[language] if reason else str(said.get("na", "")),
        evidence=str(said.get("evidence", "")),
        comment=str(said.get("comment", "")),
        agreed=TICK if said.get("agreed") else "",
        respondent=who,
    )
    chosen = said.get("choice")
    if not question.kind.by_item:
        text = question.kind.cell(question, None, chosen or None, language)
        yield replace(alone, answer=text)
        return
    for place, item in enumerate(question.items):
        tick = question.kind.cell(question, item, chosen, language)
        first = alone if place == 0 else Row(question.key, respondent=who)
        text = _item_text(question, item, language)
        yield replace(first, item=item.key, text=text, answer=tick)

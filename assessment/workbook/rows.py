"""The table: one row for each thing to fill in, and back to what the page's form would have posted.

A question with one choice has one row; multiple choice, grids and rankings have one for each item. What belongs to the
question as a whole ("don't know", reason, evidence, comment) stands in its first row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessment.answers import Answers, Statement, is_told, statements_of, value_of
from assessment.instruments import Instrument, Item, Kind, Question
from assessment.wording import LANGUAGES

# What identifies a row, then what people read, then what they fill in. The names are part of the format.
COLUMNS = (
    "question", "item", "text", "answer", "state", "reason", "evidence", "comment", "agreed", "respondent",
)  # fmt: skip
BY_ITEM = (Kind.MULTIPLE, Kind.GRID, Kind.RANKING)
TICK = "x"
DONT_KNOW, NOT_APPLICABLE = "dont_know", "not_applicable"
LONGEST_CELL = 2000  # characters


class Faulty(Exception):
    """The table cannot be taken over; `faults` says where and why."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as text; `number` is its place in the file it came from."""

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
    number: int = 0


@dataclass(slots=True)
class Filled:
    """What a table holds, as the page's form would have posted it: field name -> values."""

    posted: dict[str, list[str]] = field(default_factory=dict)
    questions: dict[str, int] = field(default_factory=dict)  # that were filled in, with their row
    skipped: int = 0  # rows of colleagues' own views


def rows_of(instrument: Instrument, answers: Answers, language: str) -> Iterator[Row]:
    """The table with these answers: the shared ones, then those that colleagues gave for themselves."""
    for question in instrument.questions:
        if not question.is_stated:
            yield from _plain_rows(question, answers, language)
            continue
        told = [s for s in statements_of(question, answers) if is_told(s) or len(s) > 1]
        yield from _stated_rows(instrument, question, told[0] if told else {}, language)
        for other in told[1:]:
            who = str(other.get("who", "?")) or "?"
            yield from _stated_rows(instrument, question, other, language, who)


def _plain_rows(question: Question, answers: Answers, language: str) -> Iterator[Row]:
    value = value_of(question, answers)
    if question.kind not in BY_ITEM:
        known = {item.key: item.text[language] for item in question.items}
        text = "" if value is None else known.get(str(value), str(value))
        yield Row(question.key, "", question.text[language], text)
        return
    for item in question.items:
        yield Row(
            question.key,
            item.key,
            _item_text(question, item, language),
            _cell(question, item, value, language),
        )


def _cell(question: Question, item: Item, value: object, language: str) -> str:
    if question.kind is Kind.MULTIPLE:
        return TICK if isinstance(value, list) and item.key in value else ""
    answer = value.get(item.key) if isinstance(value, Mapping) else None
    if answer is None:
        return ""
    if question.kind is Kind.GRID:
        return question.scale[question.step(answer)].text[language]
    return str(answer)


def _item_text(question: Question, item: Item, language: str) -> str:
    return f"{question.text[language]} — {item.text[language]}"


def _stated_rows(
    instrument: Instrument, question: Question, said: Statement, language: str, who: str = ""
) -> Iterator[Row]:
    state = _("Don't know") if said.get("dk") else _("Not applicable") if "na" in said else ""
    reason = instrument.reasons[said["na"]][language] if said.get("na") else ""
    whole: dict[str, Any] = {
        "state": state,
        "reason": reason,
        "evidence": str(said.get("evidence", "")),
        "comment": str(said.get("comment", "")),
        "agreed": TICK if said.get("agreed") else "",
    }
    if question.kind is not Kind.MULTIPLE:
        chosen = str(said.get("choice", ""))
        text = question.item(chosen).text[language] if chosen else ""
        yield Row(question.key, "", question.text[language], text, **whole, respondent=who)
        return
    for place, item in enumerate(question.items):
        tick = TICK if item.key in said.get("choice", ()) else ""
        rest = whole if place == 0 else {}
        yield Row(
            question.key,
            item.key,
            _item_text(question, item, language),
            tick,
            **rest,
            respondent=who,
        )


def filled_in(instrument: Instrument, rows: Iterable[Row]) -> Filled:
    """What the rows say; Faulty with a sentence for each fault. Rows without any answer say nothing."""
    return _Reading(instrument).read(rows)


class _Reading:
    def __init__(self, instrument: Instrument) -> None:
        self.questions = {question.key: question for question in instrument.questions}
        self.reasons = {
            _plain(word): key
            for key, text in instrument.reasons.items()
            for word in (key, *text.values())
        }
        self.states = _states()
        self.found, self.faults = Filled(), list[str]()
        self.seen: set[tuple[str, str]] = set()

    def read(self, rows: Iterable[Row]) -> Filled:
        for row in rows:
            if row.respondent:
                self.found.skipped += 1
            elif any((row.answer, row.state, row.reason, row.evidence, row.comment, row.agreed)):
                self.take(row)
        if self.faults:
            raise Faulty(self.faults)
        return self.found

    def fault(self, row: Row, sentence: str) -> None:
        self.faults.append(
            _("Row %(number)d: %(sentence)s") % {"number": row.number, "sentence": sentence}
        )

    def take(self, row: Row) -> None:
        question = self.questions.get(row.question)
        if question is None:
            return self.fault(
                row, _("there is no question “%(key)s”.") % {"key": row.question[:80]}
            )
        items = {item.key for item in question.items} if question.kind in BY_ITEM else {""}
        if row.item not in items:
            return self.fault(
                row, _("the question has no part “%(key)s”.") % {"key": row.item[:80]}
            )
        if (row.question, row.item) in self.seen:
            return self.fault(row, _("the same row is there twice."))
        self.seen.add((row.question, row.item))
        self.found.questions.setdefault(row.question, row.number)
        if row.answer:
            self.take_answer(row, question)
        if question.is_stated:
            self.take_whole(row, question)
        return None

    def take_answer(self, row: Row, question: Question) -> None:
        if question.kind is Kind.MULTIPLE:
            if _plain(row.answer) not in {"x", "yes", "sí", "si", "sim", "1", "✓", "true"}:
                return self.fault(row, _("write x to tick this, or leave it empty."))
            return self.post(question.key, row.item)
        known = _choices(question)
        name = f"{question.key}.{row.item}" if row.item else question.key
        if not known:
            return self.post(name, row.answer)
        if (key := known.get(_plain(row.answer))) is None:
            return self.fault(
                row, _("“%(answer)s” is not one of the answers.") % {"answer": row.answer[:80]}
            )
        return self.post(name, key)

    def take_whole(self, row: Row, question: Question) -> None:
        if row.state:
            if (state := self.states.get(_plain(row.state))) is None:
                return self.fault(
                    row, _("write “Don't know” or “Not applicable”, or leave it empty.")
                )
            self.post(question.key, state)
        if row.reason:
            if (reason := self.reasons.get(_plain(row.reason))) is None:
                return self.fault(
                    row, _("“%(answer)s” is not one of the reasons.") % {"answer": row.reason[:80]}
                )
            self.post(f"{question.key}.reason", reason)
        for part in ("evidence", "comment", "agreed"):
            if text := getattr(row, part):
                self.post(f"{question.key}.{part}", text)
        return None

    def post(self, name: str, value: str) -> None:
        self.found.posted.setdefault(name, []).append(value)


def _choices(question: Question) -> dict[str, str]:
    """What may be written for each choice: its key, or its words in any language."""
    if question.kind is Kind.RANKING:
        places = range(1, len(question.items) + 1)
        return {str(place): str(place) for place in places}
    options = question.scale if question.kind is Kind.GRID else question.items
    return {_plain(word): o.key for o in options for word in (o.key, *o.text.values())}


def _states() -> dict[str, str]:
    from django.utils.translation import override

    found = {DONT_KNOW: DONT_KNOW, NOT_APPLICABLE: NOT_APPLICABLE}
    for language in LANGUAGES:
        with override(language):
            found |= {
                _plain(_("Don't know")): DONT_KNOW,
                _plain(_("Not applicable")): NOT_APPLICABLE,
            }
    return found


def _plain(text: str) -> str:
    """For comparing what people type: without case and extra space, with straight apostrophes."""
    return " ".join(text.replace("’", "'").split()).casefold()  # noqa: RUF001

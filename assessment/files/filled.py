"""What people filled in, as the page's own form would have posted it: from a table or an export in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from assessment.instruments import Instrument, Question
from assessment.wording import LANGUAGES

from . import json, reading
from .questionnaire import COLUMNS, MARK, Row, rows_of
from .table import Faulty, Table

DONT_KNOW, NOT_APPLICABLE = "dont_know", "not_applicable"
NEEDED = ("question", "item", "answer")
TICKS = frozenset({"x", "yes", "sí", "si", "sim", "1", "✓", "true", "verdadero", "verdadeiro"})
NO_TICKS = frozenset({"no", "não", "nao", "0", "false", "falso"})
NO_QUESTION = gettext_noop(
    "there is no question “%(key)s”: keep the question keys of the file that you downloaded."
)
NO_PART = gettext_noop(
    "the question has no part “%(key)s”: keep the keys of the file that you downloaded."
)
NO_ANSWER = gettext_noop(
    "“%(answer)s” is not one of the answers: write one as the questionnaire words it."
)
NO_REASON = gettext_noop(
    "“%(answer)s” is not one of the reasons: write one as the questionnaire words it."
)


@dataclass(slots=True)
class Filled:
    """What a file holds: field name -> values, as a browser would post them, by question."""

    posted: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)  # where each question stands, in words
    faults: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # questions with a fault
    skipped: int = 0  # rows of colleagues' own views
    understood: str = ""

    @property
    def questions(self) -> list[str]:
        """Those that can be taken over."""
        return [key for key in self.posted if key not in self.refused]


def read(instrument: Instrument, data: bytes) -> Filled:
    """What a file says about an instrument. Raises Faulty where it says nothing, or not about this one."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _from_json(instrument, json.read(data))
    table = reading.read(data)
    found = reading.under_headings(table, _column, NEEDED, NEEDED)
    rows = [
        Row(**{name: line.cell(at) for name, at in found.columns.items()}, number=line.number)
        for line in found.lines
    ]
    _refuse_another(instrument, _marks(table) | {(r.instrument, r.version) for r in rows})
    # The workbook has a second row of headings, for people.
    filled = filled_in(instrument, [row for row in rows if row.question or row is not rows[0]])
    filled.understood = found.understood
    return filled


def _column(text: str) -> str | None:
    name = text.strip().casefold()
    return name if name in COLUMNS else None


def _marks(table: Table) -> set[tuple[str, str]]:
    """Instruments and versions that the file names on the sheet made for it."""
    lines = [sheet.lines[0] for sheet in table.sheets if sheet.name == MARK]
    return {(line.cell(0), line.cell(1)) for line in lines}


def _refuse_another(instrument: Instrument, named: Iterable[tuple[str, str]]) -> None:
    for key, version in named:
        same = key in ("", instrument.key) and version in ("", str(instrument.version))
        if not same:
            sentence = _(
                "This file belongs to another questionnaire or another version of it (%(name)s); here it is %(here)s."
            )
            here = f"{instrument.key} {instrument.version}"
            raise Faulty([sentence % {"name": f"{key} {version}"[:80], "here": here}])


def _from_json(instrument: Instrument, content: Mapping[str, object]) -> Filled:
    """The answers of an export. They go the way of the table, so that the same checks see them."""
    answers = content.get("answers")
    if not {"instrument", "version"} <= content.keys() or not isinstance(answers, dict):
        raise Faulty([_("The file is not an export of this program.")])
    _refuse_another(instrument, [(str(content["instrument"]), str(content["version"]))])
    try:
        found = filled_in(instrument, list(rows_of(instrument, answers, "en")))
        _tell_unknown(instrument, answers, found)
    except (TypeError, AttributeError, ValueError):  # lists where there should be objects
        raise Faulty([_("The answers in the file do not have the form of an export.")]) from None
    found.understood = _("Read as: %(parts)s.") % {"parts": "JSON"}
    return found


def _tell_unknown(instrument: Instrument, answers: Mapping[str, object], found: Filled) -> None:
    """Whatever in an export has no place in a table must not get lost without a word."""
    questions = {question.key: question for question in instrument.questions}
    place, no_question = _("Question %(key)s"), _(NO_QUESTION)
    no_answer = _(NO_ANSWER)
    for section in answers.values():
        if not isinstance(section, dict):
            raise TypeError("expected an object of questions")
        for key, value in section.items():
            named = {"key": key[:80]}
            if key not in questions:
                sentences = [no_question % named]
            else:
                wrong = _unknown(questions[key], value)
                sentences = [no_answer % {"answer": text[:80]} for text in wrong]
            if sentences:
                found.faults += [f"{place % named}: {sentence}" for sentence in sentences]
                found.refused.add(key)


def _unknown(question: Question, value: object) -> list[str]:
    """Keys in the answer to a question that name none of its parts."""
    if question.is_stated and isinstance(value, list):
        value = value[0] if value else {}
    if question.is_stated and isinstance(value, Mapping):
        value = value.get("choice")
    if not question.kind.by_item or not isinstance(value, list | Mapping):
        return []
    items = {item.key for item in question.items}
    return [str(key) for key in value if not isinstance(key, str) or key not in items]


def filled_in(instrument: Instrument, rows: Iterable[Row]) -> Filled:
    """What the rows say, with a sentence for each fault. Rows without any answer say nothing."""
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
        self.choices = {key: _choices(question) for key, question in self.questions.items()}
        self.found = Filled()
        self.seen: set[tuple[str, str]] = set()

    def read(self, rows: Iterable[Row]) -> Filled:
        for row in rows:
            if row.respondent:
                self.found.skipped += 1
            elif any((row.answer, row.state, row.reason, row.evidence, row.comment, row.agreed)):
                self.take(row)
        return self.found

    def fault(self, row: Row, sentence: str) -> None:
        self.found.faults.append(f"{place_of(row)}: {sentence}")
        self.found.refused.add(row.question or place_of(row))

    def take(self, row: Row) -> None:
        question = self.questions.get(row.question)
        if not row.question:
            return self.fault(row, _("the row has an answer and no question."))
        if question is None:
            words = {"key": row.question[:80]}
            return self.fault(row, _(NO_QUESTION) % words)
        items = {item.key for item in question.items} if question.kind.by_item else {""}
        if row.item not in items:
            words = {"key": row.item[:80]}
            return self.fault(row, _(NO_PART) % words)
        if (row.question, row.item) in self.seen:
            return self.fault(row, _("the same row is there twice."))
        self.seen.add((row.question, row.item))
        self.found.places.setdefault(row.question, place_of(row))
        self.found.posted.setdefault(row.question, {})
        if row.answer:
            self.take_answer(row, question)
        if question.is_stated:
            self.take_whole(row, question)
        return None

    def take_answer(self, row: Row, question: Question) -> None:
        if question.kind.several:
            return self.take_tick(row, question)
        known = self.choices[question.key]
        name = f"{question.key}.{row.item}" if row.item else question.key
        answer = whole(row.answer) if question.kind.is_number else row.answer
        if not known:
            return self.post(row, name, answer)
        if (key := known.get(_plain(answer))) is None:
            words = {"answer": row.answer[:80]}
            return self.fault(row, _(NO_ANSWER) % words)
        return self.post(row, name, key)

    def take_tick(self, row: Row, question: Question) -> None:
        if _plain(row.answer) in TICKS:
            self.post(row, question.key, row.item)
        elif _plain(row.answer) not in NO_TICKS:
            self.fault(row, _("write x to tick this, or leave it empty."))

    def take_whole(self, row: Row, question: Question) -> None:
        if row.state:
            if (state := self.states.get(_plain(row.state))) is None:
                return self.fault(
                    row, _("write “Don't know” or “Not applicable”, or leave it empty.")
                )
            self.post(row, question.key, state)
        if row.reason:
            if (reason := self.reasons.get(_plain(row.reason))) is None:
                words = {"answer": row.reason[:80]}
                return self.fault(row, _(NO_REASON) % words)
            self.post(row, f"{question.key}.reason", reason)
        for part in ("evidence", "comment", "agreed"):
            if text := getattr(row, part):
                self.post(row, f"{question.key}.{part}", text)
        return None

    def post(self, row: Row, name: str, value: str) -> None:
        self.found.posted[row.question].setdefault(name, []).append(value)


def place_of(row: Row) -> str:
    """Where a row stands, in words."""
    if row.number:
        return _("Row %(number)d") % {"number": row.number}
    return _("Question %(key)s") % {"key": row.question[:80]}


def whole(text: str) -> str:
    """A whole number without what other programs add to it: 40.0, 40,00 and 4E+01 are 40. Anything else stays."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    plain = number.is_integer() and abs(number) < 10**15
    zeros = text.rstrip("0")[-1:] in (".", ",") and len(text) - len(text.rstrip("0")) < 3
    return str(int(number)) if plain and (zeros or "e" in text.casefold()) else text


def _choices(question: Question) -> dict[str, str]:
    """What may be written for each choice: its key, or its words in any language."""
    offered = question.kind.choices(question)
    return {_plain(word): value for value, words in offered.items() for word in words}


def _states() -> dict[str, str]:
    found = {DONT_KNOW: DONT_KNOW, NOT_APPLICABLE: NOT_APPLICABLE}
    for language in LANGUAGES:
        with override(language):
            words = {_("Don't know"): DONT_KNOW, _("Not applicable"): NOT_APPLICABLE}
            found |= {_plain(word): key for word, key in words.items()}
    return found


def _plain(text: str) -> str:
    """For comparing what people type: without case and extra space, with straight apostrophes."""
    return " ".join(text.replace("’", "'").split()).casefold()  # noqa: RUF001

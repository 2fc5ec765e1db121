"""Answers in words, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessment.answers import (
    Answers,
    Statement,
    chosen_in,
    is_complete,
    shown_questions,
    statements_in,
    value_of,
)
from assessment.instruments import Instrument, Item, Question, Section
from assessment.wording import Text


@dataclass(frozen=True, slots=True)
class AnswerRow:
    label: str  # empty where the question itself is the label
    answer: str  # empty where nothing was answered


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    question: Question
    rows: tuple[AnswerRow, ...]
    complete: bool
    evidence: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    unseen: int = 0  # own views of colleagues that the reader is not shown yet


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    section: Section
    questions: tuple[AnsweredQuestion, ...]


def answer_sheet(
    instrument: Instrument,
    answers: Answers,
    language: str,
    unseen: Mapping[str, int] | None = None,
) -> tuple[AnsweredSection, ...]:
    """Everything that was asked, with the answers in words. Questions that a condition hides are left out.

    `unseen` tells by question how many views of colleagues are left out of `answers`.
    """
    return tuple(
        AnsweredSection(
            section,
            tuple(
                replace(
                    answered(question, value_of(question, answers), language, instrument.reasons),
                    unseen=(unseen or {}).get(question.key, 0),
                )
                for question in shown_questions(instrument, section, answers)
            ),
        )
        for section in instrument.sections
    )


def answered(
    question: Question, value: object, language: str, reasons: Mapping[str, Text]
) -> AnsweredQuestion:
    """One question's answer in words; `reasons` are the instrument's for what does not apply."""
    if not question.is_stated:
        return AnsweredQuestion(
            question, tuple(_rows(question, value, language)), is_complete(question, value)
        )
    told = statements_in(value)
    return AnsweredQuestion(
        question,
        tuple(_stated_rows(question, told, language, reasons)),
        is_complete(question, value),
        tuple(
            str(s["evidence"]) for s in told if isinstance(s.get("evidence"), str) and s["evidence"]
        ),
        tuple(str(s["comment"]) for s in told if s.get("comment")),
    )


def _stated_rows(
    question: Question, told: Sequence[Statement], language: str, reasons: Mapping[str, Text]
) -> Iterator[AnswerRow]:
    """What each person said, or what several said with how many said so; never who."""
    texts = [text for s in told if (text := statement_text(question, s, language, reasons))]
    if len(texts) < 2:
        yield AnswerRow("", texts[0] if texts else "")
        return
    if agreed := [s for s in told if s.get("agreed")]:
        yield AnswerRow(_("Agreed"), statement_text(question, agreed[0], language, reasons))
    for text in dict.fromkeys(texts):
        yield AnswerRow(
            _("%(count)d of %(all)d") % {"count": texts.count(text), "all": len(texts)}, text
        )


def statement_text(
    question: Question, statement: Statement, language: str, reasons: Mapping[str, Text]
) -> str:
    """A statement in words; empty if it tells nothing."""
    if "choice" in statement:
        return choices_text(question, chosen_in(statement), language)
    if statement.get("dk"):
        return _("Don't know")
    if statement.get("na"):
        reason = reasons[str(statement["na"])][language]
        return _("Not applicable: %(reason)s") % {"reason": reason}
    return ""


def choices_text(question: Question, keys: Sequence[str], language: str) -> str:
    """Chosen items in the questionnaire's order; a dash where a list was left without a tick."""
    chosen = [item.text[language] for item in question.items if item.key in keys]
    return "; ".join(chosen) or "\N{EN DASH}"


def differences(
    one: AnsweredQuestion, other: AnsweredQuestion
) -> tuple[AnsweredQuestion, AnsweredQuestion]:
    """Two answers to the same question, without the items on which they agree."""
    if [row.label for row in one.rows] != [row.label for row in other.rows]:
        return one, other  # lists of choices
    apart = [(a, b) for a, b in zip(one.rows, other.rows, strict=True) if a != b]
    return (
        replace(one, rows=tuple(a for a, _b in apart)),
        replace(other, rows=tuple(b for _a, b in apart)),
    )


def _rows(question: Question, value: object, language: str) -> Iterator[AnswerRow]:
    return (AnswerRow(*words) for words in question.kind.in_words(question, value, language))


def answer_text(question: Question, item: Item, answer: object, language: str) -> str:
    """The answer to one item, as a contribution names it, in words; empty if there is none."""
    if answer is None:
        return ""
    return question.kind.item_in_words(question, item, answer, language)

"""Answers in words, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from assessment.answers import Answers, is_complete
from assessment.instruments import CHOICES, Instrument, Item, Kind, Question, Section


@dataclass(frozen=True, slots=True)
class Row:
    label: str  # empty where the question itself is the label
    answer: str  # empty where nothing was answered


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    question: Question
    rows: tuple[Row, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    section: Section
    questions: tuple[AnsweredQuestion, ...]


def answer_sheet(
    instrument: Instrument, answers: Answers, language: str
) -> tuple[AnsweredSection, ...]:
    """Everything that was asked, with the answers in words."""
    return tuple(
        AnsweredSection(
            section,
            tuple(
                answered(question, answers.get(section.key, {}).get(question.key), language)
                for question in section.questions
            ),
        )
        for section in instrument.sections
    )


def answered(question: Question, value: Any, language: str) -> AnsweredQuestion:
    return AnsweredQuestion(
        question, tuple(_rows(question, value, language)), is_complete(question, value)
    )


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


def _rows(question: Question, value: Any, language: str) -> Iterator[Row]:
    if question.kind in (Kind.GRID, Kind.RANKING):
        given: Mapping[str, Any] = value or {}
        for item in question.items:
            yield Row(
                item.text[language], answer_text(question, item, given.get(item.key), language)
            )
    elif question.kind is Kind.MULTIPLE:
        ticked = [item for item in question.items if item.key in (value or ())]
        yield from (Row("", item.text[language]) for item in ticked)
        if not ticked:
            yield Row("", "")
    elif question.kind in CHOICES:
        yield Row("", question.item(value).text[language] if value else "")
    else:
        yield Row("", "" if value is None else str(localize(value)))


def answer_text(question: Question, item: Item, answer: Any, language: str) -> str:
    """The answer to one item, as a contribution names it, in words; empty if there is none."""
    if answer is None:
        return ""
    if question.kind is Kind.GRID:
        return question.scale[question.step(answer)].text[language]
    if question.kind is Kind.RANKING:
        return _("place %(place)d") % {"place": answer}
    if question.kind is Kind.MULTIPLE:
        return _("chosen") if answer else _("not chosen")
    return question.item(answer).text[language]

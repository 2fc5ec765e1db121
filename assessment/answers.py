"""Answers as values: their shape, which questions they make appear, and what is missing.

    {"purpose": {"q01": {"mission": "agree", …}, "q02": {"mission": 1, …}}, "methods": {"q13": ["ada_1"]}, …}

Answers hold keys only, never labels or points, so they are free of language and of scoring. What is not there has not
been answered.

A question that is `is_stated` is answered with *statements*, one for each person who answered:

    {"gov-leadership": {"gov.leadership.sponsor": [{"choice": "l2", "who": "12", "evidence": "Minutes of May"}]}}

A statement has one of `choice` (a key, or a list of keys), `dk` (true: don't know) and `na` (a reason), and may have
`evidence`, `comment`, `who` and `agreed` (true: the group's answer, which counts alone).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.instruments import Instrument, Question, Reply, Section

SectionAnswers = Mapping[
    str, object
]  # question key -> value, as its kind or the statements describe it
Answers = Mapping[str, SectionAnswers]  # section key -> question key -> value
Statement = Mapping[str, object]


def value_of(question: Question, answers: Answers) -> object:
    """The answer to a question, or None."""
    return answers.get(question.section, {}).get(question.key)


def statements_of(question: Question, answers: Answers) -> Sequence[Statement]:
    """What was answered to a question with statements, by one or several people."""
    return statements_in(value_of(question, answers))


def statements_in(value: object) -> Sequence[Statement]:
    """An answer as statements: several in a list, one alone, or none. TypeError for anything else."""
    # Asked for each question of each agency: whether it is a list is told a hundred times quicker.
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, Mapping):
        return (value,)
    if value in (None, ""):
        return ()
    raise TypeError("expected statements")


def chosen_in(statement: Statement) -> list[str]:
    """The keys of a statement's choice."""
    choice = statement.get("choice", [])
    return choice if isinstance(choice, list) else [str(choice)]


def is_told(statement: Statement) -> bool:
    """Whether a statement answers the question, if only with "don't know"."""
    return "choice" in statement or bool(statement.get("dk") or statement.get("na"))


class Voices(list[Statement]):
    """The statements of colleagues for themselves that a reader is shown; `unseen` tells how many more there are."""

    def __init__(self, shown: Iterable[Statement] = (), unseen: int = 0) -> None:
        super().__init__(shown)
        self.unseen = unseen


def may_see_responses(
    question: str, own: SectionAnswers, shared: SectionAnswers, *, stands_for_shared: bool
) -> bool:
    """Whether a reader of a draft is shown what colleagues answered to a question for themselves.

    Each answers alone first, so that nobody leans on what others said: only who has answered the question sees the
    others' answers. `own` is what the reader answered for themselves in the section. Whoever saved the section's
    shared answers last stands for them with their name (and is the one that the shared answer counts for), so that
    they have given their view of every question answered there.
    """
    mine = [own, shared] if stands_for_shared else [own]
    return any(is_told(told) for answers in mine for told in statements_in(answers.get(question)))


def is_complete(question: Question, value: object) -> bool:
    """Whether nothing is left to answer: a statement says something, else the kind tells."""
    if question.is_stated:
        return any(is_told(statement) for statement in statements_in(value))
    return question.kind.is_complete(question, value)


def holds(reply: Reply, instrument: Instrument, answers: Answers) -> bool:
    """Whether this was answered; what has not been answered yet rules nothing out."""
    value = value_of(instrument.question(reply.question), answers)
    return value in (None, reply.answer)


def is_shown(question: Question, instrument: Instrument, answers: Answers) -> bool:
    return question.shown_if is None or holds(question.shown_if, instrument, answers)


def shown_questions(
    instrument: Instrument, section: Section, answers: Answers
) -> tuple[Question, ...]:
    """The questions of a section that the other answers leave standing."""
    return tuple(q for q in section.questions if is_shown(q, instrument, answers))


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the required questions are answered in full."""

    done: int
    total: int
    started: bool = False

    @property
    def complete(self) -> bool:
        return self.done == self.total

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


def section_progress(instrument: Instrument, section: Section, answers: Answers) -> Progress:
    required = [q for q in shown_questions(instrument, section, answers) if q.required]
    done = sum(is_complete(question, value_of(question, answers)) for question in required)
    return Progress(done, len(required), started=bool(answers.get(section.key)))


def progress(instrument: Instrument, answers: Answers) -> Progress:
    return together(
        section_progress(instrument, section, answers) for section in instrument.sections
    )


def together(of_sections: Iterable[Progress]) -> Progress:
    parts = list(of_sections)
    return Progress(
        sum(part.done for part in parts),
        sum(part.total for part in parts),
        any(part.started for part in parts),
    )


def missing(instrument: Instrument, answers: Answers) -> tuple[Question, ...]:
    """The required questions that are shown and not answered in full, in order."""
    return tuple(
        question
        for section in instrument.sections
        for question in shown_questions(instrument, section, answers)
        if question.required and not is_complete(question, value_of(question, answers))
    )


def blocking(instrument: Instrument, answers: Answers) -> tuple[Question, ...]:
    """The missing ones that stand in the way of a hand-in: an open statement counts as "don't know" instead."""
    return tuple(q for q in missing(instrument, answers) if not q.is_stated)

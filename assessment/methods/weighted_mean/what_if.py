"""What would move if some answers were others. Nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from assessment.answers import Answers, is_shown
from assessment.instruments import Instrument, Question
from assessment.methods.answer_sheet import choices_text
from assessment.review import ReviewAction

from .advice import AdvicePlan
from .shown import Figure

MOST_CHANGES = 20


class TriedPart(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def figure(self) -> Figure: ...


class TriedArea(TriedPart, Protocol):
    @property
    def dimensions(self) -> Sequence[TriedPart]: ...


class Triable(Protocol):
    """Results in which other answers can be tried out."""

    @property
    def instrument(self) -> Instrument: ...

    @property
    def answers(self) -> Answers: ...

    @property
    def language(self) -> str: ...

    @property
    def shows_overall(self) -> bool: ...

    @property
    def overall(self) -> Figure: ...

    @property
    def areas(self) -> Sequence[TriedArea]: ...

    @property
    def plans(self) -> Sequence[AdvicePlan]: ...

    def chosen_now(self, key: str) -> Sequence[str]:
        """The choices that count as the answer to a question."""

    def tried(self, changed: Mapping[str, list[str]]) -> Self:
        """The same with these choices as the agency's answers."""


@dataclass(frozen=True, slots=True)
class Move:
    """A score before and after."""

    name: str
    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """Another answer to a question; `key` is how the address carries it."""

    key: str
    question: Question
    text: str


@dataclass(frozen=True, slots=True)
class ScoreWhatIf:
    asked: Question | None  # the question whose answer is to be changed
    choices: list[tuple[str, str, bool]]  # key, text, whether it is the answer now
    questions: list[Question]  # that can be asked
    changes: list[ScoreChange]
    moves: list[Move]
    gone: list[ReviewAction]
    new: list[ReviewAction]

    @property
    def tried(self) -> list[str]:
        return [change.key for change in self.changes]


def what_if(results: Triable, sent: Mapping[str, Sequence[str]]) -> ScoreWhatIf:
    """`sent` is the address's query: `set` (question:choice,choice), `ask` (question), `to` (its new choices)."""
    questions = {
        q.key: q
        for q in results.instrument.questions
        if q.weight and is_shown(q, results.instrument, results.answers)
    }
    asked = questions.get((list(sent.get("ask", ())) or [""])[0])
    wished = [text.partition(":")[::2] for text in sent.get("set", ())]
    if asked and sent.get("to"):
        wished.append((asked.key, ",".join(sent["to"])))
    changed: dict[str, list[str]] = {}
    for key, text in wished[-MOST_CHANGES:]:
        chosen = text.split(",")
        if key in questions and _is_answer(questions[key], chosen):
            changed[key] = chosen
    moves, gone, new = _compared(results, changed) if changed else ([], [], [])
    now = results.chosen_now(asked.key) if asked else ()
    return ScoreWhatIf(
        asked=asked,
        choices=[(i.key, i.text[results.language], i.key in now) for i in asked.items]
        if asked
        else [],
        questions=list(questions.values()),
        changes=[
            ScoreChange(
                f"{key}:{','.join(chosen)}",
                questions[key],
                choices_text(questions[key], chosen, results.language),
            )
            for key, chosen in changed.items()
        ],
        moves=moves,
        gone=gone,
        new=new,
    )


def _is_answer(question: Question, chosen: Sequence[str]) -> bool:
    known = {item.key for item in question.items}
    one = not question.kind.several or question.exclusive in chosen
    return set() < set(chosen) <= known and len(chosen) == len(set(chosen)) <= (1 if one else 99)


def _compared(
    results: Triable, changed: Mapping[str, list[str]]
) -> tuple[list[Move], list[ReviewAction], list[ReviewAction]]:
    other = results.tried(changed)
    pairs = [("", results.overall, other.overall)] if results.shows_overall else []
    for before, after in zip(results.areas, other.areas, strict=True):
        pairs.append((before.name, before.figure, after.figure))
        pairs += [
            (b.name, b.figure, a.figure)
            for b, a in zip(before.dimensions, after.dimensions, strict=True)
        ]
    moves = [Move(name, before, after) for name, before, after in pairs if before != after]
    then = {a.action.number: a.action for plan in results.plans for a in plan.all}
    now = {a.action.number: a.action for plan in other.plans for a in plan.all}
    gone = [action for number, action in then.items() if number not in now]
    return moves, gone, [action for number, action in now.items() if number not in then]

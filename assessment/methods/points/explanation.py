"""Why a score is what it is: which answers gave and which cost points, and what one step up would change. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from assessment.instruments import Question

from .scoring import ItemPoints


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item's part in a score, with the effect of one step up in its answer."""

    contribution: ItemPoints
    step: Fraction  # points that one step up would add; 0 at the top and where nothing was answered
    other: tuple[str, Fraction] | None  # what that step takes from another dimension (rankings)

    @property
    def lost(self) -> Fraction:
        """Points that the best answer would have added."""
        return self.contribution.most - self.contribution.points


@dataclass(frozen=True, slots=True)
class QuestionLines:
    """The lines of one question; their points add up to `points`, and the groups' to the score."""

    question: Question
    lines: tuple[ItemLine, ...]

    @property
    def points(self) -> Fraction:
        return sum((line.contribution.points for line in self.lines), Fraction())

    @property
    def most(self) -> Fraction:
        return sum((line.contribution.most for line in self.lines), Fraction())


def explain(
    contributions: Iterable[ItemPoints], everything: Iterable[ItemPoints] = ()
) -> tuple[QuestionLines, ...]:
    """The contributions to one score by question, in the questionnaire's order.

    `everything` are the contributions to all scores: with them a ranking can say who would step down.
    """
    every = list(everything)
    grouped = (list(rows) for _, rows in groupby(contributions, key=lambda row: row.question.key))
    return tuple(
        QuestionLines(rows[0].question, tuple(_line(row, every) for row in rows))
        for rows in grouped
    )


def gains(groups: Iterable[QuestionLines]) -> tuple[ItemLine, ...]:
    """Lines that gave points, most first."""
    return _sorted((ln for ln in _lines(groups) if ln.contribution.points > 0), by_loss=False)


def losses(groups: Iterable[QuestionLines]) -> tuple[ItemLine, ...]:
    """Lines that could have given more, largest gap first."""
    return _sorted((line for line in _lines(groups) if line.lost > 0), by_loss=True)


def _lines(groups: Iterable[QuestionLines]) -> Iterator[ItemLine]:
    return (line for group in groups for line in group.lines)


def _sorted(lines: Iterable[ItemLine], *, by_loss: bool) -> tuple[ItemLine, ...]:
    return tuple(sorted(lines, key=lambda ln: -(ln.lost if by_loss else ln.contribution.points)))


def _line(row: ItemPoints, every: list[ItemPoints]) -> ItemLine:
    if row.question.kind.each_once:
        return _ranking_line(row, every)
    return ItemLine(row, _step(row), None)


def _step(row: ItemPoints) -> Fraction:
    """What the next better answer adds: the next step of a scale, a tick, or the best choice."""
    if row.answer is None:
        return Fraction()
    return row.question.kind.next_step(row.item, row.points, row.most)


def _ranking_line(row: ItemPoints, every: list[ItemPoints]) -> ItemLine:
    """One place up means that the item above goes one place down."""
    place = row.answer
    if not isinstance(place, int) or place == 1:
        return ItemLine(row, Fraction(), None)
    step = row.item.points[place - 2] - row.points
    above = [o for o in every if o.question is row.question and o.answer == place - 1]
    other = (above[0].dimension, row.points - above[0].points) if above else None
    return ItemLine(row, step, other)

"""Scores with the answers behind them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from assessment import charts
from assessment.methods.answer_sheet import answer_text
from assessment.review import Practice

from .advice import PointsAdvice
from .explanation import ItemLine, QuestionLines, gains, losses
from .scoring import CapabilityScore, DimensionPoints

LINES_SHOWN = 4  # of what gave and what cost points, before the full table


@dataclass(frozen=True)
class Explained:
    """A score with the answers behind it, in one language."""

    score: DimensionPoints | CapabilityScore
    groups: tuple[QuestionLines, ...]
    meter: charts.Meter
    names: Mapping[str, str]  # of the dimensions
    language: str

    @property
    def name(self) -> str:
        if isinstance(self.score, DimensionPoints):
            return self.score.dimension.text[self.language]
        return self.names[""]

    @property
    def strength(self) -> str:
        """What this strength of this facet means."""
        assert isinstance(self.score, DimensionPoints)
        return self.score.dimension.strengths[self.score.band.key][self.language]

    @property
    def points(self) -> Number:
        return plain(self.score.points)

    @property
    def ceiling(self) -> Number:
        score = self.score
        return plain(score.ceiling if isinstance(score, DimensionPoints) else score.most)

    @property
    def base(self) -> Number:
        return plain(self.score.base) if isinstance(self.score, CapabilityScore) else 0

    @property
    def to_next(self) -> Number | None:
        missing = self.score.to_next
        return None if missing is None else plain(missing)

    @property
    def next_name(self) -> str:
        score = self.score
        band = score.next_band if isinstance(score, DimensionPoints) else score.next_level
        return band.text[self.language] if band else ""

    @cached_property
    def gave(self) -> list[ShownLine]:
        return [self._shown(line) for line in gains(self.groups)[:LINES_SHOWN]]

    @cached_property
    def cost(self) -> list[ShownLine]:
        named = gains(self.groups)[:LINES_SHOWN]  # no answer is called both a gain and a loss
        open_lines = [line for line in losses(self.groups) if line not in named]
        return [self._shown(line) for line in open_lines[:LINES_SHOWN]]

    @cached_property
    def table(self) -> list[ShownLine]:
        """Every item, in the questionnaire's order."""
        return [self._shown(line) for group in self.groups for line in group.lines]

    @cached_property
    def lifts(self) -> list[str]:
        """Advice on the questions that gave less than they could, largest gap first."""
        open_groups = [group for group in self.groups if group.points < group.most]
        open_groups.sort(key=lambda group: group.points - group.most)
        return [g.question.lift[self.language] for g in open_groups if g.question.lift]

    def _shown(self, line: ItemLine) -> ShownLine:
        row = line.contribution
        whole = not row.question.kind.by_item  # the question itself is the statement
        answer = answer_text(row.question, row.item, row.answer, self.language)
        return ShownLine(
            question=row.question.short[self.language],
            item=(row.question if whole else row.item).text[self.language],
            answer=answer or _("not answered"),
            points=plain(row.points),
            most=plain(row.most),
            step=plain(line.step),
            up_to=plain(row.most) if row.answer is None else 0,
            other=line.other and (self.names[line.other[0]], plain(line.other[1])),
        )


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One answer's part in a score, in words; `other` is what a step up takes from another facet."""

    question: str
    item: str
    answer: str
    points: Number
    most: Number
    step: Number
    up_to: Number  # what an answer could give where there is none yet
    other: tuple[str, Number] | None


@dataclass(frozen=True, slots=True)
class PointsCard:
    """An action with its reasons in words, and practices with the names of their countries."""

    advice: PointsAdvice
    reasons: list[str]
    practices: list[tuple[Practice, str]]


@dataclass(frozen=True, slots=True)
class Cards:
    """The actions in order: the first in full, the others in short."""

    first: list[PointsCard]
    further: list[PointsCard]


Number = int | float


def plain(number: Fraction) -> Number:
    """A multiple of one half as the template can localise it."""
    return int(number) if number == int(number) else float(number)


@dataclass(frozen=True, slots=True)
class PointsCell:
    points: Number
    most: Number

    @classmethod
    def of(cls, group: QuestionLines | None) -> PointsCell | None:
        return None if group is None else cls(plain(group.points), plain(group.most))

"""Results of the method `points`: facets, the capability, and the answers behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.utils.translation import gettext as _

from assessment import charts, palette, review, wording
from assessment.instruments import Question
from assessment.methods.results import Results, ResultsChapter
from assessment.review import FacetFinding

from .advice import PointsAdvice, advise
from .chapters import chapters
from .explained import Cards, Explained, PointsCard, PointsCell, plain
from .explanation import explain
from .printed import PrintedThere, printed_there
from .reasons import reason_text
from .scoring import DimensionPoints, PointsScorecard, score
from .shape import declared

CARDS_SHOWN = 6


@dataclass(frozen=True)
class PointsResults(Results):
    """The facets of a scorecard, explained."""

    method: ClassVar[str] = "points"

    @cached_property
    def is_empty(self) -> bool:
        """Nothing that counts has been answered: there is no profile to show yet."""
        card = self.scorecard
        answered = [score.is_answered for score in card.dimensions]
        return not (any(answered) or card.capability.is_answered)

    @cached_property
    def scorecard(self) -> PointsScorecard:
        return score(self.instrument, self.answers)

    @property
    def is_telling(self) -> bool:
        """Whether enough is answered for a reading in words: half of the questions."""
        return self.progress.done * 2 >= self.progress.total

    @property
    def thresholds(self) -> list[int]:
        """Percentages at which a facet's bands begin."""
        return [band.threshold for band in declared(self.instrument).bands]

    @property
    def level_thresholds(self) -> list[int]:
        """Points at which the levels of the capability begin."""
        return [level.threshold for level in declared(self.instrument).capability.levels]

    @cached_property
    def diamond(self) -> charts.Diamond:
        values = [
            (s.dimension.key, s.dimension.text[self.language], s.percent)
            for s in self.scorecard.dimensions
        ]
        listed = ", ".join(
            f"{label} {wording.percent(percent, self.language)}" for _key, label, percent in values
        )
        return charts.diamond(
            _("Balance of the four facets: %(values)s") % {"values": listed}, values, self.language
        )

    @property
    def chapters(self) -> list[ResultsChapter]:
        return [] if self.is_empty else chapters(is_telling=self.is_telling)

    @property
    def printed_there(self) -> PrintedThere | None:
        """What the site printed where these answers were given; None if they were given here."""
        if not self.author.imported:
            return None
        management = int(self.scorecard.capability.points)
        return printed_there(self.instrument, self.author.imported, management, self.language)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the dimensions; that of the capability under the empty key."""
        scoring = declared(self.instrument)
        names = {d.key: d.text[self.language] for d in scoring.dimensions}
        return {**names, "": scoring.capability.text[self.language]}

    @cached_property
    def dimensions(self) -> list[Explained]:
        everything = [c for s in self.scorecard.dimensions for c in s.contributions]
        return [
            Explained(
                s,
                explain(s.contributions, everything),
                charts.meter(s.percent, 100, self.thresholds, palette.COLOURS[s.dimension.key]),
                self.names,
                self.language,
            )
            for s in self.scorecard.dimensions
        ]

    @cached_property
    def capability(self) -> Explained:
        found = self.scorecard.capability
        bar = charts.meter(
            float(found.points), float(found.most), self.level_thresholds, palette.QUIET
        )
        return Explained(found, explain(found.contributions), bar, self.names, self.language)

    @cached_property
    def advice(self) -> tuple[PointsAdvice, ...]:
        return advise(self.instrument, self.answers, self.scorecard, self.author.country)

    @cached_property
    def points_table(self) -> list[tuple[Question, list[PointsCell | None]]]:
        """Points of every question for each dimension; None where it cannot give any."""
        parts = [{g.question.key: g for g in part.groups} for part in self.dimensions]
        return [
            (question, [PointsCell.of(part.get(question.key)) for part in parts])
            for question in self.instrument.questions
            if any(question.key in part for part in parts)
        ]

    @cached_property
    def capability_table(self) -> list[tuple[Question, PointsCell]]:
        """Points of every question of the capability; with its base they add up to its score."""
        return [
            (group.question, PointsCell(plain(group.points), plain(group.most)))
            for group in self.capability.groups
        ]

    @cached_property
    def cards(self) -> Cards:
        cards = [
            PointsCard(
                advice,
                [
                    reason_text(c, self.instrument, self.answers, self.scorecard, self.language)
                    for c in advice.reasons
                ],
                [(practice, self.countries_of(practice)) for practice in advice.practices],
            )
            for advice in self.advice
        ]
        return Cards(cards[:CARDS_SHOWN], cards[CARDS_SHOWN:])

    @cached_property
    def terms(self) -> list[review.Term]:
        """The terms that occur in the advice, for a list at the end."""
        shown = " ".join(
            text[self.language]
            for card in self.cards.first
            for action in (card.advice.action,)
            for text in (action.title, action.summary, action.step)
            if text
        ).casefold()
        return [
            term
            for term in review.glossary().values()
            if re.search(rf"\b{re.escape(term.term[self.language].casefold())}", shown)
        ]

    @cached_property
    def region(self) -> list[tuple[DimensionPoints, FacetFinding]]:
        """The survey's finding beside each facet. Never subtracted: different kinds of bodies answered."""
        findings = {finding.dimension: finding for finding in review.survey().findings}
        return [(s, findings[s.dimension.key]) for s in self.scorecard.dimensions]

    @property
    def survey(self) -> review.Survey:
        return review.survey()

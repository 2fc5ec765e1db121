"""Results of the method `weighted-mean`: a profile with ranges, strengths, actions, and the answers behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Self

from django.conf import settings
from django.utils.translation import gettext as _

from assessment import charts, palette
from assessment.answers import statements_of
from assessment.figures import whole
from assessment.instruments import Question
from assessment.methods.answer_sheet import answered
from assessment.methods.results import Results, ResultsChapter
from assessment.review import context_of

from .advice import Advice, AdvicePlan, advise
from .cards import Card, cards_of
from .chapters import chapters
from .region import legend, shown_indicator
from .scoring import (
    AreaScore,
    DimensionScore,
    OverallScore,
    Scorecard,
    level_at,
    score,
)
from .shape import Area, declared
from .shown import Figure, ShownAnswer, ShownArea, ShownDimension
from .statements import Standing

TELLING = 5  # points; smaller differences mean nothing


@dataclass(frozen=True)
class WeightedMeanResults(Results):
    """The profile of an agency by areas and dimensions."""

    method: ClassVar[str] = "weighted_mean"

    @cached_property
    def scorecard(self) -> Scorecard:
        return score(self.instrument, self.answers)

    @property
    def is_empty(self) -> bool:
        """Nothing that counts has been answered: there is no profile to show yet."""
        return not any(a.standing is Standing.ANSWERED for a in self.scorecard.answers.values())

    @property
    def shows_overall(self) -> bool:
        """An installation may refuse single scores and show the profile only."""
        return bool(settings.OVERALL_SCORE)

    @property
    def overall(self) -> Figure:
        return self.figure(self.scorecard.overall)

    @cached_property
    def areas(self) -> list[ShownArea]:
        return [self._area(area) for area in declared(self.instrument).areas]

    @property
    def headline(self) -> str:
        """The profile in a sentence; empty while fewer than two areas have a score."""
        scores = [(a.figure.score, a.name) for a in self.areas if a.figure.score is not None]
        if len(scores) < 2:
            return ""
        (low, least), (high, most) = min(scores), max(scores)
        told = {"most": most, "high": high, "least": least, "low": low}
        if high - low < TELLING:
            return _("All areas are about level, from %(low)d to %(high)d of 100.") % told
        return (
            _("Furthest in “%(most)s” (%(high)d of 100), least far in “%(least)s” (%(low)d).")
            % told
        )

    @property
    def reported_areas(self) -> list[ShownArea]:
        return [area for area in self.areas if area.figure.is_reported]

    def _area(self, area: Area) -> ShownArea:
        found = self.scorecard.areas[area.key]
        dimensions = [self._dimension(d.key) for d in area.dimensions]
        is_capped = found.level is not None and found.level != found.level_before_cap
        weakest = min(
            (d for d in dimensions if d.figure.is_reported),
            key=lambda d: d.score.score or 0,
            default=None,
        )
        return ShownArea(
            area,
            area.text[self.language],
            found,
            self.figure(found),
            dimensions,
            held_back_by=weakest.name if is_capped and weakest else "",
            colour=palette.COLOURS[f"area-{area.key}"],
            bar=self._bar(found, area.key),
        )

    def _dimension(self, key: str) -> ShownDimension:
        found = self.scorecard.dimensions[key]
        questions = [q for q in self.instrument.questions if q.dimension == key]
        shown = [self._answer(q) for q in questions]
        return ShownDimension(
            found.dimension.text[self.language],
            found,
            self.figure(found),
            self._bar(found, found.area),
            [one for one in shown if one.answer.standing is not Standing.HIDDEN],
        )

    def _bar(self, found: DimensionScore | AreaScore, area: str) -> charts.RangeBar:
        is_scorable = not isinstance(found, DimensionScore) or found.is_scorable
        return charts.range_bar(
            found.score if found.is_reported else None,
            found.low if is_scorable else None,
            found.high,
            [level.threshold for level in declared(self.instrument).levels],
            palette.COLOURS[f"area-{area}"],
        )

    def _answer(self, question: Question) -> ShownAnswer:
        statements = statements_of(question, self.answers)
        return ShownAnswer(
            question,
            self.scorecard.answers[question.key],
            answered(question, list(statements), self.language, self.instrument.reasons),
            [
                shown_indicator(indicator, self.author.country, self.language)
                for indicator in context_of(question.key)
            ],
            question.key in self.scorecard.confidence.disagreements,
            [self.instrument.roles[role][self.language] for role in question.known_to],
        )

    def figure(self, found: DimensionScore | AreaScore | OverallScore) -> Figure:
        """A score as it is shown: whole numbers, and a level in words or between two."""
        levels = declared(self.instrument).levels
        if not found.is_reported or found.score is None or found.level is None:
            low = None if found.low is None else whole(found.low)
            high = None if found.high is None else whole(found.high)
            return Figure(False, None, low, high, None, "", found.coverage)
        assert found.low is not None
        assert found.high is not None
        before = found.level if isinstance(found, DimensionScore) else found.level_before_cap
        lowest = min(level_at(levels, found.low), found.level)
        highest = max(level_at(levels, found.high), found.level)
        if found.level != before:  # the weakest part caps the name, whatever the range says
            highest = found.level
        names = [levels[level - 1].text[self.language] for level in (lowest, highest)]
        between = _("between %(low)s and %(high)s") % {"low": names[0], "high": names[1]}
        return Figure(
            True,
            whole(found.score),
            whole(found.low),
            whole(found.high),
            None if found.evidence_backed is None else whole(found.evidence_backed),
            between if lowest != highest else names[0],
            found.coverage,
        )

    @cached_property
    def radar(self) -> charts.Radar:
        return charts.radar(
            [
                (
                    area.name,
                    area.colour,
                    [d.score.score if d.figure.is_reported else None for d in area.dimensions],
                )
                for area in self.areas
            ],
            _("Profile by area and dimension; the tables of the areas have the same figures"),
        )

    @cached_property
    def plans(self) -> tuple[AdvicePlan, AdvicePlan]:
        return advise(self.instrument, self.answers, self.scorecard, self.author.country)

    @cached_property
    def own(self) -> list[Card]:
        """What the agency can do itself, the first to show."""
        return self._cards(self.plans[0].first)

    @cached_property
    def own_others(self) -> list[Card]:
        return self._cards(self.plans[0].others)

    @cached_property
    def contribute(self) -> list[Card]:
        """What it can contribute to, or raise with others."""
        return self._cards(self.plans[1].first)

    @cached_property
    def contribute_others(self) -> list[Card]:
        return self._cards(self.plans[1].others)

    def _cards(self, advice: tuple[Advice, ...]) -> list[Card]:
        return cards_of(self, self.scorecard, self.plans, advice)

    def shown(self, key: str) -> ShownAnswer:
        return self._answer(self.instrument.question(key))

    @cached_property
    def strengths(self) -> list[ShownAnswer]:
        return [self.shown(key) for key in self.scorecard.strengths]

    @cached_property
    def claimed(self) -> list[ShownAnswer]:
        return [self.shown(key) for key in self.scorecard.claimed]

    @cached_property
    def find_out(self) -> list[ShownAnswer]:
        return [self.shown(key) for key in self.scorecard.find_out]

    @cached_property
    def disagreements(self) -> list[ShownAnswer]:
        return [self.shown(key) for key in self.scorecard.confidence.disagreements]

    @property
    def chapters(self) -> list[ResultsChapter]:
        if self.is_empty:
            return []
        nothing = () if self.find_out or self.disagreements else ("find-out",)
        return chapters(self.method, ("look-again", *nothing))

    @property
    def country_codes(self) -> str:
        return legend(self.language)

    @property
    def without_context(self) -> list[str]:
        """Questions on which the review has nothing to show."""
        answers = [one for area in self.areas for d in area.dimensions for one in d.answers]
        return [one.question.short[self.language] for one in answers if not one.context]

    def chosen_now(self, key: str) -> tuple[str, ...]:
        """The choices that count as the answer to a question."""
        return self.scorecard.answers[key].choices

    def tried(self, changed: Mapping[str, list[str]]) -> Self:
        """The same with these choices as agreed answers; evidence stays."""
        answers = {key: dict(part) for key, part in self.answers.items()}
        for key, chosen in changed.items():
            question = self.instrument.question(key)
            told = statements_of(question, self.answers)
            evidence = [s["evidence"] for s in told if s.get("evidence")]
            statement: dict[str, object] = {
                "choice": chosen if question.kind.several else chosen[0],
                "agreed": True,
            }
            if evidence:
                statement["evidence"] = evidence[0]
            others = [{k: v for k, v in said.items() if k != "agreed"} for said in told]
            answers.setdefault(question.section, {})[key] = [statement, *others]
        return replace(self, answers=answers)

    @property
    def confidence_reasons(self) -> list[str]:
        """What the grade of confidence rests on, in words."""
        found = self.scorecard.confidence
        reasons = [
            _("%(percent)d of 100 answers by weight are known")
            % {"percent": whole(100 * found.coverage)},
            _("%(percent)d of 100 high claims by weight have evidence")
            % {"percent": whole(100 * found.evidence_share)},
            _("people who answered: %(count)d") % {"count": found.respondents},
        ]
        if found.questions_with_several:
            reasons.append(
                _("%(apart)d of %(several)d questions with several answers are far apart")
                % {"apart": len(found.disagreements), "several": found.questions_with_several}
            )
        return reasons

    @property
    def level_names(self) -> list[tuple[str, str, int]]:
        """Name, meaning and threshold of each level, lowest first."""
        return [
            (
                level.text[self.language],
                (level.description or level.text)[self.language],
                level.threshold,
            )
            for level in declared(self.instrument).levels
        ]

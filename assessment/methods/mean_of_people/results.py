"""Results of the method `mean-of-people`: stated beside supported, an interval in words, and what to look at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Self

from django.conf import settings
from django.utils.translation import gettext as _

from assessment import charts, palette
from assessment.answers import statements_of
from assessment.instruments import Question
from assessment.methods.answer_sheet import answered
from assessment.methods.results import Results, ResultsChapter
from assessment.methods.weighted_mean.advice import AdvicePlan
from assessment.methods.weighted_mean.chapters import chapters
from assessment.methods.weighted_mean.region import legend, shown_indicator
from assessment.methods.weighted_mean.results import WeightedMeanResults
from assessment.methods.weighted_mean.shape import Area
from assessment.methods.weighted_mean.shown import Figure
from assessment.methods.weighted_mean.statements import Standing
from assessment.review import context_of
from assessment.wording import Text

from .core.card import PeopleCard, score_people
from .core.levels import LevelPhrases, displayed, in_words
from .core.shape import MeanOfPeople, declared_people
from .core.strong import strengths_in
from .core.units import ScoredUnit
from .hints import FlagHint, hints_in, why_not
from .shown import PeopleAnswer, PeopleArea, PeopleDimension
from .told import SaidAround, told_in_words


@dataclass(frozen=True)
class MeanOfPeopleResults(Results):
    """The profile of an agency by areas and dimensions, with how far it can be trusted."""

    method: ClassVar[str] = "mean_of_people"

    @cached_property
    def card(self) -> PeopleCard:
        return score_people(self.instrument, self.answers)

    @property
    def scoring(self) -> MeanOfPeople:
        return declared_people(self.instrument)

    @cached_property
    def advised(self) -> WeightedMeanResults:
        """The first method's results of the same answers: its actions are shown."""
        return WeightedMeanResults(self.instrument, self.answers, self.author, self.language)

    @property
    def plans(self) -> tuple[AdvicePlan, AdvicePlan]:
        return self.advised.plans

    @property
    def is_empty(self) -> bool:
        return not self.card.points

    @property
    def chapters(self) -> list[ResultsChapter]:
        if self.is_empty:
            return []
        there = {
            "look-again": bool(self.hints or self.weak_evidence),
            "find-out": bool(self.find_out or self.disagreements),
        }
        return chapters(self.method, [key for key, something in there.items() if not something])

    @property
    def shows_overall(self) -> bool:
        """An installation may refuse single scores and show the profile only."""
        return bool(settings.OVERALL_SCORE)

    @cached_property
    def overall(self) -> Figure:
        return self.figure(self.card.overall)

    @cached_property
    def areas(self) -> list[PeopleArea]:
        return [self._area(area) for area in self.scoring.areas]

    @cached_property
    def told(self) -> SaidAround:
        """What stands around the figures, in sentences."""
        return told_in_words(self.card, self.scoring, self.language)

    def _area(self, area: Area) -> PeopleArea:
        found = self.card.areas[area.key]
        names = {d.key: d.text[self.language] for d in area.dimensions}
        held = found.level.held_back_by if found.level else ()
        return PeopleArea(
            area,
            area.text[self.language],
            found,
            self.figure(found),
            [self._dimension(d.key, names[d.key]) for d in area.dimensions],
            [names[key] for key in held],
            palette.COLOURS[f"area-{area.key}"],
            self._bar(found, area.key),
        )

    def _dimension(self, key: str, name: str) -> PeopleDimension:
        found = self.card.dimensions[key]
        shown = [self._answer(q) for q in self.instrument.questions if q.dimension == key]
        return PeopleDimension(
            name,
            found,
            self.figure(found),
            self._bar(found, found.area),
            [one for one in shown if one.answer.standing is not Standing.HIDDEN],
        )

    def _bar(self, found: ScoredUnit, area: str) -> charts.RangeBar:
        return charts.range_bar(
            found.score.stated if found.score else None,
            found.interval.low if found.interval else None,
            found.interval.high if found.interval else None,
            [level.threshold for level in self.scoring.levels],
            palette.COLOURS[f"area-{area}"],
        )

    def _answer(self, question: Question) -> PeopleAnswer:
        statements = statements_of(question, self.answers)
        return PeopleAnswer(
            question,
            self.card.answers[question.key],
            answered(question, list(statements), self.language, self.instrument.reasons),
            [
                shown_indicator(indicator, self.author.country, self.language)
                for indicator in context_of(question.key)
            ],
            question.key in self.card.people.disagreements,
            [self.instrument.roles[role][self.language] for role in question.known_to],
        )

    def figure(self, found: ScoredUnit) -> Figure:
        """A score as a table shows it: whole numbers, and a level in few words."""
        low, high = found.interval.displayed if found.interval else (None, None)
        if found.score is None or found.level is None:
            return Figure(False, None, low, high, None, "", found.coverage)
        return Figure(
            True,
            displayed(found.score.stated),
            low,
            high,
            displayed(found.score.supported),
            in_words(found.level, self._level_names, _short_phrases()),
            found.coverage,
        )

    @property
    def _level_names(self) -> list[str]:
        return [level.text[self.language] for level in self.scoring.levels]

    @property
    def overall_level(self) -> str:
        """The level of all areas together in full words; empty where it is withheld."""
        level = self.card.overall.level
        return in_words(level, self._level_names, _full_phrases()) if level else ""

    @cached_property
    def radar(self) -> charts.Radar:
        return charts.radar(
            [
                (
                    area.name,
                    area.colour,
                    [d.score.score.stated if d.score.score else None for d in area.dimensions],
                )
                for area in self.areas
            ],
            _("Profile by area and dimension; the tables of the areas have the same figures"),
        )

    @cached_property
    def _strengths(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        opinions = {q.key for q in self.instrument.questions if q.is_opinion}
        facts = [question for question in self.scoring.asked if question.key not in opinions]
        return strengths_in(facts, self.scoring.strengths, self.card)

    @cached_property
    def strengths(self) -> list[PeopleAnswer]:
        return self._shown(self._strengths[0])

    @cached_property
    def claimed(self) -> list[PeopleAnswer]:
        return self._shown(self._strengths[1])

    @cached_property
    def find_out(self) -> list[PeopleAnswer]:
        return self._shown(self.card.find_out)

    @cached_property
    def disagreements(self) -> list[PeopleAnswer]:
        return self._shown(self.card.people.disagreements)

    def _shown(self, keys: tuple[str, ...]) -> list[PeopleAnswer]:
        return [self._answer(self.instrument.question(key)) for key in keys]

    @cached_property
    def hints(self) -> list[FlagHint]:
        return hints_in(self.instrument, self.card, self.language)

    @property
    def weak_evidence(self) -> list[tuple[str, list[Text]]]:
        """Why evidence does not count, and at which questions."""
        return [
            (why_not(fault), [self.instrument.question(key).short for key in keys])
            for fault, keys in self.card.proof.insubstantial.items()
        ]

    @property
    def country_codes(self) -> str:
        return legend(self.language)

    @property
    def without_context(self) -> list[str]:
        """Questions on which the review has nothing to show."""
        answers = [one for area in self.areas for d in area.dimensions for one in d.answers]
        return [one.question.short[self.language] for one in answers if not one.context]

    @property
    def level_names(self) -> list[tuple[str, str, int]]:
        """Name, meaning and threshold of each level, lowest first."""
        return self.advised.level_names

    def chosen_now(self, key: str) -> tuple[str, ...]:
        """The choices that count as the answer to a question: what the first method finds, one of several."""
        return self.advised.chosen_now(key)

    def tried(self, changed: Mapping[str, list[str]]) -> Self:
        """The same if everybody who said something had given these answers."""
        answers = {key: dict(part) for key, part in self.answers.items()}
        for key, chosen in changed.items():
            question = self.instrument.question(key)
            choice = chosen if question.kind.several else chosen[0]
            told = statements_of(question, self.answers) or ({},)
            kept = [
                {k: v for k, v in said.items() if k not in ("choice", "dk", "na")} for said in told
            ]
            answers.setdefault(question.section, {})[key] = [{**s, "choice": choice} for s in kept]
        return replace(self, answers=answers)


def _short_phrases() -> LevelPhrases:
    return LevelPhrases(
        between=_("between %(low)s and %(high)s"),
        wide=_("open: %(low)s to %(high)s"),
        unsupported=_("%(level)s (as stated)"),
        quoted="%(name)s",
        either=" ",
    )


def _full_phrases() -> LevelPhrases:
    return LevelPhrases(
        between=_("between %(low)s and %(high)s"),
        wide=_("open: anywhere from %(low)s to %(high)s; the number itself lies in %(name)s"),
        unsupported=_("%(level)s (as stated; evidence does not yet support %(names)s)"),
        quoted="“%(name)s”",
        either=_(" or "),
    )

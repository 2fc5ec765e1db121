"""The one object that every output is made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import charts, reference, wording
from assessment.answers import Answers, Progress, progress
from assessment.explanation import explain
from assessment.instruments import Instrument, Question
from assessment.models import Submission
from assessment.recommendations import Advice, advise
from assessment.reference import FacetFinding, Practice
from assessment.scoring import DimensionScore, Scorecard, score

from .answer_sheet import AnsweredSection, answer_sheet
from .explained import Card, Cards, Explained, PointsCell, plain
from .reasons import reason_text

CARDS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Author:
    """Whose answers they are, and whether they are sealed."""

    agency: str
    country: str  # ISO code
    respondent: str
    as_of: datetime  # when sealed, or when the draft was looked at
    sealed_by: str = ""
    checksum: str = ""  # empty: a draft
    is_intact: bool = True  # the sealed answers still give this checksum

    @property
    def is_sealed(self) -> bool:
        return bool(self.checksum)


@dataclass(frozen=True)
class Results:
    """Answers, and all that follows from them, in one language."""

    instrument: Instrument
    answers: Answers
    author: Author
    language: str

    @cached_property
    def progress(self) -> Progress:
        return progress(self.instrument, self.answers)

    @cached_property
    def is_empty(self) -> bool:
        """Nothing that counts has been answered: there is no profile to show yet."""
        card = self.scorecard
        answered = [score.is_answered for score in card.dimensions]
        return not (any(answered) or card.capability.is_answered)

    @cached_property
    def scorecard(self) -> Scorecard:
        return score(self.instrument, self.answers)

    @property
    def is_telling(self) -> bool:
        """Whether enough is answered for a reading in words: half of the questions."""
        return self.progress.done * 2 >= self.progress.total

    @property
    def thresholds(self) -> list[int]:
        """Percentages at which a facet's bands begin."""
        return [band.threshold for band in self.instrument.scoring.bands]

    @property
    def level_thresholds(self) -> list[int]:
        """Points at which the levels of the capability begin."""
        return [level.threshold for level in self.instrument.scoring.capability.levels]

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

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the dimensions; that of the capability under the empty key."""
        scoring = self.instrument.scoring
        names = {d.key: d.text[self.language] for d in scoring.dimensions}
        return {**names, "": scoring.capability.text[self.language]}

    @cached_property
    def dimensions(self) -> list[Explained]:
        everything = [c for s in self.scorecard.dimensions for c in s.contributions]
        return [
            Explained(
                s,
                explain(s.contributions, everything),
                charts.meter(s.percent, 100, self.thresholds, charts.COLOURS[s.dimension.key]),
                self.names,
                self.language,
            )
            for s in self.scorecard.dimensions
        ]

    @cached_property
    def capability(self) -> Explained:
        found = self.scorecard.capability
        bar = charts.meter(float(found.points), float(found.most), self.level_thresholds, "#3d4b60")
        return Explained(found, explain(found.contributions), bar, self.names, self.language)

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
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
            Card(
                advice,
                [
                    reason_text(c, self.instrument, self.answers, self.scorecard, self.language)
                    for c in advice.reasons
                ],
                [(practice, self._countries(practice)) for practice in advice.practices],
            )
            for advice in self.advice
        ]
        return Cards(cards[:CARDS_SHOWN], cards[CARDS_SHOWN:])

    def _countries(self, practice: Practice) -> str:
        known = reference.countries()
        return ", ".join(known[c].name[self.language] for c in practice.countries if c in known)

    @cached_property
    def terms(self) -> list[reference.Term]:
        """The terms that occur in the advice, for a list at the end."""
        shown = " ".join(
            text[self.language]
            for card in self.cards.first
            for text in (
                card.advice.action.title,
                card.advice.action.summary,
                card.advice.action.step,
            )
        ).casefold()
        return [
            term
            for term in reference.glossary().values()
            if re.search(rf"\b{re.escape(term.term[self.language].casefold())}", shown)
        ]

    @cached_property
    def region(self) -> list[tuple[DimensionScore, FacetFinding]]:
        """The survey's finding beside each facet. Never subtracted: different kinds of bodies answered."""
        findings = {finding.dimension: finding for finding in reference.survey().findings}
        return [(s, findings[s.dimension.key]) for s in self.scorecard.dimensions]

    @property
    def survey(self) -> reference.Survey:
        return reference.survey()

    @cached_property
    def answer_sheet(self) -> tuple[AnsweredSection, ...]:
        return answer_sheet(self.instrument, self.answers, self.language)

    @property
    def country_name(self) -> str:
        return reference.countries()[self.author.country].name[self.language]


def of_submission(submission: Submission, language: str) -> Results:
    """The results of a submission: of the sealed answers where there are any, else of the draft."""
    respondent = str(submission.respondent or "")
    agency = submission.agency
    if submission.is_draft:
        author = Author(agency.name, agency.country, respondent, timezone.now())
        return Results(submission.instrument, submission.answers(), author, language)
    snapshot = submission.snapshot
    author = Author(
        agency.name,
        agency.country,
        respondent,
        snapshot.sealed_at,
        snapshot.sealed_by_name,
        snapshot.checksum,
        snapshot.intact,
    )
    return Results(submission.instrument, snapshot.answers, author, language)


def scores_as_json(scorecard: Scorecard) -> Mapping[str, Any]:
    """A scorecard as JSON can hold it: `raw` and `percent` by facet, `tendency`, `group`, `management`."""
    return {
        "raw": {s.dimension.key: plain(s.points) for s in scorecard.dimensions},
        "percent": {s.dimension.key: s.percent for s in scorecard.dimensions},
        "tendency": list(scorecard.tendency),
        "group": scorecard.group.key,
        "management": {
            "points": plain(scorecard.capability.points),
            "level": scorecard.capability.level.key,
        },
    }

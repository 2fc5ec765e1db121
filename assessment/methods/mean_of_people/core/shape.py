"""What the method `mean-of-people` is told by an instrument, beyond what `weighted-mean` is told. Plain frozen data.

Areas, dimensions, levels, minimum and advice are those of the first method: its declaration and its advice hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from assessment.instruments import Instrument, Number
from assessment.methods.weighted_mean.shape import WeightedMean
from assessment.wording import Text

from .asked import CountedQuestion

METHOD = "mean-of-people"


@dataclass(frozen=True, slots=True)
class AgreementRules:
    """What makes an agreed answer count for the whole agency."""

    signatories: int
    needs_date: bool
    most_people: int  # that it is worth: people in a room hear each other


@dataclass(frozen=True, slots=True)
class JudgementRules:
    """How far people err, in levels, until a pilot has measured it."""

    answer_sd: Number  # the slip of one answer
    leaning_sd: Number  # a person's habit of answering high or low
    weight_answers: Number  # the declared slip counts like so many answers seen
    weight_people: Number  # the declared leaning, like so many people
    probability: Number
    z: Number  # the normal quantile that goes with it
    pilot_agencies: int
    pilot_people: int


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    points_without: Number
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    letters: int
    words: int
    distinct_letters: int
    figure_letters: int
    questions_a_text: int  # that one text supports
    oldest_years: int
    placeholder_hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """What a grade of confidence asks for."""

    coverage: Number
    evidence_share: Number
    spread: Number


@dataclass(frozen=True, slots=True)
class TrustRules:
    high: Bar
    medium: Bar
    people: Number  # effective people for the high grade ...
    reviewed_people: Number  # ... or so many, if a reviewer has accepted this share
    accepted_share: Number
    flags: tuple[str, ...]  # that keep the grade at medium ...
    flagged_share: Number  # ... if they concern this share of the people


@dataclass(frozen=True, slots=True)
class SteeringRules:
    """Shares of what does not apply from which it is marked."""

    area: Number
    overall: Number


@dataclass(frozen=True, slots=True)
class Side:
    """One answer of a pair: exactly one of the three is given."""

    question: str
    at_most: Number | None = None
    at_least: Number | None = None
    without: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers that do not seem to fit together."""

    key: str
    text: Text
    first: Side
    second: Side


@dataclass(frozen=True, slots=True)
class RandomRules:
    even_odd: Number  # consistency below it ...
    within_sd: Number  # ... and spread inside dimensions from here on
    colleagues: int  # people from which the others tell
    with_colleagues: Number  # correlation below it ...
    within_sd_with_colleagues: Number  # ... and this spread
    cleared_from: Number  # correlation that clears somebody


@dataclass(frozen=True, slots=True)
class QualityRules:
    answers: int  # of a person, below which nothing is said
    run: int
    same_share: Number
    highest_share: Number
    contradictions: int
    twin_answers: int
    twin_share: Number
    random: RandomRules
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class MeanOfPeople(WeightedMean):
    """The method `mean-of-people`."""

    method: ClassVar[str] = METHOD

    edition: str  # of the constants
    asked: tuple[CountedQuestion, ...]  # the questions that count, in order
    agreement: AgreementRules
    judgement: JudgementRules
    question_sd: Number  # between people, from which a question heads the meeting
    evidence: EvidenceRules
    names_from: int  # level from which a name needs evidence ...
    names_below: int  # ... for at least so many levels below
    trust: TrustRules
    steering: SteeringRules
    quality: QualityRules
    area_weight_change: Number
    by_key: Mapping[str, CountedQuestion] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key = {question.key: question for question in self.asked}
        object.__setattr__(self, "by_key", by_key)  # it is frozen


def declared_people(instrument: Instrument) -> MeanOfPeople:
    """What an instrument declares about its scoring; TypeError for one with another method."""
    if isinstance(instrument.scoring, MeanOfPeople):
        return instrument.scoring
    raise TypeError(f"{instrument.key} is not scored with the method {METHOD}")

"""Read the method `mean-of-people`: what `weighted-mean` reads, and the constants of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from assessment.instruments import Instrument, Number, Section
from assessment.instruments.declaration import Declaration
from assessment.methods.weighted_mean import declaration as weighted
from assessment.methods.weighted_mean.shape import WeightedMean

from .core.asked import CountedQuestion, counted_question
from .core.quality import Flag
from .core.shape import (
    AgreementRules,
    Bar,
    EvidenceRules,
    JudgementRules,
    MeanOfPeople,
    Pair,
    QualityRules,
    RandomRules,
    Side,
    SteeringRules,
    TrustRules,
    declared_people,
)

SIDES = {"question", "at_most", "at_least", "without"}


def read(
    declaration: Declaration,
    scoring: Mapping[str, object],
    sections: Sequence[Section],
    advice: Sequence[Mapping[str, object]],
) -> MeanOfPeople:
    return _PeopleReader(declaration, scoring).scoring(
        weighted.read(declaration, scoring, sections, advice), sections
    )


def check(declaration: Declaration, instrument: Instrument) -> None:
    """Raise DeclarationError where the parts do not fit together."""
    weighted.check(declaration, instrument)
    scoring = declared_people(instrument)
    for pair in scoring.quality.pairs:
        for side in (pair.first, pair.second):
            question = scoring.by_key.get(side.question)
            if question is None:
                raise declaration.fail(f"quality {pair.key}", f"no question {side.question}")
            if side.without is not None and side.without not in question.points:
                raise declaration.fail(f"quality {pair.key}", f"no choice {side.without}")
    if unknown := set(scoring.trust.flags) - set(Flag):
        raise declaration.fail("scoring.trust", f"no flag {', '.join(sorted(unknown))}")


class _Part:
    """One mapping of the declaration, read key by key."""

    def __init__(self, read: Declaration, path: str, raw: Mapping[str, Any]) -> None:
        self.read, self.path, self.raw = read, path, raw

    def part(self, key: str) -> _Part:
        return _Part(self.read, f"{self.path}.{key}", self.read.take(self.path, self.raw, key))

    def amount(self, key: str) -> Number:
        return self.read.amount(self.path, self.raw, key)

    def whole(self, key: str) -> int:
        return self.read.number(self.path, self.raw, key)

    def word(self, key: str) -> str:
        return self.read.word(self.path, self.raw, key)

    def words(self, key: str) -> tuple[str, ...]:
        return tuple(self.read.take(self.path, self.raw, key))

    def flag(self, key: str) -> bool:
        return self.read.flag(self.path, self.raw, key)


class _PeopleReader(_Part):
    def __init__(self, declaration: Declaration, raw: Mapping[str, Any]) -> None:
        super().__init__(declaration, "scoring", raw)

    def scoring(self, base: WeightedMean, sections: Sequence[Section]) -> MeanOfPeople:
        names = self.part("names")
        return MeanOfPeople(
            **{one.name: getattr(base, one.name) for one in fields(base)},
            edition=self.word("edition"),
            asked=tuple(_asked(base, sections)),
            agreement=self.agreement(),
            judgement=self.judgement(),
            question_sd=self.amount("question_sd"),
            evidence=self.evidence(),
            names_from=names.whole("from"),
            names_below=names.whole("below"),
            trust=self.trust(),
            steering=SteeringRules(
                self.part("steering").amount("area"), self.part("steering").amount("overall")
            ),
            quality=self.quality(),
            area_weight_change=self.amount("area_weight_change"),
        )

    def agreement(self) -> AgreementRules:
        part = self.part("agreement")
        return AgreementRules(
            part.whole("signatories"), part.flag("needs_date"), part.whole("most_people")
        )

    def judgement(self) -> JudgementRules:
        part = self.part("judgement")
        return JudgementRules(
            answer_sd=part.amount("answer_sd"),
            leaning_sd=part.amount("leaning_sd"),
            weight_answers=part.amount("weight_answers"),
            weight_people=part.amount("weight_people"),
            probability=part.amount("probability"),
            z=part.amount("z"),
            pilot_agencies=part.part("pilot").whole("agencies"),
            pilot_people=part.part("pilot").whole("people"),
        )

    def evidence(self) -> EvidenceRules:
        part = self.part("substance")
        return EvidenceRules(
            points_without=self.part("evidence").amount("points_without"),
            kinds=part.words("kinds"),
            statuses=part.words("statuses"),
            letters=part.whole("letters"),
            words=part.whole("words"),
            distinct_letters=part.whole("distinct_letters"),
            figure_letters=part.whole("figure_letters"),
            questions_a_text=part.whole("questions_a_text"),
            oldest_years=part.whole("oldest_years"),
            placeholder_hosts=part.words("placeholder_hosts"),
        )

    def trust(self) -> TrustRules:
        part = self.part("trust")
        return TrustRules(
            high=_bar(part.part("high")),
            medium=_bar(part.part("medium")),
            people=part.amount("people"),
            reviewed_people=part.amount("reviewed_people"),
            accepted_share=part.amount("accepted_share"),
            flags=part.words("flags"),
            flagged_share=part.amount("flagged_share"),
        )

    def quality(self) -> QualityRules:
        part = self.part("quality")
        return QualityRules(
            answers=part.whole("answers"),
            run=part.whole("run"),
            same_share=part.amount("same_share"),
            highest_share=part.amount("highest_share"),
            contradictions=part.whole("contradictions"),
            twin_answers=part.whole("twin_answers"),
            twin_share=part.amount("twin_share"),
            random=_random(part.part("random")),
            pairs=tuple(self.pair(key, raw) for key, raw in part.part("pairs").raw.items()),
        )

    def pair(self, key: str, raw: Sequence[Mapping[str, Any]]) -> Pair:
        if len(raw) != 2:
            raise self.read.fail(f"quality {key}", "needs two answers")
        first, second = (self.side(key, side) for side in raw)
        return Pair(key, self.read.words.get(f"pairs.{key}"), first, second)

    def side(self, key: str, raw: Mapping[str, Any]) -> Side:
        path = f"quality {key}"
        self.read.known(path, raw, SIDES)
        if len(raw) != 2:
            raise self.read.fail(path, "needs a question and one of at_most, at_least, without")
        return Side(
            self.read.word(path, raw, "question"), raw.get("at_most"), raw.get("at_least"),
            raw.get("without"),
        )  # fmt: skip


def _bar(part: _Part) -> Bar:
    return Bar(part.amount("coverage"), part.amount("evidence_share"), part.amount("spread"))


def _random(part: _Part) -> RandomRules:
    return RandomRules(
        even_odd=part.amount("even_odd"),
        within_sd=part.amount("within_sd"),
        colleagues=part.whole("colleagues"),
        with_colleagues=part.amount("with_colleagues"),
        within_sd_with_colleagues=part.amount("within_sd_with_colleagues"),
        cleared_from=part.amount("cleared_from"),
    )


def _asked(base: WeightedMean, sections: Sequence[Section]) -> list[CountedQuestion]:
    """The questions that count, in the questionnaire's order."""
    return [
        counted_question(question, base.area_of(section.dimension).key, base.most_points)
        for section in sections
        if section.dimension
        for question in section.questions
        if question.weight
    ]

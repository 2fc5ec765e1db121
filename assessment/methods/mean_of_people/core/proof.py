"""Evidence over all questions: what is supported, what a reviewer has accepted, what is cited too often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.answers import Statement
from assessment.methods.weighted_mean.statements import Standing

from .asked import NEAR, CountedQuestion
from .evidence import GOOD, NO_KEY, Record, fault_of, records_in
from .pooled import Pooled
from .shape import EvidenceRules

REVIEWED = ("accepted", "rejected")
STANDINGS = ("accepted", "cited", "rejected")  # the first that any record has is the question's
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class QuestionProof:
    """What stands behind one answer."""

    status: str
    counts: bool  # a reviewer's word, or substance
    keys: tuple[str, ...]  # of its sources


@dataclass(frozen=True, slots=True)
class Repeated:
    """One source behind more questions than it can support."""

    key: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    by_question: Mapping[str, QuestionProof]
    is_reviewed: bool
    counts: Mapping[str, int]  # questions by status
    claims: float  # weight of the answers that need evidence
    supported_share: float  # of that weight
    accepted_share: float
    insubstantial: Mapping[str, tuple[str, ...]]  # fault -> questions
    repeated: tuple[Repeated, ...]


class _Judge:
    """Goes through the questions in order: a source supports the first few that cite it."""

    def __init__(self, rules: EvidenceRules, reference_year: int | None) -> None:
        self.rules, self.year = rules, reference_year
        self.supports: dict[str, list[str]] = defaultdict(list)
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.is_reviewed = False

    def question(self, key: str, records: Sequence[Record]) -> QuestionProof:
        if not records:
            return NO_PROOF
        sources = [record.key for record in records]
        verdicts = [
            self.counts(key, record, source)
            for record, source in zip(records, sources, strict=True)
        ]
        found = {record.status for record in records}
        status = next((one for one in STANDINGS if one in found), NOTHING)
        return QuestionProof(
            status, any(verdicts), tuple(dict.fromkeys(one for one in sources if one != NO_KEY))
        )

    def counts(self, key: str, record: Record, source: str) -> bool:
        if record.status in REVIEWED:
            self.is_reviewed = True
            return record.status == "accepted"
        fault = fault_of(record, self.rules, self.year)
        supported = self.supports[source] if fault == GOOD else []
        if fault == GOOD and key not in supported:
            if len(supported) >= self.rules.questions_a_text:
                fault = "repeated"
            else:
                supported.append(key)
        if fault != GOOD and key not in self.faults[fault]:
            self.faults[fault].append(key)
        return fault == GOOD


NO_PROOF = QuestionProof(NOTHING, counts=False, keys=())


def prove(
    questions: Sequence[CountedQuestion],
    said: Mapping[str, Sequence[Statement]],
    pooled: Mapping[str, Pooled],
    rules: EvidenceRules,
    reference_year: int | None,
) -> Proof:
    """Judge the evidence of the shown questions."""
    judge = _Judge(rules, reference_year)
    shown = [q for q in questions if pooled[q.key].standing is not Standing.HIDDEN]
    by_question = {q.key: judge.question(q.key, _records(said.get(q.key, ()))) for q in shown}
    claims = [q for q in shown if _is_claim(q, pooled[q.key], rules)]
    weight = sum([q.weight for q in claims])
    supported = sum([q.weight for q in claims if by_question[q.key].counts])
    accepted = sum([q.weight for q in claims if by_question[q.key].status == "accepted"])
    statuses = Counter(one.status for one in by_question.values())
    return Proof(
        by_question=by_question,
        is_reviewed=judge.is_reviewed,
        counts={name: statuses[name] for name in rules.statuses},
        claims=float(weight),
        supported_share=supported / weight if weight else 1.0,
        accepted_share=accepted / weight if weight else 0.0,
        insubstantial={name: tuple(judge.faults[name]) for name in sorted(judge.faults)},
        repeated=tuple(_repeated(by_question, rules.questions_a_text)),
    )


def _records(statements: Sequence[Statement]) -> list[Record]:
    return [
        record
        for statement in statements
        if "evidence" in statement
        for record in records_in(statement["evidence"])
    ]


def _is_claim(question: CountedQuestion, answer: Pooled, rules: EvidenceRules) -> bool:
    return (
        question.wants_evidence
        and answer.standing is Standing.ANSWERED
        and (answer.points or 0.0) > rules.points_without + NEAR
    )


def _repeated(by_question: Mapping[str, QuestionProof], most: int) -> Iterable[Repeated]:
    cited: dict[str, list[str]] = defaultdict(list)
    for key, one in by_question.items():
        for source in one.keys:
            cited[source].append(key)
    return (Repeated(key, tuple(found)) for key, found in cited.items() if len(found) > most)

"""A question as the arithmetic sees it: points by choice, and nothing to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.instruments import Question

NEAR = 1e-9  # what a computed fraction may miss a limit by, so that the order of additions cannot decide

Choice = str | tuple[str, ...]  # of a multiple choice the ticked keys, in alphabetical order


@dataclass(frozen=True, slots=True)
class CountedQuestion:
    key: str
    dimension: str
    area: str
    weight: float
    wants_evidence: bool
    several: bool
    points: Mapping[str, float]  # by choice
    place: Mapping[str, int]  # of each choice in the list
    most: float  # points are cut here
    best: float  # points of the best answer there is

    def worth(self, choice: Choice) -> float:
        """The points of one answer."""
        if isinstance(choice, str):
            return self.points[choice]
        return min(self.most, sum([self.points[key] for key in choice]))


def counted_question(question: Question, area: str, most: int) -> CountedQuestion:
    points = {item.key: float(item.points[0]) for item in question.items}
    best = sum(points.values()) if question.kind.several else max(points.values())
    return CountedQuestion(
        key=question.key,
        dimension=question.dimension or "",
        area=area,
        weight=question.weight,
        wants_evidence=question.wants_evidence,
        several=question.kind.several,
        points=points,
        place={key: number for number, key in enumerate(points)},
        most=float(most),
        best=min(float(most), best),
    )


def choice_in(statement: Mapping[str, object]) -> Choice:
    """A statement's choice in a form that can be compared and counted."""
    choice = statement["choice"]
    return tuple(sorted(set(choice))) if isinstance(choice, list) else str(choice)

"""A step of a scale for each item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assessment.instruments.json_schema import Schema, object_of
from assessment.instruments.question import Counted, Item, Kind, Question


class Grid(Kind):
    """Answer: item key -> option key of the scale. Items may stay open."""

    key = "grid"
    field = "assessment.forms.fields.GridField"
    by_item = has_scale = True

    def points_an_item(self, steps: int, items: int) -> int:
        return steps

    def is_complete(self, question: Question, value: object) -> bool:
        return isinstance(value, Mapping) and len(value) == len(question.items)

    def faults(self, question: Question, value: object) -> Iterator[str]:
        if not isinstance(value, dict):
            yield "expected an object of item and answer"
            return
        items, scale = {i.key for i in question.items}, [option.key for option in question.scale]
        for key, answer in value.items():
            if key not in items:
                yield f"unknown item {key!r}"
            elif answer not in scale:
                yield f"{key}: the answer must be one of {', '.join(scale)}"

    def schema(self, question: Question) -> Schema:
        scale = {"enum": [option.key for option in question.scale]}
        return object_of({item.key: scale for item in question.items})

    def in_words(
        self, question: Question, value: object, language: str
    ) -> Iterator[tuple[str, str]]:
        by_item = value if isinstance(value, Mapping) else {}
        for item in question.items:
            answer = by_item.get(item.key)
            words = "" if answer is None else self.item_in_words(question, item, answer, language)
            yield item.text[language], words

    def item_in_words(self, question: Question, item: Item, answer: object, language: str) -> str:
        return question.scale[question.step(str(answer))].text[language]

    def offered(self, question: Question, language: str) -> tuple[str, ...]:
        return tuple(option.text[language] for option in question.scale)

    def cell(self, question: Question, item: Item | None, value: object, language: str) -> str:
        answer = value.get(item.key) if item and isinstance(value, Mapping) else None
        known = {option.key: option.text[language] for option in question.scale}
        return "" if answer is None else known.get(str(answer), str(answer))

    def choices(self, question: Question) -> Mapping[str, tuple[str, ...]]:
        return {option.key: (option.key, *option.text.values()) for option in question.scale}

    def counted(self, question: Question, item: Item, value: object) -> Counted:
        option = value.get(item.key) if isinstance(value, dict) else None
        points = Fraction() if option is None else item.points[question.step(option)]
        return option, points, max(item.points)

    def next_step(self, item: Item, points: Fraction, most: Fraction) -> Fraction:
        """The next step of the scale that gives more."""
        rises = [better - points for better in item.points if better > points]
        return min(rises, default=Fraction())

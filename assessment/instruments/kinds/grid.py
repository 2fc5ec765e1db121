"""A step of a scale for each item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from assessment.instruments.json_schema import Schema, object_of
from assessment.instruments.question import Counted, Item, Kind, Question


class Grid(Kind):
    """Answer: item key -> option key of the scale. Items may stay open."""

    key = "grid"
    field = "assessment.forms.fields.GridField"
    by_item = has_scale = True

    def points_an_item(self, steps: int, items: int) -> int:
        return steps

    def is_complete(self, question: Question, value: Any) -> bool:
        return isinstance(value, Mapping) and len(value) == len(question.items)

    def faults(self, question: Question, value: Any) -> Iterator[str]:
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

    def in_words(self, question: Question, value: Any, language: str) -> Iterator[tuple[str, str]]:
        for item in question.items:
            answer = (value or {}).get(item.key)
            words = "" if answer is None else self.item_in_words(question, item, answer, language)
            yield item.text[language], words

    def item_in_words(self, question: Question, item: Item, answer: Any, language: str) -> str:
        return question.scale[question.step(answer)].text[language]

    def offered(self, question: Question, language: str) -> tuple[str, ...]:
        return tuple(option.text[language] for option in question.scale)

    def cell(self, question: Question, item: Item | None, value: Any, language: str) -> str:
        answer = value.get(item.key) if item and isinstance(value, Mapping) else None
        known = {option.key: option.text[language] for option in question.scale}
        return "" if answer is None else known.get(str(answer), str(answer))

    def choices(self, question: Question) -> Mapping[str, tuple[str, ...]]:
        return {option.key: (option.key, *option.text.values()) for option in question.scale}

    def counted(self, question: Question, item: Item, value: Any) -> Counted:
        option = (value or {}).get(item.key)
        points = Fraction() if option is None else item.points[question.step(option)]
        return option, points, max(item.points)

    def next_step(self, item: Item, points: Fraction, most: Fraction) -> Fraction:
        """The next step of the scale that gives more."""
        rises = [better - points for better in item.points if better > points]
        return min(rises, default=Fraction())

"""A place for each item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assessment.instruments.json_schema import Schema, object_of
from assessment.instruments.question import Counted, Item, Kind, Question

from .said import SAID


class Ranking(Kind):
    """Answer: item key -> place, 1 is first, no place twice. Items may stay unranked."""

    key = "ranking"
    field = "assessment.forms.fields.RankingField"
    hint = SAID.get("ranking.hint")
    unanswered = SAID.get("ranking.unanswered")
    place = SAID.get("ranking.place")
    by_item = each_once = is_number = True

    def points_an_item(self, steps: int, items: int) -> int:
        return items

    def is_complete(self, question: Question, value: object) -> bool:
        return isinstance(value, Mapping) and len(value) == len(question.items)

    def faults(self, question: Question, value: object) -> Iterator[str]:
        found = list(number_faults(question, value, 1, len(question.items), "place"))
        yield from found
        if not found and isinstance(value, dict):
            places = list(value.values())
            for place in sorted({place for place in places if places.count(place) > 1}):
                yield f"place {place} is given twice"

    def schema(self, question: Question) -> Schema:
        place = {"type": "integer", "minimum": 1, "maximum": len(question.items)}
        return object_of({item.key: place for item in question.items})

    def in_words(
        self, question: Question, value: object, language: str
    ) -> Iterator[tuple[str, str]]:
        by_item = value if isinstance(value, Mapping) else {}
        for item in question.items:
            place = by_item.get(item.key)
            words = "" if place is None else self.item_in_words(question, item, place, language)
            yield item.text[language], words

    def item_in_words(self, question: Question, item: Item, answer: object, language: str) -> str:
        return self.place[language].format(place=answer)

    def offered(self, question: Question, language: str) -> tuple[str, ...]:
        return tuple(self.choices(question))

    def cell(self, question: Question, item: Item | None, value: object, language: str) -> str:
        place = value.get(item.key) if item and isinstance(value, Mapping) else None
        return "" if place is None else str(place)

    def choices(self, question: Question) -> Mapping[str, tuple[str, ...]]:
        places = [str(place) for place in range(1, len(question.items) + 1)]
        return {place: (place,) for place in places}

    def counted(self, question: Question, item: Item, value: object) -> Counted:
        place = value.get(item.key) if isinstance(value, dict) else None
        points = Fraction() if place is None else item.points[place - 1]
        return place, points, max(item.points)


def number_faults(
    question: Question, value: object, least: int, most: int, what: str
) -> Iterator[str]:
    """What is wrong with a whole number for each item."""
    if not isinstance(value, dict):
        yield f"expected an object of item and {what}"
        return
    items = {item.key for item in question.items}
    for key, number in value.items():
        if key not in items:
            yield f"unknown item {key!r}"
        elif type(number) is not int or not least <= number <= most:
            yield f"{key}: the {what} must be a whole number from {least} to {most}"

"""One of the items, a country, or any number of items."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from assessment import review
from assessment.instruments.json_schema import Schema
from assessment.instruments.question import Counted, Item, Kind, Question

from .said import SAID

TICK = "x"  # in a cell of a file


class Single(Kind):
    """Answer: an item's key."""

    key = "single"
    field = "assessment.forms.fields.single"
    is_choice = is_on_scale = True

    def points_an_item(self, steps: int, items: int) -> int:
        return 1

    def faults(self, question: Question, value: object) -> Iterator[str]:
        if not isinstance(value, str) or value not in question.by_key:
            yield f"the answer must be one of {', '.join(question.by_key)}"

    def schema(self, question: Question) -> Schema:
        return {"enum": [item.key for item in question.items]}

    def in_words(
        self, question: Question, value: object, language: str
    ) -> Iterator[tuple[str, str]]:
        yield "", question.item(str(value)).text[language] if value else ""

    def item_in_words(self, question: Question, item: Item, answer: object, language: str) -> str:
        return question.item(str(answer)).text[language]

    def cell(self, question: Question, item: Item | None, value: object, language: str) -> str:
        if value is None:
            return ""
        return next((i.text[language] for i in question.items if i.key == value), str(value))

    def counted(self, question: Question, item: Item, value: object) -> Counted:
        key = None if value is None else str(value)
        points = Fraction() if key is None else question.item(key).points[0]
        return key, points, max(choice.points[0] for choice in question.items)


class CountryChoice(Single):
    """Answer: a country of the region, by its ISO code."""

    key = "country"
    field = "assessment.forms.fields.country"
    is_written = True
    is_on_scale = False
    known_as = "country"

    def given_items(self) -> tuple[Item, ...]:
        return tuple(Item(c.code, c.name) for c in review.countries().values())

    def points_an_item(self, steps: int, items: int) -> int:
        return 0


class Multiple(Kind):
    """Answer: a list of items' keys, in the questionnaire's order."""

    key = "multiple"
    field = "assessment.forms.fields.MultipleField"
    hint = SAID.get("multiple.hint")
    chosen = SAID.get("multiple.chosen")
    not_chosen = SAID.get("multiple.not_chosen")
    is_choice = several = by_item = True

    def points_an_item(self, steps: int, items: int) -> int:
        return 1

    def faults(self, question: Question, value: object) -> Iterator[str]:
        if not isinstance(value, list):
            yield "expected a list of items"
            return
        for position, key in enumerate(value):
            if not isinstance(key, str) or key not in question.by_key:
                yield f"unknown item {key!r}"
            elif key in value[:position]:
                yield f"item {key!r} is listed twice"

    def schema(self, question: Question) -> Schema:
        items = [item.key for item in question.items]
        return {"type": "array", "items": {"enum": items}, "uniqueItems": True}

    def in_words(
        self, question: Question, value: object, language: str
    ) -> Iterator[tuple[str, str]]:
        chosen = value if isinstance(value, list) else ()
        ticked = [item for item in question.items if item.key in chosen]
        yield from (("", item.text[language]) for item in ticked)
        if not ticked:
            yield "", ""

    def item_in_words(self, question: Question, item: Item, answer: object, language: str) -> str:
        return (self.chosen if answer else self.not_chosen)[language]

    def offered(self, question: Question, language: str) -> tuple[str, ...]:
        return (TICK,)

    def cell(self, question: Question, item: Item | None, value: object, language: str) -> str:
        return TICK if item and isinstance(value, list) and item.key in value else ""

    def counted(self, question: Question, item: Item, value: object) -> Counted:
        if not value or not isinstance(value, list):
            return None, Fraction(), item.points[0]
        # "None of these" beside other choices is worth nothing, and takes nothing away.
        ticked = item.key in value
        return ticked, item.points[0] if ticked else Fraction(), item.points[0]

"""The instruments of OECD, CAF, EU and others that the review points agencies to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assessment.wording import DeclarationError, Text, Words, read_yaml

from .catalogue import DATA, ReviewAction, actions


@dataclass(frozen=True, slots=True)
class Tool:
    """What an instrument is, and what an agency does with it in an hour and in a month."""

    key: str
    name: Text
    publisher: Text
    what: Text
    hour: Text
    month: Text
    ref: Text  # box, figure or chapter of the review
    line: int  # of the review's text
    year: int | None
    link: str | None  # as printed in the review, not tested
    actions: tuple[ReviewAction, ...]  # that it serves
    for_question: str | None  # of digital maturity, that it is made for
    applies_if: Mapping[str, Sequence[str]]  # values of the profile

    def texts(self) -> tuple[Text, ...]:
        return (self.name, self.publisher, self.what, self.hour, self.month)


@cache
def tools() -> Mapping[str, Tool]:
    """In the order of the review's chapters, by key."""
    folder = DATA / "tools"
    words = Words(folder)
    found = {raw["id"]: _tool(raw, words) for raw in read_yaml(folder / "structure.yaml")}
    words.refuse_unused()
    return found


def _tool(raw: Mapping[str, Any], words: Words) -> Tool:
    key = raw["id"]
    if unknown := [number for number in raw["actions"] if number not in actions()]:
        raise DeclarationError(f"{words.folder}: {key}: unknown actions {unknown}")
    return Tool(
        key=key,
        name=words.get(f"{key}.name"),
        publisher=words.get(f"{key}.publisher"),
        what=words.get(f"{key}.what"),
        hour=words.get(f"{key}.hour"),
        month=words.get(f"{key}.month"),
        ref=words.get(f"{key}.ref"),
        line=raw["line"],
        year=raw["year"],
        link=raw["link"],
        actions=tuple(actions()[number] for number in raw["actions"]),
        for_question=raw.get("for_question"),
        applies_if=raw.get("applies_if", {}),
    )

"""Pieces of JSON Schema that the methods' schemas are made of."""

from __future__ import annotations

from collections.abc import Mapping

Schema = Mapping[str, object]

SHARE = {"type": "number", "minimum": 0, "maximum": 1}
SCORE = {"type": ["number", "null"], "minimum": 0, "maximum": 100}
LEVEL = {"type": ["integer", "null"], "minimum": 1}
COUNT = {"type": "integer", "minimum": 0}
TEXTS = {"type": "array", "items": {"type": "string"}}
YES_NO = {"type": "boolean"}


def object_of(
    properties: Mapping[str, object], required: list[str] | None = None
) -> dict[str, object]:
    made: dict[str, object] = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return made | ({"required": required} if required else {})

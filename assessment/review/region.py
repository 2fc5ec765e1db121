"""What the review recorded for the countries of the region, as context next to a question about one agency.

A country's value is shown as it is and counted, never turned into points, ranks or averages. A country without a value
is unknown: nothing here reads it as a no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from assessment.wording import LANGUAGES, DeclarationError, Text, Words, percent, read_yaml

from .catalogue import DATA, is_reviewed


class Scale(StrEnum):
    BOOLEAN = "boolean"
    LIKERT = "likert"
    CATEGORY = "category"
    COUNT = "count"
    PERCENTAGE = "percentage"
    FINDING = "finding"  # no values by country, only a sentence

    @property
    def is_number(self) -> bool:
        return self in (Scale.COUNT, Scale.PERCENTAGE)


KEYS = {
    Scale.LIKERT: {"coverage", "n", "values", "levels"},
    Scale.CATEGORY: {"coverage", "n", "values", "categories"},
    Scale.FINDING: {"n"},
}
COMMON_KEYS = {"id", "source_ref", "line", "year", "caveat", "scale"}


@dataclass(frozen=True, slots=True)
class Indicator:
    key: str
    title: Text
    scale: Scale
    values: Mapping[str, str]  # ISO code -> key of the value; a number as text
    n: int | None  # countries or bodies asked about; None where the review gives no number
    source: str  # as printed, such as Table 1.3
    source_text: Text
    year: int | None
    note: Text | None  # known contradictions and cautions
    caveat: Text | None  # on the whole table or figure, the same for all its indicators
    finding: Text | None
    value_texts: Mapping[str, Text]  # in the order of the scale

    def __hash__(self) -> int:
        """By its name: mappings cannot be hashed, and equal indicators have equal names."""
        return hash(self.key)

    def text_of(self, value: str, language: str) -> str:
        return self.value_texts[value][language]

    def value_for(self, country: str) -> str | None:
        """The key of the country's value; None where the review has none, which does not mean no."""
        return self.values.get(country)

    @property
    def spread(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each value that occurs with its countries, in the order of the scale."""
        found = (
            (value, tuple(sorted(code for code, own in self.values.items() if own == value)))
            for value in self.value_texts
        )
        return tuple((value, codes) for value, codes in found if codes)

    @property
    def unknown(self) -> int:
        """How many of those asked about have no value."""
        return 0 if self.n is None or self.scale is Scale.FINDING else self.n - len(self.values)


@cache
def indicators() -> Mapping[str, Indicator]:
    return read_indicators(DATA / "region")


def context_of(question: str) -> tuple[Indicator, ...]:
    """What to show next to the question, the most telling first; often nothing."""
    return _contexts().get(question, ())


@cache
def _contexts() -> Mapping[str, tuple[Indicator, ...]]:
    return read_contexts(DATA / "region" / "questions.yaml", indicators())


def read_contexts(
    path: Path, known: Mapping[str, Indicator]
) -> Mapping[str, tuple[Indicator, ...]]:
    found = {}
    for question, keys in read_yaml(path).items():
        if not keys or len(set(keys)) < len(keys):
            raise DeclarationError(f"{path}: {question}: no indicator, or one twice")
        if unknown := [key for key in keys if key not in known]:
            raise DeclarationError(f"{path}: {question}: unknown indicators {unknown}")
        found[question] = tuple(known[key] for key in keys)
    return found


def read_indicators(folder: Path) -> Mapping[str, Indicator]:
    words = Words(folder)
    found: dict[str, Indicator] = {}
    for raw in read_yaml(folder / "structure.yaml"):
        try:
            indicator = _indicator(raw, words)
        except DeclarationError:
            raise  # it names its file already
        except (KeyError, TypeError, ValueError) as error:
            raise DeclarationError(f"{folder / 'structure.yaml'}: {raw}: {error!r}") from error
        if indicator.key in found:
            raise DeclarationError(f"{folder}: {indicator.key}: declared twice")
        found[indicator.key] = indicator
    words.refuse_unused()
    return found


def _indicator(raw: Mapping[str, Any], words: Words) -> Indicator:
    key, scale = raw["id"], Scale(raw["scale"])
    allowed = COMMON_KEYS | KEYS.get(scale, {"coverage", "n", "values"})
    if strange := sorted(set(raw) - allowed):
        raise ValueError(f"a {scale} has no {', '.join(strange)}")
    values, texts = _values(raw, scale, words)
    return Indicator(
        key=key,
        title=words.get(key),
        scale=scale,
        values=values,
        n=raw.get("n"),
        source=raw["source_ref"],
        source_text=_source(raw["source_ref"], words),
        year=raw.get("year"),
        note=words.find(f"{key}.note"),
        caveat=words.get(f"caveats.{raw['caveat']}") if "caveat" in raw else None,
        finding=words.get(f"{key}.finding") if scale is Scale.FINDING else None,
        value_texts=texts,
    )


def _values(
    raw: Mapping[str, Any], scale: Scale, words: Words
) -> tuple[Mapping[str, str], Mapping[str, Text]]:
    if scale is Scale.FINDING:
        return {}, {}
    values, n = raw["values"], raw["n"]
    if strange := sorted({code for code in values if not is_reviewed(code)}):
        raise ValueError(f"unknown countries {strange}")
    kind = int if scale.is_number else str
    if wrong := [code for code, value in values.items() if type(value) is not kind]:
        raise ValueError(f"values that are not {kind.__name__}: {wrong}")
    if raw["coverage"] not in ("full", "partial") or not values:
        raise ValueError("coverage is full or partial, and there is at least one value")
    if len(values) > n:
        raise ValueError(f"{len(values)} values, but n is {n}")
    if (raw["coverage"] == "full") != (len(values) == n):
        raise ValueError(f"coverage is {raw['coverage']}, but {len(values)} of {n} have a value")
    texts = _value_texts(raw, scale, words)
    values = {code: str(value) for code, value in values.items()}
    if strange := sorted(set(values.values()) - set(texts)):
        raise ValueError(f"unknown values {strange}")
    return values, texts


def _value_texts(raw: Mapping[str, Any], scale: Scale, words: Words) -> Mapping[str, Text]:
    if scale.is_number:
        written = percent if scale is Scale.PERCENTAGE else lambda number, language: str(number)
        numbers = sorted(set(raw["values"].values()))
        return {str(n): {each: written(n, each) for each in LANGUAGES} for n in numbers}
    if scale is Scale.BOOLEAN:
        return {value: words.get(f"values.{value}") for value in ("yes", "no")}
    keys = raw["levels" if scale is Scale.LIKERT else "categories"]
    if len(set(keys)) < len(keys):
        raise ValueError("a value is declared twice")
    return {
        value: words.find(f"{raw['id']}.{value}") or words.get(f"values.{value}") for value in keys
    }


def _source(printed: str, words: Words) -> Text:
    """Table 1.3 in each language."""
    kind, number = printed.rsplit(" ", 1)
    templates = words.get(f"sources.{kind.lower().replace(' ', '_')}")
    return {language: text.format(number=number) for language, text in templates.items()}

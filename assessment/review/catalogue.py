"""Build the reference data from its declarations.

The structure files also carry the line of the review, the table or box, and links, for whoever checks a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from assessment.wording import DeclarationError, Text, Words, read_yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Country:
    code: str  # ISO 3166-1, two letters
    name: Text
    zone: str  # IANA name of the capital's time zone
    cluster: (
        int | None
    )  # of countries in a like situation, as the review sorts them; None: it does not cover this one

    @property
    def is_reviewed(self) -> bool:
        return self.cluster is not None


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice or initiative that the review describes."""

    key: str
    title: Text
    summary: Text
    countries: tuple[str, ...]  # ISO codes; empty for an organisation's work
    scope: str  # region, outside or international


class Effort(StrEnum):
    """How hard an action is. Our judgement: the review gives no effort."""

    QUICK_WIN = "quick-win"
    BUDGET_CYCLE = "budget-cycle"
    MULTI_YEAR = "multi-year"


@dataclass(frozen=True, slots=True)
class ReviewAction:
    """A lettered action of the review's 20 recommendations, in our words; level, role and effort are our judgement."""

    number: str
    recommendation: int
    area: str
    heading: Text  # of the recommendation
    title: Text
    summary: Text
    step: Text | None  # a first step that an agency can take by itself
    level: str  # the lowest that can deliver it: agency, national-digital-authority, regional
    role: str  # of an ordinary agency: lead, contribute, none
    effort: Effort
    practices: tuple[Practice, ...]
    builds_on: tuple[str, ...]  # numbers of actions that come first
    overlaps: tuple[str, ...]  # numbers of actions that say much the same
    duplicate_of: str | None  # the review gives this action twice
    line: int  # of the review's text


@dataclass(frozen=True, slots=True)
class Term:
    key: str
    term: Text
    definition: Text
    see: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetFinding:
    """What the survey of 2021 found on one facet in the region's central governments (Figure 5.2)."""

    dimension: str
    finding: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class Survey:
    source: Text
    caveat: Text
    findings: tuple[FacetFinding, ...]


def _open(name: str) -> tuple[list[Mapping[str, Any]], Words]:
    folder = DATA / name
    structure = read_yaml(folder / "structure.yaml")
    if not isinstance(structure, list):
        raise DeclarationError(f"{folder / 'structure.yaml'}: expected a list")
    return structure, Words(folder)


@cache
def countries() -> Mapping[str, Country]:
    """The 33 countries of the region, by ISO code; those of the review first."""
    structure, words = _open("countries")
    found = {
        raw["code"]: Country(raw["code"], words.get(raw["code"]), raw["zone"], raw.get("cluster"))
        for raw in structure
    }
    words.refuse_unused()
    return found


def is_reviewed(code: str) -> bool:
    """Whether the review covers a country. Of the others it has no value at all."""
    return code in countries() and countries()[code].is_reviewed


@cache
def similar_countries(code: str) -> frozenset[str]:
    """The other countries in a like situation; none for a country that the review does not cover."""
    if not is_reviewed(code):
        return frozenset()
    cluster = countries()[code].cluster
    return frozenset(c.code for c in countries().values() if c.cluster == cluster) - {code}


@cache
def practices() -> Mapping[str, Practice]:
    structure, words = _open("practices")
    found = {
        raw["id"]: Practice(
            key=raw["id"],
            title=words.get(f"{raw['id']}.title"),
            summary=words.get(f"{raw['id']}.summary"),
            countries=tuple(raw["countries"]),
            scope=raw["scope"],
        )
        for raw in structure
    }
    words.refuse_unused()
    return found


@cache
def actions() -> Mapping[str, ReviewAction]:
    """The review's actions that an instrument may call for, by number."""
    structure, words = _open("actions")
    found = {raw["number"]: _action(raw, words) for raw in structure}
    words.refuse_unused()
    for action in found.values():
        named = {*action.builds_on, *action.overlaps, action.duplicate_of or action.number}
        if unknown := sorted(named - set(found)):
            raise DeclarationError(f"{words.folder}: {action.number}: unknown actions {unknown}")
    return found


def _action(raw: Mapping[str, Any], words: Words) -> ReviewAction:
    number = raw["number"]
    if unknown := [key for key in raw["practices"] if key not in practices()]:
        raise DeclarationError(f"{words.folder}: {number}: unknown practices {unknown}")
    return ReviewAction(
        number=number,
        recommendation=raw["recommendation"],
        area=raw["area"],
        heading=words.get(f"recommendations.{raw['recommendation']}"),
        title=words.get(f"{number}.title"),
        summary=words.get(f"{number}.summary"),
        step=words.find(f"{number}.step"),
        level=raw["level"],
        role=raw["role"],
        effort=Effort(raw["effort"]),
        practices=tuple(practices()[key] for key in raw["practices"]),
        builds_on=tuple(raw.get("builds_on", ())),
        overlaps=tuple(raw.get("overlaps", ())),
        duplicate_of=raw.get("duplicate_of"),
        line=raw["line"],
    )


@cache
def glossary() -> Mapping[str, Term]:
    structure, words = _open("glossary")
    found = {
        raw["id"]: Term(
            raw["id"],
            words.get(f"{raw['id']}.term"),
            words.get(f"{raw['id']}.definition"),
            tuple(raw["see"]),
        )
        for raw in structure
    }
    words.refuse_unused()
    for term in found.values():
        if unknown := set(term.see) - set(found):
            raise DeclarationError(f"{words.folder}: {term.key}: unknown terms {unknown}")
    return found


@cache
def survey() -> Survey:
    """The facet findings of the survey of 2021, in the order of the files."""
    structure, words = _open("indicators")
    findings = tuple(
        FacetFinding(
            dimension=raw["dimension"],
            finding=words.get(f"{raw['id']}.finding"),
            note=words.find(f"{raw['id']}.note"),
        )
        for raw in structure
    )
    found = Survey(words.get("survey.source"), words.get("survey.caveat"), findings)
    words.refuse_unused()
    return found

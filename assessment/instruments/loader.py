"""Read an instrument folder: one structure file, one file of words per language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

from assessment import reference
from assessment.wording import DeclarationError, Words, read_yaml

from .schema import (
    CHOICES,
    Band,
    Capability,
    Condition,
    Dimension,
    Group,
    Instrument,
    Item,
    Kind,
    Option,
    PointsScoring,
    Question,
    Respondent,
    Rule,
    Section,
    Variant,
    group_name,
)

RESERVED = {
    "revision",
    "clear",
    "go",
    "from",
    "language",
    "person",
}  # names of the form around the questions
RESERVED_SECTIONS = {"check", "results", "report"}  # addresses beside the sections

QUESTION_KEYS = {
    "key", "kind", "scale", "points", "items", "exclusive", "dimension", "required", "longest", "least", "most",
}  # fmt: skip


def load(folder: Path) -> Instrument:
    """The instrument described by `folder`, or DeclarationError naming file and key."""
    path = folder / "instrument.yaml"
    try:
        return _Builder(folder, read_yaml(path)).instrument()
    except DeclarationError:
        raise
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # A list where a mapping belongs, a number where words do: no use in naming each.
        raise DeclarationError(
            f"{path}: something has another shape than expected: {error}"
        ) from error


class _Builder:
    def __init__(self, folder: Path, raw: Mapping[str, Any]) -> None:
        self.folder, self.raw = folder, raw
        self.words = Words(folder)
        self.sections: set[str] = set()
        self.seen: set[str] = set()

    def fail(self, path: str, message: str) -> DeclarationError:
        return DeclarationError(f"{self.folder / 'instrument.yaml'}: {path}: {message}")

    def known(self, path: str, raw: Mapping[str, Any], allowed: Collection[str]) -> None:
        if unknown := sorted(set(raw) - set(allowed)):
            raise self.fail(path, f"unknown keys: {', '.join(unknown)}")

    def take(self, path: str, raw: Mapping[str, Any], key: str) -> Any:
        if key not in raw:
            raise self.fail(path, f"{key} is missing")
        return raw[key]

    def number(
        self, path: str, raw: Mapping[str, Any], key: str, default: int | None = None
    ) -> int:
        value = self.take(path, raw, key) if default is None else raw.get(key, default)
        if type(value) is not int:
            raise self.fail(path, f"{key} must be a whole number")
        return value

    def word(self, path: str, raw: Mapping[str, Any], key: str) -> str:
        value = self.take(path, raw, key)
        if not isinstance(value, str):
            raise self.fail(path, f"{key} must be text; put {value!r} in quotes")
        return value

    def choice(self, path: str, raw: Mapping[str, Any], key: str, allowed: Iterable[Any]) -> str:
        value = self.take(path, raw, key)
        if value not in (known := list(allowed)):
            raise self.fail(
                path, f"{key} is {value!r}, but must be one of {', '.join(map(str, known))}"
            )
        return str(value)

    def instrument(self) -> Instrument:
        raw = self.raw
        self.known(
            "instrument",
            raw,
            {"key", "version", "by", "scoring", "scales", "sections", "advice"},
        )
        sections = tuple(
            self.section(section) for section in self.take("instrument", raw, "sections")
        )
        built = Instrument(
            key=self.word("instrument", raw, "key"),
            version=self.number("instrument", raw, "version"),
            by=Respondent(self.choice("instrument", raw, "by", Respondent)),
            text=self.words.get("title"),
            summary=self.words.get("summary"),
            intro=self.words.get("intro"),
            sections=sections,
            scoring=self.scoring(self.take("instrument", raw, "scoring")),
            rules=tuple(self.rule(rule) for rule in raw.get("advice", [])),
        )
        self.check_dimensions(built)
        self.check_rules(built)
        self.words.refuse_unused()
        return built

    def section(self, raw: Mapping[str, Any]) -> Section:
        key = self.take("sections", raw, "key")
        self.known(key, raw, {"key", "questions"})
        if key in RESERVED_SECTIONS:
            raise self.fail(key, "a section cannot have this key")
        if key in self.sections:
            raise self.fail(key, "a section is declared twice")
        self.sections.add(key)
        return Section(
            key,
            self.words.get(key),
            self.words.get(f"{key}.intro"),
            tuple(self.question(key, question) for question in self.take(key, raw, "questions")),
        )

    def question(self, section: str, raw: Mapping[str, Any]) -> Question:
        key = self.word(section, raw, "key")
        self.known(key, raw, QUESTION_KEYS)
        if key in RESERVED or "." in key or key in self.seen:
            raise self.fail(key, "this key is taken or not allowed")
        self.seen.add(key)
        kind = Kind(self.choice(key, raw, "kind", Kind))
        scale = self.scale(key, raw) if kind is Kind.GRID else ()
        question = Question(
            key=key,
            section=section,
            kind=kind,
            text=self.words.get(key),
            short=self.words.get(f"{key}.short"),
            help=self.words.find(f"{key}.help"),
            lift=self.words.find(f"{key}.lift"),
            items=self.items(key, kind, raw, len(scale)),
            scale=scale,
            exclusive=raw.get("exclusive"),
            required=raw.get("required", True),
            longest=self.number(key, raw, "longest", 0),
            least=self.number(key, raw, "least", 0),
            most=self.number(key, raw, "most", 0),
        )
        if question.exclusive and question.exclusive not in {item.key for item in question.items}:
            raise self.fail(key, f"no item {question.exclusive} that could exclude the others")
        if question.least > question.most:
            raise self.fail(key, "least is above most")
        if kind is Kind.TEXT and not question.longest:
            raise self.fail(key, "words need a limit (longest)")
        return question

    def scale(self, question: str, raw: Mapping[str, Any]) -> tuple[Option, ...]:
        name = self.choice(question, raw, "scale", self.raw.get("scales", {}))
        return tuple(
            Option(option, self.words.get(f"scales.{name}.{option}"))
            for option in self.raw["scales"][name]
        )

    def items(
        self, question: str, kind: Kind, raw: Mapping[str, Any], steps: int
    ) -> tuple[Item, ...]:
        if kind is Kind.COUNTRY:
            return tuple(Item(c.code, c.name) for c in reference.countries().values())
        declared = raw.get("items", [])
        if (kind in (Kind.TEXT, Kind.NUMBER)) == bool(declared):
            raise self.fail(question, f"items do not fit the kind {kind}")
        numbers = {Kind.GRID: steps, Kind.RANKING: len(declared)}.get(kind, 1)
        items = tuple(self.item(question, raw.get("points", ()), item) for item in declared)
        for item in items:
            if item.dimension and not item.points:
                raise self.fail(
                    f"{question}.{item.key}", "counts for a dimension but has no points"
                )
            if item.points and len(item.points) != numbers:
                raise self.fail(f"{question}.{item.key}", f"needs {numbers} points")
        if len({item.key for item in items}) < len(items):
            raise self.fail(question, "an item is declared twice")
        return items

    def item(self, question: str, points: Sequence[float], raw: Mapping[str, Any]) -> Item:
        key = self.take(question, raw, "key")
        self.known(f"{question}.{key}", raw, {"key", "dimension", "printed_dimension", "points"})
        if not isinstance(key, str):
            raise self.fail(question, f"put the item {key!r} in quotes")
        return Item(
            key=key,
            text=self.words.get(f"{question}.{key}"),
            dimension=raw.get("dimension"),
            printed_dimension=raw.get("printed_dimension"),
            points=self.points(f"{question}.{key}", raw.get("points", points)),
        )

    def points(self, path: str, raw: Any) -> tuple[Fraction, ...]:
        if not isinstance(raw, Sequence) or any(type(n) not in (int, float) for n in raw):
            raise self.fail(path, "points must be a list of numbers")
        return tuple(Fraction(str(number)) for number in raw)

    def scoring(self, raw: Mapping[str, Any]) -> PointsScoring:
        if raw.get("method") != "points":
            raise self.fail("scoring.method", f"unknown method {raw.get('method')}")
        bands = self.bands("bands", self.take("scoring", raw, "bands"))
        dimensions = tuple(
            self.dimension(key, bands) for key in self.take("scoring", raw, "dimensions")
        )
        variants = {
            key: self.variant(key, value)
            for key, value in self.take("scoring", raw, "variants").items()
        }
        return PointsScoring(
            dimensions=dimensions,
            bands=bands,
            tendency_from=self.number("scoring", raw, "tendency_from"),
            variants=variants,
            default_variant=self.choice("scoring", raw, "default_variant", variants),
            capability=self.capability(self.take("scoring", raw, "capability")),
            groups=self.groups([dimension.key for dimension in dimensions]),
        )

    def bands(self, path: str, raw: Mapping[str, int], described: bool = False) -> tuple[Band, ...]:
        bands = tuple(
            Band(
                key,
                self.words.get(f"{path}.{key}"),
                threshold,
                self.words.get(f"{path}.{key}.text") if described else None,
            )
            for key, threshold in raw.items()
        )
        thresholds = [band.threshold for band in bands]
        if thresholds != sorted(set(thresholds)) or thresholds[0] != 0:
            raise self.fail(path, "thresholds must start at 0 and rise")
        return bands

    def dimension(self, key: str, bands: Sequence[Band]) -> Dimension:
        path = f"dimensions.{key}"
        return Dimension(
            key,
            self.words.get(path),
            self.words.get(f"{path}.what"),
            {band.key: self.words.get(f"{path}.{band.key}") for band in bands},
        )

    def variant(self, key: str, raw: Mapping[str, Any]) -> Variant:
        self.known(f"variants.{key}", raw, {"ceiling", "dimensions", "multiple_choice"})
        path = f"variants.{key}"
        reachable = self.take(path, raw, "ceiling") == "reachable"
        if not reachable and self.number(path, raw, "ceiling") <= 0:
            raise self.fail(path, "the ceiling must be above 0")
        return Variant(
            key=key,
            ceiling=None if reachable else self.number(path, raw, "ceiling"),
            printed_dimensions=self.choice(path, raw, "dimensions", ("meant", "printed"))
            == "printed",
            multiple_choice=self.choice(path, raw, "multiple_choice", (True, False)) == "True",
        )

    def capability(self, raw: Mapping[str, Any]) -> Capability:
        return Capability(
            key=self.take("capability", raw, "key"),
            text=self.words.get("capability"),
            what=self.words.get("capability.what"),
            base=self.number("capability", raw, "base"),
            levels=self.bands(
                "capability.levels", self.take("capability", raw, "levels"), described=True
            ),
        )

    def groups(self, dimensions: Sequence[str]) -> Mapping[frozenset[str], Group]:
        sets = [
            frozenset(members)
            for size in range(len(dimensions) + 1)
            for members in combinations(dimensions, size)
        ]
        return {members: self.group(group_name(members)) for members in sets}

    def group(self, name: str) -> Group:
        return Group(name, self.words.get(f"groups.{name}"), self.words.get(f"groups.{name}.text"))

    def rule(self, raw: Mapping[str, Any]) -> Rule:
        action = self.take("advice", raw, "action")
        self.known(f"advice {action}", raw, {"action", "priority", "when"})
        if action not in reference.actions():
            raise self.fail("advice", f"no action {action} in the reference data")
        when = self.take(f"advice {action}", raw, "when")
        if not when:
            raise self.fail(f"advice {action}", "when needs at least one condition")
        priority = self.number(f"advice {action}", raw, "priority")
        return Rule(action, priority, tuple(self.condition(action, c) for c in when))

    def condition(self, action: str, raw: Mapping[str, Any]) -> Condition:  # noqa: C901 (a table)
        match raw:  # one case for each form that Condition names
            case {"capability_below": int(below), **rest} if not rest:
                return Condition(below=below)
            case {"dimension": str(key), "below": int(below), **rest} if not rest:
                return Condition(dimension=key, below=below)
            case {"dimension": str(key), "at_least": int(floor), **rest} if not rest:
                return Condition(dimension=key, at_least=floor)
            case {"weakest": str(key), **rest} if not rest:
                return Condition(weakest=key)
            case {"question": str(key), "item": str(item), "is": list(options), **rest} if not rest:
                return Condition(question=key, item=item, options=tuple(options))
            case {"question": str(key), "is": list(options), **rest} if not rest:
                return Condition(question=key, options=tuple(options))
            case {"question": str(key), "unticked": str(item), **rest} if not rest:
                return Condition(question=key, item=item, ticked=False)
            case {"question": str(key), "ticked": str(item), **rest} if not rest:
                return Condition(question=key, item=item, ticked=True)
        raise self.fail(f"advice {action}", f"not a condition: {dict(raw)}")

    def check_dimensions(self, instrument: Instrument) -> None:
        scoring = instrument.scoring
        known = {dimension.key for dimension in scoring.dimensions} | {scoring.capability.key}
        for question in instrument.questions:
            for item in question.items:
                for dimension in (item.dimension, item.printed_dimension):
                    if dimension is not None and dimension not in known:
                        raise self.fail(f"{question.key}.{item.key}", f"no dimension {dimension}")

    def check_rules(self, instrument: Instrument) -> None:
        known = {dimension.key for dimension in instrument.scoring.dimensions}
        actions = [rule.action for rule in instrument.rules]
        for rule in instrument.rules:
            if actions.count(rule.action) > 1:
                raise self.fail(f"advice {rule.action}", "has two rules")
            for condition in rule.when:
                named = {condition.dimension, condition.weakest} - {None}
                if named - known or not self.answerable(instrument, condition):
                    raise self.fail(
                        f"advice {rule.action}", f"names what is not there: {condition}"
                    )

    def answerable(self, instrument: Instrument, condition: Condition) -> bool:
        """Whether some answer could meet the condition."""
        if condition.question is None:
            return True
        if condition.question not in self.seen:
            return False
        question = instrument.question(condition.question)
        items = {item.key for item in question.items}
        if condition.ticked is not None:
            return question.kind is Kind.MULTIPLE and condition.item in items
        if condition.item is None:
            return question.kind in CHOICES and set() < set(condition.options) <= items
        scale = {option.key for option in question.scale}
        return condition.item in items and set() < set(condition.options) <= scale

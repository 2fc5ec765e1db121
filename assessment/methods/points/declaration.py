"""Read the method `points`: dimensions, variants, the capability, and the rules of its advice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from assessment.instruments import Band, Instrument
from assessment.instruments.declaration import Declaration
from assessment.methods.advised import action_and_conditions

from .shape import Capability, Condition, Dimension, DimensionGroup, Points, Rule, Variant, declared


def read(
    declaration: Declaration, scoring: Mapping[str, object], advice: Sequence[Mapping[str, object]]
) -> Points:
    return _PointsReader(declaration).scoring(scoring, advice)


def check(declaration: Declaration, instrument: Instrument) -> None:
    """Raise DeclarationError where items or rules name what is not there."""
    points = _PointsReader(declaration)
    points.check_dimensions(instrument)
    points.check_rules(instrument)


def group_name(members: Collection[str]) -> str:
    """The reference's own name for a set of facets (pet-structure.md, section 3)."""
    if not members:
        return "weak_in_all_facets"
    if len(members) == 1:
        return f"primarily_{next(iter(members))}"
    if set(members) == {"anticipatory", "enhancement", "mission"}:
        return "anticipatory_mission_enhancement"
    return "_".join(sorted(members))


class _PointsReader:
    def __init__(self, declaration: Declaration) -> None:
        self.read = declaration
        self.words = declaration.words

    def scoring(self, raw: Mapping[str, object], advice: Sequence[Mapping[str, object]]) -> Points:
        bands = self.read.bands("bands", self.read.take("scoring", raw, "bands"))
        dimensions = tuple(
            self.dimension(key, bands) for key in self.read.take("scoring", raw, "dimensions")
        )
        variants = {
            key: self.variant(key, value)
            for key, value in self.read.take("scoring", raw, "variants").items()
        }
        return Points(
            dimensions=dimensions,
            bands=bands,
            tendency_from=self.read.number("scoring", raw, "tendency_from"),
            variants=variants,
            default_variant=self.read.choice("scoring", raw, "default_variant", variants),
            capability=self.capability(self.read.take("scoring", raw, "capability")),
            groups=self.groups([dimension.key for dimension in dimensions]),
            rules=tuple(self.rule(rule) for rule in advice),
        )

    def dimension(self, key: str, bands: Sequence[Band]) -> Dimension:
        path = f"dimensions.{key}"
        return Dimension(
            key,
            self.words.get(path),
            self.words.get(f"{path}.what"),
            {band.key: self.words.get(f"{path}.{band.key}") for band in bands},
        )

    def variant(self, key: str, raw: Mapping[str, object]) -> Variant:
        self.read.known(f"variants.{key}", raw, {"ceiling", "dimensions", "multiple_choice"})
        path = f"variants.{key}"
        reachable = self.read.take(path, raw, "ceiling") == "reachable"
        if not reachable and self.read.number(path, raw, "ceiling") <= 0:
            raise self.read.fail(path, "the ceiling must be above 0")
        return Variant(
            key=key,
            ceiling=None if reachable else self.read.number(path, raw, "ceiling"),
            printed_dimensions=self.read.choice(path, raw, "dimensions", ("meant", "printed"))
            == "printed",
            multiple_choice=self.read.choice(path, raw, "multiple_choice", (True, False)) == "True",
        )

    def capability(self, raw: Mapping[str, object]) -> Capability:
        return Capability(
            key=self.read.take("capability", raw, "key"),
            text=self.words.get("capability"),
            what=self.words.get("capability.what"),
            base=self.read.number("capability", raw, "base"),
            levels=self.read.bands(
                "capability.levels", self.read.take("capability", raw, "levels"), described=True
            ),
        )

    def groups(self, dimensions: Sequence[str]) -> Mapping[frozenset[str], DimensionGroup]:
        sets = [
            frozenset(members)
            for size in range(len(dimensions) + 1)
            for members in combinations(dimensions, size)
        ]
        return {members: self.group(group_name(members)) for members in sets}

    def group(self, name: str) -> DimensionGroup:
        return DimensionGroup(
            name, self.words.get(f"groups.{name}"), self.words.get(f"groups.{name}.text")
        )

    def rule(self, raw: Mapping[str, object]) -> Rule:
        action, when = action_and_conditions(self.read, raw, "priority")
        priority = self.read.number(f"advice {action}", raw, "priority")
        return Rule(action, priority, tuple(self.condition(action, c) for c in when))

    def condition(self, action: str, raw: Mapping[str, object]) -> Condition:  # noqa: C901 (a table)
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
        raise self.read.fail(f"advice {action}", f"not a condition: {dict(raw)}")

    def check_dimensions(self, instrument: Instrument) -> None:
        scoring = declared(instrument)
        known = {dimension.key for dimension in scoring.dimensions} | {scoring.capability.key}
        for question in instrument.questions:
            for item in question.items:
                for dimension in (item.dimension, item.printed_dimension):
                    if dimension is not None and dimension not in known:
                        raise self.read.fail(
                            f"{question.key}.{item.key}", f"no dimension {dimension}"
                        )

    def check_rules(self, instrument: Instrument) -> None:
        known = {dimension.key for dimension in declared(instrument).dimensions}
        actions = [rule.action for rule in declared(instrument).rules]
        for rule in declared(instrument).rules:
            if actions.count(rule.action) > 1:
                raise self.read.fail(f"advice {rule.action}", "has two rules")
            for condition in rule.when:
                named = {condition.dimension, condition.weakest} - {None}
                if named - known or not self.answerable(instrument, condition):
                    raise self.read.fail(
                        f"advice {rule.action}", f"names what is not there: {condition}"
                    )

    def answerable(self, instrument: Instrument, condition: Condition) -> bool:
        """Whether some answer could meet the condition."""
        if condition.question is None:
            return True
        if condition.question not in {question.key for question in instrument.questions}:
            return False
        question = instrument.question(condition.question)
        items = {item.key for item in question.items}
        if condition.ticked is not None:
            return question.kind.several and condition.item in items
        if condition.item is None:
            return not question.kind.by_item and set() < set(condition.options) <= items
        scale = {option.key for option in question.scale}
        return condition.item in items and set() < set(condition.options) <= scale

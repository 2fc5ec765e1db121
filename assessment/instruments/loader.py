"""Read an instrument folder: one structure file, one file of words per language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from assessment.wording import DeclarationError, Text, read_yaml

from .declaration import Declaration
from .kinds import KINDS
from .question import Item, Kind, Option, Question, Reply
from .schema import Instrument, Respondent, Scoring, Section

# Names of the form around the questions, and addresses beside the sections.
RESERVED = {"loaded", "page", "turn", "clear", "go", "from", "language"}
RESERVED_SECTIONS = {"check", "handed-in", "offline", "open", "report", "results"}
RESERVED_CHOICES = {
    "dont_know",
    "not_applicable",
}  # of a question that is answered with a statement

INSTRUMENT_KEYS = {
    "key", "version", "by", "offered", "roles", "reasons", "scoring", "scales", "sections", "advice",
}  # fmt: skip
QUESTION_KEYS = {
    "key", "kind", "scale", "points", "items", "choices", "exclusive", "dimension", "required", "longest", "least",
    "most", "weight", "stated", "opinion", "evidence", "may_not_apply", "known_to", "shown_if",
}  # fmt: skip


class MethodReader(Protocol):
    """What the loader asks of a scoring method: to read its own part of a declaration, and to check it."""

    def read(
        self,
        declaration: Declaration,
        scoring: Mapping[str, Any],
        sections: Sequence[Section],
        advice: Sequence[Mapping[str, Any]],
    ) -> Scoring:
        """Its part of the instrument: from `scoring`, `advice` and the sections read before."""

    def check(self, declaration: Declaration, instrument: Instrument) -> None:
        """Raise DeclarationError where the parts of a complete instrument do not fit together."""


def load(folder: Path, methods: Mapping[str, MethodReader]) -> Instrument:
    """The instrument described by `folder`, or DeclarationError naming file and key.

    `methods` are the scoring methods by the name that declarations give them.
    """
    path = folder / "instrument.yaml"
    try:
        raw, base = _with_base(folder, read_yaml(path))
        return _Builder(folder, raw, methods, base).instrument()
    except DeclarationError:
        raise
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # A list where a mapping belongs, a number where words do: no use in naming each.
        raise DeclarationError(
            f"{path}: something has another shape than expected: {error}"
        ) from error


def _with_base(folder: Path, raw: Mapping[str, Any]) -> tuple[Mapping[str, Any], Path | None]:
    """A version that is `based_on` another says only what differs, of its scoring too."""
    if "based_on" not in raw:
        return raw, None
    base = folder.parent / f"v{raw['based_on']}"
    if base == folder:
        raise DeclarationError(f"{folder}: based_on names the version itself")
    before = read_yaml(base / "instrument.yaml")
    if "based_on" in before:
        raise DeclarationError(f"{folder}: based_on names a version that is based on another")
    own = {key: value for key, value in raw.items() if key != "based_on"}
    return {**before, **own, "scoring": {**before["scoring"], **raw.get("scoring", {})}}, base


class _Builder(Declaration):
    def __init__(
        self,
        folder: Path,
        raw: Mapping[str, Any],
        methods: Mapping[str, MethodReader],
        base: Path | None,
    ) -> None:
        super().__init__(folder, base)
        self.raw, self.methods = raw, methods
        self.sections: set[str] = set()
        self.seen: dict[str, Question] = {}
        self.numbers = count(1)

    def instrument(self) -> Instrument:
        raw = self.raw
        self.known(
            "instrument",
            raw,
            INSTRUMENT_KEYS,
        )
        self.roles = self.texts("roles", raw.get("roles", []))
        self.reasons = self.texts("reasons", raw.get("reasons", []))
        sections = tuple(
            self.section(section) for section in self.take("instrument", raw, "sections")
        )
        scoring, advice = self.take("instrument", raw, "scoring"), raw.get("advice", [])
        method = self.methods[self.choice("scoring", scoring, "method", self.methods)]
        built = Instrument(
            key=self.word("instrument", raw, "key"),
            version=self.number("instrument", raw, "version"),
            by=Respondent(self.choice("instrument", raw, "by", Respondent)),
            text=self.words.get("title"),
            summary=self.words.get("summary"),
            intro=self.words.get("intro"),
            sections=sections,
            scoring=method.read(self, scoring, sections, advice),
            roles=self.roles,
            reasons=self.reasons,
            is_offered=self.flag("instrument", raw, "offered", default=True),
        )
        method.check(self, built)
        self.words.refuse_unused()
        return built

    def texts(self, path: str, keys: Sequence[str]) -> Mapping[str, Text]:
        return {key: self.words.get(f"{path}.{key}") for key in keys}

    def section(self, raw: Mapping[str, Any]) -> Section:
        key = self.take("sections", raw, "key")
        self.known(key, raw, {"key", "dimension", "questions"})
        if key in RESERVED_SECTIONS:
            raise self.fail(key, "a section cannot have this key")
        if key in self.sections:
            raise self.fail(key, "a section is declared twice")
        self.sections.add(key)
        dimension = raw.get("dimension")
        return Section(
            key,
            self.words.get(key),
            self.words.get(f"{key}.intro"),
            tuple(
                self.question(key, question, dimension)
                for question in self.take(key, raw, "questions")
            ),
            dimension,
        )

    def question(self, section: str, raw: Mapping[str, Any], dimension: str | None) -> Question:
        key = self.word(section, raw, "key")
        self.known(key, raw, QUESTION_KEYS)
        self.refuse_taken(key)
        kind = KINDS[self.choice(key, raw, "kind", KINDS)]
        scale = self.scale(key, raw) if "scale" in raw or kind.has_scale else ()
        question = Question(
            key=key,
            section=section,
            kind=kind,
            text=self.words.get(key),
            short=self.words.get(f"{key}.short"),
            help=self.words.find(f"{key}.help"),
            lift=self.words.find(f"{key}.lift"),
            proof=self.words.find(f"{key}.proof"),
            items=(items := self.items(key, kind, raw, scale)),
            scale=scale if kind.has_scale else (),
            exclusive=raw.get("exclusive"),
            required=raw.get("required", True),
            longest=self.number(key, raw, "longest", 0),
            least=self.number(key, raw, "least", 0),
            most=self.number(key, raw, "most", 0),
            weight=(weight := self.amount(key, {"weight": 0, **raw}, "weight")),
            is_stated=self.flag(key, raw, "stated", default=weight > 0),
            number=next(self.numbers) if weight or any(item.points for item in items) else 0,
            dimension=dimension,
            is_opinion=self.flag(key, raw, "opinion"),
            wants_evidence=self.flag(key, raw, "evidence"),
            may_not_apply=self.flag(key, raw, "may_not_apply"),
            known_to=tuple(raw.get("known_to", ())),
            shown_if=self.shown_if(key, section, raw),
        )
        self.check(question)
        self.seen[key] = question
        return question

    def refuse_taken(self, key: str) -> None:
        """Keys with dots may not begin with another key: the form's field names are built from them."""
        clash = any(key.startswith(f"{o}.") or o.startswith(f"{key}.") for o in self.seen)
        if key in RESERVED or key in self.seen or clash or not key.replace(".", "").isidentifier():
            raise self.fail(key, "this key is taken or not allowed")

    def check(self, question: Question) -> None:
        key, items = question.key, {item.key for item in question.items}
        if question.exclusive and question.exclusive not in items:
            raise self.fail(key, f"no item {question.exclusive} that could exclude the others")
        if question.least > question.most:
            raise self.fail(key, "least is above most")
        if fault := question.kind.declaration_fault(question):
            raise self.fail(key, fault)
        if question.weight and (question.dimension is None or not question.is_stated):
            raise self.fail(key, "a question with a weight needs a dimension and statements")
        if question.is_stated and (items & RESERVED_CHOICES or not question.kind.is_choice):
            raise self.fail(key, "a question with statements needs choices of its own")
        if unknown := [role for role in question.known_to if role not in self.roles]:
            raise self.fail(key, f"no role {', '.join(unknown)}")

    def shown_if(self, key: str, section: str, raw: Mapping[str, Any]) -> Reply | None:
        """The answer that makes this question appear: in an earlier section, so that the server alone decides."""
        if "shown_if" not in raw:
            return None
        reply = self.reply(key, raw["shown_if"])
        asked = self.seen.get(reply.question)
        if (
            asked is None
            or asked.section == section
            or asked.kind.several
            or not asked.kind.is_choice
        ):
            raise self.fail(key, "shown_if must name a single choice of an earlier section")
        if reply.answer not in {item.key for item in asked.items}:
            raise self.fail(key, f"{reply.question} has no answer {reply.answer}")
        return reply

    def scale(self, question: str, raw: Mapping[str, Any]) -> tuple[Option, ...]:
        name = self.choice(question, raw, "scale", self.raw.get("scales", {}))
        return tuple(
            Option(option, self.words.get(f"scales.{name}.{option}"))
            for option in self.raw["scales"][name]
        )

    def items(
        self, question: str, kind: Kind, raw: Mapping[str, Any], scale: Sequence[Option]
    ) -> tuple[Item, ...]:
        if given := kind.given_items():
            return given
        if kind.is_on_scale and scale:
            return self.items_of_scale(question, raw, scale)
        if "choices" in raw:
            return self.choices(question, raw["choices"])
        return self.declared_items(question, kind, raw, len(scale))

    def declared_items(
        self, question: str, kind: Kind, raw: Mapping[str, Any], steps: int
    ) -> tuple[Item, ...]:
        declared = raw.get("items", [])
        if kind.has_items != bool(declared):
            raise self.fail(question, f"items do not fit the kind {kind}")
        numbers = kind.points_an_item(steps, len(declared))
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

    def items_of_scale(
        self, question: str, raw: Mapping[str, Any], scale: Sequence[Option]
    ) -> tuple[Item, ...]:
        """A single choice among the steps of a scale, each with its points."""
        points = self.points(question, raw.get("points", ()))
        if len(points) != len(scale):
            raise self.fail(question, f"needs {len(scale)} points")
        return tuple(
            Item(option.key, option.text, points=(worth,))
            for option, worth in zip(scale, points, strict=True)
        )

    def choices(self, question: str, raw: Mapping[str, Any]) -> tuple[Item, ...]:
        """Choices in short: a mapping of keys to points."""
        return tuple(
            Item(key, self.words.get(f"{question}.{key}"), points=self.points(question, [worth]))
            for key, worth in raw.items()
        )

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

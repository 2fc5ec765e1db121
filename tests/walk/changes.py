"""What a person would do with a form: fill it in properly, and change one field at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.reading import Form

Answers = dict[str, Any]
QUICK = {"title": "Night buses on demand", "purpose": "anticipatory", "driver": "mission"}
EVEN = dict.fromkeys(("mission", "enhancement", "adaptive", "anticipatory"), "25")
# A change of this field says something only together with that one.
TOGETHER = {"budget": {"currency": "PEN"}, "lesson": {"state": "closed"}}
PARTS = {"reason", "evidence", "comment", "agreed"}  # of a statement, beside the answer
NEVER = {"csrfmiddlewaretoken", "language", "next"}


def steps(form: Form) -> Iterator[Answers]:
    yield {"kind": "add", **QUICK, "why": "Nobody else does"}
    for project in form.choices.get("project", [])[1:2]:
        yield {"kind": "move", "project": project, "purpose": "adaptive", "driver": "adaptive"}
        yield {"kind": "close", "project": project}


def organisations(form: Form) -> Iterator[Answers]:
    if offered := form.choices.get("organisation"):
        yield {"organisation": offered}


# How a form is filled in, by the name of the address it is sent to, where the page holds it empty.
PROPERLY: dict[str, Callable[[Form], Iterator[Answers]]] = {
    "portfolio:add": lambda form: iter([QUICK]),
    "portfolio:target": lambda form: iter([EVEN]),
    "portfolio:new_plan": lambda form: iter([{"title": "Buses at night"}]),
    "portfolio:plan": lambda form: steps(form) if "kind" in form.fields else iter(()),
    "portfolio:decide": lambda form: iter([{"decision": "We begin in May", "owner": "Eva"}]),
    "portfolio:add_action": lambda form: iter([{"title": "Ask the drivers of the night buses"}]),
    "portfolio:apply": organisations,
    "assessment:check": lambda form: iter([{"confirm": "yes"}]),
    "account_reset_password": lambda form: iter([{"email": "lead@example.org"}]),
}


def proper(name: str, form: Form, files: list[SimpleUploadedFile]) -> list[Answers]:
    """The ways to fill in this form; for a file, each that fits."""
    if form.files:
        return [{form.files[0]: file} for file in files]
    return list(PROPERLY.get(name, lambda form: iter(()))(form))


def changes(form: Form, most: int) -> Iterator[tuple[str, Answers]]:
    """One field after the other with another sensible value; where there are more than `most`, of each sort some."""
    sorts: dict[tuple[str, str], list[str]] = {}
    for name, kind in form.kinds.items():
        if kind not in ("hidden", "file", "password") and name not in NEVER:
            part = name.rpartition(".")[2]
            sorts.setdefault((kind, part if part in PARTS else ""), []).append(name)
    in_turn = [n for row in zip_longest(*sorts.values()) for n in row if n]
    for name in in_turn[:most]:
        if (value := other(form, name)) is not Ellipsis:
            yield from ((name, change) for change in with_company(form, name, value))


def with_company(form: Form, name: str, value: Any) -> Iterator[Answers]:
    """The change alone, and with what it needs to say something."""
    question, _dot, part = name.rpartition(".")
    if part == "reason":  # pages show it beside that answer only
        yield {question: "not_applicable", name: value}
    elif part == "agreed":
        yield {question: form.choices[question][0], name: value}
    else:
        yield {name: value}
    if name in TOGETHER:
        yield {**TOGETHER[name], name: value}


def other(form: Form, name: str) -> Any:
    """Another value for a field, or Ellipsis where there is none."""
    now, kind = form.fields.get(name, []), form.kinds[name]
    if kind == "radio":
        free = [v for v in form.choices[name] if [v] != now and v not in taken(form, name)]
        return next((v for v in free if v), free[0] if free else ...)
    if kind == "checkbox":
        offered = form.choices[name]
        if len(offered) == 1:
            return None if now else offered
        return next(([v] for v in offered if [v] != now), ...)  # alone: some go with no other
    if kind == "select":
        several = "multiple" in form.limits[name]
        free = [v for v in form.choices[name] if v and [v] != now]
        return ... if not free else free[:1] if several else free[0]
    return typed(form, name)


def taken(form: Form, name: str) -> set[str]:
    """In a ranking, the places of the other items: the same numbers are offered for each."""
    stem, mine = name.rpartition(".")[0], form.choices[name]
    if not stem or not any(value.isdigit() for value in mine):
        return set()
    others = [n for n in form.choices if n != name and n.rpartition(".")[0] == stem]
    alike = [other for other in others if form.choices[other] == mine]
    return {value for other in alike for value in form.fields.get(other, [])} - {""}


WORDS = {
    "date": "2026-12-30", "email": "lead@example.org", "url": "https://example.org/ñ?a=1&b=2",
    "textarea": "Tres líneas:\n“uno” & <dos>\n\ttres ",
}  # fmt: skip


def typed(form: Form, name: str) -> str:
    """What could be typed into a field: words of the region, or a number within limits."""
    kind, limits = form.kinds[name], form.limits[name]
    if kind == "number" or limits.get("inputmode") in ("numeric", "decimal"):
        now = "".join(form.fields.get(name, [])) or "40"
        more = float(now) + 1 if now.replace(".", "").isdigit() else 40
        return str(int(min(more, float(limits.get("max") or more))))
    words = WORDS.get(kind, "Otra “palabra” & más")
    if name == "link":
        words = WORDS["url"]
    return words[: int(limits.get("maxlength") or 1000)]

"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = {
    path.relative_to(ROOT): ast.parse(path.read_text())
    for app in ("assessment", "portfolio")
    for path in sorted((ROOT / app).rglob("*.py"))
}
# Everything that changes something is in workflow, on top of what models offer.
WRITERS = {
    "models", "workflow", "migrations", "management", "demonstration",
    "tasks",  # how far a PDF is
    "admin",  # people and agencies, as Django's administration does
}  # fmt: skip
# Django's writing methods take no positional arguments; those of hashes, dictionaries and pictures do.
NAMED_ONLY = {"save", "create", "get_or_create", "update_or_create", "update", "delete"}
ALWAYS = {"bulk_create", "bulk_update", "create_user", "save_answers", "save_fields"}


def writes(tree: ast.Module) -> Iterator[int]:
    """Lines that change rows of the database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name in ALWAYS or (name in NAMED_ONLY and not node.args and not _only_built(node)):
                yield node.lineno


def _only_built(call: ast.Call) -> bool:
    """`form.save(commit=False)` gives an instance and writes nothing."""
    return any(
        k.arg == "commit" and isinstance(k.value, ast.Constant) and k.value.value is False
        for k in call.keywords
    )


def test_everything_that_changes_something_is_in_workflow():
    found = [
        f"{path}:{line}"
        for path, tree in MODULES.items()
        if not WRITERS & {part.removesuffix(".py") for part in path.parts}
        for line in writes(tree)
    ]
    assert not found


@pytest.mark.parametrize(
    ("line", "is_write"),
    [
        ("record.save()", True),
        ("form.save()", True),
        ("Target.objects.get_or_create(agency=agency)", True),
        ("mine.update(status=status)", True),
        ("plans.filter(pk=1).delete()", True),
        ("records.save_answers(answers, revision=1, by=user)", True),
        ("form.save(commit=False)", False),
        ("hash.update(line)", False),
        ("book.save(out)", False),
    ],
)
def test_what_counts_as_a_change(line, is_write):
    assert bool(list(writes(ast.parse(line)))) == is_write


def test_a_class_has_a_name_of_its_own():
    """But for commands, which Django wants to be called so."""
    places: dict[str, list[str]] = {}
    for path, tree in MODULES.items():
        if "migrations" not in path.parts:
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and node.name != "Command":
                    places.setdefault(node.name, []).append(str(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_nothing_of_assessment_names_an_address_or_a_template_of_the_portfolio():
    """Its settings and addresses alone know every part; what the portfolio adds is registered."""
    templates = [
        *(ROOT / "templates").glob("*.html"),
        *(ROOT / "templates/assessment").rglob("*.html"),
    ]
    modules = [ROOT / path for path in MODULES if path.parts[:2] != ("assessment", "config")]
    own = [path for path in modules if path.relative_to(ROOT).parts[0] == "assessment"]
    assert len(templates) > 50
    named = re.compile(r"portfolio[:/.]")
    assert [path.name for path in (*templates, *own) if named.search(path.read_text())] == []

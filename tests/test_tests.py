"""The tests themselves: what people do with a form is done with the form that the page holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = [
    path
    for path in sorted(HERE.rglob("*.py"))
    if path.name not in ("reading.py", "test_tests.py") and path.parent.name != "benchmarks"
]


def is_filled(node: ast.expr, around: ast.AST) -> bool:
    """Whether this is `form.filled(…)`, or a name that has been given such a value in the same function."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "filled"
    if not isinstance(node, ast.Name):
        return False
    given = [
        each.value
        for each in ast.walk(around)
        if isinstance(each, ast.Assign) and node.id in [getattr(t, "id", "") for t in each.targets]
    ]
    return bool(given) and all(is_filled(value, around) for value in given)


def made_up(tree: ast.Module) -> Iterator[int]:
    """Lines that post something else than a page's own form."""
    inner = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    for around in inner:
        for call in ast.walk(around):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            data = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "data")]
            if call.func.attr == "post" and data and not is_filled(data[0], around):
                yield call.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE)))
def test_a_form_is_sent_as_its_page_holds_it(path):
    """`submit` and `send` of tests/reading.py do so; what no page would send goes through `forged`, which says why."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert sorted(set(made_up(tree))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("client.post(place, {'a': 1})", True),
        ("client.post(place, data={'a': 1})", True),
        ("sent = {'a': 1}; client.post(place, sent)", True),
        ("client.post(place, {**form.filled({}), 'a': 1})", True),
        ("client.post(place, row('a'))", True),
        ("sent = form.filled({}); client.post(place, sent)", False),
        ("client.post(place, form.filled({'a': 1}), headers={})", False),
        ("client.post(place)", False),
        ("forged(client, place, {'a': 1})", False),
    ],
)
def test_what_is_made_up_is_seen(source, found):
    assert bool(list(made_up(ast.parse(f"def test():\n    {source}\n")))) == found

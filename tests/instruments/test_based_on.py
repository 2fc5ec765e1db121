"""A version that says only what differs from another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assessment.instruments.loader import load
from assessment.methods import published
from assessment.methods.published import DATA, get
from assessment.methods.registry import METHODS
from assessment.wording import DeclarationError


@pytest.fixture
def folder(tmp_path) -> Path:
    shutil.copytree(DATA / "digital_maturity", tmp_path, dirs_exist_ok=True)
    return tmp_path / "v2"


def change(path: Path, before: str, after: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after, 1), encoding="utf-8")


def test_what_is_not_said_is_as_in_the_other_version(folder):
    found = load(folder, METHODS)
    assert found == get("digital_maturity", 2)
    first = get("digital_maturity", 1)
    assert [(q.key, q.kind, q.weight) for q in found.questions] == [
        (q.key, q.kind, q.weight) for q in first.questions
    ]
    said_anew = {
        new.key for new, old in zip(found.questions, first.questions, strict=True) if new != old
    }
    assert said_anew == {
        "gov.strategy.review", "data.governance.legal_basis", "svc.strategy.channels", "svc.enablers.open_source",
    }  # fmt: skip


def test_its_own_words_come_before_those_of_the_other(folder):
    for language in ("en", "es", "pt-br"):
        with (folder / f"{language}.yaml").open("a", encoding="utf-8") as words:
            words.write(f'title: "Maturity again, {language}"\n')
    assert load(folder, METHODS).text["es"] == "Maturity again, es"


def test_a_word_for_nothing_is_refused_in_its_own_files(folder):
    with (folder / "en.yaml").open("a", encoding="utf-8") as words:
        words.write('pairs.nothing: "Nothing"\n')
    with pytest.raises(DeclarationError, match=r"words for nothing: pairs\.nothing"):
        load(folder, METHODS)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("based_on: 1", "based_on: 2", "itself"),
        ("based_on: 1", "based_on: 7", "v7/instrument.yaml: the file is missing"),
        (
            "question: gov.strategy.plan, at_most: 0",
            "question: gov.nothing, at_most: 0",
            "no question",
        ),
        ("without: protection", "without: nobody", "no choice nobody"),
        ("flags: [same_position,", "flags: [same_place,", "no flag same_place"),
        (
            "question: gov.strategy.plan, at_most: 0",
            "question: gov.strategy.plan",
            "needs a question",
        ),
        ("version: 2", "version: 2\nmore: 1", "unknown keys: more"),
    ],
)
def test_a_fault_is_named(folder, before, after, told):
    change(folder / "instrument.yaml", before, after)
    with pytest.raises(DeclarationError, match=told):
        load(folder, METHODS)


def test_a_chain_of_versions_is_refused(folder):
    third = shutil.copytree(folder, folder.parent / "v3")
    change(third / "instrument.yaml", "version: 2\nbased_on: 1", "version: 3\nbased_on: 2")
    with pytest.raises(DeclarationError, match="based on another"):
        load(third, METHODS)


def test_only_what_is_offered_is_begun(folder, monkeypatch):
    text = (folder / "instrument.yaml").read_text(encoding="utf-8")
    for offered, begun in (("true", 2), ("false", 1)):
        lines = [line for line in text.splitlines() if not line.startswith("offered:")]
        lines.insert(lines.index("based_on: 1"), f"offered: {offered}")
        (folder / "instrument.yaml").write_text("\n".join(lines), encoding="utf-8")
        versions = (load(folder.parent / "v1", METHODS), load(folder, METHODS))
        monkeypatch.setattr(published, "all_instruments", lambda versions=versions: versions)
        assert published.latest.__wrapped__("digital_maturity").version == begun
        assert published.newest("digital_maturity").version == 2

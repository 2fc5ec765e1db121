"""Words and structure are read strictly: nothing missing, nothing left over, no trap of YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment import review
from assessment.methods import published
from assessment.wording import LANGUAGES, DeclarationError, Words, read_yaml


@pytest.fixture
def folder(tmp_path) -> Path:
    for language in LANGUAGES:
        (tmp_path / f"{language}.yaml").write_text("greeting: Hola\nparting: Chao\n")
    return tmp_path


def read(tmp_path: Path, content: str) -> object:
    path = tmp_path / "structure.yaml"
    path.write_text(content, encoding="utf-8")
    return read_yaml(path)


def test_words_are_given_in_every_language(folder):
    assert Words(folder).get("greeting") == dict.fromkeys(LANGUAGES, "Hola")


def test_words_missing_in_one_language_name_folder_path_and_language(folder):
    (folder / "pt-br.yaml").write_text("greeting: Olá\n")
    with pytest.raises(DeclarationError) as error:
        Words(folder).get("parting")
    assert str(error.value) == f"{folder}: parting: no words in pt-br"


@pytest.mark.parametrize("words", ['""', "null", "~"])
def test_empty_words_are_missing_words(folder, words):
    (folder / "es.yaml").write_text(f"greeting: {words}\nparting: Chao\n")
    with pytest.raises(DeclarationError, match=r"greeting.*es|es\.yaml.*greeting"):
        Words(folder).get("greeting")


def test_blank_words_are_missing_words(folder):
    (folder / "es.yaml").write_text('greeting: "  "\nparting: Chao\n')
    with pytest.raises(DeclarationError):
        Words(folder).get("greeting")


def test_optional_words_must_be_in_all_languages_or_in_none(folder):
    assert Words(folder).find("help") is None
    (folder / "en.yaml").write_text("greeting: Hola\nparting: Chao\nhelp: Help\n")
    with pytest.raises(DeclarationError, match="help: no words in es, pt-br"):
        Words(folder).find("help")


def test_words_that_nothing_asks_for_are_refused_with_their_file(folder):
    words = Words(folder)
    words.get("greeting")
    with pytest.raises(DeclarationError) as error:
        words.refuse_unused()
    assert str(error.value) == f"{folder / 'en.yaml'}: words for nothing: parting"


def test_a_missing_language_file_is_named(folder):
    (folder / "es.yaml").unlink()
    with pytest.raises(DeclarationError, match=r"es\.yaml: the file is missing"):
        Words(folder)


@pytest.mark.parametrize("value", ["Yes", "no", "on", "12", "1.10", "[a, b]", "{a: b}"])
def test_words_that_yaml_reads_as_something_else_are_refused(folder, value):
    (folder / "es.yaml").write_text(f"greeting: {value}\n")
    with pytest.raises(DeclarationError, match=r"es\.yaml: not text: greeting"):
        Words(folder)


def test_a_file_of_words_is_one_mapping(folder):
    (folder / "es.yaml").write_text("- Hola\n")
    with pytest.raises(DeclarationError, match=r"es\.yaml: expected one mapping"):
        Words(folder)


def test_a_key_written_twice_is_refused_with_file_and_line(tmp_path):
    with pytest.raises(DeclarationError, match=r"structure\.yaml, line 2: a key is written twice"):
        read(tmp_path, "a:\n  b: 1\n  c: 2\n  b: 3\n")


@pytest.mark.parametrize("key", ["yes", "no", "on", "off", "Yes", "3", "2026-01-01", "null"])
def test_a_key_that_yaml_does_not_read_as_text_wants_quotes(tmp_path, key):
    with pytest.raises(
        DeclarationError, match=r"structure\.yaml, line 1: put these keys in quotes"
    ):
        read(tmp_path, f"{key}: 1\n")


def test_a_merge_may_not_override_a_key(tmp_path):
    with pytest.raises(DeclarationError, match="twice"):
        read(tmp_path, "base: &base {a: 1}\nother:\n  <<: *base\n  a: 2\n")


@pytest.mark.parametrize("content", ["a: [1", "a:\n\t- b", "a: b: c", "!!python/object:os.x {}"])
def test_what_is_not_yaml_is_refused_with_its_file(tmp_path, content):
    with pytest.raises(DeclarationError, match=r"structure\.yaml: not readable as YAML"):
        read(tmp_path, content)


def test_a_file_that_is_not_utf_8_is_refused_with_its_file(tmp_path):
    (tmp_path / "structure.yaml").write_bytes("título: año".encode("latin-1"))
    with pytest.raises(DeclarationError, match=r"structure\.yaml"):
        read_yaml(tmp_path / "structure.yaml")


def test_what_the_project_ships_loads():
    assert published.all_instruments()
    assert review.actions()
    assert review.countries()
    assert review.glossary()
    assert review.survey().findings

"""One concept, one term a language: assessment/review/terms.yaml against every text there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings

from assessment import wording

ROOT = Path(wording.__file__).parent
TERMS = wording.read_yaml(ROOT / "review" / "terms.yaml")
LOCALES = {"es": "es", "pt-br": "pt_BR"}
NO_WORDS = re.compile(r"<[^>]+>|%\(\w+\)s|\{\w+\}(?!\")")


class Wordings(NamedTuple):
    """One text in every language."""

    place: str
    is_page: bool
    text: Mapping[str, str]


@cache
def pages() -> list[Wordings]:
    """What the catalogues hold, every form of a plural by itself."""
    read = {
        language: _catalogue(Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po")
        for language, locale in LOCALES.items()
    }
    return [
        Wordings(f"django.po: {key}", True, {"en": key, "es": told, "pt-br": read["pt-br"][key]})
        for key, told in read["es"].items()
        if key in read["pt-br"]
    ]


def _catalogue(path: Path) -> dict[str, str]:
    """English to translation. Several forms of a plural are one text: the term stands in any of them."""
    found = {}
    for block in path.read_text("utf-8").split("\n\n"):
        lines: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if match := re.match(r'(msg\w+(?:\[\d\])?) "(.*)"$', line):
                name = match[1]
                lines[name] = match[2]
            elif name and (match := re.match(r'"(.*)"$', line)):
                lines[name] += match[1]
        if lines.get("msgid"):
            told = [text for name, text in lines.items() if name.startswith("msgstr")]
            found[lines["msgid"]] = " / ".join(told).replace("\\", "")
    return found


@cache
def files() -> list[Wordings]:
    """The words of questionnaires, kinds of question and the review."""
    found = []
    for english in sorted(ROOT.rglob("en.yaml")):
        read = {
            language: wording.read_yaml(english.with_name(f"{language}.yaml"))
            for language in wording.LANGUAGES
        }
        place = english.parent.relative_to(ROOT)
        found += [
            Wordings(f"{place}: {key}", False, {language: read[language][key] for language in read})
            for key in read["en"]
        ]
    return found


def says(text: str, terms: list[str]) -> str | None:
    """The first of the terms that the text has."""
    plain = NO_WORDS.sub("", text).replace("\N{NO-BREAK SPACE}", " ")
    for term in terms:
        ending = "" if term.endswith("*") else r"(?:s|es)?(?![\w-])"
        if re.search(rf"(?<![\w-]){re.escape(term.rstrip('*'))}{ending}", plain, re.IGNORECASE):
            return term
    return None


def faults(name: str) -> Iterator[str]:
    """Every text that speaks of the concept in another word."""
    concept = TERMS[name]
    spared = tuple(concept.get("except", ["\n"]))
    for text in [*pages(), *files()]:
        if not text.place.endswith(spared):
            yield from _forbidden(concept, text)
            if text.is_page or concept.get("only") != "pages":
                yield from _missing(concept, text)


def _forbidden(concept: Mapping[str, Any], text: Wordings) -> Iterator[str]:
    for language, terms in concept.get("never", {}).items():
        if term := says(text.text[language], terms):
            yield f"{language}: never “{term}”: {text.place}: {text.text[language]}"


def _missing(concept: Mapping[str, Any], text: Wordings) -> Iterator[str]:
    if says(text.text["en"], concept["en"]):
        for language in LOCALES:
            if not says(text.text[language], concept[language]):
                yield f"{language}: not {concept[language]}: {text.place}: {text.text[language]}"


def test_there_are_texts_and_terms():
    assert len(pages()) > 1000
    assert len(files()) > 1500
    assert len(TERMS) > 40


@pytest.mark.parametrize("name", TERMS)
def test_one_concept_has_one_term(name):
    assert not list(faults(name))


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_given_in_every_language_with_its_source(name):
    concept = TERMS[name]
    assert concept["source"]
    given = [bool(concept[language]) for language in wording.LANGUAGES]
    assert all(given) or (not any(given) and concept["never"])


def test_a_wrong_term_would_be_found():
    assert says("Plataforma de troca de dados", ["troca de dados"]) == "troca de dados"
    assert says("A data-steward", ["data steward"]) is None
    assert says("El retorno, un secreto", ["reto"]) is None
    assert says("Los retos", ["reto"]) == "reto"
    assert says("las instituciones", ["instituci*"]) == "instituci*"

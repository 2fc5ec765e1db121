"""The loader refuses a damaged declaration and says where: a copy of the real one, damaged."""

from __future__ import annotations

import hashlib
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assessment import wording
from assessment.instruments import kinds
from assessment.instruments.loader import RESERVED, RESERVED_SECTIONS, load
from assessment.methods.published import DATA, all_instruments, get, latest
from assessment.methods.registry import METHODS
from assessment.wording import DeclarationError, read_yaml

PUBLISHED = Path(__file__).with_name("published.json")
ORIGINAL = DATA / "portfolio_snapshot" / "v1"
QUESTION_1 = "- {key: mission, dimension: mission}"  # the first item of q01
RULE_7C = "- {question: q24, item: a, is: [strongly_disagree, disagree, neutral]}"
SINGLE = "- key: q17\n        kind: single"


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(ORIGINAL, tmp_path / "v1"))


@cache
def undamaged() -> dict[str, Any]:
    return {
        path.read_text(encoding="utf-8"): read_yaml(path) for path in ORIGINAL.glob("[!i]*.yaml")
    }


@pytest.fixture(autouse=True)
def _words_are_parsed_once(monkeypatch) -> None:
    """Reading three long files again for every damage to the structure would take most of the time."""

    def read(path: Path) -> Any:
        content = path.read_text(encoding="utf-8")
        return undamaged()[content] if content in undamaged() else read_yaml(path)

    monkeypatch.setattr(wording, "read_yaml", read)


def damage(folder: Path, before: str, after: str, name: str = "instrument.yaml") -> None:
    """Put `after` in the place of the first `before`."""
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert before in content, f"{name} no longer has {before!r}"
    path.write_text(content.replace(before, after, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(DeclarationError) as error:
        load(folder, METHODS)
    return str(error.value)


def test_a_copy_loads_as_the_original_does(folder):
    assert load(folder, METHODS) == latest("portfolio_snapshot")


def test_there_is_no_instrument_of_an_unknown_name_or_version():
    with pytest.raises(KeyError):
        latest("horoscope")
    with pytest.raises(KeyError):
        get("portfolio_snapshot", 999)


# --- Words


def test_words_missing_in_one_language_name_folder_path_and_language(folder):
    damage(folder, "\nq17.short:", "\nq17.shorter:", "es.yaml")
    assert refusal(folder) == f"{folder}: q17.short: no words in es"


def test_words_for_nothing_name_their_file_and_path(folder):
    with (folder / "pt-br.yaml").open("a", encoding="utf-8") as words:
        words.write("q99: Uma pergunta que ninguém faz\n")
    assert refusal(folder) == f"{folder / 'pt-br.yaml'}: words for nothing: q99"


def test_words_given_twice_are_refused(folder):
    with (folder / "en.yaml").open("a", encoding="utf-8") as words:
        words.write("title: Another title\n")
    assert "en.yaml" in refusal(folder)


def test_a_missing_structure_file_is_named(folder):
    (folder / "instrument.yaml").unlink()
    assert refusal(folder) == f"{folder / 'instrument.yaml'}: the file is missing"


# --- Structure: every damage, and what the refusal must name beside the file

DAMAGES = {
    "a question twice": ("- key: q03\n", "- key: q01\n", "q01"),
    "an item twice": (QUESTION_1, f"{QUESTION_1}\n          {QUESTION_1}", "q01"),
    "a key twice": (SINGLE, f"{SINGLE}\n        kind: single", "twice"),
    "an unquoted item": ('- {key: "yes", dimension', "- {key: yes, dimension", "q17"),
    "an unquoted key": ("required: false", "required: false, no: 1", "quotes"),
    "an unquoted option": ('q17, is: ["no", unsure]', "q17, is: [no, unsure]", "19.a"),
    "an unknown key of a question": ("kind: grid", "kind: grid\n        weight: 2", "weight"),
    "an unknown key of an item": ("{key: mission, dimension", "{key: mission, wight: 2, dimension", "wight"),
    "an unknown key of the instrument": ("by: person", "by: person\nauthor: me", "author"),
    "an unknown key of a variant": ("{ceiling: reachable,", "{ceilling: 1, ceiling: 64,", "ceilling"),
    "an unknown key of a rule": ("priority: 1\n", "priority: 1\n    weight: 3\n", "weight"),
    "too few points in a grid": ("points: [0, 1, 2, 3, 4]", "points: [0, 1, 2, 3]", "needs 5 points"),
    "too many points in a ranking": ("points: [4, 2, 1, 0]", "points: [4, 3, 2, 1, 0]", "needs 4 points"),
    "two points for one tick": (
        "points: [4]\n        exclusive", "points: [4, 2]\n        exclusive", "needs 1 points"
    ),
    "an unknown dimension": (QUESTION_1, "- {key: mission, dimension: mischief}", "mischief"),
    "an unknown printed dimension": ("printed_dimension: adaptive", "printed_dimension: adoptive", "adoptive"),
    "an unknown scale": ("scale: agreement", "scale: accord", "accord"),
    "items of a question in words": ("kind: text, longest: 200}", "kind: text, longest: 9, items: [{key: a}]}", "unit"),
    "words without a limit": ("{key: unit, kind: text, longest: 200}", "{key: unit, kind: text}", "longest"),
    "a choice that excludes and is not there": ("exclusive: none", "exclusive: nothing", "nothing"),
    "bands that fall": ("{weak: 0, moderate: 50, strong: 75}", "{weak: 0, moderate: 75, strong: 50}", "thresholds"),
    "bands that do not start at 0": ("{weak: 0, moderate", "{weak: 1, moderate", "thresholds"),
    "an unknown default variant": ("default_variant: faceta", "default_variant: facets", "facets"),
    "an unknown method": ("method: points", "method: guess", "guess"),
    "a rule naming an unknown action": ('action: "19.b"', 'action: "99.z"', "99.z"),
    "a rule naming an unknown question": ("{question: q20, is:", "{question: q99, is:", "19.b"),
    "a rule naming an unknown item": ("{question: q22, item: b,", "{question: q22, item: z,", "19.b"),
    "a rule naming an unknown option": ("[strongly_disagree, disagree, neutral]", "[never]", "19.b"),
    "a rule naming an unknown choice": ("q15, unticked: ant_1", "q15, unticked: ant_9", "19.h"),
    "a rule naming an unknown dimension": ("{dimension: anticipatory, below", "{dimension: psychic, below", "19.h"),
    "a rule naming an unknown weakest": ("weakest: anticipatory", "weakest: psychic", "19.h"),
    "a condition of no known form": ("{capability_below: 72}", "{capability_under: 72}", "19.b"),
    "a condition with something more": ("{capability_below: 72}", "{capability_below: 72, or: 1}", "19.b"),
    "no version": ("version: 1\n", "", "version is missing"),
    "no sections": ("\nsections:", "\nadvise:", "advise"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_the_loader_refuses(folder, name):
    before, after, named = DAMAGES[name]
    damage(folder, before, after)
    message = refusal(folder)
    assert str(folder / "instrument.yaml") in message
    assert named in message


@pytest.mark.parametrize("key", [*sorted(RESERVED), "a-b"])
def test_a_question_cannot_have_a_name_of_the_form_around_it(folder, key):
    damage(folder, "{key: unit, kind", f"{{key: {key}, kind")
    assert f"{key}: this key is taken or not allowed" in refusal(folder)


@pytest.mark.parametrize("key", sorted(RESERVED_SECTIONS))
def test_a_section_cannot_have_an_address_of_another_page(folder, key):
    damage(folder, "- key: purpose\n    questions", f"- key: {key}\n    questions")
    assert f"{key}: a section cannot have this key" in refusal(folder)


def test_every_address_beside_the_sections_is_reserved():
    from assessment.urls import urlpatterns

    beside = {str(pattern.pattern) for pattern in urlpatterns}
    taken = {
        route.removeprefix("submissions/<uuid:pk>/").split("/")[0]
        for route in beside
        if route.startswith("submissions/<uuid:pk>/")
    }
    assert taken - {"", "<slug:section>"} == RESERVED_SECTIONS


UNNAMED = {
    "an unknown kind": ("kind: ranking", "kind: rankling", "q02"),
    "an unknown respondent": ("by: person", "by: parrot", "by"),
    "a grid without a scale": ("kind: grid\n        scale: agreement", "kind: grid", "q01"),
    "points that are no numbers": ("points: [0, 1, 2, 3, 4]", "points: [0, 1, 2, 3, four]", "q01"),
    "a section without questions": ("- key: purpose\n    questions", "- key: purpose\n    question", "purpose"),
    "a rule without a priority": ('"19.b"\n    priority: 1\n', '"19.b"\n', "19.b"),
    "a rule without conditions": (f"when:\n      {RULE_7C}", "when:", "7.c"),
    "an unquoted question": ("{key: unit, kind", "{key: no, kind", "profile"),
    "no threshold of the tendency": ("tendency_from", "tendency_form", "tendency_from"),
    "no base of management": ("base: 16", "bass: 16", "capability"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNNAMED)
def test_the_loader_names_file_and_key_also_for(folder, name):
    before, after, named = UNNAMED[name]
    damage(folder, before, after)
    message = refusal(folder)
    assert str(folder / "instrument.yaml") in message
    assert named in message


ACCEPTED = {
    "an unknown key of a section": ("- key: risk\n", "- key: risk\n    weight: 2\n"),
    "two rules for one action": ('action: "19.h"', 'action: "19.b"'),
    "a rule without reasons": (f"when:\n      {RULE_7C}", "when: []"),
    "a condition without answers": ("q20, is: [", "q20, is: []}\n      - {question: q20, is: ["),
    "a tick in a question that is not multiple choice": ("q15, unticked: ant_1", "q05, unticked: mission"),
    "one answer to a grid as a whole": ("q22, item: b, is: [strongly_disagree, disagree, neutral]", "q22, is: [b]"),
    "one answer to multiple choice": ("q15, unticked: ant_1", "q15, is: [ant_1]"),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_loader_refuses_what_could_never_work(folder, name):
    before, after = ACCEPTED[name]
    damage(folder, before, after)
    refusal(folder)


# --- Shape: one thing in the place of another

SHAPES: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "nothing at all": ((), None),
    "sections that are nothing": (("sections",), None),
    "a section that is a number": (("sections", 1), 7),
    "questions that are nothing": (("sections", 1, "questions"), None),
    "a question that is nothing": (("sections", 1, "questions", 0), None),
    "items that are a number": (("sections", 1, "questions", 0, "items"), 4),
    "a dimension that is a list": (("sections", 1, "questions", 0, "items", 0, "dimension"), ["mission"]),
    "scales that are nothing": (("scales",), None),
    "no scoring": (("scoring",), None),
    "dimensions that are nothing": (("scoring", "dimensions"), None),
    "variants in a list": (("scoring", "variants"), ["faceta"]),
    "no bands": (("scoring", "bands"), {}),
    "a band that starts in words": (("scoring", "bands", "moderate"), "half"),
    "a capability that is nothing": (("scoring", "capability"), None),
    "advice that is nothing": (("advice",), None),
    "a condition in words": (("advice", 0, "when", 0), "always"),
    "an option that is a list": (("advice", 0, "when", 1, "is", 0), ["no"]),
}  # fmt: skip
POINTLESS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "a choice with a dimension and no points": (("sections", 5, "questions", 0, "items", 0, "points"), []),
    "a grid with dimensions and no points": (("sections", 1, "questions", 0, "points"), []),
    "a ceiling below nought": (("scoring", "variants", "corrected", "ceiling"), -64),
    "multiple choice counted by a word": (("scoring", "variants", "corrected", "multiple_choice"), "nope"),
    "a question with more least than most": (("sections", 0, "questions", 1, "least"), 2000000),
    "a key that is a number": (("key",), 7),
}  # fmt: skip


def reshape(folder: Path, where: tuple[str | int, ...], value: Any) -> None:
    whole = {"": read_yaml(folder / "instrument.yaml")}
    at, *rest = "", *where
    place: Any = whole
    for step in rest:
        place, at = place[at], step
    place[at] = value
    (folder / "instrument.yaml").write_text(json.dumps(whole[""]), encoding="utf-8")


@pytest.mark.parametrize("name", SHAPES)
def test_the_loader_names_the_file_of_what_has_another_shape(folder, name):
    reshape(folder, *SHAPES[name])
    assert str(folder / "instrument.yaml") in refusal(folder)


@pytest.mark.parametrize("name", POINTLESS)
def test_the_loader_refuses_what_cannot_be_counted(folder, name):
    reshape(folder, *POINTLESS[name])
    refusal(folder)


def test_a_section_twice_is_refused(folder):
    damage(folder, "- key: risk\n", "- key: purpose\n")
    for path in folder.glob("[!i]*.yaml"):  # the words of both are there
        words = read_yaml(path)
        del words["risk"], words["risk.intro"]
        path.write_text(json.dumps(words), encoding="utf-8")
    assert "purpose" in refusal(folder)


# --- What is published stays


def digests() -> dict[str, str]:
    return {
        path.parent.relative_to(DATA).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(DATA.glob("*/v*/instrument.yaml"))
    }


def test_the_structure_of_a_published_instrument_does_not_change():
    assert digests() == json.loads(PUBLISHED.read_text(encoding="utf-8")), (
        "The structure of a published instrument has changed, or there is a new version. Answers refer to the "
        "published structure, so it stays as it is: undo the change, and make it in a new folder (v2). Words may be "
        "corrected at any time, in the language files. For a new folder, add its digest to published.json."
    )


def test_every_version_in_the_files_can_be_had():
    for instrument in all_instruments():
        folder = DATA / instrument.key / f"v{instrument.version}"
        assert (folder / "instrument.yaml").exists()
        assert get(instrument.key, instrument.version) is instrument


def test_every_scored_question_can_be_scored():
    counted = {kinds.GRID, kinds.RANKING, kinds.MULTIPLE, kinds.SINGLE}
    for instrument in all_instruments():
        assert {q.kind for q in instrument.questions if q.scored} <= counted

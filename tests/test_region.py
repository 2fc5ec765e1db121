"""What the review recorded by country: read strictly, counted as printed, and never a no where it has no value.

The tables below were copied from the review's own text, independently of the files that the product ships.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessment import instruments, review
from assessment.review import context_of, indicators
from assessment.review.region import Scale, read_contexts, read_indicators
from assessment.wording import LANGUAGES, DeclarationError, read_yaml

# Table 1.3: the columns in its order, and its twelve rows; x is a tick.
TABLE_1_3 = """
                             AR BB BO BR CL CO CR DO EC JM MX PA PY PE UY
org_priorities               x  .  x  x  x  x  .  x  x  .  x  x  x  .  x
org_value_proposition        .  x  x  x  x  x  .  x  .  .  x  x  x  x  x
org_approval                 x  .  .  x  x  x  .  x  .  .  x  x  x  x  .
org_external_reviews         .  x  .  .  .  x  .  x  .  .  x  x  x  x  .
org_funding                  .  .  .  x  .  x  .  .  .  .  .  x  x  x  x
org_ndgs_development         x  .  x  x  x  x  x  x  .  .  x  x  x  x  x
org_horizontal_coordination  x  x  x  x  x  x  x  x  .  x  x  x  x  x  x
org_institutional_strategies x  x  .  x  .  x  .  x  .  x  x  x  x  x  x
org_technical_standards      x  x  x  x  x  x  x  x  x  .  x  x  x  x  x
org_advice_on_projects       x  x  x  x  x  .  .  x  x  x  x  x  x  x  x
org_project_monitoring       x  x  x  x  .  x  x  x  .  x  x  x  x  x  .
org_subnational_coordination x  .  .  x  .  x  .  x  .  .  x  x  x  x  .
"""

# Table 2.1: never, rarely, sometimes, often, neutral (-).
TABLE_2_1 = """
   open_tenders below_threshold framework_agreements direct_purchases ppp innovative_procurement challenge_based
AR sometimes    -               -                    sometimes        often     -         rarely
BB often        often           sometimes            sometimes        sometimes rarely    sometimes
BR often        sometimes       often                sometimes        rarely    rarely    rarely
CL often        sometimes       often                sometimes        rarely    -         never
CO rarely       sometimes       sometimes            never            never     never     never
CR often        sometimes       -                    -                sometimes -         never
DO often        rarely          often                never            often     -         never
EC often        -               rarely               rarely           rarely    rarely    rarely
JM often        often           rarely               often            -         rarely    rarely
MX often        -               often                -                -         -         never
PA often        rarely          -                    -                rarely    -         -
PY often        often           -                    -                rarely    rarely    sometimes
PE often        often           often                -                -         sometimes never
UY sometimes    often           -                    often            never     sometimes never
"""

# Table 2.2: has a framework, then the groups that it covers.
GROUPS = ("management", "line_departments", "support_staff", "frontline", "specialists")
TABLE_2_2 = """
AR yes x x . . .
BB no  . . . . .
BR yes x x x x x
CL no  . . . . .
CO yes . x . . x
CR yes x x x x x
EC yes . . . . .
JM no  . . . . .
MX yes . . . . x
PA yes x x . . x
PY no  . . . . .
PE yes x x x x x
DO no  . . . . .
UY yes x x x x x
"""

TABLE_4_2 = """
   accessibility user_engagement procurement quality_assurance
AR x . . x
BR x x x x
BB x x . x
CL x x x x
CO x . x x
CR x . x x
DO x x x x
EC x x x x
JM . . . .
MX . . x .
PA x . x x
PY x x . x
PE x x x x
UY x x x x
"""

TABLE_5_1 = """
   blockchain iot digital_twins rpa big_data
AR x x . . x
BB x . . . .
BR . x . x x
CL . . . . .
CO . . . . x
CR x x . . x
DO . . . . .
EC . . . . .
JM . . . . .
MX . x . x x
PA . . . . x
PY . x . . x
PE . . . . .
UY . . . . x
"""
WRITTEN = {"x": "yes", ".": "no", "-": "neutral"}


def rows(table: str) -> list[list[str]]:
    return [
        [WRITTEN.get(cell, cell) for cell in line.split()] for line in table.strip().split("\n")
    ]


def by_country(table: str, prefix: str) -> dict[str, dict[str, str]]:
    """Values by indicator and country, from a table with the countries down the side."""
    head, *body = rows(table)
    return {
        prefix + key: {code: cells[column] for code, *cells in body}
        for column, key in enumerate(head)
    }


def printed() -> dict[str, dict[str, str]]:
    countries, *powers = rows(TABLE_1_3)
    frameworks = {code: (has, groups) for code, has, *groups in rows(TABLE_2_2)}
    return {
        **{key: dict(zip(countries, cells, strict=True)) for key, *cells in powers},
        **by_country(TABLE_2_1, "procurement_"),
        "skills_framework": {code: has for code, (has, _) in frameworks.items()},
        **{
            f"skills_framework_{group}": {
                code: groups[column] for code, (has, groups) in frameworks.items() if has == "yes"
            }
            for column, group in enumerate(GROUPS)
        },
        **by_country(TABLE_4_2, "guideline_"),
        **by_country(TABLE_5_1, "tech_strategy_"),
    }


def count(key: str, value: str = "yes") -> int:
    return len(dict(indicators()[key].spread).get(value, ()))


@pytest.mark.parametrize("key", printed())
def test_the_values_are_those_of_the_printed_tables(key):
    assert dict(indicators()[key].values) == printed()[key]
    assert indicators()[key].n == len(printed()[key])


@pytest.mark.parametrize(
    ("table", "size"), [("1.3", 12), ("2.1", 7), ("2.2", 6), ("4.2", 4), ("5.1", 5)]
)
def test_the_tables_by_country_are_complete(table, size):
    found = [one.key for one in indicators().values() if one.source == f"Table {table}"]
    assert len(found) == size
    assert set(found) <= set(printed())


def test_the_totals_that_the_review_prints():
    technologies = ("blockchain", "iot", "digital_twins", "rpa", "big_data")
    assert [count(f"tech_strategy_{each}") for each in technologies] == [3, 5, 0, 2, 8]
    assert count("skills_framework") == 9
    assert (count("skills_framework_frontline"), count("skills_framework_specialists")) == (4, 7)
    assert (count("platform_transactional", "no"), count("service_catalogue_coverage", "all")) == (
        2,
        4,
    )
    assert (count("coordination_body_exists"), count("ndgs_exists")) == (12, 16)


def test_questions_are_questions_and_their_indicators_are_few():
    folder = Path(instruments.__file__).parent / "data" / "digital_maturity" / "v1"
    questions = {
        question["key"]
        for section in read_yaml(folder / "instrument.yaml")["sections"]
        for question in section["questions"]
    }
    contexts = {question: context_of(question) for question in questions}
    assert len(context_of("gov.leadership.mandate")) == 12
    assert max(len(own) for key, own in contexts.items() if key != "gov.leadership.mandate") <= 6
    path = Path(review.__file__).parent / "data" / "region" / "questions.yaml"
    assert set(read_yaml(path)) <= questions
    assert {one.key for own in contexts.values() for one in own} == set(indicators())


def test_a_question_without_context_has_none():
    assert context_of("gov.leadership.attitude") == ()
    assert context_of("no.such.question") == ()


def test_the_spread_goes_by_the_scale():
    assert [value for value, _ in indicators()["org_priorities"].spread] == ["yes", "no"]
    buying = indicators()["procurement_direct_purchases"].spread
    assert [value for value, _ in buying] == ["never", "rarely", "sometimes", "often", "neutral"]
    assert buying[0] == ("never", ("CO", "DO"))
    ranks = indicators()["org_in_charge_head_level"].spread
    assert [(value, len(codes)) for value, codes in ranks] == [("D1", 9), ("D2", 6), ("D3", 1)]
    years = [int(value) for value, _ in indicators()["ndgs_year"].spread]
    assert years == sorted(years)


def test_the_spread_holds_every_country_once():
    for one in indicators().values():
        codes = [code for _, own in one.spread for code in own]
        assert sorted(codes) == sorted(one.values), one.key
        assert one.unknown == (0 if one.scale is Scale.FINDING else one.n - len(codes)), one.key


def test_a_country_without_a_value_is_unknown_and_not_a_no():
    body = indicators()["coordination_body_exists"]
    assert body.value_for("PE") == "yes"
    assert body.value_for("VE") is None
    assert [value for value, _ in body.spread] == ["yes"]
    assert body.unknown == 5
    assert indicators()["data_lead_open_data"].value_for("BB") is None
    assert indicators()["skills_framework_management"].value_for("CL") is None


def test_a_finding_has_a_sentence_and_no_values():
    for one in indicators().values():
        assert (one.scale is Scale.FINDING) == (one.finding is not None) == (not one.values)


def test_known_contradictions_stand_with_the_indicator():
    for key in ("org_horizontal_coordination", "org_subnational_coordination", "ndgs_year"):
        assert "the review's text says" in indicators()[key].note["en"]
    assert "eleven of fifteen" in indicators()["procurement_challenge_based"].note["en"]
    assert indicators()["org_priorities"].note is None


def test_values_and_sources_in_every_language():
    catalogue = indicators()["service_catalogue_coverage"]
    assert catalogue.text_of("from_10_to_50", "es") == "Del 10\u00a0% al 50\u00a0% de los servicios"
    assert indicators()["org_priorities"].text_of("yes", "pt-br") == "Sim"
    assert indicators()["ndgs_year"].text_of("2022", "es") == "2022"
    assert catalogue.source == "Table 4.1"
    assert catalogue.source_text == {
        "en": "Table 4.1",
        "es": "cuadro 4.1",
        "pt-br": "tabela 4.1",
    }


def test_spanish_percentages_have_the_space_that_does_not_break():
    for one in indicators().values():
        for text in filter(None, (one.title, one.note, one.finding, *one.value_texts.values())):
            assert not re.search(r"\d[ %]?%", text["es"]), one.key
            assert not re.search(r"\d\s%", text["en"] + text["pt-br"]), one.key


# The loader


ENTRY = """
- id: lab
  source_ref: "Table 9.9"
  line: 1
  year: 2021
  scale: boolean
  coverage: full
  n: 2
  values: {AR: "yes", BR: "no"}
"""
WORDS = """
sources.table: "Table {number}"
values.yes: "Yes"
values.no: "No"
lab: "Lab"
"""


def declare(folder: Path, entry: str = ENTRY, words: str = WORDS) -> Path:
    (folder / "structure.yaml").write_text(entry, encoding="utf-8")
    for language in LANGUAGES:
        (folder / f"{language}.yaml").write_text(words, encoding="utf-8")
    return folder


def test_the_smallest_declaration(tmp_path):
    lab = read_indicators(declare(tmp_path))["lab"]
    assert lab.spread == (("yes", ("AR",)), ("no", ("BR",)))
    assert (lab.year, lab.note, lab.caveat, lab.finding) == (2021, None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("BR:", "NL:", "unknown countries"),
        ('"no"', "no", "values that are not str"),
        ('"no"', "maybe", "unknown values"),
        ('"no"}', '"no", CL: "no"}', "3 values, but n is 2"),
        (', BR: "no"', "", "coverage is full, but 1 of 2"),
        ("coverage: full", "coverage: partial", "coverage is partial, but 2 of 2"),
        ("coverage: full", "coverage: most", "coverage is full or partial"),
        ("  coverage: full\n", "", "coverage"),
        ("scale: boolean", "scale: ordinal", "ordinal"),
        ("scale: boolean", "scale: count", "values that are not int"),
        ("scale: boolean", "scale: likert", "levels"),
        ("scale: boolean", "scale: finding", "a finding has no coverage, values"),
        ("  year: 2021", "  years: 2021", "a boolean has no years"),
        ("  year: 2021", "  caveat: lab", "caveats.lab: no words"),
        ("Table 9.9", "Panel 9.9", "sources.panel: no words"),
        ("- id: lab", "- id: hub", "hub: no words"),
        ("\n- id", f"{ENTRY.rstrip()}\n- id", "declared twice"),
    ],
)
def test_what_the_loader_refuses(tmp_path, old, new, message):
    assert old in ENTRY
    with pytest.raises(DeclarationError, match=re.escape(message)):
        read_indicators(declare(tmp_path, ENTRY.replace(old, new, 1)))


def test_words_that_no_indicator_uses_are_refused(tmp_path):
    with pytest.raises(DeclarationError, match=r"words for nothing: lab\.finding"):
        read_indicators(declare(tmp_path, words=WORDS + 'lab.finding: "Some have one."\n'))


def test_a_finding_needs_its_sentence(tmp_path):
    entry = '- {id: lab, source_ref: "Table 9.9", line: 1, scale: finding}'
    words = 'sources.table: "Table {number}"\nlab: "Lab"\n'
    with pytest.raises(DeclarationError, match=r"lab\.finding: no words"):
        read_indicators(declare(tmp_path, entry, words))
    lab = read_indicators(declare(tmp_path, entry, words + 'lab.finding: "Some have one."\n'))[
        "lab"
    ]
    assert (lab.finding["es"], lab.values, lab.spread, lab.unknown) == ("Some have one.", {}, (), 0)


def test_numbers_are_shown_as_each_language_writes_them(tmp_path):
    entry = ENTRY.replace("boolean", "percentage").replace('"yes"', "20").replace('"no"', "5")
    words = 'sources.table: "Table {number}"\nlab: "Lab"\n'
    lab = read_indicators(declare(tmp_path, entry, words))["lab"]
    assert lab.spread == (("5", ("BR",)), ("20", ("AR",)))
    assert lab.text_of("20", "es") == "20\u00a0%"
    assert lab.text_of("20", "pt-br") == "20%"


def test_a_category_has_words_of_its_own_or_shared_ones(tmp_path):
    entry = ENTRY.replace("boolean", 'category\n  categories: ["yes", "no"]')
    words = WORDS.replace("values.no", "lab.no").replace('"No"', '"None yet"')
    lab = read_indicators(declare(tmp_path, entry, words))["lab"]
    assert (lab.text_of("yes", "en"), lab.text_of("no", "en")) == ("Yes", "None yet")
    with pytest.raises(DeclarationError, match="a value is declared twice"):
        read_indicators(declare(tmp_path, entry.replace('"no"]', '"yes"]')))


@pytest.mark.parametrize("content", ["a.b: [hub]", "a.b: [lab, lab]", "a.b: []"])
def test_questions_name_indicators_that_exist_once(tmp_path, content):
    known = read_indicators(declare(tmp_path))
    path = tmp_path / "questions.yaml"
    path.write_text(content)
    with pytest.raises(DeclarationError, match=r"a\.b: "):
        read_contexts(path, known)


def test_a_country_whose_answer_the_review_leaves_open_has_no_value():
    """Lines 3441 and 3444: Barbados and Costa Rica were neutral or worse on a group that may hold this statement."""
    culture = review.indicators()["principle_open_culture"]
    assert not {"BB", "CR"} & set(culture.values)
    assert culture.values["JM"] == "neutral"

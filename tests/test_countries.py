"""All 33 countries of the region: agencies of those that the review does not cover get the same pages, with a word."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from assessment import pdf, review, workflow
from assessment.methods import published
from assessment.models import Agency, Role
from assessment.results import of_submission
from assessment.wording import LANGUAGES
from tests.conftest import person
from tests.reading import words

REVIEWED = [
    "AR",
    "BB",
    "BO",
    "BR",
    "CL",
    "CO",
    "CR",
    "DO",
    "EC",
    "JM",
    "MX",
    "PA",
    "PE",
    "PY",
    "TT",
    "UY",
    "VE",
]
OTHERS = [
    "AG",
    "BS",
    "BZ",
    "CU",
    "DM",
    "GD",
    "GT",
    "GY",
    "HN",
    "HT",
    "KN",
    "LC",
    "NI",
    "SR",
    "SV",
    "VC",
]


def test_there_are_33_countries_and_17_of_them_are_in_the_review():
    found = review.countries()
    assert sorted(found) == sorted(REVIEWED + OTHERS)
    assert sorted(c for c in found if review.is_reviewed(c)) == REVIEWED
    assert not review.is_reviewed("FR")


@pytest.mark.parametrize("code", OTHERS)
def test_a_country_has_a_name_in_every_language_and_a_time_zone(code):
    country = review.countries()[code]
    assert all(country.name[language].strip() for language in LANGUAGES)
    assert ZoneInfo(country.zone).key.startswith("America/")
    assert review.similar_countries(code) == frozenset()


def test_names_differ_within_a_language():
    for language in LANGUAGES:
        names = [c.name[language] for c in review.countries().values()]
        assert len(set(names)) == 33


@pytest.mark.parametrize("key", ["portfolio_snapshot", "digital_maturity"])
@pytest.mark.parametrize("code", ["GT", "HT"])
def test_results_of_such_a_country_say_so_and_those_of_the_review_do_not(
    client, db, complete_answers, key, code
):
    for country in (code, "PE"):
        agency = Agency.objects.create(name=f"Autoridad {country}", country=country)
        eva = person(f"eva{country}", agency, Role.LEAD)
        submission = workflow.start(agency, published.latest(key), eva)
        if key == "portfolio_snapshot":
            for section, answers in complete_answers.items():
                submission.records.filter(section=section).update(answers=answers)
        else:
            given = {"gov.strategy.plan": {"choice": "l3"}}
            submission.records.filter(section="gov-strategy").update(answers=given, saved_by=eva)
        client.force_login(eva)
        page = words(
            client.get(reverse("assessment:results_chapter", args=[submission.pk, "region"]))
        )
        assert ("The review does not cover" in page) is (country == code), country
        assert ("not in the review" in page) is (country == code and key == "digital_maturity")


def test_the_printed_report_of_such_a_country_is_drawn(db, instrument, complete_answers):
    agency = Agency.objects.create(name="Autoridad", country="GT")
    submission = workflow.start(agency, instrument, person("eva", agency))
    for section, answers in complete_answers.items():
        submission.records.filter(section=section).update(answers=answers)
    for language in LANGUAGES:
        html = pdf.render_html(of_submission(submission, language))
        assert "Guatemala" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_names_the_countries_without_data(client, db, language):
    client.cookies["django_language"] = language
    page = words(client.get(reverse("assessment:glossary")))
    assert all(c.name[language] in page for c in review.countries().values())


def test_the_questionnaire_offers_every_country(client, submission, luis):
    client.force_login(luis)
    page = client.get(reverse("assessment:section", args=[submission.pk, "profile"]))
    assert all(f'value="{code}"' in page.content.decode() for code in REVIEWED + OTHERS)

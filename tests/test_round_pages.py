"""Pages of rounds, for administrators: with the forms that they hold."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from assessment import round_progress, workflow
from assessment.models import Agency, Letter, Participation, Round, RoundState
from assessment.workflow import rounds as steps
from tests.conftest import person
from tests.reading import form, form_to, words

LIST = reverse("assessment:rounds")
LATER = date.today() + timedelta(days=40)  # noqa: DTZ011 (far from each edge)


def page_of(found: Round, what: str = "round", *more: str) -> str:
    return reverse(f"assessment:{what}", args=[found.pk, *more])


def send(client, address: str, name: str, values: dict, button: tuple[str, str] | None = None):
    """Fill in the form that the page holds, and send it where the form says."""
    found = form(client.get(address), name)
    return client.post(found.address or address, found.filled(values, button), follow=True)


@pytest.fixture
def made(adm, health, ana) -> Round:
    values = {"title": {"en": "Round of 2027"}, "introduction": {"en": "Please answer."}}
    values |= {"closes_on": LATER}
    plan = steps.RoundPlan(values, ["PE"], ["portfolio_snapshot"])
    found = steps.create_round(plan, adm)
    steps.invite_agencies(found, [health], adm)
    return found


@pytest.fixture
def opened(made, adm) -> Round:
    return steps.open_round(made, adm, "https://faceta.example")


def test_an_administrator_makes_a_round_asks_a_country_and_opens_it(as_adm, health, ana):
    answers = {"title_en": "Round of 2027", "title_es": "Ronda 2027", "closes_on": str(LATER)}
    answers |= {"countries": ["PE"], "instruments": ["portfolio_snapshot"]}
    asked = send(as_adm, reverse("assessment:new_round"), "round", answers)
    found = Round.objects.get(is_standing=False)
    assert asked.redirect_chain[-1][0] == page_of(found, "ask_agencies")
    send(as_adm, page_of(found, "ask_agencies"), "ask", {"countries": ["PE"]})
    told = words(as_adm.get(page_of(found, "open_round")))
    assert "One agency is asked." in told
    assert "One letter goes to its lead." in told
    assert not Letter.objects.exists()
    opened = send(as_adm, page_of(found, "open_round"), "open", {})
    assert "The round is open" in words(opened)
    assert Letter.objects.get().address == ana.email


def test_a_round_without_title_day_or_countries_is_not_saved_and_says_why(as_adm):
    address = reverse("assessment:new_round")
    found = form(as_adm.get(address), "round")
    page = as_adm.post(address, found.filled({}))
    assert page.status_code == 422
    for sentence in ("Enter a title.", "Enter the day on which", "Choose one country"):
        assert sentence in words(page)
    assert not Round.objects.filter(is_standing=False).exists()


def test_a_round_is_changed_while_it_is_prepared_and_not_after(as_adm, made, adm):
    send(as_adm, page_of(made, "edit_round"), "round", {"title_es": "Ronda"})
    made.refresh_from_db()
    assert made.title == {"en": "Round of 2027", "es": "Ronda"}
    steps.open_round(made, adm, "")
    assert as_adm.get(page_of(made, "edit_round")).status_code == 302


def test_the_preview_reads_as_the_agency_will(as_adm, made):
    told = words(as_adm.get(page_of(made, "preview_round")))
    assert "Please answer." in told
    assert "Portfolio snapshot" in told


def test_a_list_that_was_pasted_names_what_is_not_there(as_adm, made):
    Agency.objects.create(name="Ministerio de Educación", country="PE")
    address = page_of(made, "ask_agencies")
    found = form(as_adm.get(address), "ask")
    page = as_adm.post(address, found.filled({"lines": "Min. de Educacion\tLima\nNowhere"}))
    assert page.status_code == 422
    assert "Nowhere" in words(page)
    send(as_adm, address, "ask", {"lines": "Min. de Educacion\tLima"})
    assert made.participations.count() == 2


def test_nobody_else_learns_that_there_are_rounds(client, made, ana, rosa):
    for who in (ana, rosa):
        client.force_login(who)
        for what in ("round", "edit_round", "open_round", "extend_round", "round_sections"):
            assert client.get(page_of(made, what)).status_code == 404
            assert client.post(page_of(made, what)).status_code in (404, 405)
        assert client.get(LIST).status_code == 404
    made.refresh_from_db()
    assert made.is_draft


def test_the_standing_round_has_no_page(as_adm, submission):
    assert as_adm.get(page_of(submission.round)).status_code == 404


def test_progress_tells_how_many_are_how_far(as_adm, opened, adm, health, luis, instrument):
    more = [Agency.objects.create(name=f"Office {n}", country="PE") for n in range(3)]
    steps.invite_agencies(opened, more, adm)
    workflow.start(health, instrument, luis, opened)
    steps.decline(opened.participations.get(agency=more[0]), "No time.", adm)
    numbers = round_progress.counts(opened, timezone.now())
    assert numbers == {
        "not_begun": 2, "begun": 1, "stuck": 1, "handed_in": 0, "over": 0, "declined": 1,
    }  # fmt: skip
    page = words(as_adm.get(page_of(opened) + "?state=declined"))
    assert "No time." in page
    assert "Office 1" not in page


def test_after_its_day_it_is_over_for_all_but_who_has_more_time(opened, adm, health):
    other = Agency.objects.create(name="Office", country="PE")
    steps.invite_agencies(opened, [other], adm)
    steps.extend_one(opened.participations.get(agency=other), LATER + timedelta(9), "", adm)
    then = timezone.now() + timedelta(days=43)
    assert round_progress.counts(opened, then)["over"] == 1
    steps.close_round(opened, adm)
    opened.refresh_from_db()
    assert list(round_progress.agencies_in(opened, "over", timezone.now())) == [health]


def test_a_page_of_progress_costs_the_same_for_many(
    as_adm, opened, adm, django_assert_max_num_queries
):
    def look():
        return as_adm.get(page_of(opened))

    look()
    with django_assert_max_num_queries(25) as few:
        look()
    more = [Agency.objects.create(name=f"Office {n}", country="PE") for n in range(60)]
    steps.invite_agencies(opened, more, adm)
    with django_assert_max_num_queries(25) as many:
        look()
    assert len(many) <= len(few) + 1  # a page has a row after its last one


def test_those_ticked_are_reminded_once_a_day(as_adm, opened, health, ana):
    ticked = {"agency": [str(health.pk)]}
    page = send(as_adm, page_of(opened), "act", ticked, ("do", "remind"))
    assert "One agency is reminded." in words(page)
    page = send(as_adm, page_of(opened), "act", ticked, ("do", "remind"))
    assert "Nobody is reminded" in words(page)
    assert Letter.objects.filter(kind="round_reminder").count() == 1


def test_those_ticked_get_more_time(as_adm, opened, health, adm):
    other = Agency.objects.create(name="Office", country="PE")
    steps.invite_agencies(opened, [other], adm)
    found = form(as_adm.get(page_of(opened)), "act")
    asked = as_adm.post(found.address, found.filled({"agency": [str(health.pk)]}, ("do", "extend")))
    given = form(asked, "extend")
    to = LATER + timedelta(days=9)
    as_adm.post(given.address, given.filled({"to": str(to), "why": "They moved."}))
    days = dict(Participation.objects.values_list("agency__name", "extended_to"))
    assert days == {"Ministry of Health": to, "Office": None}


def test_more_time_needs_a_later_day_and_a_reason(as_adm, opened):
    found = form(as_adm.get(page_of(opened, "extend_round")), "extend")
    page = as_adm.post(found.address, found.filled({"to": str(LATER)}))
    assert page.status_code == 422
    assert "Choose a day after" in words(page)
    assert "Say why" in words(page)


def test_closed_copied_and_archived(as_adm, opened):
    assert "The round is closed." in words(
        send(as_adm, page_of(opened, "close_round"), "close", {})
    )
    for what in ("archive_round", "copy_round"):
        button = form_to(as_adm.get(page_of(opened)), page_of(opened, what))
        as_adm.post(button.address, button.filled({}))
    states = Round.objects.filter(is_standing=False).values_list("state", flat=True)
    assert sorted(states) == [RoundState.ARCHIVED, RoundState.DRAFT]


def test_the_table_leaves_as_a_file_without_formulas(as_adm, opened, adm):
    evil = Agency.objects.create(name="=1+1", country="PE")
    steps.invite_agencies(opened, [evil], adm)
    comma = as_adm.get(page_of(opened, "round_export", "csv")).content.decode("utf-8-sig")
    assert "'=1+1" in comma
    book = openpyxl.load_workbook(
        BytesIO(as_adm.get(page_of(opened, "round_export", "xlsx")).content)
    )
    cells = [row[0] for row in book.worksheets[0].iter_rows()]
    assert [c.data_type for c in cells] == ["s"] * 3
    assert {"=1+1", "Ministry of Health"} <= {c.value for c in cells}


def test_sections_tell_where_a_round_gets_stuck(as_adm, opened, health, luis, instrument):
    draft = workflow.start(health, instrument, luis, opened)
    first = instrument.sections[0]
    draft.records.filter(section=first.key).save_answers({}, revision=0, by=luis)
    [(_name, numbers)] = round_progress.by_section(opened)
    assert [number for _text, number in numbers] == [1] + [0] * (len(numbers) - 1)
    assert first.text["en"] in words(as_adm.get(page_of(opened, "round_sections")))


def test_who_has_no_lead_is_named_before_the_round_opens(as_adm, made, adm):
    lonely = Agency.objects.create(name="Lonely Office", country="PE")
    person("quiet", lonely)
    steps.invite_agencies(made, [lonely], adm)
    assert "Lonely Office" in words(as_adm.get(page_of(made, "open_round")))

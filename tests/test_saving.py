"""Nothing that was typed is lost: colleagues, ended sessions, expired pages, and saving in the background."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse

from assessment import workflow
from assessment.models import Membership, SectionRecord, Submission
from tests.conftest import PASSWORD
from tests.made import as_posted
from tests.reading import elements, forged, form, form_to, forms, send, submit, words


def attribute(page, name: str) -> str:
    """The value of the hidden field in a fragment."""
    return next(given["value"] or "" for _tag, given in elements(page) if given.get("name") == name)


HTMX = {"hx-request": "true"}


@pytest.fixture
def place(submission) -> str:
    return reverse("assessment:section", args=[submission.pk, "profile"])


def saved(submission: Submission, section: str = "profile") -> SectionRecord:
    return submission.records.get(section=section)


def by_ana(submission: Submission, ana, answers: dict, section: str = "profile") -> None:
    """Ana saves while Luis has the page open."""
    record = saved(submission, section)
    submission.records.filter(pk=record.pk).save_answers(answers, revision=record.revision, by=ana)


# --- Two people, one section


def test_a_conflict_shows_both_versions_and_saves_none(as_luis, submission, place, ana):
    page = as_luis.get(place)
    by_ana(submission, ana, {"unit": "Hers", "people": 40})
    page = as_luis.post(place, form(page).filled({"unit": "His", "people": 50}))
    assert page.status_code == 409
    assert saved(submission).answers == {"unit": "Hers", "people": 40}
    text = words(page)
    assert "Ana saved this section" in text
    assert all(version in text for version in ("Hers", "His", "40", "50"))
    assert form(page).fields["unit"] == ["His"]
    assert form(page).fields["people"] == ["50"]


def test_sending_again_saves_knowingly(as_luis, submission, place, ana):
    page = as_luis.get(place)
    by_ana(submission, ana, {"unit": "Hers"})
    page = as_luis.post(place, form(page).filled({"unit": "His"}))
    page = as_luis.post(place, form(page).filled({}, ("go", "stay")))
    assert page.status_code == 302
    assert saved(submission).answers["unit"] == "His"
    assert saved(submission).revision == 2


def test_a_third_save_in_between_is_a_conflict_again(as_luis, submission, place, ana):
    page = as_luis.get(place)
    by_ana(submission, ana, {"unit": "Hers"})
    page = as_luis.post(place, form(page).filled({"unit": "His"}))
    by_ana(submission, ana, {"unit": "Hers, again"})
    page = as_luis.post(place, form(page).filled({}))
    assert page.status_code == 409
    assert "Hers, again" in words(page)


def test_only_what_differs_is_compared(as_luis, submission, place, ana):
    page = as_luis.get(place)
    by_ana(submission, ana, {"unit": "Same", "people": 40, "country": "PE"})
    page = as_luis.post(place, form(page).filled({"unit": "Same", "people": 50}))
    assert "50" in words(page)
    assert "Same" not in words(page)


def test_a_conflict_about_rankings_and_grids_is_shown_in_words(
    as_luis, submission, ana, instrument
):
    place = reverse("assessment:section", args=[submission.pk, "purpose"])
    page = as_luis.get(place)
    by_ana(submission, ana, {"q01": {"mission": "agree"}, "q02": {"mission": 1}}, "purpose")
    sent = form(page).filled({"q01.mission": "disagree", "q02.mission": "2"})
    page = as_luis.post(place, sent)
    assert page.status_code == 409
    text = words(page)
    assert all(version in text for version in ("Agree", "Disagree", "place 1", "place 2"))
    assert form(page).fields["q01.mission"] == ["disagree"]


def test_the_same_answers_saved_by_somebody_else_are_no_conflict(as_luis, submission, place, ana):
    page = as_luis.get(place)
    by_ana(submission, ana, {"unit": "Health", "country": "PE"})
    page = as_luis.post(place, form(page).filled({"unit": "Health"}))
    assert page.status_code == 302
    assert saved(submission).revision == 1


def test_sending_a_page_twice_is_no_conflict(as_luis, submission, place):
    sent = form(as_luis.get(place)).filled({"unit": "Health"})
    assert [as_luis.post(place, sent).status_code for _ in range(2)] == [302, 302]


def save_first(monkeypatch, before) -> None:
    """A colleague's save gets in between: after the page has looked, before it writes."""
    queryset = type(SectionRecord.objects.all())
    save_answers = queryset.save_answers

    def slower(self, answers, **more):
        monkeypatch.setattr(queryset, "save_answers", save_answers)
        before()
        return save_answers(self, answers, **more)

    monkeypatch.setattr(queryset, "save_answers", slower)


def test_a_conflict_in_the_same_moment_shows_what_the_colleague_saved(
    as_luis, submission, place, ana, monkeypatch
):
    page = as_luis.get(place)
    save_first(monkeypatch, lambda: by_ana(submission, ana, {"unit": "Hers"}))
    page = as_luis.post(place, form(page).filled({"unit": "His"}))
    assert page.status_code == 409
    assert "Hers" in words(page)
    assert as_luis.post(place, form(page).filled({})).status_code == 302


def test_what_was_not_saved_is_never_said_to_be_saved(as_luis, submission, place, ana, monkeypatch):
    by_ana(submission, ana, {"unit": "Health"})
    page = as_luis.get(place)
    save_first(monkeypatch, lambda: by_ana(submission, ana, {"unit": "Hers"}))
    page = as_luis.post(place, form(page).filled({"unit": "His"}), headers=HTMX)
    assert page.status_code == 409
    assert saved(submission).answers == {"unit": "Hers"}


def test_who_saved_is_named_also_when_nothing_had_to_be_saved(as_luis, submission, place, ana):
    sent = form(as_luis.get(place)).filled({"unit": "Health"})
    by_ana(submission, ana, {"unit": "Health", "country": "PE"})
    assert "by Ana" in words(as_luis.post(place, sent, headers=HTMX))


def test_two_sections_do_not_get_in_each_others_way(as_luis, submission, place, ana):
    page = as_luis.get(place)
    by_ana(submission, ana, {"q01": {"mission": "agree"}}, "purpose")
    assert as_luis.post(place, form(page).filled({"unit": "His"})).status_code == 302


# --- Handed in meanwhile


def test_words_that_come_after_handing_in_are_shown_and_not_saved(client, filled, ana, luis):
    client.force_login(ana)
    place = reverse("assessment:section", args=[filled.pk, "profile"])
    page = client.get(place)
    workflow.submit(filled, luis)
    page = client.post(place, form(page).filled({"unit": "Too late"}))
    assert page.status_code == 409
    assert "Handed in meanwhile" in words(page)
    assert "Too late" in words(page)
    assert saved(filled).answers["unit"] != "Too late"


def test_words_that_come_after_handing_in_are_shown_even_if_they_break_a_rule(as_luis, snapshot):
    place = reverse("assessment:section", args=[snapshot.submission_id, "profile"])
    page = forged(as_luis, place, {"page": "forged", "unit": "Too late", "people": "about fifty"})
    assert page.status_code == 409
    assert "Too late" in words(page)
    assert "about fifty" in words(page)


# --- The session has ended


def end_session(client: Client) -> None:
    """After two weeks, say: the browser still has its other cookies."""
    client.session.flush()
    del client.cookies["sessionid"]


def signed_in_again(client: Client, page, user, **more) -> object:
    """From the redirect of an ended session to where it leads after signing in."""
    login = page["Location"]
    assert login.startswith(reverse("account_login"))
    sent = form_to(client.get(login), "").filled({"login": user.email, "password": PASSWORD})
    return client.post(login, sent, follow=True)


def test_words_sent_without_a_session_are_back_after_signing_in(as_luis, luis, submission, place):
    sent = form(as_luis.get(place)).filled({"unit": "Typed in the evening", "people": "12"})
    end_session(as_luis)
    page = signed_in_again(as_luis, as_luis.post(place, sent), luis)
    assert "Your session had ended" in words(page)
    assert form(page).fields["unit"] == ["Typed in the evening"]
    assert saved(submission).revision == 0
    assert as_luis.post(place, form(page).filled({})).status_code == 302
    assert saved(submission).answers["unit"] == "Typed in the evening"


def test_words_are_given_back_until_they_are_saved(as_luis, luis, submission, place):
    sent = form(as_luis.get(place)).filled({"unit": "Typed"})
    end_session(as_luis)
    signed_in_again(as_luis, as_luis.post(place, sent), luis)
    page = as_luis.get(place)
    assert form(page).fields["unit"] == ["Typed"]
    assert as_luis.post(place, form(page).filled({"people": "no number"})).status_code == 422
    page = as_luis.get(place)
    as_luis.post(place, form(page).filled({"unit": "Typed and mended"}))
    page = as_luis.get(place)
    assert form(page).fields["unit"] == ["Typed and mended"]
    assert "Your session had ended" not in words(page)


def test_words_that_nobody_saves_are_not_told_for_ever(as_luis, luis, place, monkeypatch):
    sent = form(as_luis.get(place)).filled({"unit": "Typed"})
    end_session(as_luis)
    signed_in_again(as_luis, as_luis.post(place, sent), luis)
    later = time.time() + 2 * 3600
    monkeypatch.setattr("assessment.kept.time.time", lambda: later)
    assert form(as_luis.get(place)).fields["unit"] == [""]


def test_words_given_back_after_a_colleagues_save_are_a_conflict(
    as_luis, luis, ana, submission, place
):
    sent = form(as_luis.get(place)).filled({"unit": "His"})
    end_session(as_luis)
    by_ana(submission, ana, {"unit": "Hers"})
    page = signed_in_again(as_luis, as_luis.post(place, sent), luis)
    page = as_luis.post(place, form(page).filled({}))
    assert page.status_code == 409
    assert "Hers" in words(page)


@pytest.mark.parametrize(
    ("who", "status"), [("bia", 404), ("zoe", 404), ("rosa", 403), ("adm", 403), ("ana", 200)]
)
def test_another_person_at_the_same_browser_does_not_get_the_words(
    as_luis, submission, place, who, status, request
):
    """Not even a colleague, who may edit the section: it may have been a slip of the pen."""
    sent = form(as_luis.get(place)).filled({"unit": "Not theirs"})
    end_session(as_luis)
    other = request.getfixturevalue(who)
    page = signed_in_again(as_luis, as_luis.post(place, sent), other)
    assert page.status_code == status
    assert "Not theirs" not in page.content.decode()
    assert "Not theirs" not in as_luis.get("/").content.decode()


def test_an_enormous_form_without_a_session_is_not_kept(client, submission, place):
    page = forged(client, place, {"unit": "x" * 200_000})
    assert page.status_code == 302
    assert "kept_forms" not in client.session


@pytest.mark.parametrize("name", ["start", "request_report"])
def test_who_signs_in_again_after_pressing_a_button_lands_on_a_page(client, luis, submission, name):
    args = [submission.agency_id, "portfolio_snapshot"] if name == "start" else [submission.pk]
    page = forged(client, reverse(f"assessment:{name}", args=args), {"language": "es"})
    assert signed_in_again(client, page, luis).status_code == 200


# --- Saving in the background


def test_a_save_in_the_background_returns_the_new_revision_and_the_progress(
    as_luis, submission, place
):
    sent = form(as_luis.get(place)).filled({"unit": "Health", "people": "40"})
    page = as_luis.post(place, sent, headers=HTMX)
    assert page.status_code == 200
    content = page.content.decode()
    assert "<html" not in content
    assert attribute(page, "loaded")
    assert "Saved at" in words(page)
    assert "3 of 28 questions answered" in words(page)
    assert saved(submission).answers == {"unit": "Health", "people": 40, "country": "PE"}


def test_saves_in_the_background_follow_each_other(as_luis, submission, place):
    sent = form(as_luis.get(place))
    for unit in ["H", "He", "Hea"]:
        page = as_luis.post(place, sent.filled({"unit": unit}), headers=HTMX)
        assert page.status_code == 200
        sent.fields["loaded"] = [attribute(page, "loaded")]
    assert (saved(submission).answers["unit"], saved(submission).revision) == ("Hea", 3)


def test_without_a_session_a_save_in_the_background_says_so(client, submission, place):
    page = forged(client, place, {"page": "forged", "unit": "x"}, headers=HTMX)
    assert page.status_code == 401
    assert "<html" not in page.content.decode()
    assert "Your session has ended" in words(page)
    assert "kept_forms" not in client.session  # the browser keeps it


def test_a_conflict_in_the_background_says_so(as_luis, submission, place, ana):
    opened = form(as_luis.get(place))
    by_ana(submission, ana, {"unit": "Hers"})
    page = as_luis.post(place, opened.filled({"unit": "His"}), headers=HTMX)
    assert page.status_code == 409
    assert "<html" not in page.content.decode()
    assert "answered this differently meanwhile" in words(page)
    assert "Everything else is saved" in words(page)


def test_a_fault_in_the_background_is_named_with_its_question(as_luis, submission, place):
    page = submit(as_luis, place, {"people": "many"}, headers=HTMX)
    assert page.status_code == 422
    assert "<html" not in page.content.decode()
    assert "People : Write a whole number" in words(page)
    assert saved(submission).revision == 0


def test_handed_in_meanwhile_is_said_in_the_background(as_luis, snapshot):
    place = reverse("assessment:section", args=[snapshot.submission_id, "profile"])
    page = forged(as_luis, place, {"page": "forged", "unit": "x"}, headers=HTMX)
    assert page.status_code == 409
    assert "handed in meanwhile" in words(page)


def test_every_fragment_that_refuses_offers_a_way_to_go_on(as_luis, client, submission, place, ana):
    opened = form(as_luis.get(place))
    by_ana(submission, ana, {"unit": "Hers"})
    page = as_luis.post(place, opened.filled({"unit": "His"}), headers=HTMX)
    assert 'name="go" value="stay"' in page.content.decode()


# --- The page is older than the session (CSRF)


@pytest.fixture
def strict(luis) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(luis)
    return client


def with_old_token(strict: Client, place: str, answers: dict, **headers: str):
    strict.cookies.clear() if headers.pop("lost", "") else strict.get(place)
    return forged(strict, place, {**answers, "csrfmiddlewaretoken": "a" * 64}, headers=headers)


def test_a_page_with_an_old_token_offers_the_words_again(strict, submission, place):
    sent = {"page": "forged", "unit": "Kept <b>words</b>", "sectors": ["health", "science"]}
    page = with_old_token(strict, place, sent, origin="http://testserver")
    assert page.status_code == 403
    assert "Nothing you typed is lost" in words(page)
    again = form_to(page, place)
    assert again.fields["unit"] == ["Kept <b>words</b>"]
    assert "<b>words</b>" not in page.content.decode()
    names = [name for name, value in page.context["fields"]]
    assert names.count("sectors") == 2
    assert "csrfmiddlewaretoken" not in names


def test_sending_the_words_again_saves_them(strict, submission, place):
    page = with_old_token(
        strict, place, {"page": "forged", "unit": "Kept"}, referer=f"http://testserver{place}"
    )
    again = form_to(page, place)
    assert strict.post(place, again.filled({})).status_code == 302
    assert saved(submission).answers["unit"] == "Kept"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/http://testserver/"},
        {"referer": "http://testserver.evil.example/"},
        {"origin": "https://evil.example", "referer": "http://testserver/"},
        {"referer": "//evil.example"},
        {},
    ],
    ids=str,
)
def test_another_sites_words_are_not_offered(strict, submission, place, headers):
    page = with_old_token(strict, place, {"page": "forged", "unit": "Planted"}, **headers)
    assert page.status_code == 403
    assert "Planted" not in page.content.decode()
    assert saved(submission).revision == 0


def test_without_a_session_nothing_is_offered(submission, place):
    stranger = Client(enforce_csrf_checks=True)
    page = with_old_token(stranger, place, {"unit": "Planted"}, origin="http://testserver")
    assert page.status_code == 403
    assert "Planted" not in page.content.decode()


def test_passwords_are_never_offered_again(strict, submission):
    place = reverse("account_change_password")
    sent = {"oldpassword": "secret-1", "password1": "secret-2", "password2": "secret-3"}
    page = with_old_token(strict, place, sent, origin="http://testserver")
    assert page.status_code == 403
    assert "secret" not in page.content.decode()


@pytest.mark.parametrize(
    "name", ["dashboard", "overview", "section", "check", "results", "password", "login", "start"]
)
def test_nothing_is_accepted_without_a_token(luis, submission, place, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(luis)
    address = {
        "section": place,
        "password": reverse("account_change_password"),
        "login": reverse("account_login"),
        "dashboard": reverse("set_language"),
        "start": reverse("assessment:start", args=[submission.agency_id, "portfolio_snapshot"]),
    }.get(name) or reverse(f"assessment:{name}", args=[submission.pk])
    assert forged(client, address, {"confirm": "yes"}).status_code == 403


def test_every_form_that_posts_carries_a_token(as_luis, filled):
    names = ("overview", "check", "results")
    places = ["/", *(reverse(f"assessment:{name}", args=[filled.pk]) for name in names)]
    for place in places:
        for found in forms(as_luis.get(place)):
            assert "csrfmiddlewaretoken" in found.fields, (place, found.action)


# --- Answers as a form


def test_none_of_these_excludes_the_others(as_luis, submission):
    place = reverse("assessment:section", args=[submission.pk, "methods"])
    page = submit(as_luis, place, {"q13": ["none", "ada_1"], "q14": ["none"]})
    assert page.status_code == 422
    assert "not both" in words(page)
    assert form(page).fields["q13"] == ["ada_1", "none"]
    assert saved(submission, "methods").revision == 0
    assert send(as_luis, form(page), {"q13": ["none"]}).status_code == 302
    assert saved(submission, "methods").answers == {"q13": ["none"], "q14": ["none"]}


def test_ticks_are_kept_in_the_questionnaires_order_and_once(as_luis, submission):
    place = reverse("assessment:section", args=[submission.pk, "methods"])
    forged(as_luis, place, {"page": "forged", "q13": ["enh_1", "ada_1", "enh_1"]})
    assert saved(submission, "methods").answers == {"q13": ["ada_1", "enh_1"]}


@pytest.mark.parametrize(
    ("section", "key"),
    [("purpose", "q01"), ("purpose", "q02"), ("methods", "q13"), ("management", "q17")],
)
def test_an_answer_can_be_cleared(client, luis, filled, section, key):
    client.force_login(luis)
    place = reverse("assessment:section", args=[filled.pk, section])
    page = client.post(place, form(client.get(place)).filled({}, ("clear", key)))
    assert page["Location"] == f"{place}#q-{key}"
    assert key not in saved(filled, section).answers
    assert (
        len(saved(filled, section).answers) == len(filled.instrument.section(section).questions) - 1
    )


def test_an_answer_that_breaks_a_rule_can_be_cleared(as_luis, submission):
    place = reverse("assessment:section", args=[submission.pk, "purpose"])
    twice = {"q02.mission": "1", "q02.adaptive": "1"}
    page = as_luis.post(place, form(as_luis.get(place)).filled(twice, ("clear", "q02")))
    assert page.status_code == 302


def test_a_cleared_answer_stays_cleared_through_a_conflict(client, luis, ana, filled):
    client.force_login(luis)
    place = reverse("assessment:section", args=[filled.pk, "purpose"])
    page = client.get(place)
    theirs = dict(saved(filled, "purpose").answers)
    by_ana(filled, ana, {**theirs, "q01": {"mission": "neutral"}}, "purpose")
    page = client.post(place, form(page).filled({"q01.mission": "disagree"}, ("clear", "q02")))
    assert page.status_code == 409
    client.post(place, form(page).filled({}, ("go", "stay")))
    assert "q02" not in saved(filled, "purpose").answers
    assert saved(filled, "purpose").answers["q01"]["mission"] == "disagree"


def test_a_half_answered_grid_and_ranking_can_be_saved(as_luis, submission):
    place = reverse("assessment:section", args=[submission.pk, "purpose"])
    submit(as_luis, place, {"q01.mission": "agree", "q02.mission": "1"})
    assert saved(submission, "purpose").answers == {
        "q01": {"mission": "agree"},
        "q02": {"mission": 1},
    }


def test_an_empty_form_clears_the_section_and_is_saved(client, luis, filled):
    client.force_login(luis)
    place = reverse("assessment:section", args=[filled.pk, "risk"])
    filled_in = [n for n, kind in form(client.get(place)).kinds.items() if kind != "hidden"]
    submit(client, place, dict.fromkeys(filled_in))
    assert saved(filled, "risk").answers == {}


def test_an_empty_form_that_lost_its_marks_clears_nothing(client, luis, filled):
    client.force_login(luis)
    before = saved(filled, "risk").answers
    forged(client, reverse("assessment:section", args=[filled.pk, "risk"]), {})
    assert saved(filled, "risk").answers == before


def test_saved_answers_are_in_the_form_when_it_is_opened_again(
    client, luis, filled, complete_answers
):
    client.force_login(luis)
    for section, answers in complete_answers.items():
        page = client.get(reverse("assessment:section", args=[filled.pk, section]))
        for name, value in as_posted(answers, page=form(page).fields["page"][0]).items():
            expected = [str(each) for each in value] if isinstance(value, list) else [str(value)]
            assert form(page).fields[name] == expected, name


def test_a_colleague_may_go_on_where_another_stopped(client, ana, submission, place):
    Membership.objects.filter(user=ana).update(role="contributor")
    client.force_login(ana)
    assert client.post(place, form(client.get(place)).filled({"unit": "Hers"})).status_code == 302
    assert saved(submission).saved_by == ana

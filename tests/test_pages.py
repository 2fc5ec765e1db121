"""The pages without a browser: the whole way from signing in to the PDF, in three languages."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from assessment.instruments import kinds
from assessment.models import Membership, Report, SealedAnswers, Submission
from tests.conftest import PASSWORD
from tests.made import as_posted
from tests.reading import elements, forged, form, form_to, form_with, forms, send, submit, words

LANGUAGES = ("en", "es", "pt-br")


def address(name: str, submission: Submission, *more: object) -> str:
    return reverse(f"assessment:{name}", args=[submission.pk, *more])


# --- The whole way


def test_from_signing_in_to_the_pdf(
    client, luis, instrument, complete_answers, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("assessment.pdf.render_pdf", lambda results, chapters: b"%PDF-1.7 made")

    # Signs in by e-mail, however it is written, and is led to where they wanted to go.
    page = client.get(reverse("account_login"))
    login = form_to(page, "")
    page = client.post(
        page.request["PATH_INFO"] + "?next=/",
        login.filled({"login": "Luis@Example.ORG", "password": PASSWORD}),
        follow=True,
    )
    assert page.redirect_chain == [("/", 302)]

    # Starts, and is led to the sections.
    start = next(f for f in forms(page) if f.action.endswith("/portfolio_snapshot/"))
    page = client.post(start.action, start.filled({}), follow=True)
    submission = Submission.objects.get()
    assert page.request["PATH_INFO"] == address("overview", submission)

    # Answers section by section; the last button leads to the check.
    place = address("section", submission, "profile")
    for section in instrument.sections:
        page = client.get(place)
        assert section.text["en"] in words(page)
        answers = as_posted(complete_answers[section.key])
        if section.key == "methods":  # before the end, the check names what is open
            check = client.get(address("check", submission))
            assert all(question.short["en"] in words(check) for question in section.questions)
            assert "" not in _actions(check)  # and does not let hand in
        page = client.post(place, form(page).filled(answers, ("go", "next")))
        assert page.status_code == 302
        place = page["Location"]
    assert place == address("check", submission)

    # Hands in: the box has to be ticked.
    page = client.get(place)
    assert 'id="missing"' not in page.content.decode()
    hand_in = form_to(page, "")
    assert client.post(place, hand_in.filled({})).status_code == 422
    assert not SealedAnswers.objects.exists()
    page = client.post(place, hand_in.filled({"confirm": "yes"}), follow=True)
    assert page.request["PATH_INFO"] == address("handed_in", submission)
    assert submission.reference in words(page)
    page = client.get(address("results", submission))
    snapshot = SealedAnswers.objects.get()
    assert snapshot.answers == complete_answers
    for percent in snapshot.scores["percent"].values():
        assert f"{percent}%" in words(page)

    # Takes the report home.
    ask = form_to(page, address("request_report", submission))
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(ask.action, ask.filled({"language": "es"}))
    page = client.get(page["Location"])
    report = Report.objects.get()
    link = address("report_file", submission, report.key)
    assert f'href="{link}"' in page.content.decode()
    file = client.get(link)
    assert (file.content, file["Content-Type"]) == (b"%PDF-1.7 made", "application/pdf")
    sealed = f"{snapshot.sealed_at.astimezone(ZoneInfo('America/Lima')):%Y-%m-%d}"
    name = file["Content-Disposition"]
    assert name.startswith('attachment; filename="ministry-of-health-panorama-del-portafolio-luis-')
    assert name.endswith(f'-{sealed}-es.pdf"')


def _actions(response: object) -> list[str]:
    return [found.action for found in forms(response)]


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client, luis):
    login = reverse("account_login")
    pages = [
        submit(client, login, {"login": email, "password": "wrong"})
        for email in ("luis@example.org", "nobody@example.org")
    ]
    first, second = (re.sub(r'value="[^"]*"', "", words(page)) for page in pages)
    assert first == second
    assert "_auth_user_id" not in client.session


def test_who_tries_too_often_is_told_so_in_their_language(as_luis):
    as_luis.cookies["django_language"] = "es"
    change = reverse("account_change_password")
    tried = {"oldpassword": "wrong", "password1": "wrong", "password2": "wrong"}
    held = form_with(as_luis.get(change), "oldpassword")
    for _ in range(6):
        page = send(as_luis, held, tried)
    assert page.status_code == 429
    assert "Too Many Requests" not in words(page)
    assert '<html lang="es"' in page.content.decode()


def test_signing_in_does_not_lead_away_from_here(client, luis):
    page = submit(
        client,
        reverse("account_login") + "?next=https://evil.example/",
        {"login": luis.email, "password": PASSWORD},
    )
    assert page["Location"] == "/"


def test_nobody_signs_up(client, db):
    page = forged(
        client, reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD}
    )
    assert page.status_code == 200
    submit(client, reverse("account_login"), {"login": "new@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_can_be_set_anew(client, luis, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submit(client, reverse("account_reset_password"), {"email": luis.email})
    (message,) = mail.outbox
    link = re.search(r"http://testserver(/\S+)", str(message.body))
    assert link
    page = client.get(link[1], follow=True)
    new = "a new and longer password 7"
    submit(client, page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert client.session["_auth_user_id"] == str(luis.pk)  # the link from the mailbox lets in
    client.logout()
    submit(client, reverse("account_login"), {"login": luis.email, "password": new})
    assert client.session["_auth_user_id"] == str(luis.pk)


def test_a_stranger_gets_no_mail_and_the_same_answer(
    client, luis, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        pages = [
            submit(client, reverse("account_reset_password"), {"email": email}, follow=True)
            for email in (luis.email, "nobody@example.org")
        ]
    assert words(pages[0]) == words(pages[1])
    assert [message.to for message in mail.outbox] == [[luis.email]]


def test_signing_out_ends_the_session(as_luis):
    as_luis.post(reverse("account_logout"))
    assert as_luis.get(reverse("assessment:profile")).status_code == 302


# --- Single pages


def test_who_belongs_to_no_agency_is_told_whom_to_ask(client, zoe):
    client.force_login(zoe)
    assert "does not belong to an agency yet" in words(client.get("/"))


def test_a_running_draft_takes_the_place_of_the_invitation(as_luis, submission):
    page = as_luis.get("/")
    assert address("overview", submission) in page.content.decode()
    assert not [action for action in _actions(page) if action.endswith("/portfolio_snapshot/")]


def test_starting_twice_leads_to_the_same_draft(as_luis, submission):
    start = reverse("assessment:start", args=[submission.agency_id, "portfolio_snapshot"])
    assert as_luis.post(start)["Location"] == address("overview", submission)
    assert Submission.objects.count() == 1


def test_an_unknown_instrument_is_not_started(as_luis, health):
    as_luis.post(reverse("assessment:start", args=[health.pk, "horoscope"]))
    assert not Submission.objects.exists()


def test_an_unknown_section_is_not_found(as_luis, submission):
    assert as_luis.get(address("section", submission, "horoscope")).status_code == 404


def test_the_check_names_each_open_question_and_links_to_it(as_luis, submission, instrument):
    page = as_luis.get(address("check", submission)).content.decode()
    for question in instrument.questions:
        link = f"{address('section', submission, question.section)}?from=check#q-{question.key}"
        listed = f'<li><a href="{link}"' in page
        assert listed == (question.required and question.kind is not kinds.COUNTRY)


def test_incomplete_answers_cannot_be_handed_in_even_by_force(as_luis, submission):
    page = forged(as_luis, address("check", submission), {"confirm": "yes"})
    assert 'id="missing"' in page.content.decode()
    assert not SealedAnswers.objects.exists()


def test_who_comes_from_the_check_returns_there(as_luis, filled):
    place = address("section", filled, "purpose")
    page = as_luis.get(f"{place}?from=check")
    sent = form(page).filled({"q01.mission": "neutral"}, ("go", "check"))
    assert as_luis.post(place, sent)["Location"] == address("check", filled)


@pytest.mark.parametrize(
    ("section", "go", "name", "more"),
    [
        ("profile", "next", "section", ["purpose"]),
        ("purpose", "next", "section", ["risk"]),
        ("purpose", "previous", "section", ["profile"]),
        ("purpose", "leave", "overview", []),
        ("purpose", "stay", "section", ["purpose"]),
        ("management", "next", "check", []),
    ],
)
def test_each_button_leads_where_it_says(as_luis, submission, section, go, name, more):
    place = address("section", submission, section)
    sent = form(as_luis.get(place)).filled({}, ("go", go))
    assert as_luis.post(place, sent)["Location"] == address(name, submission, *more)


def test_results_of_a_draft_are_marked_provisional_with_how_much_is_answered(
    as_luis, submission, luis
):
    submission.records.filter(section="purpose").save_answers(
        {"q01": {"mission": "agree"}}, revision=0, by=luis
    )
    text = words(as_luis.get(address("results", submission)))
    assert "Provisional: 1 of 28 questions are answered" in text


def test_results_of_nothing_say_so_and_offer_no_report(as_luis, submission):
    page = as_luis.get(address("results", submission))
    assert "there is no profile to show" in words(page)
    assert address("request_report", submission) not in _actions(page)


def test_results_show_every_sum_that_the_scorecard_has(as_luis, snapshot, instrument):
    text = words(as_luis.get(address("results_chapter", snapshot.submission, "why")))
    for facet, points in snapshot.scores["raw"].items():
        most = 60 if facet == "anticipatory" else 64
        assert f"{points:g} / {most}" in text
    text = words(as_luis.get(address("results", snapshot.submission)))
    assert f"{snapshot.scores['management']['points']:g} of 108 points" in text


def test_results_tell_whether_the_seal_holds(as_luis, snapshot):
    address_of_results = address("results_chapter", snapshot.submission, "method")
    assert "The answers shown here match it." in words(as_luis.get(address_of_results))
    answers = {**snapshot.answers, "management": {}}
    SealedAnswers.objects.filter(pk=snapshot.pk).update(answers=answers)
    assert "The answers no longer match it" in words(as_luis.get(address_of_results))


# --- Languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_readers_language(
    client, luis, snapshot, language, health, instrument
):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    places = [reverse("account_login"), reverse("assessment:glossary")]
    assert all(f'<html lang="{language}"' in client.get(p).content.decode() for p in places)
    client.force_login(luis)
    Membership.objects.filter(user=luis).update(role="lead")
    draft = as_new_draft(client, health)
    sealed = snapshot.submission
    places = [
        "/",
        address("overview", draft),
        address("check", draft),
        address("section", draft, "purpose"),
        address("results", sealed),
    ]
    for place in places:
        page = client.get(place)
        assert f'<html lang="{language}"' in page.content.decode(), place
        assert instrument.text[language] in words(page), place
    question = instrument.question("q01")
    section = words(client.get(address("section", draft, "purpose")))
    assert question.text[language] in section
    assert all(item.text[language] in section for item in question.items)


def as_new_draft(client, agency) -> Submission:
    client.post(reverse("assessment:start", args=[agency.pk, "portfolio_snapshot"]))
    return Submission.objects.get(status="draft")


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("es-CO,es;q=0.9", "es"),
        ("pt", "pt-br"),
        ("pt-PT", "pt-br"),
        ("PT-BR", "pt-br"),
        ("fr,de;q=0.5", "en"),
        ("", "en"),
        ("*", "en"),
        ("xx-'\"<script>;q=zwei", "en"),
    ],
)
def test_the_browsers_language_is_followed_or_english_spoken(client, db, wanted, given):
    page = client.get(reverse("account_login"), headers={"accept-language": wanted})
    assert f'<html lang="{given}"' in page.content.decode()


@pytest.mark.parametrize("cookie", ["de", "pt", "../../etc", "", "es" * 500])
def test_a_strange_language_cookie_does_no_harm(client, db, cookie):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert client.get(reverse("account_login")).status_code == 200


def test_the_language_of_a_page_can_be_changed_and_does_not_lead_away(client, db):
    change = reverse("set_language")
    page = forged(client, change, {"language": "es", "next": "https://evil.example/"})
    assert "evil" not in page["Location"]
    assert '<html lang="es"' in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("language", ["es", "pt-br"])
def test_changing_the_language_inside_a_section_saves_what_is_typed(as_luis, submission, language):
    place = address("section", submission, "profile")
    sent = form(as_luis.get(place)).filled({"unit": "Salud"}, ("language", language))
    page = as_luis.post(place, sent)
    assert page["Location"] == place
    assert page.cookies[settings.LANGUAGE_COOKIE_NAME].value == language
    page = as_luis.get(place)
    assert f'<html lang="{language}"' in page.content.decode()
    assert form(page).fields["unit"] == ["Salud"]


def test_changing_the_language_keeps_what_cannot_be_saved(as_luis, submission):
    place = address("section", submission, "profile")
    sent = form(as_luis.get(place)).filled({"unit": "Salud", "people": "many"}, ("language", "es"))
    page = as_luis.post(place, sent)
    assert page.status_code == 422
    assert page.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"
    assert '<html lang="es"' in page.content.decode()
    kept = form(page).fields
    assert (kept["unit"], kept["people"]) == (["Salud"], ["many"])


def test_changing_the_language_on_the_way_from_the_check_does_not_forget_the_way_back(
    as_luis, filled
):
    place = address("section", filled, "purpose")
    sent = form(as_luis.get(f"{place}?from=check")).filled({}, ("language", "es"))
    assert as_luis.post(place, sent)["Location"] == f"{place}?from=check"


def test_an_unknown_language_is_passed_over(as_luis, submission):
    place = address("section", submission, "profile")
    page = forged(as_luis, place, {"page": "forged", "unit": "Health", "language": "tlh"})
    assert page.status_code == 302
    assert settings.LANGUAGE_COOKIE_NAME not in page.cookies


def test_the_enter_key_saves_and_leaves_the_language_alone(as_luis, submission):
    """A browser presses the form's first button in the order of the page."""
    page = as_luis.get(address("section", submission, "profile"))
    assert form(page).buttons[0] == ("go", "stay")


# --- What every page must keep


@pytest.fixture
def pages(as_luis, snapshot, health):
    """One response of each kind that a person sees."""
    draft, sealed = as_new_draft(as_luis, health), snapshot.submission
    section = address("section", draft, "profile")
    submit(as_luis, section, {"unit": "Theirs"})
    return {
        "dashboard": as_luis.get("/"),
        "glossary": as_luis.get(reverse("assessment:glossary")),
        "overview": as_luis.get(address("overview", draft)),
        "section": as_luis.get(section),
        "ranking": as_luis.get(address("section", draft, "purpose")),
        "invalid": forged(as_luis, section, {"revision": 1, "people": "x"}),
        "conflict": forged(as_luis, section, {"revision": 0, "unit": "Mine"}),
        "check": as_luis.get(address("check", draft)),
        "results": as_luis.get(address("results", sealed)),
        "password": as_luis.get(reverse("account_change_password")),
        "not allowed": as_luis.get(reverse("assessment:queue")),
        "not found": as_luis.get("/nowhere/"),
        "sign in": type(as_luis)().get(reverse("account_login")),
    }


def test_no_page_holds_scripts_styles_or_handlers_of_its_own(pages):
    for name, page in pages.items():
        for tag, attributes in elements(page):
            assert tag != "style", name
            assert tag != "script" or attributes.get("src"), name
            assert "style" not in attributes, (name, tag, attributes)
            assert not [a for a in attributes if a.startswith("on")], (name, tag, attributes)
            for key in ("href", "src", "action"):
                assert not (attributes.get(key) or "").lower().startswith("javascript:"), name


def test_every_page_comes_with_strict_headers(pages):
    for name, page in pages.items():
        policy = page["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert "default-src 'none'" in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert page["X-Frame-Options"] == "DENY", name
        assert page["X-Content-Type-Options"] == "nosniff", name
        assert page["Referrer-Policy"] == "same-origin", name


def test_no_page_asks_another_host_for_anything(pages):
    for name, page in pages.items():
        for tag, attributes in elements(page):
            if tag in ("script", "link", "img", "form", "iframe"):
                for key in ("href", "src", "action"):
                    assert "//" not in (attributes.get(key) or ""), (name, tag, attributes)


def test_every_field_has_a_name_that_can_be_read(pages):
    """A label around it or for it."""
    for name in ("section", "ranking", "invalid", "conflict", "sign in", "password"):
        found = elements(pages[name])
        labelled = {a.get("for") for tag, a in found if tag == "label"}
        for tag, a in found:
            if tag in ("input", "select") and a.get("type") in (None, "text", "email", "password"):
                assert a.get("id") in labelled, (name, a)


# --- How much the database is asked


def test_showing_a_section_asks_the_database_at_most_ten_times(
    as_luis, filled, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        as_luis.get(address("section", filled, "purpose"))


@pytest.mark.parametrize("htmx", [True, False])
def test_saving_a_section_asks_the_database_at_most_ten_times(
    as_luis, filled, django_assert_max_num_queries, htmx
):
    place = address("section", filled, "purpose")
    sent = form(as_luis.get(place)).filled({"q01.mission": "neutral"}, ("go", "stay"))
    # Session, person, offices, submission and section; the save; its place in the history; a savepoint around both.
    with django_assert_max_num_queries(10):
        page = as_luis.post(place, sent, headers={"hx-request": "true"} if htmx else {})
    assert page.status_code == (200 if htmx else 302)


def test_results_ask_the_database_at_most_ten_times(
    as_luis, snapshot, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        as_luis.get(address("results", snapshot.submission))

"""Whatever is sent: a clear refusal or harmless text, never a broken page and nothing lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessment.instruments import kinds
from assessment.models import Submission
from tests.made import INSTRUMENT
from tests.reading import forged, form, submit, words

TEXTS = [q.key for q in INSTRUMENT.questions if q.kind is kinds.TEXT]
HARMLESS = {
    "a script": "<script>alert(1)</script>",
    "a broken attribute": '" onfocus="alert(1)" autofocus=\'',
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a template": "{{ 7*7 }}{% debug %}${7*7}",
    "a path": "../../../../etc/passwd",
    "SQL": "'; DROP TABLE assessment_submission; --",
    "marks of direction": "abc\u202egnp.exe\u202c \u2066x\u2069",
    "letters of other scripts": "Ñandú ﷽ 保健省 👩🏽‍⚕️ ẽ g̃",
    "invisible characters": "a\u200bb\ufeffc\u00add",
    "percent signs": "%s %d %(name)s %%",
    "line ends": "one\r\ntwo",
    "a closing title": "</title><h1>x</h1>",
}
CURED = {
    "a NUL byte": ("a\0b", "ab"),
    "a vertical tab, as Word breaks lines": ("one\vtwo", "one\ntwo"),
    "a form feed": ("one\ftwo", "one\ntwo"),
    "an escape": ("\x1b[31mred", "[31mred"),
    "a misread quotation mark": ("\x93said\x94", "said"),
    "no character": ("a\ufffeb\U0010ffffc", "abc"),
    "an accent apart": ("cafe\u0301", "café"),
    "a letter of Mapudungun apart": ("l\u0331afkeṉ", "ḻafkeṉ"),
    "a mark of a list from Word": ("\uf0b7 first\n\uf0d8 second", "• first\n➢ second"),
}
DRAWN = {
    "country": "PE"
}  # in the form from the start; a forged one that leaves it out clears nothing
REFUSED = {"a megabyte": "x" * 1_000_000, "one letter too many": "x" * 201}


def at(submission: Submission, section: str = "profile") -> str:
    return reverse("assessment:section", args=[submission.pk, section])


@pytest.fixture
def as_luis(client, luis) -> Client:
    client.raise_request_exception = False  # a broken page shall come as one, with its status
    client.force_login(luis)
    return client


@pytest.mark.parametrize("key", TEXTS)
@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_text_is_kept_as_it_was_typed(as_luis, submission, key, name):
    typed = HARMLESS[name]
    assert forged(as_luis, at(submission), {"page": "forged", key: typed}).status_code == 302
    kept = typed.strip().replace("\r\n", "\n")
    assert submission.records.get(section="profile").answers[key] == kept
    page = as_luis.get(at(submission))
    assert form(page).fields[key] == [kept]


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_text_is_shown_as_text_wherever_it_is_shown(as_luis, submission, luis, name):
    typed = HARMLESS[name]
    luis.name = submission.agency.name = typed[:150]
    luis.save()
    submission.agency.save()
    forged(as_luis, at(submission), {"page": "forged", "unit": typed, "sector_other": typed})
    forged(as_luis, at(submission, "purpose"), {"page": "forged", "q01.mission": "agree"})
    addresses = [
        reverse(f"assessment:{n}", args=[submission.pk]) for n in ("overview", "check", "results")
    ]
    for address in ["/", *addresses, at(submission)]:
        page = as_luis.get(address)
        assert page.status_code == 200, address
        for raw in ("<script>alert", 'onfocus="alert', "</title><h1>"):
            assert raw not in page.content.decode(), address
    assert " ".join(typed.split()) in words(as_luis.get(addresses[1]))


@pytest.mark.parametrize("key", TEXTS)
@pytest.mark.parametrize("name", CURED)
def test_what_some_output_cannot_hold_is_cured_where_it_comes_in(as_luis, submission, key, name):
    typed, kept = CURED[name]
    assert forged(as_luis, at(submission), {"page": "forged", key: typed}).status_code == 302
    stored = submission.records.get(section="profile").answers[key]
    assert stored.replace("\r\n", "\n") == kept
    assert as_luis.get(at(submission)).status_code == 200


@pytest.mark.parametrize("key", TEXTS)
@pytest.mark.parametrize("name", REFUSED)
def test_text_that_cannot_be_kept_is_refused_and_comes_back(as_luis, submission, key, name):
    typed = REFUSED[name]
    page = forged(as_luis, at(submission), {"page": "forged", key: typed, "people": "40"})
    assert page.status_code == 422
    assert form(page).fields["people"] == ["40"]
    assert typed in page.content.decode()
    assert submission.records.get(section="profile").revision == 0


@pytest.mark.parametrize(
    "typed",
    ["0", "-1", "1000001", "9" * 100, "9" * 5000, "1e3", "1.5", "many", "NaN", "0x10", "<b>1</b>", "1_000", "1.00",
     "1.0000", "1.000.00", "1.000,5", "٤٠", "-", "+5"],
)  # fmt: skip
def test_a_number_out_of_bounds_or_no_number_is_refused_and_comes_back(as_luis, submission, typed):
    page = submit(as_luis, at(submission), {"people": typed})
    assert page.status_code == 422
    assert form(page).fields["people"] == [typed]


@pytest.mark.parametrize("typed", ["1", " 40 ", "1000000", "007"])
def test_a_number_is_kept_as_a_number(as_luis, submission, typed):
    submit(as_luis, at(submission), {"people": typed})
    assert submission.records.get(section="profile").answers["people"] == int(typed)


@pytest.mark.parametrize("typed", ["12.000", "12,000", "12 000", "12\u00a0000", "12\u202f000"])
def test_a_thousand_is_read_as_people_write_it(as_luis, submission, typed):
    submit(as_luis, at(submission), {"people": typed})
    assert submission.records.get(section="profile").answers["people"] == 12000


WRONG = {
    "an unknown option of a grid": ("purpose", {"q01.mission": "sort_of"}),
    "a script for an option": ("purpose", {"q01.mission": "<script>"}),
    "a place that is not there": ("purpose", {"q02.mission": "5"}),
    "place nought": ("purpose", {"q02.mission": "0"}),
    "a place in Arabic digits": ("purpose", {"q02.mission": "١"}),
    "a place with a space": ("purpose", {"q02.mission": " 1"}),
    "a place twice": ("purpose", {"q02.mission": "1", "q02.adaptive": "1"}),
    "three at one place": ("purpose", dict.fromkeys(("q02.mission", "q02.adaptive", "q02.enhancement"), "2")),
    "an unknown tick": ("methods", {"q13": ["ada_1", "ada_9"]}),
    "a tick of another question": ("methods", {"q14": ["ada_1", "mis_4"]}),
    "none beside others": ("methods", {"q15": ["ada_1", "none"]}),
    "an unknown choice": ("management", {"q17": "perhaps"}),
    "an unknown country": ("profile", {"country": "XX"}),
    "a country of elsewhere": ("profile", {"country": "FR"}),
    "a NUL byte for a tick": ("methods", {"q13": ["\0"]}),
    "no name of the page": ("profile", {"page": ""}),
    "markup for a name": ("profile", {"page": "<b>"}),
    "an enormous name": ("profile", {"page": "9" * 400}),
    "a turn in words": ("profile", {"turn": "first"}),
    "a negative turn": ("profile", {"turn": "-1"}),
    "an enormous turn": ("profile", {"turn": "9" * 400}),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("htmx", [True, False], ids=["in the background", "with the button"])
def test_what_the_form_does_not_offer_is_refused(as_luis, submission, name, htmx):
    section, sent = WRONG[name]
    headers = {"hx-request": "true"} if htmx else {}
    page = forged(as_luis, at(submission, section), {"page": "forged", **sent}, headers=headers)
    assert page.status_code == 422
    assert "Not saved yet" in words(page)
    assert ("<html" in page.content.decode()) is not htmx
    assert submission.records.get(section=section).revision == 0


@pytest.mark.parametrize("name", [n for n, (section, _) in WRONG.items() if section != "profile"])
def test_a_refusal_names_the_question_and_loses_no_other_answer(as_luis, submission, name):
    section, sent = WRONG[name]
    other = {"purpose": "q03.mission", "methods": "q16.mis_1", "management": "q21.a"}[section]
    page = forged(as_luis, at(submission, section), {"page": "forged", **sent, other: "agree"})
    question = INSTRUMENT.question(next(iter(sent)).split(".")[0])
    assert f'href="#id_{question.key}' in page.content.decode()
    assert question.short["en"] in words(page)
    assert form(page).fields[other] == ["agree"]


@pytest.mark.parametrize("damage", [{}, {"page": ""}, {"page": "p", "turn": "-1"}], ids=str)
def test_a_damaged_page_can_be_saved_again_as_it_says(as_luis, submission, damage):
    page = forged(as_luis, at(submission), {"unit": "Health", **damage})
    assert page.status_code == 422
    page = as_luis.post(at(submission), form(page).filled({}))
    assert page.status_code in (302, 409)


def test_what_nobody_asked_for_is_not_saved(as_luis, submission):
    sent = {
        "page": "forged",
        "unit": "Health",
        "status": "submitted",
        "q01.mission": "agree",
        "q99": "x",
    }
    forged(as_luis, at(submission), sent)
    assert submission.records.get(section="profile").answers == {"unit": "Health", **DRAWN}
    assert submission.records.get(section="purpose").answers == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [("go", "nowhere"), ("go", ""), ("clear", "q99"), ("clear", "<script>"), ("clear", "\r\nX: 1"),
     ("clear", "ünï"), ("from", "https://evil.example"), ("language", "\0"), ("language", "e" * 9999)],
)  # fmt: skip
def test_a_strange_button_saves_and_leads_no_further_than_the_section(
    as_luis, submission, name, value
):
    page = forged(as_luis, at(submission), {"page": "forged", "unit": "Health", name: value})
    assert page.status_code == 302
    assert page["Location"].split("#")[0] == at(submission)
    assert submission.records.get(section="profile").answers == {"unit": "Health", **DRAWN}


def test_the_last_of_two_values_counts(as_luis, submission):
    forged(as_luis, at(submission), {"page": ["first", "last"], "unit": ["First", "Last"]})
    assert submission.records.get(section="profile").answers == {"unit": "Last", **DRAWN}


def test_words_of_spaces_are_no_words(as_luis, submission):
    submit(as_luis, at(submission), {"unit": " \u00a0\t "})
    assert submission.records.get(section="profile").answers == {"country": "PE"}


# --- Bodies and addresses


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"unit=" + b"x" * (2 * 1024 * 1024 + 1), "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(501)), "application/x-www-form-urlencoded"),
    ],
    ids=["three megabytes", "five hundred and one fields"],
)
def test_too_much_is_refused_before_it_is_read(as_luis, submission, body, kind):
    page = forged(as_luis, at(submission), body, content_type=kind)
    assert page.status_code in (400, 413)
    assert submission.records.get(section="profile").revision == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=%ff%fe&unit=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"unit=x", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"unit=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b'{"page": "forged"}', "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"unit=x", "text/plain"),
    ],
)
def test_a_broken_body_is_refused(as_luis, submission, body, kind):
    page = as_luis.generic("POST", at(submission), body, content_type=kind)
    assert 400 <= page.status_code < 500
    assert submission.records.get(section="profile").revision == 0


def test_an_uploaded_file_is_passed_over(as_luis, submission):
    sent = {"page": "forged", "unit": SimpleUploadedFile("x.html", b"<script>"), "people": "4"}
    assert forged(as_luis, at(submission), sent).status_code == 302
    assert submission.records.get(section="profile").answers == {"people": 4, **DRAWN}


@pytest.mark.parametrize(
    "address",
    [
        "/submissions/not-a-uuid/",
        "/submissions/00000000-0000-4000-8000-000000000000/",
        "/submissions/00000000-0000-4000-8000-000000000000/report/1/file/",
        "/submissions/{pk}/report/99999999999999999999999/",
        "/submissions/{pk}/report/-1/",
        "/submissions/{pk}/%00/",
        "/submissions/{pk}/purpose%2f..%2frisk/",
        "/submissions/{pk}/Purpose/",
        "/submissions/{pk}//",
        "//evil.example/%2e%2e",
        "/%ff%fe/",
        "/portfolio/0/",
    ],
)
def test_an_address_that_leads_nowhere_is_not_found(as_luis, submission, address):
    assert as_luis.get(address.format(pk=submission.pk)).status_code == 404


def test_an_enormous_number_in_an_address_is_not_found(as_luis, submission):
    start = reverse("assessment:start", args=[10**30, "portfolio_snapshot"])
    assert as_luis.post(start).status_code == 404


@pytest.mark.parametrize("language", ["", "xx", "es!", "en" * 1000, "EN", "pt_BR"])
def test_a_report_in_an_unknown_language_is_not_made(as_luis, snapshot, language):
    address = reverse("assessment:request_report", args=[snapshot.submission_id])
    page = forged(as_luis, address, {"language": language})
    assert page["Location"] == reverse("assessment:results", args=[snapshot.submission_id])
    assert not snapshot.submission.reports.exists()


@pytest.mark.parametrize("language", ["es", "pt-br"])
def test_a_refusal_is_in_the_readers_language(as_luis, submission, language):
    as_luis.cookies["django_language"] = language
    page = submit(as_luis, at(submission), {"people": "x"})
    assert page.status_code == 422
    assert "Write a whole number" not in words(page)
    assert "Not saved yet" not in words(page)

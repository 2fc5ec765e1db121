"""What colleagues answered for themselves is shown to who has given an own view, as long as it is a draft."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessment import tasks, workflow
from assessment.answers import may_see_responses
from assessment.methods import published
from assessment.models import Report, Submission
from tests.agencies import agency
from tests.conftest import person
from tests.reading import forged, form, words
from tests.verapdf import text

INSTRUMENT = published.get("digital_maturity", 1)
SECTION, SPONSOR = "gov-leadership", "gov.leadership.sponsor"
SECRET = "They never met"  # a comment in ana's own view: nothing else has these words
PROFILE = {
    "profile.country": "PE",
    "profile.agency_type": "ministry",
    "profile.size": "50-249",
    "profile.public_services": "yes",
    "profile.local_partners": "yes",
    "profile.personal_data": "yes",
    "profile.automated_decisions": "no",
}
ONE_VIEW = "One colleague has given their own view"


@pytest.mark.parametrize(
    ("own", "shared", "stands", "sees"),
    [
        ({}, {}, False, False),
        ({"q": {"choice": "l1"}}, {}, False, True),
        ({"q": {"dk": True}}, {}, False, True),
        ({"q": {"comment": "?"}}, {}, False, False),  # answers nothing
        ({"other": {"choice": "l1"}}, {}, False, False),
        ({}, {"q": {"choice": "l1"}}, False, False),
        ({}, {"q": {"choice": "l1"}}, True, True),
        ({}, {"other": {"choice": "l1"}}, True, False),
    ],
)
def test_who_may_see(own, shared, stands, sees):
    assert may_see_responses("q", own, shared, stands_for_shared=stands) is sees


@pytest.fixture
def eva(health):
    return person("eva", health)


@pytest.fixture
def draft(health, luis, ana) -> Submission:
    """Luis has answered for the agency, ana for herself."""
    made = workflow.start(health, INSTRUMENT, luis)
    save(made, SECTION, {SPONSOR: {"choice": "l4"}}, luis)
    respond(made, ana, {"choice": "l1", "comment": SECRET})
    return made


def save(submission, section, answers, by):
    record = submission.records.get(section=section, respondent=None)
    submission.records.filter(pk=record.pk).save_answers(answers, revision=record.revision, by=by)


def respond(submission, by, said) -> None:
    record, _made = submission.records.get_or_create(section=SECTION, respondent=by)
    submission.records.filter(pk=record.pk).save_answers(
        {SPONSOR: said}, revision=record.revision, by=by
    )


def at(name, submission, *args):
    return reverse(f"assessment:{name}", args=[submission.pk, *args])


def shown(client, submission) -> dict[str, str]:
    """Everything that could tell of the answers, as words."""
    places = {
        name: at(name, submission) for name in ("check", "results", "open_questions", "overview")
    }
    places["section"] = at("section", submission, SECTION)
    found = {name: words(client.get(place)) for name, place in places.items()}
    for kind in ("csv", "json"):
        found[kind] = client.get(at("export", submission, kind)).content.decode("utf-8-sig")
    return found


TELLING = ("check", "section", "csv", "json")


def test_who_has_not_answered_is_told_that_there_are_views_and_no_more(client, draft, eva):
    client.force_login(eva)
    pages = shown(client, draft)
    assert [name for name, page in pages.items() if SECRET in page] == []
    for name in ("check", "section"):
        assert f"{ONE_VIEW}. You see it once you have given yours." in pages[name]
    assert "1 of 2" not in pages["check"]
    assert "At one question colleagues have given own views" in pages["results"]
    results = client.get(at("results", draft)).context["results"]
    assert results.disagreements == []
    assert results.scorecard.answers[SPONSOR].points == 4


@pytest.mark.parametrize("said", [{"choice": "l2"}, {"dk": True}])
def test_who_has_given_an_own_view_sees_the_others(client, draft, eva, said):
    respond(draft, eva, said)
    client.force_login(eva)
    pages = shown(client, draft)
    assert [name for name in TELLING if SECRET not in pages[name]] == []
    assert "once you have given yours" not in pages["check"] + pages["results"]


def test_who_saved_the_shared_answer_has_given_a_view(client, draft, luis):
    client.force_login(luis)
    pages = shown(client, draft)
    assert [name for name in TELLING if SECRET not in pages[name]] == []
    assert ONE_VIEW in pages["section"]


def test_an_own_view_of_another_question_is_none_of_this_one(client, draft, eva):
    record, _made = draft.records.get_or_create(section=SECTION, respondent=eva)
    other = {"gov.leadership.mandate": {"dk": True}}
    draft.records.filter(pk=record.pk).save_answers(other, revision=0, by=eva)
    client.force_login(eva)
    assert SECRET not in "".join(shown(client, draft).values())


def test_an_administrator_of_another_house_sees_nothing_and_a_superuser_everything(
    client, draft, adm, root
):
    client.force_login(adm)
    assert client.get(at("check", draft)).status_code == 403
    client.force_login(root)
    assert SECRET in words(client.get(at("check", draft)))


def test_the_agreed_answer_outlives_a_colleague_who_does_not_see_the_views(
    client, draft, luis, eva
):
    client.force_login(luis)
    sent = form(client.get(at("section", draft, SECTION))).filled({f"{SPONSOR}.agreed": "yes"})
    client.post(at("section", draft, SECTION), sent)
    client.force_login(eva)
    page = client.get(at("section", draft, SECTION))
    assert SECRET not in words(page)
    assert client.post(at("section", draft, SECTION), form(page).filled({})).status_code == 302
    shared = draft.records.get(section=SECTION, respondent=None)
    assert shared.answers == {SPONSOR: {"choice": "l4", "agreed": True}}


def test_what_is_open_does_not_depend_on_who_looks(client, draft, ana, eva, luis):
    """A question that only a colleague has answered for herself is answered, for everybody."""
    save(draft, SECTION, {}, luis)
    counts = []
    for user in (ana, eva):
        client.force_login(user)
        page = client.get(at("check", draft))
        assert SPONSOR not in {question.key for question in page.context["missing"]}
        counts.append(client.get(at("overview", draft)).context["progress"].done)
    assert counts[0] == counts[1]


def test_the_seal_holds_every_view_and_everybody_reads_it(client, draft, luis, eva):
    profile = {**PROFILE, **agency(INSTRUMENT, 3)["profile"]}
    save(draft, "profile", profile, luis)
    workflow.submit(draft, luis)
    client.force_login(eva)
    told = Submission.objects.get(pk=draft.pk).sealed.answers[SECTION][SPONSOR]
    assert [said["choice"] for said in told] == ["l4", "l1"]
    assert SECRET in client.get(at("export", draft, "json")).content.decode()


def ask(client, submission, user, run) -> Report:
    client.force_login(user)
    with run(execute=True):
        page = forged(client, at("request_report", submission), {"language": "en"})
    return Report.objects.get(key=page["Location"].rstrip("/").rpartition("/")[2])


def test_everybody_gets_a_report_of_their_own(
    client, draft, ana, luis, eva, root, monkeypatch, django_capture_on_commit_callbacks
):
    seen: list[int] = []

    def render(results, chapters) -> bytes:
        seen.append(len(results.answers[SECTION][SPONSOR]))
        return b"%PDF"

    monkeypatch.setattr("assessment.pdf.render_pdf", render)
    made = {u: ask(client, draft, u, django_capture_on_commit_callbacks) for u in (luis, eva, root)}
    assert seen == [2, 1, 2]
    for reader in (ana, luis, eva, root):
        client.force_login(reader)
        for owner, report in made.items():
            page = client.get(at("report_file", draft, report.key))
            assert page.status_code == (200 if reader == owner else 404)


def test_a_report_that_waits_when_a_first_view_comes_is_not_made(client, health, luis, ana):
    made = workflow.start(health, INSTRUMENT, luis)
    save(made, SECTION, {SPONSOR: {"choice": "l4"}}, luis)
    report = workflow.request_report(Submission.objects.get(pk=made.pk), "en")
    respond(made, ana, {"choice": "l1", "comment": SECRET})
    tasks.make_report.call(report.pk)
    report.refresh_from_db()
    assert (report.error, bytes(report.content)) == ("changed", b"")


@pytest.mark.pdf
def test_the_pdf_of_a_draft_keeps_to_it(
    client, draft, luis, eva, django_capture_on_commit_callbacks
):
    read = {
        u: text(bytes(ask(client, draft, u, django_capture_on_commit_callbacks).content))
        for u in (luis, eva)
    }
    assert SECRET in read[luis]
    assert SECRET not in read[eva]
    assert "At one question colleagues have given own views" in read[eva]


@pytest.mark.parametrize("user", ["luis", "eva"])
def test_the_workbook_keeps_to_it(client, draft, request, user):
    import io

    import openpyxl

    client.force_login(request.getfixturevalue(user))
    data = client.get(at("export", draft, "xlsx")).content
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert any(SECRET in cell for cell in cells) is (user == "luis")

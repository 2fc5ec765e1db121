"""The PDF as a job: asked for once, made once, and never lost or shown to the wrong person."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment import tasks, workflow
from assessment.models import MOST_ATTEMPTS, Membership, Report, ReportStatus, Submission
from tests.reading import form_to, words

HTMX = {"hx-request": "true"}
PDF = b"%PDF-1.7 made"
LONG_AGO = timezone.now() - timedelta(hours=1)


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The languages of what was rendered, in place of the slow rendering."""
    languages: list[str] = []

    def render(results, chapters) -> bytes:
        languages.append(results.language)
        return PDF

    monkeypatch.setattr("assessment.pdf.render_pdf", render)
    return languages


@pytest.fixture
def ask(django_capture_on_commit_callbacks, rendered):
    """Ask for a report; the background work is done at once."""

    def ask(submission: Submission, language: str = "es") -> Report:
        with django_capture_on_commit_callbacks(execute=True):
            report = workflow.request_report(Submission.objects.get(pk=submission.pk), language)
        report.refresh_from_db()
        return report

    return ask


@pytest.fixture
def waiting(snapshot) -> Report:
    """Asked for, and nobody has taken it up."""
    return workflow.request_report(snapshot.submission, "es")


def change(submission: Submission, by, unit: str) -> None:
    record = submission.records.get(section="profile")
    submission.records.filter(pk=record.pk).save_answers(
        {**record.answers, "unit": unit}, revision=record.revision, by=by
    )


def stopped(report: Report, attempts: int = 1) -> None:
    """The worker was killed an hour ago."""
    Report.objects.filter(pk=report.pk).update(
        status=ReportStatus.RENDERING, started_at=LONG_AGO, attempts=attempts
    )


# --- One report for the same answers in the same language


def test_a_report_is_made_once_and_kept(snapshot, ask, rendered):
    first, again = ask(snapshot.submission), ask(snapshot.submission)
    assert first == again
    assert (bytes(again.content), again.is_ready) == (PDF, True)
    assert rendered == ["es"]


def test_every_language_has_its_own(snapshot, ask, rendered):
    assert len({ask(snapshot.submission, language).pk for language in ("en", "es", "pt-br")}) == 3
    assert rendered == ["en", "es", "pt-br"]


def test_the_work_begins_only_when_the_request_is_kept(
    snapshot, rendered, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        report = workflow.request_report(snapshot.submission, "es")
    assert report.status == ReportStatus.REQUESTED
    assert rendered == []
    assert len(callbacks) == 1


def test_a_report_that_is_waiting_is_not_asked_for_twice(
    waiting, snapshot, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        assert workflow.request_report(snapshot.submission, "es") == waiting
    assert callbacks == []


def test_a_draft_that_went_on_gets_a_new_report(filled, luis, ask, rendered):
    first = ask(filled)
    change(filled, luis, "Renamed")
    second = ask(filled)
    assert second != first
    assert second.is_ready
    assert rendered == ["es", "es"]


def test_reports_of_yesterdays_drafts_are_cleared_away(filled, luis, ana, health, instrument, ask):
    others = ask(workflow.start(health, instrument, ana))
    old = ask(filled)
    Report.objects.update(requested_at=timezone.now() - timedelta(days=2))
    change(filled, luis, "Renamed")
    new = ask(filled)
    assert set(Report.objects.all()) == {others, new}
    assert old != new


def test_the_report_of_sealed_answers_stays_however_old_it_is(snapshot, ask):
    report = ask(snapshot.submission)
    Report.objects.update(requested_at=timezone.now() - timedelta(days=999))
    assert ask(snapshot.submission) == report
    ask(snapshot.submission, "en")
    assert Report.objects.count() == 2


def test_what_is_handed_in_gets_a_report_of_its_own(filled, luis, ask):
    draft = ask(filled)
    sealed = workflow.submit(filled, luis)
    report = ask(filled)
    assert report != draft
    assert report.checksum == sealed.checksum


# --- Making it


def test_only_one_worker_gets_a_report(waiting):
    mine = Report.objects.filter(pk=waiting.pk)
    assert [mine.claim(), mine.claim()] == [True, False]
    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == (ReportStatus.RENDERING, 1)
    assert waiting.started_at


def test_running_the_task_twice_makes_one_pdf(waiting, rendered):
    for _ in range(2):
        tasks.make_report.call(waiting.pk)
    assert rendered == ["es"]


def test_a_report_that_is_gone_is_no_fault(db, rendered):
    tasks.make_report.call(10**9)
    assert rendered == []


def test_a_failure_is_kept_and_told_and_can_be_tried_again(
    waiting, snapshot, ask, monkeypatch, rendered
):
    def fail(results, chapters):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr("assessment.pdf.render_pdf", fail)
        tasks.make_report.call(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.has_failed, waiting.error, bytes(waiting.content)) == (True, "rendering", b"")
    again = ask(snapshot.submission)
    assert again == waiting
    assert (again.is_ready, again.error, again.attempts) == (True, "", 1)


def test_a_draft_that_changes_meanwhile_gets_no_report_of_the_other_answers(filled, luis, rendered):
    report = workflow.request_report(filled, "es")
    change(filled, luis, "Renamed")
    tasks.make_report.call(report.pk)
    report.refresh_from_db()
    assert (report.has_failed, report.error) == (True, "changed")
    assert rendered == []


def test_a_draft_that_is_handed_in_meanwhile_gets_no_report_as_a_draft(filled, luis, rendered):
    report = workflow.request_report(filled, "es")
    workflow.submit(filled, luis)
    tasks.make_report.call(report.pk)
    assert not Report.objects.filter(status=ReportStatus.READY).exists()


# --- Workers that were killed


def test_what_a_killed_worker_left_is_made_after_all(waiting, rendered):
    stopped(waiting)
    assert tasks.take_back_abandoned() == 1
    waiting.refresh_from_db()
    assert (waiting.is_ready, waiting.attempts) == (True, 2)


def test_a_task_that_nobody_took_up_is_queued_again(waiting, rendered):
    Report.objects.filter(pk=waiting.pk).update(requested_at=LONG_AGO)
    assert tasks.take_back_abandoned() == 1
    waiting.refresh_from_db()
    assert waiting.is_ready


def test_work_that_has_just_begun_is_left_alone(waiting, rendered):
    Report.objects.filter(pk=waiting.pk).claim()
    assert tasks.take_back_abandoned() == 0
    waiting.refresh_from_db()
    assert waiting.status == ReportStatus.RENDERING


def test_after_three_attempts_it_is_given_up_and_said(waiting, rendered):
    stopped(waiting, attempts=MOST_ATTEMPTS)
    assert MOST_ATTEMPTS == 3
    assert tasks.take_back_abandoned() == 0
    waiting.refresh_from_db()
    assert (waiting.has_failed, waiting.error, rendered) == (True, "abandoned", [])


class Dies:
    """A task whose worker takes the report and never comes back."""

    @staticmethod
    def enqueue(report_id: int) -> None:
        Report.objects.filter(pk=report_id).claim()


def test_killed_again_and_again_it_ends_as_failed(waiting, monkeypatch):
    monkeypatch.setattr(tasks, "make_report", Dies)
    Dies.enqueue(waiting.pk)
    for _ in range(5):
        Report.objects.filter(pk=waiting.pk).update(started_at=LONG_AGO)
        tasks.take_back_abandoned()
    waiting.refresh_from_db()
    assert (waiting.has_failed, waiting.attempts) == (True, MOST_ATTEMPTS)


def test_a_finished_report_is_never_taken_back(snapshot, ask):
    report = ask(snapshot.submission)
    Report.objects.filter(pk=report.pk).update(requested_at=LONG_AGO, started_at=LONG_AGO)
    assert tasks.take_back_abandoned() == 0
    report.refresh_from_db()
    assert report.is_ready


@pytest.mark.parametrize(
    "meanwhile",
    [{"status": ReportStatus.FAILED, "error": "abandoned"}, {"attempts": 2}],
    ids=["given up", "made by a second worker"],
)
def test_a_worker_that_comes_too_late_does_not_overwrite(waiting, monkeypatch, meanwhile):
    """It was taken for dead; then it finishes all the same."""

    def slow(results, chapters) -> bytes:
        Report.objects.filter(pk=waiting.pk).update(**meanwhile)
        return PDF

    monkeypatch.setattr("assessment.pdf.render_pdf", slow)
    tasks.make_report.call(waiting.pk)
    waiting.refresh_from_db()
    assert bytes(waiting.content) == b""
    assert not waiting.is_ready


# --- On the page


def page_of(report: Report) -> str:
    return reverse("assessment:report", args=[report.submission_id, report.key])


def file_of(report: Report) -> str:
    return reverse("assessment:report_file", args=[report.submission_id, report.key])


def test_the_page_waits_looks_again_and_then_offers_the_file(as_luis, waiting, rendered):
    page = as_luis.get(page_of(waiting))
    assert f'hx-get="{page_of(waiting)}"' in page.content.decode()
    assert file_of(waiting) not in page.content.decode()
    assert as_luis.get(file_of(waiting)).status_code == 404
    tasks.make_report.call(waiting.pk)
    fragment = as_luis.get(page_of(waiting), headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert "hx-get" not in fragment
    assert f'href="{file_of(waiting)}"' in fragment


def test_looking_at_the_page_brings_an_abandoned_report_back(as_luis, waiting, rendered):
    stopped(waiting)
    assert file_of(waiting) in as_luis.get(page_of(waiting)).content.decode()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("rendering", "The file could not be made"),
        ("abandoned", "The file could not be made"),
        ("changed", "What the file shows changed"),
    ],
)
def test_a_failure_is_shown_with_a_way_to_try_again(
    as_luis, waiting, rendered, error, sentence, django_capture_on_commit_callbacks
):
    Report.objects.filter(pk=waiting.pk).update(status=ReportStatus.FAILED, error=error)
    page = as_luis.get(page_of(waiting))
    assert sentence in words(page)
    address = reverse("assessment:request_report", args=[waiting.submission_id])
    again = form_to(page, address)
    assert again.fields["language"] == ["es"]
    with django_capture_on_commit_callbacks(execute=True):
        page = as_luis.post(address, again.filled({}))
    assert as_luis.get(file_of(Report.objects.get())).content == PDF
    assert page["Location"] == page_of(Report.objects.get())


def test_the_file_is_private_and_named_after_agency_questionnaire_person_date_and_language(
    as_luis, snapshot, ask
):
    file = as_luis.get(file_of(ask(snapshot.submission, "pt-br")))
    day = f"{snapshot.sealed_at.astimezone(ZoneInfo('America/Lima')):%Y-%m-%d}"
    name = rf"ministry-of-health-panorama-do-portfolio-luis-[0-9a-f]{{6}}-{day}-pt-br\.pdf"
    assert re.fullmatch(f'attachment; filename="{name}"', file["Content-Disposition"])
    assert file["Cache-Control"] == "private, no-store"
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"


def test_the_file_of_a_draft_is_called_provisional(as_luis, filled, ask):
    assert "-provisional-" in as_luis.get(file_of(ask(filled)))["Content-Disposition"]


def test_the_file_of_a_draft_is_gone_after_handing_in(as_luis, filled, luis, ask):
    report = ask(filled)
    workflow.submit(filled, luis)
    assert as_luis.get(file_of(report)).status_code == 404
    assert not Report.objects.exists()


def test_a_hand_in_that_is_refused_keeps_the_files(submission, luis, ask):
    report = ask(submission)
    with pytest.raises(workflow.Incomplete):
        workflow.submit(submission, luis)
    assert Report.objects.get() == report


def test_a_draft_that_is_being_rendered_at_the_hand_in_does_not_come_back(
    filled, luis, monkeypatch
):
    report = workflow.request_report(filled, "es")

    def slow(results, chapters) -> bytes:
        workflow.submit(filled, luis)
        return PDF

    monkeypatch.setattr("assessment.pdf.render_pdf", slow)
    tasks.make_report.call(report.pk)
    assert not Report.objects.exists()
    tasks.take_back_abandoned()
    tasks.make_report.call(report.pk)
    assert not Report.objects.exists()


def test_who_asks_with_a_page_from_before_the_hand_in_gets_no_report_of_the_draft(filled, luis):
    stale = Submission.objects.get(pk=filled.pk)
    workflow.submit(filled, luis)
    with pytest.raises(Report.DoesNotExist):
        workflow.request_report(stale, "es")
    assert not Report.objects.exists()


def test_a_reviewer_gets_what_is_of_the_sealed_answers_and_nothing_else(
    client, snapshot, ask, rosa, luis, ana, adm, root
):
    """Even if a draft's file survived: the door opens by what is in it, not by when it was made."""
    sealed = ask(snapshot.submission)
    chapter = Report.objects.create(
        submission=snapshot.submission,
        language="en",
        checksum="with a chapter",
        answers=snapshot.checksum,
        status=ReportStatus.READY,
        content=PDF,
    )
    draft = Report.objects.create(
        submission=snapshot.submission,
        language="es",
        checksum="draft",
        answers="draft",
        status=ReportStatus.READY,
        content=PDF,
    )
    for user, found in ((rosa, 404), (luis, 200), (ana, 200), (adm, 404), (root, 200)):
        client.force_login(user)
        assert client.get(file_of(sealed)).status_code == 200
        assert client.get(file_of(chapter)).status_code == 200
        assert client.get(file_of(draft)).status_code == found
        assert client.get(page_of(draft)).status_code == found


def test_a_reviewer_who_belongs_to_the_agency_reads_its_drafts(client, filled, ask, rosa, health):
    Membership.objects.create(user=rosa, agency=health)
    client.force_login(rosa)
    assert client.get(file_of(ask(filled))).status_code == 200


def test_addresses_of_files_cannot_be_counted(snapshot, ask):
    first, second = ask(snapshot.submission, "es"), ask(snapshot.submission, "en")
    assert first.key.version == second.key.version == 4
    assert f"/{first.pk}/" not in page_of(first)


@pytest.mark.parametrize(
    "name", ["内閣府", '"; filename="evil.exe', "a/b\\c\r\nX: 1", "x" * 200, "..", ""]
)
def test_a_file_name_is_harmless_whatever_the_agency_is_called(
    as_luis, snapshot, ask, health, name
):
    health.name = name
    health.save()
    file = as_luis.get(file_of(ask(snapshot.submission, "en")))
    quoted = file["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')
    assert quoted.endswith("-en.pdf")
    assert set(quoted) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(quoted) <= 100


def test_who_may_see_the_submission_and_nobody_else_gets_the_file(
    client, snapshot, ask, ana, bia, rosa, zoe
):
    address = file_of(ask(snapshot.submission))
    for user, status in ((ana, 200), (rosa, 200), (bia, 404), (zoe, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status
    client.logout()
    assert client.get(address).status_code == 302


def test_asking_for_a_report_by_get_asks_for_nothing(as_luis, snapshot):
    address = reverse("assessment:request_report", args=[snapshot.submission_id])
    assert as_luis.get(address).status_code == 302
    assert not Report.objects.exists()

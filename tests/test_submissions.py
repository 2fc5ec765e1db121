"""What people answered: nobody overwrites a colleague unawares, and what is sealed stays sealed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from assessment import workflow
from assessment.methods import published
from assessment.models import (
    Agency,
    Membership,
    Role,
    SealedAnswers,
    SectionRecord,
    StaleAnswers,
    Status,
    Submission,
    User,
    checksum,
)
from tests.conftest import PASSWORD


def record_of(submission: Submission, section: str = "purpose") -> SectionRecord:
    return submission.records.get(section=section)


def save(submission: Submission, answers: dict, *, revision: int, by: User):
    return submission.records.filter(section="purpose").save_answers(
        answers, revision=revision, by=by
    )


def test_every_section_has_an_empty_record_from_the_start(submission, instrument):
    assert [r.section for r in submission.records.order_by("pk")] == [
        s.key for s in instrument.sections
    ]
    assert {r.revision for r in submission.records.all()} == {0}


def test_a_save_keeps_answers_who_and_when_and_counts_the_revision(submission, luis):
    when = save(submission, {"q01": {"mission": "agree"}}, revision=0, by=luis)
    record = record_of(submission)
    assert (record.answers, record.revision) == ({"q01": {"mission": "agree"}}, 1)
    assert (record.saved_by, record.saved_at) == (luis, when)


def test_a_stale_save_is_refused_and_changes_nothing(submission, luis, ana):
    save(submission, {"q01": {"mission": "agree"}}, revision=0, by=luis)
    with pytest.raises(StaleAnswers):
        save(submission, {"q01": {"mission": "disagree"}}, revision=0, by=ana)
    record = record_of(submission)
    assert record.answers == {"q01": {"mission": "agree"}}
    assert (record.revision, record.saved_by) == (1, luis)


@pytest.mark.parametrize("revision", [-1, 1, 2**31 - 1])
def test_a_revision_that_never_was_is_stale(submission, luis, revision):
    with pytest.raises(StaleAnswers):
        save(submission, {}, revision=revision, by=luis)


def test_a_save_in_one_section_leaves_the_others_alone(submission, luis):
    save(submission, {"q01": {"mission": "agree"}}, revision=0, by=luis)
    assert record_of(submission, "risk").revision == 0


def test_nothing_can_be_saved_after_handing_in(snapshot, luis):
    submission = snapshot.submission
    before = record_of(submission)
    with pytest.raises(StaleAnswers):
        save(submission, {}, revision=before.revision, by=luis)
    assert record_of(submission).answers == before.answers


def test_a_save_is_one_statement_beside_its_history(submission, luis, django_assert_num_queries):
    with django_assert_num_queries(
        4
    ):  # a savepoint, the save, the last revision, the savepoint's end
        save(submission, {}, revision=0, by=luis)


def test_answers_come_in_the_questionnaires_order(filled, instrument):
    assert list(filled.answers()) == [section.key for section in instrument.sections]


def test_a_person_has_one_open_submission_of_an_instrument_in_an_agency(submission, health, luis):
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            agency=health,
            instrument_key=submission.instrument_key,
            instrument_version=1,
            respondent=luis,
        )


def test_a_closed_submission_does_not_stand_in_the_way_of_the_next(snapshot, health, luis):
    Submission.objects.create(
        agency=health,
        instrument_key=snapshot.instrument_key,
        instrument_version=1,
        respondent=luis,
    )
    assert luis.submissions.count() == 2


def test_a_submission_knows_its_own_version_of_the_instrument(submission):
    assert submission.instrument is published.get("portfolio_snapshot", 1)


# --- Sealed


def test_a_snapshot_can_be_written_only_once(snapshot):
    snapshot.answers = {}
    with pytest.raises(TypeError, match="Sealed"):
        snapshot.save()
    with pytest.raises(TypeError, match="Sealed"):
        SealedAnswers.objects.get(pk=snapshot.pk).save(update_fields=["answers"])


def test_a_snapshot_is_intact_when_it_comes_back_from_the_database(snapshot):
    assert SealedAnswers.objects.get(pk=snapshot.pk).intact


@pytest.mark.parametrize(
    "tampered",
    [
        {"answers": {}},
        {"instrument_version": 2},
        {"instrument_key": "digital_maturity"},
        {"sealed_by_name": "Somebody else"},
        {"sealed_at": "2020-01-01T00:00:00Z"},
        {"checksum": "0" * 64},
        {"scores": {"percent": {"mission": 100}}},
    ],
    ids=lambda tampered: next(iter(tampered)),
)
def test_the_checksum_tells_that_a_snapshot_was_tampered_with(snapshot, tampered):
    SealedAnswers.objects.filter(pk=snapshot.pk).update(**tampered)
    assert not SealedAnswers.objects.get(pk=snapshot.pk).intact


def test_one_changed_answer_breaks_the_seal(snapshot):
    answers = SealedAnswers.objects.get(pk=snapshot.pk).answers
    answers["management"]["q17"] = "no" if answers["management"]["q17"] != "no" else "yes"
    SealedAnswers.objects.filter(pk=snapshot.pk).update(answers=answers)
    assert not SealedAnswers.objects.get(pk=snapshot.pk).intact


def test_the_checksum_does_not_depend_on_the_order_of_keys():
    assert checksum({"a": 1, "b": {"c": 2, "d": "ñ"}}) == checksum(
        {"b": {"d": "ñ", "c": 2}, "a": 1}
    )
    assert checksum(["a", "b"]) != checksum(["b", "a"])


def test_a_snapshot_outlives_the_account_of_the_person_who_handed_in(filled, ana):
    snapshot = workflow.submit(filled, ana)
    ana.delete()
    kept = SealedAnswers.objects.get(pk=snapshot.pk)
    assert (kept.sealed_by, kept.sealed_by_name) == (None, "Ana")
    assert kept.intact


def test_who_answered_cannot_be_deleted(submission, luis):
    with pytest.raises(ProtectedError):
        luis.delete()


# --- Who reaches what


@pytest.fixture
def everybody(ana, luis, bia, rosa, paulo, adm, zoe) -> dict[str, User]:
    people = [ana, luis, bia, rosa, paulo, adm, zoe]
    return {user.name.lower(): user for user in people}


def who(everybody: dict[str, User], find) -> set[str]:
    return {key for key, user in everybody.items() if find(user).exists()}


def test_a_draft_is_seen_edited_and_handed_in_by_these(submission, everybody):
    drafts = Submission.objects
    assert who(everybody, drafts.visible_to) == {"ana", "luis", "rosa", "adm"}
    assert who(everybody, drafts.editable_by) == {"ana", "luis"}
    assert who(everybody, drafts.submittable_by) == {"ana", "luis"}


def test_a_contributor_edits_a_colleagues_draft_but_does_not_hand_it_in(
    health, ana, luis, instrument
):
    draft = Submission.objects.create(
        agency=health, instrument_key=instrument.key, instrument_version=1, respondent=ana
    )
    assert draft in Submission.objects.editable_by(luis)
    assert draft not in Submission.objects.submittable_by(luis)


def test_a_lead_elsewhere_is_no_lead_here(submission, bia, health):
    """Role and agency belong together: two joins would let her hand in."""
    Membership.objects.create(user=bia, agency=health, role=Role.CONTRIBUTOR)
    assert submission in Submission.objects.editable_by(bia)
    assert submission not in Submission.objects.submittable_by(bia)


def test_what_is_handed_in_is_seen_by_the_same_and_edited_by_nobody(snapshot, everybody):
    assert who(everybody, Submission.objects.visible_to) == {"ana", "luis", "rosa", "adm"}
    assert who(everybody, Submission.objects.editable_by) == set()
    assert who(everybody, Submission.objects.submittable_by) == set()


def test_a_mandate_that_is_over_or_still_to_come_reaches_nothing(snapshot, rosa):
    today = timezone.localdate()
    rosa.mandates.update(since=today + timedelta(days=1))
    rosa.forget_duties()
    assert not Submission.objects.visible_to(rosa).exists()
    rosa.mandates.update(since=today - timedelta(days=9), until=today)
    rosa.forget_duties()
    assert not Submission.objects.visible_to(rosa).exists()
    assert not Agency.objects.visible_to(rosa).exists()


def test_a_reviewer_who_is_a_member_sees_the_submission_once(snapshot, rosa, health):
    Membership.objects.create(user=rosa, agency=health)
    assert Submission.objects.visible_to(rosa).count() == 1
    assert Agency.objects.visible_to(rosa).count() == 1


def test_only_superusers_are_staff(everybody, root):
    assert {key for key, user in everybody.items() if user.is_staff} == set()
    assert root.is_staff
    adm = everybody["adm"]
    adm.is_staff = True
    adm.save()
    assert not adm.is_staff


def test_an_e_mail_address_is_kept_in_small_letters(db):
    user = User.objects.create_user("Eva.Luz@Example.ORG", PASSWORD, name="Eva")
    assert user.email == "eva.luz@example.org"


def test_a_superuser_made_on_the_command_line_is_an_administrator(db):
    root = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")
    assert root.is_administrator
    assert root.is_staff


def test_there_are_two_states_only():
    assert set(Status.values) == {"draft", "submitted"}

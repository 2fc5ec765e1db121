"""The steps of a submission: started once, handed in once, and what came out never changes."""

from __future__ import annotations

import pytest

from assessment import results, workflow
from assessment.methods.registry import method_of
from assessment.models import Membership, Role, SealedAnswers, SectionRecord, Status, Submission

SCORED = ("purpose", "risk", "horizons", "methods", "management")


def test_starting_knows_the_country_and_nothing_else(submission, health):
    assert submission.is_draft
    assert submission.answers() == {
        "profile": {"country": health.country},
        **{key: {} for key in SCORED},
    }


def test_starting_twice_leads_to_the_same_draft(submission, health, luis, instrument):
    assert workflow.start(health, instrument, luis) == submission
    assert Submission.objects.count() == 1
    assert SectionRecord.objects.count() == len(instrument.sections)


def test_two_clicks_at_once_lead_to_the_same_draft(
    submission, health, luis, instrument, monkeypatch
):
    """Both looked before either had made it: the second one finds the constraint in its way."""
    running = Submission.objects.open_for(health, instrument.key, luis, submission.round)
    monkeypatch.setattr(running, "first", lambda: None)
    monkeypatch.setattr(Submission.objects, "open_for", lambda *args: running)
    assert workflow.start(health, instrument, luis) == submission
    assert Submission.objects.count() == 1


def test_a_failure_on_the_way_leaves_no_half_made_submission(health, luis, instrument, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("no room on the disk")

    monkeypatch.setattr(SectionRecord.objects, "bulk_create", fail)
    with pytest.raises(OSError, match="no room"):
        workflow.start(health, instrument, luis)
    assert not Submission.objects.exists()


def test_everybody_answers_alone_and_for_each_agency_apart(
    submission, health, transport, ana, luis, instrument
):
    Membership.objects.create(user=luis, agency=transport)
    others = {workflow.start(health, instrument, ana), workflow.start(transport, instrument, luis)}
    assert submission not in others
    assert len(others) == 2


def test_after_handing_in_one_may_start_again(snapshot, health, luis, instrument):
    again = workflow.start(health, instrument, luis)
    assert again != snapshot.submission
    assert again.is_draft


# --- Handing in


def test_incomplete_answers_are_not_handed_in_and_the_open_questions_named(submission, luis):
    with pytest.raises(workflow.Incomplete) as refused:
        workflow.submit(submission, luis)
    keys = [question.key for question in refused.value.questions]
    assert keys[:4] == ["unit", "people", "sectors", "q01"]
    assert "country" not in keys
    assert "sector_other" not in keys
    submission.refresh_from_db()
    assert submission.is_draft
    assert not SealedAnswers.objects.exists()


@pytest.mark.parametrize("section", ["profile", *SCORED])
def test_one_open_question_is_enough_to_refuse(filled, luis, section):
    record = filled.records.get(section=section)
    key = next(iter(record.answers))
    answers = {name: value for name, value in record.answers.items() if name != key}
    filled.records.filter(pk=record.pk).save_answers(answers, revision=record.revision, by=luis)
    with pytest.raises(workflow.Incomplete, match=f"^{key}$"):
        workflow.submit(filled, luis)


def test_handing_in_seals_answers_scores_and_who_did_it(filled, ana, complete_answers, instrument):
    sealed = workflow.submit(filled, ana)
    sealed.refresh_from_db()
    filled.refresh_from_db()
    assert filled.status == Status.SUBMITTED
    assert sealed.answers == complete_answers
    assert sealed.scores == method_of(instrument).scores(instrument, complete_answers)
    assert (sealed.sealed_by, sealed.sealed_by_name) == (ana, "Ana")
    assert (sealed.instrument_key, sealed.instrument_version) == (instrument.key, 1)
    assert sealed.intact


def test_handing_in_twice_gives_the_same_snapshot(snapshot, filled, ana):
    assert workflow.submit(filled, ana) == snapshot  # `filled` still believes that it is a draft
    assert SealedAnswers.objects.get().sealed_by_name == "Luis"


def test_what_is_saved_last_is_what_is_sealed(filled, luis):
    """A submission fetched before a save does not seal what it knew then."""
    stale = Submission.objects.prefetch_related("records").get(pk=filled.pk)
    assert stale.answers()["profile"]["unit"]
    record = filled.records.get(section="profile")
    filled.records.filter(pk=record.pk).save_answers(
        {**record.answers, "unit": "Renamed"}, revision=record.revision, by=luis
    )
    assert workflow.submit(stale, luis).answers["profile"]["unit"] == "Renamed"


def test_results_of_sealed_answers_do_not_follow_records_that_are_tampered_with(snapshot):
    before = results.of_submission(snapshot.submission, "en")
    seen = method_of(before.instrument).scores(before.instrument, before.answers)
    SectionRecord.objects.filter(submission=snapshot.submission).update(answers={})
    after = results.of_submission(Submission.objects.get(pk=snapshot.submission_id), "en")
    assert (
        method_of(after.instrument).scores(after.instrument, after.answers)
        == seen
        == snapshot.scores
    )
    assert after.author.is_sealed
    assert after.author.checksum == snapshot.checksum


def test_results_of_a_draft_follow_its_answers_and_bear_no_seal(submission, luis):
    assert results.of_submission(submission, "en").is_empty
    submission.records.filter(section="purpose").save_answers(
        {"q01": {"mission": "agree"}}, revision=0, by=luis
    )
    found = results.of_submission(submission, "en")
    assert not found.is_empty
    assert not found.author.is_sealed
    assert found.scorecard.dimension("mission").points == 3


def test_results_name_the_agency_as_it_is_called_and_the_sealer_as_was(snapshot, health, luis):
    luis.name = "Luis Alberto"
    luis.save()
    author = results.of_submission(Submission.objects.get(pk=snapshot.submission_id), "en").author
    assert (author.agency, author.sealed_by) == (health.name, "Luis")


def test_every_language_has_the_same_results(snapshot):
    languages = ("en", "es", "pt-br")
    found = [results.of_submission(snapshot.submission, language) for language in languages]
    assert (
        len(
            {
                str(method_of(each.instrument).scores(each.instrument, each.answers))
                for each in found
            }
        )
        == 1
    )
    assert [[a.action.number for a in each.advice] for each in found][1:] == [
        [a.action.number for a in found[0].advice]
    ] * 2
    assert len({each.names["mission"] for each in found}) > 1


def test_a_lead_may_hand_in_for_a_contributor(filled, ana):
    assert Membership.objects.get(user=ana).role == Role.LEAD
    assert filled in Submission.objects.submittable_by(ana)
    assert workflow.submit(filled, ana).submission.respondent.name == "Luis"

"""Results of sealed answers are drawn once for all who see the same, and never for anyone else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessment import workflow
from assessment.methods.points.results import PointsResults
from assessment.models import SealedAnswers
from assessment.views import results as view
from tests.reading import forms, words


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """Each drawing, by language."""
    made: list[str] = []
    draw = view.draw

    def counted(request, submission, language, chapter):
        made.append(language)
        return draw(request, submission, language, chapter)

    monkeypatch.setattr(view, "draw", counted)
    return made


def page(client, snapshot, chapter: str = "", language: str = "en", query: str = ""):
    client.cookies["django_language"] = language
    if chapter:
        place = reverse("assessment:results_chapter", args=[snapshot.submission_id, chapter])
    else:
        place = reverse("assessment:results", args=[snapshot.submission_id])
    return client.get(place + query)


def test_the_second_reader_is_shown_what_the_first_was(client, snapshot, luis, ana, drawn):
    client.force_login(luis)
    first = words(page(client, snapshot))
    client.force_login(ana)
    second = words(page(client, snapshot))
    assert drawn == ["en"]
    assert second.replace("Ana ana@example.org", "Luis luis@example.org") == first


def test_every_language_is_drawn_by_itself(client, snapshot, luis, drawn):
    client.force_login(luis)
    texts = {
        words(page(client, snapshot, language=language)) for language in ("en", "es", "pt-br", "es")
    }
    assert drawn == ["en", "es", "pt-br"]
    assert len(texts) == 3


def test_a_reviewer_is_not_offered_what_members_are(client, snapshot, luis, rosa):
    for who, offered in ((luis, True), (rosa, False), (luis, True), (rosa, False)):
        client.force_login(who)
        assert ("Add to the action plan" in words(page(client, snapshot, "next"))) is offered


def test_strangers_find_nothing_kept(client, snapshot, luis, zoe, paulo):
    client.force_login(luis)
    page(client, snapshot)
    for stranger in (zoe, paulo):
        client.force_login(stranger)
        assert page(client, snapshot).status_code == 404


def test_answers_that_somebody_changed_are_told_at_once(client, snapshot, luis):
    client.force_login(luis)
    assert "no longer match their seal" not in words(page(client, snapshot))
    answers = {**snapshot.answers, "risk": {}}
    SealedAnswers.objects.filter(pk=snapshot.pk).update(answers=answers)
    assert "no longer match their seal" in words(page(client, snapshot))


def test_sealed_answers_keep_the_agencys_name_of_that_day(client, snapshot, luis, health):
    client.force_login(luis)
    page(client, snapshot)
    health.name = "Ministry of Well-being"
    health.save()
    told = words(page(client, snapshot))
    assert "Ministry of Health" in told
    assert "today: Ministry of Well-being" in told


def test_a_draft_is_drawn_as_it_stands(client, submission, luis, drawn):
    client.force_login(luis)
    address = reverse("assessment:results", args=[submission.pk])
    client.get(address), client.get(address)
    assert len(drawn) == 2


def test_another_build_draws_anew(client, snapshot, luis, drawn, monkeypatch):
    client.force_login(luis)
    page(client, snapshot)
    monkeypatch.setattr(view, "build", lambda: "another")
    page(client, snapshot)
    assert len(drawn) == 2


def test_the_results_object_is_not_needed_for_a_kept_page(client, snapshot, luis, monkeypatch):
    client.force_login(luis)
    page(client, snapshot)
    monkeypatch.setattr(PointsResults, "scorecard", property(lambda self: 1 / 0))
    assert page(client, snapshot).status_code == 200


def test_a_body_that_is_not_at_hand_any_more_comes_from_the_cache(client, snapshot, luis, drawn):
    client.force_login(luis)
    first = words(page(client, snapshot))
    view._latest.kept.clear()
    assert words(page(client, snapshot)) == first
    assert drawn == ["en"]


def test_two_agencies_with_the_same_answers_have_bodies_of_their_own(
    client, snapshot, luis, transport, bia, complete_answers, instrument
):
    theirs = workflow.seal_imported(transport, instrument, complete_answers, by=bia, origin={})
    for who, one, other in ((luis, snapshot, theirs), (bia, theirs, snapshot)) * 2:
        client.force_login(who)
        assert one.submission.agency.name in words(page(client, one))
        assert other.submission.agency.name not in words(page(client, one))
        assert page(client, other).status_code == 404


def test_the_form_for_the_report_is_in_the_readers_language(client, snapshot, luis):
    client.force_login(luis)
    for language in ("es", "en", "pt-br", "es"):
        held = forms(page(client, snapshot, language=language))
        assert [f.fields["language"] for f in held if "language" in f.choices] == [[language]]

"""A section's earlier versions: kept with each save, shown in words to those who may read them, and restored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment import workflow
from assessment.methods import published
from assessment.models import SectionRevision, Source, StaleAnswers, Submission
from assessment.models.revisions import changes_between, joined, taken_back
from tests.reading import form, submit, words

SECTION = "gov-leadership"


def save(submission: Submission, answers: dict, by, section: str = SECTION) -> SectionRevision:
    record = submission.records.get(section=section, respondent=None)
    found = submission.records.filter(pk=record.pk)
    found.save_answers(answers, revision=record.revision, by=by)
    return SectionRevision.objects.filter(record=record).latest("pk")


def age(**by: int) -> None:
    """As if everything so far had been saved earlier."""
    for one in SectionRevision.objects.all():
        passed = {"began_at": one.began_at - timedelta(**by), "at": one.at - timedelta(**by)}
        SectionRevision.objects.filter(pk=one.pk).update(**passed)


@pytest.fixture
def shared(health, luis) -> Submission:
    """The agency's maturity draft, which Luis and Ana answer together."""
    return workflow.start(health, published.latest("digital_maturity"), luis)


@pytest.fixture
def question() -> str:
    return published.latest("digital_maturity").section(SECTION).questions[0].key


def levels(question: str, *numbers: int) -> list[dict]:
    asked = published.latest("digital_maturity").section(SECTION).questions[0]
    return [{question: {"choice": asked.items[number].key}} for number in numbers]


@pytest.fixture
def place(shared) -> str:
    return reverse("assessment:history", args=[shared.pk, SECTION])


# --- Pure


def test_changes_are_joined_and_taken_back():
    first, then = {"a": 1, "b": 2}, {"b": 3, "c": 4}
    one, two = changes_between({}, first), changes_between(first, then)
    assert two == {"a": [1, None], "b": [2, 3], "c": [None, 4]}
    assert joined(one, two) == changes_between({}, then)
    assert taken_back(then, [two]) == first
    assert taken_back(then, [two, one]) == {}
    assert joined(two, changes_between(then, first)) == {}


# --- Kept


def test_saves_of_one_person_within_minutes_are_one_revision(shared, luis, ana, question):
    one, two, three = levels(question, 0, 1, 2)
    first = save(shared, one, luis)
    assert save(shared, two, luis).pk == first.pk
    age(minutes=9)
    assert save(shared, three, luis).changes == {question: [None, three[question]]}
    age(minutes=2)
    second = save(shared, one, luis)
    assert second.pk != first.pk
    assert second.changes == {question: [three[question], one[question]]}
    assert save(shared, two, ana).pk != second.pk


def test_what_was_taken_back_at_once_leaves_nothing(shared, luis, question):
    save(shared, levels(question, 0)[0], luis)
    age(hours=1)
    save(shared, levels(question, 1)[0], luis)
    save(shared, levels(question, 0)[0], luis)
    assert SectionRevision.objects.count() == 1


def test_a_file_is_a_revision_of_its_own(shared, luis, question):
    one, two = levels(question, 0, 1)
    save(shared, one, luis)
    workflow.apply_import(shared, [(SECTION, 1, two)], luis)
    assert [r.source for r in SectionRevision.objects.order_by("pk")] == [Source.PAGE, Source.FILE]


def test_a_refused_save_leaves_no_revision(shared, luis, question):
    save(shared, levels(question, 0)[0], luis)
    with pytest.raises(StaleAnswers):
        shared.records.filter(section=SECTION).save_answers({}, revision=0, by=luis)
    assert SectionRevision.objects.count() == 1


def test_a_save_of_the_page_is_kept(as_luis, submission):
    submit(as_luis, reverse("assessment:section", args=[submission.pk, "profile"]), {"unit": "X"})
    kept = SectionRevision.objects.get()
    assert (kept.by_name, kept.changes["unit"]) == ("Luis", [None, "X"])


# --- Shown


def test_the_page_says_who_changed_what_in_words(as_luis, shared, luis, ana, place, question):
    one, two = levels(question, 0, 3)
    save(shared, one, luis)
    save(shared, two, ana)
    asked = published.latest("digital_maturity").section(SECTION).questions[0]
    for language in ("en", "es", "pt-br"):
        text = words(as_luis.get(place, headers={"accept-language": language}))
        assert "Ana" in text
        assert "Luis" in text
        for shown in (asked.short, asked.items[0].text, asked.items[3].text):
            assert " ".join(shown[language].split()) in text


def test_section_and_overview_lead_there(as_luis, shared, luis, place, question):
    pages = [
        reverse("assessment:section", args=[shared.pk, SECTION]),
        reverse("assessment:overview", args=[shared.pk]),
    ]
    assert not any(f'href="{place}"' in as_luis.get(page).content.decode() for page in pages)
    save(shared, levels(question, 0)[0], luis)
    assert all(f'href="{place}"' in as_luis.get(page).content.decode() for page in pages)


def test_a_colleague_neither_sees_nor_is_led_to_the_history_of_personal_answers(
    client, submission, luis, ana
):
    save(submission, {"unit": "X"}, luis, "profile")
    client.force_login(ana)
    place = reverse("assessment:history", args=[submission.pk, "profile"])
    assert client.get(place).status_code == 404
    for page in (
        reverse("assessment:section", args=[submission.pk, "profile"]),
        reverse("assessment:overview", args=[submission.pk]),
    ):
        assert place not in client.get(page).content.decode()


def test_an_own_view_has_a_history_for_its_person_alone(client, shared, luis, ana, question):
    record = workflow.begin_response(shared, SECTION, luis)
    mine = shared.records.filter(pk=record.pk)
    mine.save_answers(levels(question, 2)[0], revision=0, by=luis)
    place = reverse("assessment:own_history", args=[shared.pk, SECTION])
    client.force_login(luis)
    assert "Luis" in words(client.get(place))
    client.force_login(ana)
    assert client.get(place).status_code == 404
    assert "Luis" not in words(client.get(reverse("assessment:history", args=[shared.pk, SECTION])))


def test_long_histories_cost_the_same_and_come_in_pages(as_luis, shared, luis, place, question):
    record = shared.records.get(section=SECTION, respondent=None)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            as_luis.get(place)
        return len(made)

    save(shared, levels(question, 0)[0], luis)
    few = queries()
    now = timezone.now()
    SectionRevision.objects.bulk_create(
        SectionRevision(
            record=record, by=luis, by_name=f"N{n:03}", began_at=now, changes={},
            at=now - timedelta(minutes=n + 1),
        )
        for n in range(120)
    )  # fmt: skip
    assert queries() == few
    text = words(as_luis.get(place))
    assert "N048" in text
    assert "N049" not in text
    assert "Older" in text


# --- Restored


def test_going_back_shows_first_what_would_change(as_luis, shared, luis, ana, place, question):
    one, two = levels(question, 0, 3)
    first = save(shared, one, luis)
    save(shared, two, ana)
    page = f"{place}{first.pk}/"
    items = published.latest("digital_maturity").section(SECTION).questions[0].items
    text = words(as_luis.get(page))
    assert items[0].text["en"] in text
    assert items[3].text["en"] in text
    assert submit(as_luis, page).status_code == 302
    record = shared.records.get(section=SECTION)
    assert record.answers == one
    assert [r.source for r in record.revisions.order_by("pk")] == ["page", "page", "restored"]
    assert "restored" in words(as_luis.get(place))
    assert "nothing to change" in words(as_luis.get(page))


def test_what_a_colleague_saved_since_is_not_overwritten(
    as_luis, shared, luis, ana, place, question
):
    one, two, three = levels(question, 0, 1, 2)
    first = save(shared, one, luis)
    save(shared, two, ana)
    page = f"{place}{first.pk}/"
    sent = form(as_luis.get(page), "restore").filled({})
    save(shared, three, ana)
    answer = as_luis.post(page, sent)
    assert answer.status_code == 409
    assert "A colleague saved this section" in words(answer)
    record = shared.records.get(section=SECTION)
    assert record.answers == three
    assert as_luis.post(page, form(answer, "restore").filled({})).status_code == 302
    record.refresh_from_db()
    assert record.answers == one


def test_what_is_handed_in_is_not_restored(as_luis, filled, luis):
    one = filled.records.get(section="purpose").revisions.get()
    place = reverse("assessment:history", args=[filled.pk, "purpose"])
    workflow.submit(filled, luis)
    assert as_luis.get(f"{place}{one.pk}/").url == place
    assert f"{place}{one.pk}/" not in as_luis.get(place).content.decode()


def test_a_revision_of_another_section_is_not_found(as_luis, filled):
    one = filled.records.get(section="purpose").revisions.get()
    other = reverse("assessment:history", args=[filled.pk, "profile"])
    assert as_luis.get(f"{other}{one.pk}/").status_code == 404

"""The demonstration: everything to look around with, and nothing of anybody else touched."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from assessment import demonstration
from assessment.answers import progress
from assessment.models import Agency, Mandate, Membership, Office, Role, Status, Submission, User
from tests.conftest import person


@pytest.fixture(autouse=True)
def _static_files_go_elsewhere(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


def demo(*options: str) -> str:
    out = io.StringIO()
    call_command("demo", "--no-serve", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def shown(db) -> str:
    return demo()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (User, Agency, Membership, Submission))


def test_there_are_people_in_every_role_and_office_and_one_in_none(shown):
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert set(Mandate.objects.values_list("office", flat=True)) == {"reviewer", "administrator"}
    assert User.objects.filter(mandates=None, memberships=None).exists()


def test_there_are_at_least_three_countries_and_two_people_in_one_agency(shown):
    assert Agency.objects.values("country").distinct().count() >= 3
    assert any(agency.memberships.count() >= 2 for agency in Agency.objects.all())


def test_submissions_stand_in_every_state(shown):
    drafts = Submission.objects.filter(status=Status.DRAFT)
    shares = [progress(draft.instrument, draft.answers()) for draft in drafts]
    assert any(share.complete for share in shares)
    assert any(share.started and not share.complete for share in shares)
    sealed = Submission.objects.filter(status=Status.SUBMITTED)
    assert sealed.count() >= 2
    assert all(submission.sealed.intact for submission in sealed)


def test_every_reviewer_has_something_to_look_at(shown):
    for reviewer in User.objects.filter(mandates__office=Office.REVIEWER):
        assert Submission.objects.visible_to(reviewer).exists()


def test_the_invitation_names_everybody_and_the_password_opens(shown, client):
    assert demonstration.PASSWORD in shown
    for key in demonstration.PEOPLE:
        email = demonstration.address(key)
        assert email in shown
        assert client.login(email=email, password=demonstration.PASSWORD)


def test_running_it_twice_adds_and_changes_nothing(shown):
    before = counts()
    demo()
    assert counts() == before


def test_what_people_changed_stays(shown):
    ana = User.objects.get(email=demonstration.address("ana"))
    ana.set_password("of my own")
    ana.name = "Ana María"
    ana.save()
    draft = Submission.objects.filter(status=Status.DRAFT).first()
    assert draft
    draft.records.update(answers={})
    demo()
    ana.refresh_from_db()
    assert ana.check_password("of my own")
    assert ana.name == "Ana María"
    assert not any(draft.answers().values())


def test_a_database_with_other_people_is_left_alone(db):
    person("somebody")
    before = counts()
    with pytest.raises(CommandError, match="1 accounts that are not of the demonstration"):
        demo()
    assert counts() == before


def test_a_database_with_other_people_is_filled_if_that_is_wanted(db):
    person("somebody")
    demo("--add-to-existing")
    administrators = [
        one for one in demonstration.PEOPLE.values() if one[1] is Office.ADMINISTRATOR
    ]
    assert User.objects.count() == len(demonstration.PEOPLE) - len(administrators) + 1
    assert not Mandate.objects.filter(
        office=Office.ADMINISTRATOR
    ).exists()  # its password is public


def test_beside_other_people_no_administrator_is_made_nor_named(db):
    person("somebody")
    invitation = demo("--add-to-existing")
    assert not Mandate.objects.filter(office=Office.ADMINISTRATOR).exists()
    assert demonstration.address("admin") not in invitation


def test_the_same_people_answer_the_same_every_time(instrument, leaning):
    first, second = (
        demonstration.invented_answers(instrument, leaning, 0.5, seed="x") for _ in range(2)
    )
    assert first == second

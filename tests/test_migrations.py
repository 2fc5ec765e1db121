"""Migrations that move data, on rows as they were before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("assessment", "0004_imported"), ("portfolio", "0001_initial")]
SEAL, DRAFT = "5" * 64, "d" * 64


@pytest.fixture
def before(transactional_db):
    """The models as they were; afterwards everything is as it is now."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(newest)


def after() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_reports_get_keys_and_only_those_of_the_seal_stay(before, django_user_model):
    from django.utils import timezone

    from assessment.models import Report
    from portfolio.models import PortfolioReport

    agency = before.get_model("assessment", "Agency").objects.create(name="Health", country="PE")
    submissions = before.get_model("assessment", "Submission").objects
    about = {"agency": agency, "instrument_key": "portfolio_snapshot", "instrument_version": 1}
    sealed = submissions.create(status="submitted", **about)
    draft = submissions.create(status="draft", **about)
    before.get_model("assessment", "Snapshot").objects.create(
        submission=sealed,
        instrument_key="portfolio_snapshot",
        instrument_version=1,
        answers={},
        scores={},
        sealed_by_name="Ana",
        sealed_at=timezone.now(),
        checksum=SEAL,
    )
    reports = before.get_model("assessment", "Report").objects
    for submission, checksum in ((sealed, SEAL), (sealed, DRAFT), (draft, DRAFT)):
        for language in ("es", "en"):
            reports.create(submission=submission, checksum=checksum, language=language, pdf=b"%PDF")
    for language in ("es", "en"):
        before.get_model("portfolio", "PortfolioReport").objects.create(
            agency=agency, checksum=SEAL, language=language
        )
    after()
    found = [(r.submission_id, r.checksum, r.answers) for r in Report.objects.order_by("pk")]
    assert found == [(sealed.pk, SEAL, SEAL)] * 2 + [(draft.pk, DRAFT, "")] * 2
    assert len({r.key for r in Report.objects.all()}) == 4
    assert len({r.key for r in PortfolioReport.objects.all()}) == 2


@pytest.fixture
def before_keys(transactional_db):
    """The models before agencies had keys; afterwards everything is as it is now."""
    state = [("assessment", "0009_sealed_answers")]
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(state)
    yield MigrationExecutor(connection).loader.project_state(state).apps
    MigrationExecutor(connection).migrate(newest)


def test_two_agencies_of_one_key_are_kept_apart_and_can_be_merged(before_keys, django_user_model):
    from assessment.models import Agency, SealedAnswers
    from assessment.workflow import merging_agencies

    agencies = before_keys.get_model("assessment", "Agency").objects
    told = [("Ministerio de Salud", "PE"), ("MIN. SALUD", "PE"), ("Min de Salud", "PE"), ("Salud", "PE"),
            ("Ministerio de Salud", "CO"), ("...", "PE"), ("-", "PE")]  # fmt: skip
    made = [agencies.create(name=name, country=country) for name, country in told]
    submission = before_keys.get_model("assessment", "Submission").objects.create(
        agency=made[1],
        status="submitted",
        instrument_key="portfolio_snapshot",
        instrument_version=1,
    )
    before_keys.get_model("assessment", "SealedAnswers").objects.create(
        submission=submission,
        instrument_key="portfolio_snapshot",
        instrument_version=1,
        answers={},
        scores={},
        sealed_by_name="Ana",
        sealed_at="2026-01-01T00:00:00Z",
        checksum=SEAL,
    )
    after()
    found = {a.pk: a.name_key for a in Agency.objects.all()}
    one, two, three, four, abroad, dots, dash = (agency.pk for agency in made)
    assert found == {
        one: "min salud", two: f"min salud #{two}", three: f"min salud #{three}", four: "salud", abroad: "min salud",
        dots: "", dash: f" #{dash}",
    }  # fmt: skip
    assert SealedAnswers.objects.get().agency_name == "MIN. SALUD"
    twin = Agency.objects.get(pk=two)
    twin.save()  # keeps its mark
    same = Agency.objects.searched("min salud").filter(country="PE")
    assert {agency.pk for agency in same} == {one, two, three}
    boss = django_user_model.objects.create_user("boss@example.org", "x", name="Boss")
    first = Agency.objects.get(pk=one)
    mark = merging_agencies.look(twin, first).mark
    merging_agencies.merge(twin, first, boss, mark=mark)
    assert first.submissions.count() == 1


@pytest.fixture
def before_rounds(transactional_db):
    """The models before there were rounds; afterwards everything is as it is now."""
    state = [("assessment", "0018_draft_seen")]
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(state)
    yield MigrationExecutor(connection).loader.project_state(state).apps
    MigrationExecutor(connection).migrate(newest)


def test_what_was_begun_before_belongs_to_the_standing_round(before_rounds, django_user_model):
    from assessment.models import Participation, Round, Submission

    agencies = before_rounds.get_model("assessment", "Agency").objects
    health, _idle = (
        agencies.create(name=name, name_key=name, country="PE", kind="ministry")
        for name in ("health", "idle")
    )
    about = {"agency": health, "instrument_key": "portfolio_snapshot", "instrument_version": 1}
    for status in ("submitted", "draft"):
        before_rounds.get_model("assessment", "Submission").objects.create(status=status, **about)
    after()
    assert {s.round for s in Submission.objects.all()} == {Round.objects.get(is_standing=True)}
    taking_part = Participation.objects.get()
    assert (taking_part.agency_id, taking_part.kind) == (health.pk, "ministry")


OFFICES = [("assessment", "0018_draft_seen")]


@pytest.fixture
def before_mandates(transactional_db):
    """The models when an office was a field of a person; afterwards everything is as it is now."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(OFFICES)
    yield MigrationExecutor(connection).loader.project_state(OFFICES).apps
    MigrationExecutor(connection).migrate(newest)


def test_offices_become_mandates(before_mandates):
    from django.utils import timezone

    from assessment.models import User

    users = before_mandates.get_model("assessment", "User").objects
    asked = timezone.now() - timedelta(days=3)
    users.create(email="n@example.org", name="None", countries=["PE"])
    users.create(
        email="r@example.org", name="R", office="reviewer", countries=["PE", "BR", "PE"],
        second_factor_asked=asked,
    )  # fmt: skip
    users.create(email="a@example.org", name="A", office="administrator", is_staff=True)
    users.create(
        email="s@example.org", name="S", office="administrator", is_superuser=True, is_staff=True
    )
    after()
    found = {
        user.name: sorted((m.office, m.country, m.since) for m in user.duties)
        for user in User.objects.all()
    }
    today, earlier = timezone.localdate(), timezone.localdate(asked)
    assert found == {
        "None": [],
        "R": [("reviewer", "BR", earlier), ("reviewer", "PE", earlier)],
        "A": [("administrator", "", today)],
        "S": [("administrator", "", today)],
    }
    assert [u.name for u in User.objects.filter(is_staff=True)] == ["S"]


def test_mandates_become_offices_again_and_nobody_sees_more(transactional_db):
    from django.utils import timezone

    from assessment.models import User

    today = timezone.localdate()
    given = {
        "all": [("administrator", "", None), ("reviewer", "PE", None)],
        "country": [("administrator", "PE", None)],
        "reviewer": [("reviewer", "PE", None), ("reviewer", "BR", today)],
        "everywhere": [("reviewer", "", None)],
        "over": [("administrator", "", today)],
    }
    for name, offices in given.items():
        user = User.objects.create_user(f"{name}@example.org", "x", name=name)
        for office, country, until in offices:
            user.mandates.create(office=office, country=country, until=until)
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    try:
        executor.migrate(OFFICES)
        earlier = MigrationExecutor(connection).loader.project_state(OFFICES).apps
        users = earlier.get_model("assessment", "User").objects.all()
        found = {u.name: (u.office, len(u.countries), u.is_staff) for u in users}
    finally:
        MigrationExecutor(connection).migrate(newest)
    assert found == {
        "all": ("administrator", 0, True),
        "country": ("reviewer", 1, False),
        "reviewer": ("reviewer", 1, False),
        "everywhere": ("reviewer", 33, False),
        "over": ("", 0, False),
    }

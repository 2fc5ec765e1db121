"""The record of what happened: nobody changes it unseen, by the program or by SQL."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from assessment import workflow
from assessment.models import Event, Last, Verb


@pytest.fixture
def events(ana, health) -> list[Event]:
    for number in range(5):
        workflow.record(Verb.EXPORTED, ana, health, f"file {number}", format="csv", rows=number)
    return list(Event.objects.order_by("pk"))


def verified(**options: str) -> str:
    out = StringIO()
    call_command("verify_events", stdout=out, **options)
    return out.getvalue()


def tamper(statement: str, *values: object) -> None:
    """As somebody would who owns the tables: the trigger is no wall against them, the chain is their witness."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE assessment_event DISABLE TRIGGER USER")
        cursor.execute(statement, values)


def test_a_record_as_it_was_written_holds(events):
    told = verified()
    assert "Events on record: 5, all as they were written." in told
    assert events[-1].hash in told


def test_an_empty_record_holds(db):
    assert "Nothing is on record." in verified()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2020-01-01 00:00:00+00:00"),
        ("actor_id", 999),
        ("actor_name", "Nobody"),
        ("verb", "left"),
        ("agency_id", None),
        ("about", "another file"),
        ("facts", json.dumps({"format": "csv", "rows": 7})),
    ],
)
def test_a_changed_event_is_named(events, column, value):
    tamper(f"UPDATE assessment_event SET {column} = %s WHERE id = %s", value, events[2].pk)  # noqa: S608 (of this test)
    with pytest.raises(CommandError, match=rf"event {events[2].pk} of .*: it was changed"):
        verified()


@pytest.mark.parametrize("gone", [0, 2])
def test_an_event_that_is_gone_is_named_by_the_next(events, gone):
    tamper("DELETE FROM assessment_event WHERE id = %s", events[gone].pk)
    with pytest.raises(CommandError, match=rf"event {events[gone + 1].pk} of .*does not follow"):
        verified()


def test_the_last_event_that_is_gone_is_missed(events):
    tamper("DELETE FROM assessment_event WHERE id = %s", events[-1].pk)
    with pytest.raises(CommandError, match=rf"after event {events[-2].pk} of .*are gone"):
        verified()


def test_all_of_them_gone_is_missed(events):
    tamper("DELETE FROM assessment_event")
    with pytest.raises(CommandError, match="after the beginning"):
        verified()


def test_one_that_was_changed_and_hashed_anew_breaks_the_next(events):
    changed = events[2]
    changed.about = "another file"
    tamper(
        "UPDATE assessment_event SET about = %s, hash = %s WHERE id = %s",
        changed.about, changed.digest(), changed.pk,
    )  # fmt: skip
    with pytest.raises(CommandError, match=rf"event {events[3].pk} of .*does not follow"):
        verified()


def test_a_record_that_was_written_anew_does_not_know_the_hash_that_was_noted(events, ana, health):
    assert "record: 5," in verified(noted=events[2].hash)
    tamper("DELETE FROM assessment_event")
    Last.objects.update(hash="")
    workflow.record(Verb.EXPORTED, ana, health, "something else")
    assert "record: 1," in verified()
    with pytest.raises(CommandError, match="written anew"):
        verified(noted=events[2].hash)


def test_the_program_neither_changes_nor_deletes(events):
    for change in (
        lambda: Event.objects.update(about="x"),
        lambda: Event.objects.all().delete(),
        lambda: events[0].save(),
        lambda: events[0].delete(),
    ):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize(
    "statement", ["UPDATE assessment_event SET about = 'x'", "DELETE FROM assessment_event"]
)
def test_postgresql_refuses_it_in_sql_too(events, statement):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no trigger; see the migration")
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert "record: 5," in verified()


def test_the_record_holds_after_it_was_carried_to_another_database(events, tmp_path):
    kept = tmp_path / "kept.json"
    with kept.open("w") as out:
        call_command("dumpdata", "assessment.event", "assessment.last", stdout=out)
    tamper("DELETE FROM assessment_event")
    Last.objects.all().delete()
    call_command("loaddata", str(kept), verbosity=0)
    assert "record: 5," in verified()

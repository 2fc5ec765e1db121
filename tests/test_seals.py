"""Seals: what was handed in can be checked, here and by outsiders, and outlives files and databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from assessment.models import SealedAnswers, Submission, canonical, checksum
from assessment.verification import NoSeal, check_export

from .reading import form_to, words


def run(name: str, *args: str) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def exported(client, luis, snapshot) -> bytes:
    client.force_login(luis)
    place = reverse("assessment:export", args=[snapshot.submission_id, "json"])
    found: bytes = client.get(place).content
    return found


def test_a_seal_is_numbered_signed_and_in_whole_seconds(snapshot):
    assert (snapshot.number, snapshot.seal_version) == (1, 2)
    assert snapshot.sealed_at.microsecond == 0
    assert snapshot.intact
    assert snapshot.submission.sealed == snapshot


def test_the_latest_of_several_is_the_submissions(snapshot, luis):
    second = SealedAnswers.objects.create(
        submission=snapshot.submission, instrument_key=snapshot.instrument_key,
        instrument_version=1, answers={}, scores={}, sealed_by=luis, sealed_by_name="Luis",
        sealed_at=datetime(2026, 11, 26, 12, 0, 0, 999_999, tzinfo=UTC),
    )  # fmt: skip
    assert second.number == 2
    assert Submission.objects.get().sealed == second
    assert second.checksum != snapshot.checksum


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {}}, {"scores": {}}, {"agency_name": "Another"}, {"sealed_by_name": "Nobody"},
        {"number": 7},
    ],
)  # fmt: skip
def test_a_change_in_the_database_is_found(snapshot, change):
    SealedAnswers.objects.filter(pk=snapshot.pk).update(**change)
    assert not SealedAnswers.objects.get().is_unchanged
    with pytest.raises(CommandError, match="1 of 1"):
        run("verify_seals")


def test_a_checksum_made_anew_lacks_the_signature(snapshot):
    forged = SealedAnswers.objects.get()
    forged.answers = {}
    anew = checksum(forged.payload())
    SealedAnswers.objects.filter(pk=forged.pk).update(answers={}, checksum=anew)
    found = SealedAnswers.objects.get()
    assert found.is_unchanged
    assert not found.is_signed_here
    with pytest.raises(CommandError, match="1 of 1"):
        run("verify_seals")


def test_an_earlier_key_is_known_while_it_is_named(snapshot, settings):
    earlier = settings.SEAL_KEYS[0]
    settings.SEAL_KEYS = ["another key, long enough to be one"]
    assert not SealedAnswers.objects.get().intact
    settings.SEAL_KEYS = ["another key, long enough to be one", earlier]
    assert SealedAnswers.objects.get().intact
    assert "all hold" in run("verify_seals")


def test_seals_of_the_first_version_are_checked_by_their_own_rule(snapshot):
    old = SealedAnswers.objects.get()
    old.seal_version = 1
    SealedAnswers.objects.filter(pk=old.pk).update(
        seal_version=1, signature="", checksum=checksum(old.payload())
    )
    assert SealedAnswers.objects.get().intact
    SealedAnswers.objects.update(sealed_by_name="Nobody")
    assert not SealedAnswers.objects.get().intact


@pytest.mark.parametrize("zone", ["UTC", "America/Lima", "Pacific/Auckland"])
def test_a_seal_outlives_a_dump(snapshot, settings, tmp_path, zone):
    settings.TIME_ZONE = zone
    file = tmp_path / "dump.json"
    call_command("dumpdata", "assessment.sealedanswers", output=str(file), verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessment_submission SET latest_seal_id = NULL")
        cursor.execute("DELETE FROM assessment_sealedanswers")
    call_command("loaddata", str(file), verbosity=0)
    assert SealedAnswers.objects.get().intact


def test_an_export_can_be_checked(exported, tmp_path):
    found = check_export(exported)
    assert (found.is_intact, found.is_known, found.number) == (True, True, 1)
    assert found.sealed_by == "Luis"
    file = tmp_path / "export.json"
    file.write_bytes(exported)
    assert "The seal is kept here" in run("verify_export", str(file))


@pytest.mark.parametrize("part", ["answers", "scores", "agency", "version"])
def test_a_changed_export_is_found(exported, tmp_path, part):
    content = json.loads(exported)
    content[part] = {"a": 1}
    file = tmp_path / "export.json"
    file.write_text(json.dumps(content))
    assert check_export(file.read_bytes()).changed == [part]
    with pytest.raises(CommandError, match=part):
        run("verify_export", str(file))


def test_a_changed_seal_is_found(exported):
    content = json.loads(exported)
    content["seal"]["text"] = content["seal"]["text"].replace("Luis", "Zoe")
    found = check_export(json.dumps(content).encode())
    assert not found.is_whole
    assert not found.is_known


def test_a_file_that_somebody_made_up_is_not_called_handed_in(client, exported, tmp_path):
    """It agrees with itself: text, checksum and answers were all written anew."""
    content = json.loads(exported)
    sealed = json.loads(content["seal"]["text"]) | {"scores": {"percent": {"mission": 100}}}
    content["scores"], content["seal"]["text"] = sealed["scores"], canonical(sealed)
    content["checksum"] = content["seal"]["checksum"] = checksum(sealed)
    forged = json.dumps(content).encode()
    found = check_export(forged)
    assert (found.agrees, found.is_intact) == (True, False)
    place = reverse("assessment:verify")
    sent = form_to(client.get(place), "").filled({"file": SimpleUploadedFile("e.json", forged)})
    assert "somebody made it up" in words(client.post(place, sent))
    file = tmp_path / "export.json"
    file.write_bytes(forged)
    with pytest.raises(CommandError, match="no such seal"):
        run("verify_export", str(file))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{}", b"null", b"\xff\xfe", b'{"seal": 1}',
        b'{"seal": {"text": "x", "checksum": 1}}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_has_no_seal_is_refused(db, data):
    with pytest.raises(NoSeal):
        check_export(data)


def test_the_page_checks_for_everybody(client, exported):
    client.logout()
    place = reverse("assessment:verify")
    held = form_to(client.get(place), "")

    def sent(data: bytes):
        file = SimpleUploadedFile("export.json", data)
        return client.post(place, held.filled({"file": file}))

    assert "this installation keeps the same one" in words(sent(exported))
    changed = json.loads(exported) | {"scores": {}}
    assert "differ from what was sealed: scores" in words(sent(json.dumps(changed).encode()))
    refused = sent(b"{}")
    assert refused.status_code == 422
    assert "no JSON export" in words(refused)

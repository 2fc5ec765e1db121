"""A backup holds everything, comes back as it was, and a broken one changes nothing."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from assessment import workflow
from assessment.management import archive
from assessment.models import (
    Agency,
    Event,
    Heartbeat,
    Letter,
    Part,
    Report,
    SealedAnswers,
    User,
    Verb,
)


@pytest.fixture
def filled_place(snapshot, luis, settings, tmp_path) -> Path:
    """Sealed answers, an event, a letter, a PDF and an uploaded file; the archive of it all."""
    settings.MEDIA_ROOT = tmp_path / "files"
    (settings.MEDIA_ROOT / "evidence").mkdir(parents=True)
    (settings.MEDIA_ROOT / "evidence" / "año.txt").write_bytes(b"\x00words")
    workflow.record(Verb.HANDED_IN, luis, snapshot.submission.agency, "ñ", deep={"a": [1.5, None]})
    Letter.objects.create(
        address="a@example.org",
        kind="x",
        language="en",
        subject="S",
        body="B\n",
        due_at=timezone.now(),
    )
    Report.objects.create(
        submission=snapshot.submission, language="es", checksum="c", content=b"%PDF\xff"
    )
    Client().force_login(luis)
    archive.write(tmp_path / "one.zip")
    return tmp_path / "one.zip"


def rows_of(file: Path) -> dict[str, str]:
    """The checksums of all rows and files."""
    with zipfile.ZipFile(file) as opened:
        members = json.loads(opened.read(archive.MANIFEST))["members"]
    return {name: about["sha256"] for name, about in members.items()}


def test_what_comes_back_is_what_there_was(filled_place, tmp_path, settings):
    before = SealedAnswers.objects.values().get()
    event = Event.objects.values().first()
    User.objects.update(name="Changed")
    (settings.MEDIA_ROOT / "evidence" / "año.txt").write_bytes(b"changed")
    archive.restore(filled_place, replace=True)
    archive.write(tmp_path / "two.zip")
    assert rows_of(tmp_path / "two.zip") == rows_of(filled_place)
    assert SealedAnswers.objects.values().get() == before
    assert Event.objects.values().first() == event
    assert SealedAnswers.objects.get().intact
    assert bytes(Report.objects.get().content) == b"%PDF\xff"
    assert (settings.MEDIA_ROOT / "evidence" / "año.txt").read_bytes() == b"\x00words"


def test_work_goes_on_after_it(filled_place, luis):
    archive.restore(filled_place, replace=True)
    assert Agency.objects.create(name="The next", country="PE").pk > 0
    workflow.record(Verb.LEFT, luis, None)
    newest, before = Event.objects.all()[:2]
    assert newest.before == before.hash


def test_nothing_is_lost_unless_it_is_said_so(filled_place):
    Agency.objects.create(name="New since", country="PE")
    with pytest.raises(CommandError, match="Say --replace"):
        call_command("restore", filled_place)
    assert Agency.objects.filter(name="New since").exists()
    call_command("restore", filled_place, replace=True)
    assert not Agency.objects.filter(name="New since").exists()


def test_sessions_and_secrets_are_not_in_it(filled_place):
    assert Session.objects.exists()
    with zipfile.ZipFile(filled_place) as opened:
        assert not [name for name in opened.namelist() if "session" in name.lower()]
        told = json.loads(opened.read(archive.MANIFEST))
    assert "SECRET_KEY" in told["settings"]
    assert "only-for-tests" not in json.dumps(told)
    assert stat.S_IMODE(filled_place.stat().st_mode) == 0o600
    archive.restore(filled_place, replace=True)
    assert not Session.objects.exists()  # numbers of people may mean others now


def damaged(file: Path, change) -> Path:
    """A copy in which `change` has its way with each member; None leaves it out."""
    made = file.with_name("damaged.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return made


def _with_manifest(**facts):
    def change(name: str, content: bytes) -> bytes:
        if name != archive.MANIFEST:
            return content
        return json.dumps({**json.loads(content), **facts}).encode()

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda n, c: c.replace(b"Ministry", b"Monastery") if "agency.jsonl" in n else c,
            "not what it was",
        ),
        (
            lambda n, c: None if n.endswith("assessment.user.jsonl") else c,
            "added to this archive or taken",
        ),
        (lambda n, c: None if n == archive.MANIFEST else c, "no whole archive"),
        (_with_manifest(format=99), "a format"),
        (_with_manifest(migrations=["assessment.0001_initial"]), "of different versions"),
        (_with_manifest(seals={"all": 1, "intact": 0}), "seals are not as they were"),
    ],
)
def test_a_broken_archive_changes_nothing(filled_place, change, told):
    broken = damaged(filled_place, change)
    agency = Agency.objects.get()
    agency.name = "As it is now"
    agency.save()
    with pytest.raises(CommandError, match=told):
        call_command("restore", broken, replace=True)
    assert Agency.objects.get().name == "As it is now"
    assert SealedAnswers.objects.count() == 1


def test_half_a_file_is_no_archive(filled_place):
    filled_place.write_bytes(filled_place.read_bytes()[:-500])
    with pytest.raises(CommandError, match="no whole archive"):
        call_command("restore", filled_place, verify=True)


def test_a_file_outside_of_the_folder_is_not_written(filled_place, tmp_path):
    name, digest = (
        "files/../../gone.txt",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    )
    with zipfile.ZipFile(filled_place) as opened:
        manifest = json.loads(opened.read(archive.MANIFEST))
    members = {**manifest["members"], name: {"sha256": digest, "parts": 0}}
    broken = damaged(filled_place, _with_manifest(members=members))
    with zipfile.ZipFile(broken, "a") as opened:
        opened.writestr(name, b"")
    with pytest.raises(CommandError, match="outside of the folder"):
        call_command("restore", broken, replace=True)
    assert not (tmp_path / "gone.txt").exists()
    assert SealedAnswers.objects.exists()  # and nothing else was touched


def test_a_folder_keeps_the_newest(snapshot, tmp_path, capsys):
    for name in ("faceta-20200101-000000.zip", "faceta-20200102-000000.zip", "other.zip"):
        (tmp_path / name).touch()
    call_command("backup", tmp_path, keep=2)
    assert "1 of 1 seals intact" in capsys.readouterr().out
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(left) == 3
    assert left[0] == "faceta-20200102-000000.zip"
    assert Heartbeat.objects.newest(Part.BACKUP).facts["bytes"] > 1000


def test_a_place_that_cannot_be_written_is_told(db, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("backup", tmp_path / "no" / "such" / "place.zip")

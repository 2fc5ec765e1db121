"""One file with everything an installation holds, independent of the database it lay in.

A zip: `manifest.json` with checksums, `data/APP.MODEL.jsonl` with a row a line, `files/` with what was uploaded.
Django's own serialisers were weighed: they cut times to milliseconds, over which seals would break, and know nothing
of files. Left out: sessions (a copy must let nobody in), the queue (what waits is queued again) and signs of life.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, Field, Model
from django_tasks_db.models import DBTaskResult

from assessment.build import build
from assessment.models import Agency, Event, Heartbeat, SealedAnswers, User

FORMAT = 1
MANIFEST = "manifest.json"
LEFT_OUT = (Session, DBTaskResult, Heartbeat)
BLOCK = 2**20
Manifest = dict[str, Any]


class ArchiveError(Exception):
    """Told to who runs the command, in a sentence."""


# --- Out


def write(target: Path) -> Manifest:
    """Write the archive; a name that is there already is replaced only by a whole one."""
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    # Password hashes are in it: for the owner's eyes only.
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _fill(archive)
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(target)
    return manifest


def _fill(archive: zipfile.ZipFile) -> Manifest:
    members: dict[str, dict[str, object]] = {}
    with _one_moment():
        for model in _models():
            name = f"data/{model._meta.label_lower}.jsonl"  # noqa: SLF001
            members[name] = _member(archive, name, _lines(model))
        manifest = {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "program": {"build": build(), "django": django.get_version()},
            "database": connection.vendor,
            "migrations": _migrations(),
            "settings": settings.ENVIRONMENT.names(),
            "seals": _seals(),
            "members": members,
        }
    for path in _uploaded():
        name = f"files/{path.relative_to(settings.MEDIA_ROOT).as_posix()}"
        members[name] = _member(archive, name, _blocks(path))
    return manifest


class _one_moment:  # noqa: N801 (reads as a word after `with`)
    """All tables as they are at one moment, without keeping anybody from writing."""

    def __enter__(self) -> None:
        is_outermost = not connection.in_atomic_block
        connection.ensure_connection()
        self.mode = getattr(connection, "transaction_mode", None)
        if connection.vendor == "sqlite":
            vars(connection)["transaction_mode"] = "DEFERRED"
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        if connection.vendor == "postgresql" and is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def __exit__(self, *raised: Any) -> None:
        try:
            self.atomic.__exit__(*raised)
        finally:
            if connection.vendor == "sqlite":
                vars(connection)["transaction_mode"] = self.mode


def _member(archive: zipfile.ZipFile, name: str, parts: Iterator[bytes]) -> dict[str, object]:
    found, rows = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as out:
        for part in parts:
            found.update(part)
            out.write(part)
            rows += 1
    return {"sha256": found.hexdigest(), "parts": rows}


def _models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in LEFT_OUT  # noqa: SLF001
    ]


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return list(model._meta.local_concrete_fields)  # noqa: SLF001


def _lines(model: type[Model]) -> Iterator[bytes]:
    for row in model._base_manager.order_by("pk").iterator(chunk_size=100):  # noqa: SLF001
        told = {field.attname: _plain(field.value_from_object(row)) for field in _fields(model)}
        # Sorted, since PostgreSQL keeps no order of keys: the same rows are the same lines from any database.
        line = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        yield line.encode() + b"\n"


def _plain(value: Any) -> Any:
    """As JSON can hold it, and nothing cut off."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _uploaded() -> Iterator[Path]:
    yield from sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {config.label for config in apps.get_app_configs()}
    return sorted(f"{app}.{name}" for app, name in applied if app in ours)


def _seals() -> dict[str, int]:
    intact = [sealed.intact for sealed in SealedAnswers.objects.iterator(chunk_size=100)]
    return {"all": len(intact), "intact": sum(intact)}


# --- In


def verify(source: Path) -> Manifest:
    """Read all of it and hold it against its checksums; nothing is touched."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest: Manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT:
                raise ArchiveError("This archive is of a format that this program does not know.")
            inside = {info.filename for info in archive.infolist()} - {MANIFEST}
            if inside != set(manifest["members"]):
                raise ArchiveError("Something was added to this archive or taken from it.")
            for name, about in manifest["members"].items():
                if ".." in name.split("/"):
                    raise ArchiveError(f"{name} would lie outside of the folder of files.")
                _check(archive, name, about["sha256"])
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ArchiveError(f"This is no whole archive: {type(error).__name__}.") from error
    return manifest


def _check(archive: zipfile.ZipFile, name: str, expected: str) -> None:
    found = hashlib.sha256()
    with archive.open(name) as member:
        while block := member.read(BLOCK):
            found.update(block)
    if found.hexdigest() != expected:
        raise ArchiveError(f"{name} is not what it was when the archive was made.")


def is_empty() -> bool:
    """Whether nobody would miss anything: what `migrate` makes does not count."""
    held = (User.objects.all(), Agency.objects.all(), Event.objects.all())
    return not any(rows.exists() for rows in held) and not any(_uploaded())


def restore(source: Path, *, replace: bool) -> Manifest:
    """Put everything back, or change nothing at all."""
    manifest = verify(source)
    if missing := set(manifest["migrations"]) ^ set(_migrations()):
        raise ArchiveError(
            "The archive and this database are of different versions "
            f"({', '.join(sorted(missing)[:3])}): restore with the program that made it, then upgrade."
        )
    if not replace and not is_empty():
        raise ArchiveError("There are data here already. Say --replace to lose them.")
    with zipfile.ZipFile(source) as archive:
        with transaction.atomic():
            _wipe()
            for model in _models():
                _fill_table(archive, manifest, model)
            _after()
            if (found := _seals()) != manifest["seals"]:
                raise ArchiveError(f"The seals are not as they were: {found}. Nothing was changed.")
        _put_files(archive, manifest)
    for name in settings.CACHES:
        caches[name].clear()
    return manifest


def _wipe() -> None:
    models: list[type[Model]] = [*_models(), *LEFT_OUT]
    tables = [model._meta.db_table for model in models]  # noqa: SLF001
    if connection.vendor == "postgresql":
        # What refers to other rows is looked at now: PostgreSQL empties no table that waits for that.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for statement in connection.ops.sql_flush(no_style(), tables):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _fill_table(archive: zipfile.ZipFile, manifest: Manifest, model: type[Model]) -> None:
    name, count = f"data/{model._meta.label_lower}.jsonl", 0  # noqa: SLF001
    if name not in manifest["members"]:
        raise ArchiveError(f"{name} is missing. Nothing was changed.")
    fields = {field.attname: field for field in _fields(model)}
    with archive.open(name) as member:
        for line in member:
            told = json.loads(line)
            row = model(**{key: _valued(fields[key], value) for key, value in told.items()})
            # As it is: no sealing, no chain of events, no time of today.
            Model.save_base(row, raw=True, force_insert=True)
            count += 1
    if count != manifest["members"][name]["parts"]:
        raise ArchiveError(f"{name} has another number of rows. Nothing was changed.")


def _valued(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, BinaryField) and value is not None:
        return base64.b64decode(value)
    return field.to_python(value)


def _after() -> None:
    """The next number of each table follows the highest one that came in."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _put_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    for name in manifest["members"]:
        if name.startswith("files/"):
            target = Path(settings.MEDIA_ROOT) / name.removeprefix("files/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))

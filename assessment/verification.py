"""Whether an export is what was handed in: for whoever holds the file, with or without an account.

The file carries the text that was hashed. Its checksum is worked out anew, and the answers and scores that the file
shows are compared with those in the text. That shows slips and careless changes; anybody can write a file that agrees
with itself, so only a seal that is kept here says that this was handed in.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from assessment.models import SealedAnswers

SHOWN = (
    "answers",
    "scores",
    "instrument",
    "version",
    "agency",
)  # in the file as in the sealed text


class NoSeal(Exception):
    """The file is not a JSON export of something handed in."""


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What came out."""

    checksum: str
    agency: str
    sealed_by: str
    sealed_at: str  # ISO 8601, UTC
    number: int
    changed: list[str] = field(default_factory=list)  # keys that are not what was sealed
    is_whole: bool = True  # the sealed text gives the checksum
    is_known: bool = False  # and a seal with it is kept here

    @property
    def agrees(self) -> bool:
        """The file agrees with itself, which says nothing yet of who made it."""
        return self.is_whole and not self.changed

    @property
    def is_intact(self) -> bool:
        """The file is what was handed in here."""
        return self.agrees and self.is_known


def check_export(data: bytes) -> SealCheck:
    """Check an export's bytes. Raises NoSeal."""
    content, text, given, sealed = _read(data)
    checksum = hashlib.sha256(text.encode()).hexdigest()
    changed = [key for key in SHOWN if key in sealed and content.get(key) != sealed[key]]
    is_whole = checksum == given == content.get("checksum")
    known = SealedAnswers.objects.filter(checksum=checksum).first() if is_whole else None
    return SealCheck(
        checksum,
        str(sealed.get("agency", content.get("agency", ""))),
        str(sealed.get("sealed_by", "")),
        str(sealed.get("sealed_at", "")),
        int(content["seal"].get("number") or 1),
        changed,
        is_whole,
        known is not None and known.intact,
    )


def _read(data: bytes) -> tuple[dict[str, Any], str, str, dict[str, Any]]:
    """The file, the sealed text, the checksum it names, and what the text says."""
    try:
        content = json.loads(data)
        text, given = content["seal"]["text"], content["seal"]["checksum"]
        sealed = json.loads(text)
        int(content["seal"].get("number") or 1)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NoSeal from None
    if not (isinstance(sealed, dict) and isinstance(given, str)):
        raise NoSeal
    return content, text, given, sealed

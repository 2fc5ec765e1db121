"""What a download is called: from whom, what, when, in which language; in ASCII, short, and no two alike."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils import timezone
from django.utils.text import slugify

LONGEST = (
    100  # characters with the ending: more is cut by mail programs and by Windows in deep folders
)
MARK = 6  # hexadecimal digits


def file_name(
    *parts: object, at: datetime, ending: str, language: str = "", unlike: object = ""
) -> str:
    """For example ministry-of-health-portfolio-snapshot-ana-lopez-3f2a9c-2026-11-23-es.xlsx.

    `parts` are words in the order of their weight; empty ones fall out. `unlike` is whatever tells this file from
    another with the same words: a key, a selection. It goes into the mark together with all the words, so that names
    stay apart that were cut, or that are written in letters of another script, which are left out.
    """
    words = [str(part) for part in parts if part]
    day = f"{timezone.localtime(at):%Y-%m-%d}"
    told = "\0".join([*words, day, language, str(unlike)])
    mark = hashlib.sha256(told.encode(errors="replace")).hexdigest()[:MARK]
    tail = "-".join(part for part in (mark, day, language) if part) + f".{ending}"
    slugs = [slug for word in words if (slug := slugify(word))] or ["faceta"]
    while len("-".join([*slugs, tail])) > LONGEST:  # all of them stay, the longest gets shorter
        longest = max(range(len(slugs)), key=lambda n: len(slugs[n]))
        slugs[longest] = slugs[longest][:-1].rstrip("-_")
    return "-".join([*slugs, tail])

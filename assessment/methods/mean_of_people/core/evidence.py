"""Whether a record of evidence shows anything, judged by its form alone.

Form cannot tell a true source from an invented one; a reviewer's word replaces these rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .shape import EvidenceRules

ADDRESS = re.compile(r"https?://([^/?#\s:@]+)(?::\d+)?([/?#]\S*)?$", re.IGNORECASE)
LABEL = re.compile(r"[^\W_]([\w-]*[^\W_])?")
LAST_LABEL = re.compile(r"[^\W\d_]{2,}|xn--[\w-]+")
LOOKS_LIKE_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
PREFIX = re.compile(r"^https?://(www\.)?")
WORD = re.compile(r"[^\W\d_]{2,}")
FIGURE_DISTINCT_LETTERS = 3
GOOD = ""  # no fault


class Record(NamedTuple):
    kind: str
    text: str
    url: str
    year: int | None
    status: str

    @property
    def key(self) -> str:
        """What makes two records the same source: letters and digits of address and text."""
        address = PREFIX.sub("", self.url.lower()).rstrip("/")
        letters = "".join([char for char in self.text.lower() if char.isalnum()])
        return f"{address}|{letters}"


NO_KEY = "|"  # of a record without content


def records_in(value: object) -> Iterator[Record]:
    """Whatever form evidence was given in; a bare `true` is cited without content."""
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from records_in(part)
    elif value is True:
        yield Record("other", "", "", None, "cited")
    elif isinstance(value, str) and value:
        text = value.strip()
        if LOOKS_LIKE_ADDRESS.match(text):
            yield Record("link", "", text, None, "cited")
        else:
            yield Record("other", text, "", None, "cited")
    elif isinstance(value, Mapping) and value:
        status = str(value.get("status") or "cited")
        if status != "none":
            yield Record(
                str(value.get("kind") or "other"),
                str(value.get("text") or "").strip(),
                str(value.get("url") or "").strip(),
                _year(value.get("year")),
                status,
            )


def _year(value: object) -> int | None:
    if isinstance(value, (int, float)):
        return int(value)
    return int(value) if isinstance(value, str) and value.strip().isdigit() else None


def fault_of(record: Record, rules: EvidenceRules, reference_year: int | None) -> str:
    """Why a cited record shows nothing; empty if it does."""
    if record.status not in rules.statuses or record.kind not in rules.kinds:
        return "bad_record"
    if not record.text and not record.url:
        return "no_content"
    if record.year is not None and reference_year is not None:
        if record.year > reference_year:
            return "future_year"
        if reference_year - record.year > rules.oldest_years:
            return "too_old"
    return _fault_of_content(record, rules)


def _fault_of_content(record: Record, rules: EvidenceRules) -> str:
    if record.kind == "link":
        return GOOD if _leads_somewhere(record.url or record.text, rules) else "no_real_address"
    if record.url and _leads_somewhere(record.url, rules):
        return GOOD
    if record.kind == "figure":
        return GOOD if _is_figure(record.text, rules) else "no_figure"
    return GOOD if _says_something(record.text, rules) else "too_little_text"


def _leads_somewhere(url: str, rules: EvidenceRules) -> bool:
    """An address of the web with a real host's name and something behind it."""
    found = ADDRESS.match(url)
    if not found:
        return False
    host = found[1].lower().rstrip(".")
    labels = host.split(".")
    if len(labels) < 2 or not all(LABEL.fullmatch(label) for label in labels):
        return False
    if not LAST_LABEL.fullmatch(labels[-1]) or host.removeprefix("www.") in rules.placeholder_hosts:
        return False
    return len(found[2] or "") > 1


def _says_something(text: str, rules: EvidenceRules) -> bool:
    letters = [char for char in text.lower() if char.isalpha()]
    return (
        len(letters) >= rules.letters
        and len(set(letters)) >= rules.distinct_letters
        and len(WORD.findall(text)) >= rules.words
    )


def _is_figure(text: str, rules: EvidenceRules) -> bool:
    letters = [char for char in text.lower() if char.isalpha()]
    return (
        len(letters) >= rules.figure_letters
        and len(set(letters)) >= FIGURE_DISTINCT_LETTERS
        and any(char.isdigit() for char in text)
    )

"""What a page says about a form: which fields it kept, which it complains of, and in which words."""

from __future__ import annotations

import re
from typing import Any

from tests.reading import Form, elements

from .rules import Sent

UNSEEN = {"hidden", "password", "file"}  # what nobody sees, and what no page gives back


def differing(form: Form, sent: Sent, again: Form) -> list[str]:
    """The fields that people see which do not hold what was sent."""
    shown = [name for name, kind in form.kinds.items() if kind not in UNSEEN]
    return [n for n in shown if plain(sent.get(n, [])) != plain(again.fields.get(n, []))]


def plain(values: list[Any]) -> list[str]:
    """Values without what a field may add or drop: blanks around, kinds of line break, noughts, nothing chosen."""
    told = ("\n".join(str(value).split("\r\n")).strip() for value in values)
    return sorted(v.removesuffix(".00") if re.fullmatch(r"[\d.]+", v) else v for v in told if v)


def said_about(page: Any, name: str) -> bool:
    """Whether a refused page marks this field as wrong, or leads to it from its summary."""
    stem = name.partition(".")[0]
    for tag, given in elements(page):
        its_own = (given.get("name") or "").partition(".")[0] == stem
        if its_own and given.get("aria-invalid") == "true":
            return True
        href = given.get("href") or ""
        if tag == "a" and href.startswith("#") and href.endswith(name):
            return True
    return False


def texts(page: Any) -> list[str]:
    """The sentences with which a page refuses, for the table of faults."""
    if "text/html" not in page.get("Content-Type", "") or page.status_code not in (409, 422):
        return []
    found = re.findall(
        r'role="alert"[^>]*>(.*?)</(?:div|section)>', page.content.decode(), re.DOTALL
    )
    plain = (re.sub(r"<[^>]*>|\s+", " ", text).strip() for text in found)
    return [text[:160] for text in plain if text]

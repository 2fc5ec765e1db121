"""Dates as people and spreadsheets write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

DAY_FIRST, MONTH_FIRST = "day", "month"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?")
_FIGURES = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: [\d:.]+)?")
_WORDS = re.compile(
    r"(\d{1,2})(?:º|st|nd|rd|th)?[-/. ]+(?:de )?([a-zç]{3,10})\.?,?[-/. ]+(?:del? )?(\d{4}|\d{2})"
)
_ENGLISH = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
# The first three letters are enough in English, Spanish and Portuguese.
_MONTHS = (
    "jan ene", "feb fev", "mar", "apr abr", "may mai", "jun", "jul", "aug ago", "sep set", "oct out", "nov",
    "dec dic dez",
)  # fmt: skip
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}


class NoDate(ValueError):
    """A text that is no date."""


@lru_cache(2048)
def readings(text: str) -> Mapping[str, date]:
    """The date that a text means in each order of day and month; orders that are impossible are left out.

    Raises NoDate where there is none.
    """
    text = " ".join(text.casefold().split())[:40]
    if match := _ISO.fullmatch(text):
        found = _both(match[1], match[2], match[3])
    elif match := _WORDS.fullmatch(text):
        found = _both(match[3], str(MONTHS.get(match[2][:3], 0)), match[1])
    elif match := _ENGLISH.fullmatch(text):
        found = _both(match[3], str(MONTHS.get(match[1][:3], 0)), match[2])
    elif match := _FIGURES.fullmatch(text):
        orders = {DAY_FIRST: (match[2], match[1]), MONTH_FIRST: (match[1], match[2])}
        made = {order: _date(match[3], *parts) for order, parts in orders.items()}
        found = {order: day for order, day in made.items() if day}
    else:
        raise NoDate
    if not found:
        raise NoDate
    return found


def _both(year: str, month: str, day: str) -> dict[str, date]:
    made = _date(year, month, day)
    return {DAY_FIRST: made, MONTH_FIRST: made} if made else {}


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) if len(year) > 2 else 2000 + int(year), int(month), int(day))
    except ValueError:
        return None


def order_of(texts: Iterable[str], language: str = "") -> str | None:
    """The order of day and month in a file: the only one that fits all its dates, or that of its headings' language.

    Where no date needs the question, day first is as good as the other. None: it must be asked.
    """
    fits, matters = {DAY_FIRST, MONTH_FIRST}, False
    for text in texts:
        try:
            found = readings(text)
        except NoDate:
            continue
        fits &= found.keys()
        matters = matters or len(set(found.values())) > 1
    if len(fits) == 1:
        return next(iter(fits))
    if language not in ("", "en") or not (matters or not fits):
        return DAY_FIRST
    return None

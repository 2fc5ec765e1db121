"""Words, dates and percentages as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date as calendar_day
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format, localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from assessment import wording
from assessment.deadlines import zone_name
from assessment.instruments import Question, Section
from assessment.wording import Text

register = template.Library()


@register.filter
def words(text: Text) -> str:
    """The text in the reader's language. The loader guarantees that it is there."""
    return text[get_language() or "en"]


@register.filter
def numbered(question: Question) -> str:
    """A question's number and words."""
    return question.numbered(get_language() or "en")


@register.filter
def percent(number: int) -> str:
    return wording.percent(number, get_language() or "en")


@register.filter
def minus(number: float) -> str:
    """A number as the language writes it, with a minus sign where it has one, and no hyphen."""
    return localize(number).replace("-", "\N{MINUS SIGN}")


@register.filter(expects_localtime=True)
def day(date: calendar_day) -> str:
    """A date in words. Django writes Portuguese months with a capital; the region does not."""
    written = date_format(date, "DATE_FORMAT")
    return written.lower() if get_language() == "pt-br" else written


@register.filter(expects_localtime=True)
def moment(date: datetime) -> str:
    """A date in words with the hour, from 0 to 24, and whose time it is: an agency's, not the reader's own."""
    zone = zone_name(date.tzinfo) if isinstance(date.tzinfo, ZoneInfo) else "UTC"
    return f"{day(date)}, {date_format(date, 'H:i')} ({zone})"


@register.filter
def state(progress: Hashable) -> SafeString:
    """How far a section is. A page has dozens of them, and there are few different ones."""
    return _state(progress, get_language())


@lru_cache(maxsize=1024)
def _state(progress: Hashable, language: str | None) -> SafeString:
    return render_to_string("assessment/parts/state.html", {"state": progress})


@register.filter
def section_links(rows: Iterable[tuple[Section, Hashable]], current: Section) -> SafeString:
    """The sections that rows of section and progress are about, as lines of a list in the page of one of them."""
    language = get_language()
    lines = (_section_link(s.key, words(s.text), how, s is current, language) for s, how in rows)
    return mark_safe("".join(lines))  # noqa: S308 (what a template drew)


@lru_cache(maxsize=4096)
def _section_link(
    key: str, text: str, progress: Hashable, is_current: bool, language: str | None
) -> SafeString:
    shown = {"key": key, "text": text, "state": _state(progress, language)}
    template = "assessment/parts/section_link.html"
    return render_to_string(template, {**shown, "is_current": is_current})

"""Words in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from assessment.wording import Text

register = template.Library()


@register.filter
def words(text: Text) -> str:
    """The text in the reader's language. The loader guarantees that it is there."""
    return text[get_language() or "en"]

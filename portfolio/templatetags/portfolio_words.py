"""The portfolio's words and numbers in templates."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django import template
from django.utils.translation import get_language

from assessment import wording
from assessment.figures import whole
from portfolio.forms import MoveForm
from portfolio.models import Action, labels
from portfolio.results.what_if import words_of

register = template.Library()


@register.filter
def facet_name(facet: str) -> str:
    return str(labels.FACETS[facet])


@register.filter
def share_percent(share: Fraction) -> str:
    """A share of 1 that stands alone as a whole percentage. Shares of a balance: `PortfolioResults.percents`."""
    return wording.percent(whole(100 * share), get_language() or "en")


@register.filter
def late(action: Action, today: date) -> bool:
    return action.is_late_on(today)


@register.filter
def move_form(action: Action) -> MoveForm:
    return MoveForm(action=action)


@register.filter
def zone_name(zone: str) -> str:
    return str(labels.ZONES[zone])


@register.filter
def step_words(step: dict[str, str]) -> str:
    return words_of(step)

"""`{% drawn_once %}`: parts of pages that are drawn once and kept, in this process, for all who are shown the same."""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.db.models import Model
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessment.drawn import Drawn

register = template.Library()
MOST = 2000  # kept of one part


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """`{% drawn_once name=value … %}…{% enddrawn_once %}`: what is inside is drawn once a language and value.

    It is given these values and nothing else of the page, so that nobody is ever shown what was drawn for another.
    """
    _tag, *said = token.split_contents()
    given = token_kwargs(said, parser)
    if said:
        raise template.TemplateSyntaxError("drawn_once takes name=value only.")
    inside = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(inside, given)


class DrawnOnce(template.Node):
    """Keeps what it drew as long as the template stays in memory."""

    def __init__(self, inside: NodeList, given: dict[str, FilterExpression]) -> None:
        self.inside, self.given = inside, given
        self.drawn = Drawn[SafeString](MOST)

    def render(self, context: Context) -> SafeString:
        values = {name: _plain(value.resolve(context)) for name, value in self.given.items()}
        kinds = map(type, values.values())  # 1 equals True, and words to be escaped equal safe ones
        key = (get_language(), get_script_prefix(), *kinds, *values.values())
        return self.drawn.get(key, lambda: self.inside.render(_nothing_but(values, context)))


def _plain(value: object) -> Hashable:
    """A value that says all there is to see of it: a row of the database may change behind its key."""
    if isinstance(value, list):
        value = tuple(value)
    if isinstance(value, Model) or not isinstance(value, Hashable):
        raise TypeError(f"drawn_once takes plain values, not {type(value).__name__}.")
    return value


def _nothing_but(values: dict[str, Hashable], around: Context) -> Context:
    inside = Context(values, autoescape=around.autoescape)
    inside.template = around.template
    inside.render_context = around.render_context
    return inside

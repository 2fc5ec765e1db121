"""`{% colour "ink" %}`: a colour of the palette in a picture, which must bring its colours along."""

from __future__ import annotations

from django import template
from django.template.base import Parser, TextNode, Token

from assessment.palette import COLOURS

register = template.Library()


@register.tag
def colour(parser: Parser, token: Token) -> TextNode:
    """Looked up once, when the template is read: charts are drawn hundreds of times a page."""
    _tag, name = token.split_contents()
    found = COLOURS.get(name.strip("\"'"))
    if found is None:
        raise template.TemplateSyntaxError(f"The palette has no colour {name}.")
    return TextNode(found.light)

"""How forms are laid out: layouts of django-crispy-forms, drawn by our own templates in `templates/faceta`.

A form names its layout as `helper = laid_out("title", TwoColumns("starts", "ends"))`; the page writes the form's tag,
its token and its buttons around `{% crispy form %}`.
"""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.template import Context
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment.drawn import Drawn
from assessment.instruments import Question
from assessment.widgets import Hidden

# What a hidden field says that came back wrong or not at all.
DAMAGED = _("This page was damaged. Look through your answers and save again.")
FAULTS = ("required", "invalid", "min_value", "max_value")


class Helper(FormHelper):  # type: ignore[misc]  # crispy-forms is untyped
    """Draws a form's fields, the hidden ones that the layout does not name too."""

    form_tag = False
    include_media = False

    def render_layout(self, form: forms.BaseForm, context: Context, template_pack: str) -> str:
        # Crispy copies all it is given once a field. A field needs nothing of the page around it.
        few = Context({"label_class": self.label_class, "wrapper_class": ""})
        shown = str(super().render_layout(form, few, template_pack))
        drawn: set[str] = form.rendered_fields  # type: ignore[attr-defined]  # by crispy
        hidden = (str(field) for field in form.hidden_fields() if field.name not in drawn)
        return mark_safe(shown + "".join(hidden))  # noqa: S308 (what widgets drew)


def laid_out(*parts: object, method: str = "post", label_class: str = "") -> Helper:
    """The helper for a layout of field names and the parts below. Forms of a class share it: it keeps nothing."""
    helper = Helper()
    helper.form_method, helper.label_class = method, label_class
    helper.layout = Layout(*parts)
    return helper


class TwoColumns(Div):  # type: ignore[misc]
    """Fields side by side, where there is room."""

    css_class = "two-columns"


class Group(Div):  # type: ignore[misc]
    """Fields that belong together: their common name, and a hint tied to all of them."""

    template = "%s/layout/group.html"

    def __init__(
        self, legend: str | Promise, *parts: object, hint: str | Promise, **kwargs: Any
    ) -> None:
        super().__init__(*parts, **kwargs)
        self.legend, self.hint = legend, hint


class Asked(Field):  # type: ignore[misc]
    """A question of an instrument, as a card of its own."""

    template = "%s/question.html"

    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question

    def render(self, form: Any, context: Context, template_pack: str, **kwargs: Any) -> str:
        # Not by way of crispy's render_field, which would hand the whole context from question to question.
        form.rendered_fields.add(self.question.key)
        field, template = form[self.question.key], self.get_template_name(template_pack)
        if field.errors or getattr(field.field, "has_responses", False):
            return _drawn(template, self.question, field)
        # Who is likely to know, in the hint, is the instrument's to say.
        kept = (self.question, field.label, field.help_text, get_language(), template)
        card = _cards.get(kept, lambda: _drawn(template, self.question, _WithoutControl(field)))
        return card.replace(CONTROL, str(field))


CONTROL = "\N{OBJECT REPLACEMENT CHARACTER}"  # where a card's control goes; no questionnaire has it in its words

_cards = Drawn[str](8192)  # what is the same for everybody about a question


def _drawn(template: str, question: Question, field: forms.BoundField | _WithoutControl) -> str:
    return str(get_template(template).render({"question": question, "field": field}))


class _WithoutControl:
    """A bound field that draws a mark in place of its control."""

    def __init__(self, field: forms.BoundField) -> None:
        self.field = field

    def __getattr__(self, name: str) -> object:
        return getattr(self.field, name)

    def __str__(self) -> str:
        return CONTROL


class Revision(forms.IntegerField):
    """Which saved state a page shows. Only a damaged page sends a wrong one."""

    def __init__(self) -> None:
        super().__init__(
            widget=Hidden,
            min_value=0,
            max_value=2**31 - 1,
            error_messages=dict.fromkeys(FAULTS, DAMAGED),
        )

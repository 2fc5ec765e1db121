"""What the templates of `templates/faceta` ask about forms, and what the frame of the pages asks about errors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.text import capfirst
from django.utils.translation import gettext as _

register = template.Library()

# What views call their reasons for not having done what was asked, beside the errors of forms.
TROUBLES = ("faults", "damaged", "differing", "theirs", "is_stale", "is_late", "duplicates")


AGENCY_PAGES = (
    "agencies", "new_agency", "agency", "close_agency", "merge_agency", "agencies_file", "agencies_upload",
    "agencies_apply",
)  # fmt: skip


class Fault(NamedTuple):
    """A line of the summary: the id of the control it leads to, the field's name, what to do."""

    control: str
    name: str
    sentence: str


@register.filter
def first_control(field: BoundField) -> str:
    """The id of a field's control, or of the first of its radio buttons or boxes."""
    widget, id_ = field.field.widget, str(field.field.widget.attrs.get("id") or field.auto_id)
    return str(widget.id_for_label(id_) or widget.id_for_label(id_, "0"))


@register.filter
def faults(form: BaseForm) -> list[Fault]:
    """Every error of a form. Those of the whole form lead to its first field, those of hidden fields nowhere."""
    shown = form.visible_fields()
    first = first_control(shown[0]) if shown else ""
    found = [Fault(first, "", text) for text in _texts(form.non_field_errors().as_data())]
    for field in form:
        control = "" if field.is_hidden else first_control(field)
        for error in field.errors.as_data():
            # "Enter the title." needs no name before it, nor has a hidden field one that people know.
            speaks = error.code == "required" or field.is_hidden
            parts = getattr(
                field.field, "parts", {}
            )  # controls beside the first one, by the error's code
            place = parts.get(error.code, control)
            name = "" if speaks else capfirst(str(getattr(field.field, "short", field.label)))
            found += [Fault(place, name, text) for text in _texts([error])]
    return found


def _texts(errors: Iterable[ValidationError]) -> list[str]:
    return [str(text) for error in errors for text in error]


@register.simple_tag(takes_context=True)
def here(context: Context) -> str:
    """Which entry of the main navigation the page belongs to; none on pages that are nobody's."""
    request = context.get("request")
    match = request and request.resolver_match
    if not request or not match or match.app_name != "assessment":
        return match.app_name if match else ""
    if match.url_name in ("queue", "glossary", "offices"):
        return str(match.url_name)
    if match.url_name == "picture":
        return "queue"
    if match.route.startswith("rounds/"):
        return "rounds"
    if match.url_name in ("give_office", "end_office", "service"):
        return "offices"
    if match.url_name in AGENCY_PAGES:
        return "agencies"
    # Whoever reviews comes to a submission from the list of all.
    return (
        "queue"
        if getattr(request.user, "reviews", False) and match.url_name != "dashboard"
        else "assessments"
    )


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """What the title of a page begins with that could not do what was asked."""
    values: list[object] = [*context.flatten().values()]
    forms = [value for value in values if isinstance(value, BaseForm)]
    in_trouble = any(form.errors for form in forms) or any(context.get(name) for name in TROUBLES)
    return _("Error") + ": " if in_trouble else ""

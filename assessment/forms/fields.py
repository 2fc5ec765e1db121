"""The fields of the kinds of question, as assessment/instruments/kinds names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from assessment.instruments import Question
from assessment.widgets import Boxes, Radios

CHECKED = mark_safe(" checked")


class ItemsWidget(forms.Widget):
    """One group of radio buttons an item, posted as `question.item`. Grids and rankings look different only.

    Each button's id is the field's, the item and the answer: `id_q02.mission_1`.
    """

    use_fieldset = True

    def __init__(self, question: Question, language: str, options: list[tuple[str, str]]) -> None:
        super().__init__()
        self.question, self.language, self.options = question, language, options
        self.template_name = f"faceta/widgets/{question.kind}.html"
        self.item_template = f"faceta/widgets/{question.kind}_item.html"

    def value_from_datadict(
        self, data: Mapping[str, str], files: object, name: str
    ) -> dict[str, str]:
        posted = {item.key: data.get(f"{name}.{item.key}", "") for item in self.question.items}
        return {key: value for key, value in posted.items() if value}

    def value_omitted_from_data(self, data: Mapping[str, str], files: object, name: str) -> bool:
        return False

    def get_context(
        self, name: str, value: Mapping[str, object] | None, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        given = {key: str(answer) for key, answer in (value or {}).items()}
        id_ = context["widget"]["attrs"].get("id", f"id_{name}")
        draw = partial(_item, self.item_template, self.language, tuple(self.options))
        context["items"] = [
            draw(
                item.text[self.language],
                f"{name}.{item.key}",
                f"{id_}.{item.key}",
                given.get(item.key, ""),
            )
            for item in self.question.items
        ]
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """None for a label, since the legend names the group; any index gives the first button's."""
        if index is None:
            return ""
        return f"{id_}.{self.question.items[0].key}_{self.options[0][0]}"


@lru_cache(maxsize=8192)  # every item of every grid, in every language, with every answer
def _item(
    template: str,
    language: str,
    options: tuple[tuple[str, str], ...],
    text: str,
    name: str,
    id_: str,
    chosen: str,
) -> SafeString:
    """One item with its buttons. A page has a hundred of them, and there are only so many answers."""
    start = format_html('name="{}" id="{}_', name, id_)
    buttons = [
        (
            start
            + format_html('{}" value="{}"', key, key)
            + (CHECKED if key == chosen else mark_safe("")),
            label,
        )
        for key, label in options
    ]
    with override(language):
        return render_to_string(template, {"text": text, "buttons": buttons})


class GridField(forms.Field):
    """An option of the scale for each item; items may stay open."""

    def __init__(self, question: Question, language: str) -> None:
        options = [(option.key, option.text[language]) for option in question.scale]
        self.allowed = {key for key, _text in options}
        super().__init__(required=False, widget=ItemsWidget(question, language, options))

    def clean(self, value: Mapping[str, str]) -> dict[str, str]:
        if not set(value.values()) <= self.allowed:
            raise forms.ValidationError(_("Choose one of the answers shown."))
        return dict(value)


class RankingField(forms.Field):
    """A place for each item, no place twice; items may stay unranked."""

    def __init__(self, question: Question, language: str) -> None:
        places = range(1, len(question.items) + 1)
        options = [(str(place), str(place)) for place in places]
        self.allowed = {key for key, _text in options}
        unranked = [("", _("Not ranked yet"))]
        super().__init__(required=False, widget=ItemsWidget(question, language, options + unranked))

    def clean(self, value: Mapping[str, str]) -> dict[str, int]:
        places = list(value.values())
        if not set(places) <= self.allowed:
            raise forms.ValidationError(_("Choose one of the places shown."))
        if twice := sorted({place for place in places if places.count(place) > 1}):
            raise forms.ValidationError(
                _("Place %(place)s is given more than once. Give each place to one item only."),
                params={"place": ", ".join(twice)},
            )
        return {key: int(place) for key, place in value.items()}


class MultipleField(forms.MultipleChoiceField):
    """Any of the items; the exclusive one only alone."""

    widget = Boxes

    def __init__(self, question: Question, language: str) -> None:
        self.question, self.language = question, language
        super().__init__(
            required=False, choices=[(item.key, item.text[language]) for item in question.items]
        )
        if question.exclusive:
            self.widget.attrs["data-exclusive"] = question.exclusive

    def clean(self, value: object) -> list[str]:
        chosen = super().clean(value)
        exclusive = self.question.exclusive
        if exclusive in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                _("Choose either “%(none)s” or other answers, not both."),
                params={"none": self.question.item(exclusive or "").text[self.language]},
            )
        # In the questionnaire's order, whatever the order of ticking.
        return [item.key for item in self.question.items if item.key in chosen]


def single(question: Question, language: str) -> forms.Field:
    choices = [(item.key, item.text[language]) for item in question.items]
    return forms.ChoiceField(choices=choices, widget=Radios)


def country(question: Question, language: str) -> forms.Field:
    choices = sorted(
        ((item.key, item.text[language]) for item in question.items), key=lambda choice: choice[1]
    )
    return forms.ChoiceField(choices=[("", _("Choose a country")), *choices])


def text(question: Question, language: str) -> forms.Field:
    return forms.CharField(max_length=question.longest)


class WholeNumberField(forms.IntegerField):
    """A whole number as people write it: 1.000, 1,000 and 1 000 are a thousand, 2.5 is an error.

    Django's own field would read 1.000 as one.
    """

    def to_python(self, value: object) -> int | None:
        text = str(value or "").strip()
        if re.fullmatch(r"[1-9]\d{0,2}([.,\s]\d{3})+", text):
            text = re.sub(r"\D", "", text)
        elif not re.fullmatch(r"-?[0-9]*", text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


def number(question: Question, language: str) -> forms.Field:
    return WholeNumberField(
        min_value=question.least,
        max_value=question.most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 12}),
        error_messages={"invalid": gettext_lazy("Write a whole number, without letters.")},
    )

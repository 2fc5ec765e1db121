"""Controls with markup of their own, drawn by `templates/faceta/widgets`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class _Choices(forms.widgets.ChoiceWidget):
    """Radio buttons or boxes as rows to press. Django's templates include two others for every one of them."""

    template_name = "faceta/widgets/choices.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, object]:
        option = super().create_option(*args, **kwargs)
        option["flat_attrs"] = flatatt(option["attrs"])
        return option


class Radios(_Choices, forms.RadioSelect):
    pass


class Boxes(_Choices, forms.CheckboxSelectMultiple):
    pass


class Hidden(forms.HiddenInput):
    """A value that nobody sees, written without the three templates that Django has for it."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        told = self.format_value(value)
        said = {} if told is None else {"value": told}
        attributes = flatatt(
            {"type": "hidden", "name": name, **said, **self.build_attrs(self.attrs, attrs)}
        )
        return format_html("<input{}>", attributes)


class Tick(forms.CheckboxInput):
    """A box that says yes and nothing else."""

    def __init__(self) -> None:
        super().__init__(attrs={"value": "yes"})

    def value_from_datadict(self, data: Mapping[str, object], files: object, name: str) -> bool:
        return bool(data.get(name) == "yes")


class Languages(forms.Select):
    """Each language's name in that language, and marked as such."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, object]:
        option = super().create_option(*args, **kwargs)
        option["attrs"]["lang"] = option["value"]
        return option

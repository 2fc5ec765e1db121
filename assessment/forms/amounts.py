"""The field for an amount of money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessment.files import amounts


class AmountField(forms.DecimalField):
    """An amount as people of the region write it: 1.250.000,50, 1,250,000.50, 1250000,5 and 12,50 are read right.

    What can mean two amounts, as 12.500, is an error that says how to write each of them. Django's own field would
    read 12.500 as twelve and a half, and a browser's number field drops commas.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def to_python(self, value: object) -> Any:
        if value in self.empty_values or isinstance(value, Decimal):
            return super().to_python(value)
        try:
            found = amounts.readings(str(value))
        except amounts.NoAmount:
            raise forms.ValidationError(
                _("Write the amount in figures, for example 1250000.50 or 1.250.000,50.")
            ) from None
        if len(set(found.values())) > 1:
            raise forms.ValidationError(
                _ask(str(value), found[amounts.COMMA], found[amounts.POINT])
            )
        return super().to_python(found[amounts.POINT])

    def prepare_value(self, value: object) -> object:
        """What the control shows: in the page's language with its decimals, so that it is read back as it is."""
        if isinstance(value, Decimal):
            return number_format(value, 2, use_l10n=True, force_grouping=False)
        return value


def _ask(text: str, grouped: Decimal, decimal: Decimal) -> str:
    large, small = sorted((grouped, decimal), reverse=True)
    sentence = _("“%(text)s” can mean two amounts. Write %(large)s or %(small)s.")
    words = {"text": text.strip()[:40], "large": f"{large:.0f}", "small": number_format(small, 2)}
    return sentence % words

"""What `manage.py check` looks at beyond Django's own checks."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from assessment import instruments, reference
from assessment.wording import DeclarationError


@register()
def declarations_load(**kwargs: Any) -> list[CheckMessage]:
    """Every instrument and all reference data are complete, in every language."""
    try:
        reference.actions(), reference.countries(), reference.glossary(), reference.survey()
        instruments.all_instruments()
    except DeclarationError as error:
        return [Error(str(error), id="assessment.E001")]
    return []

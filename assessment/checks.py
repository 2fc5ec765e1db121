"""What `manage.py check` looks at beyond Django's own checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from assessment import review
from assessment.methods import published
from assessment.wording import DeclarationError


@register(deploy=True)
def mails_leave(**kwargs: Any) -> list[CheckMessage]:
    """Without a mail server, links for new passwords are printed where the server logs."""
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return [Warning("Set EMAIL_URL: mails are only printed.", id="assessment.W001")]
    return []


@register()
def declarations_load(**kwargs: Any) -> list[CheckMessage]:
    """Every instrument and all reference data are complete, in every language."""
    try:
        review.actions(), review.countries(), review.glossary(), review.survey()
        published.all_instruments()
    except DeclarationError as error:
        return [Error(str(error), id="assessment.E001")]
    return []

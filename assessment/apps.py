from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = _("People, agencies and answers")

    def ready(self) -> None:
        from assessment import checks  # noqa: F401 (registers the checks)

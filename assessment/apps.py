from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = _("People, agencies and answers")

    def ready(self) -> None:
        from assessment import checks, made  # noqa: F401 (registers the checks)
        from assessment.files.paper import PAPER

        made.register(PAPER)

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = _("People, agencies and answers")

    def ready(self) -> None:
        from allauth.account.signals import password_reset
        from allauth.mfa.signals import authentication_failed

        from assessment import (
            accounts,
            checks,  # noqa: F401 (registers the checks)
        )

        password_reset.connect(accounts.after_new_password)
        authentication_failed.connect(accounts.after_wrong_code)
        from assessment import made
        from assessment.files.paper import PAPER

        made.register(PAPER)

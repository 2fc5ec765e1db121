from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = _("People, agencies and answers")

    def ready(self) -> None:
        from allauth.account.signals import password_reset
        from allauth.mfa.signals import authentication_failed
        from django.contrib.auth.signals import user_logged_in

        from assessment import accounts, attempts, checks, made  # noqa: F401 (checks register themselves)
        from assessment.files.paper import PAPER

        password_reset.connect(accounts.after_new_password)
        authentication_failed.connect(accounts.after_wrong_code)
        user_logged_in.connect(accounts.after_sign_in)
        attempts.sign_in_failed.connect(accounts.after_failed_sign_in)
        made.register(PAPER)

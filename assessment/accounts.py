"""How allauth treats accounts here: people are invited, nobody signs up, and its mails are letters like all others."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from assessment.models import User
from assessment.workflow.letters import post


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """By a row that the background sends: no page waits for a mail server, or tells by its time who is known."""
        made = self.render_mail(template_prefix, email, context)
        user = context.get("user")
        post(
            "account",
            email,
            get_language() or "en",
            made.subject,
            made.body,
            user=user if isinstance(user, User) else None,
            is_secret=True,
        )

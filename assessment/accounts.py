"""How allauth treats accounts here: people are invited, nobody signs up, and its mails are letters like all others."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment import attempts
from assessment.characters import cured
from assessment.http import site_of
from assessment.models import Device, User, Verb
from assessment.workflow.letters import post
from assessment.workflow.record import record
from assessment.workflow.security import tell_of_sign_in_change

JUST_NOW = 300  # seconds
DEVICE = "device"
SEEN_STEP = 300  # seconds between two notes of when a session was used


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many tries from here. Wait a quarter of an hour, or ask for a link to set a new password: it works at "
            "once."
        ),
    }

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

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """In place of allauth's: in the reader's language, and on record."""
        tell_of_sign_in_change(
            user,
            template_prefix.rpartition("/")[2],
            agent=self.get_http_user_agent(self.request),
            network=self.get_client_ip(self.request) or "",
            site=site_of(self.request),
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in is not asked a second time to set up the second factor."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    # --- Failed sign-ins

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """In place of allauth's counting: see `attempts`."""
        email = str(credentials.get("email") or "").lower()
        self.attempt = attempts.begin(request, email)
        if not self.attempt:
            attempts.failed(request, email, "locked")
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user and self.attempt:
            attempts.succeeded(request, self.attempt)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        attempts.failed(request, str(credentials.get("email") or "").lower(), "password")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        attempts.failed(request, user.email, "closed")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        attempts.remember_browser(request, response, user.email)
        return response

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A few an hour: more would only fill the mailbox, and the links sent before still work."""
        if attempts.may_send_link(self.request, user.pk):
            super().send_password_reset_mail(user, email, context)


def after_new_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who set a password by a link from the mailbox is the owner: no guesser's failures stand in the way."""
    attempts.release(request, user.email)
    ratelimit.clear(
        request, app="allauth.account", action="login_failed", key=f"mfa-auth-user-{user.pk}"
    )


def after_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(Verb.SIGNED_IN, user)
    note_device(request, user)


def after_failed_sign_in(email: str, reason: str, **kwargs: Any) -> None:
    """On record where the account exists; what else is tried, and what is refused unread, is in the log alone."""
    if reason != "locked" and (user := User.objects.filter(email=email).first()):
        record(Verb.SIGN_IN_FAILED, None, about=user.email, reason=reason)


def after_wrong_code(request: HttpRequest, user: User, **kwargs: Any) -> None:
    attempts.failed(request, user.email, "code")


# --- Where somebody is signed in


class DeviceMiddleware:
    """Keeps what a person sees of their sessions up to date, without a query at most requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(user := request.user, User):
            _pk, key, at = request.session.get(DEVICE) or (None, "", 0)
            if key != request.session.session_key or time.time() - at > SEEN_STEP:
                note_device(request, user)
        return self.get_response(request)


def note_device(request: HttpRequest, user: User) -> None:
    """In the session stand its row, the key that the row knows, and when it was noted."""
    known = (request.session.get(DEVICE) or [None])[0]
    key = request.session.session_key
    if not key:
        return
    agent = request.META.get("HTTP_USER_AGENT", "")
    has_address = "REMOTE_ADDR" in request.META
    network = (get_adapter(request).get_client_ip(request) or "") if has_address else ""
    pk = Device.objects.note(user, known, key, cured(agent), network)
    request.session[DEVICE] = [pk, key, int(time.time())]

"""allauth's pages for who is not signed in, with what was typed before a change of language."""

from __future__ import annotations

from typing import Any

from allauth.account import views

from assessment.kept import typed_before


class _GivenBack:
    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()  # type: ignore[misc]  # of the view beside
        return initial | dict((typed_before(self.request) or {}).items())  # type: ignore[attr-defined]


class SignIn(_GivenBack, views.LoginView):  # type: ignore[misc]  # allauth is untyped
    pass


class ForgottenPassword(_GivenBack, views.PasswordResetView):  # type: ignore[misc]
    pass

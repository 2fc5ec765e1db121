"""allauth's pages for who is not signed in, with what was typed before a change of language."""

from __future__ import annotations

from typing import Any

from allauth.account import views

from assessment.kept import typed_before
from assessment.single_sign_on import provider_name


class _GivenBack:
    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()  # type: ignore[misc]  # of the view beside
        return initial | dict((typed_before(self.request) or {}).items())  # type: ignore[attr-defined]


class SignIn(_GivenBack, views.LoginView):  # type: ignore[misc]  # allauth is untyped
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"single_sign_on": provider_name()}


class ForgottenPassword(_GivenBack, views.PasswordResetView):  # type: ignore[misc]
    pass

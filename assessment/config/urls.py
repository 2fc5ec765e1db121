"""Every address of the project. Names both apps only as text, so that neither imports the other here."""

from __future__ import annotations

from allauth.account import views as account
from django.apps import apps
from django.contrib import admin
from django.urls import include, path, re_path

from assessment.kept import choose_language
from assessment.views import passkeys, single_sign_on
from assessment.views.account import ForgottenPassword, SignIn

urlpatterns = [
    path("", include("assessment.urls")),
    path("admin/", admin.site.urls),
    path("language/", choose_language, name="set_language"),
    # The parts of allauth that we offer: accounts are made by administrators, nobody signs up.
    path("account/login/", SignIn.as_view(), name="account_login"),
    path("account/single-sign-on/", single_sign_on.start, name="single_sign_on"),
    path(
        "account/single-sign-on/<str:provider_id>/callback/",
        single_sign_on.callback,
        name="openid_connect_callback",
    ),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/second-factor/", include("allauth.mfa.base.urls")),
    path("account/second-factor/app/", include("allauth.mfa.totp.urls")),
    path("account/second-factor/codes/", include("allauth.mfa.recovery_codes.urls")),
    path("account/second-factor/passkeys/", passkeys.kept, name="mfa_list_webauthn"),
    path("account/second-factor/passkeys/add/", passkeys.add, name="mfa_add_webauthn"),
    path(
        "account/second-factor/passkeys/confirm/",
        passkeys.confirm,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/second-factor/passkeys/<int:pk>/remove/",
        passkeys.remove,
        name="mfa_remove_webauthn",
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/reset/", ForgottenPassword.as_view(), name="account_reset_password"),
    path(
        "account/password/reset/sent/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
if apps.is_installed("portfolio"):
    urlpatterns.append(path("portfolio/", include("portfolio.urls")))
handler400 = "assessment.views.errors.bad_request"
handler403 = "assessment.views.errors.forbidden"
handler404 = "assessment.views.errors.not_found"
handler500 = "assessment.views.errors.server_error"

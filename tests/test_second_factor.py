"""Codes from an app: set up, used, lost, required of people with an office, attacked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Office, User
from assessment.second_factor import GRACE, SecondFactorAdapter
from tests.conftest import PASSWORD, appoint
from tests.reading import elements, forged, form, form_to, send, submit, words
from tests.signing_in import code, is_in, set_up, sign_in, with_app

AUTHENTICATE = reverse("mfa_authenticate")
QUEUE = reverse("assessment:queue")


def overdue(user: User) -> User:
    """Somebody whose office began a week ago: the grace is over."""
    user.mandates.update(since=timezone.localdate() - GRACE)
    user.forget_duties()
    return user


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r"\b\d{8}\b", words(client.get(reverse("mfa_view_recovery_codes"))))


def test_anybody_sets_it_up_and_is_asked_from_then_on(client, luis):
    sign_in(client, luis.email)
    secret = set_up(client)
    other = Client()
    page = sign_in(other, luis.email)
    assert page.redirect_chain[-1][0] == AUTHENTICATE
    assert not is_in(other, luis)
    send(other, form(page, "code"), {"code": code(secret)})
    assert is_in(other, luis)


def test_the_picture_is_allowed_by_the_policy_and_its_key_can_be_copied(client, luis):
    sign_in(client, luis.email)
    page = client.get(reverse("mfa_activate_totp"))
    picture = next(given for tag, given in elements(page) if tag == "img")
    assert picture["src"].startswith("data:image/svg+xml;base64,")
    assert picture["alt"]
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert not [
        g for tag, g in elements(page) if "style" in g or (tag == "script" and "src" not in g)
    ]
    assert "no-store" in page["Cache-Control"]


def test_a_wrong_code_sets_nothing_up(client, luis):
    sign_in(client, luis.email)
    page = submit(client, reverse("mfa_activate_totp"), {"code": "000000"})
    assert "This code does not fit" in words(page)
    assert not Authenticator.objects.exists()


def test_a_code_works_once(client, luis):
    secret = with_app(luis)
    shown = code(secret, 1)  # the next one is good already
    page = sign_in(client, luis.email)
    send(client, form(page, "code"), {"code": shown})
    assert is_in(client, luis)
    other = Client()
    page = send(other, form(sign_in(other, luis.email), "code"), {"code": shown})
    assert not is_in(other, luis)
    assert "This code does not fit" in words(page)


def test_a_used_code_is_still_used_when_the_library_has_forgotten(client, luis, monkeypatch):
    """allauth remembers for half a minute what is good for one and a half."""
    secret = with_app(luis)
    shown = code(secret, 1)
    send(client, form(sign_in(client, luis.email), "code"), {"code": shown})
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *a: True)
    other = Client()
    send(other, form(sign_in(other, luis.email), "code"), {"code": shown})
    assert not is_in(other, luis)


def test_a_recovery_code_opens_once(client, luis):
    sign_in(client, luis.email)
    set_up(client)
    kept = recovery_codes(client)
    assert len(kept) == 10
    for attempt, opens in ((kept[3], True), (kept[3], False), (kept[4], True)):
        other = Client()
        send(other, form(sign_in(other, luis.email), "code"), {"code": attempt})
        assert is_in(other, luis) is opens
    assert kept[3] not in client.get(reverse("mfa_download_recovery_codes")).content.decode()


def test_new_recovery_codes_void_the_old_ones(client, luis):
    sign_in(client, luis.email)
    set_up(client)
    old = recovery_codes(client)
    submit(client, reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(recovery_codes(client))


def test_codes_cannot_be_guessed_for_long(client, luis):
    secret = with_app(luis)
    page = sign_in(client, luis.email)
    for guess in range(6):
        page = send(client, form(page, "code"), {"code": f"{guess:06}"})
    page = send(client, form(page, "code"), {"code": code(secret, 1)})
    assert not is_in(client, luis)
    assert "Too many" in words(page)


def test_the_password_alone_reads_and_changes_nothing(client, luis, submission):
    with_app(luis)
    sign_in(client, luis.email)
    for name in (
        "account_change_password",
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_activate_totp",
    ):
        assert "login" in client.get(reverse(name), follow=True).redirect_chain[0][0]
    forged(client, reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=luis, type="totp").exists()


def test_the_code_of_somebody_else_does_not_fit(client, luis, ana):
    with_app(luis)
    hers = with_app(ana)
    send(client, form(sign_in(client, luis.email), "code"), {"code": code(hers, 1)})
    assert not is_in(client, luis)


def test_who_signed_in_a_while_ago_is_asked_again_before_anything_changes(client, luis):
    client.force_login(luis)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert page.redirect_chain[0][0].startswith(reverse("account_reauthenticate"))
    wrong = send(client, form(page, "confirm"), {"password": "not the password"})
    assert wrong.status_code == 200
    page = send(client, form(page, "confirm"), {"password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_activate_totp")


def test_it_can_be_taken_away_by_who_is_not_obliged(client, luis):
    sign_in(client, luis.email)
    set_up(client)
    submit(client, reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=luis).exists()
    other = Client()
    sign_in(other, luis.email)
    assert is_in(other, luis)


# --- Required of people with an office


def test_who_has_an_office_needs_it(rosa, adm, pia, root, luis):
    who = (rosa, adm, pia, root, luis)
    assert [user.needs_second_factor for user in who] == [True, True, True, True, False]


def test_a_superuser_without_an_office_needs_it_too(root):
    root.mandates.all().delete()
    root.forget_duties()
    assert root.needs_second_factor
    assert root.second_factor_needed_since == timezone.localdate(root.date_joined)


def test_the_grace_begins_with_the_first_office_of_those_held(client, rosa):
    appoint(rosa, Office.ADMINISTRATOR, "PE")
    rosa.mandates.filter(office=Office.REVIEWER).update(
        since=timezone.localdate() - timedelta(days=6)
    )
    client.force_login(rosa)
    page = client.get(QUEUE)
    assert page.status_code == 200
    assert "a code from your phone is asked for at sign-in" in words(page)
    rosa.mandates.filter(office=Office.REVIEWER).update(
        since=timezone.localdate() - timedelta(days=7)
    )
    assert client.get(QUEUE)["Location"] == reverse("mfa_index")


def test_the_day_on_which_the_grace_ends_is_the_same_on_every_page(client, adm, health):
    """An agency's pages are in its own time zone, where midnight of the server is still the evening before."""
    client.force_login(adm)
    said = {
        re.search(r"From (.+?) on, a code", words(client.get(address)))[1]
        for address in (QUEUE, reverse("assessment:agency", args=[health.pk]))
    }
    assert len(said) == 1


def test_nobody_else_is_reminded(client, luis):
    client.force_login(luis)
    assert "a code from your phone" not in words(client.get(reverse("assessment:dashboard")))


@pytest.mark.parametrize("name", ["assessment:queue", "assessment:dashboard", "admin:index"])
def test_after_the_grace_all_leads_to_setting_it_up(client, root, name):
    client.force_login(overdue(root))
    page = client.get(reverse(name), follow=True)
    assert page.redirect_chain[0][0] == reverse("mfa_index")
    assert "opens again when it is set up" in words(page)


def test_after_the_grace_a_post_changes_nothing(client, root, luis):
    address = reverse("admin:assessment_user_change", args=[luis.pk])
    client.force_login(root)
    sent = form(client.get(address), "user_form").filled({"is_superuser": "on"})
    overdue(root)
    assert client.post(address, sent)["Location"] == reverse("mfa_index")
    luis.refresh_from_db()
    assert not luis.is_superuser


def test_after_the_grace_htmx_is_led_there_as_a_whole_page(client, adm):
    client.force_login(overdue(adm))
    answer = client.get(QUEUE, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("mfa_index"))


def test_once_set_up_everything_is_open_and_the_language_always_was(client, adm):
    overdue(adm)
    page = sign_in(client, adm.email)
    assert page.redirect_chain[-1][0] == reverse("mfa_index")
    chosen = form_to(page, reverse("set_language"))
    page = client.get(send(client, chosen, button=("language", "es"))["Location"])
    assert '<html lang="es">' in page.content.decode()
    set_up(client)
    assert client.get(QUEUE).status_code == 200


def test_who_takes_it_away_in_spite_of_the_office_is_led_back(client, adm):
    overdue(adm)
    sign_in(client, adm.email)
    set_up(client)
    submit(client, reverse("mfa_deactivate_totp"))
    assert client.get(QUEUE)["Location"] == reverse("mfa_index")


# --- Lost


def test_a_lost_one_is_taken_away_from_the_command_line(client, rosa, capsys):
    with_app(rosa)
    call_command("reset_mfa", "ROSA@example.org")
    assert "rosa@example.org" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=rosa).exists()
    sign_in(client, rosa.email)
    assert is_in(client, rosa)


@pytest.mark.parametrize("email", ["nobody@example.org", "luis@example.org"])
def test_taking_away_what_is_not_there_says_so(luis, email):
    with pytest.raises(CommandError):
        call_command("reset_mfa", email)


# --- In the database


def test_secrets_are_not_in_the_database(luis):
    secret = with_app(luis)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_secret_of_another_installation_fits_no_code(client, luis, settings):
    secret = with_app(luis)
    settings.SECRET_KEY = "of-another-installation-0123456789-abcdefghij"
    stored = Authenticator.objects.get(user=luis, type="totp").data["secret"]
    adapter = SecondFactorAdapter()
    assert secret not in {adapter.decrypt(stored), adapter.decrypt(stored)}
    assert adapter.decrypt(stored) != adapter.decrypt(stored)


def test_an_earlier_key_still_reads_them(luis, settings):
    secret = with_app(luis)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-new-one-of-this-installation-0123456789"
    stored = Authenticator.objects.get(user=luis, type="totp").data["secret"]
    assert SecondFactorAdapter().decrypt(stored) == secret

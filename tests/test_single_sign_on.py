"""Signing in through a provider: who is let in, who is told why not, and a provider that is wrong or away."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from assessment.attempts import sign_in_failed
from assessment.config.single_sign_on import provider as configured
from assessment.models import User
from tests.conftest import PASSWORD
from tests.reading import elements, form, send, words
from tests.signing_in import SIGN_IN, code, is_in, sign_in, with_app

from .provider import CLIENT, SECRET, Provider

START = reverse("single_sign_on")


@pytest.fixture
def provider(settings, db):
    found = Provider()
    environment = {
        "OIDC_ISSUER": found.issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_SECRET": SECRET,
        "OIDC_NAME": "Cuenta Única",
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [configured(environment)]}}
    yield found
    found.close()


def come(client: Client, provider: Provider, address: str = START, **claims):
    """From the sign-in page to the provider and back."""
    back = provider.sign_in(client.get(address)["Location"], **claims)
    return client.get(back, follow=True)


def verified(user: User, **claims):
    return {"email": user.email, "email_verified": True, **claims}


def test_the_sign_in_page_offers_it_by_its_name(client, provider):
    page = client.get(SIGN_IN)
    assert "Sign in through Cuenta Única" in words(page)
    assert ("a", START) in [(tag, given.get("href")) for tag, given in elements(page)]


def test_without_a_provider_nothing_is_offered(client, db):
    assert START not in client.get(SIGN_IN).content.decode()
    assert client.get(START).status_code == 404
    assert client.get(reverse("openid_connect_callback", args=["x"])).status_code == 404


def test_a_verified_address_finds_its_account(client, provider, luis):
    page = come(client, provider, **verified(luis))
    assert is_in(client, luis)
    assert page.status_code == 200
    assert set(provider.scope.split()) == {"openid", "email"}


def test_the_first_time_is_told_by_a_letter_and_the_second_is_not(client, provider, luis):
    for _ in range(2):
        come(client, provider, **verified(luis))
        client.logout()
    assert "single sign-on for the first time" in luis.letters.get().body


def test_the_password_stays_what_it_was(client, provider, luis):
    """allauth's own matching would wipe it."""
    come(client, provider, **verified(luis))
    other = Client()
    sign_in(other, luis.email)
    assert is_in(other, luis)


def test_capitals_in_the_address_do_not_matter(client, provider, luis):
    come(client, provider, email="LUIS@Example.org", email_verified=True)
    assert is_in(client, luis)


def test_what_else_the_provider_says_is_not_kept(client, provider, luis):
    claims = verified(luis, name="Luis Q.", birthdate="1987-01-01", national_id="12345678")
    come(client, provider, **claims)
    come(Client(), provider, **claims)
    assert SocialAccount.objects.get(user=luis).extra_data == {}


def test_it_leads_to_the_page_that_was_asked_for_and_never_away(client, provider, luis):
    glossary = reverse("assessment:glossary")
    asked = client.get(f"{SIGN_IN}?next={glossary}")
    link = next(
        g["href"] for t, g in elements(asked) if t == "a" and START in (g.get("href") or "")
    )
    page = come(client, provider, link, **verified(luis))
    assert page.redirect_chain[-1][0] == glossary
    away = come(Client(), provider, f"{START}?next=https://evil.example/", **verified(luis))
    assert [to for to, _status in away.redirect_chain] == ["/"]


@pytest.mark.parametrize("said", [False, None, "false", "no", 0, "", [], "True "])
def test_an_address_that_is_not_verified_opens_nothing(client, provider, luis, said):
    claims = {"email": luis.email} | ({} if said is None else {"email_verified": said})
    page = come(client, provider, **claims)
    assert not is_in(client, luis)
    assert page.status_code == 403
    assert "has not verified your e-mail address" in words(page)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("claims", [{}, {"email": ""}, {"email": None, "email_verified": True}])
def test_without_an_address_the_same_is_said(client, provider, luis, claims):
    assert "has not verified your e-mail address" in words(come(client, provider, **claims))


def test_nobody_signs_up_by_it(client, provider, luis):
    page = come(client, provider, email="new@example.org", email_verified=True, name="New")
    assert page.status_code == 403
    assert (
        "Cuenta Única knows you as new@example.org, and no account here has this address"
        in words(page)
    )
    assert User.objects.count() == 1
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "email", ["luıs@example.org", "luis@example.org\u200b", "luis@example。org", "ＬＵＩＳ@example.org",
     "luis+x@example.org"]
)  # fmt: skip
def test_an_address_that_looks_alike_is_another(client, provider, luis, email):
    come(client, provider, email=email, email_verified=True)
    assert not is_in(client, luis)


def test_after_the_first_time_the_number_counts_and_the_address_may_change(client, provider, luis):
    come(client, provider, **verified(luis, sub="77"))
    other = Client()
    come(other, provider, sub="77", email="married@example.org", email_verified=False)
    assert is_in(other, luis)


def test_an_address_that_passed_to_somebody_else_opens_nothing(client, provider, luis):
    come(client, provider, **verified(luis, sub="77"))
    other = Client()
    page = come(other, provider, **verified(luis, sub="78"))
    assert not is_in(other, luis)
    assert "Somebody else has signed in" in words(page)


def test_numbers_of_another_provider_mean_nothing(client, provider, luis, zoe, settings):
    come(client, provider, **verified(luis, sub="77"))
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    moved = {**app, "provider_id": "another.example.org"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [moved]}}
    other = Client()
    come(other, provider, **verified(zoe, sub="77"))
    assert is_in(other, zoe)


def test_a_closed_account_stays_closed(client, provider, luis):
    luis.is_active = False
    luis.save()
    page = come(client, provider, **verified(luis))
    assert page.redirect_chain[-1][0] == reverse("account_inactive")
    assert not is_in(client, luis)


def test_the_second_factor_is_asked_for_all_the_same(client, provider, luis):
    secret = with_app(luis)
    page = come(client, provider, **verified(luis))
    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert not is_in(client, luis)
    send(client, form(page, "code"), {"code": code(secret, 1)})
    assert is_in(client, luis)


def test_who_has_no_password_sets_up_the_second_factor_too(client, provider, rosa):
    rosa.set_unusable_password()
    rosa.save()
    come(client, provider, **verified(rosa))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


# --- Attacks and faults


def test_the_answer_of_somebody_elses_browser_is_not_taken(client, provider, luis, zoe):
    """A link that would sign the victim in as the attacker."""
    back = provider.sign_in(Client().get(START)["Location"], **verified(zoe))
    page = client.get(back)
    assert page.status_code == 403
    assert "_auth_user_id" not in client.session


def test_an_answer_is_good_for_one_time(client, provider, luis):
    back = provider.sign_in(client.get(START)["Location"], **verified(luis))
    client.get(back)
    client.logout()
    assert client.get(back).status_code == 403
    assert not is_in(client, luis)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"exp": 1_000_000_000},
        {"sub": "somebody else"},
    ],
)
def test_a_token_for_somebody_else_is_not_taken(client, provider, luis, wrong):
    provider.token_claims = wrong
    page = come(client, provider, **verified(luis))
    assert page.status_code == 403
    assert not is_in(client, luis)


WRONG = [(500, b""), (200, b""), (200, b"<html>"), (200, b"[1]")]
NOTHING = [(200, b"{}"), (200, b"null")]


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/token", a) for a in WRONG + NOTHING] + [("/userinfo", a) for a in WRONG],
)
def test_a_provider_that_answers_wrongly_is_no_fault_of_ours(client, provider, luis, path, answer):
    provider.answers[path] = answer
    page = come(client, provider, **verified(luis))
    assert page.status_code == 403
    assert not is_in(client, luis)


@pytest.mark.parametrize("answer", NOTHING)
def test_a_provider_that_says_all_in_the_token_is_understood(client, provider, luis, answer):
    provider.answers["/userinfo"] = answer
    come(client, provider, **verified(luis))
    assert is_in(client, luis)


@pytest.mark.parametrize("answer", [(500, b""), (200, b"<html>"), (200, b"{}"), (200, b"[]")])
def test_a_provider_that_does_not_say_where_it_is(client, provider, answer):
    provider.answers["/.well-known/openid-configuration"] = answer
    page = client.get(START)
    assert page.status_code == 403
    assert "did not work" in words(page)


def test_a_provider_that_is_away(client, provider):
    provider.close()
    page = client.get(START)
    assert page.status_code == 403
    assert "or Cuenta Única is away" in words(page)


def test_who_turns_back_there_is_not_told_of_a_fault(client, provider):
    asked = client.get(START)["Location"]
    state = asked.split("state=")[1].split("&")[0]
    back = reverse("openid_connect_callback", args=[configured_id(provider)])
    page = client.get(f"{back}?error=access_denied&state={state}")
    assert "You have turned back" in words(page)


@pytest.mark.parametrize(
    "query", ["", "?code=1", "?state=x", "?code=1&state=x", "?error=x", "?code=%00&state=%00"]
)
def test_an_answer_to_nothing_is_refused(client, provider, query):
    back = reverse("openid_connect_callback", args=[configured_id(provider)])
    assert client.get(back + query).status_code == 403


def test_who_is_signed_in_is_led_on(client, provider, luis):
    client.force_login(luis)
    assert client.get(START)["Location"] == reverse("assessment:dashboard")


def test_what_a_link_adds_is_not_passed_on(client, provider):
    asked = client.get(f"{START}?scope=phone&auth_params=prompt%3Dnone&process=connect")["Location"]
    assert "phone" not in asked
    assert "prompt" not in asked


def test_refusals_are_written_down(client, provider):
    found = []

    def hear(sender, email, reason, **kwargs):
        found.append((email, reason))

    sign_in_failed.connect(hear)
    come(client, provider, email="new@example.org", email_verified=True)
    sign_in_failed.disconnect(hear)
    assert found == [("new@example.org", "provider")]


def configured_id(provider: Provider) -> str:
    return provider.issuer.removeprefix("http://").replace(":", "-")


# --- The environment


def test_half_a_configuration_is_told_at_the_start():
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID and OIDC_SECRET"):
        configured({"OIDC_ISSUER": "https://id.example.gov"})


@pytest.mark.parametrize(
    "issuer", ["http://id.example.gov", "id.example.gov", "ftp://id.example.gov"]
)
def test_a_provider_without_https_is_none(issuer):
    with pytest.raises(ImproperlyConfigured, match="https"):
        configured({"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "x", "OIDC_SECRET": "y"})


def test_accounts_are_bound_to_the_whole_address_of_the_provider():
    given = {"OIDC_CLIENT_ID": "x", "OIDC_SECRET": "y"}
    ids = [
        configured({"OIDC_ISSUER": f"https://id.example.gov/realms/{realm}/", **given})[
            "provider_id"
        ]
        for realm in ("one", "two")
    ]
    assert ids == ["id.example.gov-realms-one", "id.example.gov-realms-two"]


def test_the_password_is_still_a_way_in(client, provider, luis):
    sign_in(client, luis.email, PASSWORD)
    assert is_in(client, luis)

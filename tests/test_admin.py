"""The Django admin: every address of it, for superusers only, and no rule can be broken there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.admin.sites import site
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from assessment import workflow
from assessment.models import (
    Agency,
    Event,
    Invitation,
    Letter,
    Mandate,
    Membership,
    Office,
    Report,
    Role,
    SealedAnswers,
    SectionRecord,
    Submission,
    User,
)
from tests.conftest import PASSWORD, person
from tests.reading import elements, forged, form, words
from tests.test_access import LEADS_ON, PEOPLE, people, visit

__all__ = ["people"]

OF_SOMETHING = ("view_on_site", "app_list")


def addresses_of_the_admin() -> Iterator[str]:
    """Every address that the site of the admin answers at, with rows that are there."""
    for pattern in site.get_urls():
        if isinstance(pattern, URLPattern) and pattern.name and pattern.name not in OF_SOMETHING:
            yield reverse(f"admin:{pattern.name}")
    kind, agency = ContentType.objects.get_for_model(Agency), Agency.objects.first()
    yield reverse("admin:view_on_site", args=[kind.pk, agency.pk if agency else 0])
    yield reverse("admin:app_list", args=["assessment"])
    for model, own in site._registry.items():
        row = model._default_manager.first()
        assert row is not None, f"no {model.__name__} to look at"
        for pattern in own.get_urls():
            if pattern.name:
                of_row = "object_id" in pattern.pattern.converters
                yield reverse(f"admin:{pattern.name}", args=[row.pk] if of_row else [])


@pytest.fixture
def everything(snapshot, people, health, adm, django_capture_on_commit_callbacks) -> SealedAnswers:
    """A row of each kind that the admin shows."""
    workflow.invite("guest@example.org", adm, "http://x", "en", agency=health)
    return snapshot


def test_it_opens_for_superusers_only(everything, people):
    shut = {reverse("admin:login"), reverse("admin:logout")}
    found = [address for address in addresses_of_the_admin() if address not in shut]
    assert len(found) > 30
    for address in found:
        for key in PEOPLE:
            if key != "root":
                assert visit(people[key], "GET", address, {}) in ("on", "in"), (key, address)
                assert visit(people[key], "POST", address, {}) in ("on", "in"), (key, address)


def test_an_account_marked_as_staff_in_the_database_is_not_let_in(client, luis):
    User.objects.filter(pk=luis.pk).update(is_staff=True)
    assert visit(luis, "GET", reverse("admin:index"), {}) == LEADS_ON


def test_a_superuser_looks_at_all_and_adds_or_deletes_nothing(everything, root):
    outcomes: dict[str, set[str]] = {}
    for address in addresses_of_the_admin():
        last = address.rstrip("/").rpartition("/")[2]
        outcomes.setdefault(last, set()).add(visit(root, "GET", address, {}))
    assert outcomes["add"] == outcomes["delete"] == {"403"}
    assert outcomes["change"] == outcomes["history"] == {"200"}
    lists = {model._meta.model_name for model in site._registry}
    assert all(outcomes[str(name)] == {"200"} for name in lists)
    assert outcomes["password_change"] == {LEADS_ON}


def test_what_is_changed_is_which_accounts_sign_in_and_nothing_else(everything, root, client):
    """No page but that of a person has a field, and that one has two boxes."""
    client.force_login(root)
    fields = {}
    for model in site._registry:
        row = model._default_manager.first()
        assert row
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        page = client.get(reverse(f"{base}_change", args=[row.pk]))
        fields[model] = {
            given["name"]
            for tag, given in elements(page)
            if tag in ("input", "select", "textarea")
            and given.get("name")
            and given.get("type") not in ("hidden", "submit")
        }
    assert fields.pop(User) == {"is_active", "is_superuser"}
    assert set().union(*fields.values()) == set()


def test_no_post_changes_anything_but_an_account(everything, root, client):
    client.force_login(root)
    tables = (
        Agency,
        Membership,
        Mandate,
        Invitation,
        Submission,
        SectionRecord,
        SealedAnswers,
        Event,
    )
    before = {table: list(table._default_manager.values()) for table in tables}
    people = list(User.objects.order_by("pk").values("password", "email", "is_active"))
    sent = {
        "name": "Changed", "email": "x@example.org", "password": "x", "password1": PASSWORD,
        "password2": PASSWORD, "usable_password": "true", "status": "draft", "country": "BR",
        "role": "lead", "office": "administrator", "is_active": "on", "post": "yes",
        "action": "delete_selected", "_selected_action": "1", "_save": "1",
        "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0",
        "mandates-TOTAL_FORMS": "0", "mandates-INITIAL_FORMS": "0",
    }  # fmt: skip
    for address in addresses_of_the_admin():
        if not address.endswith(("/logout/", "/login/")):
            assert forged(client, address, sent).status_code in (200, 302, 403, 404, 405), address
    assert {table: list(table._default_manager.values()) for table in tables} == before
    assert list(User.objects.order_by("pk").values("password", "email", "is_active")) == people


def test_rows_lead_to_the_pages_and_no_json_is_shown(everything, root, client):
    client.force_login(root)
    for model, address in (
        (Submission, reverse("assessment:results", args=[everything.submission_id])),
        (Agency, reverse("assessment:agency", args=[everything.submission.agency_id])),
    ):
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        assert row
        for page in (f"{base}_changelist", f"{base}_change"):
            found = client.get(reverse(page, args=[row.pk] if page.endswith("change") else []))
            assert address in [given.get("href") for tag, given in elements(found) if tag == "a"]
    for model in site._registry:
        for row in model._default_manager.all():
            base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            told = words(client.get(reverse(f"{base}_change", args=[row.pk])))
            assert '{"' not in told, row
            assert "strongly_agree" not in told, row


def test_a_letter_is_shown_without_its_text(everything, root, client):
    client.force_login(root)
    letter = Letter.objects.get(kind="invitation")
    assert "http://x/" in letter.body
    page = client.get(reverse("admin:assessment_letter_change", args=[letter.pk]))
    assert "http://x/" not in page.content.decode()


def test_answers_and_what_happened_can_be_registered_only_for_reading():
    for model in (Submission, SectionRecord, SealedAnswers, Report, Event, Letter, Mandate):
        if own := site._registry.get(model):
            may = (own.has_add_permission, own.has_change_permission, own.has_delete_permission)
            assert not any(allowed(None) for allowed in may)  # type: ignore[arg-type]


def test_it_signs_in_where_everybody_does(client, db):
    response = client.get(reverse("admin:login"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


# --- Which accounts can sign in


def switched(client: Client, user: User, **boxes: bool):
    address = reverse("admin:assessment_user_change", args=[user.pk])
    sent = form(client.get(address), "user_form").filled({})
    for box, is_on in boxes.items():
        sent.pop(box, None)
        sent |= {box: "on"} if is_on else {}
    return client.post(address, sent)


def test_an_account_is_switched_off_and_on_and_it_is_on_record(as_root, root, luis):
    mine = Client()
    mine.force_login(luis)
    assert switched(as_root, luis, is_active=False).status_code == 302
    luis.refresh_from_db()
    assert not luis.is_active
    assert mine.get(reverse("assessment:profile")).status_code == 302
    last = Event.objects.first()
    assert (last.verb, last.about, last.actor) == ("account_changed", luis.email, root)
    assert switched(as_root, luis, is_active=True).status_code == 302
    luis.refresh_from_db()
    assert luis.is_active


def test_the_last_lead_stays_unless_another_one_is_there(as_root, ana, luis, health):
    for other in (None, luis):
        if other:  # who cannot sign in leads nobody
            Membership.objects.filter(user=other).update(role=Role.LEAD)
            User.objects.filter(pk=other.pk).update(is_active=False)
        page = switched(as_root, ana, is_active=False)
        assert "This person alone leads an agency." in words(page)
    User.objects.filter(pk=luis.pk).update(is_active=True)
    assert switched(as_root, ana, is_active=False).status_code == 302


def test_the_last_administrator_stays(as_root, root, adm):
    root.mandates.update(until=timezone.localdate())
    assert "alone administers all countries" in words(switched(as_root, adm, is_active=False))
    person("other", office=Office.ADMINISTRATOR)
    assert switched(as_root, adm, is_active=False).status_code == 302


@pytest.mark.parametrize("box", ["is_active", "is_superuser"])
def test_nobody_shuts_themselves_out(as_root, root, box):
    assert "changed by another superuser" in words(switched(as_root, root, **{box: False}))
    root.refresh_from_db()
    assert root.is_active
    assert root.is_superuser


def test_a_superuser_is_made_and_unmade(as_root, luis):
    assert switched(as_root, luis, is_superuser=True).status_code == 302
    luis.refresh_from_db()
    assert luis.is_staff
    assert luis.needs_second_factor
    assert switched(as_root, luis, is_superuser=False).status_code == 302
    luis.refresh_from_db()
    assert not luis.is_staff


def test_it_speaks_the_readers_language(as_root, luis, settings):
    as_root.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    page = as_root.get(reverse("admin:assessment_user_change", args=[luis.pk]))
    assert '<html lang="es"' in page.content.decode()


def test_only_superusers_have_a_link_to_it(client, adm, root):
    found = {}
    for user in (adm, root):
        client.force_login(user)
        page = client.get(reverse("assessment:queue"))
        links = [given.get("href") for tag, given in elements(page) if tag == "a"]
        found[user] = reverse("admin:index") in links
    assert found == {adm: False, root: True}

"""The page for whoever keeps the installation."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessment.models import Heartbeat, Letter, Part
from tests.reading import words

SERVICE = reverse("assessment:service")


def test_administrators_read_what_needs_doing(as_adm):
    told = words(as_adm.get(SERVICE))
    assert "The clock stands still" in told
    assert "There is no backup" in told
    assert "never" in told


def test_when_all_is_well_it_says_so(as_adm):
    call_command("tick")
    Heartbeat.objects.beat(Part.BACKUP)
    told = words(as_adm.get(SERVICE))
    assert "Nothing. All is well." in told
    assert "never" not in told


def test_mails_that_failed_are_listed_with_what_the_server_said(as_adm):
    Letter.objects.create(
        address="who@example.org", kind="x", language="en", subject="S", body="secret link",
        due_at=timezone.now(), attempts=2, error="SMTPRecipientsRefused: no such mailbox",
    )  # fmt: skip
    told = words(as_adm.get(SERVICE))
    assert "who@example.org" in told
    assert "no such mailbox" in told
    assert "secret link" not in told


@pytest.mark.parametrize("who", ["ana", "rosa", "zoe"])
def test_it_is_for_administrators_only(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(SERVICE).status_code == 403


def test_it_is_linked_from_the_offices(as_adm):
    assert SERVICE in as_adm.get(reverse("assessment:offices")).content.decode()

"""The way through assessment where `portfolio` is not installed: run by tests/test_seams.py in a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings_alone"

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from assessment import contributions, demonstration, pdf, results  # noqa: E402
from assessment.models import Submission, User  # noqa: E402

assert not apps.is_installed("portfolio")
call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, verbosity=0)
demonstration.fill(with_administrator=True)

client = Client()
client.force_login(User.objects.get(email=demonstration.address("ana")))
for submission in Submission.objects.filter(agency__memberships__user__name="Ana Quispe"):
    for name in ("overview", "results", "offline"):
        page = client.get(reverse(f"assessment:{name}", args=[submission.pk]), follow=True)
        assert page.status_code == 200, (name, page.status_code)
        assert "/portfolio/" not in page.content.decode(), name
    shown = results.of_submission(submission, "es")
    assert pdf.render_html(shown, contributions.chapters_of(submission, "es"))
page = client.get("/")
assert page.status_code == 200
assert "/portfolio/" not in page.content.decode()
assert client.get("/portfolio/").status_code == 404
sys.stdout.write("well\n")

"""Pages stay light for slow and metered lines, and do not move while they load."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.browser
OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "ALLOWED_HOSTS", "PLAIN_HTTP")


def test_pages_keep_to_their_weight_and_their_place(browser_type_launch_args):
    """As in production: the tests' own server compresses nothing and lets nothing be kept."""
    # (The fixture says where there is no Chromium.)
    script = settings.BASE_DIR / "tests" / "benchmarks" / "weight.py"
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    done = subprocess.run(
        [sys.executable, script, "--check"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "sign-in" in done.stdout

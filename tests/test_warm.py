"""What a worker reads before it answers anybody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST_PAGE = """
import json, sys
from pathlib import Path
from assessment.config.wsgi import application
read = []
sys.addaudithook(lambda event, args: event == "open" and read.append(str(args[0])))
from django.test import Client
from django.urls import reverse
assert Client().get(reverse("account_login")).status_code == 200
from assessment import review
from assessment.methods import published
published.all_instruments(), review.actions()
ours = [p for p in read if p.endswith((".yaml", ".html")) and Path(p).exists() and ".venv" not in p]
print(json.dumps(ours))
"""


def test_no_declaration_or_template_is_read_when_somebody_waits():
    """And the database is not asked before there is a request: there is none here."""
    environment = {
        **os.environ,
        "DEBUG": "1",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": "sqlite:////there/is/no/such/folder.sqlite3",
        "DJANGO_SETTINGS_MODULE": "assessment.config.settings",
        "SECRET_KEY": "only-for-tests",
    }
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == []

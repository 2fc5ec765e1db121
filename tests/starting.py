"""What an installation does that starts with these environment variables and no others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from django.conf import settings


def told(program: str, **environment: str) -> Any:
    """What `program` prints as JSON, or the last line of what it complains about."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import django, json; django.setup()\n{program}"],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    return json.loads(done.stdout)


def settings_of(*names: str, **environment: str) -> dict[str, Any]:
    program = (
        "from django.conf import settings\n"
        f"print(json.dumps({{n: getattr(settings, n) for n in {names!r}}}))"
    )
    return told(program, **environment)

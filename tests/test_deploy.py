"""The ways to run it (.deploy/) name commands, variables, files and addresses that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from assessment.config.variables import VARIABLES

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / ".deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
FOR_COMPOSE = {"DATABASE_PASSWORD", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
TEXTS = {
    path.relative_to(DEPLOY).as_posix(): path.read_text()
    for path in sorted(DEPLOY.rglob("*"))
    if path.is_file()
}


def compose() -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = yaml.safe_load(TEXTS["compose.yaml"])
    return found


def test_every_command_that_is_named_exists():
    named = {
        (name, command)
        for name, text in TEXTS.items()
        for command in re.findall(r"manage\.py,? ([a-z_]+)", text)
    }
    assert {"worker", "tick", "migrate", "backup", "restore"} <= {
        command for _name, command in named
    }
    assert {(name, command) for name, command in named if command not in get_commands()} == set()


@pytest.mark.parametrize("name", ["systemd/faceta.env", "compose.env"])
def test_every_variable_of_the_examples_is_known(name):
    set_here = re.findall(r"^([A-Z_]+)=", TEXTS[name], re.MULTILINE)
    assert set_here
    assert set(set_here) - set(VARIABLES) - FOR_COMPOSE == set()


def test_containers_get_known_variables_and_their_own_only():
    for name, service in compose()["services"].items():
        assert set(service.get("environment", {})) - set(VARIABLES) - FOR_COMPOSE == set(), name
    asked = set(re.findall(r"\$\{([A-Z_]+)", TEXTS["compose.yaml"]))
    assert asked == set(re.findall(r"^([A-Z_]+)=", TEXTS["compose.env"], re.MULTILINE))


def test_containers_of_ours_are_locked():
    ours = [s for s in compose()["services"].values() if s["image"] == "faceta"]
    assert len(ours) == 4
    for service in ours:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert "\nUSER 10001\n" in TEXTS["Containerfile"]
    assert "/health/live" in TEXTS["Containerfile"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_hardened_and_run_as_nobody_in_particular(unit):
    told = unit.read_text()
    for line in ("User=faceta", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes",
                 "EnvironmentFile=/etc/faceta.env"):  # fmt: skip
        assert line in told


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_understands_the_units(tmp_path):
    """In a copy where the program is at its place; nothing is started."""
    units = []
    for path in sorted((DEPLOY / "systemd").glob("faceta-*")):
        copy = tmp_path / path.name
        copy.write_text(path.read_text().replace("/opt/faceta/.venv/bin/python", "/bin/true"))
        units.append(str(copy))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stderr.splitlines() if "faceta" in line]
    assert told == []


def test_timers_have_their_services():
    for timer in (DEPLOY / "systemd").glob("*.timer"):
        assert timer.with_suffix(".service") in UNITS


def test_the_page_has_the_table_of_all_variables():
    rows = dict(
        re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| .*? \|$", TEXTS["README.md"], re.MULTILINE)
    )
    assert rows == {name: variable.meaning for name, variable in VARIABLES.items()}


def test_every_file_that_the_page_names_is_there():
    named = set(re.findall(r"\.deploy/[\w./*-]+", TEXTS["README.md"]))
    assert named
    assert [name for name in named if not list(ROOT.glob(name.rstrip(".")))] == []


def test_proxies_hide_the_probes_and_overwrite_what_browsers_say():
    assert "location /health/" in TEXTS["nginx/faceta.conf"]
    assert "respond /health/*" in TEXTS["caddy/Caddyfile"]
    assert "X-Forwarded-For $remote_addr" in TEXTS["nginx/faceta.conf"]

"""What an installation says about its settings: each mistake a sentence, all of them at once, no secret repeated."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.config.environment import Environment, listing
from assessment.config.variables import VARIABLES

from .starting import told

ROOT = Path(__file__).parent.parent
TYPICAL = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "faceta.example.gov",
    "DATABASE_URL": "postgres://faceta:a%40b@db.example.gov/faceta",
    "EMAIL_URL": "smtp://faceta:word@relay.example.gov",
    "FROM_EMAIL": "Faceta <faceta@example.gov>",
    "TASKS": "database",
    "TIME_ZONE": "America/Lima",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_typical_installation_has_nothing_to_be_warned_of():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **TYPICAL)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


MISTAKES = [
    ("TASKS", "databse", "TASKS is one of immediate, database, not “databse”."),
    ("ALLOWED_HOSTS", "a.example.gov b.example.gov", "without scheme, port or spaces"),
    ("ALLOWED_HOSTS", "https://a.example.gov", "without scheme, port or spaces"),
    ("ALLOWED_HOSTS", "a.example.gov,", "without scheme, port or spaces"),
    ("ALLOWED_HOSTS", "a.example.gov:443", "without scheme, port or spaces"),
    ("TRUSTED_ORIGINS", "a.example.gov", "an origin is https://HOST"),
    ("TRUSTED_ORIGINS", "https://a.example.gov/faceta", "an origin is https://HOST"),
    ("TIME_ZONE", "Lima", "TIME_ZONE is a zone like America/Lima, not “Lima”."),
    ("TIME_ZONE", "../../etc/passwd", "TIME_ZONE is a zone like America/Lima"),
    ("PROXIES", "one", "PROXIES is a whole number from 0 to 10, not “one”."),
    ("SESSION_DAYS", "0", "SESSION_DAYS is a whole number from 1 to 365, not “0”."),
    ("EMAIL_TIMEOUT", "1.5", "EMAIL_TIMEOUT is a whole number from 1 to 600, not “1.5”."),
    ("EMAIL_URL", "relay.example.gov", "EMAIL_URL begins with one of smtp, smtps"),
    ("FROM_EMAIL", "Faceta", "FROM_EMAIL needs a mail address, and “Faceta” has none."),
    ("DATABASE_URL", "db.example.gov/faceta", "DATABASE_URL cannot be read"),
    ("DATABASE_URL", "mysql://u:p@h/n", "DATABASE_URL cannot be read"),
    ("DATABASE_URL", "postgres://u:p@h", "DATABASE_URL cannot be read"),
    ("DATABASE_TLS", "yes", "DATABASE_TLS is one of disable, allow"),
    ("FORCE_SCRIPT_NAME", "faceta/", "FORCE_SCRIPT_NAME begins with a slash"),
    ("LOG_FORMAT", "xml", "LOG_FORMAT is one of json, text, not “xml”."),
    ("LOG_LEVEL", "info", "LOG_LEVEL is one of DEBUG, INFO"),
    ("PLAIN_HTTP", "yes", "PLAIN_HTTP is one of 0, 1, not “yes”."),
    ("OIDC_ISSUER", "https://id.example.gov", "OIDC_ISSUER is set: set OIDC_CLIENT_ID"),
    ("SECRET_KEY", "", "Set SECRET_KEY, or DEBUG=1 for development."),
]


@pytest.mark.parametrize("turn", range(4))
def test_each_mistake_is_one_sentence(turn):
    """As many at a time as there are variables: starting takes a second."""
    given, sentences = {}, []
    for name in dict.fromkeys(name for name, _value, _sentence in MISTAKES):
        mine = [case for case in MISTAKES if case[0] == name]
        if turn < len(mine):
            _name, given[name], sentence = mine[turn]
            sentences.append(sentence)
    done = manage("check", **{**TYPICAL, **given})
    assert done.returncode == 1
    assert [told for told in sentences if told not in done.stderr] == []
    assert len(done.stderr.strip().splitlines()) == len(sentences)


def test_all_mistakes_are_told_at_once_and_the_list_is_there_all_the_same():
    done = manage("settings", **{**TYPICAL, "TASKS": "x", "PROXIES": "x", "TIME_ZONE": "x"})
    assert len(done.stderr.strip().splitlines()) == 3
    assert "TASKS (set to x; default: immediate)" in done.stdout


def test_a_password_that_breaks_the_address_is_not_repeated():
    done = manage("check", **{**TYPICAL, "DATABASE_URL": "postgres://u:hush@hush/hush@h:x/n"})
    assert "cannot be read" in done.stderr
    assert "hush" not in done.stderr + done.stdout


def test_the_list_has_every_variable_and_no_secret():
    done = manage("settings", **TYPICAL, ALLOWED_HOST="a.example.gov")
    assert done.returncode == 0, done.stderr
    assert [name for name in VARIABLES if f"{name} (" not in done.stdout] == []
    assert "TIME_ZONE (set to America/Lima; default: UTC)" in done.stdout
    assert "DATABASE_URL (set; default" in done.stdout
    for secret in (TYPICAL["SECRET_KEY"], "a%40b", "word@"):
        assert secret not in done.stdout
    assert "ALLOWED_HOST is set and means nothing here: is ALLOWED_HOSTS meant?" in done.stdout


def test_every_variable_that_is_read_is_listed_and_the_other_way_round():
    read = set()
    for path in (ROOT / "assessment/config").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                read |= {node.value} & set(VARIABLES) if path.name != "variables.py" else set()
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "os.getenv",
                "os.environ.get",
            }:
                assert ast.literal_eval(node.args[0]) in VARIABLES, (
                    f"{path.name}: {ast.unparse(node)}"
                )
    assert set(VARIABLES) - read == set()


def test_what_is_empty_counts_as_not_set():
    environment = Environment({"TASKS": " ", "PROXIES": ""})
    assert environment.choice("TASKS", ("immediate", "database")) == "immediate"
    assert environment.number("PROXIES", 0, 10, "1") == 1
    assert environment.mistakes == []


def test_what_proxies_tell_is_believed_where_it_is_said_so():
    names = ("USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_AGE",
             "SECURE_HSTS_SECONDS", "DATABASES")  # fmt: skip
    program = (
        "from django.conf import settings\n"
        f"print(json.dumps({{n: getattr(settings, n) for n in {names!r}}}, default=str))"
    )
    given = {
        **TYPICAL,
        "DJANGO_SETTINGS_MODULE": "assessment.config.settings",
        "FORWARDED_HOST": "1",
        "TRUSTED_ORIGINS": "https://a.example.gov:8443, https://b.example.gov",
        "SESSION_DAYS": "2",
        "HSTS_SECONDS": "60",
        "DATABASE_TLS": "verify-full",
        "DATABASE_CA": "/etc/ca.pem",
        "DATABASE_POOLER": "1",
    }
    found = told(program, **given)
    assert found["USE_X_FORWARDED_HOST"] is True
    assert found["USE_X_FORWARDED_PORT"] is False
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://a.example.gov:8443", "https://b.example.gov"]
    assert (found["SESSION_COOKIE_AGE"], found["SECURE_HSTS_SECONDS"]) == (2 * 24 * 3600, 60)
    database = found["DATABASES"]["default"]
    assert database["PASSWORD"] == "a@b"
    assert database["OPTIONS"]["sslmode"] == "verify-full"
    assert database["OPTIONS"]["sslrootcert"] == "/etc/ca.pem"
    assert (database["CONN_MAX_AGE"], database["DISABLE_SERVER_SIDE_CURSORS"]) == (0, True)


UNDER_A_PATH = """
import re
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
found = {}
for path in ("/", "/account/login/", "/privacy/", "/no/such/page/"):
    page = Client().get(path)
    found[path] = [page.status_code, re.findall(r'(?:href|src|action)="(/[^"]*)"', page.content.decode())]
found["style"] = Client().get("/static/css/site.css").status_code
print(json.dumps(found))
"""


def test_under_a_path_every_link_has_it():
    found = told(UNDER_A_PATH, FORCE_SCRIPT_NAME="/faceta", DATABASE_URL="sqlite://:memory:")
    assert found.pop("style") == 200
    assert found["/account/login/"][0] == 200
    for path, (_status, links) in found.items():
        assert links, path
        assert [link for link in links if not link.startswith("/faceta/")] == [], path


def test_the_list_of_an_empty_environment():
    assert re.search(r"^SECRET_KEY \(not set; default: required\)$", listing({}), re.MULTILINE)

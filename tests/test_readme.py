"""The README is true: its picture is the contract of the imports, and its three changes work as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COPIED = ("assessment", "portfolio", "templates", "static", "tests", "manage.py", "pyproject.toml")


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def chapter(title: str) -> str:
    """What stands under a heading, up to the next one."""
    return re.split(r"^#{2,4} ", README.split(f"#### {title}\n")[1], flags=re.MULTILINE)[0]


@pytest.mark.parametrize(("place", "app"), [(0, "assessment"), (1, "portfolio")])
def test_the_picture_is_the_contract_of_the_imports(place, app):
    picture = blocks(README.split("## How it is built")[1], "")[place]
    drawn = [
        set(re.split(r"\s{2,}", line)[0].split("   ")[0].split(" · "))
        for line in picture.splitlines()
    ]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["name"] == f"{app} is layered")
    assert drawn == [set(layer.split(" | ")) for layer in layers]


def test_every_file_that_the_readme_names_is_there():
    named = re.findall(r"`((?:assessment|portfolio|templates|tests)/[a-z_/.]+)`", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_setting_that_the_environment_has_is_in_the_list():
    config = ROOT / "assessment" / "config"
    source = {path.name: path.read_text(encoding="utf-8") for path in config.glob("*.py")}
    read = r"""(?:getenv\(|environ\[|environ\.get\(|_required\(|environment\.get\(|environment\[)\s*"([A-Z_]+)\""""
    asked = {name for text in source.values() for name in re.findall(read, text)}
    listed = source["settings.py"].split('"""')[1]
    assert len(asked) > 10
    assert {
        name for name in asked if not re.search(rf"^{name}\b|[ ,]{name}\b", listed, re.MULTILINE)
    } == set()


@pytest.fixture
def copy(tmp_path) -> Path:
    """The project, to be changed."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "data/cases", "browser")
            shutil.copytree(source, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(source, tmp_path / name)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def run(folder: Path, *command: str, **more: str) -> str:
    environment = {
        "PATH": "/usr/bin:/bin",
        "DEBUG": "1",
        "DATABASE_URL": "sqlite://:memory:",
        **more,
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def follow(folder: Path, title: str) -> None:
    """Make the change as the chapter says: its patches, then its commands."""
    for number, patch in enumerate(blocks(chapter(title), "diff")):
        (folder / f"{number}.patch").write_text(patch, encoding="utf-8")
        run(folder, "git", "apply", f"{number}.patch")
    for commands in blocks(chapter(title), "sh"):
        run(folder, "sh", "-e", "-c", commands)


def test_a_question_kind_is_added_as_the_readme_says(copy):
    follow(copy, "A question kind")
    run(copy, sys.executable, "manage.py", "check")
    told = "from assessment.instruments.kinds import KINDS; print([i.key for i in KINDS['yes_no'].given_items()])"
    assert (
        run(copy, sys.executable, "manage.py", "shell", "--no-imports", "-c", told).strip()
        == "['yes', 'no']"
    )


def test_a_colour_is_changed_as_the_readme_says(copy):
    follow(copy, "A colour")
    for name in ("static/css/site.css", "static/img/faceta.svg"):
        assert "#0a4f94" in (copy / name).read_text(encoding="utf-8")
        assert "#0b5cad" not in (copy / name).read_text(encoding="utf-8")


def test_a_language_is_added_as_the_readme_says(copy):
    follow(copy, "A language")
    run(copy, sys.executable, "manage.py", "check")
    run(copy, sys.executable, "manage.py", "makemigrations", "--check")
    shown = run(
        copy,
        sys.executable,
        "manage.py",
        "preview_instrument",
        "portfolio_snapshot",
        "--language",
        "fr",
    )
    assert "version 1" in shown

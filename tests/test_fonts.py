"""What people type is drawn by typefaces that packages ship: never a box, never a question mark."""

from __future__ import annotations

import re
import subprocess

import pytest
from django.conf import settings

from assessment import contributions, pdf, results
from assessment.fonts import FALLBACKS, PLEX, needed_for
from assessment.management.commands.subset_fonts import cuts, whole
from assessment.models import Submission
from assessment.pdf.glyphs import REPLACEMENT, printable
from portfolio import tasks
from portfolio.models import Project
from portfolio.results import drawing
from portfolio.results.portfolio import PortfolioResults
from portfolio.results.selection import Selection
from tests import verapdf
from tests.verapdf import text

TEXTS = {
    "Mapudungun": "ḻafkeṉ ṯ",
    "Maya and Nahuatl": "saꞌ Ꞌ ʼ",
    "Guarani": "g̃uarã ỹ",
    "accents apart": "g̱ m̱ a̱ i̱",
    "Aymara and Quechua": "qʼipi ñuqanchik",
    "marks from Word": "\uf0b7 \uf0a7 \uf0d8 \uf0fc",
    "marks of lists": "▪ ● ○ ✔ ➢ ■ □ ◆ ❖ ❑ ‣ ◦ ► ✗ ★",
    "emoji": "✅ ❌ 🚀 📌 ⚠️ 👩🏽‍⚕️ 👍🏾 🇨🇱",
    "Arabic": "مرحبا بكم",
    "Hebrew": "שלום",
    "Chinese": "保健省 卫生部",
    "Korean": "보건복지부",
    "Japanese": "デジタルちょう",
    "Cyrillic and Greek": "Привет λόγος",
    "Devanagari": "हिन्दी",
}
ALL = " · ".join(TEXTS.values())


@pytest.mark.parametrize("name", TEXTS)
def test_every_character_has_a_glyph(name):
    shown = printable(TEXTS[name])
    drawn = set(PLEX.characters).union(*(face.characters for face in needed_for(shown)))
    assert REPLACEMENT not in shown
    assert {char for char in shown if ord(char) not in drawn} == set()
    assert len(shown) >= len(TEXTS[name]) - 2  # but for marks that nobody sees


@pytest.mark.parametrize("name", ["Cyrillic and Greek", "Aymara and Quechua"])
def test_what_plex_draws_needs_no_other_face(name):
    assert needed_for(TEXTS[name]) == ()


def test_only_the_faces_that_are_needed_are_named():
    assert [face.family for face in needed_for("ḻ 🚀")] == ["Noto", "Noto Emoji"]
    assert [face.family for face in needed_for("保")] == ["Noto SC"]


def test_what_no_face_has_becomes_a_mark():
    assert printable("a 𓀀 b") == f"a {REPLACEMENT} b"


def test_every_face_is_a_file_of_a_package_with_a_name_of_its_own():
    for face in (PLEX, *FALLBACKS):
        assert "site-packages" in face.file.parts
        assert face.file.is_file()
    assert len({face.family for face in (PLEX, *FALLBACKS)}) == len(FALLBACKS) + 1


@pytest.fixture
def written(filled, health) -> Submission:
    """A draft and a project that hold every kind of letter."""
    record = filled.records.get(section="profile")
    answers = {**record.answers, "unit": ALL[:200]}
    filled.records.filter(pk=record.pk).save_answers(
        answers, revision=record.revision, by=filled.respondent
    )
    health.name = "Ḻafkeṉ 保健省 مرحبا 🚀"
    health.save()
    for name, words in TEXTS.items():
        values = {"purpose": "mission", "driver": "mission", "unit": name}
        Project(agency=health, title=words, **values).place().save()
    return Submission.objects.get(pk=filled.pk)


@pytest.mark.pdf
def test_reports_with_every_kind_of_letter_are_pdf_ua(tools, written, health, tmp_path):
    made = {
        "portfolio.pdf": tasks.render(PortfolioResults(health, "es")),
        "snapshot.pdf": pdf.render_pdf(
            results.of_submission(written, "es"), contributions.chapters_of(written, "es")
        ),
        "questionnaire.pdf": pdf.render_questionnaire(written.instrument, health.name, "es"),
    }
    files = [tmp_path / name for name in made]
    for file in files:
        file.write_bytes(made[file.name])
        fonts = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)
        names = set(re.findall(r"[A-Z]{6}\+(\S+?)(?:-\w+)*\s", fonts.stdout))
        assert {"Plex", "Noto"} <= names
        assert all(name.startswith(("Plex", "Noto")) for name in names), names
    assert {p.name: f for p, f in verapdf.failures_of(files).items() if f} == {}
    read = text(made["portfolio.pdf"])
    for words in ("ḻafkeṉ", "saꞌ", "保健省", "✔", "🚀", "שלום"):
        assert words in read
    assert REPLACEMENT not in read


@pytest.mark.pdf
def test_the_map_as_a_picture(written, health):
    selection = Selection(health, None)
    picture = drawing.map_of(selection)
    title = drawing.title_of(selection, len(TEXTS))
    assert "保健省" in drawing.svg(picture, title, standalone=True)
    assert drawing.png(picture, title, "es", health.country).startswith(b"\x89PNG")


def test_a_page_for_print_has_no_question_mark(written):
    html = pdf.render_html(results.of_submission(written, "es"))
    assert REPLACEMENT not in html


def test_the_style_sheet_names_the_files_that_are_cut():
    sheet = (settings.BASE_DIR / "static" / "css" / "site.css").read_text(encoding="utf-8")
    named = set(re.findall(r"\.\./fonts/([\w-]+)\.", sheet))
    assert named == {cut.name for cut in cuts()} | {name for name, _face in whole()}

"""Every colour stands once, in assessment/palette.py, and can be read where it is used."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import Template, TemplateSyntaxError
from PIL import ImageColor

from assessment import palette
from assessment.management.commands import paint
from assessment.methods import published
from assessment.methods.weighted_mean.shape import declared
from assessment.palette import COLOURS, HUES
from portfolio.core.facets import Facet, Zone

ROOT = Path(settings.BASE_DIR)
ANCHORS = {"#add"}  # of a form, as in "…/portfolio/1/#add"
NAMES = "|".join(ImageColor.colormap)
LITERAL = re.compile(
    r"(?<![\w&])#(?:[0-9a-fA-F]{3,4}){1,2}\b(?![-\w])"  # neither a part of a word nor &#x27;
    r"|%23[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(",
)
NAMED = {
    ".css": re.compile(
        r"(?:color|background|border[\w-]*|outline|fill|stroke|shadow)\s*:"
        rf"[^;}}]*?[\s:,'](?:{NAMES})\b"
    ),
    ".svg": re.compile(rf"(?:color|fill|stroke)\s*[=:]\s*[\"'](?:{NAMES})\b"),
    ".py": re.compile(rf"[\"'](?:{NAMES})[\"']"),
}  # fmt: skip
NAMED |= {".html": NAMED[".svg"], ".js": NAMED[".py"]}


def literals(text: str, suffix: str) -> set[str]:
    """Colours written out in a text."""
    found = {*LITERAL.findall(text), *NAMED[suffix].findall(text)}
    return found - ANCHORS


def sources() -> list[Path]:
    folders = ("assessment", "portfolio", "templates", "static")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*")]
    return [file for file in files if file.suffix in NAMED and file.name != "palette.py"]


def test_no_colour_is_written_anywhere_else():
    texts = {file: palette.unpainted(file.read_text(encoding="utf-8")) for file in sources()}
    found = {str(file): literals(text, file.suffix) for file, text in texts.items()}
    assert {file: colours for file, colours in found.items() if colours} == {}
    assert len(found) > 200


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("a { color: #fff; }", ".css"),
        ("a { background: url('…fill=%2312805c…') }", ".css"),
        ("a { border: 1px solid red; }", ".css"),
        ("a { color: rgb(1 2 3); }", ".css"),
        ('<path fill="white"/>', ".svg"),
        ('<path stroke="#16263d"/>', ".html"),
        ('image.new("white")', ".py"),
        ('COLOUR = "#0b5cad"', ".py"),
    ],
)
def test_a_colour_that_is_written_out_is_found(text, suffix):
    assert literals(text, suffix)


@pytest.mark.parametrize("file", paint.files(), ids=lambda file: file.name)
def test_the_copies_for_browsers_are_those_of_the_palette(file):
    text = file.read_text(encoding="utf-8")
    assert palette.painted(text) == text, "run manage.py paint"
    assert palette.unpainted(text) != text


def test_a_changed_colour_reaches_every_copy(monkeypatch, tmp_path):
    changed = palette.Colour("mission", "#123456", "#abcdef", "a trial")
    monkeypatch.setitem(COLOURS, "mission", changed)
    monkeypatch.setattr(palette, "HUES", (changed, *HUES[1:]))
    copies = [tmp_path / file.name for file in paint.files()]
    for copy, file in zip(copies, paint.files(), strict=True):
        copy.write_bytes(file.read_bytes())
    monkeypatch.setattr(paint, "files", lambda: copies)
    call_command("paint", verbosity=0)
    site, admin, icon = (copy.read_text(encoding="utf-8") for copy in copies)
    assert ".mission { --hue: #123456; }" in site
    assert ".mission { --hue: #abcdef; }" in site
    assert 'class="mission" fill="#123456"' in icon
    assert admin == palette.painted(admin)
    assert "%23123456" in palette.on_paper("url('data:…fill='var(--mission)'…')")


def test_every_facet_zone_and_area_has_a_colour():
    maturity = declared(published.latest("digital_maturity"))
    areas = [f"area-{area.key}" for area in maturity.areas]
    hues = {hue.name for hue in HUES}
    assert {*map(str, Facet), *map(str, Zone), *areas} == hues


def test_every_colour_is_used():
    text = "".join(palette.unpainted(file.read_text(encoding="utf-8")) for file in sources())
    for name in COLOURS.keys() - {hue.name for hue in HUES}:
        constant = name.upper().replace("-", "_")
        assert (
            f"var(--{name})" in text or f"palette.{constant}" in text or f'colour "{name}"' in text
        ), name


def test_a_picture_cannot_ask_for_a_colour_that_there_is_not():
    with pytest.raises(TemplateSyntaxError, match="no colour"):
        Template('{% load colours %}<path fill="{% colour "pink" %}"/>')


# --- Contrast: WCAG 2.2, 1.4.3 for words and 1.4.11 for what tells something without words

SURFACES = ("paper", "card")
WORDS = [
    *product(("ink", "quiet", "accent", "good", "bad"), SURFACES),
    *product(("ink", "quiet"), ("soft",)),
    *product(("ink", "accent"), ("warm",)),
    ("accent-ink", "accent"),
    *(("hue-ink", hue.name) for hue in palette.ZONES),
]
PICTURES = [
    *product((hue.name for hue in HUES), (*SURFACES, "line")),
    *product(("focus", "accent", "bad", "good"), SURFACES),
    ("good", "line"),
]  # fmt: skip
ON_PAPER = [
    *((name, "card", 4.5) for name in ("ink", "quiet", "bad", *(hue.name for hue in HUES))),
    *((hue.name, "track", 3.0) for hue in HUES),
    *((name, "card", 3.0) for name in ("ring", "good", "focus")),
]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("on_top", "below", "least"),
    [*((*pair, 4.5) for pair in WORDS), *((*pair, 3.0) for pair in PICTURES)],
)
def test_what_is_shown_can_be_seen_on_a_screen(on_top, below, least, scheme):
    assert contrast(getattr(COLOURS[on_top], scheme), getattr(COLOURS[below], scheme)) >= least


@pytest.mark.parametrize(("on_top", "below", "least"), ON_PAPER)
def test_what_is_printed_can_be_seen(on_top, below, least):
    assert contrast(COLOURS[on_top].light, COLOURS[below].light) >= least

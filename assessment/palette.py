"""Every colour of the product, once. Pure.

Pages, reports, charts, the map, workbooks and the icon read it here: Python by the constants, templates by
`{% colour "ink" %}`, the report's style sheet by `var(--ink)`. Browsers cannot ask Python, so a few files under
static/ hold copies: `manage.py paint` writes them (`painted`), and a test compares.

To change a colour or add one: edit this module, then `manage.py paint`. The tests compute the contrast of the pairs
that are used, so a colour that cannot be read is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by its name in style sheets: on white paper and light screens, and on dark screens."""

    name: str
    light: str
    dark: str
    what_for: str


# Surfaces and lines
PAPER = Colour("paper", "#faf9f6", "#101824", "the page")
CARD = Colour(
    "card", "#ffffff", "#182334", "cards, controls, the picture of a chart; paper of a report"
)
SOFT = Colour("soft", "#eef0f3", "#202d42", "choices that are not pressed")
LINE = Colour("line", "#d9dce2", "#33425a", "borders, rows of tables, the track of a bar")
RULE = Colour("rule", "#c5cad3", "#4a5a74", "rows of tables on paper, where thin lines fade")
TRACK = Colour("track", "#e3e6ea", "#33425a", "the track of a bar on paper")
RING = Colour("ring", "#8a94a2", "#a9b6c9", "scales of charts")
SHADE = Colour("shade", "#0003", "#0003", "shadow of what lies on top")
FAINT_SHADE = Colour("faint-shade", "#0002", "#0002", "shadow of what floats")
# Words and controls
INK = Colour("ink", "#16263d", "#e9eef6", "words")
QUIET = Colour("quiet", "#51607a", "#a9b6c9", "words that stand back, borders of controls")
PRINT = Colour("print", "#000000", "#000000", "words of a page that is printed by a browser")
ACCENT = Colour("accent", "#0b4f96", "#8ec1ff", "links, buttons, what is chosen")
ACCENT_INK = Colour("accent-ink", "#ffffff", "#0c1a2c", "words on the accent")
FOCUS = Colour("focus", "#b4500b", "#ffb77a", "what has the keyboard's focus; notes on paper")
# States
GOOD = Colour("good", "#0e6b4b", "#7fdcb4", "done, saved, a strength")
BAD = Colour("bad", "#a8321d", "#ff9f8c", "errors, trouble, what is late")
WARM = Colour("warm", "#fff6e5", "#33291a", "behind notes")
WARM_LINE = Colour("warm-line", "#e2b45c", "#8a6a2c", "around notes")
# Facets; on paper at least 4.5:1 to white. A shape says the same wherever a colour does.
MISSION = Colour("mission", "#0b5cad", "#72b3f5", "mission-oriented innovation")
ENHANCEMENT = Colour("enhancement", "#12805c", "#58cba0", "enhancement-oriented innovation")
ADAPTIVE = Colour("adaptive", "#b4500b", "#f2a064", "adaptive innovation")
ANTICIPATORY = Colour("anticipatory", "#7a3e9d", "#cf9bef", "anticipatory innovation")
# Zones of the map between two facets: half-way between their colours, as the zone is.
SUSTAINING = Colour("sustaining", "#0f6e85", "#5fbcc9", "between enhancement and mission")
TRANSFORMATIVE = Colour("transformative", "#434ea5", "#a5a9f2", "between mission and anticipatory")
DISRUPTIVE = Colour("disruptive", "#974754", "#e59cab", "between anticipatory and adaptive")
OPTIMISING = Colour("optimising", "#636834", "#b9bd76", "between adaptive and enhancement")
MIXED = Colour("mixed", QUIET.light, QUIET.dark, "the middle of the map")
HUE_INK = Colour("hue-ink", "#ffffff", "#101824", "numbers in the map's dots")
# Areas of the maturity: the hues of the facets, and a fifth.
GOVERNANCE = Colour("area-governance", MISSION.light, MISSION.dark, "governing digital government")
CAPABILITIES = Colour(
    "area-capabilities", ANTICIPATORY.light, ANTICIPATORY.dark, "people and means"
)
DATA = Colour("area-data", ENHANCEMENT.light, ENHANCEMENT.dark, "data")
SERVICES = Colour("area-services", ADAPTIVE.light, ADAPTIVE.dark, "services")
INNOVATION = Colour("area-innovation", "#a3214f", "#f08fb3", "innovation in the maturity")

FACETS = (MISSION, ENHANCEMENT, ADAPTIVE, ANTICIPATORY)
ZONES = (*FACETS, SUSTAINING, TRANSFORMATIVE, DISRUPTIVE, OPTIMISING, MIXED)
AREAS = (GOVERNANCE, CAPABILITIES, DATA, SERVICES, INNOVATION)
# What a class of its name gives to an element and all in it, as `--hue`.
HUES = (*ZONES, *AREAS)
COLOURS = {
    colour.name: colour
    for colour in (
        *(PAPER, CARD, SOFT, LINE, RULE, TRACK, RING, SHADE, FAINT_SHADE, INK, QUIET, PRINT),
        *(ACCENT, ACCENT_INK, FOCUS, GOOD, BAD, WARM, WARM_LINE, HUE_INK, *HUES),
    )
}

_USE = re.compile(r"var\(--([\w-]+)\)")
_BLOCK = re.compile(r"(/\* palette: [^*]*\*/\n).*?(/\* end of palette \*/)", re.DOTALL)
# Copies where no custom property reaches: beside a remark with the colour's name, or after a class of its name.
_REMARKED = re.compile(r"#[0-9a-f]{3,8}(?= /\*([\w-]+)\*/)")
_FILLED = re.compile(r'(class="([\w-]+)" fill=")#[0-9a-f]{3,8}')


def on_paper(sheet: str) -> str:
    """A style sheet with `var(--name)` replaced by the colour, for programs that know no custom properties."""
    # Within an address of a picture, between apostrophes, "#" would begin a fragment.
    sheet = re.sub(r"'var\(--([\w-]+)\)'", lambda m: f"'%23{COLOURS[m[1]].light[1:]}'", sheet)
    return _USE.sub(lambda m: COLOURS[m[1]].light if m[1] in COLOURS else m[0], sheet)


def hues(*, dark: bool = False) -> str:
    """A class for every hue: what has it, and all in it, is coloured by `var(--hue)`."""
    return " ".join(f".{hue.name} {{ --hue: {hue.dark if dark else hue.light}; }}" for hue in HUES)


def _properties(used: Collection[str]) -> str:
    """The custom properties that a sheet uses, light and dark."""
    colours = [colour for name, colour in COLOURS.items() if name in used]
    light = " ".join(f"--{colour.name}: {colour.light};" for colour in colours)
    dark = " ".join(f"--{c.name}: {c.dark};" for c in colours if c.dark != c.light)
    return (
        f":root {{ {light} }}\n{hues()}\n"
        f"@media (prefers-color-scheme: dark) {{\n:root {{ {dark} }}\n{hues(dark=True)}\n}}\n"
    )


def painted(text: str) -> str:
    """A file under static/ with its copies of colours as they are here."""
    used = set(_USE.findall(_BLOCK.sub("", text)))
    text = _BLOCK.sub(lambda m: m[1] + _properties(used) + m[2], text)
    text = _REMARKED.sub(lambda m: COLOURS[m[1]].light, text)
    return _FILLED.sub(lambda m: m[1] + COLOURS[m[2]].light, text)


def unpainted(text: str) -> str:
    """A file without its copies."""
    return _FILLED.sub("", _REMARKED.sub("", _BLOCK.sub("", text)))

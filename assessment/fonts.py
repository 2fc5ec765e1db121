"""The typefaces that packages ship: IBM Plex Sans for everything, and others for what it has no glyph for. Pure.

Texts are drawn by these files alone, on every machine the same. The fallbacks are Noto's (SIL Open Font Licence):
`manimgx-fonts` has letters of many scripts, marks and emoji of one colour in 4 MB, as Noto publishes them;
`justmytype-intl-cjk` has Chinese, Japanese and Korean in 30 MB. Others have those with PostScript outlines
(`manimgx-fonts-cjk`, `pylopdf-fonts-zh-cn`), which WeasyPrint's subsets damage: veraPDF finds glyphs missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_ibm_plex_sans
import justmytype_intl_cjk
import manimgx_fonts
from fontTools.ttLib import TTFont


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: the name that our style sheets give it, and its file."""

    family: str
    file: Path

    @property
    def characters(self) -> frozenset[int]:
        """The code points that it has glyphs for."""
        return _characters(self.file)


def _noto(name: str) -> Face:
    return Face(f"Noto {name}".strip(), _NOTO / f"NotoSans{name}[wght].ttf")


_NOTO = Path(str(manimgx_fonts.__file__)).parent
_CJK = Path(str(justmytype_intl_cjk.__file__)).parent / "fonts" / "ofl"
_SCRIPTS = (
    *("Hebrew", "Arabic", "Armenian", "Georgian", "Devanagari", "Bengali", "Gujarati", "Gurmukhi"),
    *("Kannada", "Malayalam", "Oriya", "Sinhala", "Tamil", "Telugu"),
    *("Ethiopic", "Khmer", "Lao", "Myanmar", "Thai"),
)
PLEX = Face(
    "Plex", Path(fontpkg_ibm_plex_sans.__file__).parent / "files" / "IBMPlexSans[wdth,wght].ttf"
)
WEIGHTS = (400, 600, 700)  # that PDFs are set in
# In the order in which they are asked: letters of the region's languages first, the largest file last.
FALLBACKS = (
    _noto(""),
    Face("Noto Emoji", _NOTO / "NotoEmoji[wght].ttf"),
    _noto("Symbols"),
    *map(_noto, _SCRIPTS),
    Face("Noto SC", _CJK / "notosanssc" / "NotoSansSC[wght].ttf"),
    Face("Noto KR", _CJK / "notosanskr" / "NotoSansKR[wght].ttf"),
)


@cache
def _characters(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def needed_for(text: str, first: Iterable[int] | None = None) -> tuple[Face, ...]:
    """The fallbacks that draw what the first face (its code points; Plex) does not; none for most texts.

    No file is opened that is not needed to find out.
    """
    missing = set(map(ord, set(text))) - set(PLEX.characters if first is None else first)
    found = []
    for face in FALLBACKS:
        if not any(code >= 0x80 for code in missing):
            break
        if drawn := missing & face.characters:
            found.append(face)
            missing -= drawn
    return tuple(found)

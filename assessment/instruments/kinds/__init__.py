"""The kinds of question there are, by the name that declarations give them: one row each."""

from __future__ import annotations

from assessment.instruments.question import Kind

from .choice import CountryChoice, Multiple, Single
from .grid import Grid
from .ranking import Ranking
from .written import FreeText, WholeNumber

GRID, RANKING, MULTIPLE, SINGLE = Grid(), Ranking(), Multiple(), Single()
COUNTRY, TEXT, NUMBER = CountryChoice(), FreeText(), WholeNumber()

KINDS: dict[str, Kind] = {
    kind.key: kind for kind in (GRID, RANKING, MULTIPLE, SINGLE, COUNTRY, TEXT, NUMBER)
}

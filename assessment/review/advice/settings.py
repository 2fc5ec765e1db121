"""The numbers and lists of the advice, from data/config.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assessment.wording import read_yaml

DATA = Path(__file__).parent / "data"
EPSILON = 1e-9  # sums of fractions fall short of a border by less


@dataclass(frozen=True, slots=True)
class ShownLimits:
    own: int
    own_short: int
    with_others: int
    own_per_area: int
    own_weakest_area: int
    weakest_area_margin: float
    never_hidden_top: int


@dataclass(frozen=True, slots=True)
class SnapshotSettings:
    weak_below: float
    strong_from: float
    management_high: float
    min_gap: float
    max_cards: int
    min_cards: int
    next_step_from: float


@dataclass(frozen=True, slots=True)
class Settings:
    version: str
    scale_max_points: float
    strength: Mapping[str, float]
    option_gap_floor: float
    option_weight_cap: float
    effort_factor: Mapping[str, float]
    unlock_bonus: float
    unlock_bonus_max: float
    internal_factor: float
    internal_area: str
    bands: Mapping[str, float]
    floor: float
    show: ShownLimits
    provisional_below: float
    practices_shown: int
    authority_type: str
    size_class: Mapping[str, Sequence[str]]
    small_if_local: Sequence[str]
    local_type: str
    algorithms_question: str
    further_from: Mapping[str, float]
    step_order: Sequence[str]
    iso: Mapping[str, str]
    clusters: Sequence[Sequence[str]]
    snapshot: SnapshotSettings


@cache
def settings() -> Settings:
    """A number that is missing, or one too many, is a TypeError that names it."""
    raw = dict(read_yaml(DATA / "config.yaml"))
    raw["show"] = ShownLimits(**raw["show"])
    raw["snapshot"] = SnapshotSettings(**raw["snapshot"])
    return Settings(**raw)

"""The words that kinds bring along, in every language."""

from __future__ import annotations

from pathlib import Path

from assessment.wording import Words

SAID = Words(Path(__file__).with_name("words"))

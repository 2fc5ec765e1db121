"""Advice, version 2: which of the review's actions the answers call for, in which words and in which order.

Pure and deterministic: no clock, no chance, and the order of keys does not matter. The files under data/ hold every
number and list; all of them are our judgement, since the review gives no order, effort, class or step.
"""

from __future__ import annotations

from .maturity import advise
from .situation import AskedQuestion, Given, Situation
from .snapshot import Snapshot, advise_snapshot

__all__ = ["AskedQuestion", "Given", "Situation", "Snapshot", "advise", "advise_snapshot"]

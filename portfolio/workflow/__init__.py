"""Everything that changes a portfolio, one function a step."""

from __future__ import annotations

from .actions import add_action, edit_action, move_action
from .plans import MOST_STEPS, TooMany, begin, decide, delete, drop_step, take_step
from .projects import Batch, add, duplicates, edit, prepare, remove, restore
from .targets import set_target

__all__ = [
    "MOST_STEPS",
    "Batch",
    "TooMany",
    "add",
    "add_action",
    "begin",
    "decide",
    "delete",
    "drop_step",
    "duplicates",
    "edit",
    "edit_action",
    "move_action",
    "prepare",
    "remove",
    "restore",
    "set_target",
    "take_step",
]

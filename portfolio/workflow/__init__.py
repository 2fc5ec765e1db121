"""Everything that changes a portfolio, one function a step."""

from __future__ import annotations

from .actions import add_action, edit_action, move_action
from .imports import apply_import
from .plans import MOST_STEPS, begin, decide, delete, drop_step, take_step
from .projects import MOST_PROJECTS, add, duplicates, edit, has_room, remove, restore
from .targets import set_target

__all__ = [
    "MOST_PROJECTS",
    "MOST_STEPS",
    "add",
    "add_action",
    "apply_import",
    "begin",
    "decide",
    "delete",
    "drop_step",
    "duplicates",
    "edit",
    "edit_action",
    "has_room",
    "move_action",
    "remove",
    "restore",
    "set_target",
    "take_step",
]

"""The action plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from assessment.merging import Merged
from assessment.models import User
from portfolio.models import Action
from portfolio.models.labels import ActionStatus

from .merged import save_merged


def add_action(action: Action, by: User) -> Action:
    action.changed_by_name = str(by)
    action.finished_at = _end(action)
    action.save(force_insert=True)
    return action


def edit_action(
    action: Action, values: Mapping[str, Any], loaded: Mapping[str, str], *, by: User
) -> Merged:
    """Save what a form says about an action, merged with what others saved since it was drawn with these marks."""
    mine = Action.objects.filter(pk=action.pk)

    def read() -> tuple[dict[str, Any], int]:
        saved = mine.get()
        return {name: getattr(saved, name) for name in values}, saved.revision

    def write(merged: Merged, revision: int) -> None:
        changed = mine.get()
        for name, value in merged.values.items():
            setattr(changed, name, value)
        end = _end(changed)
        mine.save_fields(revision=revision, by=by, **merged.values, finished_at=end)

    return save_merged(read, write, mine=values, loaded=loaded, keys=values)


def move_action(action: Action, status: ActionStatus, by: User) -> None:
    """To another column of the board. Raises Stale."""
    if status == action.status:
        return
    action.status = status
    Action.objects.filter(pk=action.pk).save_fields(
        revision=action.revision, by=by, status=status, finished_at=_end(action)
    )


def _end(action: Action) -> Any:
    """When it was finished: kept if it was already, now if it is just being finished, else None."""
    return (action.finished_at or timezone.now()) if action.is_finished else None

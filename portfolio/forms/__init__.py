"""Forms of the portfolio."""

from __future__ import annotations

from .actions import ActionForm, MoveForm
from .fields import saved_marks
from .planning import DecisionForm, NewPlanForm, StepForm, TargetForm
from .projects import ProjectForm, QuickForm

__all__ = [
    "ActionForm",
    "DecisionForm",
    "MoveForm",
    "NewPlanForm",
    "ProjectForm",
    "QuickForm",
    "StepForm",
    "TargetForm",
    "saved_marks",
]

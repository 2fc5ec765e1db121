from __future__ import annotations

from .planning import Action, Plan, Stale, Target, TooMany, step_place
from .projects import ENTERED, ChangeKind, Project, ProjectVersion, contradictions, title_key
from .reports import PortfolioReport

__all__ = [
    "ENTERED",
    "Action",
    "ChangeKind",
    "Plan",
    "PortfolioReport",
    "Project",
    "ProjectVersion",
    "Stale",
    "Target",
    "TooMany",
    "contradictions",
    "step_place",
    "title_key",
]

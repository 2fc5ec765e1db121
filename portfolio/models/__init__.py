from __future__ import annotations

from .planning import Action, Plan, Stale, Target
from .projects import ENTERED, Change, Project, ProjectVersion, title_key
from .reports import PortfolioReport

__all__ = [
    "ENTERED",
    "Action",
    "Change",
    "Plan",
    "PortfolioReport",
    "Project",
    "ProjectVersion",
    "Stale",
    "Target",
    "title_key",
]

"""How many projects a portfolio can have."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.files.table import Faulty
from assessment.models import Agency
from portfolio.models import Project

MOST_PROJECTS = 10_000  # of an agency: a map of more is of no use to anybody


def refuse_too_many(agency: Agency, new: int) -> None:
    """Raises Faulty where so many new ones have no room."""
    if Project.objects.of(agency).kept().count() + new > MOST_PROJECTS:
        words = {"most": MOST_PROJECTS}
        raise Faulty([_("A portfolio has room for %(most)d projects.") % words])

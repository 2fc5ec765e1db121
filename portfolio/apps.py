from __future__ import annotations

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "portfolio"

    def ready(self) -> None:
        """Add the portfolio to the pages, reports and commands of the assessment."""
        from assessment import contributions, made

        from .contribution import PortfolioContribution
        from .files.picture import PICTURE
        from .files.projects import PROJECTS

        contributions.register(PortfolioContribution())
        for kind in (PICTURE, *PROJECTS.values()):
            made.register(kind)

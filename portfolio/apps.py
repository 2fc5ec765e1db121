from __future__ import annotations

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "portfolio"

    def ready(self) -> None:
        """Add the portfolio to the pages, reports and commands of the assessment."""
        from assessment import contributions

        from .contribution import PortfolioContribution

        contributions.register(PortfolioContribution())

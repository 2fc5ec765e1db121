from __future__ import annotations

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "portfolio"

    def ready(self) -> None:
        """Add the portfolio's chapter to the snapshot's results and report."""
        from assessment import chapters

        from .chapter import write

        chapters.register(write)

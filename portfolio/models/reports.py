"""The PDFs of a portfolio."""

from __future__ import annotations

from django.db import models

from assessment.models import Agency, MadeFile, MadeFileQuerySet


class PortfolioReport(MadeFile):
    """One PDF: of an agency's portfolio as it was, in one language."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="portfolio_reports")

    objects = MadeFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "checksum", "language"], name="one_portfolio_report_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.language})"

"""What the portfolio adds to the assessment: links, a chapter of the report, a scorer, demonstration data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.contributions import Chapter, Contribution, Link, Scorer
from assessment.models import Agency, Submission

from . import demonstration, tasks
from .core.facets import SNAPSHOT
from .core.interchange import map_as_json, map_schema
from .results.portfolio import PortfolioResults


class PortfolioContribution(Contribution):
    name = "portfolio"

    def menu(self) -> Sequence[Link]:
        return [Link(reverse("portfolio:agencies"), _("Portfolio"), place="portfolio")]

    def agency_links(self, agency: Agency) -> Sequence[Link]:
        text = _("Portfolio: map the projects and compare them with the snapshot")
        return [Link(reverse("portfolio:overview", args=[agency.pk]), text)]

    def result_links(self, submission: Submission) -> Sequence[Link]:
        if submission.instrument_key != SNAPSHOT:
            return ()
        address = reverse("portfolio:balance", args=[submission.agency_id])
        return [Link(address, _("Compare with your projects"))]

    def action_links(self, submission: Submission) -> Sequence[Link]:
        address = reverse("portfolio:add_action", args=[submission.agency_id])
        return [Link(address, _("Add to the action plan"))]

    def chapter(self, submission: Submission, language: str) -> Chapter | None:
        """The portfolio of the submission's agency as it is now; None for other questionnaires or without projects."""
        if submission.instrument_key != SNAPSHOT:
            return None
        results = PortfolioResults(submission.agency, language)
        if results.is_empty:
            return None
        with override(language):
            title = _("Our projects")
        return Chapter(
            "portfolio", title, "portfolio/parts/chapter.html", results, results.fingerprint
        )

    def scorers(self) -> Mapping[str, Scorer]:
        return {"project_map": MapScorer()}

    def tick(self) -> None:
        tasks.take_back_abandoned()

    def demonstrate(self) -> None:
        demonstration.fill()


class MapScorer:
    """A map of projects: the zone of each, and how many are in each."""

    def schema(self) -> Mapping[str, object]:
        return map_schema()

    def score(self, raw: dict[str, object]) -> tuple[Mapping[str, object], list[str]]:
        return map_as_json(raw)

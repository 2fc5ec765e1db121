"""`score` with one thing more to score: a map of projects. Takes the place of assessment's command of that name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management import CommandError

from assessment.management.commands import score
from portfolio.core.interchange import map_as_json, map_schema

PROJECT_MAP = "project_map"


class MapScorer:
    def schema(self) -> Mapping[str, Any]:
        return map_schema()

    def score(self, raw: dict[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
        return map_as_json(raw)


class Command(score.Command):
    def known(self) -> set[str]:
        return {*super().known(), PROJECT_MAP}

    def scorer(self, key: str, variant: str | None) -> score.Scorer:
        if key != PROJECT_MAP:
            return super().scorer(key, variant)
        if variant:
            raise CommandError("A project map has no variants.", returncode=2)
        return MapScorer()

"""`demo` with portfolios as well. Takes the place of assessment's command of that name."""

from __future__ import annotations

from assessment.management.commands import demo
from portfolio import demonstration


class Command(demo.Command):
    def fill(self, *, with_administrator: bool) -> None:
        super().fill(with_administrator=with_administrator)
        demonstration.fill()

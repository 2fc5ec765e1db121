"""What was drawn, kept in this process for whoever is shown the same. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Drawn(Generic[T]):
    """Drawings by all that they are made of: what is not in the key must not be seen in the drawing."""

    def __init__(self, most: int) -> None:
        self.most = most  # of them; then all are drawn anew
        self.kept: dict[Hashable, T] = {}

    def get(self, key: Hashable, draw: Callable[[], T]) -> T:
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= self.most:
                self.kept.clear()
            found = self.kept[key] = draw()
        return found

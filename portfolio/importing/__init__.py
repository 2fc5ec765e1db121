"""Files that come in: what they would do, and doing it. Nothing changes before it was shown."""

from __future__ import annotations

from .doing import Done, printed, take_over
from .offer import Offer
from .reading import offer_of

MOST_BYTES = 5_000_000

__all__ = ["MOST_BYTES", "Done", "Offer", "offer_of", "printed", "take_over"]

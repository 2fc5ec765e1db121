"""Many agencies at once: as a table in a file, and back with a preview."""

from __future__ import annotations

from .offer import MOST_BYTES, AgenciesOffer, Unknowable, chosen, offer_of
from .table import write

__all__ = ["MOST_BYTES", "AgenciesOffer", "Unknowable", "chosen", "offer_of", "write"]

"""What a portfolio is, without Django: facets and zones, shares and gaps, the map as coordinates, OPSI's files."""

from __future__ import annotations

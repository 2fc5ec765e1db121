"""Invitations to many agencies at once: a table in a file, with a preview."""

from __future__ import annotations

from .offer import MOST_BYTES, InvitationsOffer, invitations_in
from .table import write_template

__all__ = ["MOST_BYTES", "InvitationsOffer", "invitations_in", "write_template"]

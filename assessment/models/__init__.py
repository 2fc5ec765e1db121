from __future__ import annotations

from .audit import Event, Last, Verb
from .invitations import VALID_FOR, Invitation, JoinRequest
from .people import Agency, Membership, Office, Role, User, reach
from .post import MOST_TRIES, Letter
from .reports import MOST_ATTEMPTS, RenderedPdf, RenderedPdfQuerySet, Report, ReportStatus
from .sealed import SealedAnswers, checksum
from .submissions import SectionRecord, SectionRecordQuerySet, StaleAnswers, Status, Submission

__all__ = [
    "MOST_ATTEMPTS",
    "MOST_TRIES",
    "VALID_FOR",
    "Agency",
    "Event",
    "Invitation",
    "JoinRequest",
    "Last",
    "Letter",
    "Membership",
    "Office",
    "RenderedPdf",
    "RenderedPdfQuerySet",
    "Report",
    "ReportStatus",
    "Role",
    "SealedAnswers",
    "SectionRecord",
    "SectionRecordQuerySet",
    "StaleAnswers",
    "Status",
    "Submission",
    "User",
    "Verb",
    "checksum",
    "reach",
]

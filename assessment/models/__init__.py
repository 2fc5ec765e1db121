from __future__ import annotations

from .people import Agency, Membership, Office, Role, User, reach
from .reports import MOST_ATTEMPTS, AgencyFile, MadeFile, MadeFileQuerySet, Report, ReportStatus
from .sealed import SealedAnswers, checksum
from .submissions import SectionRecord, SectionRecordQuerySet, StaleAnswers, Status, Submission

__all__ = [
    "MOST_ATTEMPTS",
    "Agency",
    "AgencyFile",
    "MadeFile",
    "MadeFileQuerySet",
    "Membership",
    "Office",
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
    "checksum",
    "reach",
]

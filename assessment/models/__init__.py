from __future__ import annotations

from .agencies import (
    Agency,
    AgencyKind,
    AgencyName,
    Level,
    Sector,
    Size,
    administered_countries,
)
from .people import Membership, Office, Role, User, reach
from .reports import MOST_ATTEMPTS, RenderedPdf, RenderedPdfQuerySet, Report, ReportStatus
from .sealed import SealedAnswers, checksum
from .submissions import SectionRecord, SectionRecordQuerySet, StaleAnswers, Status, Submission

__all__ = [
    "MOST_ATTEMPTS",
    "Agency",
    "AgencyKind",
    "AgencyName",
    "Level",
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
    "Sector",
    "Size",
    "StaleAnswers",
    "Status",
    "Submission",
    "User",
    "administered_countries",
    "checksum",
    "reach",
]

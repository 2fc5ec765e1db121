from __future__ import annotations

from .addresses import CONFIRMED_WITHIN, AddressChange
from .agencies import (
    Agency,
    AgencyKind,
    AgencyName,
    Level,
    Sector,
    Size,
    administered_countries,
)
from .audit import Event, Last, Verb
from .devices import Device
from .invitations import VALID_FOR, Invitation, JoinRequest
from .people import Membership, Office, Role, User, reach
from .post import MOST_TRIES, Letter
from .records import SectionRecord, SectionRecordQuerySet, StaleAnswers, Status
from .reports import MOST_ATTEMPTS, AgencyFile, MadeFile, MadeFileQuerySet, Report, ReportStatus
from .revisions import SectionRevision, Source
from .sealed import SealedAnswers, checksum
from .submissions import Submission

__all__ = [
    "CONFIRMED_WITHIN",
    "MOST_ATTEMPTS",
    "MOST_TRIES",
    "VALID_FOR",
    "AddressChange",
    "Agency",
    "AgencyFile",
    "AgencyKind",
    "AgencyName",
    "Device",
    "Event",
    "Invitation",
    "JoinRequest",
    "Last",
    "Letter",
    "Level",
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
    "SectionRevision",
    "Sector",
    "Size",
    "Source",
    "StaleAnswers",
    "Status",
    "Submission",
    "User",
    "Verb",
    "administered_countries",
    "checksum",
    "reach",
]

from __future__ import annotations

from .addresses import CONFIRMED_WITHIN, AddressChange
from .agencies import (
    Agency,
    AgencyKind,
    AgencyName,
    Level,
    Sector,
    Size,
)
from .audit import BrokenChain, Event, Last, Verb
from .devices import Device
from .heartbeats import Heartbeat, Part
from .invitations import VALID_FOR, Invitation, JoinRequest
from .people import EVERYWHERE, Mandate, Membership, Office, Role, User
from .post import MOST_TRIES, Letter
from .reach import administered_countries, countries_of, deciding_for, reach
from .records import SectionRecord, SectionRecordQuerySet, StaleAnswers, Status
from .reports import MOST_ATTEMPTS, AgencyFile, MadeFile, MadeFileQuerySet, Report, ReportStatus
from .revisions import SectionRevision, Source
from .rounds import (
    Participation,
    Round,
    RoundCountry,
    RoundInstrument,
    RoundState,
)
from .scores import Score
from .sealed import SealedAnswers, canonical, checksum
from .submissions import Submission

__all__ = [
    "CONFIRMED_WITHIN",
    "EVERYWHERE",
    "MOST_ATTEMPTS",
    "MOST_TRIES",
    "VALID_FOR",
    "AddressChange",
    "Agency",
    "AgencyFile",
    "AgencyKind",
    "AgencyName",
    "BrokenChain",
    "Device",
    "Event",
    "Heartbeat",
    "Invitation",
    "JoinRequest",
    "Last",
    "Letter",
    "Level",
    "MadeFile",
    "MadeFileQuerySet",
    "Mandate",
    "Membership",
    "Office",
    "Part",
    "Participation",
    "Report",
    "ReportStatus",
    "Role",
    "Round",
    "RoundCountry",
    "RoundInstrument",
    "RoundState",
    "Score",
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
    "canonical",
    "checksum",
    "countries_of",
    "deciding_for",
    "reach",
]

"""What is known about a person, as a file for that person."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from assessment import workflow
from assessment.http import UserRequest, download
from assessment.models import Device, Event, Membership, SectionRecord, Submission, User, Verb
from assessment.sign_in import sign_in_required

MOST_EVENTS = 10_000  # the newest


@sign_in_required
def own_data(request: UserRequest) -> HttpResponse:
    found = _known_about(request.user)
    workflow.record(Verb.EXPORTED, request.user, about=request.user.email)
    text = json.dumps(found, ensure_ascii=False, indent=1, default=_as_text)
    return download(text.encode(), "application/json", "faceta.json")


def _as_text(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _known_about(user: User) -> dict[str, object]:
    """Nothing of colleagues, and nothing that opens a door: no keys, codes or passwords."""
    account = ("email", "name", "language", "is_notified", "date_joined", "last_login")
    return {
        "account": {name: getattr(user, name) for name in account},
        "agencies": _rows(Membership.objects.filter(user=user), "agency__name", "role", "since"),
        "answers": _answers(user),
        "devices": _rows(
            Device.objects.filter(user=user), "agent", "network", "began_at", "seen_at"
        ),
        "letters": _rows(user.letters.filter(is_secret=False), "subject", "body", "sent_at"),
        "done": _rows(
            Event.objects.filter(actor=user)[:MOST_EVENTS], "at", "verb", "agency__name", "about"
        ),
    }


def _rows(found: Any, *fields: str) -> list[dict[str, object]]:
    return list(found.values(*fields))


def _answers(user: User) -> list[dict[str, object]]:
    """Those that the person gave alone. What an agency answers together belongs to the agency."""
    own = Submission.objects.filter(respondent=user).select_related("agency")
    personal = [
        {
            "agency": one.agency.name,
            "instrument": one.instrument_key,
            "version": one.instrument_version,
            "started_at": one.started_at,
            "answers": {r.section: r.answers for r in one.records.all()},
        }
        for one in own.prefetch_related("records")
    ]
    views = SectionRecord.objects.filter(respondent=user).select_related("submission__agency")
    beside = [
        {
            "agency": one.submission.agency.name,
            "instrument": one.submission.instrument_key,
            "version": one.submission.instrument_version,
            "answers": {one.section: one.answers},
        }
        for one in views
    ]
    return personal + beside

"""Write down who did what: in the transaction of the deed itself, so that one is never without the other."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from assessment.models import Agency, Event, Last, User, Verb


@transaction.atomic
def record(
    verb: Verb, by: User | None, agency: Agency | None = None, about: str = "", **facts: object
) -> Event:
    """Add an event. `by` is None where nobody is signed in; `facts` are values that JSON can hold."""
    last, _created = Last.objects.get_or_create(pk=1)
    last = Last.objects.select_for_update().get(pk=1)
    event = Event(
        at=timezone.now().replace(microsecond=0),
        actor=by,
        actor_name=f"{by.name} <{by.email}>"[:200] if by else "",
        verb=verb,
        agency=agency,
        about=about[:200],
        facts=facts,
        before=last.hash,
    )
    event.save()
    Last.objects.filter(pk=1).update(hash=event.hash)
    return event

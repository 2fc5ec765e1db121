"""Write letters: rows, which the background sends (assessment/tasks.py)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from assessment.models import Letter, User
from assessment.tasks import send_soon


def write_letter(
    kind: str,
    address: str,
    language: str,
    facts: Mapping[str, object],
    *,
    user: User | None = None,
    key: str | None = None,
    is_secret: bool = False,
) -> Letter | None:
    """A letter of `templates/letters/KIND.txt`, whose first line is the subject; None if one with this key is there."""
    with override(language):
        words = render_to_string(
            f"letters/{kind}.txt", {**facts, "contact": settings.CONTACT_EMAIL}
        )
    subject, _, body = words.strip().partition("\n")
    return post(
        kind, address, language, subject, body.strip(), user=user, key=key, is_secret=is_secret
    )


def post(
    kind: str,
    address: str,
    language: str,
    subject: str,
    body: str,
    *,
    user: User | None = None,
    key: str | None = None,
    is_secret: bool = False,
) -> Letter | None:
    """A letter in words that are made already."""
    about = {
        "user": user,
        "address": address,
        "kind": kind,
        "language": language,
        "subject": " ".join(subject.split())[:200],
        "body": body + "\n",
        "is_secret": is_secret,
        "due_at": timezone.now(),
    }
    if key:
        letter, is_new = Letter.objects.get_or_create(key=key, defaults=about)
        if not is_new:
            return None
    else:
        letter = Letter.objects.create(**about)
    transaction.on_commit(partial(send_soon, letter.pk))
    return letter


def language_of(user: User) -> str:
    """The language in which a person is written to."""
    return user.language or settings.LANGUAGE_CODE

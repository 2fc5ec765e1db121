"""Bringing files through both doors as a person does, with the files from the field (tests/data/cases, made by us)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessment.models import Submission
from tests.reading import Form, forged, form, submit, words

CASES = Path(__file__).parent / "data" / "cases"
HEAD = "title,purpose,driver"


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


def brought(visitor: Client, address: str, data: bytes | str, language: str = "en") -> Any:
    visitor.cookies["django_language"] = language
    data = data.encode() if isinstance(data, str) else data
    return forged(visitor, address, {"file": SimpleUploadedFile("file", data)})


def to_answers(submission: Submission) -> str:
    return reverse("assessment:upload", args=[submission.pk])


def to_portfolio(agency: Any) -> str:
    return reverse("portfolio:upload", args=[agency.pk])


def upload(
    visitor: Client, agency: Any, data: bytes | str, name: str = "projects.csv"
) -> tuple[int, str]:
    """Choose a file for the portfolio on its page: the answer's status and what it shows."""
    data = data.encode() if isinstance(data, str) else data
    page = reverse("portfolio:files", args=[agency.pk])
    response = submit(
        visitor, page, {"file": SimpleUploadedFile(name, data)}, to=to_portfolio(agency)
    )
    return response.status_code, response.content.decode()


def sent(visitor: Client, page: Any, name: str, **answers: Any) -> Any:
    found: Form = form(page, name)
    return visitor.post(found.action, found.filled(answers))


def applied(visitor: Client, page: Any, **answers: Any) -> Any:
    assert page.status_code in (200, 422), words(page)
    done = sent(visitor, page, "apply", **answers)
    assert done.status_code == 302, words(done)
    return done

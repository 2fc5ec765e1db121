"""Kinds of files about an agency that take a while to make: made beside the request, once for what they show.

An app registers its kinds when it is ready. `assessment.waiting` is the page on which such a file is asked for, waited
for and fetched.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from assessment.build import build
from assessment.models import Agency, checksum

Asked = Mapping[str, str]


class FileKind(ABC):
    """One kind of file, in one object without state. `asked` says what of the agency it shows."""

    key: ClassVar[str]
    media_type: ClassVar[str]

    @abstractmethod
    def fingerprint(self, agency: Agency, asked: Asked) -> str:
        """Changes when what the file shows does; takes no time."""

    @abstractmethod
    def make(self, agency: Agency, asked: Asked, language: str) -> bytes:
        """The file."""


_registered: dict[str, FileKind] = {}


def register(kind: FileKind) -> None:
    _registered[kind.key] = kind


def kind_of(key: str) -> FileKind:
    return _registered[key]


def key_of(kind: FileKind, agency: Agency, asked: Asked) -> str:
    """What identifies a file beside its language: what it shows, and the program that draws it."""
    shown = kind.fingerprint(agency, asked)
    return checksum([kind.key, dict(asked), agency.name, agency.country, shown, build()])

"""The questions on paper, with boxes to tick."""

from __future__ import annotations

from assessment import pdf
from assessment.instruments import Instrument
from assessment.made import Asked, FileKind
from assessment.methods import published
from assessment.models import Agency


class Paper(FileKind):
    key = "paper"
    media_type = "application/pdf"

    def fingerprint(self, agency: Agency, asked: Asked) -> str:
        return ""  # a published version never changes

    def make(self, agency: Agency, asked: Asked, language: str) -> bytes:
        instrument = published.get(asked["instrument"], int(asked["version"]))
        return pdf.render_questionnaire(instrument, agency.name, language)


def asked_for(instrument: Instrument) -> Asked:
    return {"instrument": instrument.key, "version": str(instrument.version)}


PAPER = Paper()

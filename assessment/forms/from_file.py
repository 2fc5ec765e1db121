"""Answers of a file in the page's own form, so that offline and online answers meet the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from assessment.answers import Answers
from assessment.files import filled
from assessment.files.filled import DONT_KNOW, NOT_APPLICABLE, Filled
from assessment.instruments import Instrument, Question

from . import SectionForm


def form_of(
    instrument: Instrument,
    saved: Mapping[str, object],
    asked: Sequence[Question],
    found: Filled,
    language: str,
) -> SectionForm:
    """The page's form for some questions of a section, with what the file says.

    `saved` are the section's answers: they stay where a cell is empty.
    """
    posted = dict[str, list[str]]()
    for question in asked:
        posted |= _as_posted(question, saved.get(question.key))
        posted |= found.posted[question.key]
        if question.kind.each_once:
            posted = _without_taken_places(question, posted, found.posted[question.key])
    return SectionForm(
        MultiValueDict({**posted, "page": ["file"]}),
        instrument=instrument,
        questions=asked,
        language=language,
        answers=saved,
        responses={q.key: [{}] for q in asked if f"{q.key}.agreed" in posted},
    )


def faults_of(form: SectionForm, found: Filled) -> list[str]:
    """A sentence for each question that the form refuses, with its place in the file."""
    return [
        f"{found.places[key]}: {' '.join(map(str, errors))}" for key, errors in form.errors.items()
    ]


def _as_posted(question: Question, value: object) -> dict[str, list[str]]:
    """What is saved, as the form would have posted it: an empty cell leaves it as it is."""
    if not isinstance(value, Mapping):
        return {}
    if not question.is_stated:
        return {f"{question.key}.{item}": [str(answer)] for item, answer in value.items()}
    choice = value.get("choice", [])
    chosen = list(choice) if isinstance(choice, list) else [choice]
    chosen = [DONT_KNOW] if value.get("dk") else [NOT_APPLICABLE] if "na" in value else chosen
    posted = {question.key: chosen} if chosen else {}
    parts = {"reason": "na", "evidence": "evidence", "comment": "comment", "agreed": "agreed"}
    return posted | {
        f"{question.key}.{part}": [str(value[key])] for part, key in parts.items() if value.get(key)
    }


def _without_taken_places(
    question: Question, posted: dict[str, list[str]], wished: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """A saved place that the file gives to another item is free."""
    taken = [place for places in wished.values() for place in places]
    own = f"{question.key}."
    return {
        name: places
        for name, places in posted.items()
        if not name.startswith(own) or name in wished or places[0] not in taken
    }


def answers_of(instrument: Instrument, data: bytes) -> tuple[Answers, list[str]]:
    """The answers in a file by themselves, without any submission, and a sentence for each fault. Raises Faulty.

    Rows of colleagues' own views are a fault: without them the scores would be others.
    """
    found = filled.read(instrument, data)
    faults = list(found.faults)
    if found.skipped:
        faults.append(_("The file holds colleagues' own views. Export it as JSON."))
    answers = dict[str, dict[str, object]]()
    for section in instrument.sections:
        asked = [question for question in section.questions if question.key in found.questions]
        form = form_of(instrument, {}, asked, found, "en")
        faults += faults_of(form, found)
        answers[section.key] = form.answers()
    return answers, faults

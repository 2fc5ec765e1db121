"""Hints on how the questionnaire was filled in, as questions to the agency. They name nobody."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.instruments import Instrument, Question

from .core.card import PeopleCard
from .core.quality import Flag
from .core.shape import declared_people


@dataclass(frozen=True, slots=True)
class FlagHint:
    """Something to look at once more; `questions` are those it is about, if it is about some."""

    text: str
    questions: list[Question]


def hints_in(instrument: Instrument, card: PeopleCard, language: str) -> list[FlagHint]:
    words = _words()
    found = [FlagHint(words[flag], _cited(instrument, card, flag)) for flag in card.quality.flags]
    broken = {key for one in card.quality.people for key in one.contradictions}
    found += [
        FlagHint(
            pair.text[language],
            [instrument.question(side.question) for side in (pair.first, pair.second)],
        )
        for pair in declared_people(instrument).quality.pairs
        if pair.key in broken
    ]
    return found


def _words() -> dict[Flag, str]:
    return {
        Flag.SAME_POSITION: _(
            "Many answers in a row sit in the same place. Would you look at them once more?"
        ),
        Flag.HIGHEST_EVERYWHERE: _(
            "Nearly everything is at the highest level. Which two practices would a visitor doubt?"
        ),
        Flag.CONTRADICTIONS: _(
            "Several answers do not seem to fit together. Would you look at them once more?"
        ),
        Flag.RANDOM_LIKE: _(
            "Answers vary a lot inside each topic. Were some of them guesses? “Don't know” is welcome."
        ),
        Flag.TWINS: _(
            "Two sets of answers are nearly the same. Did colleagues answer together? They count once."
        ),
        Flag.REPEATED_EVIDENCE: _(
            "The same source is cited many times. Which page or section shows each practice?"
        ),
    }


def _cited(instrument: Instrument, card: PeopleCard, flag: Flag) -> list[Question]:
    if flag is not Flag.REPEATED_EVIDENCE:
        return []
    keys = dict.fromkeys(key for one in card.proof.repeated for key in one.questions)
    return [instrument.question(key) for key in keys]


def why_not(fault: str) -> str:
    """Why evidence does not count, in words."""
    return {
        "bad_record": _("it is of no known kind"),
        "no_content": _("it says nothing"),
        "future_year": _("its year is still to come"),
        "too_old": _("it is too old"),
        "no_real_address": _("its address leads to no page of its own"),
        "no_figure": _("it holds no figure with words"),
        "too_little_text": _("it says too little to be found again"),
        "repeated": _("the same source is cited for more than five questions"),
    }[fault]

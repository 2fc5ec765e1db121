"""Why an action is shown, in a sentence that names the score or the answer."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessment.answers import Answers, value_of
from assessment.instruments import Instrument, Question
from assessment.wording import percent

from .scoring import PointsScorecard
from .shape import Condition


def reason_text(
    condition: Condition,
    instrument: Instrument,
    answers: Answers,
    scorecard: PointsScorecard,
    language: str,
) -> str:
    if condition.question is not None:
        question = instrument.question(condition.question)
        return _answer_reason(condition, question, answers, language)
    if condition.weakest is not None:
        score = scorecard.dimension(condition.weakest)
        return _("“%(facet)s” is the lowest of your four facets (%(percent)s).") % {
            "facet": score.dimension.text[language],
            "percent": percent(score.percent, language),
        }
    if condition.dimension is None:
        return _("Portfolio management has %(points)d of %(most)d points.") % {
            "points": scorecard.capability.points,
            "most": scorecard.capability.most,
        }
    score = scorecard.dimension(condition.dimension)
    words = {"facet": score.dimension.text[language], "percent": percent(score.percent, language)}
    if condition.below is not None:
        return _("“%(facet)s” stands at %(percent)s.") % words
    return _("“%(facet)s” is a strength of yours (%(percent)s).") % words


def _answer_reason(
    condition: Condition, question: Question, answers: Answers, language: str
) -> str:
    words = {"question": question.short[language]}
    value = value_of(question, answers)
    if condition.item is None:
        chosen = question.item(str(value))
        words["answer"] = chosen.text[language]
        return _("%(question)s: you answered “%(answer)s”.") % words
    words["item"] = question.item(condition.item).text[language]
    if condition.ticked is not None:
        if condition.ticked:
            return _("%(question)s: you chose “%(item)s”.") % words
        return _("%(question)s: you did not choose “%(item)s”.") % words
    option = value[condition.item] if isinstance(value, Mapping) else ""
    words["answer"] = question.scale[question.step(option)].text[language]
    return _("%(question)s: you answered “%(answer)s” to “%(item)s”.") % words

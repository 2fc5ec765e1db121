"""A questionnaire as people will read it, for authors and translators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from assessment.instruments import Instrument, Item, Question
from assessment.methods import published
from assessment.wording import LANGUAGES


class Command(BaseCommand):
    help = "Print a questionnaire with structure, words and points in one language."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instrument", help="for example portfolio_snapshot")
        parser.add_argument("--language", choices=LANGUAGES, default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            instrument = published.latest(options["instrument"])
        except KeyError:
            raise CommandError(f"There is no instrument {options['instrument']}.") from None
        self.stdout.write("\n".join(preview(instrument, options["language"])))


def preview(instrument: Instrument, language: str) -> Iterator[str]:
    yield f"{instrument.text[language]} (version {instrument.version})"
    yield instrument.intro[language]
    for section in instrument.sections:
        yield ""
        yield f"== {section.text[language]} [{section.key}]"
        yield section.intro[language]
        for question in section.questions:
            yield from _question(question, language)


def _question(question: Question, language: str) -> Iterator[str]:
    optional = "" if question.required else ", optional"
    yield ""
    yield f"{question.key} ({question.kind}{optional}): {question.text[language]}"
    if question.help:
        yield f"    ? {question.help[language]}"
    if question.scale:
        yield "    " + " | ".join(option.text[language] for option in question.scale)
    for item in question.items:
        yield f"    - {item.text[language]} [{item.key}]{_points(item)}"
    if question.lift:
        yield f"    > {question.lift[language]}"


def _points(item: Item) -> str:
    if not item.dimension:
        return ""
    return f" {item.dimension}: {', '.join(f'{float(number):g}' for number in item.points)}"

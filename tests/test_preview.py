"""The questionnaire in print, for authors and translators."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_every_question_and_item_is_printed(instrument, language, capsys):
    call_command("preview_instrument", instrument.key, "--language", language)
    printed = capsys.readouterr().out
    for question in instrument.questions:
        assert f"{question.text[language]}" in printed
        assert all(item.text[language] in printed for item in question.items)


def test_points_stand_beside_their_facet(instrument, capsys):
    call_command("preview_instrument", instrument.key)
    assert "[anticipatory] adaptive: 4, 2, 1, 0" in capsys.readouterr().out


def test_an_unknown_instrument_is_named():
    with pytest.raises(CommandError, match="no instrument astrology"):
        call_command("preview_instrument", "astrology")

"""The tools that the review points to, for everybody."""

from __future__ import annotations

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from assessment import review
from assessment.forms.small import ToolSearchForm


def tools(request: HttpRequest) -> HttpResponse:
    """All of them, or those in which every word looked for occurs."""
    language = get_language() or "en"
    form = ToolSearchForm(request.GET)
    wanted = _plain(form.cleaned_data["q"]).split() if form.is_valid() else []
    found = [
        tool
        for tool in review.tools().values()
        if all(word in _said_of(tool, language) for word in wanted)
    ]
    return render(request, "assessment/tools.html", {"form": form, "tools": found})


def _said_of(tool: review.Tool, language: str) -> str:
    texts = (*tool.texts(), *(action.title for action in tool.actions))
    return _plain(" ".join(text[language] for text in texts))


def _plain(text: str) -> str:
    """Accents and capitals make no difference to a search."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

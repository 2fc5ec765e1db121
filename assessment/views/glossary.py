"""The terms, for everybody."""

from __future__ import annotations

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from assessment import review


def glossary(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"

    def alphabetical(text: str) -> str:
        """Accents count as their letter."""
        return unicodedata.normalize("NFKD", text).casefold()

    terms = sorted(review.glossary().values(), key=lambda term: alphabetical(term.term[language]))
    shown = [{"term": term, "see": [review.glossary()[key] for key in term.see]} for term in terms]
    countries = sorted(review.countries().values(), key=lambda c: alphabetical(c.name[language]))
    context = {
        "terms": shown,
        "reviewed": [c.name[language] for c in countries if c.is_reviewed],
        "not_reviewed": [c.name[language] for c in countries if not c.is_reviewed],
    }
    return render(request, "assessment/glossary.html", context)

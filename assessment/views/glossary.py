"""The terms, for everybody."""

from __future__ import annotations

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from assessment import review


def glossary(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"

    def alphabetical(term: review.Term) -> str:
        """Accents count as their letter."""
        return unicodedata.normalize("NFKD", term.term[language]).casefold()

    terms = sorted(review.glossary().values(), key=alphabetical)
    shown = [{"term": term, "see": [review.glossary()[key] for key in term.see]} for term in terms]
    return render(request, "assessment/glossary.html", {"terms": shown})

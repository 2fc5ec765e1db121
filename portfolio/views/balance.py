"""What the organisation says beside what its projects show."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language

from assessment.http import UserRequest
from assessment.sign_in import sign_in_required
from portfolio.results.portfolio import PortfolioResults

from .access import find_agency, page


@sign_in_required
def balance(request: UserRequest, agency: int) -> HttpResponse:
    found = find_agency(request, agency)
    results = PortfolioResults(found, get_language() or "en")
    return page(request, found, "balance", {"results": results})

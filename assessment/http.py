"""What the views know about requests."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from assessment.models import User


class UserRequest(HttpRequest):
    """A request that has passed login_required."""

    user: User
    htmx: HtmxDetails

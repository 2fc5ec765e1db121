"""What people may see and keep by the offices that they hold."""

from __future__ import annotations

from django.db.models import Q

from assessment import review

from .people import EVERYWHERE, Membership, Office, User


def countries_of(user: User, *offices: Office) -> frozenset[str]:
    """The countries for which a person holds one of these offices, or any."""
    held = {m.country for m in user.duties if not offices or m.office in offices}
    return frozenset(review.countries()) if EVERYWHERE in held else frozenset(held)


def administered_countries(user: User) -> frozenset[str]:
    """The countries whose agencies a person keeps, said once; none for who is no administrator."""
    return countries_of(user, Office.ADMINISTRATOR)


def _mine(user: User, agency: str) -> Q:
    return Q(**{f"{agency}pk__in": Membership.objects.filter(user=user).values("agency_id")})


def reach(user: User, agency: str = "") -> Q:
    """Which agencies a person may see, said once. `agency` is the path to the agency, e.g. "agency__"."""
    if not user.duties:  # a join is quicker; nobody is a member of an agency twice
        return Q(**{f"{agency}memberships__user": user})
    if any(mandate.country == EVERYWHERE for mandate in user.duties):
        return Q()
    return _mine(user, agency) | Q(**{f"{agency}country__in": countries_of(user)})


def administered(user: User, agency: str = "") -> Q:
    """Which agencies a person keeps as an administrator, their own ones too."""
    if user.is_platform_administrator:
        return Q()
    return Q(**{f"{agency}country__in": administered_countries(user)})


def deciding_for(user: User, agency: str = "", *offices: Office) -> Q:
    """On which agencies a person may decide by an office: never on one that they belong to."""
    return Q(**{f"{agency}country__in": countries_of(user, *offices)}) & ~_mine(user, agency)

"""What a file of people to invite would do: shown first, and only then done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from assessment.agency_names import Names, name_key, plain
from assessment.characters import cured
from assessment.files import reading
from assessment.files.reading import under_headings
from assessment.files.table import Faulty
from assessment.models import Agency, AgencyName, Invitation, Membership, Role, User
from assessment.wording import NAMES
from assessment.workflow.letters import language_of

from . import table

MOST_BYTES = 2_000_000
LONGEST_ADDRESS = 254


class _Unfit(Exception):
    """A row that cannot be done; the sentence says why."""


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """A row to send."""

    row: int
    agency: Agency
    email: str
    role: str
    language: str
    again: bool = False  # the address is invited to the agency already

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label)

    @property
    def language_name(self) -> str:
        return NAMES[self.language]


@dataclass(slots=True)
class InvitationsOffer:
    """Everything that a file would do (see assessment.files.preview)."""

    new: list[InvitedRow] = field(default_factory=list)
    there: list[InvitedRow] = field(default_factory=list)  # members already
    faults: list[str] = field(default_factory=list)
    understood: str = ""
    questions: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    @property
    def again(self) -> list[InvitedRow]:
        return [one for one in self.new if one.again]

    @property
    def is_empty(self) -> bool:
        return not self.new

    @property
    def promise(self) -> object:
        return [(r.row, r.agency.pk, r.email, r.role, r.language, r.again) for r in self.new]


def invitations_in(data: bytes, by: User) -> InvitationsOffer:
    """What a file would do for an administrator. Raises Faulty."""
    words = [table.headings()[column] for column in table.MUST]
    headed = under_headings(reading.read(data), table.known, table.MUST, words)
    if not headed.lines:
        raise Faulty([_("The file has a header and no person.")])
    if len(headed.lines) > table.MOST_ROWS:
        raise Faulty([_("The file has more than %(most)d rows.") % {"most": table.MOST_ROWS}])
    offer, reader, rows = InvitationsOffer(understood=headed.understood), _InvitedReader(by), []
    for line in headed.lines:
        cells = {c: cured(line.cell(at)).strip() for c, at in headed.columns.items()}
        try:
            rows.append(reader.row(line.number, cells))
        except _Unfit as error:
            told = {"number": line.number, "sentence": str(error)}
            offer.faults.append(_("Row %(number)d: %(sentence)s") % told)
    _sort(rows, offer)
    return offer


def _sort(rows: Sequence[InvitedRow], offer: InvitationsOffer) -> None:
    """Members are left as they are; who is invited already is sent the letter anew."""
    wanted = {row.email for row in rows}
    members = Membership.objects.filter(user__email__in=wanted)
    belonging = set(members.values_list("user__email", "agency_id"))
    asked = Invitation.objects.unanswered().filter(email__in=wanted, agency__isnull=False)
    invited = set(asked.values_list("email", "agency_id"))
    for row in rows:
        key = (row.email, row.agency.pk)
        if key in belonging:
            offer.there.append(row)
        else:
            again = key in invited
            offer.new.append(
                InvitedRow(row.row, row.agency, row.email, row.role, row.language, again)
            )


class _InvitedReader:
    """Reads rows beside the agencies that a person administers; all others are unknown."""

    def __init__(self, by: User) -> None:
        self.by = by
        mine = Agency.objects.administered_by(by).standing()
        self.agencies = {agency.pk: agency for agency in mine}
        earlier = AgencyName.objects.filter(agency__in=mine).values_list("agency_id", "name_key")
        self.names = Names([*((pk, a.name_key) for pk, a in self.agencies.items()), *earlier])
        own = Membership.objects.filter(user=by)
        # Nobody decides on an own agency by an office.
        self.own = set(own.exclude(role=Role.LEAD).values_list("agency_id", flat=True))
        self.seen: set[tuple[str, int]] = set()

    def row(self, number: int, cells: Mapping[str, str]) -> InvitedRow:
        for column in table.MUST:
            if not cells.get(column):
                raise _Unfit(_("%(column)s is missing.") % {"column": table.headings()[column]})
        agency, email = self._agency(cells["agency"]), self._email(cells["email"])
        role = _chosen(table.roles(), cells.get("role", ""), Role.CONTRIBUTOR)
        language = _chosen(table.languages(), cells.get("language", ""), language_of(self.by))
        if (email, agency.pk) in self.seen:
            raise _Unfit(_("this person stands in the file twice for this agency."))
        self.seen.add((email, agency.pk))
        return InvitedRow(number, agency, email, role, language)

    def _agency(self, text: str) -> Agency:
        found = [self.agencies[pk] for pk in self.names.same(name_key(text))]
        if not found:
            raise _Unfit(self._unknown(text))
        if len(found) > 1:
            names = "; ".join(f"{agency.name} ({agency.country_name})" for agency in found)
            sentence = _("more than one agency may be meant: %(names)s. Invite from its own page.")
            raise _Unfit(sentence % {"names": names})
        if found[0].is_closed:
            raise _Unfit(_("the agency “%(name)s” is closed.") % {"name": found[0].name})
        if found[0].pk in self.own:
            raise _Unfit(
                _("you belong to this agency: its lead, or another administrator, invites.")
            )
        return found[0]

    def _unknown(self, text: str) -> str:
        like = [self.agencies[pk].name for pk in self.names.like(name_key(text), most=3)]
        told = {"name": text[:80], "names": "; ".join(like)}
        if like:
            return _("there is no agency “%(name)s”. Is one of these meant? %(names)s") % told
        return _("there is no agency “%(name)s”.") % told

    def _email(self, text: str) -> str:
        email = text.lower()
        try:
            validate_email(email)
        except ValidationError:
            email = ""
        if not email or len(email) > LONGEST_ADDRESS:
            raise _Unfit(_("“%(text)s” is no e-mail address.") % {"text": text[:80]})
        if email == self.by.email:
            raise _Unfit(_("nobody invites themselves."))
        return email


def _chosen(words: Mapping[str, str], text: str, otherwise: str) -> str:
    found = words.get(plain(text)) if text else otherwise
    if found is None:
        sentence = _(
            "“%(text)s” is not one of the choices: take one from the lists of the template."
        )
        raise _Unfit(sentence % {"text": text[:80]})
    return found

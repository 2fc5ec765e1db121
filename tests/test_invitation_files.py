"""People of many agencies invited from a spreadsheet: looked at first, and all or none."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from openpyxl import load_workbook

from assessment.models import Agency, Event, Invitation, Membership, Verb
from assessment.workflow import agencies as steps
from assessment.workflow import invitations as workflow
from tests.bringing import applied, brought, sent
from tests.reading import words

UPLOAD = reverse("assessment:invitations_upload")
HEAD = "agency,e-mail,role,language"
GOOD = "Ministry of Health,good@x.example,,"


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """The decision, whose letters go out at once."""

    def do(*args, **answers):
        with django_capture_on_commit_callbacks(execute=True):
            return applied(*args, **answers)

    return do


def invited() -> list[str]:
    return sorted(Invitation.objects.unanswered().values_list("email", flat=True))


def test_forty_agencies_are_invited_with_one_file(as_adm, adm, posted):
    for n in range(40):
        steps.create({"name": f"Municipalidad de Lugar {n:02}", "country": "GT"}, adm)
    kinds = ("responsable", "colaboradora", "Responsável", ""), ("es", "Português", "inglés", "")
    rows = [
        f"MUNICIPALIDAD de lugar {n:02},P{n:02}@lugar.example,{kinds[0][n % 4]},{kinds[1][n % 4]}"
        for n in range(40)
    ]
    page = brought(as_adm, UPLOAD, "\n".join([HEAD, *rows]))
    assert "40 to send" in words(page)
    assert (invited(), mail.outbox) == ([], [])
    done = posted(as_adm, page)
    assert done["Location"] == reverse("assessment:agencies")
    assert len({i.agency_id for i in Invitation.objects.open()}) == 40
    first = Invitation.objects.order_by("email")[:4]
    assert [i.role for i in first] == ["lead", "contributor", "lead", "contributor"]
    assert [i.language for i in first] == ["es", "pt-br", "en", "en"]
    assert Event.objects.filter(verb=Verb.INVITED, actor=adm).count() == 40
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert len(letters) == 40
    assert "/invitations/" in letters["p00@lugar.example"].body
    for email, word in (("p00", "le invita"), ("p01", "Convite"), ("p02", "invites you")):
        letter = letters[f"{email}@lugar.example"]
        assert word in f"{letter.subject} {letter.body}"


def test_an_empty_language_is_the_administrators(as_adm, adm, health):
    adm.language = "pt-br"
    adm.save()
    applied(as_adm, brought(as_adm, UPLOAD, f"{HEAD}\n{GOOD}"))
    assert Invitation.objects.get().language == "pt-br"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",a@x.example,,", "Agency is missing"),
        ("Ministry of Helth,a@x.example,,", "Is one of these meant? Ministry of Health"),
        ("Zoo,a@x.example,,", "there is no agency “Zoo”."),
        ("Ministry of Health,,,", "E-mail address is missing"),
        ("Ministry of Health,ana at home,,", "“ana at home” is no e-mail address"),
        ("Ministry of Health," + "x" * 60 + "@" + "x.x" * 80 + ",,", "is no e-mail address"),
        ("Ministry of Health,a@x.example,boss,", "“boss” is not one of the choices"),
        ("Ministry of Health,a@x.example,,Klingon", "“Klingon” is not one of the choices"),
        ("Ministry of Health,Good@X.example,lead,", "stands in the file twice"),
        ("Ministry of Health,ADM,,", "nobody invites themselves"),
        ("Ministério dos Transportes,a@x.example,,", "“Ministério dos Transportes” is closed"),
    ],
)
def test_a_faulty_row_is_told_and_left_out_by_choice(as_adm, adm, health, transport, row, told):
    steps.close(transport, transport.today, adm)
    page = brought(as_adm, UPLOAD, f"{HEAD}\n{GOOD}\n{row.replace('ADM', adm.email)}")
    (fault,) = re.findall(r"Row 3: .*", words(page))
    assert told in fault
    assert sent(as_adm, page, "apply").status_code == 422
    assert invited() == []
    applied(as_adm, page, leave_faulty="on")
    assert invited() == ["good@x.example"]


def test_one_name_in_two_countries_is_not_guessed(as_adm, health):
    Agency.objects.create(name="Ministry of Health", country="CL")
    page = brought(as_adm, UPLOAD, f"{HEAD}\n{GOOD}")
    assert "more than one agency may be meant" in words(page)
    assert 'id="apply"' not in page.content.decode()


def test_an_agency_that_somebody_else_administers_is_unknown(client, pia, health):
    Agency.objects.create(name="Servicio de Salud", country="CL")
    client.force_login(pia)
    page = brought(client, UPLOAD, f"{HEAD}\n{GOOD}\nServicio de Salud,a@x.example,,")
    assert "Row 3: there is no agency “Servicio de Salud”." in words(page)
    applied(client, page, leave_faulty="on")
    assert invited() == ["good@x.example"]


def test_nobody_invites_to_an_own_agency_by_an_office(as_adm, adm, health):
    Membership.objects.create(user=adm, agency=health)
    page = brought(as_adm, UPLOAD, f"{HEAD}\n{GOOD}")
    assert page.status_code == 422
    assert "you belong to this agency" in words(page)


def test_members_are_left_as_they_are_and_the_invited_are_sent_anew(
    as_adm, adm, ana, health, posted
):
    workflow.invite("good@x.example", adm, "http://x", "en", agency=health)
    page = brought(as_adm, UPLOAD, f"{HEAD}\n{GOOD}\nMinistry of Health,{ana.email},,")
    assert "1 to send, of which 1 anew; 1 belong to the agency already" in words(page)
    posted(as_adm, page)
    assert invited() == ["good@x.example"]
    assert Invitation.objects.exclude(withdrawn_at=None).count() == 1
    assert [letter.to for letter in mail.outbox].count(["good@x.example"]) == 1


def test_somebody_quicker_is_told_of_and_nothing_is_sent(as_adm, zoe, health):
    page = brought(as_adm, UPLOAD, f"{HEAD}\n{GOOD}\nMinistry of Health,{zoe.email},,")
    Membership.objects.create(user=zoe, agency=health)
    assert sent(as_adm, page, "apply").status_code == 409
    assert invited() == []
    applied(as_adm, as_adm.get(UPLOAD))
    assert invited() == ["good@x.example"]


def test_beyond_the_days_limit_nothing_is_sent(as_adm, health, monkeypatch):
    monkeypatch.setattr(workflow, "ADMINISTRATORS_INVITE", 1)
    page = brought(as_adm, UPLOAD, f"{HEAD}\n{GOOD}\nMinistry of Health,a@x.example,,")
    refused = sent(as_adm, page, "apply")
    assert refused.status_code == 422
    assert "Go on tomorrow" in words(refused)
    assert invited() == []
    assert not Event.objects.filter(verb=Verb.INVITED).exists()


@pytest.mark.parametrize("file", ["", "a,b\n1,2", HEAD, f"{HEAD}\n" + f"{GOOD}\n" * 501])
def test_what_is_no_table_of_people_is_refused(as_adm, health, file):
    page = brought(as_adm, UPLOAD, file)
    assert page.status_code == 422
    assert "Nothing was taken over" in words(page)


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_the_template_is_read_again(as_adm, health, language):
    address = reverse("assessment:invitations_template", args=["xlsx"])
    book = load_workbook(BytesIO(as_adm.get(address, {"language": language}).content))
    sheet = book.worksheets[0]
    rules = sheet.data_validations.dataValidation
    assert [rule.formula1.partition("!")[2] for rule in rules] == ["$A$1:$A$2", "$B$1:$B$3"]
    for place, text in enumerate((health.name, "a@x.example"), start=1):
        sheet.cell(2, place, text)
    filled = BytesIO()
    book.save(filled)
    applied(as_adm, brought(as_adm, UPLOAD, filled.getvalue()))
    assert invited() == ["a@x.example"]


def test_an_unknown_form_is_not_found(as_adm):
    address = reverse("assessment:invitations_template", args=["pdf"])
    assert as_adm.get(address).status_code == 404


def test_a_stranger_finds_nothing(client, ana):
    client.force_login(ana)
    assert client.get(UPLOAD).status_code == 404
    assert brought(client, UPLOAD, f"{HEAD}\n{GOOD}").status_code == 404

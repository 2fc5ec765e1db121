"""Many agencies from a spreadsheet: looked at first, and all or nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.cache import caches
from django.urls import reverse
from openpyxl import load_workbook

from assessment import agency_files
from assessment.models import Agency
from assessment.wording import LANGUAGES
from assessment.workflow import agencies as steps
from tests.bringing import applied, brought, sent
from tests.conftest import person
from tests.reading import forged, form, words

UPLOAD = reverse("assessment:agencies_upload")
APPLY = reverse("assessment:agencies_apply")
HEAD = "name,country,level,type of agency,size,areas of work,part of"


@pytest.fixture
def as_adm(client, adm):
    client.force_login(adm)
    return client


def names() -> list[str]:
    return sorted(Agency.objects.values_list("name", flat=True))


def everything() -> list:
    told = ("name", "country", "level", "kind", "size", "sectors", "parent__name")
    return list(Agency.objects.order_by("name").values(*told))


def test_forty_agencies_come_in_with_one_look_and_one_press(as_adm, db):
    rows = [f"Municipalidad de Lugar {n:02},Guatemala,Municipal or local,,,," for n in range(40)]
    page = brought(as_adm, UPLOAD, "\n".join([HEAD, *rows]))
    assert "40 new" in words(page)
    assert not Agency.objects.exists()
    assert applied(as_adm, page)["Location"] == reverse("assessment:agencies")
    assert Agency.objects.filter(country="GT", level="local").count() == 40


def test_everything_a_row_can_say_is_read_in_any_language(as_adm, health):
    rows = ["Nombre;PAIS;level", "Dirección de Farmacias;PERÚ;local", "Instituto;pe;"]
    page = brought(as_adm, UPLOAD, "\n".join(rows), "pt-br")
    applied(as_adm, page)
    assert names() == ["Dirección de Farmacias", "Instituto", "Ministry of Health"]
    assert set(Agency.objects.values_list("country", flat=True)) == {"PE"}


def test_kinds_sizes_sectors_and_parents_are_kept(as_adm, health):
    file = "\n".join([
        HEAD,
        'Instituto,Peru,national,Sector agency or authority,50 to 249 people,"Health; science",Ministry of HEALTH',
        "Laboratorio,Peru,,,,,instituto",
    ])  # fmt: skip
    applied(as_adm, brought(as_adm, UPLOAD, file))
    made, part = Agency.objects.get(name="Instituto"), Agency.objects.get(name="Laboratorio")
    assert (made.kind, made.size, made.sectors) == (
        "sector-agency",
        "50-249",
        ["health", "science"],
    )
    assert (made.parent, part.parent) == (health, made)


def test_those_that_are_there_are_left_as_they_are(as_adm, health):
    page = brought(as_adm, UPLOAD, f"{HEAD}\nMIN. OF HEALTH,Peru,local,,,,\nAutoridad,Peru,,,,,")
    assert "1 there already" in words(page)
    applied(as_adm, page)
    health.refresh_from_db()
    assert (names(), health.level) == (["Autoridad", "Ministry of Health"], "national")


def test_an_earlier_name_is_known_as_well(as_adm, adm, health):
    steps.change(health, {"name": "Ministry of Well-being"}, adm, revision=health.revision)
    page = brought(as_adm, UPLOAD, f"{HEAD}\nMinistry of Health,Peru,,,,,")
    assert "Ministry of Well-being" in words(page)
    assert 'id="apply"' not in page.content.decode()
    assert Agency.objects.count() == 1


@pytest.mark.parametrize(("tick", "number"), [(None, 2), ("on", 3)])
def test_those_that_resemble_one_are_left_out_unless_said_otherwise(as_adm, health, tick, number):
    file = f"{HEAD}\nMinistry of Health and Welfare,Peru,,,,,\nAutoridad,Peru,,,,,"
    page = brought(as_adm, UPLOAD, file)
    assert "Is it the same? Ministry of Health" in words(page)
    applied(as_adm, page, **({"another": tick} if tick else {}))
    assert Agency.objects.count() == number


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",Peru,,,,,", "Name is missing"),
        ("Autoridad,,,,,,", "Country is missing"),
        ("Autoridad,France,,,,,", "“France” is not one of the choices"),
        ("Autoridad,Peru,galactic,,,,", "“galactic” is not one of the choices"),
        ("Autoridad,Peru,,,,health; magic,", "“magic” is not one of the choices"),
        ("Autoridad,Peru,,,,,Nobody", "no agency “Nobody”"),
        ("Autoridad,Peru,,,,,Autoridad", "no agency “Autoridad”"),
        ("...,Peru,,,,,", "a name has letters"),
        ("x" * 201 + ",Peru,,,,,", "a name has letters, and at most 200"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_left_out_by_choice(as_adm, db, row, told):
    page = brought(as_adm, UPLOAD, f"{HEAD}\n{row}\nInstituto,Peru,,,,,")
    assert told in words(page)
    assert sent(as_adm, page, "apply").status_code == 422
    assert not Agency.objects.exists()
    applied(as_adm, page, leave_faulty="on")
    assert names() == ["Instituto"]


def test_a_name_twice_in_the_file_is_told(as_adm, db):
    page = brought(
        as_adm, UPLOAD, f"{HEAD}\nInstituto,Peru,,,,,\nINSTITUTO,Peru,,,,,\nInstituto,Chile,,,,,"
    )
    assert "Row 3: this name is in the file twice" in words(page)
    applied(as_adm, page, leave_faulty="on")
    assert sorted(Agency.objects.values_list("country", flat=True)) == ["CL", "PE"]


def test_agencies_in_a_circle_are_refused(as_adm, db):
    page = brought(as_adm, UPLOAD, f"{HEAD}\nUno,Peru,,,,,Dos\nDos,Peru,,,,,Uno")
    assert sent(as_adm, page, "apply").status_code == 422
    assert not Agency.objects.exists()


def test_a_part_is_not_added_without_what_it_is_part_of(as_adm, health):
    file = f"{HEAD}\nMinistry of Health and Welfare,Peru,,,,,\nLaboratorio,Peru,,,,,Ministry of Health and Welfare"
    page = brought(as_adm, UPLOAD, file)
    refused = sent(as_adm, page, "apply")
    assert refused.status_code == 422
    assert "Row 3" in words(refused)
    assert Agency.objects.count() == 1


def test_somebody_quicker_is_told_of_and_nothing_is_added(as_adm, adm, db):
    page = brought(as_adm, UPLOAD, f"{HEAD}\nInstituto,Peru,,,,,\nAutoridad,Peru,,,,,")
    steps.create({"name": "instituto", "country": "PE"}, adm)
    again = sent(as_adm, page, "apply")
    assert again.status_code == 409
    assert names() == ["instituto"]
    applied(as_adm, as_adm.get(UPLOAD))
    assert names() == ["Autoridad", "instituto"]


def test_a_country_of_somebody_else_is_refused(client, pia):
    client.force_login(pia)
    page = brought(client, UPLOAD, f"{HEAD}\nInstituto,Chile,,,,,\nAutoridad,Peru,,,,,")
    assert "you do not administer this country: Chile" in words(page)
    applied(client, page, leave_faulty="on")
    assert names() == ["Autoridad"]


@pytest.mark.parametrize(
    "file",
    [
        "",
        "a,b\n1,2",
        HEAD,
        b"PK\x03\x04nothing",
        b"\xff\xfe\x00",
        "name,country\n" + "x,Peru\n" * 5001,
    ],
)
def test_what_is_no_table_of_agencies_is_refused(as_adm, db, file):
    page = brought(as_adm, UPLOAD, file)
    assert page.status_code == 422
    assert "Nothing was taken over" in words(page)
    assert not Agency.objects.exists()


def test_anothers_preview_is_not_taken(as_adm, client, db):
    page = brought(as_adm, UPLOAD, f"{HEAD}\nInstituto,Peru,,,,,")
    token = form(page, "apply").fields["token"][0]
    client.force_login(person("other", office="administrator"))
    assert forged(client, APPLY, {"token": token}).status_code == 422
    assert not Agency.objects.exists()
    caches["files"].clear()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_is_read_again_as_it_was(as_adm, adm, health, transport, language, kind):
    values = {
        "kind": "ministry",
        "size": "1000-or-more",
        "sectors": ["health", "other"],
        "level": "regional",
    }
    steps.change(health, values, adm, revision=0)
    steps.create({"name": "Instituto; “Sur”, =1+1", "country": "PE", "parent": health}, adm)
    address = reverse("assessment:agencies_export", args=["list", kind])
    data = as_adm.get(address, {"language": language}).content
    before = list(
        Agency.objects.order_by("name").values(
            "name", "country", "level", "kind", "size", "sectors", "parent__name"
        )
    )
    Agency.objects.all().delete()
    applied(as_adm, brought(as_adm, UPLOAD, data, language))
    after = list(
        Agency.objects.order_by("name").values(
            "name", "country", "level", "kind", "size", "sectors", "parent__name"
        )
    )
    assert after == before


def test_the_template_offers_the_words_and_says_how(as_adm, db):
    address = reverse("assessment:agencies_export", args=["template", "xlsx"])
    book = load_workbook(BytesIO(as_adm.get(address).content))
    assert [cell.value for cell in book.worksheets[0][1]] == [
        "Name", "Country", "Level", "Type of agency", "Size", "Areas of work", "Part of"
    ]  # fmt: skip
    assert len(book.worksheets[0].data_validations.dataValidation) == 4


@pytest.mark.parametrize("address", [["list", "pdf"], ["everything", "csv"]])
def test_an_unknown_file_is_not_found(as_adm, db, address):
    assert as_adm.get(reverse("assessment:agencies_export", args=address)).status_code == 404


def test_a_file_is_looked_at_with_as_many_queries_whatever_its_length(
    db, django_assert_num_queries, django_assert_max_num_queries
):
    Agency.objects.bulk_create(
        Agency(name=f"Municipalidad de Lugar {n:05}", country="PE").keyed([]) for n in range(3000)
    )
    rows = [f"Alcaldía de Sitio {n:04},Peru" for n in range(2000)]
    with django_assert_max_num_queries(4) as found:
        offer = agency_files.offer_of("\n".join(["name,country", *rows]).encode(), {"PE"})
    assert len(offer.new) == 2000
    with django_assert_num_queries(len(found)):
        agency_files.offer_of("\n".join(["name,country", *rows[:2]]).encode(), {"PE"})

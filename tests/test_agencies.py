"""Administrators keep the agencies: find them, add them, change, close and merge them; nobody else sees a thing."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessment import workflow
from assessment.agency_names import Names, name_key
from assessment.methods import published
from assessment.models import (
    Agency,
    AgencyName,
    Event,
    Membership,
    Report,
    Role,
    SealedAnswers,
    Submission,
)
from assessment.workflow import agencies as steps
from assessment.workflow import merging_agencies as merging
from portfolio.models import Project, Target
from tests.conftest import person
from tests.reading import elements, forged, form, forms, words

LIST = reverse("assessment:agencies")
NEW = reverse("assessment:new_agency")


def page_of(agency: Agency, what: str = "agency") -> str:
    return reverse(f"assessment:{what}", args=[agency.pk])


@pytest.fixture
def as_adm(client, adm):
    client.force_login(adm)
    return client


def send(client, address: str, name: str, values: dict, follow: bool = False):
    """Fill in the form that the page holds, and send it where the form says."""
    found = form(client.get(address), name)
    return client.post(found.address, found.filled(values), follow=follow)


def listed(page) -> set[int]:
    rows = (attributes.get("id") or "" for tag, attributes in elements(page) if tag == "tr")
    return {int(row.removeprefix("agency-")) for row in rows if row.startswith("agency-")}


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministerio de Salud", "MINISTERIO  DE SALUD"),
        ("Ministerio de Salud", "Min. de Salud"),
        ("Secretaría Nacional de Educación", "Sec. Nac. de Educacion"),
        ("Dirección General de Aduanas", "Dir. Gral. de Aduanas"),
        ("M.E.F.", "MEF"),
        ("Ministério da Saúde", "ministerio da saude"),
        ("Dpto. de Tecnología", "Departamento de Tecnologia"),
        ("Ministry of Public Works", "Min. of Pub. Works"),
        ("Agencia “Modernización”", "Agencia Modernizacion"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministerio de Salud", "Ministerio de Educación"),
        ("Ministerio de Salud", "Ministry of Health"),
        ("Secretaría de Salud", "Subsecretaría de Salud"),
        ("Región 1", "Región 2"),
    ],
)
def test_other_names_have_other_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["", "...", "—", "\u0301"])
def test_a_name_without_letters_has_no_key(name):
    assert name_key(name) == ""


def test_what_resembles_a_name_is_found_and_what_does_not_is_not():
    names = ["Ministerio de Salud", "Ministerio de Salud Pública (MINSA)", "Ministerio de Economía",
             "Secretaría Nacional de Educación", "Autoridad del Agua"]  # fmt: skip
    known = Names([(n, name_key(name)) for n, name in enumerate(names)])
    assert known.same(name_key("min. salud")) == [0]
    assert known.like(name_key("Ministerio de Salud Publica")) == [1, 0]
    assert known.like(name_key("Sec. Nac. de Educ.")) == [3]
    assert known.like(name_key("Secretaria Nacional de Educasión")) == [3]
    assert known.like(name_key("Min. de Slaud")) == [0, 1]
    assert known.like(name_key("Instituto de Turismo")) == []
    assert known.like(name_key("Ministerio de Minería")) == []


def test_names_with_other_numbers_are_others():
    known = Names([(n, name_key(f"Municipalidad del Lugar {n} Norte")) for n in range(20)])
    assert known.like(name_key("Municipalidad del Lugar 7 de Norte y Sur")) == [7]


def test_a_name_of_one_letter_that_stands_for_many_fits(db):
    agency = Agency.objects.create(name="\ufdfa" * 200, country="PE")
    assert Agency.objects.get(pk=agency.pk).name_key == agency.name_key


def test_two_spellings_are_one_agency_of_a_country(health):
    Agency.objects.create(name="Ministry of Health", country="CO")
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(name="MINISTRY  of Héalth", country="PE")


# Who gets in


ADDRESSES = [
    ("agencies", 0), ("new_agency", 0), ("agencies_file", 0), ("agencies_upload", 0), ("agencies_apply", 0),
    ("agency", 1), ("close_agency", 1), ("merge_agency", 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "of_one"), ADDRESSES)
@pytest.mark.parametrize("who", ["zoe", "luis", "ana", "bia", "rosa", "paulo"])
def test_nobody_but_administrators_learns_of_these_pages(
    request, client, health, name, of_one, who
):
    client.force_login(request.getfixturevalue(who))
    address = reverse(f"assessment:{name}", args=[health.pk] if of_one else [])
    assert client.get(address).status_code == 404
    assert forged(client, address, {"name": "Taken", "country": "PE"}).status_code == 404
    assert reverse("assessment:agencies") not in client.get("/glossary/").content.decode()
    assert list(Agency.objects.values_list("name", flat=True)) == (
        [health.name] if who != "bia" else [health.name, "Ministério dos Transportes"]
    )


@pytest.mark.parametrize("who", ["luis", "rosa"])
def test_reopening_and_exports_are_for_administrators_too(request, client, health, who):
    steps.close(health, health.today, person("boss", office="administrator"))
    client.force_login(request.getfixturevalue(who))
    assert forged(client, page_of(health, "reopen_agency"), {}).status_code == 404
    health.refresh_from_db()
    assert health.is_closed
    for what in ("list", "template"):
        address = reverse("assessment:agencies_export", args=[what, "csv"])
        assert client.get(address).status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client, health):
    for name, of_one in ADDRESSES:
        address = reverse(f"assessment:{name}", args=[health.pk] if of_one else [])
        assert client.get(address).status_code == 302


def test_an_administrator_of_one_country_reaches_no_other(client, pia, health, transport):
    client.force_login(pia)
    assert listed(client.get(f"{LIST}?state=all")) == {health.pk}
    for what in ("agency", "close_agency", "merge_agency"):
        assert client.get(page_of(transport, what)).status_code == 404
    assert client.get(f"{page_of(health, 'merge_agency')}?into={transport.pk}").status_code == 404
    sent = form(client.get(NEW), "agency").filled({"name": "Agência"})
    assert forged(client, NEW, {**sent, "country": "BR"}).status_code == 422
    sent = form(client.get(page_of(health)), "agency").filled({})
    assert forged(client, page_of(health), {**sent, "country": "BR"}).status_code == 422


# The list


def test_a_search_finds_any_spelling_and_earlier_names(as_adm, adm):
    agency = Agency.objects.create(name="Ministerio de Educación", country="PE")
    other = Agency.objects.create(name="Autoridad del Agua", country="PE")
    steps.change(agency, {"name": "Secretaría de Aprendizaje"}, adm, revision=agency.revision)
    for asked in (
        "educacion",
        "MINISTERIO",
        "minis",
        "Min. Educ",
        "secretaria aprend",
        "Sec.",
    ):
        assert listed(as_adm.get(LIST, {"q": asked})) == {agency.pk}, asked
    assert listed(as_adm.get(LIST, {"q": "ag"})) == {other.pk}
    assert listed(as_adm.get(LIST, {"q": "nobody"})) == set()


def test_the_list_shows_open_ones_unless_asked_for_others(as_adm, adm, health, transport):
    steps.close(health, health.today, adm)
    assert listed(as_adm.get(LIST)) == {transport.pk}
    assert listed(as_adm.get(f"{LIST}?state=closed")) == {health.pk}
    assert listed(as_adm.get(f"{LIST}?state=all&country=PE")) == {health.pk}


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%25", f"q={'a ' * 150}", f"q={'x' * 300}", "country=XX", "state=lost", "after=x",
              f"after={'9' * 40}", "before=-1", "end=1", "after=1&before=2", "after=²"],
)  # fmt: skip
def test_a_strange_query_shows_a_page(as_adm, health, query):
    assert as_adm.get(f"{LIST}?{query}").status_code == 200


@pytest.fixture
def many(db) -> list[Agency]:
    made = [
        Agency(
            name=f"Municipalidad de Lugar {n:05} {'ABCDE'[n % 5]}", country="PE" if n % 2 else "GT"
        ).keyed([])
        for n in range(10_000)
    ]
    return Agency.objects.bulk_create(made, batch_size=500)


def test_ten_thousand_agencies_cost_as_many_queries_as_one(
    as_adm, health, many, django_assert_num_queries, django_assert_max_num_queries
):
    addresses = [
        LIST, f"{LIST}?q=lugar+0099", f"{LIST}?end=1", f"{LIST}?after={many[5000].pk}", page_of(many[7]),
        page_of(many[7], "merge_agency"), NEW,
    ]  # fmt: skip
    counted = []
    as_adm.get(LIST)  # what is fetched once and kept
    for address in addresses:
        with django_assert_max_num_queries(12) as found:
            assert as_adm.get(address).status_code == 200
        counted.append(len(found))
    Agency.objects.exclude(pk__in=[health.pk, many[7].pk, many[5000].pk]).delete()
    for address, number in zip(addresses[:4], counted, strict=False):
        with django_assert_num_queries(number):
            as_adm.get(address)


def test_pages_of_the_list_show_every_agency_once_and_lead_back(as_adm, many):
    Agency.objects.filter(pk__gt=many[119].pk).delete()
    seen, address, first = [], LIST, None
    while address:
        page = as_adm.get(address)
        found = listed(page)
        first = first or found
        assert not set(seen) & found
        seen += found
        links = {
            a.get("rel"): a["href"] for tag, a in elements(page) if tag == "a" and a.get("rel")
        }
        address = f"{LIST}{links['next']}" if "next" in links else ""
    assert set(seen) == {agency.pk for agency in many[:120]}
    last = as_adm.get(f"{LIST}?end=1")
    assert len(listed(last)) == 50
    back = {a.get("rel"): a["href"] for tag, a in elements(last) if tag == "a" and a.get("rel")}
    assert len(listed(as_adm.get(f"{LIST}{back['prev']}"))) == 50
    assert listed(as_adm.get(f"{LIST}{back['first']}")) == first


# Adding


def test_an_administrator_adds_an_agency_with_all_that_is_known(as_adm, health):
    page = send(as_adm, NEW, "agency", {
        "name": "  Dirección  de Farmacias ", "country": "PE", "level": "regional", "kind": "sector-agency",
        "size": "50-249", "sectors": ["health", "science"], "part_of": "ministry of HEALTH",
    })  # fmt: skip
    assert page.status_code == 302
    made = Agency.objects.get(name="Dirección de Farmacias")
    assert (made.country, made.level, made.kind, made.size) == (
        "PE",
        "regional",
        "sector-agency",
        "50-249",
    )
    assert (made.sectors, made.parent) == (["health", "science"], health)


def test_a_country_that_the_review_does_not_cover_is_offered(as_adm, db):
    assert send(as_adm, NEW, "agency", {"name": "SENACYT", "country": "GT"}).status_code == 302
    assert Agency.objects.get().country_name == "Guatemala"


def test_the_same_name_is_refused_and_the_one_that_is_there_is_linked(as_adm, health):
    for name in ("MIN. OF HEALTH", "ministry  of héalth"):
        page = send(as_adm, NEW, "agency", {"name": name, "country": "PE"})
        assert page.status_code == 422
        assert page_of(health) in page.content.decode()
        assert form(page, "agency").fields["name"] == [name]


def test_one_that_resembles_another_is_asked_about_once(as_adm, health):
    values = {"name": "Ministry of Health and Welfare", "country": "PE"}
    page = send(as_adm, NEW, "agency", values)
    assert page.status_code == 422
    assert "Is it the same?" in words(page)
    assert page_of(health) in page.content.decode()
    assert Agency.objects.count() == 1
    found = form(page, "agency")
    assert as_adm.post(NEW, found.filled({})).status_code == 422
    assert as_adm.post(NEW, found.filled({"another": "yes"})).status_code == 302
    assert Agency.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "..."), ("name", ""), ("country", "FR"), ("country", ""), ("level", "world"), ("kind", "circus"),
     ("size", "-1"), ("sectors", "magic"), ("part_of", "Nobody"), ("name", "x" * 201), ("revision", "-1")],
)  # fmt: skip
def test_what_no_agency_can_be_is_refused(as_adm, health, field, value):
    sent = form(as_adm.get(NEW), "agency").filled({"name": "Autoridad", "country": "PE"})
    page = forged(as_adm, NEW, {**sent, field: value})
    assert page.status_code == 422
    assert Agency.objects.count() == 1


def test_fields_that_are_not_in_the_form_change_nothing(as_adm, health, transport):
    sent = form(as_adm.get(page_of(health)), "agency").filled({"size": "50-249"})
    extra = {
        "merged_into": transport.pk,
        "closed_on": "2020-01-01",
        "name_key": "x",
        "parent": transport.pk,
    }
    assert forged(as_adm, page_of(health), {**sent, **extra}).status_code == 302
    health.refresh_from_db()
    assert (health.merged_into_id, health.closed_on, health.parent_id) == (None, None, None)
    assert (health.size, health.name_key) == ("50-249", name_key(health.name))


def test_who_found_the_name_free_a_moment_ago_is_told_too(as_adm, adm, health, monkeypatch):
    monkeypatch.setattr(Agency, "full_clean", lambda self, *args, **kwargs: None)
    with pytest.raises(ValidationError):
        steps.create({"name": "ministry of  health", "country": "PE"}, adm)
    other = Agency.objects.create(name="Autoridad", country="PE")
    with pytest.raises(ValidationError):
        steps.change(other, {"name": "Ministry of Health"}, adm, revision=other.revision)
    assert not AgencyName.objects.exists()


def test_the_quicker_of_two_gets_the_name(adm, health):
    with pytest.raises(ValidationError):
        steps.create({"name": "ministry of  health", "country": "PE"}, adm)
    assert Agency.objects.count() == 1


# Changing


def test_another_name_keeps_the_earlier_one(as_adm, health):
    assert (
        send(as_adm, page_of(health), "agency", {"name": "Ministry of Well-being"}).status_code
        == 302
    )
    assert [n.name for n in health.names.all()] == ["Ministry of Health"]
    page = as_adm.get(page_of(health))
    assert "Ministry of Health" in words(page)
    send(as_adm, page_of(health), "agency", {"size": "50-249"})
    assert health.names.count() == 1


def test_sealed_answers_keep_the_name_they_were_sealed_under(client, adm, snapshot, health, luis):
    steps.change(health, {"name": "Ministry of Well-being"}, adm, revision=health.revision)
    sealed = SealedAnswers.objects.get()
    assert (sealed.agency_name, sealed.intact) == ("Ministry of Health", True)
    client.force_login(luis)
    page = words(client.get(reverse("assessment:results", args=[snapshot.submission_id])))
    assert "Ministry of Health, Peru (today: Ministry of Well-being)" in page


def test_a_report_of_a_draft_is_made_anew_under_the_new_name(adm, submission, health):
    Report.objects.create(submission=submission, checksum="0", language="en", answers="0")
    steps.change(health, {"name": "Ministry of Well-being"}, adm, revision=health.revision)
    assert not Report.objects.exists()


def test_a_country_with_sealed_answers_cannot_be_changed_away(as_adm, adm, snapshot, health):
    page = as_adm.get(page_of(health))
    assert "country" not in form(page, "agency").fields  # switched off
    sent = form(page, "agency").filled({})
    forged(as_adm, page_of(health), {**sent, "country": "BR"})
    health.refresh_from_db()
    assert health.country == "PE"
    with pytest.raises(ValidationError):
        steps.change(health, {"country": "BR"}, adm, revision=health.revision)


def test_a_country_without_sealed_answers_can_be_put_right(as_adm, submission, health):
    assert send(as_adm, page_of(health), "agency", {"country": "CO"}).status_code == 302
    health.refresh_from_db()
    assert health.country == "CO"


def test_two_administrators_at_once_are_told_of_each_other(as_adm, adm, health):
    mine = form(as_adm.get(page_of(health)), "agency")
    steps.change(health, {"size": "1000-or-more"}, adm, revision=0)
    page = as_adm.post(page_of(health), mine.filled({"kind": "ministry", "size": "50-249"}))
    assert page.status_code == 409
    assert "1,000 people or more" in words(page)
    health.refresh_from_db()
    assert (health.kind, health.size) == ("", "1000-or-more")
    assert as_adm.post(page_of(health), form(page, "agency").filled({})).status_code == 302
    health.refresh_from_db()
    assert (health.kind, health.size) == ("ministry", "50-249")


def test_no_agency_is_part_of_itself_or_of_its_parts(as_adm, adm, health):
    part = steps.create({"name": "Instituto", "country": "PE", "parent": health}, adm)
    for name in ("Ministry of Health", "Instituto"):
        page = send(as_adm, page_of(health), "agency", {"part_of": name})
        assert page.status_code == 422, name
    with pytest.raises(steps.ImpossibleParent):
        steps.change(health, {"parent": part}, adm, revision=health.revision)
    abroad = Agency.objects.create(name="Instituto", country="BR")
    with pytest.raises(steps.ImpossibleParent):
        steps.change(part, {"parent": abroad}, adm, revision=part.revision)
    assert steps.change(part, {"parent": None}, adm, revision=part.revision).parent is None


# Closing


def test_a_closed_agency_begins_nothing_new_and_can_be_opened_again(
    as_adm, client, health, luis, instrument
):
    assert send(as_adm, page_of(health, "close_agency"), "close", {}).status_code == 302
    health.refresh_from_db()
    assert health.closed_on == health.today
    with pytest.raises(workflow.AgencyClosed):
        workflow.start(health, instrument, luis)
    client.force_login(luis)
    start = reverse("assessment:start", args=[health.pk, instrument.key])
    assert start not in client.get(reverse("assessment:dashboard")).content.decode()
    assert "closed" in words(client.get(forged(client, start, {})["Location"]))
    assert not Submission.objects.exists()


def test_what_was_begun_before_can_be_finished(adm, submission, health, luis, instrument):
    steps.close(health, health.today, adm)
    assert workflow.start(health, instrument, luis) == submission


def test_an_agency_is_opened_again(as_adm, adm, health):
    steps.close(health, health.today, adm)
    page = as_adm.get(page_of(health))
    found = next(f for f in _forms(page) if f.address.endswith("/reopen/"))
    assert as_adm.post(found.address, found.filled({})).status_code == 302
    health.refresh_from_db()
    assert not health.is_closed


def _forms(page):
    return list(forms(page))


@pytest.mark.parametrize("on", ["2999-01-01", "yesterday", ""])
def test_a_day_to_come_is_no_day_to_have_closed_on(as_adm, health, on):
    assert send(as_adm, page_of(health, "close_agency"), "close", {"on": on}).status_code == 422
    health.refresh_from_db()
    assert not health.is_closed


# Merging


@pytest.fixture
def twin(db) -> Agency:
    return Agency.objects.create(name="Ministry of Health and Population", country="PE")


def merged(client, source: Agency, target: Agency):
    """Look for it, look at it, confirm it."""
    page = client.get(page_of(source, "merge_agency"), {"into": target.pk})
    found = form(page, "merge")
    return client.post(found.address, found.filled({"confirm": "yes"}))


def test_a_merge_moves_everything_and_loses_nothing(as_adm, snapshot, health, ana, luis, twin, bia):
    """Ana leads and Luis contributes; Luis is in the other agency too, where he leads."""
    Membership.objects.create(user=luis, agency=twin, role=Role.LEAD)
    maturity = workflow.start(health, published.latest("digital_maturity"), ana)
    project = Project(agency=health, title="A project", purpose="mission", driver="mission").place()
    project.save()
    Target.objects.create(agency=health, shares={"mission": 100})
    part = Agency.objects.create(name="Instituto", country="PE", parent=health)
    before = {
        m.__name__: m.objects.count() for m in (Submission, SealedAnswers, Project, Target, Agency)
    }
    page = words(as_adm.get(page_of(health, "merge_agency"), {"into": twin.pk}))
    for told in ("Submissions: 2", "Projects: 1", "Memberships: 2", "Luis"):
        assert told in page, told
    assert merged(as_adm, health, twin).status_code == 302
    assert {
        m.__name__: m.objects.count() for m in (Submission, SealedAnswers, Project, Target, Agency)
    } == before
    assert set(twin.submissions.all()) == {snapshot.submission, maturity}
    assert (twin.projects.get(), twin.portfolio_target.shares) == (project, {"mission": 100})
    assert {m.user.name: m.role for m in twin.memberships.all()} == {"Ana": "lead", "Luis": "lead"}
    health.refresh_from_db()
    part.refresh_from_db()
    assert (health.merged_into, health.is_closed, part.parent) == (twin, True, twin)
    assert [n.name for n in twin.names.all()] == ["Ministry of Health"]
    assert listed(as_adm.get(LIST, {"q": "ministry of health"})) == {twin.pk}
    sealed = SealedAnswers.objects.get()
    assert (sealed.intact, sealed.agency_name) == (True, "Ministry of Health")


def test_people_of_the_merged_agency_go_on_where_they_were(
    as_adm, client, submission, health, luis, twin
):
    merged(as_adm, health, twin)
    client.force_login(luis)
    page = client.get(reverse("assessment:overview", args=[submission.pk]))
    assert (page.status_code, twin.name in words(page)) == (200, True)
    sealed_before = client.get(reverse("assessment:section", args=[submission.pk, "purpose"]))
    assert sealed_before.status_code == 200


def test_two_drafts_of_one_thing_stand_in_the_way(as_adm, adm, health, twin, luis, instrument):
    Membership.objects.create(user=luis, agency=twin)
    for agency in (health, twin):
        draft = workflow.start(agency, instrument, luis)
        draft.records.filter(section="purpose").update(
            answers={"q01": {"mission": "agree"}}, revision=1
        )
    page = as_adm.get(page_of(health, "merge_agency"), {"into": twin.pk})
    assert "They cannot be merged yet" in words(page)
    mark = merging.look(health, twin).mark
    forged(
        as_adm, page_of(health, "merge_agency"), {"into": twin.pk, "mark": mark, "confirm": "yes"}
    )
    health.refresh_from_db()
    assert health.merged_into is None
    assert Submission.objects.count() == 2


def test_a_draft_without_an_answer_gives_way(as_adm, health, twin, luis, instrument):
    Membership.objects.create(user=luis, agency=twin)
    for agency in (health, twin):
        workflow.start(agency, instrument, luis)
    assert merged(as_adm, health, twin).status_code == 302
    assert Submission.objects.get().agency == twin


def test_a_balance_that_both_want_stays_with_each(as_adm, health, twin):
    for agency, share in ((health, "mission"), (twin, "adaptive")):
        Target.objects.create(agency=agency, shares={share: 100})
    assert "Both have this" in words(as_adm.get(page_of(health, "merge_agency"), {"into": twin.pk}))
    assert merged(as_adm, health, twin).status_code == 302
    found = dict(Target.objects.values_list("agency", "shares"))
    assert found == {health.pk: {"mission": 100}, twin.pk: {"adaptive": 100}}


def test_what_changed_since_the_preview_is_shown_anew(as_adm, health, twin, luis):
    page = as_adm.get(page_of(health, "merge_agency"), {"into": twin.pk})
    found = form(page, "merge")
    Membership.objects.create(user=luis, agency=twin)
    page = as_adm.post(found.address, found.filled({"confirm": "yes"}))
    assert page.status_code == 409
    health.refresh_from_db()
    assert health.merged_into is None
    assert (
        as_adm.post(found.address, form(page, "merge").filled({"confirm": "yes"})).status_code
        == 302
    )


def test_a_merge_needs_a_tick_and_a_second_press_does_nothing(as_adm, health, twin):
    page = as_adm.get(page_of(health, "merge_agency"), {"into": twin.pk})
    found = form(page, "merge")
    assert as_adm.post(found.address, found.filled({})).status_code == 422
    sent = found.filled({"confirm": "yes"})
    assert as_adm.post(found.address, sent).status_code == 302
    assert as_adm.post(found.address, sent)["Location"] == page_of(health)
    assert AgencyName.objects.count() == 1


@pytest.mark.parametrize("into", ["transport", "health", "gone", "0", "x", "9" * 30, ""])
def test_only_an_agency_of_the_country_can_be_the_other(as_adm, health, transport, twin, into):
    pk = {"transport": transport.pk, "health": health.pk, "gone": twin.pk}.get(into, into)
    if into == "gone":
        merged(as_adm, twin, health)
    page = as_adm.get(page_of(health, "merge_agency"), {"into": pk})
    assert page.status_code == (404 if str(pk).isdigit() and len(str(pk)) < 19 else 200)
    sent = {"into": pk, "mark": "x", "confirm": "yes"}
    assert forged(as_adm, page_of(health, "merge_agency"), sent).status_code == 404
    health.refresh_from_db()
    assert health.merged_into is None


def test_a_merged_agency_is_shown_and_changed_no_more(as_adm, adm, health, twin):
    mine = form(as_adm.get(page_of(health)), "agency")
    merged(as_adm, health, twin)
    page = as_adm.get(page_of(health))
    assert "This agency was merged" in words(page)
    assert not [f for f in _forms(page) if "name" in f.fields]
    assert as_adm.post(page_of(health), mine.filled({"name": "Back again"})).status_code == 409
    assert forged(as_adm, page_of(health, "reopen_agency"), {}).status_code == 302
    assert as_adm.get(page_of(health, "close_agency")).status_code == 302
    health.refresh_from_db()
    assert (health.name, health.merged_into, health.is_closed) == ("Ministry of Health", twin, True)


def test_the_other_may_take_the_name_of_the_merged_one(as_adm, health, twin):
    merged(as_adm, health, twin)
    assert send(as_adm, page_of(twin), "agency", {"name": "Ministry of Health"}).status_code == 302
    twin.refresh_from_db()
    assert twin.name == "Ministry of Health"


def test_merging_twice_leads_to_the_last_one(as_adm, health, twin):
    third = Agency.objects.create(name="Health Authority", country="PE")
    merged(as_adm, health, twin)
    merged(as_adm, twin, third)
    health.refresh_from_db()
    assert health.merged_into == third
    assert listed(as_adm.get(LIST, {"q": "health population"})) == {third.pk}
    assert sorted(n.name for n in third.names.all()) == [
        "Ministry of Health",
        "Ministry of Health and Population",
    ]


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_every_page_is_drawn_in_every_language(as_adm, snapshot, health, twin, language):
    as_adm.cookies["django_language"] = language
    addresses = [
        LIST, NEW, page_of(health), page_of(health, "close_agency"), page_of(health, "merge_agency"),
        f"{page_of(health, 'merge_agency')}?into={twin.pk}", f"{page_of(health, 'merge_agency')}?q=health",
        reverse("assessment:agencies_file"),
    ]  # fmt: skip
    for address in addresses:
        page = as_adm.get(address)
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.content.decode()


def test_each_step_is_on_record_with_who_did_it(adm, health, twin):
    made = steps.create({"name": "Instituto", "country": "PE"}, adm)
    steps.change(made, {"name": "Instituto Nacional", "parent": health}, adm, revision=0)
    steps.close(made, made.today, adm)
    steps.reopen(made, adm)
    steps.create_all([{"name": "Uno", "country": "GT"}, {"name": "Dos", "country": "GT"}], adm)
    merging.merge(twin, health, adm, mark=merging.look(twin, health).mark)
    told = list(Event.objects.order_by("pk").values_list("verb", "about"))
    assert told == [
        ("agency_added", "Instituto"), ("agency_changed", "Instituto Nacional"),
        ("agency_closed", "Instituto Nacional"), ("agency_reopened", "Instituto Nacional"), ("agencies_added", "2"),
        ("agencies_merged", twin.name),
    ]  # fmt: skip
    changed = Event.objects.get(verb="agency_changed").facts
    assert changed == {"name": ["Instituto", "Instituto Nacional"], "parent": ["", health.name]}
    assert {event.actor for event in Event.objects.all()} == {adm}


def test_what_is_refused_leaves_no_event(adm, health):
    with pytest.raises(ValidationError):
        steps.create({"name": "MINISTRY of health", "country": "PE"}, adm)
    with pytest.raises(steps.StaleAgency):
        steps.change(health, {"name": "Other"}, adm, revision=7)
    assert not Event.objects.exists()

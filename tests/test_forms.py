"""Every form is drawn by the template pack: a label, a tied hint, an error that says what to do, a summary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms as django_forms
from django.template import Context, Template
from django.urls import reverse
from django.utils.translation import override

from assessment import workflow
from assessment.answers import Statement
from assessment.config.frames import room_for_frames
from assessment.forms import SectionForm
from assessment.forms.accounts import (
    ChangePasswordForm,
    NewPasswordForm,
    ResetPasswordForm,
    SignInForm,
)
from assessment.forms.small import AddressForm, HandInForm, LanguageForm
from assessment.methods import published
from assessment.models import SealedAnswers
from assessment.templatetags.faceta import faults, first_control
from assessment.views.reviewing import FilterForm
from portfolio import workflow as portfolio_workflow
from portfolio.forms import (
    ActionForm,
    DecisionForm,
    MoveForm,
    NewPlanForm,
    ProjectForm,
    QuickForm,
    StepForm,
    TargetForm,
)
from portfolio.models import Action, Plan, Project, Target
from portfolio.results.selection import SelectionForm
from tests.reading import forged

from .reading import elements, forms, words

TEMPLATES = Path(__file__).parent.parent / "templates"
# Drawn by hand: a label, a hint, an error, their summary, a control that a person fills in.
BY_HAND = re.compile(
    r'<label|<legend|<select|<textarea|class="(?:hint|errors)\b|summary-of-errors'
    r'|<input (?![^>]*type="hidden")|<p class="field|class="field'
)


def test_no_template_but_those_of_the_pack_draws_a_field_by_hand():
    found = {
        str(path.relative_to(TEMPLATES)): BY_HAND.findall(path.read_text("utf-8"))
        for path in TEMPLATES.rglob("*.html")
        if path.parts[len(TEMPLATES.parts)] != "faceta"
    }
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with override("en"):
        yield


# --- Every form of both apps


def section_form(instrument: Any, section: Any, data: Any = None) -> SectionForm:
    told: dict[str, list[Statement]] = {
        q.key: [{"choice": q.items[0].key}] for q in section.questions if q.is_stated
    }
    return SectionForm(
        data, instrument=instrument, questions=section.questions, language="en",
        answers={}, responses=told,
    )  # fmt: skip


def every_form(user: Any, agency: Any) -> dict[str, django_forms.BaseForm]:
    """One of each, empty and sent."""
    nothing: dict[str, str] = {}
    made: list[django_forms.BaseForm] = [
        QuickForm(nothing, instance=Project(agency=agency)),
        ProjectForm(nothing, instance=Project(agency=agency)),
        ActionForm(nothing, instance=Action(agency=agency)),
        DecisionForm(nothing),
        StepForm({"kind": "add"}, planned=[]),
        NewPlanForm({"title": "x" * 201}),
        MoveForm(nothing, action=Action(pk=1, agency=agency, title="Act")),
        TargetForm(nothing),
        SelectionForm({"year": "nonsense"}, [], []),
        FilterForm({"country": "XX"}, user),
        HandInForm(nothing),
        LanguageForm(nothing, label="Language"),
        AddressForm("https://example.org", "head"),
        SignInForm(nothing),
        ChangePasswordForm(data=nothing, user=user),
        ResetPasswordForm(nothing),
        NewPasswordForm(data=nothing, user=user, temp_key=""),
    ]
    sections = {
        f"{instrument.key} {section.key}": section_form(instrument, section, nothing)
        for instrument in published.all_instruments()
        for section in instrument.sections
    }
    return {**{type(form).__name__: form for form in made}, **sections}


def drawn(form: django_forms.BaseForm) -> str:
    tag = "{% crispy form %}" if hasattr(form, "helper") else "{{ form|crispy }}"
    return Template(f"{{% load crispy_forms_tags %}}{tag}").render(Context({"form": form}))


def test_every_field_of_every_form_has_a_name_and_every_hint_and_error_is_tied(ana, health):
    """Every control is named by a label or a legend; every id that is referred to is there, once."""
    for name, form in every_form(ana, health).items():
        html = drawn(form)
        tags = elements(html)
        ids = [given["id"] for _tag, given in tags if given.get("id")]
        assert len(ids) == len(set(ids)), name
        labelled = {given.get("for") for tag, given in tags if tag == "label"}
        for tag, given in tags:
            for part in (given.get("aria-describedby") or "").split():
                assert part in ids, (name, part)
            if tag not in ("input", "select", "textarea") or given.get("type") == "hidden":
                continue
            assert given.get("id"), (name, given)
            wrapped = re.search(rf'<label[^>]*>\s*<input[^>]*id="{re.escape(given["id"])}"', html)
            assert given["id"] in labelled or wrapped, (name, given)
        for field in form.visible_fields():
            tied = f'aria-describedby="{field.aria_describedby}"' in html
            assert tied or not field.aria_describedby, (name, field.name)
            assert bool(field.help_text) == (f'id="{field.auto_id}_helptext"' in html), field.name
            assert html.count(f'id="{field.auto_id}_error"') == bool(field.errors), field.name


def test_every_error_is_in_the_summary_and_leads_to_its_control(ana, health):
    for name, form in every_form(ana, health).items():
        html = drawn(form) + Template(
            "{% load crispy_forms_tags %}{{ form|as_crispy_errors }}"
        ).render(Context({"form": form}))
        ids = {given.get("id"): tag for tag, given in elements(html)}
        told = faults(form)
        assert len(told) == sum(len(errors) for errors in form.errors.values()), name
        for fault in told:
            hidden = "damaged" in fault.sentence
            assert hidden or ids.get(fault.control) in ("input", "select", "textarea"), (
                name,
                fault,
            )
            assert bool(fault.control) != hidden


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_an_empty_field_says_what_to_do(ana, health, language):
    """Never that it "is required": a sentence of its own, in the reader's language."""
    with override(language):
        usual = str(django_forms.Field.default_error_messages["required"])
        for name, form in every_form(ana, health).items():
            for field in form.visible_fields():
                told = str(field.field.error_messages["required"])
                assert not field.field.required or told != usual, (name, field.name)
            assert usual not in str(form.errors), name


@pytest.mark.parametrize("instrument", published.all_instruments(), ids=lambda i: i.key)
def test_every_question_leads_to_its_first_control(instrument):
    for section in instrument.sections:
        form = section_form(instrument, section)
        html = drawn(form)
        for field in form.visible_fields():
            assert len(re.findall(rf' id="{re.escape(first_control(field))}"', html)) == 1


# --- On the pages


@pytest.fixture
def places(client, luis, health, filled) -> dict[str, tuple[str, dict[str, str]]]:
    """Address and what is sent that is refused."""
    client.force_login(luis)
    named = Project(agency=health, title="P", purpose="mission", driver="mission")
    project = portfolio_workflow.add(named, luis)
    plan = Plan.objects.create(agency=health, title="Plan")
    maturity = workflow.start(health, published.latest("digital_maturity"), luis)
    stated = maturity.instrument.sections[1]
    asked = stated.questions[0].key
    section = "assessment:section"
    return {
        "a project": (reverse("portfolio:project", args=[project.pk]), {}),
        "a row": (reverse("portfolio:add", args=[health.pk]), {"title": ""}),
        "an action": (reverse("portfolio:add_action", args=[health.pk]), {}),
        "a target": (reverse("portfolio:target", args=[health.pk]), {}),
        "four that are not 100": (
            reverse("portfolio:target", args=[health.pk]),
            {"mission": "1", "adaptive": "1", "anticipatory": "1", "enhancement": "1"},
        ),
        "a step": (reverse("portfolio:plan", args=[plan.pk]), {"kind": "move"}),
        "a decision": (reverse("portfolio:decide", args=[plan.pk]), {}),
        "a what-if": (reverse("portfolio:new_plan", args=[health.pk]), {"title": "x" * 201}),
        "a number": (reverse(section, args=[filled.pk, "profile"]), {"page": "p", "people": "x"}),
        "a ranking": (
            reverse(section, args=[filled.pk, "purpose"]),
            {"page": "p", "q02.mission": "1", "q02.adaptive": "1"},
        ),
        "a damaged page": (reverse(section, args=[filled.pk, "purpose"]), {}),
        "a comment": (
            reverse(section, args=[maturity.pk, stated.key]),
            {"page": "p", f"{asked}.comment": "x" * 1001},
        ),
        "an own view": (
            reverse("assessment:response", args=[maturity.pk, stated.key]),
            {"page": "p", asked: "nonsense"},
        ),
        "the hand-in": (reverse("assessment:check", args=[filled.pk]), {}),
        "a password": (reverse("account_change_password"), {}),
    }  # fmt: skip


def test_a_refused_page_says_so_in_its_title_and_leads_to_what_is_wrong(client, places):
    for name, (place, sent) in places.items():
        page = forged(client, place, sent)
        assert page.status_code in (200, 422), name
        html = page.content.decode()
        assert "<title>Error: " in html, name
        assert html.count('class="summary-of-errors"') == 1, name
        tags = elements(page)
        ids = {given["id"] for _tag, given in tags if given.get("id")}
        inside = html.split('class="summary-of-errors"')[1].split("</div>")[0]
        links = re.findall(r'href="#([^"]+)"', inside)
        assert links or name == "a damaged page", name
        assert set(links) <= ids, name
        assert "This field is required" not in words(page), name
        client.get(place)


def test_a_page_without_errors_has_no_error_in_its_title(client, places):
    for name, (place, _sent) in places.items():
        if (page := client.get(place)).status_code == 200:
            assert "Error: " not in page.content.decode(), name
            assert "summary-of-errors" not in page.content.decode(), name


def test_no_id_is_twice_on_a_page(client, places):
    for name, (place, sent) in places.items():
        ids = [
            given["id"] for _tag, given in elements(forged(client, place, sent)) if given.get("id")
        ]
        assert sorted(ids) == sorted(set(ids)), name


def test_a_comment_that_is_too_long_leads_to_the_comment(client, places):
    page = client.post(*places["a comment"])
    assert "Shorten the comment to 1000 characters." in words(page)
    assert re.search(r'href="#comment-[\w.]+"', page.content.decode())


def test_a_fault_in_the_background_leads_to_its_control(client, places):
    page = client.post(*places["a number"], headers={"HX-Request": "true"})
    assert 'href="#id_people"' in page.content.decode()


def test_the_language_of_a_report_is_chosen_in_a_form(client, ana, filled):
    client.force_login(ana)
    sealed: SealedAnswers = workflow.submit(filled, ana)
    page = client.get(reverse("assessment:results", args=[sealed.submission_id]))
    asked = next(found for found in forms(page) if "language" in found.choices)
    assert asked.fields["language"] == ["en"]
    marked = {given.get("lang") for tag, given in elements(page) if tag == "option"}
    assert marked == {"en", "es", "pt-br"}
    assert Target.objects.count() == 0


# --- What everybody hears


def test_the_navigation_says_where_one_is(client, places, health):
    for address, entry in (
        (reverse("assessment:dashboard"), "/"),
        (reverse("portfolio:overview", args=[health.pk]), "/portfolio/"),
        (places["a number"][0], "/"),
        (reverse("assessment:glossary"), "/glossary/"),
    ):
        found = elements(client.get(address))
        marked = [g["href"] for tag, g in found if tag == "a" and g.get("aria-current") == "true"]
        assert marked == [entry], address


def test_areas_are_named_for_everybody(client, places):
    html = client.get(places["a comment"][0]).content.decode()
    assert 'class="area-name" aria-hidden' not in html
    assert html.count('<li class="area">') == 5


def test_a_language_button_is_called_by_what_it_shows(client, places):
    page = words(client.get(places["a number"][0]))
    assert "PT Português" in page


def test_frames_have_room():
    """The outermost middleware asks for a large frame and hands on what it is given."""
    roomy = room_for_frames(lambda request: request)
    assert roomy("anything") == "anything"
    assert roomy.__code__.co_stacksize >= 2**15


def test_what_is_wrong_with_a_file_is_said_in_our_words(client, luis, filled):
    """A browser that checks by itself says it in its own language, at a place of its own."""
    client.force_login(luis)
    places = [
        reverse("assessment:offline", args=[filled.pk]),
        reverse("portfolio:files", args=[filled.agency_id]),
    ]
    for place in places:
        sent = [given for tag, given in elements(client.get(place)) if given.get("enctype")]
        assert [("novalidate" in given) for given in sent] == [True], place

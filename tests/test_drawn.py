"""What is drawn once and kept is shown to nobody for whom it would look different."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test.html import parse_html
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assessment import workflow
from assessment.forms.statements import (
    DONT_KNOW,
    NOT_APPLICABLE,
    Draft,
    StatementField,
    StatementWidget,
)
from assessment.methods import published
from assessment.models import SectionRecord
from assessment.widgets import Hidden
from tests.conftest import appoint
from tests.reading import form, words

INSTRUMENT = published.latest("digital_maturity")
SECTION, SPONSOR = "gov-leadership", "gov.leadership.sponsor"


def once(inside: str, given: str = "") -> Template:
    source = f"{{% load drawn i18n %}}{{% drawn_once {given} %}}{inside}{{% enddrawn_once %}}"
    return Template(source)


def test_nothing_but_the_given_values_is_seen_inside():
    template = once("[{{ name }}{{ secret }}{{ user.name }}]", "name=person")
    around = {"person": "Ana", "secret": "x", "user": SimpleNamespace(name="Luis")}
    assert template.render(Context(around)) == "[Ana]"


def test_each_value_and_each_language_has_its_own():
    template = once('{% translate "Save" %} {{ name }}', "name=name")
    with override("es"):
        assert template.render(Context({"name": "Ana"})) == "Guardar Ana"
        assert template.render(Context({"name": "<Luis>"})) == "Guardar &lt;Luis&gt;"
    assert template.render(Context({"name": "Ana"})) == "Save Ana"


def test_one_and_true_are_not_taken_for_each_other():
    template = once("{{ value }}", "value=value")
    assert [template.render(Context({"value": v})) for v in (1, True, "1", 1.0)] == [
        "1",
        "True",
        "1",
        "1.0",
    ]


def test_safe_words_and_others_are_not_taken_for_each_other():
    template = once("{{ value }}", "value=value")
    for value, drawn in (
        (mark_safe("<b>"), "<b>"),
        ("<b>", "&lt;b&gt;"),
        (mark_safe("<b>"), "<b>"),
    ):
        assert template.render(Context({"value": value})) == drawn


def test_it_is_drawn_once():
    asked = []
    template = once("{{ value.seen }}", "value=value")

    class Value:
        @property
        def seen(self) -> str:
            asked.append(self)
            return "drawn"

    value = Value()
    assert [template.render(Context({"value": value})) for _ in range(3)] == ["drawn"] * 3
    assert asked == [value]


@pytest.mark.parametrize("value", [{"a": 1}, [{}], {1}])
def test_what_may_change_cannot_be_given(value):
    with pytest.raises(TypeError):
        once("{{ value }}", "value=value").render(Context({"value": value}))


def test_a_row_of_the_database_cannot_be_given(ana):
    with pytest.raises(TypeError):
        once("{{ user.name }}", "user=user").render(Context({"user": ana}))


def test_a_value_without_a_name_is_refused():
    with pytest.raises(TemplateSyntaxError):
        once("", "user")


def test_after_many_the_oldest_are_forgotten():
    template = once("{{ n }}", "n=n")
    assert [template.render(Context({"n": n})) for n in range(5000)][-1] == "4999"
    assert len(template.nodelist[-1].drawn.kept) <= 2000


QUESTIONS = [question for question in INSTRUMENT.questions if question.is_stated]
WORDS = st.text(alphabet="ab<>&\"'\n\ufffc {}%e", max_size=12) | st.sampled_from(
    ["", "\ufffcevidence\ufffc", "\ufffccomment\ufffc"]
)


@given(data=st.data())
def test_a_statement_looks_as_if_drawn_for_this_one_person(data):
    question = data.draw(st.sampled_from(QUESTIONS))
    language = data.draw(st.sampled_from(["en", "es", "pt-br"]))
    keys = [item.key for item in question.items]
    value = Draft(
        chosen=data.draw(
            st.lists(st.sampled_from([*keys, DONT_KNOW, NOT_APPLICABLE, "forged"]), max_size=3)
        ),
        reason=data.draw(st.sampled_from(["", *INSTRUMENT.reasons, "forged"])),
        evidence=data.draw(WORDS),
        comment=data.draw(WORDS),
        agreed=data.draw(st.sampled_from(["", "yes"])),
    )
    views = data.draw(st.sampled_from([None, [{"choice": keys[0], "who": "1"}]]))
    field = StatementField(INSTRUMENT, question, language, views)
    with override(language):
        shown = field.widget.render(question.key, value, {"id": f"id_{question.key}"})
        alone = super(StatementWidget, field.widget).render(
            question.key, value, {"id": f"id_{question.key}"}
        )
    assert shown == alone


def answered(agency, person, evidence: str) -> str:
    draft = workflow.start(agency, INSTRUMENT, person)
    record = SectionRecord.objects.filter(submission=draft, section=SECTION)
    told = {SPONSOR: {"choice": "l3", "evidence": evidence, "comment": f"{evidence} too"}}
    record.save_answers(told, revision=0, by=person)
    return reverse("assessment:section", args=[draft.pk, SECTION])


def test_agencies_never_see_each_others_words(client, health, transport, ana, bia):
    pages = {
        ana: (answered(health, ana, "Decree 12"), "Decree 12", "Portaria 7"),
        bia: (answered(transport, bia, "Portaria 7"), "Portaria 7", "Decree 12"),
    }
    for person in (ana, bia, ana, bia):
        client.force_login(person)
        address, own, other = pages[person]
        page = client.get(address).content.decode()
        assert f"{own} too" in page
        assert other not in page
        assert person.email in page
        held = form(client.get(address), "answers").fields
        assert held[f"{SPONSOR}.evidence"] == [own]


def test_a_name_that_was_changed_is_shown_at_once(client, ana):
    client.force_login(ana)
    assert "Ana" in words(client.get("/"))
    ana.name = "Mariana"
    ana.save()
    assert "Mariana" in words(client.get("/"))


def test_who_becomes_a_reviewer_has_the_list_in_the_menu_at_once(client, ana):
    client.force_login(ana)
    assert reverse("assessment:queue") not in client.get("/").content.decode()
    appoint(ana, "reviewer", "PE")
    assert reverse("assessment:queue") in client.get("/").content.decode()


def test_sections_of_another_submission_are_not_led_to(client, health, transport, ana, bia):
    for agency, person in ((health, ana), (transport, bia)):
        address = answered(agency, person, "-")
        client.force_login(person)
        found = client.get(address).content.decode()
        assert 'href="../gov-' in found
        other = client.get(address.replace(SECTION, "profile"))
        assert other.status_code == 200


@pytest.mark.parametrize("value", [None, "", 0, 'a"b<c>', "x y"])
def test_a_hidden_field_says_what_djangos_does(value):
    ours = Hidden().render("loaded", value, {"id": "id_loaded"})
    theirs = forms.HiddenInput().render("loaded", value, {"id": "id_loaded"})
    assert parse_html(ours) == parse_html(theirs)

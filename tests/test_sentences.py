"""A field that is left empty says what to do, in words of its own; what libraries say is worded anew."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.utils.translation import gettext, override

import assessment
import portfolio
from assessment.forms import accounts, second_factor, usual

# The break-glass pages of Django's admin keep Django's sentences.
NOT_OURS = "assessment.admin"


def below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def every_form_class() -> list[type[forms.BaseForm]]:
    for app in (assessment, portfolio):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if ".migrations" not in module.name and ".config" not in module.name:
                importlib.import_module(module.name)
    return sorted(
        {
            form
            for form in below(forms.BaseForm)
            if form.__module__.startswith(("assessment", "portfolio"))
            and form.__module__ != NOT_OURS
        },
        key=lambda form: (form.__module__, form.__name__),
    )


def test_no_field_says_only_that_it_is_required():
    usual_sentence = forms.Field.default_error_messages["required"]
    found = every_form_class()
    assert len(found) > 40
    for form in found:
        if issubclass(form, accounts._Asking | second_factor._Code):
            continue  # they give their sentences as they are made: the next test
        for name, field in getattr(form, "base_fields", {}).items():
            said = field.error_messages["required"]
            assert not field.required or field.widget.is_hidden or said != usual_sentence, (
                f"{form.__name__}.{name}"
            )


def test_the_forms_of_allauth_have_a_sentence_for_every_field():
    for form in every_form_class():
        fields = {
            name for name, field in getattr(form, "base_fields", {}).items() if field.required
        }
        if issubclass(form, accounts._Asking):
            assert fields <= set(accounts.SENTENCES), form.__name__
        elif issubclass(form, second_factor._Code):
            assert fields == {"code"}, form.__name__


@pytest.mark.parametrize("language", ["es", "pt-br"])
@pytest.mark.parametrize("sentence", [*usual.DJANGO, *usual.ALLAUTH])
def test_what_a_library_says_is_worded_anew(language, sentence):
    with override(language):
        told = gettext(sentence)
    assert told != sentence
    assert not told.startswith(
        ("Introduzca", "Escoja", "Seleccione una", "Este campo", "Informe um")
    )

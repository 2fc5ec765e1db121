"""The small forms of the pages: a language, a tick, a question to try."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment.methods.results import Trial
from assessment.widgets import Boxes, Languages, Radios, Tick

from .layout import laid_out

MOST_BYTES = 2_000_000  # of an export


class LanguageForm(forms.Form):
    """In which language a report is asked for; begins with the reader's own."""

    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        widget=Languages,
        error_messages={"required": _("Choose the language.")},
    )
    helper = laid_out("language")

    def __init__(self, data: QueryDict | None = None, *, label: str | Promise = "") -> None:
        super().__init__(data, initial={"language": get_language()}, auto_id="report-%s")
        self.fields["language"].label = str(label)


class HandInForm(forms.Form):
    """Nothing is handed in by one press alone."""

    confirm = forms.BooleanField(
        label=_("I have checked the answers and want to hand them in."),
        widget=Tick,
        error_messages={"required": _("Tick the box to confirm, then hand in.")},
    )
    error_title = _("Not handed in yet")
    helper = laid_out("confirm")
    helper.form_show_errors = False  # the page shows them at its top


class ExportForm(forms.Form):
    """A JSON export, to see whether it is what was handed in."""

    file = forms.FileField(
        label=_("JSON export"),
        help_text=_("A file from “Answers and scores as a file”, at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty. Choose another."),
        },
    )
    error_title = _("The file was not checked")
    helper = laid_out("file")

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Choose the JSON export."))
        return file


class AddressForm(forms.Form):
    """An address to copy and send to somebody."""

    address = forms.CharField(
        label=_("Link to send"),
        required=False,
        widget=forms.TextInput(attrs={"readonly": True, "class": "address"}),
    )
    helper = laid_out("address")

    def __init__(self, address: str, name: str) -> None:
        super().__init__(initial={"address": address}, auto_id=f"link-{name}-%s")


class ToolSearchForm(forms.Form):
    """Find tools by words in what is said about them."""

    q = forms.CharField(
        label=_("Words to look for"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    error_title = _("The list cannot be narrowed like this")
    helper = laid_out("q", method="get")


class AskForm(forms.Form):
    """Which answer to try as another; `set` carries those that are tried already."""

    set = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    ask = forms.ChoiceField(
        label=_("Question"), error_messages={"required": _("Choose a question.")}
    )
    helper = laid_out("ask", method="get")

    def __init__(self, trial: Trial, language: str) -> None:
        asked = trial.asked.key if trial.asked else None
        super().__init__(initial={"set": trial.tried, "ask": asked}, auto_id="ask-%s")
        self.fields["ask"].choices = [(q.key, q.short[language]) for q in trial.questions]  # type: ignore[attr-defined]


class TryForm(forms.Form):
    """The answers to the question that was chosen."""

    set = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    ask = forms.CharField(widget=forms.HiddenInput)
    helper = laid_out("to", method="get")

    def __init__(self, trial: Trial, language: str) -> None:
        question = trial.asked
        assert question
        now = [key for key, _text, is_now in trial.choices if is_now]
        several = question.kind.several
        first = {"to": now if several else "".join(now), "ask": question.key}
        super().__init__(initial={**first, "set": trial.tried}, auto_id="try-%s")
        choices = [(key, text) for key, text, _is_now in trial.choices]
        kind = forms.MultipleChoiceField if several else forms.ChoiceField
        self.fields["to"] = kind(
            label=question.text[language], choices=choices, widget=Boxes if several else Radios,
            error_messages={"required": _("Choose an answer.")},
        )  # fmt: skip

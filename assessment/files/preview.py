"""A file on its way in: kept, shown as what it would do, and only then done. The same for both apps.

A view derives from Bringing and says what a file would do (its Offer), how the page is drawn, and how it is done. The
file itself is kept, not the offer: each look reads it anew, in the page's language and against what is saved now, so
that reloading, switching the language and coming back are only another look. Doing reads it once more, and goes on only
if the offer is still the one that was shown.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Protocol, TypeVar

from django import forms
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.http import UserRequest
from assessment.widgets import Radios

from .table import Faulty

KEPT_FOR = 3600  # seconds between a look and the decision
MOST_FAULTS = 50  # that are told at once
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits for a decision."""

    data: bytes
    token: str
    choices: Mapping[str, str] = field(default_factory=dict)  # answers to what the file leaves open
    shown: str = ""  # the fingerprint of the offer that the person saw


class Offer(Protocol):
    """What a file would do."""

    @property
    def faults(self) -> Sequence[str]:
        """A sentence for each row that cannot be taken over."""

    @property
    def understood(self) -> str:
        """How the file was read, in words."""

    @property
    def questions(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Field name -> choices, for what cannot be told from the file, whether it was answered or not."""

    @property
    def is_empty(self) -> bool: ...

    @property
    def promise(self) -> object:
        """Everything that would be written, to be compared by its repr."""


def fingerprint(offer: Offer) -> str:
    return hashlib.sha256(repr(offer.promise).encode(errors="backslashreplace")).hexdigest()


class UploadForm(forms.Form):
    """Which file to bring in."""

    error_title = gettext_lazy("Nothing was taken over")

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose a file first.")},
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, label: str, hint: str = "", accept: str, most: int) -> None:
        super().__init__(*args)
        self.most = most
        self.fields["file"].label, self.fields["file"].help_text = label, hint
        self.fields["file"].widget.attrs["accept"] = accept

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > self.most:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB.") % {"most": self.most // 1_000_000}
            )
        return file


class ReadingForm(forms.Form):
    """What a file leaves open: the order of day and month, the mark before the decimals."""

    token = forms.CharField(widget=forms.HiddenInput)
    LABELS = {
        "dates": gettext_lazy("Dates in the file"),
        "amounts": gettext_lazy("Amounts in the file"),
    }

    def __init__(
        self, *args: Any, questions: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", "reading-%s")
        super().__init__(*args, **kwargs)
        for name, choices in questions.items():
            self.fields[name] = forms.ChoiceField(
                label=self.LABELS[name], choices=choices, widget=Radios
            )


class ApplyForm(forms.Form):
    """The decision on what was shown. Apps add what they ask besides."""

    token = forms.CharField(widget=forms.HiddenInput)
    leave_faulty = forms.BooleanField(
        error_messages={
            "required": gettext_lazy(
                "Tick this to take over the rest, or mend the file and bring it again."
            )
        },
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "apply-%s")
        super().__init__(*args, **kwargs)
        if offer.faults:
            number = len(offer.faults)
            sentence = _("Leave out what is faulty (%(number)d) and take the rest over")
            self.fields["leave_faulty"].label = sentence % {"number": number}
        else:
            del self.fields["leave_faulty"]


class Changed(Exception):
    """Somebody saved meanwhile what a file would change."""


AnyOffer = TypeVar("AnyOffer", bound=Offer)


class Bringing(ABC, Generic[AnyOffer]):
    """The way of a file: upload, look, answer what it leaves open, decide. What was posted can be fetched, too."""

    def __init__(self, request: UserRequest, place: str) -> None:
        """`place` is where the file is to go; only the same person finds it there again."""
        self.request = request
        self.shelf = Shelf(f"{place}:{request.user.pk}")

    @abstractmethod
    def offer(self, kept: Kept) -> AnyOffer:
        """What the file would do. Raises Faulty."""

    @abstractmethod
    def do(self, offer: AnyOffer, form: ApplyForm) -> HttpResponse:
        """Do what was shown, all of it or nothing. Raises Changed, or Faulty where it cannot be done."""

    @abstractmethod
    def page(self, context: dict[str, object], status: int) -> HttpResponse: ...

    @abstractmethod
    def home(self) -> HttpResponse:
        """To the page where a file can be chosen."""

    @abstractmethod
    def upload_form(self, *data: Any) -> UploadForm: ...

    def apply_form(self, offer: AnyOffer, *data: Any, **options: Any) -> ApplyForm:
        return ApplyForm(*data, offer=offer, **options)

    def upload(self) -> HttpResponse:
        """Check a file, or take the answers to what it left open, and show what it would do."""
        if self.request.method != "POST":
            return self._again()
        if "token" in self.request.POST and not self.request.FILES:
            return self._answer()
        form = self.upload_form(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.page({"upload_form": form}, 422)
        return self._look(self.shelf.new(form.cleaned_data["file"].read()))

    def apply(self) -> HttpResponse:
        """Do what the last look showed, or show it anew if it would be something else by now."""
        if self.request.method != "POST":
            return self._again()
        kept = self.shelf.find(self.request.POST.get("token", ""))
        if kept is None:
            return self._gone()
        try:
            offer = self.offer(kept)
        except Faulty:
            return self._look(kept)
        if fingerprint(offer) != kept.shown:
            return self._look(kept, is_stale=True)
        form = self.apply_form(offer, self.request.POST)
        if is_open(offer, kept) or offer.is_empty or not form.is_valid():
            return self._look(kept, apply_form=form)
        try:
            response = self.do(offer, form)
        except Changed:
            return self._look(kept, is_stale=True)
        except Faulty as error:
            return self.page(_told(error.faults), 422)
        self.shelf.drop(kept)
        return response

    def _again(self) -> HttpResponse:
        kept = self.shelf.last()
        return self.home() if kept is None else self._look(kept)

    def _answer(self) -> HttpResponse:
        kept = self.shelf.find(self.request.POST.get("token", ""))
        if kept is None:
            return self._gone()
        try:
            questions = self.offer(kept).questions
        except Faulty:
            return self._look(kept)
        form = ReadingForm(self.request.POST, questions=questions)
        if not form.is_valid():
            return self._look(kept, reading_form=form)
        choices = {name: form.cleaned_data[name] for name in questions}
        return self._look(replace(kept, choices=choices))

    def _gone(self) -> HttpResponse:
        faults = [_("The preview is older than an hour. Bring the file again.")]
        return self.page({"faults": faults}, 422)

    def _look(self, kept: Kept, **extra: object) -> HttpResponse:
        """The page with what a file would do. What was posted wrongly (`extra`) is shown with its errors."""
        try:
            offer = self.offer(kept)
        except Faulty as error:
            self.shelf.put(kept)
            return self.page(_told(error.faults), 422)
        self.shelf.put(replace(kept, shown=fingerprint(offer)))
        told = {"token": kept.token}
        if offer.faults and offer.is_empty and not offer.questions:
            return self.page(_told(offer.faults), 422)
        context = {"offer": offer, **_told(offer.faults), **extra}
        if offer.questions and "reading_form" not in context:
            first = {**told, **kept.choices}
            context["reading_form"] = ReadingForm(None, questions=offer.questions, initial=first)
        if is_open(offer, kept) or offer.is_empty:
            context["apply_form"] = None
        elif "apply_form" not in context:
            context["apply_form"] = self.apply_form(offer, None, initial=told)
        wrong = offer.faults or any(f.errors for f in extra.values() if isinstance(f, forms.Form))
        return self.page(context, 409 if extra.get("is_stale") else 422 if wrong else 200)


def _told(faults: Sequence[str]) -> dict[str, object]:
    return {"faults": faults[:MOST_FAULTS], "more_faults": len(faults[MOST_FAULTS:])}


def is_open(offer: Offer, kept: Kept) -> bool:
    """Whether something must be asked before it can be said what would be written."""
    return not offer.questions.keys() <= kept.choices.keys()


class Shelf:
    """Where the files of one person for one place wait."""

    def __init__(self, key: str) -> None:
        self.key = key

    def new(self, data: bytes) -> Kept:
        """A file that is put on the shelf with the first look at it."""
        return Kept(data, secrets.token_urlsafe(16))

    def put(self, kept: Kept) -> None:
        caches["files"].set(f"file:{self.key}:{kept.token}", kept, KEPT_FOR)
        caches["files"].set(f"file:{self.key}", kept.token, KEPT_FOR)

    def find(self, token: str) -> Kept | None:
        """The file that a page's token names. A token is a stranger's word: nothing but ours reaches the database."""
        if not _TOKEN.fullmatch(token):
            return None
        found: Kept | None = caches["files"].get(f"file:{self.key}:{token}")
        return found

    def last(self) -> Kept | None:
        return self.find(caches["files"].get(f"file:{self.key}") or "")

    def drop(self, kept: Kept) -> None:
        caches["files"].delete_many([f"file:{self.key}:{kept.token}", f"file:{self.key}"])

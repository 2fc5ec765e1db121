"""The field of a question that is answered with a statement: a choice, "don't know" or "not applicable", with evidence.

Posted as `question` (choices, or one of the two words below), `question.reason`, `.evidence`, `.comment`, `.agreed`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.datastructures import MultiValueDict
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessment.answers import Statement, Voices, chosen_in
from assessment.drawn import Drawn
from assessment.instruments import Instrument, Question
from assessment.methods.answer_sheet import answered

from .fields import CHECKED, MultipleField

DONT_KNOW, NOT_APPLICABLE = "dont_know", "not_applicable"
LONGEST_EVIDENCE = 500
LONGEST_COMMENT = 1000

WORDS = "\N{OBJECT REPLACEMENT CHARACTER}"  # around the name of what a person wrote; no questionnaire has it
_drawn = Drawn[list[str]](8192)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the controls show, and what they post."""

    chosen: list[str]
    reason: str
    evidence: str
    comment: str
    agreed: str  # empty: no


class StatementWidget(forms.Widget):
    """All controls of one question. Works without script; the reason shows when it is needed."""

    template_name = "faceta/widgets/statement.html"
    use_fieldset = True

    def __init__(self, field: StatementField) -> None:
        super().__init__()
        self.field = field

    def value_from_datadict(self, data: Mapping[str, str], files: object, name: str) -> Draft:
        chosen = (
            data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name, ()))
        )
        parts = ("reason", "evidence", "comment", "agreed")
        return Draft(chosen, *(data.get(f"{name}.{part}", "") for part in parts))

    def value_omitted_from_data(self, data: Mapping[str, str], files: object, name: str) -> bool:
        return False

    def get_context(
        self, name: str, value: Draft, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        question, language = self.field.question, self.field.language
        id_ = context["widget"]["attrs"].get("id", f"id_{name}")
        kind = "checkbox" if question.kind.several else "radio"
        start = format_html('type="{}" name="{}" id="{}_', kind, name, id_)
        button = partial(self.button, start, value.chosen)
        context |= {
            "question": question,
            "choices": [(button(item.key), item.text[language]) for item in question.items],
            "dont_know": button(DONT_KNOW),
            "not_applicable": button(NOT_APPLICABLE),
            "reasons": list(self.field.reasons.items()),
            "draft": value,
            "proof": question.proof[language] if question.proof else "",
            "responses": self.field.has_responses,
            "longest_evidence": LONGEST_EVIDENCE,
            "longest_comment": LONGEST_COMMENT,
        }
        return context

    def render(
        self,
        name: str,
        value: Draft,
        attrs: dict[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """What can be chosen is drawn once for all who chose the same; what they wrote is put in."""
        field, question = self.field, self.field.question
        words = {"evidence": value.evidence, "comment": value.comment}
        chosen = [key for key in field.offered if key in value.chosen]
        if len(chosen) < len(value.chosen) or value.reason not in ("", *field.reasons):
            return super().render(name, value, attrs, renderer)  # posted by a damaged page
        written = any(words.values())
        places = {part: f"{WORDS}{part}{WORDS}" if written else "" for part in words}
        shown = replace(value, chosen=chosen, **places)
        key = (
            *(question, get_language(), field.language, tuple(field.reasons.items())),
            *(field.has_responses, name, tuple((attrs or {}).items())),
            *(tuple(chosen), value.reason, bool(value.agreed), written),
        )
        draw = super().render
        parts = _drawn.get(key, lambda: draw(name, shown, attrs, renderer).split(WORDS))
        filled = (escape(words[part]) if odd % 2 else part for odd, part in enumerate(parts))
        return mark_safe("".join(filled))  # noqa: S308 (what a template drew, and words escaped)

    def button(self, start: str, chosen: Collection[str], key: str) -> str:
        """The attributes of a choice; of a box also which choice excludes all others."""
        checked = CHECKED if key in chosen else ""
        if not self.field.question.kind.several:
            return format_html('{}{}" value="{}"{}', start, key, key, checked)
        alone = key if key in (DONT_KNOW, NOT_APPLICABLE) else self.field.question.exclusive or ""
        boxes = '{}{}" value="{}" data-exclusive="{}"{}'
        return format_html(boxes, start, key, key, alone, checked)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """None for a label, since the legend names the group; any index gives the first choice's."""
        return "" if index is None else f"{id_}_{self.field.question.items[0].key}"


class StatementField(forms.Field):
    """Gives a statement as assessment/answers.py describes it; empty where nothing was said."""

    def __init__(
        self,
        instrument: Instrument,
        question: Question,
        language: str,
        responses: list[Statement] | None = None,
    ) -> None:
        self.instrument, self.question, self.language = instrument, question, language
        self.parts = {part: f"{part}-{question.key}" for part in ("evidence", "comment")}
        self.responses = responses or []  # of colleagues, for the group to agree on
        self.unseen = responses.unseen if isinstance(responses, Voices) else 0
        self.responses_in_words = answered(question, self.responses, language, instrument.reasons)
        self.reasons = {key: text[language] for key, text in instrument.reasons.items()}
        self.offered = (*(item.key for item in question.items), DONT_KNOW, NOT_APPLICABLE)
        super().__init__(required=False, widget=StatementWidget(self))

    @property
    def has_responses(self) -> bool:
        """Whether there is something to agree on, if only one knows that it is there."""
        return bool(self.responses or self.unseen)

    def prepare_value(self, value: object) -> Draft:
        """What the controls show for a stored statement, or for what was just posted."""
        if isinstance(value, Draft):
            return value
        told = value if isinstance(value, Mapping) else {}
        chosen = chosen_in(told)
        if told.get("dk"):
            chosen = [DONT_KNOW]
        elif "na" in told:
            chosen = [NOT_APPLICABLE]
        return Draft(
            chosen,
            told.get("na", ""),
            told.get("evidence", ""),
            told.get("comment", ""),
            "yes" if told.get("agreed") else "",
        )

    def clean(self, value: Draft) -> dict[str, object]:
        words = {
            "evidence": _clean_words(value.evidence, "evidence", LONGEST_EVIDENCE),
            "comment": _clean_words(value.comment, "comment", LONGEST_COMMENT),
        }
        told = self._told([key for key in value.chosen if key], value.reason)
        agreed = {"agreed": True} if value.agreed and told and self.has_responses else {}
        return {**told, **{part: text for part, text in words.items() if text}, **agreed}

    def _told(self, chosen: list[str], reason: str) -> dict[str, object]:
        if {DONT_KNOW, NOT_APPLICABLE} & set(chosen) and len(chosen) > 1:
            raise forms.ValidationError(
                _("Choose either an answer, or “Don't know”, or “Not applicable”.")
            )
        if chosen == [DONT_KNOW]:
            return {"dk": True}
        if chosen == [NOT_APPLICABLE]:
            return self._not_applicable(reason)
        if not chosen:
            return {}
        if self.question.kind.several:
            return {"choice": MultipleField(self.question, self.language).clean(chosen)}
        if len(chosen) > 1 or chosen[0] not in {item.key for item in self.question.items}:
            raise forms.ValidationError(_("Choose one of the answers shown."))
        return {"choice": chosen[0]}

    def _not_applicable(self, reason: str) -> dict[str, object]:
        """Without a reason it is kept, but leaves the question open."""
        if not self.question.may_not_apply or reason not in {"", *self.instrument.reasons}:
            raise forms.ValidationError(_("Choose one of the answers shown."))
        return {"na": reason}


TOO_LONG = {
    "evidence": gettext_lazy("Shorten the evidence to %(longest)d characters."),
    "comment": gettext_lazy("Shorten the comment to %(longest)d characters."),
}


def _clean_words(text: str, part: str, longest: int) -> str:
    cleaned: str = forms.CharField(required=False).clean(text)
    if len(cleaned) > longest:
        raise forms.ValidationError(TOO_LONG[part], code=part, params={"longest": longest})
    return cleaned

"""The Django admin: for superusers, where the pages are of no help. Rows can be looked at, and lead to the pages.

Each rule of `workflow` would have a back door here, so nothing is changed but which accounts can sign in and which of
them are superusers, and that by `workflow` too. Nobody's password or address is set for them.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from assessment import workflow
from assessment.models import (
    Agency,
    Event,
    Invitation,
    Letter,
    Mandate,
    Membership,
    SealedAnswers,
    SectionRecord,
    Submission,
    User,
)

admin.site.unregister(Group)  # roles and offices say everything
admin.site.unregister(EmailAddress)  # a person has one address, in the account
admin.site.unregister(Authenticator)  # secrets; `manage.py reset_mfa` takes a lost one away
admin.site.unregister([SocialAccount, SocialApp, SocialToken])  # the provider is in the environment
admin.site.unregister(DBTaskResult)  # in JSON; letters and files say themselves what became of them
admin.site.site_header = admin.site.site_title = "Faceta"
# The one door, with its rate limit.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser


def _to_own_password(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    return redirect("account_change_password")


admin.site.has_permission = _is_superuser  # type: ignore[method-assign]
# An own password is changed where everybody does it.
admin.site.password_change = _to_own_password  # type: ignore[method-assign,assignment]


def link(name: str, *args: object, words: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse(f"assessment:{name}", args=args), words)


class ReadOnly:
    """May be looked at; changes go through the pages, which keep the rules."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class MembershipInline(ReadOnly, admin.TabularInline[Membership, Model]):
    model = Membership
    fk_name: str | None = None
    fields = ["user", "agency", "role", "since"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "agency")


class MembershipOfPersonInline(MembershipInline):
    fk_name = "user"  # not who invited them


class MandateInline(ReadOnly, admin.TabularInline[Mandate, User]):
    model = Mandate
    fk_name = "user"
    fields = ["office", "country", "since", "until", "given_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mandate]:
        return super().get_queryset(request).select_related("user", "given_by")


@admin.register(Agency)
class AgencyAdmin(ReadOnly, admin.ModelAdmin[Agency]):
    list_display = ["name", "pages", "country_name"]
    search_fields = ["name"]
    inlines = [MembershipInline]
    fields = ["pages", "name", "country_name", "closed_on", "merged_into"]
    readonly_fields = ["pages", "country_name"]

    @admin.display(description=_("pages"))
    def pages(self, agency: Agency) -> str:
        people = link("people", agency.pk, words=gettext("People"))
        return format_html("{} · {}", link("agency", agency.pk, words=gettext("Agency")), people)


class AccountForm(forms.ModelForm[User]):
    """Which accounts can sign in, and which are superusers; the rest is the person's own."""

    by: User  # who is at it

    class Meta:
        model = User
        fields = ["is_active", "is_superuser"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            workflow.check_account(
                User.objects.get(pk=self.instance.pk), is_active=data["is_active"], by=self.by
            )
        except workflow.LastLead:
            raise ValidationError(
                _(
                    "This person alone leads an agency. Name another lead on the agency's page first."
                )
            ) from None
        except workflow.LastAdministrator:
            raise ValidationError(
                _("This person alone administers all countries. Give the office to another first.")
            ) from None
        except workflow.OwnAccount:
            raise ValidationError(_("Your own account is changed by another superuser.")) from None
        return data


@admin.register(User)
class PersonAdmin(admin.ModelAdmin[User]):
    form = AccountForm
    ordering = ["name"]
    list_display = ["name", "email", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["name", "email"]
    readonly_fields = ["name", "email", "last_login", "date_joined"]
    fields = ["name", "email", "is_active", "is_superuser", "last_login", "date_joined"]
    inlines = [MandateInline, MembershipOfPersonInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people are invited

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # answers name who gave them

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[AccountForm]:
        made = super().get_form(request, obj, change, **kwargs)
        return type("AccountFormOfOne", (made,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        workflow.change_account(
            User.objects.get(pk=obj.pk),
            is_active=obj.is_active,
            is_superuser=obj.is_superuser,
            by=cast("User", request.user),
        )


class RecordInline(ReadOnly, admin.TabularInline[SectionRecord, Submission]):
    model = SectionRecord
    fields = ["section", "respondent", "revision", "saved_by", "saved_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SectionRecord]:
        """With all that a row's title and cells name: 24 rows are no 72 queries."""
        return (
            super()
            .get_queryset(request)
            .select_related("respondent", "saved_by", "submission__agency")
        )


class SealedInline(ReadOnly, admin.StackedInline[SealedAnswers, Submission]):
    model = SealedAnswers
    fields = ["sealed_by_name", "sealed_at", "checksum"]


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin[Submission]):
    """What was answered stands on the pages, where a look at a draft is recorded."""

    list_display = ["agency", "pages", "respondent", "instrument_title", "status", "started_at"]
    list_filter = ["status"]
    search_fields = ["agency__name", "respondent__name"]
    fields = ["pages", "agency", "respondent", "instrument_title", "instrument_version", "status"]
    readonly_fields = ["pages", "instrument_title"]
    list_select_related = ["agency", "respondent"]
    inlines = [RecordInline, SealedInline]

    @admin.display(description=_("instrument"))
    def instrument_title(self, submission: Submission) -> str:
        return submission.instrument.text[get_language() or "en"]

    @admin.display(description=_("pages"))
    def pages(self, submission: Submission) -> str:
        return link("results", submission.pk, words=gettext("Results"))


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin[Event]):
    list_display = ["at", "actor_name", "verb", "about"]
    list_filter = ["verb"]
    search_fields = ["actor_name", "about"]
    fields = ["at", "actor_name", "verb", "agency", "about", "told", "hash", "before"]
    readonly_fields = ["told"]

    @admin.display(description=_("details"))
    def told(self, event: Event) -> str:
        return ", ".join(f"{key}: {value}" for key, value in event.facts.items())


@admin.register(Letter)
class LetterAdmin(ReadOnly, admin.ModelAdmin[Letter]):
    """Without their text: whoever has some of them could act as the reader."""

    list_display = ["address", "kind", "subject", "written_at", "sent_at", "attempts", "error"]
    list_filter = ["kind"]
    search_fields = ["address", "subject"]
    fields = ["address", "kind", "language", "subject", "written_at", "due_at", "sent_at"]
    fields += ["attempts", "error"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin[Invitation]):
    list_display = ["email", "agency", "role", "office", "country", "sent_at", "accepted_at"]
    list_select_related = ["agency"]
    search_fields = ["email", "agency__name"]
    fields = ["email", "agency", "role", "office", "country", "language", "invited_by_name"]
    fields += ["sent_at", "expires_at", "accepted_at", "accepted_by", "withdrawn_at"]

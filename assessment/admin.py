"""The Django admin, for administrators only: people and agencies. Answers can be looked at, never changed."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from assessment import review
from assessment.models import Agency, Membership, SealedAnswers, SectionRecord, Submission, User
from assessment.workflow import agencies as workflow

admin.site.unregister(Group)  # roles and offices say everything
admin.site.unregister(EmailAddress)  # a person has one address, in the account
admin.site.unregister(Authenticator)  # secrets; `manage.py reset_mfa` takes a lost one away
admin.site.unregister([SocialAccount, SocialApp, SocialToken])  # the provider is in the environment
admin.site.unregister(DBTaskResult)  # background work shows its state on the pages that ask for it
admin.site.site_header = admin.site.site_title = "Faceta"
# The one door, with its rate limit.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def country_choices() -> list[tuple[str, str]]:
    language = get_language() or "en"
    names = ((c.code, c.name[language]) for c in review.countries().values())
    return sorted(names, key=lambda choice: choice[1])


class MembershipInline(admin.TabularInline[Membership, Model]):
    model = Membership
    extra = 1
    autocomplete_fields = ["user", "agency"]


class MembershipOfPersonInline(MembershipInline):
    fk_name = "user"  # not who invited them


class AgencyAdminForm(forms.ModelForm[Agency]):
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)


@admin.display(description=_("Country"))
def _country(agency: Agency) -> str:
    return agency.country_name


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin[Agency]):
    form = AgencyAdminForm
    list_display = ["name", _country]
    search_fields = ["name"]
    inlines = [MembershipInline]
    # Everything else about an agency is on the pages for it, and what must not be lost is kept by the workflow.
    fields = ["name", "country"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # agencies are closed or merged

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in ("name", "country")}
        by: Any = request.user
        if change:
            workflow.change(obj, values, by, revision=obj.revision)
        else:
            obj.pk = workflow.create(values, by).pk


class PersonForm(UserChangeForm[User]):
    countries = forms.MultipleChoiceField(
        label=_("countries"),
        choices=country_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for reviewers: the countries whose agencies they see."),
    )


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # not generic at run time
    form = PersonForm
    ordering = ["name"]
    list_display = ["name", "email", "office", "is_active", "last_login"]
    list_filter = ["office", "is_active"]
    search_fields = ["name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["name", "email", "password"]}),
        (_("Duties"), {"fields": ["office", "countries", "is_active"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["name", "email", "usable_password", "password1", "password2"]})
    ]
    inlines = [MembershipOfPersonInline]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # answers name who gave them; an account is closed by "active"

    def save_model(self, request: HttpRequest, obj: User, form: object, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # allauth's note of an earlier address would still let its mailbox reset the password.
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()


class ReadOnly:
    """May be looked at; changes go through the pages, which keep the rules."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


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
    fields = ["answers", "scores", "sealed_by_name", "sealed_at", "checksum"]


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin[Submission]):
    list_display = ["agency", "respondent", "instrument_title", "status", "started_at"]
    list_filter = ["status"]
    search_fields = ["agency__name", "respondent__name"]
    fields = ["agency", "respondent", "instrument_title", "instrument_version", "status"]
    list_select_related = ["agency", "respondent"]
    inlines = [RecordInline, SealedInline]

    @admin.display(description=_("instrument"))
    def instrument_title(self, submission: Submission) -> str:
        return submission.instrument.text[get_language() or "en"]

from __future__ import annotations

from django.urls import path

from assessment.views import (
    answering,
    coming_in,
    dashboard,
    events,
    exchange,
    front,
    glossary,
    offices,
    people,
    profile,
    reports,
    results,
    reviewing,
)

app_name = "assessment"
urlpatterns = [
    path("", front.front, name="dashboard"),
    path("privacy/", front.privacy, name="privacy"),
    path("invitations/<str:token>/", coming_in.invitation, name="invitation"),
    path("invitations/<int:pk>/send-again/", people.send_again, name="send_again"),
    path("invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("join/", coming_in.join, name="join"),
    path("people/<int:pk>/", people.people, name="people"),
    path("people/<int:pk>/invite/", people.invite, name="invite"),
    path("people/<int:pk>/invite-many/", people.invite_many, name="invite_many"),
    path("people/<int:pk>/leave/", people.leave, name="leave"),
    path("people/<int:pk>/record/", events.record_of_agency, name="record_of_agency"),
    path("people/<int:pk>/<int:person>/role/", people.change_role, name="change_role"),
    path("people/<int:pk>/<int:person>/remove/", people.remove, name="remove"),
    path("people/<int:pk>/requests/<int:asked>/", people.answer_request, name="answer_request"),
    path("offices/", offices.offices, name="offices"),
    path("offices/invite/", offices.invite, name="invite_to_office"),
    path("record/", events.record, name="record"),
    path("profile/", profile.profile, name="profile"),
    path("profile/sign-out-everywhere/", profile.sign_out_everywhere, name="sign_out_everywhere"),
    path("profile/close/", profile.close, name="close"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("start/<int:agency>/<slug:instrument>/", dashboard.start, name="start"),
    path("review/", reviewing.queue, name="queue"),
    path("submissions/<uuid:pk>/", answering.overview, name="overview"),
    path("submissions/<uuid:pk>/check/", answering.check, name="check"),
    path("submissions/<uuid:pk>/results/", results.results, name="results"),
    path("submissions/<uuid:pk>/report/", reports.request_report, name="request_report"),
    path("submissions/<uuid:pk>/report/<uuid:report>/", reports.report, name="report"),
    path(
        "submissions/<uuid:pk>/report/<uuid:report>/file/", reports.report_file, name="report_file"
    ),
    path("submissions/<uuid:pk>/offline/", exchange.offline, name="offline"),
    path("submissions/<uuid:pk>/offline/upload/", exchange.upload, name="upload"),
    path("submissions/<uuid:pk>/offline/apply/", exchange.apply, name="apply"),
    path("submissions/<uuid:pk>/offline/export/<slug:form>/", exchange.export, name="export"),
    path(
        "submissions/<uuid:pk>/offline/questionnaire/<slug:language>/",
        exchange.questionnaire,
        name="questionnaire",
    ),
    path("submissions/<uuid:pk>/open/", answering.open_questions, name="open_questions"),
    path("submissions/<uuid:pk>/<slug:section>/", answering.section, name="section"),
    path("submissions/<uuid:pk>/<slug:section>/opinion/", answering.response, name="response"),
]

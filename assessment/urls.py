from __future__ import annotations

from django.urls import path

from assessment.views import (
    agencies,
    agency_files,
    answering,
    dashboard,
    exchange,
    glossary,
    merging_agencies,
    reports,
    results,
    reviewing,
)

app_name = "assessment"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("start/<int:agency>/<slug:instrument>/", dashboard.start, name="start"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.new, name="new_agency"),
    path("agencies/file/", agency_files.file, name="agencies_file"),
    path("agencies/file/upload/", agency_files.upload, name="agencies_upload"),
    path("agencies/file/apply/", agency_files.apply, name="agencies_apply"),
    path("agencies/file/<slug:what>/<slug:form>/", agency_files.export, name="agencies_export"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("agencies/<int:pk>/close/", agencies.close, name="close_agency"),
    path("agencies/<int:pk>/reopen/", agencies.reopen, name="reopen_agency"),
    path("agencies/<int:pk>/merge/", merging_agencies.merge, name="merge_agency"),
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
    path("submissions/<uuid:pk>/<slug:section>/opinion/", answering.opinion, name="opinion"),
]

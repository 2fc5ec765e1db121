"""Scores in rows of their own, and the picture of all that was handed in."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import demonstration
from assessment.methods.registry import method_of
from assessment.models import Score, SealedAnswers, Submission, User

from .reading import words

PICTURE = reverse("assessment:picture")


@pytest.fixture
def demo(db) -> None:
    demonstration.fill(with_administrator=True)


def test_every_score_of_what_is_handed_in_has_its_row(demo):
    assert SealedAnswers.objects.exists()
    for sealed in SealedAnswers.objects.all():
        instrument = sealed.submission.instrument
        lines = method_of(instrument).score_lines(sealed.scores)
        rows = {(r.kind, r.key): (r.value, r.low, r.high) for r in sealed.lines.all()}
        assert rows == {(str(x.kind), x.key): (x.value, x.low, x.high) for x in lines}
        assert set(rows) <= {(str(k), key) for k, key in method_of(instrument).scored(instrument)}


def test_the_migration_writes_the_same_rows(demo):
    before = set(Score.objects.values_list("sealed", "kind", "key", "value", "low", "high"))
    Score.objects.all().delete()
    importlib.import_module("assessment.migrations.0029_scores").write_lines(apps, None)
    found = set(Score.objects.values_list("sealed", "kind", "key", "value", "low", "high"))
    assert found == before


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_the_picture_has_every_facet_with_its_mean(client, demo, language):
    client.cookies["django_language"] = language
    client.force_login(User.objects.get(email=demonstration.address("admin")))
    sealed = SealedAnswers.objects.filter(instrument_key="portfolio_snapshot")
    page = words(client.get(PICTURE, {"instrument": "portfolio_snapshot.1"}))
    instrument = sealed[0].submission.instrument
    for (kind, key), name in method_of(instrument).scored(instrument).items():
        values = [
            line.value for one in sealed for line in one.lines.filter(kind=str(kind), key=key)
        ]
        assert name is not None
        assert name[language] in page
        assert f"{sum(values) / len(values):.0f}" in page
    assert client.get(PICTURE, {"instrument": "digital_maturity.1"}).status_code == 200
    assert client.get(PICTURE, {"instrument": "nonsense"}).status_code == 200


def test_only_what_is_in_reach_counts(client, demo, rosa):
    client.force_login(rosa)  # reviews Peru
    readable = Submission.objects.readable_by(rosa).filter(instrument_key="portfolio_snapshot")
    handed_in = readable.filter(latest_seal__isnull=False)
    page = words(client.get(PICTURE, {"instrument": "portfolio_snapshot.1"}))
    count = handed_in.count()
    assert count < SealedAnswers.objects.filter(instrument_key="portfolio_snapshot").count()
    assert ("One submission" if count == 1 else f"{count} submissions") in page


def test_the_picture_takes_as_many_queries_however_much_is_handed_in(client, demo):
    client.force_login(User.objects.get(email=demonstration.address("admin")))
    client.get(PICTURE)  # what is looked up once a process or a session
    asked = {}
    for version in ("portfolio_snapshot.1", "digital_maturity.1"):
        with CaptureQueriesContext(
            connection,
        ) as made:
            client.get(PICTURE, {"instrument": version})
        asked[version] = len(made)
    assert len(set(asked.values())) == 1

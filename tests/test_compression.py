"""Pages go out compressed: with Brotli where the browser takes it, else with gzip, else as they are."""

from __future__ import annotations

import gzip

import brotli
import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse

from assessment.config.compression import brotli_pages


def asked(client, accepted: str):
    return client.get("/account/login/", headers={"accept-encoding": accepted})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "encoding", "read"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("", "", bytes),
    ],
)
def test_a_page_comes_in_the_best_way_that_the_browser_knows(client, accepted, encoding, read):
    page = asked(client, accepted)
    assert page.get("Content-Encoding", "") == encoding
    assert "Accept-Encoding" in page["Vary"]
    assert int(page["Content-Length"]) == len(page.content)
    assert read(page.content).rstrip().endswith(b"</html>")


@pytest.mark.django_db
def test_nobody_learns_the_exact_length_of_a_page(client):
    assert len({len(asked(client, "br")["X-Padding"]) for _ in range(20)}) > 3


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("short"),
        JsonResponse({"a": "b" * 500}),
        StreamingHttpResponse([b"a" * 500]),
        HttpResponse("a" * 500, headers={"Content-Encoding": "gzip"}),
    ],
    ids=["short", "no page", "streamed", "compressed already"],
)
def test_other_answers_are_left_alone(rf, answer):
    request = rf.get("/", headers={"accept-encoding": "br"})
    before = answer.get("Content-Encoding")
    assert brotli_pages(lambda _request: answer)(request).get("Content-Encoding") == before

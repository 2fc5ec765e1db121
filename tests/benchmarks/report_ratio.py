"""How much a report costs beside as many pages of plain text: `python tests/benchmarks/report_ratio.py [maturity]`.

Both are rendered in turn by the same warm process with the same font; the ratio of the medians should stay below 3.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

import pikepdf  # noqa: E402

from assessment import demonstration, pdf  # noqa: E402
from assessment.methods import published  # noqa: E402
from assessment.methods.points.results import PointsResults  # noqa: E402
from assessment.methods.results import Author  # noqa: E402
from assessment.methods.weighted_mean.interchange import read_answers  # noqa: E402
from assessment.results import results_of  # noqa: E402
from tests.agencies import agency  # noqa: E402

ROUNDS = 9
PAGE = "@page { size: A4; margin: 24mm 20mm 22mm } html { font: 10pt/1.5 Plex }"
PARAGRAPH = (
    "<p>" + "La institución aprende de cada intento y mejora lo que las personas reciben. " * 8
)


def pages(made: bytes) -> int:
    with pikepdf.open(io.BytesIO(made)) as opened:
        return len(opened.pages)


def report() -> bytes:
    instrument = published.latest("portfolio_snapshot")
    leaning, spread, _state = demonstration.ANSWERED["ana"]
    answers = demonstration.invented_answers(instrument, leaning, spread, seed="benchmark")
    author = Author("Ministerio", "PE", "Ana", datetime.now(UTC), "Ana", "0" * 64)
    return pdf.render_pdf(PointsResults(instrument, answers, author, "es"))


def maturity_report() -> bytes:
    instrument = published.latest("digital_maturity")
    answers, _faults = read_answers(instrument, agency(instrument, 7))
    author = Author("Ministerio", "PE", "", datetime.now(UTC), "Ana", "0" * 64)
    return pdf.render_pdf(results_of(instrument, answers, author, "es"))


def plain(paragraphs: int) -> bytes:
    from weasyprint import CSS, HTML

    _stylesheet, fonts = pdf._styles()
    html = HTML(string=f'<html lang="es"><title>Plain</title>{PARAGRAPH * paragraphs}')
    made = html.write_pdf(stylesheets=[CSS(string=PAGE, font_config=fonts)], font_config=fonts)
    assert isinstance(made, bytes)
    return made


def seconds(render: Callable[[], bytes]) -> float:
    start = time.perf_counter()
    render()
    return time.perf_counter() - start


def main() -> None:
    made = maturity_report if "maturity" in sys.argv else report
    wanted, paragraphs = pages(made()), 10
    while pages(plain(paragraphs)) < wanted:
        paragraphs += 4
    rounds = [(seconds(made), seconds(lambda: plain(paragraphs))) for _ in range(ROUNDS)]
    ours = statistics.median(mine for mine, _ in rounds)
    text = statistics.median(other for _, other in rounds)
    sys.stdout.write(
        f"{wanted} pages: {ours:.3f} s, plain text {text:.3f} s, ratio {ours / text:.2f}\n"
    )


if __name__ == "__main__":
    main()

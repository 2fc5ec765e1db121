"""WCAG 2.2 AA as far as a machine can judge it, on every page, in every language, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessment.instruments import Instrument
from assessment.models import Agency, User
from tests.conftest import person

from . import scenes_of_people  # noqa: F401 - puts its scenes on the list
from .axe import AS_IT_COMES, judged_by_axe
from .conftest import DESKTOP, PHONE, Visitor
from .scenes import SCENES, Stage, set_up

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "es", "pt-br")
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, summary, select, .button, nav a, header a, footer a, label:has(input[type=radio])," +
    "label:has(input[type=checkbox]), input:not([type=radio], [type=checkbox], [type=hidden])"
  )].filter(each => each.checkVisibility()).map(each => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width > 2 && box.right > 0 && (box.height < 43.9 || box.width < 24))
  .map(([each, box]) => `${each.localName} "${each.innerText || each.name}" has ` +
    `${Math.round(box.width)} × ${Math.round(box.height)} px`)"""
WIDER_THAN_THE_WINDOW = "document.scrollingElement.scrollWidth > innerWidth"
SKIPPED_HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(
    (each, index, all) => index && each.localName[1] - all[index - 1].localName[1] > 1
  ).map(each => each.outerHTML.slice(0, 80))"""
# The outline of what has the focus, or of the label that stands for it; and whether all of it is
# behind something that sticks to the window.
FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const drawn = [focused, focused.closest("label")].some(each => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = focused.getBoundingClientRect();
  const seen = [0.1, 0.5, 0.9].some(x => [0.1, 0.5, 0.9].some(y => {
    const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return top && (focused.contains(top) || top.contains(focused));
  }));
  return {what: focused.outerHTML.slice(0, 120), drawn, seen};
}"""
ON_PHONES = ["results handed in", "results why", "results next"]

OpenStage = Callable[..., Stage]


@pytest.fixture
def open_stage(
    visitor: Visitor,
    live_server: Any,
    health: Agency,
    ana: User,
    luis: User,
    rosa: User,
    adm: User,
    instrument: Instrument,
    complete_answers: dict[str, Any],
) -> OpenStage:
    others = {key: person(key, health) for key in ("carla", "dora")}
    submissions = set_up(health, {"ana": ana, "luis": luis, **others}, instrument, complete_answers)

    def opened(language: str = "en", window: dict[str, Any] = DESKTOP) -> Stage:
        page = visitor(luis, language, **window)
        return Stage(page, live_server.url, ana, luis, rosa, adm, **submissions)

    return opened


def judged_on_a_phone(page: Page, *, width: bool) -> list[str]:
    page.set_viewport_size(PHONE["viewport"])
    found = page.evaluate(SMALL_TARGETS)
    if width and page.evaluate(WIDER_THAN_THE_WINDOW):
        found.append("must be scrolled sideways")
    page.set_viewport_size(DESKTOP["viewport"])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_used_by_everybody(open_stage: OpenStage, language: str) -> None:
    stage, faults = open_stage(language), {}
    page = stage.page
    for name, play in SCENES.items():
        play(stage)
        found = judged_by_axe(page) + judged_on_a_phone(page, width=name not in ON_PHONES)
        expect(page.locator("html")).to_have_attribute("lang", language)
        if page.locator("h1").count() != 1:
            found.append("has not exactly one h1")
        if not page.title().removesuffix(" · Faceta").strip():
            found.append("has no title")
        if found:
            faults[name] = found
    assert not faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_fit_a_phone(open_stage: OpenStage, language: str) -> None:
    stage = open_stage(language)
    for name in ON_PHONES:
        SCENES[name](stage)
        assert judged_on_a_phone(stage.page, width=True) == []


def test_no_page_scrolls_sideways_when_zoomed(open_stage: OpenStage) -> None:
    """WCAG 1.4.10: four times as large on a desktop leaves 320 px."""
    stage = open_stage("pt-br", {**DESKTOP, "viewport": {"width": 320, "height": 256}})
    for name in ("sign in", "dashboard", "section profile", "section purpose", "check complete"):
        SCENES[name](stage)
        assert not stage.page.evaluate(WIDER_THAN_THE_WINDOW), name


@pytest.mark.parametrize(
    "name",
    [
        "dashboard",
        "overview",
        "section purpose",
        "section in conflict",
        "check with open questions",
        "check complete",
        "results handed in",
        "glossary for everybody",
    ],
)
def test_headings_skip_no_level(open_stage: OpenStage, name: str) -> None:
    stage = open_stage()
    SCENES[name](stage)
    assert stage.page.evaluate(SKIPPED_HEADINGS) == []


@pytest.mark.parametrize(
    "name",
    ["sign in", "dashboard", "section purpose", "check complete", "results handed in", "queue"],
)
def test_one_sees_where_the_focus_is(open_stage: OpenStage, name: str) -> None:
    stage = open_stage()
    SCENES[name](stage)
    stops = []
    stage.page.keyboard.press("Tab")
    assert stage.page.locator(".skip").evaluate("link => link === document.activeElement")
    for _ in range(80):
        if not (stop := stage.page.evaluate(FOCUS)) or stop in stops:
            break
        stops.append(stop)
        stage.page.keyboard.press("Tab")
    assert len(stops) > 5
    assert [stop["what"] for stop in stops if not (stop["drawn"] and stop["seen"])] == []


FAULTS = """<!doctype html><html><title>Faults</title><style>
  .grey { color: #aaa }  .seen-through { opacity: .4 }  .hsl { color: hsl(120 50% 60% / .8) }
  .behind { position: relative; background: rgba(0, 0, 0, .7) }
  @media (prefers-color-scheme: dark) { body { background: #111 }  .links { color: rgb(40 40 90) } }
</style><main><h1>Faults</h1><img src="data:,"><p class="grey">Grey <b class="seen-through">greyer</b></p>
<p class="hsl">Green</p><p class="behind"><i>Dark on dark</i></p><p><button></button><input>
<p class="links"><a href="/">Enough by day</a> and the words around</p></main>"""


def test_the_quick_axe_finds_what_axe_finds(visitor: Visitor) -> None:
    page = visitor(**DESKTOP)
    page.set_content(FAULTS)
    quick = judged_by_axe(page)
    page.set_content(FAULTS)
    assert quick == judged_by_axe(page, AS_IT_COMES)
    assert {each.split(":")[0] for each in quick} == {
        "button-name", "color-contrast", "dark", "html-has-lang", "image-alt", "label",
        "target-size",
    }  # fmt: skip

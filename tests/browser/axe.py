"""axe, made quick: most of its time went into reading the same few colours of a page thousands of times.

Nothing that it judges by is changed; a test compares it with axe as it comes.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AS_IT_COMES = Axe().axe_script
WCAG = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
}
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
VIOLATIONS = """options => axe.run(options).then(found => found.violations.flatMap(
    rule => rule.nodes.map(each => `${rule.id}: ${each.html.slice(0, 160)} ${each.failureSummary}`)))"""

# A colour of axe has seven private fields, each written for old browsers as an entry of a weak map, which
# V8 keeps slowly. Here an entry is a property of the object itself: nothing is kept longer than the page.
_QUICK_FIELDS = """((WeakMap, WeakSet) => { %s })(...(() => {
  class Entries {
    constructor() { this.own = Symbol(); }
    has(object) { return this.own in object; }
    get(object) { return object[this.own]; }
    set(object, value) { object[this.own] = value; return this; }
    add(object) { return this.set(object, true); }
    delete(object) { return delete object[this.own]; }
  }
  return [Entries, Entries];
})());"""
_COLOURS_READ_ONCE = """(() => {
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      const {r, g, b, alpha} = this;
      known.set(text, {r, g, b, alpha});
    }
    return Object.assign(this, known.get(text));
  };
})();"""
QUICK = _QUICK_FIELDS.replace("%s", AS_IT_COMES) + _COLOURS_READ_ONCE


def judged_by_axe(page: Page, script: str = QUICK) -> list[str]:
    """What breaks WCAG on this page; in English the contrast in dark colours too, which no language changes."""
    page.evaluate(script)
    found: list[Any] = page.evaluate(VIOLATIONS, WCAG)
    if page.locator("html").get_attribute("lang") not in ("en", None):
        return found
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in page.evaluate(VIOLATIONS, CONTRAST)]
    page.emulate_media(color_scheme="light")
    return found

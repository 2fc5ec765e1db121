"""What the walk expects: refusals that make sense, each with its reason, and what is being mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tests.reading import Form

Sent = Mapping[str, list[Any]]
FACETS = ("mission", "enhancement", "adaptive", "anticipatory")

FILTERED = "the filter shows projects"
RELOADED, LINKS = "GET on the address leads to a page", "its links lead on"

# Forms whose page opens again with what was saved, in the same form.
EDITING = {
    "assessment:section", "assessment:response", "portfolio:project", "portfolio:target", "portfolio:action",
}  # fmt: skip
# Words that are typed into the others can be read on the page that follows.
READ_AFTERWARDS = {"title", "decision", "why"}
# allauth draws a refused form with 200.
DRAWN_WITH_200 = {"account_login", "account_change_password", "account_reset_password"}
# What shows a preview, and saves nothing.
PREVIEWS = {"assessment:upload", "portfolio:upload"}


class Refusal(NamedTuple):
    """A form that is rightly not taken: which field the page has to say something about, and why."""

    field: str  # empty: the page says it as a whole
    why: str


def empty(sent: Sent, *names: str) -> Iterator[Refusal]:
    for name in names:
        if not "".join(map(str, sent.get(name, []))).strip():
            yield Refusal(name, "cannot be left empty")


def no_file(form: Form, sent: Sent) -> Iterator[Refusal]:
    if not sent.get("file"):
        yield Refusal("", "no file was chosen")


def step(form: Form, sent: Sent) -> Iterator[Refusal]:
    if "drop" in sent:
        return
    kind = sent["kind"][0]
    if kind != "add":
        yield from empty(sent, "project")
    if kind == "add":
        yield from empty(sent, "title")
    if kind != "close":
        yield from empty(sent, "purpose", "driver")


def project(form: Form, sent: Sent) -> Iterator[Refusal]:
    yield from empty(sent, "title")
    if "".join(sent["budget"]) and not "".join(sent["currency"]):
        yield Refusal("currency", "a budget has a currency")
    if "".join(sent["lesson"]) and sent["state"] != ["closed"]:
        yield Refusal("state", "a lesson belongs to a closed project")
    starts, ends = "".join(sent["starts"]), "".join(sent["ends"])
    if starts and ends and ends < starts:
        yield Refusal("ends", "the end is before the start")


def target(form: Form, sent: Sent) -> Iterator[Refusal]:
    missing = list(empty(sent, *FACETS))
    yield from missing
    if not missing and sum(int(sent[facet][0]) for facet in FACETS) != 100:
        yield Refusal("", "shares add up to 100")


def organisations(form: Form, sent: Sent) -> Iterator[Refusal]:
    if "organisation" in form.choices and not sent.get("organisation"):
        yield Refusal("", "nobody's rows are chosen")


def new_round(form: Form, sent: Sent) -> Iterator[Refusal]:
    if not any("".join(sent[name]).strip() for name in sent if name.startswith("title_")):
        yield Refusal("title_en", "a round has a title in one language at least")
    yield from empty(sent, "closes_on", "instruments", "countries")


def password(form: Form, sent: Sent) -> Iterator[Refusal]:
    yield from empty(sent, *(n for n in form.kinds if form.kinds[n] in ("password", "email")))


Rule = Callable[[Form, Sent], Iterator[Refusal]]
RULES: dict[str, Rule] = {
    "assessment:check": lambda form, sent: empty(sent, "confirm"),
    "assessment:upload": no_file,
    "portfolio:upload": no_file,
    "portfolio:add": lambda form, sent: empty(sent, "title", "purpose", "driver"),
    "portfolio:add_action": lambda form, sent: empty(sent, "title"),
    "portfolio:action": lambda form, sent: empty(sent, "title"),
    "portfolio:project": project,
    "portfolio:target": target,
    "portfolio:plan": step,
    "portfolio:decide": lambda form, sent: empty(sent, "decision", "owner"),
    "portfolio:apply": organisations,
    "assessment:new_round": new_round,
    "account_login": password,
    "account_change_password": password,
    "account_reset_password": password,
}


def refusals(name: str, form: Form, sent: Sent) -> list[Refusal]:
    """Why this form is rightly refused; empty: it has to be taken."""
    return list(RULES.get(name, lambda form, sent: iter(()))(form, sent))

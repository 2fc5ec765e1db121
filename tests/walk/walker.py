"""One person's walk through the site: every link, and every form as the page holds it and with one field changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from assessment.models import Submission, User
from tests.reading import Button, Form, forms, read, send

from . import changes, rules
from .judging import differing, said_about, texts

FEW = 2  # changes to a form
MOST_PAGES = 3  # of one address pattern, and of its kinds of query
MOST_LIKE_IT = 2  # forms of one shape that are sent as their pages hold them
ONE_OF = {"clear", "language", "drop"}  # of these buttons, one stands for all


class Fault(NamedTuple):
    role: str
    address: str
    form: str
    field: str
    status: str
    expected: str


class Place(NamedTuple):
    """What is the same about addresses that differ in keys only."""

    name: str
    words: tuple[str, ...] = ()  # of the address: section, form of a file


def place_of(address: str) -> Place:
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return Place("nowhere")
    known = ("section", "instrument", "form", "language")
    words = (str(found.kwargs[key]) for key in known if key in found.kwargs)
    return Place(found.view_name, tuple(words))


Shape = tuple[Place, tuple[str, ...], tuple[str, ...]]


def shape_of(form: Form) -> Shape:
    names = tuple(sorted(n for n, kind in form.kinds.items() if kind != "hidden"))
    return place_of(form.address), names, tuple(sorted({name for name, _value in form.buttons}))


class Walk:
    """All roles in one state. What has been changed by one is not changed again by the next."""

    def __init__(
        self, most_changes: int, files: dict[str, list[Any]], passed_by: tuple[str, ...]
    ) -> None:
        """With more than a few changes to each form, every section is opened, not some."""
        self.most_changes, self.files = most_changes, files
        self.is_thorough = most_changes > FEW
        self.passed_by = passed_by
        self.faults: list[Fault] = []
        self.known: set[Shape] = set()
        self.count: Counter[str] = Counter()

    def files_for(self, address: str) -> list[Any]:
        """What can be brought back there: tables for a portfolio, answers for their own questionnaire."""
        found = resolve(address)
        if found.view_name != "assessment:upload":
            return self.files[found.view_name]
        return self.files[Submission.objects.get(pk=found.kwargs["pk"]).instrument_key]

    def by(self, role: str, user: User | None, bookmarks: list[str]) -> None:
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        with undone(client):
            if user:
                client.force_login(user)
            Visitor(self, role, client, bookmarks).walk(["/", *bookmarks])


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever happens in here has not happened afterwards, neither in the database nor in the browser."""
    cookies: SimpleCookie = SimpleCookie()
    cookies.update(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


class Visitor:
    def __init__(self, walk: Walk, role: str, client: Client, bookmarks: list[str]) -> None:
        self.all, self.role, self.client, self.bookmarks = walk, role, client, bookmarks
        self.is_patient = walk.is_thorough and role == "lead"
        self.sent: Counter[Any] = Counter()
        self.drawn: set[tuple[Place, int]] = set()

    def note(self, address: str, form: str, field: str, response: Any, expected: str) -> None:
        error = getattr(response, "exc_info", None)
        status = f"{response.status_code} {error[0].__name__ if error else ''}".strip()
        self.all.faults.append(Fault(self.role, address, form, field, status, expected))

    def get(self, address: str) -> Any:
        """A page, after the redirects that lead to it."""
        for _step in range(5):
            self.all.count["pages"] += 1
            response = self.client.get(address.partition("#")[0])
            if response.status_code != 302:
                break
            address = urljoin(address, response["Location"])
        return response

    # --- Links

    def walk(self, waiting: list[str]) -> None:
        seen: set[str] = set()
        visits: Counter[Any] = Counter()
        while waiting:
            address = waiting.pop(0)
            place, query = place_of(address), urlsplit(address).query
            asked = frozenset(part.partition("=")[0] for part in query.split("&"))
            if address in seen or place.name.startswith(self.all.passed_by):
                continue
            seen.add(address)
            kind = (place.name, asked) if query else place if self.is_patient else place.name
            visits[kind] += 1
            visits[place.name, "queries"] += bool(query)
            most = MOST_PAGES if self.is_patient else 2
            if visits[kind] <= (1 if query else most) and (
                not query or visits[place.name, "queries"] <= most
            ):
                waiting += self.visit(address)

    def visit(self, address: str) -> list[str]:
        response = self.get(address)
        if response.status_code in (403, 404) and address in self.bookmarks:
            return []
        if response.status_code != 200:
            self.note(address, "", "", response, "a link leads to a page")
        if not response["Content-Type"].startswith("text/html"):
            return []
        for form in forms(response):
            self.use(form)
        return links(response)

    # --- Forms

    def use(self, form: Form) -> None:
        """Send a form as it is, properly filled in, and with one field changed at a time."""
        shape = shape_of(form)
        name = shape[0].name
        # The menu of languages is on every page, and leads back to it.
        key = (name, place_of(form.page).name) if name == "set_language" else shape
        self.sent[key] += 1
        if self.sent[key] > (MOST_LIKE_IT if key == shape else 1):
            return
        is_new = shape not in self.all.known
        is_first = all(known[0].name != name for known in self.all.known)
        self.all.known.add(shape)
        for button in (some(form.presses, is_first) if is_new else form.presses[-1:]) or [None]:
            self.judge(form, {}, button)
        if not is_new:
            return
        files = self.all.files_for(form.address) if form.files else []
        ways = changes.proper(name, form, files) if form.method == "post" else []
        for way in ways:
            self.judge(form, way, first(form))
        base = ways[0] if ways and not form.files else {}
        for field, change in changes.changes(form, self.all.most_changes):
            self.judge(form, {**base, **change}, first(form), field)

    def judge(
        self, form: Form, answers: changes.Answers, button: Button | None, field: str = ""
    ) -> None:
        with undone(self.client):
            self.all.count["submissions"] += 1
            response = send(self.client, form, answers, button)
            named = (button.name, button.value) if button and button.name else None
            if button and button.action:
                self.carried(form, form.filled(answers), named, response)
                return
            self.outcome(form, form.filled(answers, named), field, response)

    def outcome(self, form: Form, sent: rules.Sent, field: str, response: Any) -> None:
        name = place_of(form.address).name
        due = rules.refusals(name, form, sent) if form.method == "post" else []
        code = response.status_code
        if code == 302:
            if due:
                self.fault(form, sent, field, response, f"refused: {due[0].why}")
            self.followed(form, sent, field, response)
        elif code == 200 and form.method == "get":
            self.still_chosen(form, sent, field, response)
        elif code == (200 if name in rules.DRAWN_WITH_200 else 422) and due:
            self.refused(form, sent, due, response)
            self.drawn_by_post(form, response)
        elif code == 200 and name in rules.PREVIEWS and not due:
            self.drawn_by_post(form, response)
        else:
            expected = rules.FILTERED if form.method == "get" else "taken"
            self.fault(form, sent, field, response, "refused with 422" if due else expected)
            if code in (200, 409, 422):
                self.drawn_by_post(form, response)

    def carried(
        self, form: Form, typed: rules.Sent, named: tuple[str, str] | None, response: Any
    ) -> None:
        """A button for another language leads back, and what was typed comes along."""
        page = self.get(urljoin(form.address, response.get("Location", "")))
        kept = [f for f in forms(page) if f.address == form.address and set(form.kinds) <= set(f.kinds)]  # fmt: skip
        lost = differing(form, typed, kept[0]) if kept else ["the whole form"]
        if page.status_code != 200 or lost:
            self.note(
                form.page, "set_language", str(named), page, f"carried: {', '.join(lost[:3])}"
            )

    def fault(self, form: Form, sent: Any, field: str, response: Any, expected: str) -> None:
        name = place_of(form.address).name
        pressed = "=".join(next(((n, *sent[n]) for n, _v in form.buttons if n in sent), ("",)))
        told = " ".join([*texts(response)[:2], f"[{pressed}]" if pressed else ""])
        self.note(form.page, name, f"{field or 'as held'} {told}".strip(), response, expected)

    def followed(self, form: Form, sent: rules.Sent, field: str, response: Any) -> None:
        """After a form was taken: the page it leads to, and what has been kept."""
        name = place_of(form.address).name
        led = urljoin(form.address, response["Location"])
        page = self.get(led)
        if page.status_code != 200:
            self.fault(form, sent, field, page, f"{place_of(led).name} is a page")
        elif name in rules.EDITING and not {"clear", "drop"} & set(sent):
            again = page if led.partition("#")[0] == form.page else self.get(form.page)
            kept = [f for f in forms(again) if f.address == form.address and shape_of(f) == shape_of(form)]  # fmt: skip
            lost = differing(form, sent, kept[0]) if kept else ["the whole form"]
            if lost:
                self.fault(form, sent, field, again, f"kept: {', '.join(lost[:3])}")
        else:
            readable = rules.READ_AFTERWARDS & set(sent) & set(form.kinds)
            words = [value for n in sorted(readable) for value in sent[n] if value]
            shown = read(page).everything if words else ""
            words = [" ".join(word.split()) for word in words]
            if missing := [word for word in words if word not in shown]:
                self.fault(form, sent, field, page, f"shown: {missing[0]}")

    def still_chosen(self, form: Form, sent: rules.Sent, field: str, response: Any) -> None:
        found = [f for f in forms(response) if f.address == form.address and field in f.kinds]
        if field and found and found[0].fields.get(field, []) != sent[field]:
            self.fault(form, sent, field, response, "the choice is shown")

    def refused(self, form: Form, sent: rules.Sent, due: list[rules.Refusal], page: Any) -> None:
        """A refusal says where and why, and loses nothing."""
        for refusal in due:
            if refusal.field and not said_about(page, refusal.field):
                self.fault(form, sent, refusal.field, page, "a sentence about the field")
        again = [f for f in forms(page) if f.address == form.address and set(form.kinds) <= set(f.kinds)]  # fmt: skip
        lost = differing(form, sent, again[0]) if again else ["the whole form"]
        if lost:
            self.fault(form, sent, lost[0], page, "what was typed is still there")

    def drawn_by_post(self, form: Form, page: Any) -> None:
        """A page drawn by a POST can be reloaded, read in another language, and gone on with."""
        place = place_of(form.address), page.status_code
        if place in self.drawn or "text/html" not in page["Content-Type"]:
            return
        self.drawn.add(place)
        name = place[0].name
        with undone(self.client):
            if (again := self.get(form.address)).status_code != 200:
                self.note(form.page, name, "reloaded", again, rules.RELOADED)
        for found in forms(page):
            if place_of(found.address).name == "set_language":
                self.judge(found, {}, found.presses[-1])
            elif found.method == "get" or found.files or found.address != form.address:
                self.use(found)
            else:
                self.judge(found, {}, first(found))
        own = [a for a in links(page) if urlsplit(a).path == urlsplit(form.address).path]
        for address in own[:2]:
            if (led := self.get(address)).status_code != 200:
                self.note(form.page, name, f"link {urlsplit(address).query}", led, rules.LINKS)  # fmt: skip


def links(response: Any) -> list[str]:
    page = read(response)
    found = (given.get("href") or "" for tag, given in page.attributes if tag == "a")
    joined = (urljoin(page.page, link).partition("#")[0] for link in found if link)
    return list(dict.fromkeys(a for a in joined if a.startswith("/") and a != page.page))


def first(form: Form) -> Button | None:
    return form.presses[0] if form.presses else None


def some(buttons: list[Button], is_first: bool) -> list[Button]:
    """Each button; of those that do the same to another question one, of the languages one on the first such page."""
    one = {button.name: button for button in buttons if button.name in ONE_OF}
    if not is_first:
        one["language"] = None
    return [b for b in dict.fromkeys(buttons) if one.get(b.name, b) == b]

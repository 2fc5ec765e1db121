"""Pages as a browser without JavaScript reads them: forms with their fields and buttons, and plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

from django.test.client import MULTIPART_CONTENT, Client

Attributes = dict[str, str | None]
URLENCODED = "application/x-www-form-urlencoded"


class Button(NamedTuple):
    """Something to press. Without a name it sends nothing of its own."""

    name: str
    value: str
    action: str | None = None  # where it leads in place of the form's own address
    method: str | None = None


@dataclass
class Form:
    """A form of a page. Fields hold what would be sent, choices what could be."""

    action: str = ""
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)  # names of what a file can be chosen for
    buttons: list[tuple[str, str]] = field(
        default_factory=list
    )  # name and value of those with a name, in the page's order
    enctype: str = URLENCODED
    page: str = ""  # where it was read
    presses: list[Button] = field(default_factory=list)  # every button; Enter presses the first
    kinds: dict[str, str] = field(default_factory=dict)  # radio, checkbox, select, textarea, date …
    limits: dict[str, Attributes] = field(default_factory=dict)  # attributes, by name of the field

    @property
    def address(self) -> str:
        return self.leads_to(None)

    def leads_to(self, button: Button | None) -> str:
        """The address that is asked for, without the fragment, which stays in the browser."""
        action = (button and button.action) or self.action
        return urljoin(self.page, action or self.page).partition("#")[0]

    def filled(self, answers: Mapping[str, Any], button: tuple[str, str] | None = None) -> Any:
        """What the browser sends when the person has changed these fields and presses this button.

        None clears: nothing ticked, no radio button chosen.
        """
        sent: dict[str, list[Any]] = {**self.fields}
        for name, value in answers.items():
            if name in self.files:
                value.seek(0)  # it may have been sent before
                sent[name] = [value]
                continue
            assert name in self.fields or name in self.choices, f"no field {name}"
            values = [] if value is None else value if isinstance(value, list) else [value]
            sent[name] = [str(each) for each in values]
            if name in self.choices:
                offered = set(self.choices[name])
                assert set(sent[name]) <= offered, f"{name} does not offer {values}"
        if button:
            assert button in self.buttons, f"no button {button}"
            sent[button[0]] = [*sent.get(button[0], []), button[1]]
        return sent


class Page(HTMLParser):
    """A page as it is read: forms, words, and every element with its attributes."""

    def __init__(self, page: str = "") -> None:
        super().__init__()
        self.page = page
        self.forms: dict[str, Form] = {}
        self.current = self.select = ""
        self.chosen = False  # whether an option of the menu that is being read is marked
        self.several = False  # whether that menu takes more than one
        self.text: list[str] | None = None  # the words of the textarea that is being read
        self.hidden = 0
        self.switched_off: list[bool] = []  # fieldsets around this place: disabled or not
        self.words: list[str] = []
        self.attributes: list[tuple[str, Attributes]] = []

    @property
    def everything(self) -> str:
        """What can be read or is held in fields, with single blanks."""
        held = (
            v for form in self.forms.values() for values in form.fields.values() for v in values
        )
        return re.sub(r"\s+", " ", " ".join([*self.words, *held]))

    def owner(self, attributes: Attributes) -> Form | None:
        name = attributes.get("form") or self.current
        return self.forms.setdefault(name, Form(page=self.page)) if name else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes.append((tag, given))
        if tag in ("script", "style", "title"):
            self.hidden += 1
        elif tag == "fieldset":
            self.switched_off.append("disabled" in given)
        elif tag == "form":
            self.open_form(given)
        elif tag == "option":
            self.option(given)
        elif (form := self.owner(given)) and not ("disabled" in given or any(self.switched_off)):
            if tag in ("button", "input") and _presses(tag, given):
                self.button(form, given)
            elif name := given.get("name"):
                self.control(tag, form, name, given)

    def open_form(self, given: Attributes) -> None:
        if self.current:  # browsers drop a form within a form
            return
        self.current = given.get("id") or f"form-{len(self.forms)}"
        form = self.forms.setdefault(self.current, Form(page=self.page))
        form.action = given.get("action") or ""
        form.method = (given.get("method") or "get").lower()
        form.enctype = given.get("enctype") or URLENCODED

    def button(self, form: Form, given: Attributes) -> None:
        name, value = given.get("name") or "", given.get("value") or ""
        form.presses.append(Button(name, value, given.get("formaction"), given.get("formmethod")))
        if name:
            form.buttons.append((name, value))

    def control(self, tag: str, form: Form, name: str, given: Attributes) -> None:
        kind = tag if tag != "input" else (given.get("type") or "text").lower()
        if tag not in ("input", "textarea", "select") or kind in ("button", "reset"):
            return
        form.kinds.setdefault(name, kind)
        form.limits.setdefault(name, given)
        value = given.get("value") or ""
        if kind in ("radio", "checkbox"):
            value = value if "value" in given else "on"
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                before = form.fields.get(name, []) if kind == "checkbox" else []
                form.fields[name] = [*before, value]
        elif kind == "file":
            form.files.append(name)
        elif tag == "input":
            form.fields.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.text = [""]
            form.fields.setdefault(name, [])
            self.finish = form.fields[name].append
        else:
            self.select, self.in_form = name, form
            self.chosen, self.several = False, "multiple" in given
            form.choices[name] = []
            if self.several:
                form.fields[name] = []

    def option(self, given: Attributes) -> None:
        if not self.select or "disabled" in given:
            return
        value, name, form = given.get("value") or "", self.select, self.in_form
        form.choices[name].append(value)
        if "selected" in given:
            before = form.fields[name] if self.several else []
            form.fields[name] = [*before, value]
        elif not self.several and name not in form.fields:
            form.fields[name] = [value]  # a menu sends its first option where none is marked

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = ""
        elif tag == "fieldset" and self.switched_off:
            self.switched_off.pop()
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.text:
            self.finish(self.text[0].removeprefix("\n"))  # as browsers do
            self.text = None
        elif tag in ("script", "style", "title"):
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[0] += data
        if not self.hidden:
            self.words.append(data)


def _presses(tag: str, given: Attributes) -> bool:
    """Whether this sends the form: a button does unless it says otherwise."""
    default = "submit" if tag == "button" else "text"
    return (given.get("type") or default).lower() in ("submit", "image")


def read(response: Any) -> Page:
    """The whole page, of a response or of its source. It is read once, however often it is asked about."""
    if hasattr(response, "page_read"):
        return response.page_read
    is_source = isinstance(response, str)
    asked = {"PATH_INFO": ""} if is_source else response.request
    query = asked.get("QUERY_STRING")
    page = Page(asked["PATH_INFO"] + (f"?{query}" if query else ""))
    page.feed(response if is_source else response.content.decode())
    page.close()
    if not is_source:
        response.page_read = page
    return page


def form(response: Any, name: str = "answers") -> Form:
    """The form with this id."""
    return read(response).forms[name]


def forms(response: Any) -> list[Form]:
    return list(read(response).forms.values())


def form_to(response: Any, address: str) -> Form:
    """The form that is sent to this address."""
    return next(f for f in forms(response) if address in (f.action, f.address))


def form_with(response: Any, *names: str) -> Form:
    """The form that has these fields."""
    asked = set(names)
    return next(f for f in forms(response) if asked <= {*f.fields, *f.choices, *f.files})


def send(
    client: Client,
    form: Form,
    answers: Mapping[str, Any] | None = None,
    button: Button | tuple[str, str] | None = None,
    **extra: Any,
) -> Any:
    """Press a button of a form as a browser does; without saying which, the one that Enter presses."""
    pressed = next((b for b in form.presses if button in (None, b, (b.name, b.value))), None)
    assert pressed or not button, f"no button {button}"
    named = (pressed.name, pressed.value) if pressed and pressed.name else None
    sent = {name: _as_sent(given) for name, given in form.filled(answers or {}, named).items()}
    address = form.leads_to(pressed)
    if ((pressed and pressed.method) or form.method) == "get":
        query = urlencode(sent, doseq=True)
        return client.get(f"{address.partition('?')[0]}?{query}", **extra)
    if form.enctype == MULTIPART_CONTENT.partition(";")[0]:
        return client.post(address, sent, **extra)
    return client.post(address, urlencode(sent, doseq=True), content_type=URLENCODED, **extra)


def submit(
    client: Client,
    page: str,
    answers: Mapping[str, Any] | None = None,
    button: Button | tuple[str, str] | None = None,
    *,
    to: str = "",
    **extra: Any,
) -> Any:
    """Open a page, fill in the form that is sent to `to` (the page itself, if nothing is said), and press."""
    names = set(answers or ())
    found = [
        f
        for f in forms(client.get(page))
        if f.method == "post"
        and (to or page).partition("?")[0] in (f.action, f.address.partition("?")[0])
        and names <= {*f.fields, *f.choices, *f.files}
    ]
    assert found, f"{page} has no form for {to or page} with {sorted(names)}"
    return send(client, found[0], answers, button, **extra)


def _as_sent(values: list[Any]) -> list[Any]:
    """Browsers send every line break as CR and LF."""
    return [re.sub(r"\r\n?|\n", "\r\n", v) if isinstance(v, str) else v for v in values]


def forged(client: Client, address: str, data: Any = None, **extra: Any) -> Any:
    """A post that no page of ours holds: hostile input, missing or made-up fields, a door that should be shut.

    Whatever people do with a form goes through `send` or `.filled`, so that the page is tested with it.
    """
    return client.post(address, data, **extra)


def words(response: Any) -> str:
    """What can be read on the page."""
    return re.sub(r"\s+", " ", " ".join(read(response).words))


def elements(response: Any) -> list[tuple[str, Attributes]]:
    return read(response).attributes

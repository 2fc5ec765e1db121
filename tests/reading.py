"""Pages as a browser without JavaScript reads them: forms with their fields and buttons, and plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Attributes = dict[str, str | None]


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
    )  # name and value, in the page's order

    def filled(self, answers: Mapping[str, Any], button: tuple[str, str] | None = None) -> Any:
        """What the browser sends when the person has changed these fields and presses this button."""
        sent: dict[str, list[str]] = {**self.fields}
        for name, value in answers.items():
            values = [str(each) for each in value] if isinstance(value, list) else [str(value)]
            assert name in self.fields or name in self.choices, f"no field {name}"
            if name in self.choices:
                assert set(values) <= set(self.choices[name]), f"{name} does not offer {values}"
            sent[name] = values
        if button:
            assert button in self.buttons, f"no button {button}"
            sent[button[0]] = [button[1]]
        return sent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Form] = {}
        self.current = self.select = ""
        self.option: Attributes = {}
        self.text: list[str] | None = None  # the words of the textarea that is being read
        self.hidden = 0
        self.words: list[str] = []
        self.attributes: list[tuple[str, Attributes]] = []

    def owner(self, attributes: Attributes) -> Form | None:
        name = attributes.get("form") or self.current
        return self.forms.setdefault(name, Form()) if name else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes.append((tag, given))
        if tag in ("script", "style", "title"):
            self.hidden += 1
        if tag == "form":
            self.current = given.get("id") or f"form-{len(self.forms)}"
            form = self.forms.setdefault(self.current, Form())
            form.action = given.get("action") or ""
            form.method = (given.get("method") or "get").lower()
        elif "disabled" in given:
            return
        elif (form := self.owner(given)) and (name := given.get("name")):
            self.control(tag, form, name, given)
        if tag == "option" and self.select and (form := self.owner({})):
            value = given.get("value") or ""
            form.choices[self.select].append(value)
            # A menu sends its first option where none is marked.
            if "selected" in given or self.select not in form.fields:
                form.fields[self.select] = [value]

    def control(self, tag: str, form: Form, name: str, given: Attributes) -> None:
        value = given.get("value") or ""
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            value = value if "value" in given else "on"
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields.setdefault(name, []).append(value)
        elif tag == "input" and given.get("type") == "file":
            form.files.append(name)
        elif tag == "input":
            form.fields[name] = [value]
        elif tag == "textarea":
            self.text = form.fields[name] = [""]
        elif tag == "select":
            self.select = name
            form.choices[name] = []
        elif tag == "button":
            form.buttons.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = ""
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.text:
            self.text[0] = self.text[0].removeprefix("\n")  # as browsers do
            self.text = None
        elif tag in ("script", "style", "title"):
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[0] += data
        if not self.hidden:
            self.words.append(data)


def _read(response: Any) -> _Reader:
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    return reader


def form(response: Any, name: str = "answers") -> Form:
    """The form with this id."""
    return _read(response).forms[name]


def forms(response: Any) -> list[Form]:
    return list(_read(response).forms.values())


def form_to(response: Any, address: str) -> Form:
    """The form that is sent to this address."""
    return next(found for found in forms(response) if found.action == address)


def words(response: Any) -> str:
    """What can be read on the page."""
    return re.sub(r"\s+", " ", " ".join(_read(response).words))


def elements(response: Any) -> list[tuple[str, Attributes]]:
    return _read(response).attributes

"""What is set in the environment, read by kind and judged.

Mistakes are collected and told together, a sentence each, before anything starts; values of secrets are never
repeated. Written here rather than taken from pydantic-settings or environs: both would tell mistakes in words of their
own, and neither lists meanings (variables.py); what is needed is this page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

from assessment.config.variables import VARIABLES

POSTGRES = ("postgres", "postgresql", "pgsql")


class Environment:
    """What is set, read by kind. After a mistake the default goes on, until `finish` tells all of them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.mistakes: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """An empty variable counts as not set."""
        fallback = VARIABLES[name].default if default is None else default
        return self.given.get(name, "").strip() or fallback

    def required(self, name: str, default: str) -> str:
        if not (value := self.text(name, default)):
            self.mistakes.append(f"Set {name}, or DEBUG=1 for development.")
        return value

    def flag(self, name: str) -> bool:
        return self.choice(name, ("0", "1")) == "1"

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        fallback = VARIABLES[name].default if default is None else default
        value = self.text(name, fallback)
        if value in choices or value == fallback:
            return value
        self.mistakes.append(f"{name} is one of {', '.join(choices)}, not “{value}”.")
        return fallback

    def number(self, name: str, low: int, high: int, default: str | None = None) -> int:
        fallback = VARIABLES[name].default if default is None else default
        value = self.text(name, fallback)
        if value.isascii() and value.isdecimal() and low <= int(value) <= high:
            return int(value)
        self.mistakes.append(f"{name} is a whole number from {low} to {high}, not “{value}”.")
        return int(fallback)

    def words(self, name: str, value: str | None = None) -> list[str]:
        """What stands between commas."""
        value = self.text(name) if value is None else value
        return [word.strip() for word in value.split(",")] if value else []

    def hosts(self, name: str, default: str) -> list[str]:
        hosts = self.words(name, self.required(name, default))
        for host in hosts:
            if not host or set(host) & set(" /\t") or (":" in host and not host.startswith("[")):
                self.mistakes.append(
                    f"{name} has “{host}”: it takes names only, separated by commas, without scheme, port or spaces."
                )
        return hosts

    def origins(self, name: str) -> list[str]:
        origins = self.words(name)
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
                self.mistakes.append(
                    f"{name} has “{origin}”: an origin is https://HOST or https://HOST:PORT."
                )
        return origins

    def zone(self, name: str) -> str:
        value = self.text(name)
        try:
            ZoneInfo(value)
        except (LookupError, ValueError, OSError):
            self.mistakes.append(f"{name} is a zone like America/Lima, not “{value}”.")
            return VARIABLES[name].default
        return value

    def sender(self, name: str) -> str:
        value = self.text(name)
        if value and "@" not in value:
            self.mistakes.append(f"{name} needs a mail address, and “{value}” has none.")
        return value

    def path(self, name: str) -> str:
        value = self.text(name)
        if value and (not value.startswith("/") or value.endswith("/") or " " in value):
            self.mistakes.append(f"{name} begins with a slash and ends without one, not “{value}”.")
            return ""
        return value

    def database(self, name: str, default: str) -> str:
        """An address whose parts can be read; not repeated, for it holds a password."""
        value = self.text(name, default)
        if value.startswith("sqlite://"):
            return value
        try:
            parts = urlsplit(value)
            is_readable = parts.scheme in POSTGRES and parts.port != 0
        except ValueError:
            is_readable = False
        name_in_it = parts.path.strip("/") if is_readable else ""
        if name_in_it and "@" not in name_in_it:
            return value
        self.mistakes.append(
            f"{name} cannot be read: it is postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:////PATH; "
            "characters like @ and / in a password are written as %40 and %2F."
        )
        return default

    def take(self, read: Callable[[], dict[str, Any]], default: dict[str, Any]) -> dict[str, Any]:
        """What another module reads from several variables; it tells its mistake as an exception."""
        try:
            return read()
        except ImproperlyConfigured as mistake:
            self.mistakes.append(str(mistake))
            return default

    def names(self) -> list[str]:
        """Which variables are set."""
        return sorted(name for name in VARIABLES if self.given.get(name))

    def listing(self) -> str:
        return listing(self.given)

    def finish(self) -> None:
        if self.mistakes:
            raise ImproperlyConfigured("\n".join(self.mistakes))


def listing(given: Mapping[str, str]) -> str:
    """Every variable with its meaning, its default and whether it is set; and what looks like a slip of the pen."""
    lines = []
    for variable in VARIABLES.values():
        state = "not set"
        if value := given.get(variable.name, "").strip():
            state = "set" if variable.is_secret else f"set to {value}"
        default = variable.told or variable.default or "none"
        lines += [f"{variable.name} ({state}; default: {default})", f"    {variable.meaning}"]
    for name in sorted(set(given) - set(VARIABLES)):
        if meant := get_close_matches(name, VARIABLES, n=1, cutoff=0.88):
            lines.append(f"{name} is set and means nothing here: is {meant[0]} meant?")
    return "\n".join(lines)

"""Reading one declaration: values of the right kind, or an error that names file and key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from assessment.wording import DeclarationError, Words

from .question import Number, Reply
from .schema import Band


class Declaration:
    """An instrument's folder while it is read."""

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        self.folder = folder
        self.words = Words(folder, base)

    def fail(self, path: str, message: str) -> DeclarationError:
        return DeclarationError(f"{self.folder / 'instrument.yaml'}: {path}: {message}")

    def known(self, path: str, raw: Mapping[str, object], allowed: Collection[str]) -> None:
        if unknown := sorted(set(raw) - set(allowed)):
            raise self.fail(path, f"unknown keys: {', '.join(unknown)}")

    def take(self, path: str, raw: Mapping[str, object], key: str) -> Any:
        if key not in raw:
            raise self.fail(path, f"{key} is missing")
        return raw[key]

    def number(
        self, path: str, raw: Mapping[str, object], key: str, default: int | None = None
    ) -> int:
        value = self.take(path, raw, key) if default is None else raw.get(key, default)
        if type(value) is not int:
            raise self.fail(path, f"{key} must be a whole number")
        return value

    def word(self, path: str, raw: Mapping[str, object], key: str) -> str:
        value = self.take(path, raw, key)
        if not isinstance(value, str):
            raise self.fail(path, f"{key} must be text; put {value!r} in quotes")
        return value

    def choice(
        self, path: str, raw: Mapping[str, object], key: str, allowed: Iterable[object]
    ) -> str:
        value = self.take(path, raw, key)
        if value not in (known := list(allowed)):
            raise self.fail(
                path, f"{key} is {value!r}, but must be one of {', '.join(map(str, known))}"
            )
        return str(value)

    def amount(self, path: str, raw: Mapping[str, object], key: str) -> Number:
        value: Number = self.take(path, raw, key)
        if type(value) not in (int, float) or value < 0:
            raise self.fail(path, f"{key} must be a number from 0 up")
        return value

    def flag(self, path: str, raw: Mapping[str, object], key: str, default: bool = False) -> bool:
        value = raw.get(key, default)
        if type(value) is not bool:
            raise self.fail(path, f"{key} must be true or false")
        return value

    def reply(self, path: str, raw: Mapping[str, object]) -> Reply:
        self.known(path, raw, {"question", "is"})
        return Reply(self.word(path, raw, "question"), self.word(path, raw, "is"))

    def bands(self, path: str, raw: Mapping[str, int], described: bool = False) -> tuple[Band, ...]:
        bands = tuple(
            Band(
                key,
                self.words.get(f"{path}.{key}"),
                threshold,
                self.words.get(f"{path}.{key}.text") if described else None,
            )
            for key, threshold in raw.items()
        )
        thresholds = [band.threshold for band in bands]
        if thresholds != sorted(set(thresholds)) or thresholds[0] != 0:
            raise self.fail(path, "thresholds must start at 0 and rise")
        return bands

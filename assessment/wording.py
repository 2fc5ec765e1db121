"""Words in every language, and the strict reading of the YAML files that hold them.

A *declaration* is a folder with one language-neutral structure file and one flat file of words per language. Every
path must have words in every language, and every word must belong to a path: there is no fallback anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

try:  # written in C: five times as quick, and every worker reads a megabyte
    from yaml import CSafeLoader as _Loader
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

# Every language of the product, by its code and in its own words: settings, pages, files and words follow.
NAMES = {"en": "English", "es": "Español", "pt-br": "Português"}
LANGUAGES = tuple(NAMES)

Text = Mapping[str, str]  # language code -> words


def percent(number: int, language: str) -> str:
    """49% in English and Portuguese; Spanish puts a space between, which does not break."""
    return f"{number}\N{NO-BREAK SPACE}%" if language == "es" else f"{number}%"


class DeclarationError(ValueError):
    """A declaration cannot be used; the message names the file and the key."""


class _StrictLoader(_Loader):
    """YAML without its silent traps: a repeated key, and `no` or `on` read as a boolean."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        mapping = super().construct_mapping(node, deep)
        if unquoted := [key for key in mapping if not isinstance(key, str)]:
            raise DeclarationError(f"{_at(node)}: put these keys in quotes: {unquoted}")
        if len(mapping) < len(node.value):
            raise DeclarationError(f"{_at(node)}: a key is written twice")
        return mapping


def _at(node: yaml.Node) -> str:
    return f"{node.start_mark.name}, line {node.start_mark.line + 1}"


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, or DeclarationError naming file and line."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_StrictLoader)  # noqa: S506 (it is a SafeLoader)
    except FileNotFoundError:
        raise DeclarationError(f"{path}: the file is missing") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path}: not readable as YAML: {error}") from error


class Words:
    """The words of one declaration, given out by path and checked for completeness.

    `base` is the folder of a declaration that it builds on: words that are not its own are those.
    """

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        self.folder = folder
        self._own = {language: self._read(folder, language) for language in LANGUAGES}
        self._words = {
            language: {**self._read(base, language), **own} if base else own
            for language, own in self._own.items()
        }
        self._used: set[str] = set()

    def _read(self, folder: Path, language: str) -> Mapping[str, str]:
        path = folder / f"{language}.yaml"
        words = read_yaml(path)
        if not isinstance(words, dict):
            raise DeclarationError(f"{path}: expected one mapping of paths to words")
        if wrong := [key for key, text in words.items() if not isinstance(text, str)]:
            raise DeclarationError(f"{path}: not text: {', '.join(wrong)}")
        return words

    def get(self, path: str) -> Text:
        """The words at `path` in every language."""
        self._used.add(path)
        lacking = [
            language for language, words in self._words.items() if not words.get(path, "").strip()
        ]
        if lacking:
            raise DeclarationError(f"{self.folder}: {path}: no words in {', '.join(lacking)}")
        return {language: words[path].strip() for language, words in self._words.items()}

    def find(self, path: str) -> Text | None:
        """The words at `path`, or None where no language has any."""
        if any(path in words for words in self._words.values()):
            return self.get(path)
        return None

    def refuse_unused(self) -> None:
        """Raise if a file holds words that nothing asked for: most often a misspelt path."""
        for language, words in self._own.items():
            if unused := sorted(set(words) - self._used):
                raise DeclarationError(
                    f"{self.folder / language}.yaml: words for nothing: {', '.join(unused)}"
                )

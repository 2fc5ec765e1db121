"""What two spellings of one agency's name have in common. Pure.

Min. de Salud and MINISTERIO DE SALUD are one agency; so are M.E.F. and MEF. Languages are not bridged: nothing here
knows that Ministry of Health and Ministerio de Salud are the same, and a person has to say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from difflib import SequenceMatcher

LONGEST_KEY = 400  # one letter of a name of 200 can stand for several
APART = " #"  # before what tells two equal keys apart; no key has it otherwise
_DOTTED = re.compile(r"\b(?:\w\.){2,}")  # S.A., M.E.F.
_LEFT_OUT = frozenset(
    ("a", "al", "and", "as", "da", "das", "de", "del", "do", "dos", "e", "el", "em", "en", "for", "la", "las", "los",
     "na", "no", "o", "of", "os", "para", "the", "y")
)  # fmt: skip
# The short form first, then what it stands for in the languages of the region, without accents.
_FORMS = """
min ministerio ministry minist
sec secretaria secretariat secretariado secr sria
subsec subsecretaria undersecretariat
dir direccion direcao diretoria directorate direction direc
nac nacional national natl nal
dept departamento department depto dpto dep
inst instituto institute
gral general geral gen gnal
fed federal
gob gobierno governo government gov govt
mun municipalidad municipalidade municipio municipality
pres presidencia presidency
rep republica republic
adm administracion administracao administration admin
coord coordinacion coordenacao coordination
superint superintendencia superintendency superintendence
serv servicio servico service servicios servicos services
pub publico publica publicos publicas public
univ universidad universidade university
tec tecnologia tecnologias technology technologies tecn
"""
_SHORTEST = frozenset(line.split()[0] for line in _FORMS.split("\n") if line)
_SHORT = {form: line.split()[0] for line in _FORMS.splitlines() for form in line.split()}


def plain(text: str) -> str:
    """Words of letters and digits, without case, accents and the dots of initials."""
    folded = unicodedata.normalize("NFKD", _DOTTED.sub(_undotted, text).casefold())
    kept = (c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def _undotted(found: re.Match[str]) -> str:
    return found[0].replace(".", "") + " "


def name_key(name: str) -> str:
    """The same for all spellings of a name; empty for one without letters and digits."""
    words = plain(name).split()
    telling = [word for word in words if word not in _LEFT_OUT] or words
    return " ".join(_SHORT.get(word, word) for word in telling)[:LONGEST_KEY]


def found_by(names: Iterable[str]) -> str:
    """What a search looks through: the words of all names, and the short forms of those words."""
    return "\n".join(f"{plain(name)}\n{name_key(name)}" for name in dict.fromkeys(names))


def searched(text: str) -> list[tuple[str, str]]:
    """The words of a search, each with its short form; every one has to be found in either way."""
    return [(word, _SHORT.get(word, word)) for word in plain(text).split()][:10]


LIKE_ENOUGH = 0.6  # of all words of two names are in both
SPELT_ALIKE = 0.75  # of the letters of two words
TELLING = 500  # agencies with a word; one that more have tells nothing
COMPARED = 300  # names that are looked at
LITTLE_TOLD = 50  # of those where no word tells much


class Names:
    """The names in a country, to look for those that may mean the same."""

    def __init__(self, known: Iterable[tuple[int, str]]) -> None:
        self._by_key: dict[str, list[int]] = {}
        self._by_word: dict[str, list[str]] = {}  # keys
        self._by_letter: dict[str, list[str]] = {}  # words, by their first letter
        self._known_meanings: dict[str, set[str]] = {}
        for pk, marked in known:
            key = marked.partition(APART)[0]
            if key not in self._by_key:
                for word in set(key.split()):
                    self._by_word.setdefault(word, []).append(key)
            self._by_key.setdefault(key, []).append(pk)
        for word in self._by_word:
            self._by_letter.setdefault(word[0], []).append(word)

    def same(self, key: str) -> list[int]:
        return list(dict.fromkeys(self._by_key.get(key, ())))

    def like(self, key: str, most: int = 5) -> list[int]:
        """Who has nearly this name, the likest first: the same words but one or two, cut short or misspelt."""
        meant = [self._meanings(word) for word in dict.fromkeys(key.split())]
        likeness = {
            other: found
            for other in self._candidates(meant)
            if (found := _likeness(meant, set(other.split()))) >= LIKE_ENOUGH
        }
        ordered = sorted(likeness, key=lambda other: -likeness[other])
        return list(dict.fromkeys(pk for other in ordered for pk in self._by_key[other]))[:most]

    def _candidates(self, meant: list[set[str]]) -> list[str]:
        """Keys with one of the words, those with the rarest words first."""
        words = sorted({w for meanings in meant for w in meanings if w in self._by_word})
        words.sort(key=lambda word: len(self._by_word[word]))
        telling = [word for word in words if len(self._by_word[word]) <= TELLING]
        if not telling:
            return self._by_word[words[0]][:LITTLE_TOLD] if words else []
        return list(dict.fromkeys(key for w in telling for key in self._by_word[w]))[:COMPARED]

    def _meanings(self, word: str) -> set[str]:
        """A word as names may have it: itself, cut short or in full and, if no name has it, misspelt."""
        if word not in self._known_meanings:
            self._known_meanings[word] = self._look_up(word)
        return self._known_meanings[word]

    def _look_up(self, word: str) -> set[str]:
        if word in _SHORTEST or len(word) < 3 or not word.isalpha():
            return {word}
        near = self._by_letter.get(word[0], ())
        found = {each for each in near if _begins(word, each)}
        if not found:
            found = {each for each in near if _is_spelt_alike(word, each)}
        return found | {word}


def _likeness(meant: list[set[str]], other: set[str]) -> float:
    """How much of two names is in both; more than all, where one is the other with something added."""
    both = sum(not meanings.isdisjoint(other) for meanings in meant)
    fewer, more = sorted((len(meant), len(other)))
    numbers = {word for meanings in meant for word in meanings if word.isdigit()}
    other_numbers = {word for word in other if word.isdigit()}
    if numbers and other_numbers and numbers != other_numbers:
        return 0  # Region 1 and Region 2
    if fewer > 1 and both >= fewer:
        return 1 + both / more
    return both / max(1, fewer + more - both)


def _begins(one: str, other: str) -> bool:
    """Whether one word is the other, or cut short from it: educ, educacion."""
    if one == other:
        return True
    if other in _SHORTEST or min(len(one), len(other)) < 3:
        return False
    return one.startswith(other) or other.startswith(one)


def _is_spelt_alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or len(one) < 4 or not other.isalpha():
        return False
    return SequenceMatcher(a=one, b=other, autojunk=False).ratio() >= SPELT_ALIKE


def first_free(key: str, taken: Container[str], mark: int) -> str:
    """The key, or the key with a mark where an agency of old has it already."""
    return f"{key}{APART}{mark}" if key in taken else key

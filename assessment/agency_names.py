"""What two spellings of one agency's name have in common. Pure.

Min. de Salud and MINISTERIO DE SALUD are one agency; so are M.E.F. and MEF. Languages are not bridged: nothing here
knows that Ministry of Health and Ministerio de Salud are the same, and a person has to say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
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
SPELT_ALIKE = 0.88
COMPARED = 400  # names that are compared letter by letter


@dataclass(frozen=True, slots=True)
class Keyed:
    """An agency by one of its names."""

    pk: int
    key: str


class Names:
    """The names in a country, to look for those that may mean the same."""

    def __init__(self, known: Iterable[tuple[int, str]]) -> None:
        self._by_word: dict[str, list[Keyed]] = {}
        self._by_key: dict[str, list[Keyed]] = {}
        for pk, key in known:
            one = Keyed(pk, key.partition(APART)[0])
            self._by_key.setdefault(one.key, []).append(one)
            for word in set(one.key.split()):
                self._by_word.setdefault(word, []).append(one)

    def same(self, key: str) -> list[int]:
        return list(dict.fromkeys(one.pk for one in self._by_key.get(key, ())))

    def like(self, key: str, most: int = 5) -> list[int]:
        """Who has nearly this name, the likest first: the same words but one or two, or a slip of the pen."""
        words = set(key.split())
        rare = sorted((w for w in words if w in self._by_word), key=lambda w: len(self._by_word[w]))
        likeness: dict[int, float] = {}
        letters = SequenceMatcher(b=key, autojunk=False)
        for one in [one for word in rare[:3] for one in self._by_word[word][:COMPARED]]:
            found = _shared(words, set(one.key.split()))
            if found < LIKE_ENOUGH:
                letters.set_seq1(one.key)
                close = min(letters.real_quick_ratio(), letters.quick_ratio()) >= SPELT_ALIKE
                found = letters.ratio() if close and letters.ratio() >= SPELT_ALIKE else 0
            likeness[one.pk] = max(found, likeness.get(one.pk, 0))
        alike = sorted((pk for pk in likeness if likeness[pk]), key=lambda pk: -likeness[pk])
        return alike[:most]


def _shared(one: set[str], other: set[str]) -> float:
    """How much of two names is in both; more than all, where one is the other with something added."""
    both = sum(any(_begins(word, another) for another in other) for word in one)
    if min(len(one), len(other)) > 1 and both >= min(len(one), len(other)):
        return 1 + both / max(len(one), len(other))
    return both / (len(one) + len(other) - both)


def _begins(one: str, other: str) -> bool:
    """Whether one word is the other, or shortened from it: educ, educacion."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > 2 and longer.startswith(shorter))


def first_free(key: str, taken: Container[str], mark: int) -> str:
    """The key, or the key with a mark where an agency of old has it already."""
    return f"{key}{APART}{mark}" if key in taken else key

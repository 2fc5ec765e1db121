"""Which passwords are refused beyond Django's own rules: those that leaked, and those made of words around a person.

zxcvbn knows 30,000 leaked passwords, English words and names, patterns on keyboards, dates and repetitions, and counts
the guesses that a program needs. It knows neither Spanish and Portuguese nor a person's agency: those are here.
"""

from __future__ import annotations

import re
import unicodedata
from threading import Lock

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from assessment import review
from assessment.models import User

GUESSES = 3  # zxcvbn's third of four steps: more than 100 million
LONGEST = 72  # what zxcvbn looks at
LEFT_OVER = 6  # letters and digits that have to be there beside words that anybody would try
SHORTEST = 4  # shorter words are parts of too many others
COMMON = """
    acceso acesso administrador agencia agency amigo argentina autoridad autoridade barcelona bemvindo bienvenido
    boca brasil brazil clave colombia contrasena corinthians defensa dios diciembre dezembro digital domingo
    educacao educacion empresa enero estrella faceta familia fazenda febrero federal fevereiro flamengo futbol
    futebol gobierno government governo hacienda hola inicio innovacion innovation inovacao janeiro jesus junio
    julio junho julho justicia justica lunes madrid marzo marco maria martes maturidade maturity madurez mayo maio
    mexico minhasenha ministerio ministerial ministro ministry mundo municipal nacional national noviembre novembro
    octubre ocde oecd outubro palmeiras palavra palabra password peru portafolio portfolio presidencia princesa
    publica publico river santos saude salud secretaria secretario segunda seguridad seguranca senha septiembre
    servicio servico setembro sistema teamo teste trabajo trabalho transformacao transformacion usuario viernes
"""
PATTERNS = re.compile(r"(?:19|20)\d\d|0?123456789|[\W_]+")

_one_at_a_time = Lock()  # zxcvbn puts the words of one question where the next one would find them


class GuessableValidator:
    """Refuses a password that a program would guess."""

    def validate(self, password: str, user: User | None = None) -> None:
        words = _words_around(user)
        if _left_over(password, words) < LEFT_OVER:
            raise ValidationError(
                _(
                    "This password is made of words that anybody would try first, such as names, places, your agency "
                    "or months. Add words that have nothing to do with you."
                ),
                code="password_of_context",
            )
        with _one_at_a_time:
            found = zxcvbn(password[:LONGEST], user_inputs=sorted(words))
        if found["score"] < GUESSES:
            raise ValidationError(
                _(
                    "This password is on lists of leaked ones, or a program would guess it quickly. Three or four "
                    "words that do not belong together are easy to remember and hard to guess."
                ),
                code="password_too_guessable",
            )

    def get_help_text(self) -> str:
        return _(
            "Three or four words that do not belong together make a good one. Names, places, your agency, months and "
            "passwords that leaked somewhere are refused."
        )


def _words_around(user: User | None) -> set[str]:
    """Folded words that somebody who knows the person, the agency or this site would try."""
    said = [COMMON, *_countries()]
    if user is not None:
        said += [user.name, user.email]
        if user.pk:
            said += [m.agency.name for m in user.memberships.select_related("agency")]
    return {
        word for word in re.split(r"[^a-z0-9]+", _folded(" ".join(said))) if len(word) >= SHORTEST
    }


def _countries() -> list[str]:
    return [name for country in review.countries().values() for name in country.name.values()]


def _left_over(password: str, words: set[str]) -> int:
    """How many letters and digits are left when words that anybody would try, years and signs are taken out."""
    left = _folded(password)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        left = left.replace(word, " ")
    return len(PATTERNS.sub("", left))


def _folded(text: str) -> str:
    """In small letters without accents, as people also write their words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))

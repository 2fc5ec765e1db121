"""People, agencies and answers to look around with. Everything here is made up."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from django.db import transaction

from assessment import workflow
from assessment.instruments import Instrument, Kind, Question, kinds
from assessment.methods import published
from assessment.models import (
    EVERYWHERE,
    Agency,
    Mandate,
    Membership,
    Office,
    Role,
    SectionRecord,
    Submission,
    User,
)

PASSWORD = "faceta-demo"  # noqa: S105 (printed for everybody; only on demonstration data)
DOMAIN = "demo.faceta.example"

AGENCIES = {
    "salud": ("Ministerio de Salud y Bienestar", "PE"),
    "servicos": ("Secretaria de Serviços e Inovação", "BR"),
    "digital": ("Digital Services Authority", "JM"),
    "modernizacion": ("Agencia de Modernización del Estado", "CO"),
}
LEAD, CONTRIBUTOR = Role.LEAD, Role.CONTRIBUTOR
# key: name, office, for which countries, (agency, role)
PEOPLE: Mapping[str, tuple[str, Office, list[str], tuple[str, Role] | None]] = {
    "ana": ("Ana Quispe", Office.NONE, [], ("salud", LEAD)),
    "luis": ("Luis Paredes", Office.NONE, [], ("salud", CONTRIBUTOR)),
    "bia": ("Bia Nogueira", Office.NONE, [], ("servicos", LEAD)),
    "rui": ("Rui Tavares", Office.NONE, [], ("servicos", CONTRIBUTOR)),
    "grace": ("Grace Bennett", Office.NONE, [], ("digital", LEAD)),
    "camila": ("Camila Restrepo", Office.NONE, [], ("modernizacion", LEAD)),
    "rosa": ("Rosa Ibáñez", Office.REVIEWER, ["CO", "PE"], None),
    "paulo": ("Paulo Freitas", Office.REVIEWER, ["BR"], None),
    "admin": ("Inés Arce", Office.ADMINISTRATOR, [EVERYWHERE], None),
    "lucia": ("Lucía Salas", Office.ADMINISTRATOR, ["PE"], None),
    "nora": ("Nora Vidal", Office.NONE, [], None),
}
# Who answered what: how much the organisation leans to each facet (0 to 4), how well it manages, how far they got.
Leaning = Mapping[str, float]
Strength = Callable[[str | None], float]
ANSWERED: Mapping[str, tuple[Leaning, float, str]] = {
    "ana": (
        {
            "mission": 3.1,
            "enhancement": 2.6,
            "adaptive": 1.5,
            "anticipatory": 0.9,
            "management": 1.8,
        },
        0.6,
        "handed in",
    ),
    "luis": (
        {
            "mission": 2.2,
            "enhancement": 3.0,
            "adaptive": 2.0,
            "anticipatory": 1.0,
            "management": 1.4,
        },
        0.8,
        "half done",
    ),
    "bia": (
        {
            "mission": 2.6,
            "enhancement": 2.0,
            "adaptive": 3.3,
            "anticipatory": 2.3,
            "management": 2.7,
        },
        0.5,
        "handed in",
    ),
    "rui": (
        {
            "mission": 2.4,
            "enhancement": 2.4,
            "adaptive": 2.8,
            "anticipatory": 1.6,
            "management": 2.2,
        },
        0.7,
        "complete",
    ),
    "grace": (
        {
            "mission": 3.4,
            "enhancement": 3.2,
            "adaptive": 3.0,
            "anticipatory": 3.1,
            "management": 3.6,
        },
        0.4,
        "handed in",
    ),
    "camila": (
        {
            "mission": 1.2,
            "enhancement": 1.6,
            "adaptive": 1.3,
            "anticipatory": 0.7,
            "management": 0.6,
        },
        0.6,
        "begun",
    ),
}


# Who answers the digital maturity for their agency: how mature it is (0 to 4), a colleague with other views, how far.
MATURITY: Mapping[str, tuple[float, str | None, str]] = {
    "ana": (2.1, "luis", "half done"),
    "bia": (2.6, "rui", "handed in"),
    "grace": (3.1, None, "handed in"),
}


def address(key: str) -> str:
    return f"{key}@{DOMAIN}"


def other_people() -> int:
    """How many accounts here are not of the demonstration."""
    return User.objects.exclude(email__endswith=f"@{DOMAIN}").count()


@transaction.atomic
def fill(*, with_administrator: bool = True) -> None:
    """Make what is missing of the demonstration; what is there is left as people changed it.

    Beside other people's data there is no administrator with a password that everybody knows.
    """
    agencies = {
        key: Agency.objects.get_or_create(name=name, country=country)[0]
        for key, (name, country) in AGENCIES.items()
    }
    for key, (name, office, countries, membership) in PEOPLE.items():
        if office is Office.ADMINISTRATOR and not with_administrator:
            continue
        user = User.objects.filter(email=address(key)).first()
        user = user or _made(key, name, office, countries)
        if membership:
            agency, role = membership
            Membership.objects.get_or_create(
                user=user, agency=agencies[agency], defaults={"role": role}
            )
            if key in ANSWERED and not user.submissions.exists():
                answer(agencies[agency], user, *ANSWERED[key])
    for key, (maturity, colleague, state) in MATURITY.items():
        user, (agency, _role) = User.objects.get(email=address(key)), PEOPLE[key][3] or ("", LEAD)
        shared = Submission.objects.filter(agency=agencies[agency], respondent=None)
        if not shared.exists():
            other = User.objects.get(email=address(colleague)) if colleague else None
            assess(agencies[agency], user, maturity, other, state)


def _made(key: str, name: str, office: Office, countries: list[str]) -> User:
    user = User.objects.create_user(address(key), PASSWORD, name=name)
    for country in countries:
        Mandate.objects.create(user=user, office=office, country=country)
    return user


def answer(agency: Agency, user: User, leaning: Leaning, spread: float, state: str) -> Submission:
    """A submission that stands where `state` says: begun, half done, complete or handed in."""
    instrument = published.latest("portfolio_snapshot")
    submission = workflow.start(agency, instrument, user)
    answers = invented_answers(instrument, leaning, spread, seed=user.email)
    reached = {"begun": 2, "half done": 4}.get(state, len(instrument.sections))
    for section in instrument.sections[:reached]:
        given = answers[section.key]
        if section.key == "profile":
            given = {**given, "unit": agency.name, "country": agency.country}
        submission.records.filter(section=section.key).save_answers(given, revision=0, by=user)
    if state == "handed in":
        workflow.submit(submission, user)
    return submission


def assess(
    agency: Agency, user: User, maturity: float, colleague: User | None, state: str
) -> Submission:
    """The digital maturity of an agency, with the own views of a colleague on some sections."""
    instrument = published.latest("digital_maturity")
    submission = workflow.start(agency, instrument, user)
    chance = random.Random(user.email)  # noqa: S311 (no secret)
    profile = {
        "profile.country": agency.country, "profile.agency_type": "ministry", "profile.size": "250-999",
        "profile.public_services": "yes", "profile.local_partners": "yes", "profile.personal_data": "yes",
        "profile.automated_decisions": "no",
    }  # fmt: skip
    reached = len(instrument.sections) if state == "handed in" else 10
    for number, section in enumerate(instrument.sections[:reached]):
        given = {q.key: _state(q, maturity, chance) for q in section.questions if q.is_stated}
        records = submission.records.filter(section=section.key, respondent=None)
        records.save_answers(given or profile, revision=0, by=user)
        if colleague and given and number % 3 == 0:
            own = {q.key: _state(q, maturity - 1, chance) for q in section.questions}
            SectionRecord.objects.create(
                submission=submission, section=section.key, respondent=colleague, answers=own
            )
    if state == "handed in":
        workflow.submit(submission, user)
    return submission


def _state(question: Question, maturity: float, chance: random.Random) -> dict[str, object]:
    """A statement of an agency that is so mature, now and then with evidence or without knowing."""
    if chance.random() < 0.06:
        return {"dk": True}
    points = max(0, min(4, round(chance.gauss(maturity, 0.9))))
    if question.kind.several:
        keys = [item.key for item in question.items if item.key != question.exclusive]
        ticked = keys[: round(len(keys) * points / 4)] or [question.exclusive or ""]
        return {"choice": ticked}
    nearest = min(question.items, key=lambda item: abs(item.points[0] - points))
    shown = question.wants_evidence and chance.random() < 0.6
    return {
        "choice": nearest.key,
        **({"evidence": "https://www.example.org/plan"} if shown else {}),
    }


def invented_answers(
    instrument: Instrument, leaning: Leaning, spread: float, seed: str
) -> dict[str, dict[str, object]]:
    """Complete answers of an organisation with these habits. The same seed gives the same answers."""
    chance = random.Random(seed)  # noqa: S311 (no secret)

    def strength(dimension: str | None) -> float:
        return chance.gauss(leaning.get(dimension or "", 2), spread)

    return {
        section.key: {
            question.key: INVENTED[question.kind](question, strength, chance)
            for question in section.questions
            if question.required and question.kind in INVENTED
        }
        for section in instrument.sections
    }


def _steps(question: Question, strength: Strength, chance: random.Random) -> dict[str, str]:
    top = len(question.scale) - 1
    steps = {}
    for item in question.items:
        step = max(0, min(top, round(strength(item.dimension))))
        negative = bool(item.points) and min(item.points) < 0
        steps[item.key] = question.scale[top - step if negative else step].key
    return steps


def _places(question: Question, strength: Strength, chance: random.Random) -> dict[str, int]:
    order = sorted(question.items, key=lambda item: -strength(item.dimension))
    return {item.key: place for place, item in enumerate(order, start=1)}


def _ticks(question: Question, strength: Strength, chance: random.Random) -> list[str | None]:
    choices = [item for item in question.items if item.key != question.exclusive]
    if not question.scored:
        return [choices[0].key, chance.choice(choices[1:]).key]
    ticked = [item.key for item in choices if strength(item.dimension) > 2]
    return [*ticked] or [question.exclusive]


def _choice(question: Question, strength: Strength, chance: random.Random) -> str:
    return "yes" if strength("management") > 1.5 else chance.choice(["no", "unsure"])


# A kind that is not here stays open.
INVENTED: Mapping[Kind, Callable[[Question, Strength, random.Random], object]] = {
    kinds.GRID: _steps,
    kinds.RANKING: _places,
    kinds.MULTIPLE: _ticks,
    kinds.SINGLE: _choice,
    kinds.COUNTRY: lambda question, strength, chance: "CO",
    kinds.NUMBER: lambda question, strength, chance: chance.randrange(30, 900),
    kinds.TEXT: lambda question, strength, chance: "—",
}

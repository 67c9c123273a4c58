"""Libraries made by rule, without any leak or with one that was planted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from random import Random

from attrs import frozen

from game.core.enums import Call, Pole, Skill
from game.core.scenario import Scenario, Scene
from tests.core.examples import choice, need, scenario, scene


class Leak(StrEnum):
    """Clues to the answers in a library."""

    LONG = "the best choice is longer"
    THEN = "the best choice says then"
    PEOPLE = "the best choice speaks of people"
    POLE = "focus is nearly always lead"
    DEADLINE = "a deadline stands where managing comes first"


MIRRORED = {
    Call.LEAD: Call.MANAGE,
    Call.MANAGE: Call.LEAD,
    Call.LEAD_THEN_MANAGE: Call.MANAGE_THEN_LEAD,
    Call.MANAGE_THEN_LEAD: Call.LEAD_THEN_MANAGE,
}
TOKENS = {Call.LEAD: "L2 L1 L1 L1 -", Call.LEAD_THEN_MANAGE: "L2 L1 M1 M1 -"}
FLIP = str.maketrans("LM", "ML")
WANTED = (Skill.COURAGE, Skill.DELEGATION)
PEOPLE = ("people", "team", "everyone", "them")
WORDS = (
    *("the", "the", "the", "a", "a", "and", "and", "to", "to", "of", "in", "then", "with", "one"),
    *("door", "list", "bread", "river", "seven", "window", "paper", "morning", "chair", "train"),
    *("garden", "pencil", "winter", "lamp", "ticket", "kettle", "carry", "open", "write", "hold"),
    *("bring", "count", "mend", "fold", "wait", "clean", "choose", "paint", "turn", "lift"),
    *PEOPLE,
)


@frozen
class _Plan:
    """The call of a scene and its need, one sign a dimension."""

    call: Call
    need: Sequence[str]


def planted(
    leak: Leak | None = None, *, scenarios: int = 12, scenes: int = 4, seed: int = 1
) -> list[Scenario]:
    """*scenarios* of so many *scenes*; keys and texts are independent but for the *leak*."""
    random = Random(seed)
    plans = list(_plans(random, scenarios * scenes, leak))
    random.shuffle(plans)
    return [
        scenario(
            *(
                _scene(random, f"s{n}", plan, leak)
                for n, plan in enumerate(plans[number * scenes : (number + 1) * scenes])
            ),
            id=f"made-{number}",
        )
        for number in range(scenarios)
    ]


def _plans(random: Random, count: int, leak: Leak | None) -> Iterator[_Plan]:
    """Keys in mirrored pairs, so that calls are equally often and so are the poles."""
    for number in range(count // 2):
        call = (Call.LEAD, Call.LEAD_THEN_MANAGE)[number % 2]
        signs = random.sample(TOKENS[call].split(), 5)
        for plan in (
            _Plan(call, signs),
            _Plan(MIRRORED[call], [sign.translate(FLIP) for sign in signs]),
        ):
            yield _with_lead_focus(plan) if leak is Leak.POLE else plan


def _with_lead_focus(plan: _Plan) -> _Plan:
    """The same tokens with a lead one on focus, where there is one."""
    signs = list(plan.need)
    first = next((n for n, sign in enumerate(signs) if sign[0] == "L"), 0)
    signs[0], signs[first] = signs[first], signs[0]
    return _Plan(plan.call, signs)


def _scene(random: Random, key: str, plan: _Plan, leak: Leak | None) -> Scene:
    right = [sign[0] if sign != "-" else random.choice("LM") for sign in plan.need]
    stances = [right, *(_lesser(random, plan, right) for _ in range(3))]
    choices = [
        choice(
            f"c{n}",
            " ".join(signs),
            text=_text(random, leak if n == 0 else None),
            shows=WANTED if n == 0 else WANTED[: random.choice((0, 1))],
        )
        for n, signs in enumerate(stances)
    ]
    random.shuffle(choices)
    text = _text(random, None)
    if leak is Leak.DEADLINE:
        text += " The deadline is noon." if plan.call.first is Pole.MANAGE else " It is noon."
    return scene(
        key, *choices, call=plan.call, need=need(" ".join(plan.need)), wanted=WANTED, text=text
    )


def _lesser(random: Random, plan: _Plan, right: Sequence[str]) -> list[str]:
    """Any stance that serves at most three tokens: no pattern of poles is nearer to the best."""
    while True:
        signs = random.choices("LM", k=5)
        pairs = zip(signs, right, plan.need, strict=True)
        if sum(int(sign[1]) for a, b, sign in pairs if sign != "-" and a == b) <= 3:
            return signs


def _text(random: Random, leak: Leak | None) -> str:
    """Two sentences of 24 to 30 words, with what the *leak* puts into a best choice."""
    words = random.choices(WORDS, k=random.randint(24, 30))
    places = random.sample(range(3, len(words) - 3), 2)
    if leak is Leak.LONG:
        words += random.choices(WORDS, k=6)
    if leak is Leak.THEN:
        words[places[0]] = "then"
    if leak is Leak.PEOPLE:
        for position in places:
            words[position] = random.choice(PEOPLE)
    half = random.randint(8, len(words) - 8)
    first, second = " ".join(words[:half]), " ".join(words[half:])
    return f"{first.capitalize()}. {second.capitalize()}."

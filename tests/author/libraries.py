"""Libraries made by rule, to play and to count."""

from __future__ import annotations

from random import Random

from game.core.enums import Call, Context, Skill
from game.core.scenario import Choice, Scenario, Scene
from tests.core.examples import choice, need, scenario, scene


NEEDS = {
    Call.LEAD: "L2 L1 L1 - L1",
    Call.MANAGE: "M1 M2 M1 M1 -",
    Call.LEAD_THEN_MANAGE: "L2 L1 M1 M1 -",
    Call.MANAGE_THEN_LEAD: "L2 M1 M1 M1 -",
}
BEST = {
    Call.LEAD: "L L L L L",
    Call.MANAGE: "M M M M M",
    Call.LEAD_THEN_MANAGE: "L L M M -",
    Call.MANAGE_THEN_LEAD: "L M M M -",
}
LESSER = {
    Call.LEAD: ("M M M M M", "M L M M M", "L M M - M"),
    Call.MANAGE: ("L L L L L", "M L L M -", "- M L - L"),
    Call.LEAD_THEN_MANAGE: ("M M M M M", "L L L L L", "- L - - M"),
    Call.MANAGE_THEN_LEAD: ("M M M M M", "L L L L L", "- - - M L"),
}
WORDS = (
    *("door", "list", "bread", "river", "seven", "window", "paper", "morning", "chair"),
    *("train", "garden", "pencil", "winter"),
)
WANTED = (Skill.COURAGE, Skill.DELEGATION)


def library(
    *,
    scenarios: int = 24,
    seed: int = 1,
) -> list[Scenario]:
    """Return *scenarios* of four scenes each; texts reveal nothing of the keys."""
    random = Random(seed)
    keys = iter(_shuffled(random, tuple(Call), scenarios * 4))
    return [
        scenario(
            *(_scene(random, f"s{n}", next(keys)) for n in range(4)),
            id=f"made-{number}",
        )
        for number in range(scenarios)
    ]


def _shuffled(random: Random, calls: tuple[Call, ...], count: int) -> list[Call]:
    dealt = [calls[n % len(calls)] for n in range(count)]
    random.shuffle(dealt)
    return dealt


def _scene(random: Random, key: str, call: Call) -> Scene:
    best = choice("best", BEST[call], shows=WANTED, text=_text(random))
    others: list[Choice] = [
        choice(f"c{n}", signs, text=_text(random)) for n, signs in enumerate(LESSER[call])
    ]
    choices = [best, *others]
    random.shuffle(choices)
    return scene(
        key, *choices, call=call, need=need(NEEDS[call]), wanted=WANTED, context=Context.ROUTINE
    )


def _text(random: Random) -> str:
    count = random.randint(24, 30)
    return " ".join(random.choice(WORDS) for _ in range(count)).capitalize() + "."

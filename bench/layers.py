"""Scenarios of any size, in layers, for the scripts that measure the analysis."""

from __future__ import annotations

from game.core.enums import Call, Context, Dimension, Pole, Seniority, Skill, State
from game.core.scenario import (
    END,
    Character,
    Choice,
    Endings,
    Listening,
    Need,
    Next,
    Route,
    Scenario,
    Scene,
    Stance,
    Tokens,
)


_LEAD, _MANAGE = Pole.LEAD, Pole.MANAGE
_NEEDS = (
    (Call.LEAD, (_LEAD, _LEAD, _LEAD, _LEAD, _MANAGE)),
    (Call.MANAGE, (_MANAGE, _MANAGE, _MANAGE, _MANAGE, _LEAD)),
    (Call.MANAGE_THEN_LEAD, (_LEAD, _LEAD, _MANAGE, _MANAGE, _MANAGE)),
)
_STANCES = (
    (_LEAD, _LEAD, _LEAD, _LEAD, _LEAD),
    (_MANAGE, _MANAGE, _MANAGE, _MANAGE, _MANAGE),
    (_LEAD, _MANAGE, None, _LEAD, _MANAGE),
    (None, _LEAD, _MANAGE, _LEAD, None),
)


def layered(depth: int, width: int, choices: int) -> Scenario:
    """*depth* layers of *width* scenes; each of its *choices* leads to a scene of the next one."""

    def go(layer: int, index: int, choice: int) -> str:
        return f"s{layer + 1}-{(index + choice) % width}" if layer + 1 < depth else END

    scenes = [
        _scene(f"s{layer}-{index}", index, [go(layer, index, n) for n in range(choices)])
        for layer in range(depth)
        for index in range(width)
    ]
    listens = Listening(dimension=Dimension.FOCUS, pole=Pole.LEAD)
    return Scenario(
        id="layers",
        format=1,
        title="Layers",
        summary="Made to be counted.",
        role="You are somebody.",
        sector="anywhere",
        place="Somewhere",
        seniority=Seniority.NONE,
        minutes=1,
        cast={"ana": Character(name="Ana", role="Somebody", listens_for=listens)},
        start="s0-0",
        scenes={scene.id: scene for scene in scenes},
        endings=Endings(**{state.value: state.value for state in State}),
    )


def _scene(key: str, index: int, targets: list[str]) -> Scene:
    call, poles = _NEEDS[index % len(_NEEDS)]
    wanted = (Skill.COURAGE, Skill.DELEGATION)
    return Scene(
        id=key,
        title=key,
        context=Context.ROUTINE,
        call=call,
        call_because=key,
        text="A moment that asks for something, told in a few plain words.",
        need=Need({d: Tokens(pole=p, count=1) for d, p in zip(Dimension, poles, strict=True)}),
        wanted=wanted,
        choices={
            f"c{number}": Choice(
                id=f"c{number}",
                text="Do something about it.",
                stance=Stance(
                    {d: p for d, p in zip(Dimension, _STANCES[number % 4], strict=True) if p}
                ),
                shows=wanted[: number % 3],
                outcome="It goes on.",
                explanation="It asked for that.",
                next=Next((Route(go=go),)),
            )
            for number, go in enumerate(targets)
        },
    )

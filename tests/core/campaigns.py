"""Small campaigns to test with, and players who answer a scenario by one rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from game.core import scoring
from game.core.actions import Action, Choose, GiveCall, GoOn
from game.core.campaign import Bearing, Campaign, Closings, Favour, Posting
from game.core.enums import Call, Pole, Practice, State
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.scenario import Choice, Scenario, Scene
from tests.core.examples import choice, played, scenario, scene


Player = Callable[[Scene], tuple[Call, str]]
"""Gives the call and the choice for a scene."""

THREE = (Practice.COMMUNICATION, Practice.FEEDBACK_REFLECTION, Practice.TRAINING)


def town(name: str) -> Scenario:
    """A scenario of two scenes: the first needs a lead choice, the second a manage one."""
    return scenario(
        scene(f"{name}-square", *_both(f"{name}-yard"), call=Call.LEAD),
        scene(f"{name}-yard", *_both("end"), call=Call.MANAGE),
        id=name,
        title=f"The Town of {name.capitalize()}",
        place=name.capitalize(),
    )


def _both(go: str) -> tuple[Choice, Choice]:
    return choice("ask", "L L L L L", go=go), choice("list", "M M M M M", go=go)


TOWNS: Mapping[str, Scenario] = {name: town(name) for name in ("ulm", "bonn", "gotha")}


def campaign(*names: str, offered: Sequence[Practice] = THREE) -> Campaign:
    """A campaign through the scenarios called *names*, with picks from the second on."""
    return Campaign(
        id="tour",
        format=1,
        title="The Tour",
        summary="What the list says.",
        writer="Ada Arm, who writes",
        opening="Why you are sent.",
        postings={
            name: Posting(
                id=name,
                letter=f"Letter before {name}.",
                practices={p: f"{p.value} tells of {name}." for p in offered if position},
            )
            for position, name in enumerate(names)
        },
        closings=Closings(**{bearing.value: f"Closing {bearing.value}." for bearing in Bearing}),
    )


CAMPAIGN = campaign(*TOWNS)
CARRYING = evolve(
    CAMPAIGN,
    postings={
        name: evolve(
            posting,
            after={
                state: f"Before {name} it ended in {state.value}."
                for state in (State.SYNERGY, State.CONFUSION)
                if name != next(iter(TOWNS))
            },
        )
        for name, posting in CAMPAIGN.postings.items()
    },
    favours={
        "ring": Favour(
            id="ring",
            posting="ulm",
            state=(State.SYNERGY, State.STAGNATION),
            trust={"ana": 1},
            text="A ring.",
            back="gotha",
            letter="The ring of Ulm fits.",
            scene="gotha-square",
            line="You turn the ring.",
        ),
        "coin": Favour(
            id="coin",
            posting="bonn",
            trust={"ana": 4},
            text="A coin.",
            back="gotha",
            letter="The coin of Bonn is real.",
            scene="gotha-square",
            line="You toss the coin.",
        ),
    },
)
"""The same with all that a campaign can carry over."""


def best(scene: Scene) -> tuple[Call, str]:
    """Answer with the call and the choice of the key."""
    return scene.call, scoring.best_choices(scene)[0]


def most(pole: Pole) -> Player:
    """A player who always calls *pole* and takes what serves it on most dimensions."""

    def play(scene: Scene) -> tuple[Call, str]:
        def count(key: str) -> tuple[int, int]:
            poles = list(scene.choices[key].stance.poles.values())
            return poles.count(pole), -poles.count(pole.other)

        return Call(pole.value), max(scene.choices, key=count)

    return play


def through(of: Scenario, player: Player, seed: int = 1) -> Playthrough:
    """*of*, played to its end by *player*."""
    play = start(of, seed)
    while play.phase is not Phase.ENDING:
        play = played(step(play, action(play, player)))
    return play


def action(play: Playthrough, player: Player) -> Action:
    """What *player* does next in *play*."""
    current = play.current
    assert current is not None
    call, chosen = player(current)
    match play.phase:
        case Phase.CALL:
            return GiveCall(current.id, call)
        case Phase.CHOICE:
            return Choose(current.id, chosen)
        case _:
            return GoOn()

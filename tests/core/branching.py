"""Any small scenario with conditions, and every run of it played through the real rules."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen
from hypothesis import strategies as st

from game.core.actions import GoOn
from game.core.enums import State
from game.core.playthrough import Playthrough, replay, start, step
from game.core.scenario import END, Character, Echo, Next, Route, Scenario, When
from tests.core.examples import answers, character, played, scenario
from tests.core.strategies import CAST, listenings, scenes


KEYS = ("one", "two", "three", "four")


@frozen
class Run:
    """A *play* to its ending (or cut off before), and the *chance* of it under random play."""

    play: Playthrough
    chance: Fraction

    @property
    def names(self) -> tuple[str, ...]:
        """Its choices, as ``scene.choice``."""
        return tuple(f"{turn.scene}.{turn.choice}" for turn in self.play.turns)

    @property
    def parts(self) -> Fraction:
        """Its mean points without the call."""
        turns = self.play.turns
        return Fraction(sum(turn.score.fit + turn.score.craft for turn in turns), len(turns))


def runs(of: Scenario, most: int = 100) -> Iterator[Run]:
    """Every run of *of* that ends, and the beginnings of those that have *most* scenes or more."""
    todo = [Run(replay(of, 1, (GoOn(),)).play, Fraction(1))]
    while todo:
        run = todo.pop()
        scene = run.play.current
        if scene is None or len(run.play.turns) == most:
            yield run
            continue
        for key in scene.choices:
            after = run.play
            for action in (*answers(scene.id, key), GoOn()):
                after = played(step(after, action))
            todo.append(Run(after, run.chance / len(scene.choices)))


def replayed(of: Scenario, route: tuple[str, ...]) -> Playthrough:
    """*of*, played along *route*."""
    play = played(step(start(of, 1), GoOn()))
    for name in route:
        scene_id, choice_id = name.split(".")
        for action in (*answers(scene_id, choice_id), GoOn()):
            play = played(step(play, action))
    return play


@st.composite
def whens(draw: st.DrawFn, names: tuple[str, ...]) -> When:
    """Any condition on *names*, the states, or the trust of the cast."""
    kind = draw(st.sampled_from(["chose", "state", "trust", "all"]))
    chose = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
    states = st.lists(st.sampled_from(State), min_size=1, max_size=3, unique=True)
    trust = st.dictionaries(st.sampled_from(CAST), st.integers(0, 5), min_size=1, max_size=1)
    return When(
        chose=tuple(draw(chose)) if kind in ("chose", "all") else (),
        state=tuple(draw(states)) if kind in ("state", "all") else (),
        trust=draw(trust) if kind in ("trust", "all") else {},
    )


def casts() -> st.SearchStrategy[dict[str, Character]]:
    """Any cast of the three people."""
    people = {who: character(who.title(), "focus L") for who in CAST}
    return st.fixed_dictionaries(
        {
            who: st.builds(evolve, st.just(person), listens_for=listenings())
            for who, person in people.items()
        }
    )


@st.composite
def branching(draw: st.DrawFn, *, loops: bool = False) -> Scenario:
    """Any scenario of up to four scenes with conditional ways, and with *loops* where asked for."""
    size = draw(st.integers(1, len(KEYS)))
    keys = KEYS[:size]
    drawn = {key: draw(scenes(key)) for key in keys}
    names = tuple(f"{key}.{choice}" for key, scene in drawn.items() for choice in scene.choices)
    for position, key in enumerate(keys):
        go = st.sampled_from((*(keys if loops else keys[position + 1 :]), END))
        routes = st.lists(st.builds(Route, go=go, when=whens(names)), max_size=2)
        drawn[key] = evolve(
            drawn[key],
            choices={
                name: evolve(choice, next=Next((*draw(routes), Route(go=draw(go)))))
                for name, choice in drawn[key].choices.items()
            },
            echoes=tuple(
                Echo(when=draw(whens(names)), text=f"echo {n}")
                for n in range(draw(st.integers(0, 2)))
            ),
        )
    return scenario(*drawn.values(), cast=draw(casts()))

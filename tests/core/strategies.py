"""Any need, stance, scene, scenario or playthrough, for properties that hold of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, product

from attrs import evolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from game.core.actions import Action, GoOn
from game.core.enums import Call, Context, Dimension, Myth, Pole, Skill, State
from game.core.scenario import END, Choice, Listening, Need, Scenario, Scene, Stance
from tests.core.examples import answers, character, choice, listens, need, scenario, scene, stance


stateless = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""For properties that use the fixture ``take``: it keeps nothing, so examples may share it."""

MIRRORED_CALL = {
    Call.LEAD: Call.MANAGE,
    Call.MANAGE: Call.LEAD,
    Call.LEAD_THEN_MANAGE: Call.MANAGE_THEN_LEAD,
    Call.MANAGE_THEN_LEAD: Call.LEAD_THEN_MANAGE,
}
MIRRORED_STATE = {
    **{state: state for state in State},
    State.CONFUSION: State.STAGNATION,
    State.STAGNATION: State.CONFUSION,
}


def mirrored(of: Scenario) -> Scenario:
    """*of* with lead and manage swapped everywhere."""
    return evolve(
        of,
        cast={
            who: evolve(person, listens_for=_mirrored_listening(person.listens_for))
            for who, person in of.cast.items()
        },
        scenes={key: _mirrored_scene(scene) for key, scene in of.scenes.items()},
    )


def _mirrored_listening(of: Listening) -> Listening:
    return evolve(of, pole=of.pole.other)


def _mirrored_scene(of: Scene) -> Scene:
    return evolve(
        of,
        call=MIRRORED_CALL[of.call],
        need=Need({d: evolve(t, pole=t.pole.other) for d, t in of.need.tokens.items()}),
        choices={
            key: evolve(choice, stance=Stance({d: p.other for d, p in choice.stance.poles.items()}))
            for key, choice in of.choices.items()
        },
    )


def _fits(need: Need, call: Call) -> bool:
    lead = need.count(Pole.LEAD)
    return need.count() == 5 and (2 <= lead <= 3 if call.mixed else need.count(call.first) >= 4)


CAST = ("ana", "ben", "cem")

# Everything below is drawn from a list of all there is: one draw each keeps it fast.
_STANCES = tuple(stance(" ".join(signs)) for signs in product("-LM", repeat=5))
_NEEDS: Mapping[Call, tuple[Need, ...]] = {
    call: tuple(
        asked
        for signs in product(("-", "L1", "L2", "M1", "M2"), repeat=5)
        if _fits(asked := need(" ".join(signs)), call)
    )
    for call in Call
}
_LISTENINGS = tuple(listens(f"{dimension} {sign}") for dimension in Dimension for sign in "LM")
_SHOWN = tuple(shown for count in range(3) for shown in combinations(Skill, count))
_PRESENT = tuple(here for count in range(4) for here in combinations(CAST, count))


def calls() -> st.SearchStrategy[Call]:
    """Any call."""
    return st.sampled_from(Call)


def needs(call: Call | None = None) -> st.SearchStrategy[Need]:
    """Any need of five tokens, or any that may stand under *call*."""
    return calls().flatmap(needs) if call is None else st.sampled_from(_NEEDS[call])


def stances() -> st.SearchStrategy[Stance]:
    """Any stance, silence included."""
    return st.sampled_from(_STANCES)


def listenings() -> st.SearchStrategy[Listening]:
    """Anything a character can listen for."""
    return st.sampled_from(_LISTENINGS)


@st.composite
def choices(draw: st.DrawFn, key: str, go: Iterable[str]) -> Choice:
    """Any choice, leading to one of *go*."""
    myth = draw(st.sampled_from([None, None, *Myth]))
    return choice(
        key,
        go=draw(st.sampled_from(sorted(go))),
        stance=draw(stances()),
        shows=draw(st.sampled_from(_SHOWN)),
        leans_on=myth,
        borne_by=None if myth is None else draw(st.sampled_from(CAST)),
    )


@st.composite
def scenes(draw: st.DrawFn, key: str = "scene", go: Iterable[str] = (END,)) -> Scene:
    """Any scene of two to four choices, each leading to one of *go*."""
    call = draw(calls())
    return scene(
        key,
        *(
            draw(choices(f"{key}-{letter}", go))
            for letter in "abcd"[: draw(st.integers(min_value=2, max_value=4))]
        ),
        call=call,
        context=draw(st.sampled_from(Context)),
        need=draw(needs(call)),
        cues={dimension: f"cue of {key} {dimension}" for dimension in Dimension},
        wanted=draw(st.sampled_from([two for two in _SHOWN if len(two) == 2])),
        after_call={call: f"reaction to {call.value}" for call in Call},
        readers={call: draw(st.integers(0, 5)) for call in draw(st.sets(calls(), max_size=2))},
        dissent=draw(st.sampled_from([None, f"dissent about {key}"])),
        present=draw(st.sampled_from(_PRESENT)),
        says={who: f"{who} says {key}" for who in CAST},
        extra_cue={who: f"{who} volunteers {key}" for who in CAST},
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any scenario of one to four scenes, each leading to later ones or the end."""
    keys = ["one", "two", "three", "four"][: draw(st.integers(min_value=1, max_value=4))]
    return scenario(
        *(draw(scenes(key, (*keys[position + 1 :], END))) for position, key in enumerate(keys)),
        cast={
            who: evolve(character(who.title(), "focus L"), listens_for=draw(listenings()))
            for who in CAST
        },
    )


@st.composite
def playthroughs(draw: st.DrawFn) -> tuple[Scenario, tuple[Action, ...]]:
    """Any scenario, with everything done in it up to some point."""
    drawn = draw(scenarios())
    actions: list[Action] = [GoOn()]
    current = drawn.start
    while current != END:
        chosen = draw(st.sampled_from(sorted(drawn.scenes[current].choices)))
        actions += [*answers(current, chosen, draw(calls())), GoOn()]
        (current,) = drawn.scenes[current].choices[chosen].next.targets
    return drawn, tuple(actions[: draw(st.integers(min_value=0, max_value=len(actions)))])

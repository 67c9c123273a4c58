"""
Scenarios to test with: small builders, and the three worked examples of the scoring rule.

Stances and needs are written as on paper, one sign a dimension in the order of
``Dimension``: ``"L M - L M"`` is a stance, ``"L1 M2 - L1 M1"`` a need.
"""

from __future__ import annotations

from typing import Any, Protocol

from game.core.actions import Action, Choose, GiveCall, GoOn
from game.core.enums import Call, Context, Dimension, Myth, Pole, Seniority, Skill, State
from game.core.explanation import Explanation, explain
from game.core.failure import Failure
from game.core.playthrough import Playthrough, replay
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


POLES = {"L": Pole.LEAD, "M": Pole.MANAGE}


def stance(signs: str) -> Stance:
    """The stance that *signs* write: ``L``, ``M`` or ``-`` for each dimension."""
    pairs = zip(Dimension, signs.split(), strict=True)
    return Stance({dimension: POLES[sign] for dimension, sign in pairs if sign != "-"})


def need(signs: str) -> Need:
    """The need that *signs* write: ``L1``, ``L2``, ``M1``, ``M2`` or ``-`` for each dimension."""
    pairs = zip(Dimension, signs.split(), strict=True)
    return Need(
        {
            dimension: Tokens(pole=POLES[sign[0]], count=int(sign[1]))
            for dimension, sign in pairs
            if sign != "-"
        }
    )


def listens(signs: str) -> Listening:
    """What a character listens for, written ``focus L``."""
    dimension, pole = signs.split()
    return Listening(dimension=Dimension(dimension), pole=POLES[pole])


def ways(*routes: Route | str) -> Next:
    """Where a choice leads; a bare text goes there without a condition."""
    return Next(tuple(Route(go=r) if isinstance(r, str) else r for r in routes))


def choice(key: str, signs: str = "L L L L L", go: str | Next = END, **more: Any) -> Choice:
    """A choice whose texts name it."""
    return Choice(
        **{
            "id": key,
            "text": f"text of {key}",
            "stance": stance(signs),
            "outcome": f"outcome of {key}",
            "explanation": f"explanation of {key}",
            "right_if": f"right if {key}",
            "next": ways(go) if isinstance(go, str) else go,
            **more,
        }
    )


def scene(key: str, *choices: Choice, call: Call = Call.LEAD, **more: Any) -> Scene:
    """A scene whose texts name it."""
    return Scene(
        **{
            "id": key,
            "title": f"title of {key}",
            "context": Context.ROUTINE,
            "call": call,
            "call_because": f"because of {key}",
            "text": f"text of {key}",
            "wanted": (Skill.COURAGE, Skill.DELEGATION),
            "choices": {choice.id: choice for choice in choices},
            **more,
        }
    )


def character(name: str, signs: str) -> Character:
    """Somebody who listens for what *signs* write."""
    return Character(name=name, role=f"role of {name}", listens_for=listens(signs))


def scenario(*scenes: Scene, **more: Any) -> Scenario:
    """A scenario that starts with the first of *scenes*."""
    return Scenario(
        **{
            "id": "example",
            "format": 1,
            "title": "An Example",
            "summary": "What the list says.",
            "role": "You are somebody.",
            "sector": "anywhere",
            "place": "Somewhere",
            "seniority": Seniority.NONE,
            "minutes": 10,
            "cast": {"ana": character("Ana Ash", "focus L"), "ben": character("Ben Bay", "goal M")},
            "start": scenes[0].id,
            "scenes": {scene.id: scene for scene in scenes},
            "endings": Endings(**{state.value: f"ending in {state.value}" for state in State}),
            **more,
        }
    )


def answers(scene_id: str, choice_id: str, call: Call = Call.LEAD) -> tuple[Action, ...]:
    """Everything done in one scene, from its call to its why."""
    return GiveCall(scene_id, call), Choose(scene_id, choice_id), GoOn()


class Take(Protocol):
    """Takes actions in a playthrough, up to the first refusal; see the fixture ``take``."""

    def __call__(self, play: Playthrough, *actions: Action) -> Playthrough | Failure:
        """The playthrough after *actions*, or the first refusal."""


def played(after: Playthrough | Failure) -> Playthrough:
    """*after*, where no refusal is expected."""
    assert isinstance(after, Playthrough)
    return after


def why(of: Scenario, choice_id: str, call: Call = Call.LEAD) -> Explanation:
    """The reasoning of the first scene, answered with *choice_id*."""
    play = replay(of, 1, (GoOn(), *answers(of.start, choice_id, call))).play
    return explain(play, play.turns[0])


FEATURE_FACTORY = scenario(
    scene(
        "board",
        choice(
            "a",
            "L L L L L",
            shows=(Skill.VISIONARY_THINKING, Skill.COACHING_AND_MENTORING),
        ),
        choice("b", "M M M M M"),
        choice("c", "M L M M M"),
        choice("d", "- L - - M", leans_on=Myth.LEADING_IS_TELLING, borne_by="kaarel"),
        call=Call.LEAD,
        context=Context.LOST_DIRECTION,
        text=(
            "Your team shipped eleven features this quarter. Usage has not moved. Kaarel asks "
            "which customer the twelfth is for, and nobody answers. Two people have asked HR "
            "about transfers. Your director writes: keep the train running."
        ),
        need=need("L1 L2 L1 - L1"),
        cues={
            Dimension.FOCUS: "asked HR about transfers",
            Dimension.QUERIES: "which customer the twelfth is for, and nobody answers",
            Dimension.APPROACH: "keep the train running",
            Dimension.VISION: "Usage has not moved",
        },
        wanted=(Skill.VISIONARY_THINKING, Skill.COACHING_AND_MENTORING),
    ),
    id="feature-factory",
    title="The Feature Factory",
    cast={
        "kaarel": character("Kaarel", "queries L"),
        "leelo": character("Leelo", "focus L"),
        "mihkel": character("Mihkel", "vision M"),
    },
)

SMOKE = scenario(
    scene(
        "smoke",
        choice(
            "a",
            "L M M M M",
            shows=(Skill.TEAM_COORDINATION, Skill.EMOTIONAL_INTELLIGENCE),
        ),
        choice("b", "L L L L -", shows=(Skill.EMOTIONAL_INTELLIGENCE,)),
        choice("c", "M M M M M", shows=(Skill.TEAM_COORDINATION,)),
        choice("d", "- M - - -", leans_on=Myth.TITLE_MAKES_LEADER, borne_by="samer"),
        call=Call.MANAGE_THEN_LEAD,
        context=Context.CRISIS,
        emergency=True,
        text=(
            "Smoke is seeping under the door of Ward Six. The evacuation card your team rehearsed "
            "in March hangs by the desk. Rania stands frozen by bay two. Samer waits for a word."
        ),
        need=need("L2 M1 M1 M1 -"),
        cues={
            Dimension.FOCUS: "stands frozen by bay two",
            Dimension.QUERIES: "waits for a word",
            Dimension.APPROACH: "The evacuation card your team rehearsed in March",
            Dimension.GOAL: "Smoke is seeping",
        },
        wanted=(Skill.TEAM_COORDINATION, Skill.EMOTIONAL_INTELLIGENCE),
    ),
    id="smoke",
    title="Smoke on Ward Six",
    cast={
        "rania": character("Rania", "focus L"),
        "samer": character("Samer", "queries M"),
        "nabil": character("Dr Nabil", "goal L"),
    },
)

MONTH_END = scenario(
    scene(
        "close",
        choice("a", "L L L - L", leans_on=Myth.SAME_THING, borne_by="doina"),
        choice("b", "M M M M M", shows=(Skill.TEAM_COORDINATION, Skill.TIME_MANAGEMENT)),
        choice("c", "M M - - M", shows=(Skill.TEAM_COORDINATION,)),
        choice("d", "M - - - M", leans_on=Myth.EXTROVERTS_ONLY, borne_by="doina"),
        call=Call.MANAGE,
        context=Context.ROUTINE,
        text=(
            "Ioana and Vlad have both reconciled the Vienna ledger; Madrid has not been opened. "
            "The checklist still names two people who left. Doina asks which account to take next."
        ),
        need=need("M1 M2 M1 M1 -"),
        cues={
            Dimension.FOCUS: "both reconciled the Vienna ledger",
            Dimension.QUERIES: "Madrid has not been opened",
            Dimension.APPROACH: "asks which account to take next",
            Dimension.GOAL: "still names two people who left",
        },
        wanted=(Skill.TEAM_COORDINATION, Skill.TIME_MANAGEMENT),
    ),
    id="month-end",
    title="Month-End, Every Month",
    cast={
        "doina": character("Doina", "approach M"),
        "ioana": character("Ioana", "queries M"),
        "radu": character("Radu", "vision L"),
    },
)

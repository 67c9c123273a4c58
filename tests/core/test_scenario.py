"""The few things that the values of the format work out for themselves."""

from __future__ import annotations

import pytest

from game.core.enums import Call, Dimension, Pole, Skill, State
from game.core.scenario import Need, Route, Stance, When
from tests.core.examples import choice, need, scenario, scene, stance, ways


@pytest.mark.parametrize(
    ("call", "first", "mixed"),
    [
        (Call.LEAD, Pole.LEAD, False),
        (Call.MANAGE, Pole.MANAGE, False),
        (Call.LEAD_THEN_MANAGE, Pole.LEAD, True),
        (Call.MANAGE_THEN_LEAD, Pole.MANAGE, True),
    ],
)
def test_call(call: Call, first: Pole, mixed: bool) -> None:
    """A call has a first pole, and needs one pole or both."""
    assert (call.first, call.mixed) == (first, mixed)


def test_poles() -> None:
    """Each pole is the other's opposite."""
    assert [pole.other for pole in Pole] == [Pole.MANAGE, Pole.LEAD]


def test_skills() -> None:
    """Eight skills are of leading and eight of managing."""
    assert [skill.pole for skill in Skill] == [Pole.LEAD] * 8 + [Pole.MANAGE] * 8
    assert Skill.ADAPTABILITY.pole is Pole.LEAD
    assert Skill.PLANNING_AND_ORGANIZATION.pole is Pole.MANAGE


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (Call.LEAD, need("L1 L1 L1 L1 L1")),
        (Call.MANAGE, need("M1 M1 M1 M1 M1")),
        (Call.LEAD_THEN_MANAGE, need("- - - - -")),
        (Call.MANAGE_THEN_LEAD, need("- - - - -")),
    ],
)
def test_need_left_out(call: Call, expected: Need) -> None:
    """A pure call needs one token on each dimension; a mixed one must define its need."""
    assert scene("s", choice("x"), call=call).need == expected


def test_need_counts() -> None:
    """Tokens are counted for one pole or for both."""
    smoke = need("L2 M1 M1 M1 -")

    assert (smoke.count(Pole.LEAD), smoke.count(Pole.MANAGE), smoke.count()) == (2, 3, 5)


def test_stance_of_one_pole() -> None:
    """The shorthand of one pole stands for all five dimensions."""
    assert Stance.all(Pole.LEAD) == stance("L L L L L")
    assert list(Stance.all(Pole.MANAGE).poles) == list(Dimension)


def test_targets() -> None:
    """The targets of a choice are listed once each, in the order written."""
    fork = ways(
        Route(go="b", when=When(chose=("a.x",))),
        Route(go="c", when=When(trust={"ana": 4})),
        Route(go="b", when=When(trust={"ben": 4})),
        "end",
    )

    assert fork.targets == ("b", "c", "end")


def test_first_scene() -> None:
    """A scenario begins at its start scene, wherever in the file that is."""
    late = scenario(scene("a", choice("x")), scene("b", choice("y")), start="b")

    assert late.first.id == "b"


@pytest.mark.parametrize("state", State)
def test_endings(state: State) -> None:
    """Each state has a separate ending."""
    assert scenario(scene("s", choice("x"))).endings.of(state) == f"ending in {state}"

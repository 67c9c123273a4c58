"""Actions as plain data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.actions import Action, Choose, GiveCall, GoOn, from_data, to_data
from game.core.terms import Call


actions = st.one_of(
    st.just(GoOn()),
    st.builds(GiveCall, scene=st.text(), call=st.sampled_from(Call)),
    st.builds(Choose, scene=st.text(), choice=st.text()),
)


@pytest.mark.parametrize(
    ("action", "data"),
    [
        (GoOn(), {"do": "go-on"}),
        (
            GiveCall("smoke", Call.MANAGE_THEN_LEAD),
            {"do": "call", "scene": "smoke", "call": "manage-then-lead"},
        ),
        (Choose("smoke", "card"), {"do": "choose", "scene": "smoke", "choice": "card"}),
    ],
)
def test_written_form(action: Action, data: dict[str, str]) -> None:
    """The form on disk is pinned: journals of earlier versions are read by later ones."""
    assert to_data(action) == data


@given(actions)
def test_round_trip(action: Action) -> None:
    """Every action comes back from JSON as it was."""
    assert from_data(json.loads(json.dumps(to_data(action)))) == action


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "dance"},
        {"do": "call", "scene": "smoke"},
        {"do": "call", "scene": "smoke", "call": "follow"},
        {"do": "call", "scene": "smoke", "call": ["lead"]},
        {"do": "choose", "scene": 3, "choice": "card"},
        {"do": "choose", "scene": "smoke", "choice": None},
    ],
)
def test_unknown_data(data: dict[str, object]) -> None:
    """Data that stands for no action this version knows is None, never an error."""
    assert from_data(data) is None

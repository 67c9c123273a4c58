"""Whether a ``when`` holds."""

from __future__ import annotations

import pytest

from game.core.enums import State
from game.core.scenario import When, holds


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(), True),
        (When(chose=("door.wait",)), True),
        (When(chose=("door.push", "door.wait")), True),
        (When(chose=("door.push",)), False),
        (When(state=(State.STEADY,)), True),
        (When(state=(State.DRIFT, State.STEADY)), True),
        (When(state=(State.DRIFT,)), False),
        (When(trust={"ana": 4}), True),
        (When(trust={"ana": 5}), False),
        (When(trust={"ana": 4, "ben": 1}), True),
        (When(trust={"ana": 4, "ben": 2}), False),
        (When(chose=("door.wait",), state=(State.STEADY,), trust={"ana": 4}), True),
        (When(chose=("door.push",), state=(State.STEADY,), trust={"ana": 4}), False),
        (When(chose=("door.wait",), state=(State.DRIFT,), trust={"ana": 4}), False),
        (When(chose=("door.wait",), state=(State.STEADY,), trust={"ana": 5}), False),
    ],
)
def test_every_given_part_must_hold(when: When, expected: bool) -> None:
    """Any of the choices, any of the states, all of the trusts; what is not given holds."""
    assert holds(when, {"door.wait"}, State.STEADY, {"ana": 4, "ben": 1}) is expected


@pytest.mark.parametrize("state", State)
def test_no_state_is_none_of_them(state: State) -> None:
    """While no state is named, a condition on one does not hold."""
    assert not holds(When(state=(state,)), set(), None, {})

"""Direction, Structure and the states they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.enums import Call, State
from game.core.scenario import Need, Scenario, Stance
from game.core.scoring import Gauges, score
from game.core.trust import trust_moves
from tests.core.examples import need, stance
from tests.core.strategies import (
    MIRRORED_CALL,
    MIRRORED_STATE,
    calls,
    mirrored,
    needs,
    scenarios,
    stances,
)


def gauges_at(direction: int, structure: int) -> Gauges:
    """The gauges at these percentages, 2 to 98."""
    return Gauges(
        lead_served=direction - 2,
        lead_needed=96,
        manage_served=structure - 2,
        manage_needed=96,
    )


class TestGauges:
    """Direction, Structure and the state they name."""

    def test_start(self) -> None:
        """Both start at 50 %."""
        assert (Gauges().direction, Gauges().structure) == (50, 50)

    def test_rounding(self) -> None:
        """Halves are rounded up, as on paper: 5 of 8 is 63 %."""
        assert Gauges(lead_served=3, lead_needed=4).direction == 63

    def test_integration(self) -> None:
        """Integration is the lower of the two."""
        assert gauges_at(direction=70, structure=44).integration == 44

    @given(st.lists(st.tuples(needs(), stances()), max_size=24))
    def test_range(self, answered: list[tuple[Need, Stance]]) -> None:
        """However a scenario is played, both stay between 0 and 100."""
        gauges = Gauges()
        for asked, taken in answered:
            gauges = gauges.after(asked, taken)

        assert 0 <= gauges.integration <= max(gauges.direction, gauges.structure) <= 100

    def test_one_side_at_a_time(self) -> None:
        """A scene that needs only leading leaves Structure where it was."""
        gauges = Gauges().after(need("L1 L1 L1 L1 L1"), stance("M M M M M"))

        assert (gauges.direction, gauges.structure) == (22, 50)

    @pytest.mark.parametrize(
        ("direction", "structure", "state"),
        [
            (65, 65, State.SYNERGY),
            (98, 65, State.SYNERGY),
            (98, 64, State.STEADY),
            (39, 39, State.DRIFT),
            (39, 5, State.DRIFT),
            (5, 39, State.DRIFT),
            (40, 39, State.STEADY),
            (79, 49, State.CONFUSION),
            (78, 49, State.STEADY),
            (98, 50, State.STEADY),
            (40, 10, State.CONFUSION),
            (49, 79, State.STAGNATION),
            (49, 78, State.STEADY),
            (50, 98, State.STEADY),
            (10, 40, State.STAGNATION),
            (50, 50, State.STEADY),
        ],
    )
    def test_state(self, direction: int, structure: int, state: State) -> None:
        """Synergy, drift, confusion, stagnation, steady: the first that holds names it."""
        assert gauges_at(direction, structure).state is state


class TestMirror:
    """Leading and managing are treated alike."""

    @given(scenarios(), calls())
    def test_swapped_everywhere(self, drawn: Scenario, call: Call) -> None:
        """Swapping lead and manage everywhere swaps the gauges and keeps the points."""
        swapped = mirrored(drawn)
        ours = theirs = Gauges()
        for key, where in drawn.scenes.items():
            there = swapped.scenes[key]
            option, other = next(zip(where.choices.values(), there.choices.values(), strict=True))
            ours, theirs = (
                ours.after(where.need, option.stance),
                theirs.after(there.need, other.stance),
            )

            assert score(where, call, option) == score(there, MIRRORED_CALL[call], other)
            assert trust_moves(drawn, where, option) == trust_moves(swapped, there, other)
        assert (ours.direction, ours.structure) == (theirs.structure, theirs.direction)

    @given(st.integers(2, 98), st.integers(2, 98))
    def test_states(self, direction: int, structure: int) -> None:
        """Swapping the gauges swaps confusion and stagnation and keeps every other state."""
        state, swapped = (
            gauges_at(direction, structure).state,
            gauges_at(structure, direction).state,
        )

        assert swapped is MIRRORED_STATE[state]

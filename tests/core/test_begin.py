"""Counting from anywhere equals counting the runs that come there."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from game.author.analysis.report import analyse
from game.author.analysis.start_state import StartState
from game.core.enums import State
from game.core.scenario import END, Route, Scenario, When
from tests.core.branching import branching, runs
from tests.core.examples import choice, need, scenario, scene, ways


@given(branching(), st.data())
def test_from_a_scene_on_the_way_by_listing(drawn: Scenario, data: st.DataObject) -> None:
    """From a scene that a run comes to, runs, endings and points are those of all runs with it."""
    listed = list(runs(drawn))
    turns = data.draw(st.sampled_from(listed)).play.turns
    position = data.draw(st.integers(0, len(turns) - 1))
    past = tuple(f"{turn.scene}.{turn.choice}" for turn in turns[:position])
    begin = StartState.of(drawn, turns[position].scene, past)
    assert begin.real
    assert dict(begin.memory.trust) == dict(turns[position].trust_before)
    result = analyse(drawn, begin=begin)
    after = [run for run in listed if run.names[:position] == past]
    share = sum(run.chance for run in after)
    assert result.runs == len(after)
    assert set(result.endings.states) == {run.play.state for run in after}
    for state, ending in result.endings.states.items():
        ended = [run for run in after if run.play.state is state]
        assert ending.runs == len(ended)
        assert ending.chance == sum(run.chance for run in ended) / share
    gauges = [run.play.gauges for run in after]
    assert result.endings.direction == (
        min(g.direction for g in gauges),
        max(g.direction for g in gauges),
    )
    assert result.endings.structure == (
        min(g.structure for g in gauges),
        max(g.structure for g in gauges),
    )
    rest = [[turn.score for turn in run.play.turns[position:]] for run in after]
    means = [Fraction(sum(s.fit + s.craft for s in scores), len(scores)) for scores in rest]
    assert result.points.maximum is not None
    assert result.points.maximum.value == max(means)
    for key, chance in result.seen.items():
        met = [r for r in after if key in {turn.scene for turn in r.play.turns[position:]}]
        assert chance == sum(run.chance for run in met) / share


TRUSTING = scenario(
    scene("a", choice("x", "M M M M M", go="b"), need=need("L2 L1 L1 - M1")),
    scene("b", choice("y", go=ways(Route(go="c", when=When(trust={"ana": 5})), END))),
    scene("c", choice("z")),
)


def test_the_default_is_the_start() -> None:
    """Nothing chosen, trust as it begins, and a run does begin so."""
    begin = StartState.of(TRUSTING)
    assert (begin.scene, begin.chosen, begin.real) == ("a", (), True)
    assert dict(begin.memory.trust) == {"ana": 3, "ben": 3}


def test_trust_set_by_hand() -> None:
    """A start state opens what depends on it, and no run is reported as leading there."""
    assert analyse(TRUSTING).unmet == ("c",)
    begin = StartState.of(TRUSTING, "b", trust={"ana": 4})
    assert not begin.real
    assert analyse(TRUSTING, begin=begin).seen == {"b": 1, "c": 1}


def test_choices_that_do_not_lead_here() -> None:
    """Earlier scenes count for trust and gauges, and no run is reported as leading there."""
    begin = StartState.of(TRUSTING, "c", ["b.y", "a.x"])
    assert not begin.real
    assert not StartState.of(TRUSTING, "c", ["a.x"]).real
    assert StartState.of(TRUSTING, "b", ["a.x"]).real
    # One of a's five tokens is served beside the credit; b, which leads, serves all five.
    assert begin.memory.gauges is not None
    assert (begin.memory.gauges.lead_served, begin.memory.gauges.manage_served) == (5, 1)
    # With c's own five, 10 of 14 lead tokens are served, and 1 of 1 manage token.
    endings = analyse(TRUSTING, begin=begin).endings
    assert set(endings.states) == {State.STEADY}
    assert (endings.direction, endings.structure) == ((67, 67), (60, 60))

"""``explore --to``: a route that replays, or the reason why there is none."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from game.author.witness import Unknown, Witness, as_json, as_text, find
from game.core.analysis.report import analyse
from game.core.model import END, Route, Scenario, State, When
from game.core.playthrough import Phase
from tests.author.test_explore import GATED, LOOP
from tests.core.branching import branching, replayed
from tests.core.examples import choice, scenario, scene, ways


def witness(of: Scenario, target: str, budget: int = 200_000) -> Witness:
    """The answer for a *target* that exists."""
    found = find(analyse(of, budget), target)
    assert isinstance(found, Witness)
    return found


@given(branching(loops=True), st.data())
def test_a_route_replays(drawn: Scenario, data: st.DataObject) -> None:
    """Played through the real rules, a route comes where it says."""
    names = [f"{key}.{name}" for key, of in drawn.scenes.items() for name in of.choices]
    target = data.draw(st.sampled_from([*drawn.scenes, *names, *State]))
    route = witness(drawn, target, budget=data.draw(st.sampled_from((1, 2_000)))).route
    if route is None:
        return
    play = replayed(drawn, route)
    if target in drawn.scenes:
        assert play.scene == target
    elif target in names:
        assert route[-1] == target
    else:
        assert (play.phase, play.state) == (Phase.ENDING, State(target))


def test_a_route_is_told() -> None:
    """One choice a line, then the chance."""
    assert as_text(witness(LOOP, "b.x")) == (
        "b.x: reached by 2 choices\n  a.go\n  b.x\nchance under random play: always\n"
    )
    assert as_text(witness(LOOP, "a")).startswith("a: the start\n")


def test_not_linked() -> None:
    """A scene without a way to it is impossible for that reason."""
    found = witness(GATED, "d")
    assert found.impossible
    assert found.why.startswith("not linked: ")


def test_condition_never_holds() -> None:
    """A scene behind a way that never opens is impossible, and the part at fault is named."""
    found = witness(GATED, "b")
    assert found.impossible
    assert found.why.startswith("condition never holds: ")
    assert "trust: ana is at 4 at most, and 5 is asked" in found.why
    assert json.loads(as_json(found))["possible"] is False


def test_behind_the_impossible() -> None:
    """A scene that only such a scene leads to is impossible as well, and that is the reason."""
    behind = scenario(
        scene("a", choice("x", go=ways(Route(go="b", when=When(trust={"ana": 5})), END))),
        scene("b", choice("y", go="c")),
        scene("c", choice("z")),
    )
    found = witness(behind, "c")
    assert found.impossible
    assert "only scenes that no run comes to lead there" in found.why


def test_an_ending_that_no_run_has() -> None:
    """One run has one ending; that there is no other is proved."""
    only = scenario(scene("a", choice("x", "L L L L L")), scene("b", choice("y")))
    assert witness(only, "steady").route == ("a.x",)
    assert witness(only, "drift").impossible


def test_past_the_budget_nothing_is_impossible() -> None:
    """What was not found in time may exist; only what is not linked is impossible."""
    found = witness(GATED, "b", budget=1)
    assert (found.route, found.impossible) == (None, False)
    assert witness(GATED, "d", budget=1).impossible


def test_an_unknown_target_names_the_nearest() -> None:
    """A slip of the pen is answered with what was probably meant."""
    assert find(analyse(LOOP), "sinergy") == Unknown("synergy")
    assert find(analyse(LOOP), "nothing like it") == Unknown(None)

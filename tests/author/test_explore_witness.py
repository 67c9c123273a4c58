"""``explore --to``: a route that replays, or the reason why there is none."""

from __future__ import annotations

import json
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from game.author.analysis.report import Analysis, analyse
from game.author.analysis.shortest_route import (
    Kind,
    ShortestRoute,
    Unknown,
    as_json,
    as_text,
    find,
    targets,
)
from game.core.enums import State
from game.core.playthrough import Phase
from game.core.scenario import END, Echo, Route, Scenario, When
from game.core.view import scene_view
from tests.author.test_explore import GATED, LOOP
from tests.core.branching import branching, replayed
from tests.core.examples import choice, scenario, scene, ways


def witness(of: Scenario, target: str, budget: int = 200_000) -> ShortestRoute:
    """The answer for a *target* that exists."""
    return found(analyse(of, budget), target)


def found(analysis: Analysis, target: str) -> ShortestRoute:
    """The answer for a *target* that exists in what was analysed."""
    result = find(analysis, target)
    assert isinstance(result, ShortestRoute)
    return result


@given(branching(loops=True), st.data())
def test_a_route_replays(drawn: Scenario, data: st.DataObject) -> None:
    """Replayed through the real rules, a route reaches its target."""
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


def test_a_route_is_reported() -> None:
    """One choice a line, then the chance."""
    assert as_text(witness(LOOP, "b.x")) == (
        "b.x: reached by 2 choices\n  a.go\n  b.x\nchance under random play: always\n"
    )
    assert as_text(witness(LOOP, "a")).startswith("a: where it begins\n")


def test_not_linked() -> None:
    """A scene without a way to it is impossible for that reason."""
    result = witness(GATED, "d")
    assert result.impossible
    assert result.why.startswith("not linked: ")


def test_condition_never_holds() -> None:
    """A scene behind a way that never opens is impossible, and the part at fault is named."""
    result = witness(GATED, "b")
    assert result.impossible
    assert result.why.startswith("condition never holds: ")
    assert "ana's trust is 4 at most, and 5 is asked" in result.why
    assert json.loads(as_json(result))["possible"] is False


def test_behind_the_impossible() -> None:
    """A scene that only such a scene leads to is impossible as well, and that is the reason."""
    behind = scenario(
        scene("a", choice("x", go=ways(Route(go="b", when=When(trust={"ana": 5})), END))),
        scene("b", choice("y", go="c")),
        scene("c", choice("z")),
    )
    result = witness(behind, "c")
    assert result.impossible
    assert "only scenes that no run comes to lead there" in result.why


def test_an_ending_that_no_run_has() -> None:
    """One run has one ending; that there is no other is proved."""
    only = scenario(scene("a", choice("x", "L L L L L")), scene("b", choice("y")))
    assert witness(only, "steady").route == ("a.x",)
    assert witness(only, "drift").impossible


def test_past_the_budget_nothing_is_impossible() -> None:
    """An incomplete search proves nothing; only unlinked scenes are impossible."""
    result = witness(GATED, "b", budget=1)
    assert (result.route, result.impossible) == (None, False)
    assert witness(GATED, "d", budget=1).impossible


def test_an_unknown_target_names_the_nearest() -> None:
    """A slip of the pen is answered with what was probably meant."""
    assert find(analyse(LOOP), "sinergy") == Unknown("synergy")
    assert find(analyse(LOOP), "nothing like it") == Unknown(None)


@given(branching(), st.data())
def test_a_route_to_an_echo_or_a_line_shows_it(drawn: Scenario, data: st.DataObject) -> None:
    """At the end of the route the echo or line is shown; else it is impossible."""
    parts = [t for t in targets(drawn).values() if t.kind in (Kind.ECHO, Kind.SAYS, Kind.EXTRA_CUE)]
    if not parts:
        return
    target = data.draw(st.sampled_from(parts))
    result = witness(drawn, target.name)
    if result.route is None:
        assert result.impossible
        return
    play = replayed(drawn, result.route)
    assert play.scene == target.scene
    seen = scene_view(play, drawn.scenes[target.scene])
    if target.kind is Kind.ECHO:
        assert seen.echo == drawn.scenes[target.scene].echoes[target.index].text
    else:
        sentence = {(line.volunteered, line.who) for line in seen.lines}
        assert (target.kind is Kind.EXTRA_CUE, target.id) in sentence


@given(branching())
def test_chances_of_ways_sum_to_that_of_the_choice(drawn: Scenario) -> None:
    """Each choice takes exactly one of its ways."""
    analysis = analyse(drawn)
    for key, of in drawn.scenes.items():
        for name, item in of.choices.items():
            ways_on = [
                found(analysis, f"{key}.{name}.{position + 1}").chance
                for position in range(len(item.next.routes))
            ]
            whole = found(analysis, f"{key}.{name}").chance
            assert sum(chance for chance in ways_on if isinstance(chance, Fraction)) == whole


def test_an_echo_that_is_never_shown_shows_what_it_needs() -> None:
    """By its name, with the part of the condition at fault and what would mend it."""
    assert as_text(witness(GATED, "c.echoes.1")) == (
        "c.echoes.1: impossible\n"
        "condition never holds: b.z cannot have been chosen by then\n"
        "needed: let a way to c come by b.z\n"
    )


def test_a_way_on_that_is_never_taken() -> None:
    """A way has the choice's name and its number, and so has the one that goes instead."""
    assert "needed: let a way to a win 1 more of ana's trust" in witness(GATED, "a.x.1").why
    assert witness(GATED, "a.x.2").route == ("a.x",)


def test_an_impossible_ending_shows_where_the_gauges_end() -> None:
    """The required gauges are shown beside those that runs reach."""
    only = scenario(scene("a", choice("x", "L L L L L")))
    assert witness(only, "drift").why == (
        "condition never holds: no run's gauges end in drift\n"
        "needed: both gauges below 40; Direction ends at 78; Structure ends at 50"
    )


def test_what_was_not_followed_is_not_called_impossible() -> None:
    """Where the echo's own states are too many, not finding it proves nothing."""
    echoes = tuple(Echo(when=When(chose=(name,)), text=name) for name in ("a.x", "a.y"))
    three = scenario(
        scene("a", choice("x", go="b"), choice("y", go="b"), choice("z", go="b")),
        scene("b", choice("w", go="c")),
        scene("c", choice("v"), echoes=echoes),
    )
    assert witness(three, "c.echoes.2").route == ("a.y", "b.w")
    result = witness(three, "c.echoes.2", budget=3)
    assert (result.route, result.impossible) == (None, False)

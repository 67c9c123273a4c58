"""The analysis equals what playing every run through the real rules finds."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from hypothesis import given

from game.author.analysis.report import analyse, chance_of_choice
from game.author.analysis.totals import worth
from game.core.enums import State
from game.core.playthrough import Phase
from game.core.scenario import Scenario
from game.core.view import scene_view
from tests.core.branching import Run, branching, replayed, runs


def ended(found: list[Run], state: State) -> list[Run]:
    """The runs that end in *state*."""
    return [run for run in found if run.play.state is state]


@given(branching())
def test_runs_and_endings_by_listing(drawn: Scenario) -> None:
    """Runs, and for each ending its runs, chance and shortest route."""
    result, listed = analyse(drawn), list(runs(drawn))
    assert result.label.startswith("exact")
    assert result.runs == len(listed)
    assert set(result.endings.states) == {run.play.state for run in listed}
    for state, ending in result.endings.states.items():
        of_state = ended(listed, state)
        assert ending.runs == len(of_state)
        assert ending.chance == sum(run.chance for run in of_state)
        assert len(ending.route) == min(len(run.names) for run in of_state)
        assert replayed(drawn, ending.route).state is state


@given(branching())
def test_points_by_listing(drawn: Scenario) -> None:
    """Least, most and mean points, and runs that have them."""
    points, listed = analyse(drawn).points, list(runs(drawn))
    assert points.minimum is not None
    assert points.maximum is not None
    assert points.minimum.value == min(run.parts for run in listed)
    assert points.maximum.value == max(run.parts for run in listed)
    assert points.mean == sum(run.parts * run.chance for run in listed)
    by_names = {run.names: run for run in listed}
    assert points.minimum.run is not None
    assert points.maximum.run is not None
    assert by_names[points.minimum.run].parts == points.minimum.value
    assert by_names[points.maximum.run].parts == points.maximum.value


@given(branching())
def test_chances_and_witnesses_by_listing(drawn: Scenario) -> None:
    """The chance of each scene and choice, a shortest route to it, and what is unreachable."""
    result, listed = analyse(drawn), list(runs(drawn))
    chances: defaultdict[str, Fraction] = defaultdict(Fraction)
    for run in listed:
        for name in {turn.scene for turn in run.play.turns} | set(run.names):
            chances[name] += run.chance
    for key, scene in drawn.scenes.items():
        assert result.seen.get(key, 0) == chances.get(key, 0)
        assert (key in result.unlinked or key in result.unmet) == (key not in chances)
        for choice in scene.choices:
            assert chance_of_choice(result.space, key, choice) == chances[f"{key}.{choice}"]
        if key in result.space.at:
            route = result.space.route(result.space.at[key][0])
            assert replayed(drawn, route).scene == key
            assert len(route) == min(
                [turn.scene for turn in run.play.turns].index(key)
                for run in listed
                if key in {turn.scene for turn in run.play.turns}
            )
    assert result.stuck == ()


@given(branching())
def test_decisions_by_listing(drawn: Scenario) -> None:
    """The shortest, the longest and the mean run."""
    result, listed = analyse(drawn), list(runs(drawn))
    span = result.span(worth(result.space, lambda scene, choice: 1))
    assert span.minimum is not None
    assert span.maximum is not None
    lengths = [len(run.names) for run in listed]
    assert (span.minimum.amount, span.maximum.amount) == (min(lengths), max(lengths))
    assert span.mean == sum(len(run.names) * run.chance for run in listed)


@given(branching())
def test_what_no_run_meets_by_listing(drawn: Scenario) -> None:
    """The report lists exactly the routes, echoes and lines that no run reaches."""
    result, listed = analyse(drawn), list(runs(drawn))
    shown, heard, taken = set(), set(), set()
    for run in listed:
        for position, turn in enumerate(run.play.turns):
            play = replayed(drawn, run.names[:position])
            view = scene_view(play, drawn.scenes[turn.scene])
            shown.add((turn.scene, view.echo))
            heard |= {(turn.scene, line.volunteered, line.who) for line in view.lines}
            taken.add((turn.scene, turn.choice))
    met = result.seen.keys()
    echoes = {(n.scene, f"echo {n.index}") for n in result.never if n.kind == "echo"}
    assert echoes == {(key, echo.text) for key in met for echo in drawn.scenes[key].echoes} - shown
    lines = {
        (n.scene, n.kind == "extra_cue", n.name)
        for n in result.never
        if n.kind in ("says", "extra_cue")
    }
    assert (
        lines
        == {
            (key, volunteered, who)
            for key in met
            for volunteered, sentence in (
                (False, drawn.scenes[key].says),
                (True, drawn.scenes[key].extra_cue),
            )
            for who in sentence
        }
        - heard
    )


@given(branching(loops=True))
def test_loops_by_listing(drawn: Scenario) -> None:
    """With loops, the runs of up to five scenes bound every chance from below and above."""
    result, listed = analyse(drawn, budget=1_000), list(runs(drawn, most=5))
    over = [run for run in listed if run.play.phase is Phase.ENDING]
    rest = float(sum(run.chance for run in listed if run.play.phase is not Phase.ENDING))
    if not rest:
        assert result.runs == len(listed)
    for key, chance in result.seen.items():
        sure = float(sum(r.chance for r in listed if key in {t.scene for t in r.play.turns}))
        assert chance is None or sure - 1e-9 <= chance <= sure + rest + 1e-9
    if result.endings.complete:
        for state in State:
            sure = float(sum(run.chance for run in ended(over, state)))
            ending = result.endings.states.get(state)
            assert sure - 1e-9 <= (ending.chance if ending else 0) <= sure + rest + 1e-9
    for state, ending in result.endings.states.items():
        assert replayed(drawn, ending.route).state is state
    minimum, maximum = result.points.minimum, result.points.maximum
    if over and minimum and maximum:
        assert minimum.value <= min(run.parts for run in over)
        assert maximum.value >= max(run.parts for run in over)
        for extreme in (minimum, maximum):
            if extreme.run is not None and result.complete:
                assert Run(replayed(drawn, extreme.run), Fraction(1)).parts == extreme.value


@given(branching(loops=True))
def test_bounds_hold(drawn: Scenario) -> None:
    """When the search stops early, the results are bounds around the truth and labelled so."""
    result, truth = analyse(drawn, budget=1), analyse(drawn, budget=1_000)
    if not truth.complete or result.complete:
        return
    assert result.label == f"bounds and samples (stopped at {len(result.reached)} states)"
    assert result.runs is None or (truth.runs is not None and result.runs >= truth.runs)
    assert set(result.unlinked) <= {*truth.unlinked, *truth.unmet}
    assert result.unmet == ()
    assert set(result.stuck) <= {*truth.stuck, *truth.unmet}
    if truth.points.minimum and truth.points.maximum:
        assert result.points.minimum is not None
        assert result.points.maximum is not None
        assert result.points.minimum.value <= truth.points.minimum.value
        assert result.points.maximum.value >= truth.points.maximum.value

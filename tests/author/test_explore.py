"""The output of ``explore``: JSON, text, and the certainty of each figure."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from game.author.analysis import sentences
from game.author.analysis.explore import as_json, as_text, explore
from game.author.analysis.report import analyse
from game.author.analysis.sampling import Share, sample
from game.author.analysis.start_state import StartState
from game.core.enums import State
from game.core.scenario import END, Echo, Route, Scenario, When
from tests.author.libraries import library
from tests.core.branching import branching
from tests.core.examples import choice, need, scenario, scene, ways


def output(of: Scenario, budget: int = 200_000) -> Any:
    """The JSON of *of*, read again."""
    return json.loads(as_json(explore(of, budget)))


def chain(length: int, choices: int) -> Scenario:
    """*length* scenes in a row."""
    stances = ("L L L L L", "M M M M M", "L M L M -", "M L M L -")[:choices]
    return scenario(
        *(
            scene(
                f"s{n}",
                *(
                    choice(f"c{k}", signs, f"s{n + 1}" if n + 1 < length else END)
                    for k, signs in enumerate(stances)
                ),
                need=need("L2 L1 L1 - M1"),
            )
            for n in range(length)
        )
    )


LOOP = scenario(
    scene("a", choice("stay", "M M M M M", go="a"), choice("go", go="b")),
    scene("b", choice("x")),
)
GATED = scenario(
    scene(
        "a",
        choice("x", go=ways(Route(go="b", when=When(trust={"ana": 5})), "c")),
        choice("y", go="c"),
    ),
    scene("b", choice("z")),
    scene(
        "c",
        choice("w"),
        echoes=(Echo(when=When(chose=("b.z",)), text="after b"),),
    ),
    scene("d", choice("v")),
)


def test_a_row_of_scenes() -> None:
    """Two scenes of two choices: four runs, all figures exact, and the call kept apart."""
    result = output(chain(2, 2))
    assert result["label"] == "exact"
    assert (result["scenes"], result["choices"], result["runs"]) == (2, 4, "4")
    assert (result["unreachable"], result["stuck"]) == ([], [])
    # Leading serves four tokens and managing one; craft is ten.
    assert result["points"] == {"least": 20, "most": 50, "mean": 35}
    assert result["with_right_call"] == {"least": 40, "most": 70, "mean": 55}
    assert result["routes"]["most"] == ["s0.c0", "s1.c0"]
    assert result["routes"]["least"] == ["s0.c1", "s1.c1"]
    assert sum(result["endings"].values()) == 1
    assert result["decisions"] == {"least": 2, "most": 2, "mean": 2}


def test_huge_numbers_are_whole() -> None:
    """More runs than could ever be listed are counted to the last digit, endings too."""
    result = output(chain(30, 4))
    assert result["label"] == "exact"
    assert result["runs"] == str(4**30)
    assert sum(map(int, result["runs_by_ending"].values())) == 4**30


def test_a_number_of_any_length_can_be_written() -> None:
    """Python's limit on digits is no limit here."""
    assert sentences.digits(10**9_000) == "1" + "0" * 9_000
    assert sentences.count(4 * 10**28 + 2 * 10**27) == "4.2 × 10^28"
    assert sentences.count(15 * 10**17 - 1) == "1.5 × 10^18"
    assert sentences.count(2 * 10**18 - 1) == "2.0 × 10^18"
    assert sentences.count(10**19 - 1) == "1.0 × 10^19"


def test_a_loop() -> None:
    """Runs are without limit, chances are those of an endless series, and points may only near."""
    result = output(LOOP)
    assert result["label"] == "exact, chances as floats"
    assert result["runs"] == "no limit"
    assert result["seen"] == {"a": 1, "b": 1}
    assert result["decisions"] == {"least": 2, "most": None, "mean": 3}
    assert sum(result["endings"].values()) == pytest.approx(1)
    assert result["points"]["least"] == 10
    assert result["routes"]["least"] is None
    assert "nears 10" in as_text(explore(LOOP))


def test_what_no_run_meets() -> None:
    """A way that never opens, the scene behind it, its echo, and a scene that is not linked."""
    result = output(GATED)
    assert result["label"] == "exact"
    assert result["unreachable"] == ["d", "b"]
    assert result["never"][0] == (
        "a.x never takes its way 1, to b: ana's trust is 4 at most, and 5 is asked."
    )
    assert result["never"][1] == (
        "echo 1 of c is never shown: b.z cannot have been chosen by then."
    )


def test_what_is_not_met_from_here_is_no_fault_of_the_whole() -> None:
    """Counting from the middle speaks of those runs alone."""
    assert "No run ever meets:" in as_text(explore(GATED))
    text = as_text(explore(GATED, begin=StartState.of(GATED, "c")))
    assert "None of these runs meets:" in text
    assert "No run ever meets:" not in text


def test_the_points_of_random_play_are_reported_with_a_guessed_call() -> None:
    """That sum is what the guide's 35 to 55 is about."""
    mean = explore(GATED).mean_points
    assert mean is not None
    assert f"{sentences.points(float(mean) + 7.5)} of 100 with a guessed call" in as_text(
        explore(GATED)
    )


def test_a_trap() -> None:
    """A scene whose way to the end is linked, yet never opens, is stuck."""
    trap = scenario(
        scene("a", choice("x"), choice("y", go="b")),
        scene("b", choice("z", go=ways(Route(go=END, when=When(chose=("a.x",))), "b"))),
    )
    result = output(trap)
    assert result["stuck"] == ["b"]
    assert result["runs"] == "1"
    assert sum(result["endings"].values()) == result["no_end"] == 0.5
    assert "(no end)   50.0%" in as_text(explore(trap))


def test_past_the_budget_nothing_is_called_exact() -> None:
    """Bounds, proven facts and samples, each called what it is."""
    result = output(GATED, budget=1)
    assert result["label"].startswith("bounds and samples (stopped at ")
    assert result["method"]["runs"] == "bounds"
    assert result["method"]["endings"] == result["method"]["mean"] == "samples"
    assert result["method"]["unreachable"] == "proven only"
    assert result["unreachable"] == ["d"]
    text = as_text(explore(GATED, budget=1))
    assert "exact" not in text
    assert "at most 3 runs" in text


def test_endings_alone_can_be_sampled() -> None:
    """If only the sums of tokens are too many, the rest stays exact, and the label shows it."""
    result = output(chain(20, 3), budget=100)
    assert result["label"].startswith("exact, endings from samples (stopped at ")
    assert (result["runs"], result["method"]["runs"]) == (str(3**20), "exact")
    assert result["method"]["endings"] == "samples"
    for state, (minimum, maximum) in result["samples"]["endings_between"].items():
        assert minimum <= result["endings"][state] <= maximum


@given(branching())
def test_samples_walk_the_same_rules(drawn: Scenario) -> None:
    """Everything met by random play is reachable, and every sampled ending has a run."""
    result = analyse(drawn)
    samples = sample(result.reached, result.parts)
    assert {name for name in samples.met if "." not in name} <= result.seen.keys()
    assert samples.ended.keys() <= result.endings.states.keys()
    assert sample(result.reached, result.parts) == samples


def test_samples_are_near_the_truth() -> None:
    """Two thousand runs, so near that five standard errors would not cover the difference."""
    for of in library(scenarios=4):
        result = analyse(of)
        samples = sample(result.reached, result.parts)
        for state in State:
            ending = result.endings.states.get(state)
            chance = float(ending.chance) if ending else 0.0
            assert abs(samples.ending(state).about - chance) < 5 * 0.5 / samples.runs**0.5
        assert samples.points == pytest.approx(float(result.points.mean or 0), abs=3)


@pytest.mark.parametrize(
    ("hits", "runs", "least", "most"),
    [(0, 100, 0, 0.0622), (50, 100, 0.3753, 0.6247), (100, 100, 0.9378, 1)],
)
def test_wilson_interval(hits: int, runs: int, least: float, most: float) -> None:
    """The 99 % interval of Wilson, which is never empty and never leaves 0 to 1."""
    share = Share.of(hits, runs)
    assert (share.minimum, share.maximum) == pytest.approx((least, most), abs=1e-4)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0, "never"),
        (1, "always"),
        (0.5, "50.0%"),
        (2.3e-7, "1 in 4,347,826"),
        (0.99999, "over 99.9%"),
    ],
)
def test_a_chance_in_words(chance: float, words: str) -> None:
    """Nothing is rounded to never or always."""
    assert sentences.chance(chance) == words


@given(branching(loops=True))
def test_any_scenario_can_be_reported(drawn: Scenario) -> None:
    """Text and JSON of anything, complete or cut off."""
    for budget in (1, 2_000):
        explored = explore(drawn, budget)
        label = explored.analysis.label
        plain = "exact: every run counted" if label.startswith("exact over") else label
        assert plain in as_text(explored)
        assert json.loads(as_json(explored))["scenes"] == len(drawn.scenes)

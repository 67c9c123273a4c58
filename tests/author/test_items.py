"""Item analysis of recorded plays, and its minimum numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from attrs import evolve

from game.author.audit.items import (
    MIN_ANSWERS,
    MIN_PAIRS,
    Item,
    Response,
    analyse,
    as_json,
    as_text,
    correlation,
    responses,
)
from game.core.enums import Call
from game.core.scenario import END, Choice, Next, Route, Scenario
from game.journal.exports.record import gather
from tests.author.crowd import crowd
from tests.author.libraries import library
from tests.core.examples import choice, need, scenario, scene


WRONG = "made-1.s2"


def chained(of: Scenario) -> Scenario:
    """*of* with each scene leading to the next."""
    order = list(of.scenes)
    scenes = {}
    for key, go in zip(order, [*order[1:], END], strict=True):
        choices: dict[str, Choice] = {
            item.id: evolve(item, next=Next((Route(go=go),)))
            for item in of.scenes[key].choices.values()
        }
        scenes[key] = evolve(of.scenes[key], choices=choices)
    return evolve(of, scenes=scenes)


def planted(whole: Sequence[Scenario]) -> list[Scenario]:
    """Return *whole* with the key of one scene inverted; the text still suggests the other."""
    result = []
    for item in whole:
        if item.id != WRONG.split(".")[0]:
            result.append(item)
            continue
        bad = item.scenes["s2"]
        worse = bad.choices["c0"]
        choices = {
            **bad.choices,
            "best": evolve(bad.choices["best"], stance=worse.stance, shows=()),
            "c0": evolve(worse, stance=bad.choices["best"].stance, shows=bad.wanted),
        }
        call = Call.MANAGE if bad.call.first is Call.LEAD.first else Call.LEAD
        scenes = {**item.scenes, "s2": evolve(bad, choices=choices, call=call)}
        result.append(evolve(item, scenes=scenes))
    return result


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    """200 players of all skills on 24 scenes, of which one has a wrong key."""
    seen = [chained(entry) for entry in library(scenarios=6, seed=3)]
    keyed = planted(seen)
    known_names = {entry.id: entry for entry in keyed}
    pooled = [
        response
        for player, kept in crowd(keyed, seen, players=200, seed=11)
        for response in responses(gather(player, kept, lambda run: known_names[run.scenario]))
    ]
    return {item.scene: item for item in analyse(keyed, pooled)}


class TestPlanted:
    """A simulated crowd, and one scene whose key is wrong."""

    def test_the_bad_scene_is_found(self, items: dict[str, Item]) -> None:
        """Good readers do worse in it, so it is reported, and no other."""
        bad = items[WRONG]

        assert bad.discrimination is not None
        assert bad.discrimination < -0.2
        assert "good readers do no better here" in bad.flaws
        assert [
            name for name, item in items.items() if "good readers do no better here" in item.flaws
        ] == [WRONG]

    def test_good_scenes_distinguish(self, items: dict[str, Item]) -> None:
        """All others discriminate well between readers and guessers."""
        for name, item in items.items():
            assert item.plays == item.pairs == 200
            if name != WRONG:
                assert item.discrimination is not None
                assert item.discrimination > 0.2

    def test_what_is_reported(self, items: dict[str, Item]) -> None:
        """The report names the scene, and what is wrong with it."""
        lines = as_text(list(items.values())).splitlines()
        (at,) = [n for n, line in enumerate(lines) if line.startswith(WRONG)]

        assert "good readers do no better here" in [line.strip() for line in lines[at : at + 3]]
        output = json.loads(as_json(list(items.values())))
        assert output["ok"] is False
        assert [s["scene"] for s in output["scenes"] if s["discrimination"] < 0] == [WRONG]


STORY = scenario(
    scene("one", choice("a"), choice("b"), choice("c"), need=need("L1 L1 L1 L1 L1")), id="story"
)


def responded(count: int, choice: str = "a", points: int = 50, also: int = 0) -> list[Response]:
    """So many answers to the scene of ``STORY``; the first *also* players have answered others."""
    result = [
        Response(player=f"p{n}", scene="story.one", choice=choice, points=points)
        for n in range(count)
    ]
    return result + [
        Response(player=f"p{n}", scene="story.two", choice="a", points=10 * (n % 9))
        for n in range(also)
    ]


class TestFewPlays:
    """Figures that need more plays."""

    def test_difficulty(self) -> None:
        """From thirty plays on there is a difficulty, and unused choices are reported."""
        (few,) = analyse([STORY], responded(MIN_ANSWERS - 1))
        (enough,) = analyse([STORY], responded(MIN_ANSWERS))

        assert (few.difficulty, few.unused, few.flaws) == (None, None, ())
        assert enough.difficulty == 50
        assert enough.unused == ("b", "c")
        assert "too few plays" in as_text([few])
        assert as_text([few]).endswith("Too few plays to say anything yet.\n")
        assert "too few plays" not in as_text([enough])

    def test_discrimination(self) -> None:
        """From a hundred players on who answered another scene, there is a discrimination."""

        def discrimination(players: int, others: int) -> float | None:
            pooled = [
                evolve(entry, points=10 * int(entry.player[1:]) % 90)
                if entry.scene == "story.one"
                else entry
                for entry in responded(players, also=others)
            ]
            (item,) = analyse([STORY], pooled)
            return item.discrimination

        assert discrimination(200, MIN_PAIRS - 1) is None
        assert discrimination(200, MIN_PAIRS) == pytest.approx(1)

    def test_never_played(self) -> None:
        """A scene that nobody played is counted without figures."""
        (item,) = analyse([STORY], [])

        assert (item.plays, item.flaws) == (0, ())
        assert "1 of 1 scenes were never played." in as_text([item])


@pytest.mark.parametrize(
    ("points", "flaw"), [(34, "too hard"), (35, None), (85, None), (86, "too easy")]
)
def test_difficulty_keeps_between(points: int, flaw: str | None) -> None:
    """A mean from 35 to 85 is right; below is too hard, above too easy."""
    (item,) = analyse([STORY], responded(MIN_ANSWERS, points=points))
    assert [f for f in item.flaws if f.startswith("too")] == [flaw] * (flaw is not None)


def test_a_choice_that_few_take() -> None:
    """A choice taken by one in twenty works; by fewer it does not."""
    pooled = responded(95) + [evolve(entry, choice="b") for entry in responded(5)]
    (item,) = analyse([STORY], pooled)
    assert item.unused == ("c",)
    assert "hardly anyone takes c" in item.flaws


def test_a_player_is_compared_with_the_other_scenes_only() -> None:
    """The scene itself is left out of the comparison."""
    (item,) = analyse([STORY], responded(200))
    assert (item.plays, item.pairs, item.discrimination) == (200, 0, None)


def test_correlation() -> None:
    """It is Pearson's, and there is none where one side never varies."""
    assert correlation([(1, 2), (2, 4), (3, 6)]) == pytest.approx(1)
    assert correlation([(1, 3), (2, 2), (3, 1)]) == pytest.approx(-1)
    assert correlation([(1, 1), (2, 3), (3, 2), (4, 4)]) == pytest.approx(0.8)
    assert correlation([(1, 5), (2, 5)]) is None

"""What a campaign comes to, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.actions import Confide, Confidence
from game.core.campaign import Bearing, Measures, measure
from game.core.enums import Call, Pole
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.progress import Ratio
from game.core.scenario import Scene
from game.core.scoring import Gauges
from game.text import campaign
from tests.core.campaigns import TOWNS, Player, action, best, most, through
from tests.core.examples import played


def measures(player: Player) -> Measures:
    """The measures of three towns, each played by *player*."""
    return measure([through(town, player) for town in TOWNS.values()])


def of(direction: tuple[int, int], structure: tuple[int, int], joined: int, of: int) -> Measures:
    """Measures with tokens served and needed on each side."""
    gauges = Gauges(
        lead_served=direction[0],
        lead_needed=direction[1],
        manage_served=structure[0],
        manage_needed=structure[1],
    )
    none = Ratio(0, 0)
    return Measures(
        lead_first=none,
        manage_first=none,
        sure=none,
        gauges=gauges,
        joined=joined,
        postings=of,
    )


@pytest.mark.parametrize(
    ("player", "switching", "direction", "structure", "joined", "bearing"),
    [
        # Three towns need 15 tokens a side: (2 + 15) / (4 + 15) = 89, (2 + 0) / 19 = 11.
        (best, 100, 89, 89, 3, Bearing.JOINED),
        (most(Pole.LEAD), 0, 89, 11, 0, Bearing.VISION),
        (most(Pole.MANAGE), 0, 11, 89, 0, Bearing.ORDER),
    ],
)
def test_three_players(
    player: Player, switching: int, direction: int, structure: int, joined: int, bearing: Bearing
) -> None:
    """Who follows the key, who always leads and who always manages, by the sums on paper."""
    result = measures(player)
    assert result.switching == switching
    assert (result.gauges.direction, result.gauges.structure) == (direction, structure)
    assert result.gauges.integration == min(direction, structure)
    assert (result.joined, result.bearing) == (joined, bearing)


def test_switching_is_the_lower_share() -> None:
    """Two of three on one side and three of three on the other are 67 in the hundred."""

    def once_late(scene: Scene) -> tuple[Call, str]:
        call = Call.MANAGE if scene.id == "bonn-square" else scene.call
        return call, best(scene)[1]

    result = measures(once_late)
    assert (result.lead_first, result.manage_first) == (
        Ratio(2, 3),
        Ratio(3, 3),
    )
    assert result.switching == 67


def test_the_first_move_counts_and_not_the_second() -> None:
    """Lead, then manage is called lead first."""

    def mixed(scene: Scene) -> tuple[Call, str]:
        calls = {Call.LEAD: Call.LEAD_THEN_MANAGE, Call.MANAGE: Call.MANAGE_THEN_LEAD}
        return calls[scene.call], best(scene)[1]

    assert measures(mixed).switching == 100


def confiding(levels: Sequence[Confidence | None], player: Player) -> Playthrough:
    """Answer Ulm as *player*, who gives a confidence after each call."""
    play, left = start(TOWNS["ulm"], 1), iter(levels)
    while play.phase is not Phase.ENDING:
        play = played(step(play, action(play, player)))
        level = next(left) if play.phase is Phase.CHOICE else None
        if play.scene is not None and level is not None:
            play = played(step(play, Confide(play.scene, level)))
    return play


@pytest.mark.parametrize(
    ("levels", "player", "share", "output"),
    [
        ((None, None), best, Ratio(0, 0), None),
        ((Confidence.GUESS, Confidence.FAIRLY), best, Ratio(0, 0), None),
        (
            (Confidence.SURE, None),
            best,
            Ratio(1, 1),
            "You were sure of one call, and it was right.",
        ),
        (
            (Confidence.SURE, Confidence.SURE),
            most(Pole.LEAD),
            Ratio(1, 2),
            "Calibration 50 of 100: of 2 calls that you were sure of, you got 1 right.",
        ),
    ],
)
def test_calibration(
    levels: Sequence[Confidence | None], player: Player, share: Ratio, output: str | None
) -> None:
    """Of the calls the player was sure of, those count that are whole; guesses do not."""
    result = measure([confiding(levels, player)])
    assert result.sure == share
    assert campaign.calibration(result) == output


def test_half_a_call_is_not_whole() -> None:
    """Being sure of the right first move and of a wrong second one is no calibration."""

    def mixed(scene: Scene) -> tuple[Call, str]:
        calls = {Call.LEAD: Call.LEAD_THEN_MANAGE, Call.MANAGE: Call.MANAGE}
        return calls[scene.call], best(scene)[1]

    result = measure([confiding((Confidence.SURE, Confidence.SURE), mixed)])
    assert result.sure == Ratio(1, 2)
    assert result.switching == 100


def test_before_anything_is_played() -> None:
    """Both gauges stand at 50, nothing was switched, and no bearing but searching is taken."""
    result = measure([])
    assert (result.switching, result.gauges.integration) == (0, 50)
    assert result.bearing is Bearing.SEARCHING


@pytest.mark.parametrize(
    ("measures", "bearing"),
    [
        (of((60, 80), (60, 80), joined=5, of=8), Bearing.JOINED),
        (of((60, 80), (60, 80), joined=4, of=8), Bearing.SEARCHING),
        (of((80, 80), (20, 80), joined=5, of=8), Bearing.JOINED),
        (of((2, 2), (0, 2), joined=2, of=3), Bearing.JOINED),
        (of((2, 2), (0, 2), joined=1, of=3), Bearing.VISION),
        # 46 / 80 is 58, 30 / 80 is 38: twenty apart; 31 / 80 is 39.
        (of((44, 76), (28, 76), joined=0, of=8), Bearing.VISION),
        (of((44, 76), (29, 76), joined=0, of=8), Bearing.SEARCHING),
        (of((28, 76), (44, 76), joined=0, of=8), Bearing.ORDER),
    ],
)
def test_the_bearing_by_its_rule(measures: Measures, bearing: Bearing) -> None:
    """Five in eight are joined; else a gauge twenty above the other leans; else it searches."""
    assert measures.bearing is bearing
    assert campaign.bearing_because(measures)


@given(st.lists(st.sampled_from([best, most(Pole.LEAD), most(Pole.MANAGE)]), max_size=3))
def test_measures_keep_their_bounds(players: list[Player]) -> None:
    """Shares and gauges stay between 0 and 100, and switching is above neither share."""
    towns = zip(TOWNS.values(), players, strict=False)
    result = measure([through(town, player) for town, player in towns])
    shares = (result.lead_first.percent, result.manage_first.percent)
    assert 0 <= result.switching <= min(shares) <= 100
    assert 0 <= result.gauges.integration <= 100
    assert 0 <= result.joined <= result.postings == len(players)

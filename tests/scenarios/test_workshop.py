"""Every shipped scenario as a workshop: its debrief, the voice of a minority, and its length."""

from __future__ import annotations

import pytest

from game.core.scenario import Scenario
from game.core.scoring import best_choices
from game.room import actions
from game.room.discussion import PLANS, prompts
from game.room.state import Question, Room, Stage, new_room, options
from game.room.views import phone, projector
from game.server import html, phone_pages
from game.server.html import FOLDER
from tests.room.rooms import done, seat
from tests.shipped import LIBRARY


SCENARIOS = {entry.id: entry.reading.scenario for entry in LIBRARY}
DEBRIEF = (Stage.WHAT, Stage.SO_WHAT, Stage.NOW_WHAT)
WEIGHT = 30_000
"""What a phone may have to load, in bytes."""


def shipped(name: str) -> Scenario:
    """The shipped scenario called *name*."""
    scenario = SCENARIOS[name]
    assert scenario is not None
    return scenario


def voted(room: Room, minority: int | None) -> Room:
    """
    *room* after a vote of five on its open ballot, which the key wins.

    One of them chooses the other option at the place *minority*; None has all agree.
    """
    assert room.ballot is not None
    scene = room.play.scenario.scenes[room.ballot.scene]
    call = room.ballot.question is Question.CALL
    right = scene.call.value if call else best_choices(scene)[0]
    others = [option for option in options(room, room.ballot) if option != right]
    last = right if minority is None else others[minority % len(others)]
    votes = (right, right, right, right, last)
    return done(
        room,
        *(actions.Vote(seat(number), room.ballot.key, vote) for number, vote in enumerate(votes)),
    )


def session(scenario: Scenario, minority: int | None) -> list[Room]:
    """The room after each step of a whole session of five who vote once."""
    joined = (actions.Join(seat(number)) for number in range(5))
    rooms = [done(new_room(scenario, 1), *joined, actions.Rounds(1))]
    while rooms[-1].stage is not Stage.OVER:
        room = rooms[-1]
        rooms.append(done(voted(room, minority) if room.open_ballot else room, actions.GoOn()))
    return rooms


@pytest.mark.parametrize("minority", [None, 0, 1, 2])
@pytest.mark.parametrize("name", SCENARIOS)
def test_prompts_at_each_stage_of_the_debrief(name: str, minority: int | None) -> None:
    """Two questions or more at What, So what and Now what, one of them for the other view."""
    rooms = session(shipped(name), minority)
    for stage in DEBRIEF:
        (room,) = (item for item in rooms if item.stage is stage)
        asked = projector(room).prompts
        assert asked == prompts(room)
        assert len(set(asked)) >= 2, stage
        assert set(getattr(shipped(name).debrief, stage.name.lower())) <= set(asked)
        if stage is Stage.SO_WHAT and minority is None:
            assert any("saw it another way? Make their best case." in item for item in asked)
        elif stage is Stage.SO_WHAT:
            assert any("chose otherwise. When would they be right?" in item for item in asked)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_plan_fits_every_scenario(name: str) -> None:
    """The plans have time for four scenes or five, and no way of a scenario has fewer or more."""
    lengths = shipped(name).lengths
    assert (lengths.shortest, lengths.longest) in {(4, 4), (5, 5)}
    for minutes in (45, 90):
        assert any("All scenes" in step.what for step in PLANS[minutes])


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_weight_of_a_phones_page(name: str) -> None:
    """Page, style and script together stay below thirty kilobytes at each step, scene unfolded."""
    files = sum((FOLDER / file).stat().st_size for file in ("page.css", "page.js"))
    for room in session(shipped(name), 0):
        shown = phone_pages.main(phone(room, seat(0)), opened="scene")
        page = html.page(
            projector(room).story.title, shown, room="K7QFA", follow=True, refresh=True
        )
        assert files + len(page.encode()) <= WEIGHT, room.stage

"""One evening, many scenarios: choosing the next on the projector, on a console and by words."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.core.enums import Practice
from game.core.failure import Failure
from game.room import actions, messages
from game.room.campaign import practice
from game.room.evening import Offer
from game.room.state import FINISHED, Stage
from game.text.campaign import PICK
from tests.plain.test_console import led
from tests.room.rooms import POSTING
from tests.tui.rooms import OFFERS, SECOND, TOLD, go_on_with, room, to_stage
from tests.tui.stage import picture
from tests.tui.test_console import Line, app_on, line


async def test_enter_after_the_end_offers_the_next_scenario() -> None:
    """Enter opens the list with the suggestion on top, and Enter there goes on with it."""
    async with room((80, 24), people=3) as (pilot, session):
        seats = session.room.seats
        to_stage(session, Stage.NOW_WHAT)
        await pilot.press("enter")
        await pilot.pause()
        assert messages.ENTER_CHOOSES in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        for text in (f"{SECOND.title}  harbour · 15 min alone · next", "played this evening"):
            assert text in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert (session.room.play.scenario, session.room.stage) == (SECOND, Stage.LOBBY)
        assert session.room.seats == seats
        assert SECOND.title in picture(pilot)
        await pilot.press("enter")
        assert session.room.stage is Stage.READ


async def test_the_evening_can_end_from_the_list() -> None:
    """The last entry ends the evening; one step back makes it go on."""
    async with room((64, 18), people=1) as (pilot, session):
        to_stage(session, Stage.OVER)
        await pilot.press("enter", "end", "enter")
        await pilot.pause()
        assert session.room.stage is Stage.ENDED
        assert messages.EVENING_OVER in picture(pilot)
        await pilot.press("u")
        assert [session.room.stage] == [Stage.OVER]


async def test_the_list_closes_when_a_console_chooses() -> None:
    """The room sees what happens now, also where the evening ends, and no list of before."""
    async with room((80, 24), people=1) as (pilot, session):
        await pilot.press("b")
        await pilot.pause()
        assert messages.NEXT_SCENARIO in picture(pilot)
        go_on_with(session, "second")
        await pilot.pause()
        assert messages.NEXT_SCENARIO not in picture(pilot)
        assert SECOND.title in picture(pilot)
        to_stage(session, Stage.OVER)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert messages.NEXT_SCENARIO in picture(pilot)
        session.act(actions.End())
        await pilot.pause()
        assert messages.EVENING_OVER in picture(pilot)


async def test_a_scenario_chosen_by_mistake() -> None:
    """Before the first scene b chooses another; later it says when it can."""
    async with room((80, 24), people=1) as (pilot, session):
        await pilot.press("b", "enter")
        await pilot.pause()
        assert session.room.play.scenario == SECOND
        await pilot.press("enter", "b")
        await pilot.pause()
        assert session.room.stage is Stage.READ
        assert messages.NOT_BETWEEN[:40] in picture(pilot)


async def test_leaving_after_the_end_ends_the_evening() -> None:
    """Who leaves with the keys is not asked to carry on this evening the next time."""
    async with room((80, 24), people=1) as (pilot, session):
        to_stage(session, Stage.OVER)
        await pilot.press("q", "q")
        await pilot.pause()
        assert pilot.app._exit
    assert session.room.stage is Stage.ENDED


async def test_leaving_between_postings_ends_nothing(tmp_path: Path) -> None:
    """A campaign may take several evenings: who leaves with the keys is led to the next posting."""
    async with room((80, 24), people=1, kept=tmp_path / "journal.db") as (pilot, session):
        to_stage(session, Stage.LETTER)
        session.act(actions.Decide(POSTING.practices[0]))
        to_stage(session, Stage.OVER)
        await pilot.press("q")
        await pilot.pause()
        assert "two-hats host --resume" in picture(pilot)
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app._exit
    assert session.room.stage is Stage.OVER


async def test_a_console_chooses_too() -> None:
    """Enter on the console opens the same list."""
    end = line(people=2)
    to_stage(end.session, Stage.OVER)
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert end.session.room.stage is Stage.LOBBY
        assert len(end.session.earlier) == 1
        assert end.session.room.play.scenario == TOLD


@pytest.mark.parametrize("stage", sorted(FINISHED))
def test_by_words(stage: Stage) -> None:
    """Next lists the scenarios with numbers, and begin with a number goes on."""
    end = line(people=1)
    to_stage(end.session, stage)
    told = led(end, ["next", "begin 9", "begin 1"])
    assert f"1: {SECOND.title}. harbour · 15 min alone · next." in told
    assert ("Type begin and a number, or end" in told) is (stage is Stage.OVER)
    assert "The number of a scenario, please" in told
    assert end.session.room.play.scenario == SECOND
    assert messages.NOT_BETWEEN in led(end, ["next", "scenarios"])


class Reordered(Line):
    """A line to a room that lists its scenarios in another order each time."""

    order = OFFERS

    async def offers(self) -> tuple[Offer, ...] | Failure:
        """Return the scenarios, turned round."""
        self.order = self.order[::-1]
        return self.order


def test_a_number_is_that_of_the_list_shown() -> None:
    """What begins is what was listed under its number, though the list has changed meanwhile."""
    end = Reordered(line(people=1).session)
    to_stage(end.session, Stage.OVER)
    printed = led(end, ["begin 1", "scenarios", "begin 1"])
    assert "The number of a scenario, please" in printed
    assert f"1: {TOLD.title}." in printed
    assert end.session.room.play.scenario == TOLD


def test_the_end_by_a_word() -> None:
    """The word end ends the evening, where a scenario is over."""
    end = line(people=1)
    to_stage(end.session, Stage.OVER)
    led(end, ["end"])
    assert end.session.room.stage is Stage.ENDED


async def test_a_practice_is_settled_by_its_letter() -> None:
    """Before a posting the page lists the practices; Enter asks for one, d settles it."""
    async with room((64, 18), people=1) as (pilot, session):
        to_stage(session, Stage.LETTER)
        await pilot.pause()
        assert PICK in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert messages.PICK_FIRST[:40] in picture(pilot)
        await pilot.press("d", "b", "enter")
        assert practice(session.room) is Practice.EMOTIONAL_INTELLIGENCE
        await pilot.press("enter")
        assert session.room.stage.value == "read"


def test_a_practice_by_words() -> None:
    """Line by line the practices are read once, and the word settle takes one."""
    end = line(people=1)
    to_stage(end.session, Stage.LETTER)
    told = led(end, ["read", "settle B", "next"])
    assert "B: Notice feelings" in told
    assert end.session.room.stage is Stage.READ


async def test_the_lobby_of_a_posting_has_its_number() -> None:
    """The page that people join at shows it also where the campaign cannot be read."""
    async with room((80, 24)) as (pilot, session):
        session.act(actions.Post(POSTING))
        await pilot.pause()
        assert f"Posting 1 of {POSTING.of}" in picture(pilot)

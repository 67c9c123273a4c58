"""The reveal of a vote on the projector, at every size."""

from __future__ import annotations

import pytest

from game.room import actions
from game.room.state import Stage
from game.tui.widgets.block_graphics import big
from game.tui.widgets.projector import CHOSEN
from tests.tui.rooms import room, to_stage, vote
from tests.tui.stage import picture


SIZES = [(64, 18), (80, 24), (120, 34)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_four_options_and_two_votes_leave_room_for_the_decision(
    size: tuple[int, int],
) -> None:
    """At every size the reveal has bars, the decision in full and moves without scrolling."""
    async with room(size, people=4) as (pilot, session):
        await pilot.press("enter", "enter")
        vote(session, "lead", "lead", "manage", "manage-then-lead")
        await pilot.press("t", "enter")
        vote(session, "manage", "manage", "manage", "manage-then-lead")
        await pilot.press("r")
        await pilot.pause()
        seen = picture(pilot)
        for text in ("The room: B  Manage", "2 of 4 moved from A to B."):
            assert text in seen


async def test_the_options_can_be_read_again_at_the_reveal() -> None:
    """The key for the scene shows in full what each letter stood for."""
    async with room((80, 24), people=1) as (pilot, session):
        await pilot.press("enter", "enter")
        vote(session, "lead")
        await pilot.press("enter")
        vote(session, "list")
        await pilot.press("r", "s")
        await pilot.pause()
        assert "before each passenger goes up." in " ".join(picture(pilot).split())


async def test_a_reveal_fits_the_screen_after_a_resize() -> None:
    """In a window that changes its size a reveal looks as in one that always had that size."""
    sizes = [(120, 40), (80, 24)]
    fresh = {}
    for size in sizes:
        async with room(size, people=4) as (pilot, session):
            to_stage(session, Stage.REVEAL)
            await pilot.pause()
            fresh[size] = picture(pilot)
    async with room(sizes[0], people=4) as (pilot, session):
        to_stage(session, Stage.REVEAL)
        for size in reversed(sizes):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            assert picture(pilot) == fresh[size]


@pytest.mark.parametrize("size", SIZES)
async def test_a_reveal_of_a_call_has_its_words(size: tuple[int, int]) -> None:
    """On a small screen too the words stand beside the bars, and a sign has what was decided."""
    async with room(size, people=4) as (pilot, session):
        session.apply_all([actions.GoOn(), actions.GoOn()])
        vote(session, "lead", "manage-then-lead", "manage-then-lead", "manage-then-lead")
        session.act(actions.Reveal())
        await pilot.pause()
        seen = picture(pilot).splitlines()
        bars = [row for row in seen if row[1:4] in ("▄▀▄", "█▀▄", "▄▀▀") and row[4:5] == " "]
        words = " ".join(" ".join(bars).split())
        for call in ("Lead", "Manage", "Lead, then manage", "Manage, then lead"):
            assert call in words
        assert [row[1:5] for row in seen if CHOSEN in row] == [f"{big('D')[1]}{CHOSEN}"]
        assert "every choice in full" not in picture(pilot)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_a_talk_below_the_first_vote_has_its_choices(size: tuple[int, int]) -> None:
    """On a small screen the choices begin above their bars; a line says where they are whole."""
    async with room(size, people=4) as (pilot, session):
        session.act(actions.ShowFirst(True))
        to_stage(session, Stage.VOTE)
        session.apply_all([actions.Decide("lead"), actions.GoOn()])
        vote(session, "list", "talk", "captain", "list")
        session.act(actions.Talk())
        await pilot.pause()
        seen = picture(pilot)
        for begin in ("Ask Captain Vuk to take", "Start the boarding list", "Call the crew into"):
            assert begin in seen
        assert "s: every choice in full." in seen
        await pilot.press("s")
        await pilot.pause()
        assert "before each passenger goes up." in " ".join(picture(pilot).split())
        assert "every choice in full" not in picture(pilot)

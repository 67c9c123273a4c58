"""What whoever runs a room types at the projector: hands, numbers and letters."""

from __future__ import annotations

import pytest
from textual import events

from game.room import actions
from game.room.state import Stage
from tests.tui.rooms import room, to_stage
from tests.tui.stage import picture


async def test_hands_take_ten_keys() -> None:
    """Thirty hands on four options are typed in ten keys at most."""
    keys = ["h", *"12 10 5", "enter"]
    async with room((80, 24), phones=False) as (pilot, session):
        await pilot.press("n", *"30", "enter", "enter", "enter")
        await pilot.press(*keys)
        assert list(session.room.hands.values()) == [
            {"lead": 12, "manage": 10, "lead-then-manage": 5, "manage-then-lead": 3}
        ]
        assert len(keys) <= 10


async def test_too_many_hands_are_reported() -> None:
    """A count above the heads is refused in words on the wall, and nothing is counted."""
    async with room((80, 24), phones=False) as (pilot, session):
        await pilot.press("n", *"9", "enter", "enter", "enter", "h", *"5 5", "enter")
        await pilot.pause()
        assert "That makes 10; 9 vote without a phone." in picture(pilot)
        assert session.room.hands == {}


async def test_a_mistyped_count_can_be_mended() -> None:
    """What is no number stays on the line, with the reason below it, until it is one."""
    async with room((80, 24), phones=False) as (pilot, session):
        await pilot.press("n", *"3o", "enter")
        await pilot.pause()
        assert "One number, please." in picture(pilot)
        assert "3o█" in picture(pilot)
        await pilot.press("backspace", "0", "enter")
        await pilot.pause()
        assert session.room.heads == 30
        assert "One number, please." not in picture(pilot)


async def test_a_refused_count_can_be_mended() -> None:
    """A refused count stays on the line, where digits and blanks count, until Escape closes it."""
    async with room((80, 24), phones=False) as (pilot, session):
        await pilot.press("n", *"4", "enter", "enter", "enter", "h", *"3 1 1", "enter")
        await pilot.pause()
        assert "3 1 1█" in picture(pilot)
        await pilot.press(*["backspace"] * 5, *"2 1 1", "enter")
        await pilot.pause()
        assert next(iter(session.room.hands.values()))["lead"] == 2
        assert (session.room.rounds, session.room.stage) == (2, Stage.VOTE)
        await pilot.press("d", "x", "enter")
        await pilot.pause()
        assert "That cannot be voted for." in picture(pilot)
        assert "x█" in picture(pilot)
        await pilot.press("escape", "1")
        assert session.room.rounds == 1


@pytest.mark.every_frame
async def test_typed_ahead() -> None:
    """Keys that come faster than the wall changes do what they would have done one by one."""
    async with room((80, 24), phones=False) as (pilot, session):
        typed = ["n", *"30", "enter", "1", "enter", "enter"]
        typed += ["h", *"12", "space", *"10", "space", "5", "left", "4", "backspace", "enter"]
        for key in [*typed, "enter", "h", *"9", "enter", "enter", "enter", "d", "a", "enter"]:
            pilot.app.post_message(events.Key(key, " " if key == "space" else None))
        await pilot.pause()
        await pilot.pause()
        assert (session.room.heads, session.room.rounds) == (30, 1)
        assert list(session.room.hands.values()) == [
            {"lead": 12, "manage": 10, "lead-then-manage": 5, "manage-then-lead": 3},
            {"captain": 9, "list": 0, "talk": 0},
        ]
        assert session.room.stage is Stage.REVEAL


@pytest.mark.parametrize("opens", ["w", "f1"])
@pytest.mark.every_frame
async def test_typed_behind_a_list(opens: str) -> None:
    """Keys behind one that opens a list or the help go to it and do not move the room."""
    async with room((80, 24), people=3) as (pilot, session):
        to_stage(session, Stage.NOW_WHAT)
        session.apply_all(
            [
                actions.HoldLines(False),
                actions.Share("seat-00", "Ask first."),
                actions.Share("seat-01", "Wait."),
            ]
        )
        await pilot.pause()
        before = session.room
        for key in (opens, "enter", opens, "enter"):
            pilot.app.post_message(events.Key(key, None))
        await pilot.pause()
        await pilot.pause()
        assert session.room.flow == before.flow
        assert len(pilot.app.screen_stack) <= 3


@pytest.mark.parametrize("typed", [["h", *"12"], ["d", "b"]])
async def test_a_line_is_for_the_vote_it_was_begun_in(typed: list[str]) -> None:
    """When a console leads on while somebody types, what was typed is not taken for the next."""
    async with room((80, 24), phones=False) as (pilot, session):
        await pilot.press("n", *"30", "enter", "enter", "enter")
        await pilot.press(*typed)
        session.apply_all([actions.Decide("lead"), actions.GoOn()])
        await pilot.pause()
        before = session.room
        await pilot.press("enter")
        assert session.room is before


async def test_a_line_keeps_to_the_projector() -> None:
    """Whatever is poured into the line, what it holds is seen, and what it was for stands by it."""
    async with room((64, 18), phones=False) as (pilot, _):
        await pilot.press("n", *"30", "enter", "enter", "enter", "h")
        for key in "1" * 500:
            pilot.app.post_message(events.Key(key, key))
        await pilot.pause()
        assert "1█ Hands for A" in picture(pilot)


async def test_insisting_is_for_the_next_key_alone() -> None:
    """Whoever does something else in between is asked again before a vote closes too early."""
    async with room((80, 24), phones=False) as (pilot, session):
        await pilot.press("n", *"30", "enter", "enter", "enter", "enter")
        await pilot.press("h", *"12 10", "enter", "enter")
        await pilot.pause()
        assert session.room.stage is Stage.VOTE
        assert "8 of 30 have not voted yet." in picture(pilot)


async def test_counts_typed_at_a_wrong_time_move_nothing() -> None:
    """Where no vote is open the line opens and says so; digits and blanks stay in it."""
    async with room((80, 24), phones=False) as (pilot, session):
        await pilot.press("enter", "h")
        await pilot.pause()
        assert "No vote is open now." in picture(pilot)
        await pilot.press(*"1 2 5", "enter")
        await pilot.pause()
        assert (session.room.stage, session.room.rounds) == (Stage.READ, 2)
        assert "Hands are counted while a vote is open." in picture(pilot)


async def test_a_line_for_a_vote_that_is_over_closes() -> None:
    """Nothing typed there could be taken any more, so that Enter goes on again."""
    async with room((80, 24), people=2) as (pilot, session):
        to_stage(session, Stage.VOTE)
        await pilot.pause()
        await pilot.press("d", "a")
        to_stage(session, Stage.OUTCOME)
        await pilot.press("enter")
        await pilot.pause()
        assert "No question is open." in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert session.room.stage is Stage.WHY

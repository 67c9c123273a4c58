"""The facilitator's console: what it hears of a room, and what it does there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import pytest
from textual import events

from game.content.library import Library
from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.present.console import console_view
from game.room import actions, messages
from game.room.console import ConsoleView, Ticket
from game.room.evening import Offer
from game.room.puzzles import ranked
from game.room.state import Room, Stage
from game.tui.app import GameApp
from game.tui.screens.console import ConsoleScreen
from tests.tui.rooms import OFFERS, TOLD, go_on_with, to_stage, vote
from tests.tui.stage import assert_looks_like, picture


class Line:
    """The way to a room in this very process; it can be cut."""

    def __init__(self, session: RoomSession) -> None:
        """A line to *session*'s room."""
        self.session = session
        self.changed = asyncio.Event()
        self.cut = False
        self.admitted = 0
        self.released = 0
        self.extra: dict[str, Any] = {}
        self.used: str | None = None
        self.revoked = 0
        self.unkept = ""
        session.watch(self.changed.set)

    async def __aenter__(self) -> Self:
        """Nothing to get ready."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to let go."""

    async def pair(self, ticket: str) -> Failure | None:
        """Only one ticket is good."""
        self.used = ticket
        return None if ticket == "GOOD" else Failure(code="", message="That ticket is used.")

    async def ticket(self) -> Ticket | Failure:
        """A ticket with the code of its text."""
        return Ticket(message="Good once: GOOD", command="two-hats console X", qr=("01", "10"))

    async def revoke(self) -> str | Failure:
        """Note it; where the journal is full, it is not kept."""
        self.revoked += 1
        return self.unkept or messages.REVOKED

    async def facilitator_views(self) -> AsyncIterator[ConsoleView | None]:
        """The view now, and after every change; None while the line is cut."""
        while True:
            view = console_view(self.session.room, **{"connected": 2, **self.extra})
            yield None if self.cut else view
            await self.changed.wait()
            self.changed.clear()

    async def release_absent(self) -> str | Failure:
        """Note it; one phone has come back meanwhile."""
        self.released += 1
        return messages.absent(1)

    async def move_port(self) -> str | Failure:
        """Refuse it, as a room does whose port is open."""
        return Failure(code="open", message="Phones come in on port 8080 already.")

    async def admit_more(self) -> str | Failure:
        """Note it."""
        self.admitted += 1
        return "Up to 500 phones from one address now."

    async def offers(self) -> tuple[Offer, ...] | Failure:
        """Another scenario, and the one at hand."""
        return OFFERS

    async def go_on_with(self, offer: Offer) -> Failure | None:
        """Go on with one of them."""
        return go_on_with(self.session, offer.id)

    async def act(self, act: actions.FacilitatorAction) -> Failure | None:
        """Do it at once."""
        after = self.session.act(act)
        return None if isinstance(after, Room) else after


def app_on(line: Line, ticket: str | None = None) -> GameApp:
    """A console at the end of *line*."""
    app = GameApp(Library.of(()), Journal.open(None))
    app.first = ConsoleScreen(line, ticket)
    return app


def line(people: int = 3) -> Line:
    """A line to a room of *people*."""
    session = Journal.open(None).rooms.begin(TOLD, 3, "479FA")
    session.apply_all(actions.Join(f"seat-{number:02}") for number in range(people))
    return Line(session)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_what_the_facilitator_sees(size: tuple[int, int]) -> None:
    """Notes, key, live counts and who is missing, on one screen."""
    end = line()
    async with app_on(end).run_test(size=size) as pilot:
        await pilot.press("enter", "enter")
        vote(end.session, "lead", "manage")
        await pilot.pause()
        await pilot.pause()
        assert_looks_like(pilot, f"console-{size[0]}x{size[1]}")
        shown = " ".join(picture(pilot).split())
        for text in ("1 missing", "Watch who speaks of the list", "Who saw the list first?"):
            assert text in shown


async def test_the_same_keys() -> None:
    """The console moves the room, types hands for it, and hears why something is refused."""
    end = line(people=1)
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert "1 of 1 has not voted yet." in picture(pilot)
        await pilot.press("n", "3", "enter", "h", *"1 2", "enter")
        assert list(end.session.room.hands.values()) == [
            {"lead": 1, "manage": 2, "lead-then-manage": 0, "manage-then-lead": 0}
        ]
        await pilot.press("u")
        assert end.session.room.stage.value == "read"


async def test_a_room_out_of_reach() -> None:
    """When the room's process is gone the console says so, and follows when it is back."""
    end = line()
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        end.cut = True
        end.changed.set()
        await pilot.pause()
        await pilot.pause()
        assert "The room is out of reach" in picture(pilot)
        end.cut = False
        end.session.act(actions.GoOn())
        await pilot.pause()
        await pilot.pause()
        assert "out of reach" not in picture(pilot)
        assert "reading a scene" in picture(pilot)


async def test_a_room_out_of_reach_is_left_at_once() -> None:
    """Where nothing answers one q leaves: the question would be written over."""
    end = line()
    end.cut = True
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "q leaves." in picture(pilot)
        await pilot.press("q")
        await pilot.pause()
        assert not pilot.app.is_running


async def test_a_bad_ticket() -> None:
    """A ticket that is not good is told, and nothing of the room is shown."""
    async with app_on(line(), "BAD").run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "That ticket is used." in picture(pilot)
        assert "Twenty past nine" not in picture(pilot)


async def test_back_in_reach_at_the_same_page() -> None:
    """A room that was carried on where it stood is no longer told to be out of reach."""
    end = line()
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        for end.cut in (True, False):
            end.changed.set()
            await pilot.pause()
            await pilot.pause()
        assert "out of reach" not in picture(pilot)


async def test_more_phones_are_let_in_from_the_console() -> None:
    """Wrong codes and a full address are shown; one key lets more phones in."""
    end = line()
    end.extra = {"wrong_codes": 7, "crowded": 250}
    async with app_on(end).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "wrong codes: 7" in picture(pilot)
        assert messages.CROWDED in picture(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert end.admitted == 1
        assert "Up to 500 phones from one address now." in picture(pilot)


async def test_plans_while_the_room_waits() -> None:
    """Before the beginning the console tells how to spend 20, 45 or 90 minutes; after it, not."""
    end = line()
    async with app_on(end).run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        await pilot.pause()
        for minutes in (20, 45, 90):
            assert f"With {minutes} minutes" in picture(pilot)
        assert "28  All scenes, six or seven minutes each" in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert "minutes" not in picture(pilot)


async def test_votes_by_role_card() -> None:
    """Once a vote is shown the console tells how each card voted that four people hold or more."""
    end = line(people=8)
    for number in range(6):
        end.session.act(actions.TakeRole(f"seat-{number:02}", "ana" if number < 4 else "vuk"))
    async with app_on(end).run_test(size=(80, 40)) as pilot:
        await pilot.press("enter", "enter")
        vote(end.session, "lead", "lead", "lead", "manage", "manage", "lead", "lead", "lead")
        await pilot.pause()
        await pilot.pause()
        assert "By role card" not in picture(pilot)
        await pilot.press("r")
        await pilot.pause()
        await pilot.pause()
        assert "Ana Babić  A 3  B 1  C 0  D 0" in picture(pilot)
        assert "Captain Vuk" not in picture(pilot)


async def test_votes_by_table() -> None:
    """The tables that people gave are told apart in the same manner, smaller ones not."""
    end = line(people=0)
    end.session.apply_all(
        actions.Join(f"seat-{item:02}", table=max(1, item // 2)) for item in range(8)
    )
    async with app_on(end).run_test(size=(80, 40)) as pilot:
        await pilot.press("enter", "enter")
        vote(end.session, "lead", "lead", "lead", "manage", "manage", "lead", "lead", "lead")
        await pilot.press("r")
        await pilot.pause()
        await pilot.pause()
        assert "By table" in picture(pilot)
        assert "Table 1  A 3  B 1  C 0  D 0" in picture(pilot)
        assert "Table 2" not in picture(pilot)


async def test_the_best_choice_has_its_letter() -> None:
    """While the choices are on the wall the console names the best by its letter too."""
    end = line(people=1)
    async with app_on(end).run_test(size=(80, 40)) as pilot:
        await pilot.press("enter", "enter")
        vote(end.session, "lead")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert "Best: B  Start the boarding list" in picture(pilot)


async def test_a_new_page_is_read_from_its_top() -> None:
    """Whoever scrolled to the notes sees the counts again when the room goes on."""
    end = line()
    async with app_on(end).run_test(size=(64, 12)) as pilot:
        await pilot.press("enter", "down", "down")
        await pilot.pause()
        end.session.act(actions.GoOn())
        await pilot.pause()
        await pilot.pause()
        assert "voting" in picture(pilot)


async def test_a_line_is_taken_down_from_the_console() -> None:
    """The same key and the same list; a line that is gone by then is told to be."""
    end = line(people=2)
    to_stage(end.session, Stage.NOW_WHAT)
    for number, text in enumerate(["Rude.", "Ruder."]):
        end.session.act(actions.Share(f"seat-{number:02}", text))
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "2 lines wait. y shows, w takes away." in picture(pilot)
        await pilot.press("y")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert (end.session.room.lines, end.session.room.held) == (("Rude.",), ("Ruder.",))
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert end.session.room.lines == ("Rude.",)
        await pilot.press("w")
        await pilot.pause()
        end.session.act(actions.Share("seat-00", ""))
        await pilot.press("enter")
        await pilot.pause()
        assert "That line is not shared now." in picture(pilot)


@pytest.mark.every_frame
async def test_anyone_can_be_taken_away() -> None:
    """However many there are, the list of people reaches the last, and gives the seat back."""
    end = line(30)
    async with app_on(end).run_test(size=(64, 18)) as pilot:
        for removed in (True, False):
            await pilot.press("x")
            await pilot.pause()
            await pilot.press("end", *["enter"] * (1 + removed))
            await pilot.pause()
            await pilot.pause()
            *others, last = (seat.removed for seat in end.session.room.seats.values())
            assert (any(others), last) == (False, removed)


async def test_phones_that_are_gone_are_not_waited_for() -> None:
    """The list of people begins with those whose phones are gone, if there are any."""
    end = line(3)
    end.extra = {"absent": 2}
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert "Do not wait for phones that are gone (2)" in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert end.released == 1
        assert "1 phone is gone" in picture(pilot)
        await pilot.press("x", "down", "enter", "enter")
        await pilot.pause()
        assert [seat.removed for seat in end.session.room.seats.values()] == [True, False, False]


async def test_taking_somebody_away_asks_first() -> None:
    """The first Enter asks by name, another line asks anew, and it is said what was done."""
    end = line(2)
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        first, second = (seat.name for seat in end.session.room.present)
        await pilot.press("x", "enter")
        await pilot.pause()
        assert f"Take {first} away? The same key again." in picture(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert f"Take {second} away? The same key again." in picture(pilot)
        assert len(end.session.room.present) == 2
        await pilot.press("enter")
        await pilot.pause()
        assert [seat.name for seat in end.session.room.present] == [first]
        assert f"{second} is taken away; x gives the seat back." in picture(pilot)


@pytest.mark.every_frame
async def test_picked_twice() -> None:
    """One Enter more that comes before the list is gone takes nobody else away."""
    end = line(3)
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        for key in ("enter", "enter", "down", "enter"):
            pilot.app.post_message(events.Key(key, None))
        await pilot.pause()
        await pilot.pause()
        assert [seat.removed for seat in end.session.room.seats.values()] == [True, False, False]


async def test_a_list_is_left_as_it_was_found() -> None:
    """Esc and q go back to the console, and nobody is taken away."""
    end = line(2)
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        for key in ("escape", "q"):
            await pilot.press("x")
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(pilot.app.screen, ConsoleScreen)
        assert len(end.session.room.present) == 2


async def test_a_ticket_is_shown_with_its_code_and_taken_away() -> None:
    """The console, which is private, shows a ticket for a phone; Esc takes it away."""
    end = line()
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert "Good once: GOOD" in picture(pilot)
        assert "▄▀" in picture(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "Good once" not in picture(pilot)
        await pilot.press("V")
        await pilot.pause()
        assert end.revoked == 1
        assert messages.REVOKED in picture(pilot)
        end.unkept = "The journal cannot be written."
        await pilot.press("V")
        await pilot.pause()
        assert end.unkept in picture(pilot)


async def test_advice_before_the_start_is_the_facilitators() -> None:
    """The console says whether phones get in and how far the projector can be read."""
    end = line()
    end.extra = {"report": ("Open on port 8080.",), "screen": (80, 24)}
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        seen = " ".join(picture(pilot).split())
        assert "Open on port 8080." in seen
        assert "80 columns and 24 rows: its text can be read from 4 screen heights away" in seen


async def test_a_question_is_put_on_the_screen_from_the_console() -> None:
    """The console lists what puzzles people by votes; a pick shows it, and another closes it."""
    end = line(people=3)
    to_stage(end.session, Stage.TALK)
    for number, text in enumerate(["Why [b]so loud?", "Who pays?"]):
        end.session.act(actions.AskPuzzle(f"seat-{number:02}", text))
    end.session.act(actions.Upvote("seat-02", 2))
    async with app_on(end).run_test(size=(64, 18)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "2 questions (g)" in picture(pilot)
        await pilot.press("g")
        await pilot.pause()
        seen = picture(pilot)
        assert seen.index("1  Who pays?") < seen.index("0  Why [b]so loud?")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert end.session.room.puzzle_shown == 2
        for keys in (("g",), ("enter",), ("down", "enter")):
            await pilot.press(*keys)
            await pilot.pause()
        assert [puzzle.number for puzzle in ranked(end.session.room)] == [1]
        assert end.session.room.puzzle_shown == 0
        await pilot.press("g")
        await pilot.pause()
        assert "Who pays?  answered" in picture(pilot)
        for keys in (("down", "enter"), ("enter",)):
            await pilot.press(*keys)
            await pilot.pause()
        assert "Take it away? It cannot come back." in picture(pilot)
        assert end.session.room.puzzles[1].text
        await pilot.press("enter")
        await pilot.pause()
        assert [puzzle.text for puzzle in end.session.room.puzzles] == ["Why [b]so loud?", ""]


async def test_ctrl_q_asks_as_q_does() -> None:
    """One Ctrl+Q closes no console, also with the help in front of it; the second one does."""
    session = Journal.open(None).rooms.begin(TOLD, 3, "479FA")
    async with app_on(Line(session)).run_test(size=(80, 24)) as pilot:
        await pilot.press("f1", "ctrl+q")
        await pilot.pause()
        assert "q again closes this console." in picture(pilot)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert pilot.app._exit


@pytest.mark.parametrize("opens", ["v", "b", "x"])
async def test_help_in_front_of_a_room_has_its_keys(opens: str) -> None:
    """Help on a ticket or a list has the keys of the room behind it, and no points of a game."""
    async with app_on(line(2)).run_test(size=(100, 90)) as pilot:
        await pilot.press(opens)
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()
        seen = picture(pilot)
        assert "Show the result now" in seen
        assert "Take somebody away" in seen
        assert "The points" not in seen

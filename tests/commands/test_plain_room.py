"""Rooms line by line: without a terminal, and what is said of them at the end."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

import pytest

from game.cli.commands.host import _session
from game.cli.plain_room import _console, _until_signal
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions, messages
from game.room.console import Ticket
from game.room.state import Posting, Stage
from game.services.room_campaign import posted
from game.services.workshop import Workshop
from tests.commands.conftest import Player
from tests.shipped import LIBRARY
from tests.tui.test_console import Line, line


class _WriteOnly:
    """Standard input as nohup opens it."""

    def isatty(self) -> bool:
        return False

    def readline(self, size: int) -> str:
        raise OSError(9, "Bad file descriptor")


async def _run(end: Line) -> None:
    """Run the console until it has shown a ticket."""
    shown = asyncio.Event()

    async def ticket() -> Ticket:
        shown.set()
        return Ticket(message="Good once: GOOD", command="two-hats console GOOD", qr=())

    end.ticket = ticket  # type: ignore[method-assign]
    end.changed = asyncio.Event()
    running = asyncio.create_task(_until_signal(_console(end, stays=True), None))
    waiting = asyncio.create_task(shown.wait())
    await asyncio.wait({running, waiting}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    running.cancel()
    assert await running is None


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signal")
def test_nohup_keeps_a_room_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Input that cannot be read is none, so a ticket is printed; an ignored signal stays so."""
    monkeypatch.setattr(sys, "stdin", _WriteOnly())
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        asyncio.run(_run(line()))
    finally:
        signal.signal(signal.SIGHUP, before)
    assert "Good once: GOOD" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("room", "stage", "lasts", "text"),
    [
        (3, Stage.VOTE, True, "The room is kept. To carry it on:\ntwo-hats host --resume"),
        (3, Stage.OVER, True, "To write it down:\ntwo-hats journal room 3"),
        (3, Stage.VOTE, False, "Nothing of this room is kept."),
        (0, Stage.LOBBY, True, "Nothing of this room is kept."),
    ],
)
def test_what_is_kept_of_a_room(room: int, stage: Stage, lasts: bool, text: str) -> None:
    """A room on disk can be carried on or written down; no other is said to be kept."""
    assert messages.kept(room, stage, lasts=lasts) == text


def test_a_journal_that_keeps_nothing_says_why(player: Player) -> None:
    """Without a terminal as well, a host is told before the room begins."""
    (player.data / "journal.sqlite3").mkdir(parents=True)
    done = player.run("host", "smoke-on-ward-six", "--plain", typed=["next"])
    assert "journal.sqlite3" in done.stderr
    assert "Nothing of this room is kept." in done.stdout


def test_a_service_goes_on_with_its_own_scenario() -> None:
    """With a scenario, --resume carries on a room of that one, or begins it."""
    library, journal = LIBRARY, Journal.open(None)
    rooms = Workshop(library, journal)
    hosted = []
    for scenario in ("smoke-on-ward-six", "four-degrees", "smoke-on-ward-six"):
        session = _session(argparse.Namespace(resume="", scenario=scenario), library, rooms)
        assert isinstance(session, RoomSession)
        session.act(actions.GoOn())
        hosted.append((session.run.id, session.run.scenario))
    assert hosted == [(1, "smoke-on-ward-six"), (2, "four-degrees"), (1, "smoke-on-ward-six")]


def test_a_room_of_a_campaign_is_listed_as_its_posting(player: Player) -> None:
    """The list and the notes name the campaign and the posting; of other rooms they say nothing."""
    typed = ["heads 2", "next"]
    for name in ("between-floors", "four-degrees"):
        assert player.run("host", name, "--plain", typed=typed).returncode == 0
    last, first = player.run("journal", "room").stdout.splitlines()
    assert first.endswith("; posting 1 of 8 of the campaign “Between Floors”")
    assert "posting" not in last
    assert (
        "\nPosting 1 of 8 of the campaign “Between Floors”.\n"
        in player.run("journal", "room", "1").stdout
    )
    assert "Posting" not in player.run("journal", "room", "2").stdout


def test_a_campaign_that_is_gone_is_not_named_by_its_path() -> None:
    """A room of a file that is not there any more is a posting of a campaign, no more."""
    place = Posting(campaign="/home/ines/secret.yaml", number=2, of=3)
    assert posted(LIBRARY, place) == "Posting 2 of 3 of a campaign"
    assert posted(LIBRARY, None) == ""


def test_a_rehearsal_keeps_nothing(player: Player) -> None:
    """Line by line too, it offers neither to carry on what is gone nor a way in for phones."""
    typed = ["heads 5", "next"]
    done = player.run("host", "smoke-on-ward-six", "--plain", "--rehearse", "1", typed=typed)
    assert done.returncode == 0
    assert done.stdout.rstrip().endswith("Nothing of this room is kept.")
    assert "--resume" not in done.stdout
    assert "To join, people open" not in done.stdout
    assert "Only the bots get in." in done.stdout

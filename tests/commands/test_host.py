"""A whole workshop in a real terminal: phones, hands, a crash, and the end."""

from __future__ import annotations

import fcntl
import http.client
import os
import pty
import re
import select
import signal
import sqlite3
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlencode

import pytest

from tests.commands.conftest import Player
from tests.shared import free_port


PATIENCE = 60.0
"""Seconds after which a step is taken for one that never comes."""


class ProjectorView:
    """``two-hats host`` in a terminal of 80 by 24; *seen* is all it has written."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int) -> None:
        """A running room and our end of its terminal."""
        self.process = process
        self.seen = ""
        self._terminal = terminal

    def press(self, keys: str) -> None:
        """Type *keys*."""
        os.write(self._terminal, keys.encode())

    def until(self, reached: Callable[[], bool]) -> None:
        """Read what is written until *reached*; it is asked after every piece."""
        end = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < end, f"not reached; last seen: {self.seen[-2000:]}"
            ready, _, _ = select.select([self._terminal], [], [], 0.2)
            if ready:
                try:
                    self.seen += os.read(self._terminal, 65536).decode(errors="replace")
                except OSError:  # the terminal is gone, and the process about to be
                    self.process.wait(PATIENCE)
                    assert reached(), f"gone; last seen: {self.seen[-2000:]}"


@contextmanager
def hosting(player: Player, *options: str, command: str = "host") -> Iterator[ProjectorView]:
    """A room, or its console, in a terminal; it is killed at the end if it has not ended."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [player.bin / "two-hats", command, *options],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=player.folder,
        env=dict(player.environment),
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield ProjectorView(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


class Phone:
    """Somebody's phone: it has a cookie, and no script."""

    def __init__(self, port: int, code: str) -> None:
        """A phone that has opened the room's address."""
        self.port = port
        self.code = code
        self.cookie = ""

    def ask(self, method: str, path: str, **form: str) -> tuple[int, str]:
        """The status and the text that come back."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            line.request(method, path, urlencode(form) if form else None, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookie = header.partition(";")[0]
        return answer.status, text

    def page(self) -> str:
        """What it shows now."""
        return self.ask("GET", f"/{self.code}")[1]

    def vote(self, ballot: str, letter: str) -> None:
        """Vote, and be told that it counts."""
        status, _ = self.ask("POST", "/vote", ballot=ballot, option=letter)
        assert status == 303


def stage_of(player: Player) -> str:
    """Where the room stands, as the journal has it; empty before its first act."""
    try:
        address = f"file:{player.data / 'journal.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as file:
            rows = file.execute("SELECT stage FROM rooms").fetchall()
    except sqlite3.Error:
        return ""
    return str(rows[0][0]) if rows else ""


def votes_in(player: Player) -> list[str]:
    """Every vote in the journal, as it was written."""
    with closing(sqlite3.connect(player.data / "journal.sqlite3")) as file:
        rows = file.execute("SELECT data FROM room_acts ORDER BY number").fetchall()
    return [data for (data,) in rows if '"vote"' in data]


def hands(projector: ProjectorView, counts: str) -> None:
    """Type *counts* once the line for them is open."""
    seen = len(projector.seen)
    projector.press("h")
    projector.until(lambda: "Hands for" in projector.seen[seen:])
    projector.press(f"{counts}\r")


def acts_in(player: Player) -> int:
    """How many acts the journal has."""
    with closing(sqlite3.connect(player.data / "journal.sqlite3")) as file:
        (count,) = file.execute("SELECT count(*) FROM room_acts").fetchone()
    return int(count)


def step(projector: ProjectorView, player: Player) -> None:
    """Press Enter once, and whatever it then asks for; it may show the rest of a page only."""
    seen, acts = len(projector.seen), acts_in(player)

    def done() -> bool:
        return acts_in(player) > acts or len(projector.seen) > seen

    def level() -> bool:
        return "Nobody has voted" in projector.seen[seen:]

    projector.press("\r")
    projector.until(done)
    if level():
        projector.press("da\r")
        projector.until(lambda: acts_in(player) > acts)


def leave(projector: ProjectorView) -> None:
    """Press q until the host ends; one too many Enter has opened the list of scenarios."""
    while projector.process.poll() is None:
        seen = len(projector.seen)
        projector.press("q")
        projector.until(
            lambda: projector.process.poll() is not None or len(projector.seen) > seen  # noqa: B023
        )


def test_a_workshop_from_lobby_to_end(player: Player) -> None:
    """Five phones and three hands play, the host dies in mid-vote, and nothing is lost."""
    port = free_port()
    rooms = player.data / "rooms"
    with hosting(player, "smoke-on-ward-six", "--phones", "--port", str(port)) as projector:
        projector.until(lambda: any(rooms.glob("*.sock")) and "Point" in projector.seen)
        code = next(rooms.glob("*.sock")).stem
        phones = [Phone(port, code) for _ in range(5)]
        for number, phone in enumerate(phones):
            phone.page()
            assert phone.ask("POST", "/join", name=f"Phone {number}")[0] == 303
        projector.press("n3\r")
        projector.until(lambda: "3 by hand" in projector.seen)
        projector.press("\r\r")
        projector.until(lambda: stage_of(player) == "vote")
        for phone in phones:
            phone.vote("1.smoke.call.1", "D")
        hands(projector, "0 0 0")
        projector.until(lambda: "8 of 8" in projector.seen)
        projector.press("\r")
        projector.until(lambda: "1.smoke.choice.1" in phones[0].page())
        for phone in phones[:3]:
            phone.vote("1.smoke.choice.1", "B")
        os.killpg(projector.process.pid, signal.SIGKILL)
    assert len(votes_in(player)) == 8

    with hosting(player, "--resume", "--port", str(port)) as projector:
        projector.until(lambda: "What do we do" in projector.seen)
        assert 'aria-pressed="true"' in phones[0].page()
        for phone in phones[3:]:
            phone.vote("1.smoke.choice.1", "B")
        hands(projector, "0 3 0")
        projector.until(lambda: "8 of 8" in projector.seen)
        while stage_of(player) != "over":
            step(projector, player)
        leave(projector)
        assert projector.process.returncode == 0
    assert "Traceback" not in projector.seen
    assert len(votes_in(player)) == 10


def test_a_room_that_is_open_already(player: Player) -> None:
    """While a host has the room, a second one is led to its console and touches nothing."""
    with hosting(player, "smoke-on-ward-six") as first:
        first.until(lambda: any((player.data / "rooms").glob("*.sock")))
        first.press("n9\r")
        first.until(lambda: stage_of(player) == "lobby")
        with hosting(player, "--resume") as second:
            second.until(lambda: second.process.poll() is not None)
            assert second.process.returncode == 2
            assert "is open already. 'two-hats console' follows it from here." in second.seen
        first.press("\r")
        first.until(lambda: stage_of(player) == "read")


def test_several_rooms_that_are_open_have_their_titles(player: Player) -> None:
    """Also one just opened, which the journal does not have yet."""
    with (
        hosting(player, "smoke-on-ward-six") as first,
        hosting(player, "four-degrees") as second,
    ):
        for room in (first, second):
            room.until(lambda: len([*(player.data / "rooms").glob("*.sock")]) == 2)
        first.press("n9\r")
        first.until(lambda: stage_of(player) == "lobby")
        refused = player.run("console", "--plain").stderr
    for title in ("Smoke on Ward Six", "Four Degrees"):
        assert re.search(rf"two-hats console [0-9A-Z]{{5}}  {title}$", refused, re.M)


def test_a_rehearsal_leaves_no_record(player: Player) -> None:
    """Thirty bots come in by the door and vote; afterwards there is no room in the journal."""
    port = str(free_port())
    with hosting(player, "smoke-on-ward-six", "--rehearse", "30", "--port", port) as projector:
        projector.until(lambda: "30 here" in projector.seen)
        assert f"127.0.0.1:{port}" not in projector.seen
        assert "Only the bots get in." in projector.seen
        assert "Rehearsal: bots play, nothing is kept" in projector.seen
        with hosting(player, command="console") as console:
            console.until(lambda: "Only the bots get in." in console.seen)
        projector.press("\r\r")
        projector.until(lambda: "30 of 30" in projector.seen)
        projector.press("qq")
        projector.until(lambda: projector.process.poll() is not None)
        assert projector.process.returncode == 0
    assert stage_of(player) == ""
    assert "No room has been hosted yet." in player.run("journal", "room").stderr


def test_a_room_needs_a_terminal(player: Player) -> None:
    """In a pipe the command says so and what to do."""
    done = player.run("host", "smoke-on-ward-six")
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def test_nothing_to_carry_on(player: Player) -> None:
    """Where no room is open, the console says how one is begun."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [player.bin / "two-hats", "console"],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=dict(player.environment),
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert "'two-hats host' opens one" in done.stderr


def test_a_room_to_take_home(player: Player) -> None:
    """Rooms are listed with their numbers, and one is written down without a name in it."""
    port = free_port()
    with hosting(player, "smoke-on-ward-six", "--phones", "--port", str(port)) as projector:
        rooms = player.data / "rooms"
        projector.until(lambda: any(rooms.glob("*.sock")) and "Point" in projector.seen)
        phone = Phone(port, next(rooms.glob("*.sock")).stem)
        phone.page()
        phone.ask("POST", "/join", code=phone.code, name="Rosalind")
    listed = player.run("journal", "room")
    assert "Smoke on Ward Six  waiting to begin" in listed.stdout
    plain = player.run("journal", "room", "1", "--format", "json")
    named = player.run("journal", "room", "1", "--format", "json", "--names")
    assert "Rosalind" not in plain.stdout
    assert "Rosalind" in named.stdout
    assert player.run("journal", "room", "9").returncode == 2


def test_a_room_is_deleted_by_its_number(player: Player) -> None:
    """With the names of its people, once it is closed; the others stay."""
    typed = ["heads 5", "next"]
    for _ in range(2):
        assert player.run("host", "smoke-on-ward-six", "--plain", typed=typed).returncode == 0
    as_run = player.run("journal", "delete", "--yes", "1")
    assert (as_run.returncode, "--room 1" in as_run.stderr) == (2, True)
    assert player.run("journal", "delete", "--yes", "--room", "9").returncode == 2
    with hosting(player, "--resume", "2") as projector:
        projector.until(lambda: any((player.data / "rooms").glob("*.sock")))
        for what in ("--room", "2"), ("--all",):
            is_open = player.run("journal", "delete", "--yes", *what)
            assert (is_open.returncode, "room 2 is open" in is_open.stderr) == (2, True)
    gone = player.run("journal", "delete", "--yes", "--room", "1")
    assert (gone.returncode, "1 room deleted" in gone.stderr) == (0, True)
    listed = player.run("journal", "room").stdout
    assert "Smoke on Ward Six" in listed
    assert player.run("journal", "room", "1").returncode == 2
    assert player.run("journal", "room", "2").returncode == 0


def test_a_room_line_by_line(player: Player) -> None:
    """In a pipe a room is led by words, and kept for later."""
    done = player.run("host", "smoke-on-ward-six", "--plain", typed=["heads 5", "next", "next"])
    assert done.returncode == 0
    for text in (
        "Now reading a scene.",
        "Twenty to three",
        "Now voting.",
        "two-hats host --resume",
    ):
        assert text in done.stdout
    assert stage_of(player) == "vote"


@pytest.mark.parametrize(("last", "stage"), [(["quit"], "ended"), ([], "over")])
def test_who_leaves_line_by_line_after_the_end_ends_the_evening(
    player: Player, last: list[str], stage: str
) -> None:
    """As with the keys; where the input only ends, the room can be carried on."""
    typed = [*["next", "settle A"] * 40, *last]
    done = player.run("host", "smoke-on-ward-six", "--plain", typed=typed)
    assert "two-hats journal room 1" in done.stdout
    assert stage_of(player) == stage

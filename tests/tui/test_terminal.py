"""The game in a real terminal: keys of one read, bytes of any kind, and one that does not read."""

from __future__ import annotations

import http.client
import os
import re
import signal
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from textual import events

from game.cli.output import UNREAD
from game.content.library import Library, packaged
from game.core.actions import GiveCall
from game.core.enums import Call
from game.journal.store import Journal
from game.tui.terminal import InputDecoder, Output
from tests.shared import free_port
from tests.tui.terminal import ENTER_AT_ONCE, PATIENCE, terminal


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
SCENARIO = "smoke-on-ward-six"


def first_call(folder: Path) -> Call | None:
    """The call that the journal in *folder* has for the first scene."""
    with closing(Journal.open(folder / "data" / "journal.sqlite3")) as journal:
        run = journal.unfinished()
        assert run is not None
        scenario = Library.of([packaged()]).find_scenario(run.named)
        assert scenario is not None
        actions = journal.resume(run, scenario).play.actions
        given = [action.call for action in actions if isinstance(action, GiveCall)]
    return given[0] if given else None


@pytest.mark.parametrize("stopped", [False, True], ids=["running", "stopped"])
@pytest.mark.parametrize("keys", [b"2\r", b"\x1b[B\x1b[B\r"], ids=["digit", "arrow"])
def test_the_journal_has_what_was_pointed_at(tmp_path: Path, keys: bytes, stopped: bool) -> None:
    """A move and Enter in one write, also to a process that is held, answer with the new card."""
    with terminal(tmp_path, "play", SCENARIO, run=("-c", ENTER_AT_ONCE)) as game:
        game.until("Begin")
        game.type(b"\r")
        game.until("What does this moment need?")
        if stopped:
            os.kill(game.process.pid, signal.SIGSTOP)
        game.type(keys)
        if stopped:
            os.kill(game.process.pid, signal.SIGCONT)
        game.until("Your call")
        game.type(b"q")
        assert game.wait() == 0
    assert first_call(tmp_path) is Call.MANAGE


@pytest.mark.parametrize(
    ("command", "leave"), [(("play", SCENARIO), b"q"), (("host", SCENARIO), b"qq")], ids=str
)
def test_bytes_that_are_no_utf_8(tmp_path: Path, command: tuple[str, ...], leave: bytes) -> None:
    """Text of a Latin-1 terminal harms nothing: the game goes on until it is left."""
    with terminal(tmp_path, *command) as game:
        game.until("F1")
        game.type(b"caf\xe9 \xe9a\xff\xfe" + leave)
        assert game.wait() == 0
    assert "Traceback" not in game.seen


def test_no_bytes_make_the_decoder_fail() -> None:
    """What is no UTF-8 or no report becomes a sign or nothing; the keys around it stay."""
    decoder = InputDecoder()
    messages = decoder.feed(b"a\xe9b\x1b[99999999999uc\x1b[<;;Md")
    keys = [str(getattr(message, "character", "")) for message in messages]
    assert [key for key in keys if key in "abcd"] == ["a", "b", "c", "d"]
    assert "\ufffd" in keys


@pytest.mark.parametrize(("delay", "keys"), [(60.0, ["down"]), (0.0, ["escape", "down"])])
def test_an_arrow_that_comes_in_parts(
    monkeypatch: pytest.MonkeyPatch, delay: float, keys: list[str]
) -> None:
    """Escape waits as long as ``ESCDELAY`` says; the rest of an arrow is an arrow even later."""
    monkeypatch.setattr("textual.constants.ESCAPE_DELAY", delay)
    decoder = InputDecoder()
    seen = [*decoder.feed(b"\x1b"), *decoder.tick(), *decoder.feed(b"[B")]
    assert [message.key for message in seen if isinstance(message, events.Key)] == keys


def test_output_is_written_in_order_and_never_waited_for() -> None:
    """A terminal that reads nothing skips frames; read again it gets all writes, and a report."""
    drained: list[bool] = []
    reading, writing = os.pipe()
    output = Output(writing, lambda: drained.append(True), lambda error: None)
    output.start()
    texts = [f"{number:03}" + "x" * 30_000 for number in range(20)]
    assert not output.skip_frame()
    for text in texts:
        output.write(text)
    assert output.skip_frame()
    wanted, got = "".join(texts), b""
    while len(got) < len(wanted):
        got += os.read(reading, 65536)
    assert got.decode() == wanted
    output.write("end")
    output.stop()
    assert drained == [True]
    assert os.read(reading, 10) == b"end"
    os.close(reading)
    os.close(writing)


def ask(port: int, method: str, path: str, cookie: str = "", **form: str) -> tuple[int, str, str]:
    """The status of an answer, the cookie that came with it, and its text."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        line.request(method, path, urlencode(form) if form else None, headers)
        answer = line.getresponse()
        text = answer.read().decode()
    return answer.status, (answer.headers.get("Set-Cookie") or cookie).partition(";")[0], text


def test_phones_are_answered_while_the_terminal_reads_nothing(tmp_path: Path) -> None:
    """Sixty join and vote while nobody reads the projector's terminal; then its page is whole."""
    port = free_port()
    options = ("--phones", "--bind", "127.0.0.1", "--port", str(port))
    with terminal(tmp_path, "host", SCENARIO, *options) as game:
        game.until("0 joined")
        code = next((tmp_path / "data" / "rooms").glob("*.sock")).stem
        seats = [
            ask(port, "POST", "/join", ask(port, "GET", f"/{code}")[1], code=code, name=f"P{n}")
            for n in range(60)
        ]
        assert {status for status, _, _ in seats} == {303}
        game.type(b"\r\r")
        end = time.monotonic() + PATIENCE
        while "1.smoke.call.1" not in ask(port, "GET", f"/{code}", seats[0][1])[2]:
            assert time.monotonic() < end
        votes = []
        for option in "ABC":
            for _, cookie, _ in seats:
                form = {"ballot": "1.smoke.call.1", "option": option}
                votes.append(ask(port, "POST", "/vote", cookie, **form)[0])
        assert set(votes) == {303}
        seen = len(game.seen)
        game.until("60 of 60", since=seen)
        game.type(b"qq")
        assert game.wait() == 0


@pytest.mark.parametrize("command", ["play", "host"])
def test_a_terminal_that_is_closed_ends_the_program(tmp_path: Path, command: str) -> None:
    """Without the terminal the program ends by itself, and what was played is in the journal."""
    with terminal(tmp_path, command, SCENARIO) as game:
        game.until("F1")
        game.close()
        assert game.process.wait(PATIENCE) == UNREAD


def modes(seen: str) -> set[str]:
    """The modes of the terminal that are on after *seen*, without the cursor and wrapping."""
    states = dict(re.findall(r"\x1b\[\?(\d+)([hl])", seen))
    return {mode for mode, state in states.items() if state == "h"} - {"25", "7"}


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("SIGTERM", ("play", SCENARIO)),
        ("SIGHUP", ("play", SCENARIO)),
        ("SIGQUIT", ("play", SCENARIO)),
        ("SIGINT", ("play", SCENARIO)),
        ("SIGTERM", ("host", SCENARIO)),
        ("SIGHUP", ("preview", "draft.yaml")),
    ],
    ids=str,
)
def test_a_signal_gives_the_terminal_back(
    tmp_path: Path, name: str, command: tuple[str, str]
) -> None:
    """A signal leaves as q does: no mode stays on, the exit code is the shell's for the signal."""
    if command[1].endswith(".yaml"):
        command = (command[0], str(packaged() / f"{SCENARIO}.yaml"))
    with terminal(tmp_path, *command) as game:
        game.until("F1")
        assert {"1049", "1003", "1004", "2004"} <= modes(game.seen)
        number = getattr(signal, name)
        os.kill(game.process.pid, number)
        assert game.wait() == 128 + number
    assert modes(game.seen) == set()
    assert ("of this room is kept." in game.seen.rpartition("\x1b[?1049l")[2]) == (
        "host" in command
    )
    assert game.seen.rindex("\x1b[?7h") > game.seen.rindex("\x1b[?7l")
    assert game.seen.rindex("\x1b[?25h") > game.seen.rindex("\x1b[?25l")


def test_ctrl_z_suspends_and_coming_back_draws_the_page(tmp_path: Path) -> None:
    """A suspended game gives the terminal back; continued, it draws its page and takes keys."""
    with terminal(tmp_path, "play", SCENARIO, run=("-c", ENTER_AT_ONCE)) as game:
        game.until("Begin")
        game.type(b"\r")
        game.until("What does this moment need?")
        game.type(b"\x1a")
        _, status = os.waitpid(game.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        game.until("\x1b[?1049l")
        assert modes(game.seen) == set()
        mark = len(game.seen)
        os.kill(game.process.pid, signal.SIGCONT)
        game.until("What does this moment need?", since=mark)
        game.type(b"2\r")
        game.until("Your call", since=mark)
        game.type(b"q")
        assert game.wait() == 0
    assert first_call(tmp_path) is Call.MANAGE


STUCK = """
import sys, time
from game.content.library import Library
from game.journal.store import Journal
from game.tui import terminal
from game.tui.app import GameApp
from tests.shared import free_port

terminal.STOP_PATIENCE = -1.0
app = GameApp(Library.of(()), Journal.open(None))

def hang() -> None:
    print("stuck", file=sys.__stderr__, flush=True)
    while True:
        time.sleep(0.1)

app.call_later(lambda: app.set_timer(0.5, hang))
app.run_to_end()
"""


def test_a_second_signal_ends_a_game_that_hangs(tmp_path: Path) -> None:
    """A game that cannot leave gives the terminal back at the next signal, and dies of it."""
    with terminal(tmp_path, run=("-c", STUCK)) as game:
        game.until("stuck")
        os.kill(game.process.pid, signal.SIGTERM)
        os.kill(game.process.pid, signal.SIGTERM)
        os.kill(game.process.pid, signal.SIGHUP)
        assert game.wait() < 0
    assert modes(game.seen) == set()

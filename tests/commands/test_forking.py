"""Forks of the installed ``two-hats``: each is like a process that was started."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.commands.conftest import Player
from tests.commands.forking import ForkServer


@pytest.mark.parametrize(
    ("command", "typed"),
    [
        (("--version",), ()),
        (("--help",), ()),
        (("nonsense\udcff",), ()),
        (("handbook",), ()),
        (("check", "broken.yaml"), ()),
        (("play", "smoke-on-ward-six", "--plain", "--seed", "1"), ("", "4", "1", "é")),
        (("play", "--plain"), ("nonsense",)),
        (("journal", "where"), ()),
        (("publish", "smoke-on-ward-six"), ()),
        (("lsp", "--stdio"), ()),
    ],
    ids=lambda words: " ".join(words).encode("ascii", "replace").decode(),
)
def test_a_fork_prints_what_a_process_prints(
    player: Player, command: tuple[str, ...], typed: tuple[str, ...]
) -> None:
    """Both streams, byte for byte, and the exit code."""
    (player.folder / "broken.yaml").write_text("title: [", "utf-8")
    forked = player.run(*command, typed=typed)
    if player.data.exists():
        player.data.rename(player.folder / "before")
    started = player.run_program("two-hats", *command, typed=typed)
    assert forked.stdout == started.stdout
    assert forked.stderr == started.stderr
    assert forked.returncode == started.returncode


STATE = """\
import gc, locale, os, signal, sys, threading, time
for stream in (sys.stdin, sys.stdout, sys.stderr):
    print(stream.fileno(), stream.encoding, stream.errors, stream.newlines, stream.mode)
    print(stream.isatty(), stream.line_buffering, stream.write_through, type(stream.buffer))
    print(stream.buffer.raw.closefd, stream.seekable())
print(sys.stdin is sys.__stdin__, sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__)
print(repr(sys.stdin.read()))
print(sys.argv, sys.path, sys.flags, sys.warnoptions, __name__, __file__)
print(sorted(os.environ.items()), os.getcwd(), time.tzname, locale.setlocale(locale.LC_ALL))
print(gc.get_threshold(), gc.isenabled(), threading.active_count(), sys.getrecursionlimit())
print([signal.getsignal(number) for number in range(1, signal.NSIG)])
print(sorted(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else "")
print("gone", file=sys.stderr)
exec(sys.argv[1])
"""


ENDS = {
    "": 0,
    "sys.exit()": 0,
    "sys.exit(7)": 7,
    "sys.exit('why')": 1,
    "1 / 0": 1,
    "sys.stdout.write('no end of line')": 0,
    "sys.stdout.flush(), os.close(1), print('lost')": 120,
    "os.kill(os.getpid(), 9)": -9,
}
"""How a process may end, and with what code."""


def test_a_fork_is_in_the_state_of_a_new_process(installed: Path, tmp_path: Path) -> None:
    """Streams, arguments, paths, environment, zone, signals and descriptors, and how it ends."""
    folder, script = tmp_path / "folder", tmp_path / "script"
    folder.mkdir()
    script.write_text(STATE, "utf-8")
    environment = {"LANG": "C", "PATH": os.fspath(installed), "TZ": "Etc/GMT+12", "HOME": "/none"}
    typed = b"one\r\ntw\xff"
    with ForkServer(installed / "python", script, environment) as forks:
        for end, code in ENDS.items():
            arguments = [end, "\udcff", "é"]
            started = subprocess.run(
                [installed / "python", script, *arguments],
                env=environment,
                cwd=folder,
                input=typed,
                capture_output=True,
                check=False,
            )
            forked = forks.run(arguments, folder, environment, typed)
            assert forked.stdout == started.stdout
            assert forked.stderr.splitlines()[::-1][:1] == started.stderr.splitlines()[::-1][:1]
            assert forked.returncode == started.returncode == code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LC_ALL", "C"),
        ("LANG", "C.UTF-8"),
        ("PYTHONUTF8", "0"),
        ("NO_COLOR", "1"),
        ("COLUMNS", "9"),
    ],
)
def test_what_is_read_at_a_start_needs_one(player: Player, name: str, value: str) -> None:
    """A fork is no process with another locale, nor with a variable read at the start."""
    assert player.forks.fits({**player.environment, "TZ": "Etc/GMT-14"})
    assert not player.forks.fits({**player.environment, name: value})
    assert not player.forks.fits({"HOME": "/"})

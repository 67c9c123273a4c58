"""Exit codes, messages on stderr, streams and files that a command writes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from game.cli.signals import Stopped, Stops


if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

    from game.content.loader import CampaignReading, Reading
    from game.core.failure import Failure
    from game.plain.campaign import CampaignLoop
    from game.plain.io import LineIO
    from game.plain.loop import PlayLoop


class UnwritableError(Exception):
    """What stdout leads to takes nothing more, such as a full disk; the message says why."""


class _Output(FileIO):
    """The file descriptor of stdout; a closed pipe stays a ``BrokenPipeError``."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write *data* as ``FileIO`` does; raises ``UnwritableError`` for the system's errors."""
        try:
            written: int | None = super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise UnwritableError(error.strerror or str(error)) from error
        if written is None:
            raise UnwritableError("it is set not to wait")
        return written


class _Input(FileIO):
    """The file descriptor of stdin; a signal that ``STOPS`` catches ends each wait for input."""

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read into *buffer* as ``FileIO`` does."""
        STOPS.wait_for_input(self.fileno())
        return super().readinto(buffer)


def prepare() -> None:
    """
    Make stdin, stdout and stderr speak UTF-8, and stdout raise ``UnwritableError``.

    A stream that was closed before the start reads as empty and drops what is written.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    if (
        type(sys.stdin) is TextIOWrapper
        and sys.stdin is sys.__stdin__
        and isinstance(getattr(sys.stdin.buffer, "raw", None), FileIO)  # not Windows's console
    ):
        source = BufferedReader(_Input(sys.stdin.fileno(), "r", closefd=False))
        sys.stdin = TextIOWrapper(source)
    if type(sys.stdout) is TextIOWrapper and sys.stdout is sys.__stdout__:
        sys.stdout.flush()
        output = BufferedWriter(_Output(sys.stdout.fileno(), "w", closefd=False))
        sys.stdout = TextIOWrapper(output, line_buffering=sys.stdout.line_buffering)
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def abandon_output() -> None:
    """Drop what stdout still holds, so that the interpreter's last flush does not fail."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """
    Yield a private file to fill, which then replaces *path*, or what this links to.

    Where *path* is a device or a pipe, yield that itself. Raise ``OSError``; the file that
    was there is then as it was.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    from game.content.private_files import new_file

    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    with new_file(target) as draft, draft.open("wb") as file:
        yield file


FINE, PROBLEMS, MISUSE, BUG, INTERRUPTED, UNREAD = 0, 1, 2, 3, 130, 141
"""Exit codes: 1 problems in a file, 2 wrong use or an unreadable file, 3 our own mistake."""

Command = Callable[[argparse.Namespace], int]

Add = Callable[[str, Command, str, str], argparse.ArgumentParser]
"""Adds a command by its name, what it calls, what it is for and an example."""


def print_error(*lines: str) -> None:
    """Print *lines* to stderr, with characters that a terminal might obey escaped."""
    with suppress(OSError):  # stderr is closed
        _print(lines, sys.stderr)


def print_failure(failure: Failure | None) -> None:
    """Print the message of *failure* to stderr, if there is one."""
    if failure is not None:
        print_error(failure.message)


def show(*lines: str) -> None:
    """Print *lines* to stdout, with characters that a terminal might obey escaped."""
    _print(lines, sys.stdout)


def _print(lines: Iterable[str], stream: TextIO) -> None:
    from game.content.sanitize import safe_text

    for line in lines:
        print(safe_text(line), file=stream)


def refuse(message: str, advice: str) -> int:
    """Print why something cannot be done, and the way out; return the exit code for wrong use."""
    print_error(f"two-hats: {message}", f"help: {advice}")
    return MISUSE


LISTING = "'two-hats play --plain' lists what there is"


def fail(failure: Failure, default: str | None = None) -> int:
    """Print *failure* with its help, else *default*; return the exit code for wrong use."""
    advice = failure.help or default
    print_error(f"two-hats: {failure.message}", *([f"help: {advice}"] if advice else []))
    return MISUSE


def broken(reading: Reading | CampaignReading) -> int:
    """Print the problems of a file that cannot be played; return the exit code for that."""
    from game.content.diagnostics import render

    print_error(render(reading.problems, reading.source).rstrip())
    return PROBLEMS if reading.opened else MISUSE


def separator(name: str) -> str:
    """Return the separator of cells that ``--separator`` names."""
    return "\t" if name == "tab" else name


class _PartialError(Exception):
    """Not everything could be read, so a file that is there must stay."""


def write_out(
    pieces: Iterable[str | bytes],
    output: Path | None,
    what: str,
    *,
    is_whole: Callable[[], bool] = lambda: True,
) -> int:
    """
    Write *pieces*, which are *what*, to *output*, else to stdout; return the exit code.

    A file is put in place once it is complete. What turns out not to be whole, after the
    last piece, replaces no file, and is a problem wherever it goes.
    """

    if output is None:
        for piece in pieces:
            if isinstance(piece, bytes) and sys.stdout.isatty():
                return refuse("a workbook is nothing to look at here", "name a file with -o")
            sys.stdout.buffer.write(_encoded(piece))
        return FINE if is_whole() else PROBLEMS
    existed = output.is_file()
    try:
        with replacing(output) as file:
            for piece in pieces:
                file.write(_encoded(piece))
            if existed and not is_whole():
                raise _PartialError
    except _PartialError:
        print_error(
            f"two-hats: {output} is left as it is, since not everything could be read",
            "help: give another name with -o for what could be read",
        )
        return PROBLEMS
    except OSError as error:
        return refuse(f"{output} cannot be written", str(error.strerror or error))
    print_error(f"{what} written to {output}.")
    return FINE if is_whole() else PROBLEMS


def _encoded(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


MAX_LINE = 65_536
"""The longest line that is read, in characters."""
MAX_LINES = 10_000
"""How many lines are read from a pipe or a file."""
STOPS = Stops()


def line_io(width: int | None = None) -> LineIO:
    """
    Return the lines of stdin and stdout.

    *width* is in cells; by default that of the terminal, at most 80, or 72 without one.
    """
    import shutil

    from game.plain.io import LineIO

    easy = min(80, shutil.get_terminal_size((72, 24)).columns)
    read = reader()
    return LineIO(
        read=lambda: STOPS.reading(read),
        write=_write,
        width=easy if width is None else width,
    )


def _write(line: str) -> None:
    """Print *line* at once, as soon as stdout takes it."""
    STOPS.writing(sys.stdout.fileno())
    print(line, flush=True)


def reader() -> Callable[[], str | None]:
    """
    Return a function that reads the next line of stdin without its end; None at the end.

    A line of more than ``MAX_LINE`` characters, or after ``MAX_LINES`` of a pipe, ends the input.
    """
    left = count() if sys.stdin.isatty() else iter(range(MAX_LINES))

    def read() -> str | None:
        try:
            line = sys.stdin.readline(MAX_LINE + 1)
        except OSError:  # the terminal is gone
            return None
        if not line or len(line) > MAX_LINE or next(left, None) is None:
            return None
        return line.rstrip("\n")

    return read


def at_a_terminal() -> bool:
    """Return whether a full-screen program can run here."""
    both = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return both and os.environ.get("TERM") != "dumb"


def converse(loop: PlayLoop | CampaignLoop) -> int:
    """Run *loop* until its player leaves, or a signal ends it; return the exit code."""
    with STOPS.caught():
        try:
            loop.run()
        except Stopped as stopped:
            if not stopped.stuck:
                with suppress(UnwritableError, BrokenPipeError):
                    loop.leave()
            return stopped.code
    return FINE

"""Texts with a name, places in them, and the bytes of a file, read without harm."""

from __future__ import annotations

import errno
import os
import stat
from functools import cached_property
from pathlib import Path

from attrs import frozen


MOST_BYTES = 1024 * 1024
"""How much of a file is read: anything longer is no scenario."""

_WHY = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EISDIR: "this is a folder, not a file",
    errno.EACCES: "you have no permission to read this file",
    errno.EPERM: "you have no permission to read this file",
    errno.ELOOP: "this is a link that leads back to itself",
    errno.ENAMETOOLONG: "this name is too long for a file",
    errno.ENXIO: "this is no ordinary file",
}


@frozen
class Place:
    """
    A stretch of a text: lines and columns from 1, columns count characters.

    *end_column* is one past the last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int


@frozen
class Source:
    """A text to be read, and the *name* its problems are told under (a file's path)."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The text line by line, without the ends of line."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Line *number*, counted from 1; empty past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, index: int, length: int = 1) -> Place:
        """The place of *length* characters from *index* on, all on one line."""
        line = self.text.count("\n", 0, index) + 1
        column = index - self.text.rfind("\n", 0, index)
        return Place(line, column, line, column + length)


@frozen
class Unreadable:
    """Why a file could not be read: the *code* of the problem, a sentence, perhaps *help*."""

    code: str
    why: str
    help: str | None = None


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes | Unreadable:
    """
    Read the file at *path*: an ordinary file of at most *most* bytes, or why not.

    Never waits: a pipe or a device is refused, not read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        return Unreadable("E003", _why(error))
    except ValueError:  # a NUL in the name
        return Unreadable("E003", "there is no such file")
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            return Unreadable("E003", _WHY[errno.EISDIR])
        if not stat.S_ISREG(mode):
            return Unreadable("E003", _WHY[errno.ENXIO])
        data = _read(handle, most + 1)
    except OSError as error:
        return Unreadable("E003", _why(error))
    finally:
        os.close(handle)
    return too_large(most) if len(data) > most else data


def too_large(most: int) -> Unreadable:
    """What is told of a file of more than *most* bytes."""
    return Unreadable(
        "E004", f"this file is larger than {most >> 20} MiB, far more than any scenario"
    )


def _read(handle: int, left: int) -> bytes:
    """At most *left* bytes, whatever size the file claims to have."""
    parts: list[bytes] = []
    while left and (part := os.read(handle, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _why(error: OSError) -> str:
    return _WHY.get(error.errno or 0, "this file cannot be read")

"""Source texts, spans, and reading of bytes."""

from __future__ import annotations

import errno
import os
import re
import stat
from array import array
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from attrs import frozen


MAX_BYTES = 1024 * 1024
"""The maximum size of a file, in bytes."""

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


class Span(NamedTuple):
    """
    A range of a text; lines and columns count from 1, columns in characters.

    *end_column* is exclusive.
    """

    line: int
    column: int
    end_line: int
    end_column: int


@frozen(slots=False)
class Source:
    """A text, and the *name* (the path of a file) for the report of its problems."""

    name: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines of the text, without line ends."""
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> array[int]:
        """The index of each line's first character: a list of lines fills the memory."""
        return array("I", (0, *(match.end() for match in re.finditer("\n", self.text))))

    def line(self, number: int) -> str:
        """Line *number*, counted from 1; empty past the end."""
        if not 0 < number <= len(self._starts):
            return ""
        end = self._starts[number] - 1 if number < len(self._starts) else None
        return self.text[self._starts[number - 1] : end]

    def span(self, index: int, length: int = 1) -> Span:
        """Return the span of *length* characters from *index* on, all on one line."""
        line = self.text.count("\n", 0, index) + 1
        column = index - self.text.rfind("\n", 0, index)
        return Span(line, column, line, column + length)


class Unreadable(NamedTuple):
    """Why a file could not be read: *code* of the problem, a sentence, optional *help*."""

    code: str
    why: str
    help: str | None = None


def read_bytes(path: Path, maximum: int = MAX_BYTES) -> bytes | Unreadable:
    """
    Return the content of the regular file at *path*, at most *maximum* bytes, or why not.

    Pipes and devices are rejected without blocking.
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
        data = _read(handle, maximum + 1)
    except OSError as error:
        return Unreadable("E003", _why(error))
    finally:
        os.close(handle)
    return too_large(maximum) if len(data) > maximum else data


def too_large(maximum: int) -> Unreadable:
    """Return the problem of a file of more than *maximum* bytes."""
    return Unreadable(
        "E004", f"this file is larger than {maximum >> 20} MiB, far more than any scenario"
    )


def _read(handle: int, left: int) -> bytes:
    """Return at most *left* bytes, independent of the size that the file reports."""
    parts: list[bytes] = []
    while left and (part := os.read(handle, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _why(error: OSError) -> str:
    return _WHY.get(error.errno or 0, "this file cannot be read")

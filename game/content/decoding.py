"""The text of a file: UTF-8 with universal line ends, without the fences of a chat."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from game.content.diagnostics import Problem
from game.content.fences import unfenced
from game.content.files import read
from game.content.yaml.source import Source, Span, Unreadable


_SAVE = "save the file again and choose UTF-8 as its encoding"


class Unread(NamedTuple):
    """
    A file that could not be decoded: *source* as far as known, and *problems*.

    *opened* is False if the file could not be read at all.
    """

    source: Source
    problems: tuple[Problem, ...]
    opened: bool


def open_text(path: Path) -> Source | Unread:
    """Return the text of the file at *path*, which may be in a pack, or why there is none."""
    return as_text(str(path), read(path))


def as_text(name: str, data: bytes | Unreadable) -> Source | Unread:
    """Return the text of a file called *name* from what ``read`` returned."""
    if isinstance(data, Unreadable):
        problem = Problem(code=data.code, message=data.why, help=data.help)
        return Unread(Source(name, ""), (problem,), opened=False)
    source = decode(name, data)
    if isinstance(source, Problem):
        return Unread(Source(name, data.decode("utf-8", "replace")), (source,), opened=True)
    return Source(name, unfenced(source.text))


def decode(name: str, data: bytes) -> Source | Problem:
    """Decode *data* as UTF-8 with universal line ends, or return the problem."""
    if b"\0" in data[:4] or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "this file is saved as UTF-16, not as UTF-8"
        return Problem(code="E005", message=message, span=Span(1, 1, 1, 1), help=_SAVE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return Source(name, text if "\n" in text else text.replace("\r", "\n"))


def _not_utf8(data: bytes, index: int) -> Problem:
    before = data[:index].decode("utf-8")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    letter = data[index : index + 1].decode("cp1252", "replace")
    if b"\0" in data or letter == "\ufffd":
        message = "this is not a text saved as UTF-8"
    else:
        message = f"this letter is not saved as UTF-8; it was probably meant to be '{letter}'"
    span = Span(line, column, line, column + 1)
    return Problem(code="E005", message=message, span=span, help=_SAVE)

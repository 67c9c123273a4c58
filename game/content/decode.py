"""From bytes to a text in which every character may stand."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from attrs import frozen

from game.content.clean import ODD_BLANKS, describe, has_odd_blanks, is_control, refused
from game.content.packs import read
from game.content.problems import MOST_KEPT, Problem, Report
from game.content.source import Place, Source, Unreadable


_SAVE = "save the file again and choose UTF-8 as its encoding"
# Where a blank is layout: at the start of a line, after a dash, after a name and its colon.
_BLANKS = rf"^[ \t]*+(?:-[ \t]++)*+(?:[\w-]++:)?([{ODD_BLANKS}]+)"
_MERGE = re.compile(r"^(?:<{7} |={7}$|>{7} |\|{7} )", re.MULTILINE)


@frozen
class Unread:
    """
    A file that gave no text: its *source* as far as that goes, and the *problems*.

    *opened* is False when the file could not be read at all.
    """

    source: Source
    problems: tuple[Problem, ...]
    opened: bool


def open_text(path: Path) -> Source | Unread:
    """Give the text of the file at *path*, which may lie in a pack, or why there is none."""
    name, data = str(path), read(path)
    if isinstance(data, Unreadable):
        problem = Problem(code=data.code, message=data.why, help=data.help)
        return Unread(Source(name, ""), (problem,), opened=False)
    source = decode(name, data)
    if isinstance(source, Problem):
        return Unread(Source(name, data.decode("utf-8", "replace")), (source,), opened=True)
    return source


def decode(name: str, data: bytes) -> Source | Problem:
    """Give the text of *data* (UTF-8, ends of line made equal), or why it is none."""
    if b"\0" in data[:4] or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "this file is saved as UTF-16, not as UTF-8"
        return Problem(code="E005", message=message, place=Place(1, 1, 1, 1), help=_SAVE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start)
    return Source(name, text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _not_utf8(data: bytes, index: int) -> Problem:
    before = data[:index].decode("utf-8")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    letter = data[index : index + 1].decode("cp1252", "replace")
    if b"\0" in data or letter == "\ufffd":
        message = "this is not a text saved as UTF-8"
    else:
        message = f"this letter is not saved as UTF-8; it was probably meant to be '{letter}'"
    place = Place(line, column, line, column + 1)
    return Problem(code="E005", message=message, place=place, help=_SAVE)


def check_characters(source: Source, report: Report) -> None:
    """Report every character of *source* that may not stand where it stands."""
    text = source.text
    for index in islice(refused(text), MOST_KEPT + 1):
        char = text[index]
        code = "E006" if is_control(char) else "E007"
        what = "may not stand in a text" if code == "E006" else "cannot be seen"
        message = f"this character {what}: {describe(char)}"
        report.add(Problem(code=code, message=message, place=source.place(index), help="delete it"))
    if has_odd_blanks(text):
        for blanks in islice(re.finditer(_BLANKS, text, re.MULTILINE), MOST_KEPT + 1):
            told = f"{describe(blanks[1][0])}; replace it by spaces from the space bar"
            place = source.place(blanks.start(1), len(blanks[1]))
            message = "these blanks are not ordinary spaces"
            report.add(Problem(code="E007", message=message, place=place, help=told))
    if "<<<<<<< " in text or ">>>>>>> " in text:
        mark = _MERGE.search(text)
        if mark is not None:
            message = "this line was left by merging two versions of the file"
            place = source.place(mark.start(), len(mark[0].rstrip()))
            told = "keep one of the two versions, and delete the lines with the marks"
            report.add(Problem(code="E015", message=message, place=place, help=told))

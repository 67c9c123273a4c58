"""The problems of the layout that are repaired."""

from __future__ import annotations

import re

from attrs import define

from game.content.diagnostics import Label, Problem
from game.content.repair.lines import Line
from game.content.sanitize import describe, quoted, shorten
from game.content.yaml.sentences import (
    NO_COLON,
    OPEN_QUOTE,
    SECOND_DOCUMENT,
    SPACE_AFTER_COLON,
    TAB,
    TEXT_LEFT,
)
from game.content.yaml.source import Span
from game.content.yaml.syntax_errors import indent


@define(eq=False)
class Found:
    """A problem from *column* of line *number* on (both from 0), and how often it continues."""

    number: int
    column: int
    length: int
    message: str
    help: str
    code: str = "E008"
    repeats: bool = False
    second: Label | None = None
    more: int = 0

    def continues(self, other: Found) -> bool:
        """Return whether *other* has the same cause and is counted with this problem."""
        return self.repeats and other.message == self.message

    def problem(self) -> Problem:
        """Return the problem."""
        message = self.message
        if self.more:
            message += f", and in {self.more} more lines" if self.more > 1 else ", and once more"
        return Problem(
            code=self.code,
            message=message,
            span=_span(self.number, self.column, self.length),
            help=self.help,
            second=self.second,
        )


def _span(number: int, column: int, length: int = 1) -> Span:
    return Span(number + 1, column + 1, number + 1, column + 1 + max(1, length))


def tab(number: int, text: str) -> Found:
    """Return the problem of a tab in the indentation of the line *text*."""
    return Found(number, text.index("\t"), 1, *TAB, repeats=True)


def text_left(number: int, text: str) -> Found:
    """Return the problem of a line of a block text that is indented less than the text."""
    return Found(number, len(text) - len(text.lstrip()), 1, *TEXT_LEFT, repeats=True)


def shifted(number: int, text: str, column: int) -> Found:
    """Return the problem of an entry that belongs at *column*."""
    own = indent(text)
    way = "too far to the right" if own > column else "too far to the left"
    message = f"the indentation is wrong: this line begins {way}"
    hint = f"begin it with {_spaces(column)}, and move the lines that belong to it as well"
    return Found(number, own, 1, message, hint)


def stray_dash(number: int, column: int, begin: int | None) -> Found:
    """
    Return the problem of a dash at *column* where entries with names belong.

    The rest of the line belongs at the column *begin*; None if nothing follows the dash.
    """
    message = "no list belongs here, but a dash stands in this line"
    hint = "delete this line"
    if begin is not None:
        hint = f"delete the dash, and begin the line with {_spaces(begin)}"
    return Found(number, column, 1, message, hint)


def _spaces(column: int) -> str:
    return f"{column} spaces" if column else "no space"


def no_space(number: int, column: int) -> Found:
    """Return the problem of a colon at *column* without a space after it."""
    message = "a space is missing after this colon"
    return Found(number, column, 1, message, SPACE_AFTER_COLON)


def wide_colon(number: int, column: int, sign: str) -> Found:
    """Return the problem of the letter *sign*, which only looks like a colon."""
    message = f"this is not an ordinary colon: {describe(sign)}"
    return Found(number, column, 1, message, "write an ordinary colon and a space")


def no_colon(number: int, column: int, line: Line) -> Found:
    """Return the problem of the name of *line* at *column* without a colon."""
    rest = line.separated
    message = NO_COLON
    if rest != line.rest:
        message = f"a colon is needed after this name, not {line.rest.removesuffix(rest).strip()}"
    hint = f"write {line.name}: {shorten(rest, 40)}".rstrip()
    return Found(number, column, len(line.name), message, hint)


def braces(number: int, column: int, plain: str, written: str) -> Found:
    """Return the problem of the entries *plain* on one line without braces."""
    message = "entries on one line need braces"
    return Found(number, column, len(plain), message, f"write {written}")


def open_quote(number: int, column: int) -> Found:
    """Return the problem of a quote at *column* that is never closed."""
    return Found(number, column, 1, *OPEN_QUOTE)


def no_bar(number: int, column: int, bad: int) -> Found:
    """Return the problem of a text below its name, with a colon or # in the line *bad*."""
    message = "the text below has a colon or a # in it, which is read as a sign of the layout"
    hint = "write | after the colon of this name, or put the whole text in quotes"
    second = Label(_span(bad, 0), "in this line")
    return Found(number, column - 1, 1, message, hint, second=second)


_MARKS = frozenset("-.`~/*<;=_")
"""What such a line begins with."""
_FENCE = re.compile(r"\s*(```|~~~)")
_SLASHES = re.compile(r"\s*(//|/\*|\*/|<!--|--(?!-)|;)")
_HEADING = re.compile(r"\s*(==+|\*\*|__)")


def odd_mark(number: int, text: str, *, first: bool) -> Found | None:
    """
    Return the problem of a line that only has a meaning elsewhere; None for other lines.

    *text* is not blank; *first* says whether the line is the first such one.
    """
    bare = text.strip()
    if bare[0] not in _MARKS:
        return None
    column, whole = text.index(bare), len(bare)
    if not first and re.match(r"---(\s|$)", text):
        return Found(number, 0, 3, *SECOND_DOCUMENT, code="E011")
    if text.startswith("..."):
        message = "this line ends the text, but more follows"
        return Found(number, 0, 3, message, "delete the line with the three dots")
    if fence := _FENCE.match(text):
        message = f"this line with {fence[1]} marks a piece of code elsewhere, but not here"
        return Found(number, column, whole, message, "delete it", repeats=True)
    if comment := _SLASHES.match(text):
        message = f"a comment begins with #, not with {quoted(comment[1])}"
        return Found(number, column, whole, message, "write # before it", repeats=True)
    if _HEADING.match(text):
        message = "this line is no entry, and does not belong to a text"
        hint = "write # before it to keep it as a comment, or a name and a colon"
        return Found(number, column, whole, message, hint)
    return None

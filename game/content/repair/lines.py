"""Split one line of a file into indentation, dashes, name, colon and value."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from attrs import frozen


WIDE_COLONS = "：﹕︓꞉ː"
"""Letters that look like a colon."""

_HEAD = re.compile(r"([ \t]*)((?:-[ \t]+)*(?:-$)?)")
_NAME = re.compile(rf"([\w-]+)([ \t]*)([:{WIDE_COLONS}]?)([ \t]*)(.*)$", re.ASCII)
_QUOTED = re.compile(r"""(["'])([\w-]+)\1([ \t]*)(:)([ \t]*)(.*)$""")
_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*(?:#.*)?$")
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_NO_NAME = re.compile(r"[=;\u2013\u2014-]+(?: +|$)")


@frozen
class Line:
    """
    The parts of a line.

    *name* is empty if the line does not begin with a word; *gap* stands between name and
    *colon* (empty without one), *space* after it, *rest* to the end.
    """

    lead: str
    dashes: str
    name: str = ""
    gap: str = ""
    colon: str = ""
    space: str = ""
    rest: str = ""

    @property
    def is_entry(self) -> bool:
        """Whether the line is a valid start of an entry: a name, a colon, and a space."""
        return bool(self.name) and self.colon == ":" and bool(self.space or not self.rest)

    @property
    def is_lone_dash(self) -> bool:
        """Whether the line has a dash, and nothing but a comment after it."""
        return self.dashes.strip() == "-" and not (self.name or self.value)

    @property
    def value(self) -> str:
        """The text after the colon, without a comment that is not inside a quoted text."""
        return without_comment(self.rest)

    @property
    def separated(self) -> str:
        """The text after a missing colon, without a dash or sign in the place of the colon."""
        return _NO_NAME.sub("", self.rest, count=1) if not self.colon else self.rest


@lru_cache(maxsize=2048)  # the lines of a file are asked for again and again
def split(text: str) -> Line:
    """Return the parts of the line *text*."""
    head = _HEAD.match(text)
    assert head is not None
    lead, dashes = head.groups()
    body = text[head.end() :]
    quoted = _QUOTED.match(body)
    if quoted is not None:
        return Line(lead, dashes, *quoted.groups()[1:])
    named = _NAME.match(body)
    return Line(lead, dashes, rest=body) if named is None else Line(lead, dashes, *named.groups())


def without_comment(value: str) -> str:
    """Return *value* without a comment at its end."""
    if value[:1] in ("'", '"'):
        return value
    return (_COMMENT.sub("", value) if "#" in value else value).strip()


def is_blank(text: str) -> bool:
    """Return whether *text* has no content: only blanks, or a comment."""
    bare = text.strip()
    return not bare or bare.startswith("#")


def opens_block(value: str) -> bool:
    """Return whether *value* is the header of a block text, such as ``>-``."""
    return _BLOCK.match(value) is not None


def is_balanced(text: str) -> bool:
    """Return whether every bracket of *text* outside quotes is closed."""
    bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|(?<![\w])'(?:''|[^'])*'", "", text)
    opened = sum(bare.count(sign) for sign in "[{")
    return opened <= sum(bare.count(sign) for sign in "]}")


def step_of(lines: list[str]) -> int:
    """Return by how many columns the entries of a group are usually further in; 2 or more."""
    counts: Counter[int] = Counter()
    before = 0
    for text in lines:
        line = split(text)
        if line.is_entry and not line.dashes and "\t" not in line.lead:
            column = len(line.lead)
            if column > before:
                counts[column - before] += 1
            before = column
    usual = counts.most_common(1)
    return max(2, usual[0][0]) if usual else 2

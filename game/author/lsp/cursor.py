"""Locate a cursor in a file being edited: the path of its value and the word before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from game.content.layout import Line, LineKind, lines_of
from game.content.sites import Steps


_PARTS = re.compile(r"(\s*)((?:-\s+)*|-$)(?:([\w.-]+)\s*:(?:\s+|$))?(.*)")


@frozen
class Cursor:
    """
    A position in the tree of a file.

    *path* leads to the value being typed or, with *is_name*, to the group that gets a new entry.
    *word* is the part before the cursor; *given* are names already in the group on this line.
    """

    path: Steps
    word: str
    is_name: bool
    given: tuple[str, ...] = ()


def cursor_at(text: str, line: int, column: int) -> Cursor | None:
    """Return the cursor at *line* and *column*, both from 0; None inside a text or comment."""
    lines = text.split("\n")
    if line >= len(lines):
        return None
    lines[line] = before = lines[line][:column]
    kinds = lines_of("\n".join(lines[: line + 1]))
    if before.strip() and kinds[line].kind is not LineKind.ENTRY:
        return None
    match = _PARTS.fullmatch(before)
    if match is None or re.search(r"(?:^|\s)#", before):
        return None
    indent, dashes, name, rest = len(match[1]), match[2], match[3], match[4]
    own = indent + len(dashes)
    path = _above(kinds[:line], indent, bool(dashes))
    path += (0,) * (len(dashes.split()) if dashes else 0)
    if name is not None:
        return _inside((*path, name), rest)
    if rest[:1] in ("[", "{"):
        return _inside(path, rest)
    if not dashes or own > indent:
        return Cursor(path, rest, is_name=True)
    return None


def _above(lines: Sequence[Line], limit: int, is_item: bool) -> Steps:
    """Return the path of the group that contains a line at column *limit*."""
    path: list[str | int] = []
    for line in reversed(lines):
        match = _PARTS.fullmatch(line.text)
        if line.kind is not LineKind.ENTRY or match is None:
            continue
        indent, dashes, name = len(match[1]), match[2], match[3]
        own = indent + len(dashes)
        if name is not None and (own < limit or (is_item and not dashes and own == limit)):
            path.append(name)
            limit, is_item = own, False
        if dashes and indent < limit:
            path.append(0)
            limit, is_item = indent, True
    return tuple(reversed(path))


def _inside(path: Steps, rest: str) -> Cursor:
    """Return the cursor after *rest*, the start of the value at *path*, in its brackets."""
    stack: list[tuple[str, Steps, list[str]]] = []
    word, current, is_name, quote = "", path, False, ""
    for char in rest:
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"" and not word.strip():
            quote = char
        elif char == "{":
            stack.append((char, current, []))
            word, is_name = "", True
        elif char == "[":
            stack.append((char, current, []))
            current, word, is_name = (*current, 0), "", False
        elif char in "}]" and stack:
            _, current, _ = stack.pop()
            word, is_name = "", False
        elif char == "," and stack:
            sign, outer, _ = stack[-1]
            word, is_name = "", sign == "{"
            current = outer if sign == "{" else (*outer, 0)
        elif char == ":" and is_name and stack:
            stack[-1][2].append(word.strip())
            current, word, is_name = (*current, word.strip()), "", False
        else:
            word += char
    given = tuple(stack[-1][2]) if stack and is_name else ()
    return Cursor(current, word.lstrip(), is_name, given)

"""
Render entries as YAML without quotes.

A short plain text follows its name; any other is a block, ``>-`` for one paragraph and ``|``
for several, so that no character in it is syntax.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import wrap

from attrs import define, field, frozen


WIDTH = 96
"""Maximum line length in characters; a long word or list of ids may exceed it."""

_PLAIN = re.compile(r"[(“]?[^\W_][^\t\n#]*")
_WORD = re.compile(r"[A-Za-z0-9][\w .-]*")
_NOTHING = {"null", "Null", "NULL"}


@frozen
class Flow:
    """A mapping or list of words and ids in flow style, on one line."""

    value: Mapping[str, str] | Sequence[str]

    def __str__(self) -> str:
        """Return the value in flow style."""
        if isinstance(self.value, Mapping):
            pairs = (f"{_word(name)}: {_word(word)}" for name, word in self.value.items())
            return "{" + ", ".join(pairs) + "}"
        return "[" + ", ".join(map(_word, self.value)) + "]"


def _word(text: str) -> str:
    """Return *text* for flow style, quoted unless it is a word or id."""
    return text if _WORD.fullmatch(text) else json.dumps(text, ensure_ascii=False)


@frozen
class Comment:
    """A comment, wrapped at ``WIDTH``."""

    text: str


@define
class Group:
    """Ordered entries and comments."""

    parts: list[tuple[str, Value] | Comment] = field(factory=list)

    def add(self, name: str, value: Value | None) -> None:
        """Add the entry *name* unless *value* is None."""
        if value is not None:
            self.parts.append((name, value))

    def note(self, text: str) -> None:
        """Add a comment."""
        self.parts.append(Comment(text))


Value = str | int | Flow | Group | list["str | Group"]
"""The value of an entry: text, number, flow collection, group or list."""


def written(group: Group) -> str:
    """Return the text of a file with the entries of *group*."""
    return "\n".join(_group(group, 0)) + "\n"


def _group(group: Group, indent: int) -> Iterator[str]:
    for part in group.parts:
        if isinstance(part, Comment):
            yield from _comment(part.text, indent)
        else:
            yield from _entry(*part, indent)


def _entry(name: str, value: Value, indent: int) -> Iterator[str]:
    start = f"{' ' * indent}{name}:"
    match value:
        case str():
            yield from _text(start, value, indent + 2)
        case Group():
            yield start
            yield from _group(value, indent + 2)
        case list():
            yield start
            for item in value:
                yield from _item(item, indent + 2)
        case _:
            yield f"{start} {value}"


def _item(item: str | Group, indent: int) -> Iterator[str]:
    dash = f"{' ' * indent}-"
    if isinstance(item, str):
        yield from _text(dash, item, indent + 2)
        return
    lines = list(_group(item, indent + 2))
    yield f"{dash} {lines[0].lstrip()}"
    yield from lines[1:]


def _text(start: str, text: str, indent: int) -> Iterator[str]:
    """Yield *text* after *start*, or as a block below it."""
    if is_plain(text) and len(start) + 1 + len(text) <= WIDTH:
        yield f"{start} {text}"
        return
    paragraphs = text.split("\n\n")
    yield f"{start} {'>-' if len(paragraphs) == 1 else '|'}"
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        for line in wrap_at_spaces(paragraph, WIDTH - indent):
            yield " " * indent + line


def is_plain(text: str) -> bool:
    """Return whether *text* is valid on one line without quotes."""
    return (
        _PLAIN.fullmatch(text) is not None
        and ": " not in text
        and not text.endswith((":", " "))
        and text not in _NOTHING
    )


def wrap_at_spaces(
    paragraph: str, width: int, is_bound: Callable[[str], bool] = lambda word: False
) -> Iterator[str]:
    """
    Wrap *paragraph* at *width* characters, only at single spaces.

    A word for which *is_bound* is true stays on the line of the word before it.
    """
    line = ""
    for word in re.split(r"(?<! ) (?! )", paragraph):
        if line and len(line) + 1 + len(word) > width and not is_bound(word):
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _comment(text: str, indent: int) -> Iterator[str]:
    start = f"{' ' * indent}# "
    for paragraph in text.splitlines():
        yield from wrap(
            paragraph or " ",
            WIDTH,
            initial_indent=start,
            subsequent_indent=start,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [start.rstrip()]

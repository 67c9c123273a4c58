"""Parse and escape the Markdown blocks of an outline: headings, paragraphs and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen
from markdown_it import MarkdownIt
from markdown_it.token import Token

from game.content.writer import wrap_at_spaces


@frozen
class Heading:
    """A heading of *level* 1 to 6; *line* counts from 1."""

    text: str
    level: int
    line: int


@frozen
class Paragraph:
    """A paragraph of raw *lines*: markup and escapes are kept."""

    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """Return the lines joined by spaces."""
        return " ".join(self.lines)


@frozen
class Items:
    """A list: the blocks of each of its items."""

    items: tuple[tuple[Block, ...], ...]
    line: int


Block = Heading | Paragraph | Items

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~–—])")
_ESCAPING = re.compile(r"\\(?=[!-/:-@\[-`{-~–—])")
_STARTS = re.compile(r"#{1,6}(?= |$)|[-+*](?= |$)|[0-9]{1,9}([.)])(?= |$)|[=-]+$")


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of *text*; all but headings and lists are paragraphs."""
    parser = MarkdownIt("zero").enable(["heading", "list"])
    # Indented code is disabled: notes are indented freely.
    return tuple(_blocks(iter(parser.parse(text)), ""))


def _blocks(tokens: Iterator[Token], end: str) -> Iterator[Block]:
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "heading_open":
                content = next(tokens).content
                yield Heading(" ".join(content.split("\n")), int(token.tag[1]), line)
            case "paragraph_open":
                written = next(tokens).content.split("\n")
                yield Paragraph(tuple(part.strip() for part in written), line)
            case "bullet_list_open" | "ordered_list_open":
                yield Items(tuple(_items(tokens, token.type.replace("open", "close"))), line)
            case other if other == end:
                return


def _items(tokens: Iterator[Token], end: str) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.type == end:
            return
        if token.type == "list_item_open":
            yield tuple(_blocks(tokens, "list_item_close"))


def unescaped(text: str) -> str:
    """Return *text* without the backslashes of escapes."""
    return _ESCAPED.sub(r"\1", text)


def escaped(text: str, signs: Sequence[str] = ()) -> str:
    """Escape backslashes and *signs* in *text*, so that it reads back unchanged inside a line."""
    text = _ESCAPING.sub(r"\\\\", text)
    for sign in signs:
        text = text.replace(sign, "".join(f"\\{char}" for char in sign))
    return text


def begun(text: str) -> str:
    """Escape the start of *text*, so that it reads back as a paragraph."""
    start = _STARTS.match(text)
    if start is None:
        return text
    position = start.start(1) if start[1] else 0
    return f"{text[:position]}\\{text[position:]}"


def wrapped(text: str, indent: int, width: int = 96) -> str:
    """Wrap *text* at *width* columns so that no line starts a block; the first has no indent."""
    lines = wrap_at_spaces(text, width - indent, lambda word: _STARTS.match(f"{word} ") is not None)
    return f"\n{' ' * indent}".join(lines)

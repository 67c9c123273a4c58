"""The blocks of a Markdown text that an outline is made of: headings, paragraphs and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen
from markdown_it import MarkdownIt
from markdown_it.token import Token


@frozen
class Heading:
    """A heading of a *level* from 1 to 6; *line* counts from 1."""

    text: str
    level: int
    line: int


@frozen
class Paragraph:
    """A paragraph as its *lines*, with marks and backslashes as they were written."""

    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.lines)


@frozen
class Items:
    """A list: the blocks of each of its items."""

    items: tuple[tuple[Block, ...], ...]
    line: int


Block = Heading | Paragraph | Items

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ESCAPING = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_STARTS = re.compile(r"#{1,6}(?= |$)|[-+*](?= |$)|[0-9]{1,9}([.)])(?= |$)|[=-]+$")


def blocks(text: str) -> tuple[Block, ...]:
    """Read the blocks of *text*; what is no heading and no list is a paragraph."""
    parser = MarkdownIt("zero").enable(["heading", "list"])
    # Four spaces begin no code in notes: people indent as they like.
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
    """Give *text* without the backslashes that kept a sign from being a mark."""
    return _ESCAPED.sub(r"\1", text)


def escaped(text: str, signs: Sequence[str] = ()) -> str:
    """Give *text* so that it is read back as it is after other text; *signs* are marks here."""
    text = _ESCAPING.sub(r"\\\\", text)
    for sign in signs:
        text = text.replace(sign, "".join(f"\\{char}" for char in sign))
    return text


def begun(text: str) -> str:
    """Give *text*, already escaped, as a paragraph that is no other block."""
    start = _STARTS.match(text)
    if start is None:
        return text
    position = start.start(1) if start[1] else 0
    return f"{text[:position]}\\{text[position:]}"


def wrapped(text: str, indent: int, width: int = 96) -> str:
    """Break *text* into lines, none of which begins a block; the first is not indented."""
    lines, line = [], ""
    for word in re.split(r"(?<! ) (?! )", text):
        begins = _STARTS.match(f"{word} ") is not None
        if line and len(line) + 1 + len(word) > width - indent and not begins:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return f"\n{' ' * indent}".join([*lines, line])

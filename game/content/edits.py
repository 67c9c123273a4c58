"""Edit spans of a file's text and keep all other bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from game.content.decoding import decode
from game.content.private_files import new_file
from game.content.yaml.nodes import TextNode, span_of
from game.content.yaml.source import Source, Span, Unreadable, read_bytes


_BOM = "\ufeff"


@frozen
class Edit:
    """A replacement of the text at *span* by *text*."""

    span: Span
    text: str


@frozen
class Document:
    """The text of a file with LF line ends; *bom* and *crlf* record the original form."""

    source: Source
    bom: bool
    crlf: bool

    def encode(self, text: str) -> bytes:
        """Encode *text* with the byte order mark and line ends of this file."""
        ended = text.replace("\n", "\r\n") if self.crlf else text
        return ((_BOM if self.bom else "") + ended).encode()


def open_document(path: Path) -> Document | None:
    """Read the file at *path*; return None if it is not UTF-8 or has mixed line ends."""
    data = read_bytes(path)
    if isinstance(data, Unreadable):
        return None
    source = decode(str(path), data)
    if not isinstance(source, Source):
        return None
    crlf = b"\r\n" in data
    if crlf and data.count(b"\n") != data.count(b"\r\n"):
        return None  # Mixed line ends cannot be restored.
    return Document(source, data.startswith(_BOM.encode()), crlf)


def rewrite(path: Path, data: bytes, like: Path | None = None) -> None:
    """
    Replace the file at *path*, or what this links to, by *data*; raise ``OSError``.

    It keeps its permissions; a new file gets those of *like*.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    mode = (target if like is None or target.exists() else like).stat().st_mode
    with new_file(target) as draft:
        draft.write_bytes(data)
        draft.chmod(mode & 0o7777)


def replacing(node: TextNode, source: Source, text: str) -> Edit | None:
    """
    Return the edit that replaces the value of *node*, an id or a word; quotes are kept.

    Return None if the value is not on a single line.
    """
    position = span_of(node)
    line = source.line(position.line)
    if not node.plain:
        if position.end_line != position.line or line[position.column - 1] not in "'\"":
            return None
        position = Span(
            position.line, position.column + 1, position.end_line, position.end_column - 1
        )
    elif position.end_line != position.line:
        return None
    else:
        written = line[position.column - 1 : position.end_column - 1].rstrip()
        position = Span(
            position.line, position.column, position.line, position.column + len(written)
        )
    return Edit(position, text)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Apply *edits* to *text*; they must not overlap, and each must lie on one line."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda e: (e.span.line, e.span.column), reverse=True):
        line = lines[edit.span.line - 1]
        before, after = line[: edit.span.column - 1], line[edit.span.end_column - 1 :]
        lines[edit.span.line - 1] = before + edit.text + after
    return "\n".join(lines)

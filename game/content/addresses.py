"""Paths as text that a journal can store and a terminal can show."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes


_PREFIX = "file:///" if os.name == "nt" else "file://"


def address(path: Path) -> str:
    """
    Return the absolute *path* as text.

    A path that is not text, or not visible, is a file URI, which ``from_address`` reads back.
    """
    absolute = path.absolute()
    return str(absolute) if str(absolute).isprintable() else absolute.as_uri()


def from_address(text: str) -> Path:
    """Return the path in *text*: an address, or a path as users type it."""
    if not text.startswith("file:///"):
        return Path(text)
    return Path(os.fsdecode(unquote_to_bytes(text.removeprefix(_PREFIX))))


def exists(text: str) -> bool:
    """Return whether there may be a file at the address *text*; True for an id, not for a name."""
    path = from_address(text)
    if not path.is_absolute():
        return not text.endswith(".yaml")
    # A file in a pack is there as long as the pack is.
    return path.exists() or any(part.is_file() for part in path.parents)

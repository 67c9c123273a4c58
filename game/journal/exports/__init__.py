"""Exports of played runs and of rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module


FORMATS = {
    "csv": ("csv", "write"),
    "json": ("json", "write"),
    "jsonl": ("json", "write_lines"),
    "markdown": ("markdown", "write"),
    "html": ("html", "write"),
    "xapi": ("xapi", "write"),
}
"""The text formats: the module and function that write each, imported on demand."""


def exporter(name: str) -> Callable[..., Iterator[str]]:
    """
    Return the function that writes a record in the format *name*, piece by piece.

    Its output is deterministic; it holds at most one play in memory at a time.
    """
    module, function = FORMATS[name]
    write: Callable[..., Iterator[str]] = getattr(import_module(f"{__name__}.{module}"), function)
    return write

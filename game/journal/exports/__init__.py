"""Exports: one record, one module for each format."""

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
"""The module and function of each text format; modules are imported on first use."""


def exporter(name: str) -> Callable[..., Iterator[str]]:
    """
    Return the function that writes a record in the format *name*, piece by piece.

    Equal records give equal texts; one play at a time is held in memory.
    """
    module, function = FORMATS[name]
    write: Callable[..., Iterator[str]] = getattr(import_module(f"{__name__}.{module}"), function)
    return write

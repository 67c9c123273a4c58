"""Exports: one record, one module for each format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module


FORMATS = {
    "csv": "csv",
    "json": "json",
    "jsonl": "lines",
    "markdown": "markdown",
    "html": "html",
    "xapi": "xapi",
}
"""The text formats, and the module that writes each; one is imported when it is asked for."""


def exporter(name: str) -> Callable[..., Iterator[str]]:
    """
    What writes a record in the format *name*, piece by piece.

    The same record always gives the same text; no more than one play is held at a time.
    """
    module = import_module(f"{__name__}.{FORMATS[name]}")
    write: Callable[..., Iterator[str]] = module.write
    return write

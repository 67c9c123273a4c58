"""What was played, for other programs and for paper: one gathering, one file a format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from game.journal.export.record import Recorded


FORMATS = {
    "csv": "spreadsheet",
    "json": "data",
    "jsonl": "lines",
    "markdown": "markdown",
    "html": "page",
    "xapi": "statements",
}
"""The formats, and the module that writes each; one is imported when it is asked for."""


def exporter(name: str) -> Callable[[Recorded], Iterator[str]]:
    """
    What writes a record in the format *name*, piece by piece.

    The same record always gives the same text; no more than one play is held at a time.
    """
    module = import_module(f"{__name__}.{FORMATS[name]}")
    write: Callable[[Recorded], Iterator[str]] = module.write
    return write

"""What was played, for other programs and for paper: one gathering, one file a format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module


FORMATS = {
    "csv": "spreadsheet",
    "json": "data",
    "jsonl": "lines",
    "markdown": "markdown",
    "html": "page",
    "xapi": "statements",
}
"""The text formats, and the module that writes each; one is imported when it is asked for."""


def exporter(name: str) -> Callable[..., str]:
    """What writes a record in the format *name*; the same record always gives the same text."""
    module = import_module(f"{__name__}.{FORMATS[name]}")
    write: Callable[..., str] = module.write
    return write

"""Standard streams that fail in one known way, whatever the locale and whatever they lead to."""

from __future__ import annotations

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class UnwritableError(Exception):
    """What stdout leads to takes nothing more, such as a full disk; the message says why."""


class _Output(FileIO):
    """The file descriptor of stdout; a closed pipe stays a ``BrokenPipeError``."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write *data* as ``FileIO`` does; raises ``UnwritableError`` for the system's errors."""
        try:
            written: int | None = super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise UnwritableError(error.strerror or str(error)) from error
        if written is None:
            raise UnwritableError("it is set not to wait")
        return written


def prepare() -> None:
    """
    Make stdin, stdout and stderr speak UTF-8, and stdout raise ``UnwritableError``.

    A stream that was closed before the start reads as empty and drops what is written.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    if type(sys.stdout) is TextIOWrapper and sys.stdout is sys.__stdout__:
        sys.stdout.flush()
        output = BufferedWriter(_Output(sys.stdout.fileno(), "w", closefd=False))
        sys.stdout = TextIOWrapper(output, line_buffering=sys.stdout.line_buffering)
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def abandon_output() -> None:
    """Drop what stdout still holds, so that the interpreter's last flush does not fail."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)

"""The entry point of ``two-hats``."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from game import __version__
from game.cli.output import (
    BUG,
    INTERRUPTED,
    UNREAD,
    Command,
    UnwritableError,
    abandon_output,
    prepare,
    print_error,
    refuse,
)
from game.cli.parser import build_parser


if TYPE_CHECKING:
    from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``two-hats`` with *argv*; return the exit code."""
    prepare()
    # What is loaded stays to the end; a short command need not search it for rubbish again and
    # again. One that runs for hours holds at most as many objects of rubbish as this threshold.
    gc.set_threshold(100_000)
    try:
        try:
            arguments = build_parser(sys.argv[1:] if argv is None else argv).parse_args(argv)
            command: Command = arguments.command
            return command(arguments)
        finally:
            print(end="", flush=True)
            gc.freeze()
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        abandon_output()
        return UNREAD
    except UnwritableError as error:
        abandon_output()
        return refuse(
            f"the output cannot be written: {str(error).lower()}",
            "send it elsewhere, or make room there",
        )
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        return _report_crash()


def _report_crash() -> int:
    """Write the traceback to a file and print where; return the exit code."""
    import traceback

    message = "Two Hats crashed. This is a bug"
    text = f"two-hats {__version__}\n{traceback.format_exc()}"
    try:
        file = _keep(text)
    except OSError as error:
        print_error(f"{message}; its details could not be written to {error.filename}.")
    else:
        message = f"{message}; details are in {file}."
        print_error(f"{message} Please send that file to whoever gave you the game.")
    return BUG


def _keep(text: str) -> Path:
    """Write *text* where only the player can read it, in place of what was there before."""
    from game.journal.paths import data_folder, private

    file = data_folder() / "mistake.txt"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    # The traceback names paths, and a path need not be text.
    with open(file, "x", encoding="utf-8", errors="backslashreplace", opener=private) as out:
        out.write(text)
    return file

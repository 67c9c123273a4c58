"""
The command line: the only place that knows every face.

Data goes to stdout, talk to stderr. What a command needs is imported when it
runs, so that ``--help`` and ``check`` never load the terminal game.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from game import __version__
from game.cli.parser import build_parser
from game.cli.speech import BUG, INTERRUPTED, UNREAD, Command, tell


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``two-hats`` with *argv*; the exit code."""
    _speak_utf8()
    # What is loaded stays to the end; looking through it for rubbish again and again, and once
    # more at the end, would take a tenth of a short command's time.
    gc.set_threshold(10_000)
    try:
        try:
            arguments = build_parser(sys.argv[1:] if argv is None else argv).parse_args(argv)
            command: Command = arguments.command
            return command(arguments)
        finally:
            print(end="", flush=True)
            gc.freeze()
    except BrokenPipeError:
        # Whoever read our output has seen enough. The interpreter flushes once more
        # as it ends, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        return _own_up()


def _speak_utf8() -> None:
    """Speak UTF-8 whatever the locale; nothing typed or named can then raise."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _own_up() -> int:
    """Keep the traceback in a file, and say so in one sentence."""
    import traceback

    from game.journal.places import data_folder

    told = "Two Hats has made a mistake of its own, and it is not your fault"
    file = data_folder() / "mistake.txt"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"two-hats {__version__}\n{traceback.format_exc()}", encoding="utf-8")
    except OSError:
        tell(f"{told}; what happened could not be written to {file}.")
    else:
        told = f"{told}; what happened is written in {file}."
        tell(f"{told} Please send that file to whoever gave you the game.")
    return BUG

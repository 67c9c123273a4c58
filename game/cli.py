"""
The command line: the only place that knows every face.

Data goes to stdout, talk to stderr. What a command needs is imported when it
runs, so that ``--help`` and ``check`` never load the terminal game.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from game import __version__


if TYPE_CHECKING:
    from game.content.library import Entry, Library
    from game.core.model import Scenario
    from game.journal.session import Session
    from game.journal.store import Journal

FINE, PROBLEMS, MISUSE, BUG, INTERRUPTED, UNREAD = 0, 1, 2, 3, 130, 141

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``two-hats`` with *argv*; the exit code."""
    _speak_utf8()
    try:
        try:
            arguments = build_parser().parse_args(argv)
            command: Command = arguments.command
            return command(arguments)
        finally:
            print(end="", flush=True)
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
        _tell(f"{told}; what happened could not be written to {file}.")
    else:
        _tell(f"{told}; what happened is written in {file}.")
    return BUG


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options, its help and an example."""
    parser = argparse.ArgumentParser(
        prog="two-hats",
        description="A role-play game about telling leading from managing. "
        "Without a command it opens in this terminal.",
        epilog="example:\n  two-hats play smoke-on-ward-six",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"two-hats {__version__}")
    parser.set_defaults(command=_play, scenario=None, seed=None, plain=False, new=False, width=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Command, about: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=f"example:\n  two-hats {name} {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        added.set_defaults(command=command)
        return added

    play = add("play", _play, "play a scenario", "smoke-on-ward-six --seed 7")
    play.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="its id, or the path of a file"
    )
    play.add_argument("--seed", type=int, metavar="N", help="the same seed shows the same order")
    play.add_argument(
        "--plain", action="store_true", help="line by line, for screen readers and pipes"
    )
    play.add_argument(
        "--width", type=int, metavar="N", help="columns when line by line; 0 breaks no line"
    )
    play.add_argument("--new", action="store_true", help="begin afresh, whatever is unfinished")

    check = add("check", _check, "list every problem of scenario files", "my-scenario.yaml")
    check.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of them"
    )

    handbook = add("handbook", _handbook, "read the ideas behind the game", "rule-context-decides")
    handbook.add_argument("idea", nargs="?", metavar="IDEA", help="its id or its title")

    add("journal", _journal, "list your playthroughs", "| head")
    return parser


def _play(arguments: argparse.Namespace) -> int:
    from game.content.library import Library, NotFound, packaged
    from game.content.problems import render
    from game.journal.places import journal_path, scenario_folder
    from game.journal.store import Journal

    library = Library.of((packaged(), scenario_folder()))
    found = None if arguments.scenario is None else library.find(arguments.scenario)
    if isinstance(found, NotFound):
        return _refuse(found.message, found.help or "'two-hats play --plain' lists what there is")
    reading = found.reading if found else None
    if reading and not reading.scenario:
        _tell(render(reading.problems, reading.source).rstrip())
        return PROBLEMS if reading.opened else MISUSE
    journal = Journal.open(journal_path())
    try:
        if arguments.plain or not _at_a_terminal():
            return _play_plain(found, library, journal, arguments)
        from game.tui.app import run_game

        run_game(
            library,
            journal,
            reading.scenario if reading else None,
            seed=arguments.seed,
            fresh=arguments.new,
            source=_source(found, library),
        )
        return FINE
    finally:
        journal.close()


def _play_plain(
    entry: Entry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> int:
    import shlex

    from game.content.handbook import handbook
    from game.plain.face import Face, choose

    _tell(*(hidden.message for hidden in library.hidden), *filter(None, [journal.trouble]))
    width = _width() if arguments.width is None else max(0, arguments.width)
    entry = entry or choose(library, read=_read, write=_write, width=width)
    scenario = entry.reading.scenario if entry else None
    if entry is None or scenario is None:
        return FINE
    source = _source(entry, library)

    def afresh() -> Session:
        return journal.begin(scenario, _seed(arguments.seed), source)

    face = Face(
        session=_unfinished(journal, scenario, arguments) or afresh(),
        afresh=afresh,
        name=shlex.quote(str(entry.path) if source else entry.id),
        book=handbook(),
        read=_read,
        write=_write,
        width=width,
        kept=journal.trouble is None,
    )
    try:
        face.run()
    except KeyboardInterrupt:
        face.leave()
        return INTERRUPTED
    return FINE


def _unfinished(
    journal: Journal, scenario: Scenario, arguments: argparse.Namespace
) -> Session | None:
    for run in () if arguments.new else journal.runs(scenario.id):
        if not run.finished and arguments.seed in (None, run.seed):
            return journal.resume(run, scenario)
    return None


def _source(entry: Entry | None, library: Library) -> str | None:
    """The path of a scenario that the library will not find by its id."""
    if entry is None or library.entries.get(entry.id) is entry:
        return None
    return str(entry.path.absolute())


def _check(arguments: argparse.Namespace) -> int:
    from game.content.problems import render
    from game.content.reader import read_file

    files = [file for path in arguments.paths for file in _scenario_files(path)]
    if not files:
        return _refuse("there is no scenario in there", "a scenario's file ends in .yaml")
    readings = [read_file(file) for file in files]
    for reading in readings:
        if reading.problems:
            print(render(reading.problems, reading.source))
    problems = sum(len(reading.problems) for reading in readings)
    _tell(f"{_count(len(files), 'file')} checked, {_count(problems, 'problem')}.")
    if not all(reading.opened for reading in readings):
        return MISUSE
    return FINE if all(reading.scenario for reading in readings) else PROBLEMS


def _scenario_files(path: Path) -> Iterable[Path]:
    """*path* itself, or every scenario in the folder; what begins with a dot is no scenario."""
    if not path.is_dir():
        return [path]
    found = (file for file in path.rglob("*") if file.suffix in (".yaml", ".yml"))
    return sorted(f for f in found if not any(p[0] == "." for p in f.relative_to(path).parts))


def _handbook(arguments: argparse.Namespace) -> int:
    from itertools import groupby

    from game.content.handbook import handbook
    from game.plain import pages

    book = handbook()
    if arguments.idea is None:
        for group, ideas in groupby(book.values(), lambda idea: idea.group):
            print(group)
            for idea in ideas:
                print(f"  {idea.id}  {idea.title}")
        return FINE
    found = pages.look_up(arguments.idea, book)
    if isinstance(found, str):
        return _refuse(found, "'two-hats handbook' lists all of them")
    for line in pages.lay_out(pages.idea(found, book), _width()):
        print(line)
    return FINE


def _journal(arguments: argparse.Namespace) -> int:
    from datetime import datetime

    from game.core import words
    from game.core.playthrough import Phase
    from game.journal.places import journal_path
    from game.journal.store import Journal

    journal = Journal.open(journal_path())
    runs = journal.runs()
    longest = max((len(run.title) for run in runs), default=0)
    for run in runs:
        when = datetime.fromisoformat(run.touched).astimezone()
        scored = None if run.points is None else f"{words.points(run.points)} points"
        how = scored or words.PHASES[Phase(run.phase)]
        print(f"{when:%Y-%m-%d %H:%M}  {run.title:<{longest}}  {how}")
    _tell(*filter(None, (journal.trouble, None if runs else "Nothing has been played yet.")))
    journal.close()
    return FINE


def _refuse(message: str, advice: str) -> int:
    _tell(f"two-hats: {message}", f"help: {advice}")
    return MISUSE


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _read() -> str | None:
    line = sys.stdin.readline() if sys.stdin else ""
    return line.rstrip("\n") if line else None


def _write(line: str) -> None:
    print(line, flush=True)


def _width() -> int:
    """The terminal's width, as far as lines are easy to read; 72 where there is none."""
    import shutil

    return min(80, shutil.get_terminal_size((72, 24)).columns)


def _at_a_terminal() -> bool:
    both = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return both and os.environ.get("TERM") != "dumb"


def _seed(given: int | None) -> int:
    import secrets

    return secrets.randbelow(1_000_000) if given is None else given


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

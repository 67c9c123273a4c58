"""What authors use: check, new, schema, preview."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from game.cli.opening import opened
from game.cli.speech import FINE, MISUSE, PROBLEMS, broken, count, refuse, show, tell
from game.cli.terminal import at_a_terminal


def check(arguments: argparse.Namespace) -> int:
    """Every problem of every file, in the format asked for."""
    from game.author.lint import check as checking
    from game.author.lint.formats import format_of

    if arguments.explain is not None:
        return _explain(arguments.explain)
    if not arguments.paths:
        return refuse("there is nothing to check", "name a file, or a folder of them")
    readings = checking.check(arguments.paths)
    if not readings:
        return refuse("there is no scenario in there", "a scenario's file ends in .yaml")
    sys.stdout.write(format_of(arguments.format)(readings))
    problems = sum(len(reading.problems) for reading in readings)
    tell(f"{count(len(readings), 'file')} checked, {count(problems, 'problem')}.")
    held_back = checking.held_back(readings)
    if held_back and arguments.format == "text":
        tell(held_back)
    if not all(reading.opened for reading in readings):
        return MISUSE
    return FINE if checking.holds(readings, strict=arguments.strict) else PROBLEMS


def _explain(code: str) -> int:
    from game.author.lint.formats import meanings
    from game.content.sanitize import safe, shorten

    meaning = meanings().get(code.upper())
    if meaning is None:
        return refuse(
            f"there is no code {shorten(safe(code))}", f"codes are {', '.join(meanings())}"
        )
    print(meaning.told, end="")
    return FINE


def new(arguments: argparse.Namespace) -> int:
    """A starter that checks clean; what is not given is asked for at a terminal."""
    import shlex

    from game.author.starter import ASKED, SCHEMA, Refused, write

    given = {name: getattr(arguments, name) for name in ASKED if getattr(arguments, name)}
    if sys.stdin and sys.stdin.isatty() and not given:
        given = {name: _ask(name, default) for name, default in ASKED.items()}
    written = write(Path(arguments.name), given)
    if isinstance(written, Refused):
        return refuse(written.message, written.help)
    show(str(written))
    tell(f"Beside it lies {SCHEMA}, which helps editors; you need not look at it.")
    name = shlex.quote(str(written))
    tell(f"Play it:   two-hats play {name}", f"Write on:  two-hats preview {name}")
    return FINE


def _ask(name: str, default: str) -> str:
    try:
        return input(f"{name} [{default}]: ").strip() or default
    except EOFError:
        return default


def schema(arguments: argparse.Namespace) -> int:
    """The JSON Schema of a scenario or a campaign, on stdout."""
    from game.author.starter import schema_text
    from game.core.campaign import Campaign
    from game.core.scenario import Scenario

    sys.stdout.write(schema_text(Campaign if arguments.kind == "campaign" else Scenario))
    return FINE


def preview(arguments: argparse.Namespace) -> int:
    """The game beside the file it comes from."""
    from game.author.preview import Watch
    from game.content.library import Library
    from game.journal.paths import journal_path
    from game.journal.store import Journal

    watch = Watch(arguments.path)
    reading = watch.reading
    if reading.scenario is None:
        return broken(reading)
    if not at_a_terminal():
        return refuse("a preview needs a terminal", "use check, or play --plain")
    with closing(Journal.open(journal_path())) as journal:
        from game.tui.app import run_preview

        run_preview(Library.of(()), journal, watch, reading.scenario)
        return FINE


def audit(arguments: argparse.Namespace) -> int:
    """The fairness of a library: the shipped one, or the files and folders given."""
    from game.content.files import scenario_files
    from game.content.library import packaged
    from game.content.loader import read_file

    paths = arguments.paths or [packaged()]
    readings = [read_file(file) for path in paths for file in scenario_files(path)]
    if codes := [broken(reading) for reading in readings if reading.scenario is None]:
        return max(codes)  # a file that cannot be read outweighs a broken one
    scenarios = [reading.scenario for reading in readings if reading.scenario is not None]
    if not scenarios:
        return refuse("there is no scenario in there", "a scenario's file ends in .yaml")
    if arguments.plays:
        from game.cli.plays import plays

        return plays(arguments, scenarios)
    from game.cli.auditing import audit_scenarios

    return audit_scenarios(arguments, paths, scenarios)


def record(arguments: argparse.Namespace) -> int:
    """The last finished playthrough of a scenario, kept beside it as a route."""
    from game.author.lint import routes
    from game.content.binding.readers import is_id
    from game.content.diagnostics import quoted
    from game.content.loader import read_file

    reading = read_file(arguments.path)
    if reading.scenario is None:
        return refuse(
            f"{quoted(str(arguments.path), 200)} cannot be played", "see 'two-hats check'"
        )
    if not is_id(arguments.name):
        return refuse(f"{quoted(arguments.name)} cannot name a route", "such as: calm-night")
    with opened() as journal:
        done = [run for run in journal.runs(reading.scenario.id) if run.finished]
        if not done:
            return refuse("there is no finished playthrough of it", "play it to its ending first")
        play = journal.resume(done[0], reading.scenario).play
    try:
        kept = routes.record(arguments.path, arguments.name, play)
    except OSError as error:
        if any(folder.is_file() for folder in arguments.path.parents):
            return refuse(
                "a route is kept beside its scenario", "copy the file out of the zip first"
            )
        told = error.strerror or "it cannot be written there"
        return refuse(f"the route of {arguments.path} cannot be kept beside it", told.lower())
    show(str(kept.file))
    told = (
        "replaced in {}; check walks it."
        if kept.replaced
        else "kept in {}; check walks it from now on."
    )
    tell(f"{arguments.name} {told.format(kept.file.name)}")
    return FINE

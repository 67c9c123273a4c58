"""Commands for authors: check, new, schema, preview, explore, audit, record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from game.cli.output import (
    FINE,
    MISUSE,
    PROBLEMS,
    at_a_terminal,
    broken,
    fail,
    print_error,
    refuse,
    show,
)
from game.cli.resources import find_scenario, opened, whole_library
from game.text.plural import count


if TYPE_CHECKING:
    from game.author.analysis.start_state import StartState
    from game.core.scenario import Scenario


def plays(arguments: argparse.Namespace, scenarios: Sequence[Scenario]) -> int:
    """Print the item analysis of *scenarios* from journals and exports; return the exit code."""
    from attrs import evolve

    from game.author.audit import items
    from game.content.sanitize import safe
    from game.core.failure import Failure
    from game.journal import importer
    from game.journal.exports.record import gather

    by_id = {scenario.id: scenario for scenario in scenarios}
    read: list[importer.Pool] = []
    for path in arguments.plays:
        entry = importer.read(path, by_id.get)
        if isinstance(entry, Failure):
            return fail(evolve(entry, message=f"{safe(str(path))} cannot be used: {entry.message}"))
        read.append(entry)
    whole = importer.merge_pools(read)
    for number, what in ((whole.damaged, "run"), (whole.damaged_rooms, "room")):
        if number:
            print_error(f"{count(number, what)} left out: damaged.")
    played = {entry.run.scenario for player in whole.players for entry in player.kept}
    strange = sorted((played | {room.scenario for room in whole.rooms}) - by_id.keys())
    if strange:
        print_error(
            f"Plays of {safe(', '.join(strange))} are left out: name the files of these too."
        )
    records = [
        gather(player.player, player.kept, lambda run: by_id.get(run.scenario))
        for player in whole.players
    ]
    result = items.analyse(
        scenarios,
        (
            *(answer for record in records for answer in items.responses(record)),
            *(
                vote
                for room in whole.rooms
                if room.scenario in by_id
                for vote in items.of_room(room, by_id[room.scenario])
            ),
        ),
    )
    text = items.as_json if arguments.json else items.as_text
    sys.stdout.write(text(result))
    print_error(
        f"{count(len(whole.players), 'player')} and {count(len(whole.rooms), 'room')} read."
    )
    return FINE if not any(item.flaws for item in result) else PROBLEMS


def explore(arguments: argparse.Namespace) -> int:
    """Print the analysis of a scenario, a map, or the way to a target; return the exit code."""
    from game.content.sanitize import quoted
    from game.core.failure import Failure

    path, drawn = _path_and_map(arguments.path, arguments.map)
    if path is None:
        return refuse("explore needs a scenario", "give its id, or the path of its file")
    entry = find_scenario(path)
    if isinstance(entry, Failure):
        return fail(entry, "give an id, or the path of a file")
    scenario = entry.scenario
    if scenario is None:
        return broken(entry.reading)
    begin = _begin(scenario, arguments)
    if isinstance(begin, int):
        return begin
    if arguments.to is not None:
        return _way(scenario, begin, arguments.to, as_json=arguments.json)
    if drawn is not None:
        from game.author.analysis.map import MAPS
        from game.author.analysis.report import analyse

        if drawn not in MAPS:
            return refuse(f"there is no map {quoted(drawn)}", f"choose one of {', '.join(MAPS)}")
        sys.stdout.write(MAPS[drawn](analyse(scenario, begin=begin)))
        return FINE
    from game.author.analysis import explore as explore_report
    from game.author.analysis.explore import explore as explore_all

    text = explore_report.as_json if arguments.json else explore_report.as_text
    sys.stdout.write(text(explore_all(scenario, begin=begin)))
    return FINE


def _path_and_map(path: str | None, drawn: str | None) -> tuple[str | None, str | None]:
    """Return the path and the kind of map, whatever their order: ``--map FILE`` is a text map."""
    if drawn is None:
        return path, None
    from game.author.analysis.map import MAPS

    if drawn in MAPS:
        return path, drawn
    if path is None:
        return drawn, "text"
    return (drawn, path) if path in MAPS else (path, drawn)


def _begin(scenario: Scenario, arguments: argparse.Namespace) -> StartState | int:
    """Return the state to begin in, or an exit code if the options do not fit."""
    from game.author.analysis import start_state
    from game.core.failure import Failure

    scene = arguments.from_ or scenario.start
    if arguments.from_ is None and (arguments.chose or arguments.trust):
        return refuse("--chose and --trust need a scene to begin in", "give --from SCENE as well")
    begin = start_state.read(scenario, scene, arguments.chose, arguments.trust)
    if isinstance(begin, Failure):
        return fail(begin)
    return begin


def _way(scenario: Scenario, begin: StartState, target: str, *, as_json: bool) -> int:
    """Print the shortest way to *target*; return the exit code."""
    from game.author.analysis import shortest_route
    from game.author.analysis.report import analyse
    from game.core.enums import State

    result = shortest_route.find(analyse(scenario, begin=begin), target)
    if isinstance(result, shortest_route.Unknown):
        near = (
            f"did you mean '{result.nearest}'?"
            if result.nearest
            else f"--map shows scenes and choices; endings are {', '.join(State)}"
        )
        return refuse(f"there is nothing called '{target}' in the scenario", near)
    sys.stdout.write(shortest_route.as_json(result) if as_json else shortest_route.as_text(result))
    return PROBLEMS if result.impossible else FINE


FEW = 4
"""With fewer scenarios than this, the solvers learn from those that ship as well."""

_BAR = 30


def audit_scenarios(
    arguments: argparse.Namespace, paths: Sequence[Path], scenarios: Sequence[Scenario]
) -> int:
    """Print the audit of *scenarios*: 0 within all limits, 1 over one, 2 when incomplete."""
    import os

    from game.author.audit import output, report

    also: list[Scenario] = []
    if len(scenarios) < FEW:
        also = _shipped(scenarios)
        print_error(f"Fewer than {FEW} scenarios: the solvers also learn from those that ship.")
    result = report.audit(
        scenarios,
        campaigns=_campaigns(paths, {scenario.id for scenario in scenarios}),
        also=also,
        permutations=0 if arguments.quick else report.PERMUTATIONS,
        jobs=os.cpu_count() or 1,
        progress=_bar if sys.stderr.isatty() else None,
    )
    sys.stdout.write(output.as_json(result) if arguments.json else output.as_text(result))
    if result.failures:
        return PROBLEMS
    return FINE if result.incomplete is None else MISUSE


def _shipped(but: Iterable[Scenario]) -> list[Scenario]:
    from game.content.library import Library, packaged

    ids = {scenario.id for scenario in but}
    shipped = Library.of((packaged(),)).scenarios
    return [scenario for name, scenario in shipped.items() if name not in ids]


def _campaigns(paths: Sequence[Path], known: set[str]) -> Mapping[str, Sequence[str]]:
    """Return the scenarios of every campaign in *paths* that can be read, by its id."""
    from game.content.files import campaign_files
    from game.content.ids import file_id
    from game.content.loader import read_campaign_file

    read = {
        file_id(file.name): read_campaign_file(file, known).campaign
        for path in paths
        for file in campaign_files(path)
    }
    return {
        name: tuple(campaign.postings) for name, campaign in read.items() if campaign is not None
    }


def _bar(done: int, total: int) -> None:
    filled = _BAR * done // total
    end = "\r\033[K" if done == total else ""
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done} of {total}{end}")
    sys.stderr.flush()


def check(arguments: argparse.Namespace) -> int:
    """Print every problem of every file in the chosen format; return the exit code."""
    from game.author.lint import check as checking
    from game.author.lint.formats import format_of, summary
    from game.content.files import too_large_files
    from game.content.sanitize import quoted, shorten

    if arguments.explain is not None:
        return _explain(arguments.explain)
    if not arguments.paths:
        return refuse("there is nothing to check", "name a file, or a folder of them")
    if (folder := too_large_files(arguments.paths)) is not None:
        return refuse(folder.message, folder.help)
    if arguments.fix:
        from game.cli.commands.editing import fix

        failed = fix(
            arguments.paths, print_error if arguments.format != "text" else sys.stdout.write
        )
        if failed is not None:
            return failed
    readings = checking.check(arguments.paths)
    for sentence in checking.left_out(arguments.paths):
        print_error(sentence)
    if not readings:
        return refuse("there is no scenario in there", "a scenario's file ends in .yaml")
    shown = readings
    if arguments.scene is not None:
        if not checking.has_scene(readings, arguments.scene):
            ids = [scene for item in readings if item.scenario for scene in item.scenario.scenes]
            help_ = f"--scene takes one of {', '.join(ids)}" if ids else "--scene takes its id"
            return refuse(f"no scene is called {quoted(arguments.scene)}", shorten(help_, 200))
        shown = checking.in_scene(readings, arguments.scene)
    if arguments.summary:
        sys.stdout.write(summary(shown))
    else:
        sys.stdout.write(format_of(arguments.format)(shown))
    found = checking.counted(readings)
    if arguments.scene is not None:
        found += f"; in this scene, {checking.counted(shown)}"
    opened = sum(reading.opened for reading in readings)
    unread = len(readings) - opened
    missing = f", {unread} could not be read" if unread else ""
    print_error(f"{count(opened, 'file')} checked{missing}, {found}.")
    held_back = checking.held_back(readings)
    if held_back and arguments.format == "text":
        print_error(held_back)
    if not all(reading.opened for reading in readings):
        return MISUSE
    return FINE if checking.holds(readings, strict=arguments.strict) else PROBLEMS


def _explain(code: str) -> int:
    from game.author.lint.meanings import meanings
    from game.content.sanitize import safe, shorten

    meaning = meanings().get(code.upper())
    if meaning is None:
        return refuse(
            f"there is no code {shorten(safe(code))}", f"codes are {', '.join(meanings())}"
        )
    print(meaning.as_text, end="")
    return FINE


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of a scenario or a campaign; return the exit code."""
    from game.author.starter import schema_text

    if arguments.prompt:
        from game.author.prompt import prompt

        sys.stdout.write(prompt())
        return FINE
    from game.core.campaign import Campaign
    from game.core.scenario import Scenario

    sys.stdout.write(schema_text(Campaign if arguments.kind == "campaign" else Scenario))
    return FINE


def preview(arguments: argparse.Namespace) -> int:
    """Show the game beside the file it comes from; return the exit code."""
    from game.author.preview import Watch
    from game.content.library import Library
    from game.journal.paths import journal_path
    from game.journal.store import Journal

    watch = Watch(arguments.path)
    reading = watch.reading
    if reading.scenario is None and (not reading.opened or not at_a_terminal()):
        return broken(reading)
    if not at_a_terminal():
        return refuse("a preview needs a terminal", "use check, or play --plain")
    with closing(Journal.open(journal_path())) as journal:
        from game.tui.entry_points import run_preview

        run_preview(Library.of(()), journal, watch)
        return FINE


def audit(arguments: argparse.Namespace) -> int:
    """Print the audit of the built-in library, or of files and folders; return the exit code."""
    from game.content.files import scenario_files, too_large_files
    from game.content.library import packaged
    from game.content.loader import read_file

    paths = arguments.paths or [packaged()]
    if (folder := too_large_files(paths)) is not None:
        return refuse(folder.message, folder.help)
    readings = [read_file(file) for path in paths for file in scenario_files(path)]
    if codes := [broken(reading) for reading in readings if reading.scenario is None]:
        return max(codes)  # a file that cannot be read outweighs a broken one
    scenarios = [reading.scenario for reading in readings if reading.scenario is not None]
    if not scenarios:
        return refuse("there is no scenario in there", "a scenario's file ends in .yaml")
    if arguments.plays:
        return plays(arguments, scenarios)

    return audit_scenarios(arguments, paths, scenarios)


def record(arguments: argparse.Namespace) -> int:
    """Write the last finished playthrough of a scenario as a route; return the exit code."""
    from game.author.lint import routes
    from game.content.ids import file_id, is_id
    from game.content.library import Entry
    from game.content.sanitize import quoted
    from game.core.failure import Failure
    from game.services.play import origin_of

    entry = Entry(file_id(arguments.path.name), arguments.path)
    if entry.scenario is None:
        named = find_scenario(str(arguments.path)) if not entry.reading.opened else None
        if not isinstance(named, Entry) or named.scenario is None:
            return broken(entry.reading)
        file = "a file of your own" if named.is_shipped else f"its file: {named.path}"
        return refuse(
            f"{quoted(named.id)} is an id, and a route is kept beside a file",
            f"give the path of {file}",
        )
    if not is_id(arguments.name):
        return refuse(f"{quoted(arguments.name)} cannot name a route", "such as: calm-night")
    with opened() as journal:
        key = journal.key(origin_of(entry, whole_library()))
        own = (run for run in journal.runs() if run.key == key and run.alone is None)
        done = [run for run in own if run.finished]
        if not done:
            return refuse("there is no finished playthrough of it", "play it to its ending first")
        play = journal.resume(done[0], entry.scenario).play
    if (failure := routes.stale(play)) is not None:
        return fail(failure)
    try:
        kept = routes.record(arguments.path, arguments.name, play)
    except OSError as error:
        if any(folder.is_file() for folder in arguments.path.parents):
            return refuse(
                "a route is kept beside its scenario", "copy the file out of the zip first"
            )
        text = error.strerror or "it cannot be written there"
        return refuse(f"the route of {arguments.path} cannot be kept beside it", text.lower())
    if isinstance(kept, Failure):
        return fail(kept)
    show(str(kept.file))
    text = (
        "replaced in {}; check walks it."
        if kept.replaced
        else "kept in {}; check walks it from now on."
    )
    print_error(f"{arguments.name} {text.format(kept.file.name)}")
    return FINE

"""Commands ``journal``: list, export, send, delete; rooms."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Container, Iterable, Mapping
from typing import TYPE_CHECKING

from game.cli.output import (
    FINE,
    MISUSE,
    PROBLEMS,
    fail,
    print_error,
    refuse,
    separator,
    show,
    write_out,
)
from game.cli.resources import finder, opened, scenario_cache, whole_library
from game.text.plural import count


if TYPE_CHECKING:
    from pathlib import Path

    from game.core.failure import Failure
    from game.journal.attempts import RunFilter
    from game.journal.exports.record import Stream
    from game.journal.rooms import RoomRun, RoomSession
    from game.journal.store import Journal


def overview(arguments: argparse.Namespace) -> int:
    """List the chosen runs, newest first, each with its number; return the exit code."""
    from game.core.playthrough import Phase
    from game.journal.attempts import attempts
    from game.journal.exports.text import ATTEMPTS, when_here
    from game.text import labels

    with opened() as journal:
        if (unknown := _unknown_run(journal, arguments.runs)) is not None:
            return fail(unknown)
        runs, wanted = journal.runs(), _wanted(arguments)
        kinds = attempts(runs)
        shown = [run for run in runs if wanted.matches(run, kinds[run.id])]
        longest = max((len(run.title) for run in shown), default=0)
        for run in shown:
            when = f"last played {when_here(run.touched)}"
            scored = None if run.points is None else f"{labels.points(run.points)} points"
            how = scored or labels.PHASES[Phase(run.phase)]
            kind = ATTEMPTS[kinds[run.id]]
            show(f"{run.id:>5}  {when}  {run.title:<{longest}}  {kind:<13}  {how}")
        if not runs and journal.whole:
            print_error(NOTHING_PLAYED)
        elif runs and not shown:
            print_error(NONE_FITS)
    return FINE


NOTHING_PLAYED = "Nothing has been played yet."
NONE_FITS = "No run is like that."


def export(arguments: argparse.Namespace) -> int:
    """Write the chosen runs to a file or to stdout; return the exit code."""
    from game.core.failure import Failure
    from game.journal.exports import exporter

    if arguments.separator is not None and arguments.format != "csv":
        return refuse("only csv has separators", "leave --separator out, or take csv")
    with opened() as journal:
        record = _record(journal, arguments)
        if isinstance(record, Failure):
            return fail(record)
        pieces: Iterable[str | bytes]
        if arguments.format == "xlsx":
            from game.journal.exports import csv

            try:
                pieces = [csv.write_workbook(record)]
            except ImportError:
                return refuse("xlsx needs a library that is missing", "pip install '.[xlsx]'")
        else:
            chosen = arguments.separator
            options = {"separator": separator(chosen)} if chosen else {}
            pieces = exporter(arguments.format)(record, **options)
        what = count(len(record.plays), "run")
        return write_out(pieces, arguments.output, what, is_whole=lambda: journal.whole)


def send(arguments: argparse.Namespace) -> int:
    """Send the chosen runs as xAPI statements to a record store; return the exit code."""
    import os

    from game.content.sanitize import safe
    from game.core.failure import Failure
    from game.journal.exports import lrs_client
    from game.journal.exports.xapi import statements

    key = os.environ.get("TWO_HATS_LRS_KEY")
    problem = lrs_client.address_problem(
        arguments.to, insecure=arguments.insecure, has_key=bool(key)
    )
    if problem is not None:
        return refuse(
            f"nothing is sent: {problem}",
            "give an address such as https://store.example/xapi; "
            "the store's name:secret goes into TWO_HATS_LRS_KEY; "
            "--insecure allows http where nobody listens, without a key",
        )
    with opened() as journal:
        record = _record(journal, arguments)
        if isinstance(record, Failure):
            return fail(record)
        waiting = statements(record)
        sent = lrs_client.send(
            waiting,
            arguments.to,
            key,
            report=print_error,
            seconds=arguments.timeout,
        )
        total = sent.tried + sum(1 for _ in waiting)
    print_error(f"{sent.stored} of {count(total, 'statement')} stored.")
    for number, what in (
        (sent.differing, "the store has in another form, and keeps so."),
        (sent.unclear, "the store has already, and does not show whether in the same form."),
        (sent.silent, "sent, which the store did not confirm."),
    ):
        if number:
            print_error(f"{count(number, 'statement')} {what}")
    if sent.failure is not None:
        print_error(f"two-hats: {safe(sent.failure.message)}", f"help: {sent.failure.help}")
    settled = sent.stored + sent.differing == total
    return FINE if settled and sent.failure is None else PROBLEMS


def delete(arguments: argparse.Namespace) -> int:
    """Delete runs and rooms, or everything; ask at a terminal; return the exit code."""
    from game.journal.paths import journal_path
    from game.journal.purge import delete_backups, delete_damaged_copies

    runs, rooms = sorted(set(arguments.runs)), sorted(set(arguments.rooms))
    if bool(runs or rooms) == arguments.all:
        return refuse(
            "what is to be deleted?",
            "name the numbers of runs, --room and a number, or --all",
        )
    with opened(writes=True) as journal:
        if not journal.lasts:
            return MISUSE
        every = [room.id for room in journal.rooms.runs()] if arguments.all else rooms
        unknown = _unknown(journal, runs, every)
        if unknown is not None:
            return fail(unknown)
        counted = [(len(runs), "run"), (len(rooms), "room")]
        named = " and ".join(count(number, noun) for number, noun in counted if number)
        what = "Everything that was played" if arguments.all else named
        if not arguments.yes and not _agreed(f"{what} will be deleted for good. Sure? [y/N] "):
            print_error("Nothing is deleted. At no terminal, --yes says that you are sure.")
            return MISUSE
        failure = journal.delete(None if arguments.all else runs, rooms)
    not_cleared = scenario_cache().clear()
    if failure is None:
        failure = delete_backups(journal_path())
    if failure is None and arguments.all:
        failure = delete_damaged_copies(journal_path())
    if failure is not None:
        print_error(f"two-hats: {failure.message}")
        return PROBLEMS
    if not_cleared is not None:
        print_error(f"two-hats: {what} deleted, but {not_cleared.message}")
        return PROBLEMS
    print_error(f"{what} deleted; no trace is left in the file.")
    return FINE


def _unknown(journal: Journal, runs: Collection[int], rooms: Iterable[int]) -> Failure | None:
    """Return a failure for the first of *runs* or *rooms* that cannot be deleted."""
    from game.cli.workshop import is_served
    from game.core.failure import Failure

    there = {room.id: room for room in journal.rooms.runs()}
    if (unknown := _unknown_run(journal, runs, there)) is not None:
        return unknown
    for number in rooms:
        room = there.get(number)
        if room is None:
            hint = "'two-hats journal room' lists their numbers"
            return Failure(code="no-room", message=f"there is no room {number}", help=hint)
        if is_served(room.code):
            message = f"room {number} is open"
            return Failure(code="open", message=message, help="end it first, or leave it")
    return None


def _unknown_run(
    journal: Journal, runs: Collection[int], rooms: Container[int] = ()
) -> Failure | None:
    """Return why a run of *runs* is not there, with a hint at ``--room`` if *rooms* has it."""
    from game.core.failure import Failure

    known = ({run.id for run in journal.runs()} | journal.damaged_runs) if runs else ()
    for run in runs:
        if run not in known:
            hint = "'two-hats journal list' lists their numbers"
            if run in rooms:
                hint += f"; room {run} is deleted by --room {run}"
            return Failure(code="no-run", message=f"there is no run {run}", help=hint)
    return None


def import_(arguments: argparse.Namespace) -> int:
    """List runs of other journals, ask at a terminal and add them; return the exit code."""
    from attrs import evolve

    from game.core.failure import Failure
    from game.journal.exports.text import when_here
    from game.journal.importer import read
    from game.journal.runs import one_line

    pools = []
    for path in arguments.files:
        pool = read(path, lambda _: None)
        if isinstance(pool, Failure):
            return fail(evolve(pool, message=f"{path} cannot be used: {pool.message}"))
        pools.append(pool)
        if pool.rooms:
            held = count(len(pool.rooms), "room")
            print_error(f"{held} of {path} left out: rooms are not imported.")
        if pool.damaged:
            print_error(f"{count(pool.damaged, 'run')} of {path} left out: damaged.")
    runs = [item for pool in pools for player in pool.players for item in player.kept]
    with opened() as journal:  # a dry run creates no journal
        adoptions = journal.plan_adoption(runs)
        for item in adoptions:
            run, what = item.run.run, "new" if item.into is None else f"continues {item.into.id}"
            show(f"begun {when_here(run.started)}  {one_line(run.title)}  ({what})")
        print_error(
            f"{count(len(adoptions), 'run')} to add, {len(runs) - len(adoptions)} here already."
        )
        if not adoptions:
            return FINE
    if not arguments.yes and not _agreed("Add them? [y/N] "):
        print_error("Nothing is added. --yes adds without asking.")
        return FINE
    with opened(create=True) as journal:
        if not journal.lasts:
            return MISUSE
        failure = journal.adopt(adoptions)
    if failure is not None:
        return fail(failure)
    print_error(f"{count(len(adoptions), 'run')} added.")
    return FINE


def where(arguments: argparse.Namespace) -> int:
    """Print what is kept, and where; return the exit code."""
    from game.journal.paths import data_folder, journal_path
    from game.journal.purge import backups, damaged_copies

    path = journal_path()
    with opened() as journal:
        runs = journal.verify()
        rooms, campaigns = journal.rooms.runs(), journal.campaigns.runs()
    held = ", ".join(
        (
            count(runs, "run"),
            count(len(campaigns), "campaign"),
            count(len(rooms), "room"),
        )
    )
    show(f"Your folder:  {data_folder()}")
    show(f"The journal:  {path} ({_size(path) or 'not there yet'}, {held})")
    for end in ("-wal", "-shm"):
        if size := _size(beside := path.with_name(f"{path.name}{end}")):
            show(f"A part of it while it is open:  {beside} ({size})")
    show(*(f"Damaged once and kept aside:  {file}" for file in damaged_copies(path)))
    show(*(f"Kept before a newer version:  {file}" for file in backups(path)))
    show(KEPT)
    return FINE


def _size(path: Path) -> str | None:
    """Return the size of the file at *path*; None if there is none."""
    try:
        return f"{-(-path.stat().st_size // 1024)} KiB"
    except OSError:
        return None


KEPT = """
Kept of a run: the scenario's id and title (of a file of your own also its path and a
checksum of its text, so that it stays itself when you move or edit it), the seed,
when it was begun and last played, every call, choice and page turned, with its time,
and the points. A page that was turned back is kept beside them, and so are the other
roads you walked after an answer, the line you picked in a debrief (as a mark, without
its words) and the plan, each with its time.
Kept of a campaign: its id and title, which runs belong to it, and the practices you
picked, each with its time.
Kept of a workshop room: the same, its code, the votes, the names, tables and roles of
the people in it, the last line that each sent for the screen, shown or not, until it is
taken down or back; questions that phones asked, and who supported them, until they are
taken away; the addresses and the port where it was open, with the proxy's address and
the proxies you trust; and a mark of each console that led it.
Kept besides: your settings and, from your first export on, a pseudonym drawn by lot.
Not kept of your own play: your name, your address, your machine.
Never kept in it: any text of a scenario. Beside it, to start faster, lies what was read from
scenario files: in scenarios.cache whole scenarios, for 30 days after they were used last; in
synopses.cache, with more than 20 files, what lists show of them. Both may be deleted.

Nothing is sent anywhere, except by 'two-hats journal send' to the address you name.
'two-hats journal export --format json' writes your runs out, without the pages that were
turned back, and with the lines and plans of debriefs only if you add --reflections;
'two-hats journal room' writes a room out. 'two-hats journal delete' takes what you name
away from the file for good. Copies that you or your machine made elsewhere stay there."""


def _record(journal: Journal, arguments: argparse.Namespace) -> Stream | Failure:
    """Return the chosen runs; print a note if none fits; refuse a number that is not there."""
    from game.journal.exports.record import stream

    if (unknown := _unknown_run(journal, arguments.runs)) is not None:
        return unknown
    result = stream(journal, finder(journal), _wanted(arguments), consent=arguments.reflections)
    if not result.plays and journal.whole:
        print_error(NONE_FITS if journal.runs() else NOTHING_PLAYED)
    return result


def _wanted(arguments: argparse.Namespace) -> RunFilter:
    from game.journal.attempts import Attempt, RunFilter

    return RunFilter(
        runs=tuple(arguments.runs),
        scenario=arguments.scenario,
        finished=arguments.finished,
        attempt=None if arguments.attempt is None else Attempt(arguments.attempt),
    )


def _agreed(question: str) -> bool:
    if not (sys.stdin and sys.stdin.isatty()):
        return False
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def rooms(arguments: argparse.Namespace) -> int:
    """List the rooms, write one of them, or compare two; return the exit code."""
    from game.journal.exports.rooms import COLUMNS, FORMATS
    from game.journal.exports.rooms import rows as rows_of_room
    from game.services.room_campaign import posted

    options = {}
    if arguments.separator is not None:
        if arguments.format != "csv":
            return refuse("only csv has separators", "leave --separator out, or take csv")
        options["separator"] = separator(arguments.separator)
    if arguments.compare is not None:
        return _compare(arguments, options)
    if arguments.number is None:
        return _list_rooms()
    format_ = arguments.format or "markdown"
    if format_ in ("text", "html"):
        return refuse(f"{format_} is for two rooms", "add --compare, or take markdown")
    with opened() as journal:
        found = _room(journal, arguments.number)
        if isinstance(found, int):
            return found
        run, session, _ = found
        if format_ == "markdown":
            options["posted"] = posted(whole_library(), session.room.posting)
        evening = journal.rooms.evening(run)
        whole = journal.rooms.is_sound(run)
    written: str | bytes
    if format_ == "xlsx":
        from game.journal.exports import csv

        try:
            votes = rows_of_room(run, session.room, names=arguments.names, evening=evening)
            written = csv.table_workbook("Votes", COLUMNS, votes)
        except ImportError:
            return refuse("xlsx needs a library that is missing", "pip install '.[xlsx]'")
    else:
        written = FORMATS[format_](
            run, session.room, names=arguments.names, evening=evening, **options
        )
    return write_out([written], arguments.output, f"Room {run.id}", is_whole=lambda: whole)


def _list_rooms() -> int:
    from game.journal.exports.rooms import place_in
    from game.journal.exports.text import when_here
    from game.journal.rooms import evenings
    from game.room.messages import STAGES
    from game.room.state import Stage
    from game.services.room_campaign import posted

    with opened() as journal:
        result = journal.rooms.runs()
        by_evening, postings = evenings(result), journal.rooms.postings()
        library = whole_library() if postings else None
        for run in result:
            place = place_in(by_evening[run.occasion], run).lower()
            part = posted(library, postings.get(run.id)) if library is not None else ""
            stage = STAGES[Stage(run.stage)]
            day = when_here(run.touched)[:10]
            line = f"{run.id:>5}  last used {day}  {run.title}  {stage}"
            show("; ".join(filter(None, (line, place, part[:1].lower() + part[1:]))))
        if not result and journal.whole:
            print_error("No room has been hosted yet.")
    return FINE


def _room(journal: Journal, number: int) -> tuple[RoomRun, RoomSession, str | None] | int:
    """
    The room with that *number*, with the scenario as it is now and its edition.

    Else an exit code. There is no edition of a scenario that ships with the game.
    """
    from game.services.play import scenario_of

    run = next((run for run in journal.rooms.runs() if run.id == number), None)
    if run is None:
        return refuse(f"there is no room {number}", "'two-hats journal room' lists them")
    found = scenario_of(journal, whole_library(), run)
    if found is None:
        return refuse(
            f"the scenario of room {run.id} is not there any more",
            f"put {run.named} back where it was",
        )
    scenario, origin = found
    session = journal.rooms.resume(run, scenario)
    print_error(*filter(None, [session.notice]))
    return run, session, origin.edition


def _compare(arguments: argparse.Namespace, options: Mapping[str, str]) -> int:
    """Write a comparison of two rooms; return the exit code."""
    from game.journal.exports import comparison
    from game.room.comparison import compare

    if arguments.number is not None or arguments.names:
        return refuse("two rooms are compared without names", "two-hats journal room --compare 3 7")
    format_ = arguments.format or "text"
    if format_ not in ("text", "csv", "html"):
        return refuse(f"two rooms cannot be compared as {format_}", "take text, csv or html")
    first, second = arguments.compare
    if first == second:
        return refuse(
            "a room cannot be compared with itself", "name two of 'two-hats journal room'"
        )
    sides = []
    with opened() as journal:
        for number in (first, second):
            found = _room(journal, number)
            if isinstance(found, int):
                return found
            run, session, edition = found
            sides.append(comparison.Side(run=run, room=session.room, edition=edition))
        whole = all(map(journal.rooms.is_sound, [side.run for side in sides]))
    keys = {side.run.key for side in sides}
    result = compare(sides[0].room, sides[1].room, same=len(keys) == 1)
    if result is None:
        empty = next(side for side in sides if not side.room.play.turns)
        return refuse(
            f"room {empty.run.id} has answered no scene, so there is nothing to compare",
            "name a room that has played one",
        )
    if format_ == "csv":
        print_error(*comparison.notes(sides, result))
        pieces = comparison.spreadsheet(sides, result, **options)
    elif format_ == "html":
        pieces = comparison.page(sides, result)
    else:
        pieces = (f"{line}\n" for line in comparison.text(sides, result))
    return write_out(pieces, arguments.output, "The comparison", is_whole=lambda: whole)

"""What can be done with the journal, each with its options, its help and an example."""

from __future__ import annotations

import argparse
from pathlib import Path

from game.cli.commands import journal
from game.cli.output import Add


EXPORTS = ("csv", "xlsx", "json", "jsonl", "markdown", "html", "xapi")
ROOM_FORMATS = ("markdown", "csv", "xlsx", "json", "text", "html")
SEPARATORS = (",", ";", "tab")


def add_parts(add: Add) -> None:
    """Add every word that may follow ``two-hats journal``."""
    _add_filters(add("list", journal.overview, "list your runs", "--first --finished"))
    export = add("export", journal.export, "write your runs out", "--format html -o played.html")
    _add_filters(export)
    export.add_argument(
        "--format", required=True, choices=EXPORTS, help="for spreadsheets, people, programs"
    )
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="else to stdout")
    _add_separator(export)
    _add_consent(export)
    send = add("send", journal.send, "send your runs to a record store", "--to URL --finished")
    _add_filters(send)
    send.add_argument(
        "--to", required=True, metavar="URL", help="the xAPI store's address; nowhere else"
    )
    send.add_argument(
        "--insecure", action="store_true", help="also by http, which can be read on the way"
    )
    send.add_argument(
        "--timeout", type=float, default=3600, metavar="SECONDS", help="for all of it; else 3600"
    )
    _add_consent(send)
    delete = add("delete", journal.delete, "delete runs and rooms for good", "12 13")
    delete.add_argument("runs", nargs="*", type=int, metavar="RUN", help="numbers of runs")
    delete.add_argument(
        "--room",
        action="append",
        default=[],
        type=int,
        dest="rooms",
        metavar="ROOM",
        help="the number of a workshop room; may be given again",
    )
    delete.add_argument("--all", action="store_true", help="everything that was played")
    delete.add_argument("--yes", action="store_true", help="ask nothing")
    taking = add("import", journal.import_, "add runs of an export or a journal", "played.json")
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON or a journal")
    taking.add_argument("--yes", action="store_true", help="ask nothing")
    add("where", journal.where, "tell what is kept, and where", "")
    room = add("room", journal.rooms, "list rooms, or write one down", "7 --format markdown")
    room.add_argument("number", nargs="?", type=int, metavar="ROOM", help="its number in the list")
    room.add_argument(
        "--compare",
        nargs=2,
        type=int,
        metavar=("ROOM", "OTHER"),
        help="two rooms side by side: two groups, or before and after; as text, csv or html",
    )
    room.add_argument("--format", choices=ROOM_FORMATS, help="else markdown; of a comparison, text")
    _add_separator(room)
    room.add_argument("--names", action="store_true", help="with everyone's name; else nobody's")
    room.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file; else stdout")


def _add_filters(to: argparse.ArgumentParser) -> None:
    to.add_argument("runs", nargs="*", type=int, metavar="RUN", help="numbers; else all")
    to.add_argument("--scenario", metavar="ID", help="runs of one scenario")
    how = to.add_mutually_exclusive_group()
    how.add_argument(
        "--finished", action="store_true", default=None, help="runs that reached their ending"
    )
    how.add_argument(
        "--open",
        dest="finished",
        action="store_false",
        default=None,
        help="runs that did not",
    )
    kind = to.add_mutually_exclusive_group()
    kind.add_argument(
        "--first", dest="attempt", action="store_const", const="first", help="first attempts"
    )
    kind.add_argument(
        "--practice",
        dest="attempt",
        action="store_const",
        const="practice",
        help="practice replays",
    )


def _add_separator(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "--separator", choices=SEPARATORS, help="between cells of csv; Excel in Europe wants ;"
    )


def _add_consent(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "--reflections",
        action="store_true",
        help="with the lines and plans you picked in debriefs; else only that you did",
    )

"""``two-hats journal room``: rooms that were hosted; listed, and written down to take home."""

from __future__ import annotations

import argparse

from game.cli.opening import finder, opened
from game.cli.speech import FINE, refuse, separator, show, tell, write_out


def rooms(arguments: argparse.Namespace) -> int:
    """The rooms, the last one first; or one of them in the format asked for."""
    from game.journal.exports.rooms import FORMATS
    from game.room.messages import STAGES
    from game.room.state import Stage

    with opened() as journal:
        found = journal.rooms.runs()
        if arguments.number is None:
            for run in found:
                show(f"{run.id:>5}  {run.touched[:10]}  {run.title}  {STAGES[Stage(run.stage)]}")
            if not found and journal.whole:
                tell("No room has been hosted yet.")
            return FINE
        named = [run for run in found if run.id == arguments.number]
        if not named:
            return refuse(
                f"there is no room {arguments.number}", "'two-hats journal room' lists them"
            )
        run = named[0]
        scenario = finder()(run)
        if scenario is None:
            return refuse(
                f"the scenario of room {run.id} is not there any more",
                f"put {run.source or run.scenario} back where it was",
            )
        session = journal.rooms.resume(run, scenario)
        whole = journal.rooms.is_sound(run)
    tell(*filter(None, [session.notice]))
    options = {}
    if arguments.separator is not None:
        if arguments.format != "csv":
            return refuse("only csv has separators", "leave --separator out, or take csv")
        options["separator"] = separator(arguments.separator)
    text = FORMATS[arguments.format](run, session.room, names=arguments.names, **options)
    return write_out([text], arguments.output, f"Room {run.id}", is_whole=lambda: whole)

"""What a console is sent: the facilitator's view of a room, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.core.room import wording
from game.core.room.state import Room
from game.core.room.views import Desk, Result, desk


def desk_data(room: Room) -> dict[str, Any]:
    """
    The facilitator's view of *room*, fit for JSON.

    ``options`` have the count so far of a vote that only the facilitator sees yet;
    ``seats`` is everybody, for taking a seat away; ``silent`` is how many of those
    missing vote by phone. ``by_role`` and ``by_table`` have the last vote of each role
    card and each table by letter, once it is shown.
    """
    seen = desk(room)
    wall, story = seen.wall, seen.wall.story
    return {
        "stage": wall.stage.value,
        "title": story.title,
        "scene": story.scene.title if story.scene else None,
        "number": story.number,
        "of": story.of,
        "question": wording.QUESTIONS[wall.question] if wall.question else None,
        "ballot": room.asked.key if room.asked else None,
        "round": wall.round,
        "rounds": wall.rounds,
        "options": _options(seen),
        "voted": wall.voted,
        "people": wall.people,
        "heads": room.heads,
        "missing": seen.missing,
        "silent": seen.silent,
        "by_role": _lettered(seen, seen.by_role),
        "by_table": _lettered(seen, seen.by_table),
        "plans": {
            minutes: [{"minutes": step.minutes, "what": step.what} for step in steps]
            for minutes, steps in seen.plans.items()
        },
        "decided": wording.decided(wall),
        "moves": list(wording.moves(wall)),
        "tied": wall.tied,
        "pattern": seen.pattern.value if seen.pattern else None,
        "next_question": seen.next_question,
        "prompts": list(wall.prompts),
        "notes": seen.notes,
        "ask": list(seen.ask),
        "key": seen.key,
        "best": list(seen.best),
        "shared": list(wall.shared),
        "can_undo": seen.can_undo,
        "paused": wall.paused,
        "locked": wall.locked,
        "show_first": room.show_first,
        "timer": wall.timer,
        "seats": [
            {"id": seat.id, "name": seat.name, "table": seat.table, "removed": seat.removed}
            for seat in room.seats.values()
        ],
    }


def _options(seen: Desk) -> list[dict[str, Any]]:
    counts = _counts(seen.live or (seen.wall.results[-1] if seen.wall.results else None))
    return [
        {
            "id": option.id,
            "letter": option.letter,
            "text": option.text,
            "count": counts.get(option.id),
        }
        for option in seen.wall.options
    ]


def _lettered(seen: Desk, groups: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """The counts of *groups* by the letters on the wall instead of ids."""
    bars = seen.wall.results[-1].bars if groups else ()
    return {
        name: {bar.option.letter: counts[bar.option.id] for bar in bars}
        for name, counts in groups.items()
    }


def _counts(result: Result | None) -> dict[str, int]:
    return {bar.option.id: bar.count for bar in result.bars} if result else {}

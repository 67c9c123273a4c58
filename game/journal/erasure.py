"""Erasing from the journal what was taken down or back: lines for the projector, questions."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Set

from attrs import evolve, frozen

from game.journal.room_codec import ROOM
from game.room.actions import AskPuzzle, RoomAction, Share, ShowLines, TakeDown
from game.room.state import Room


@frozen(kw_only=True)
class Gone:
    """
    Texts that an action removed from a room.

    *lines* are those for the projector by seat, *kept* those of them that other seats share still,
    *puzzles* the numbers of questions.
    """

    lines: Mapping[str, str]
    kept: Set[str]
    puzzles: Set[int]


def removed_texts(before: Room, after: Room) -> Gone | None:
    """Return what an action that led from *before* to *after* removed; None for nothing."""
    if before.shared is after.shared and before.puzzles is after.puzzles:
        return None
    stay = after.shared
    lines = {seat: text for seat, text in before.shared.items() if stay.get(seat) != text}
    pairs = zip(before.puzzles, after.puzzles, strict=False)
    puzzles = {number for number, (old, new) in enumerate(pairs, 1) if old.text and not new.text}
    kept = set(lines.values()) & set(stay.values())
    return Gone(lines=lines, kept=kept, puzzles=puzzles) if lines or puzzles else None


def erase(connection: sqlite3.Connection, room: int, last: int, gone: Gone) -> None:
    """
    Replace texts by random marks in the actions of *room* up to the number *last*.

    Replaying these leads to the same room as before.
    """
    connection.execute("PRAGMA secure_delete = ON")
    for line in set(gone.lines.values()):
        marked: dict[int, RoomAction] = {}
        mark, stays = secrets.token_hex(8), line in gone.kept
        for number, action in _containing(connection, room, last, json.dumps(line)):
            if isinstance(action, Share):
                ours = gone.lines.get(action.seat) == line or not stays
                if action.text == line and ours:
                    marked[number] = evolve(action, text=mark)
            elif isinstance(action, TakeDown):
                if action.text == line:
                    marked[number] = evolve(action, text=mark)
            elif isinstance(action, ShowLines) and line in action.texts:
                # Where another seat shares the same line, both it and the mark were shown.
                others = (text for text in action.texts if text != line or stays)
                marked[number] = evolve(action, texts=(*others, mark))
        _write(connection, room, marked)
    if gone.puzzles:
        found = _containing(connection, room, last, '"do": "puzzle"')
        asked = [
            (number, action)
            for number, action in found
            if isinstance(action, AskPuzzle) and action.text
        ]
        marks = {
            number: evolve(action, text=secrets.token_hex(8))
            for which, (number, action) in enumerate(asked, 1)
            if which in gone.puzzles
        }
        _write(connection, room, marks)


def _containing(
    connection: sqlite3.Connection, room: int, last: int, part: str
) -> Iterator[tuple[int, RoomAction]]:
    """Yield the readable actions up to the number *last* with *part* in their JSON."""
    rows = connection.execute(
        "SELECT number, data FROM room_acts WHERE room = ? AND number <= ? AND instr(data, ?) "
        "ORDER BY number",
        (room, last, part),
    ).fetchall()
    for number, data in rows:
        action = ROOM.loads(data)
        if action is not None:
            yield number, action


def _write(connection: sqlite3.Connection, room: int, actions: Mapping[int, RoomAction]) -> None:
    connection.executemany(
        "UPDATE room_acts SET data = ? WHERE room = ? AND number = ?",
        [(ROOM.dumps(action), room, number) for number, action in actions.items()],
    )

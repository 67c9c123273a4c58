"""What is said of a room's votes and of its debrief, the same in every face."""

from __future__ import annotations

from collections.abc import Mapping

from game.core.room.state import Question, Stage
from game.core.room.views import Wall


QUESTIONS: Mapping[Question, str] = {
    Question.CALL: "What does this moment need?",
    Question.CHOICE: "What do we do?",
}
DEBRIEF: Mapping[Stage, tuple[str, str]] = {
    Stage.WHAT: ("What?", "What did we see, call and do?"),
    Stage.SO_WHAT: ("So what?", "Why did it go as it went?"),
    Stage.NOW_WHAT: ("Now what?", "What will you try on Thursday?"),
}
LEVEL = "It is level. One more vote, or the facilitator settles it."
OBSERVE = "You play nobody. Watch what moves the room, and say so in the talk."
MOVES_TOLD = 3
"""At most so many movements are told in words; the bars have the rest."""


def count(wall: Wall) -> str:
    """How many have voted, and for what nobody can tell."""
    return f"{wall.voted} of {wall.people} have voted"


def decided(wall: Wall) -> str | None:
    """What the room decided, or that it could not; None before that is shown."""
    if wall.tied:
        return LEVEL
    if wall.decided is None:
        return None
    who = "Settled by the facilitator" if wall.settled else "The room"
    return f"{who}: {wall.decided.letter}  {wall.decided.text}"


def moves(wall: Wall) -> tuple[str, ...]:
    """Who went where between the first and the last round, the largest movement first."""
    letters = {option.id: option.letter for option in wall.options}
    went = [move for move in wall.moves if move.before and move.after != move.before]
    told = [
        f"{move.people} moved from {letters[move.before]} to {letters[move.after]}."
        for move in sorted(went, key=lambda move: -move.people)
        if move.before and move.after
    ][:MOVES_TOLD]
    first = sum(move.people for move in wall.moves if move.before is None)
    left = sum(move.people for move in went if move.after is None)
    if first or left:
        told.append(f"{first} voted only now, {left} only before.")
    if len(wall.results) > 1 and not went:
        told.append("Nobody moved.")
    return tuple(told)

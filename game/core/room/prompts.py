"""What a facilitator asks next: by how the room voted, and by where the debrief stands."""

from __future__ import annotations

from collections.abc import Mapping

from game.core.room.moments import Moment, costliest, moments
from game.core.room.state import Room, Stage
from game.core.room.tally import Pattern, held, pattern
from game.text import labels


NEXT: Mapping[Pattern, str] = {
    Pattern.SILENT: "Nobody voted. What makes this one hard to answer?",
    Pattern.UNANIMOUS: "Everyone agrees. What would somebody sensible say against it?",
    Pattern.MOVED: "Many moved. What did you hear that moved you?",
    Pattern.STUCK: "Nobody moved. What would the scene have had to say for you to move?",
    Pattern.SPLIT: "The room is split. Which line of the scene decided it for you?",
    Pattern.LEANING: "Most lean one way. Who can make the best case for the other?",
}
TALK = "Find somebody who sees it otherwise. Which line of the scene decided it for each of you?"
"""What the wall asks for between two votes; the same however the room voted."""


def next_question(room: Room) -> str | None:
    """The next good question at this stage, by how the open question was voted on."""
    if room.stage in _ASKED:
        return prompts(room)[0]
    if room.ballot is None or room.stage not in (Stage.TALK, Stage.REVEAL, Stage.OUTCOME):
        return None
    ballots = held(room, room.ballot.turn, room.ballot.question)
    return NEXT[pattern(room, ballots)]


def prompts(room: Room, stage: Stage | None = None) -> tuple[str, ...]:
    """
    What the room is asked at a *stage* of the debrief, or at the one it stands at.

    Its own data first, then the author's questions; nothing at other stages.
    """
    stage = stage or room.stage
    return _ASKED[stage](room) if stage in _ASKED else ()


def _what(room: Room) -> tuple[str, ...]:
    found = moments(room)
    moved = [moment for moment in found if moment.pattern is Pattern.MOVED]
    lines = [f"In “{moved[0].why.scene_title}” many moved. What was said?"] if moved else []
    return (*lines, *room.play.scenario.debrief.what, "What did you see that others missed?")


def _so_what(room: Room) -> tuple[str, ...]:
    found = costliest(moments(room))
    own = () if found is None else _about(found)
    return (*own, *room.play.scenario.debrief.so_what)


def _about(moment: Moment) -> tuple[str, ...]:
    title, asked = moment.why.scene_title, labels.CALLS[moment.why.call].lower()
    first = f"“{title}” asked for {asked}. Which line told us, or could have?"
    if moment.minority_right_if is None:
        return (first, f"Who in “{title}” saw it another way? Make their best case.")
    return (first, f"Some in “{title}” chose otherwise. When would they be right?")


def _now_what(room: Room) -> tuple[str, ...]:
    return (
        *room.play.scenario.debrief.now_what,
        "Write one line for yourself: when … happens, I will …",
        "Nobody has to share. Who wants to put a line on the wall, without a name?",
    )


_ASKED = {Stage.WHAT: _what, Stage.SO_WHAT: _so_what, Stage.NOW_WHAT: _now_what}
"""The stages of the debrief, and where their questions come from."""

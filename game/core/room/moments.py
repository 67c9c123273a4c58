"""What a room did in each scene, as data for its debrief and its record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from game.core.explanation import Explanation, explain
from game.core.room.state import Ballot, Question, Room
from game.core.room.tally import Pattern, held, pattern, tally


@frozen(kw_only=True)
class Moment:
    """
    One scene that the room answered.

    *calls* and *choices* are the ballots held, oldest first. *minority_text* is the
    option of the most people whose choice the room did not take, None when
    there were none, and *minority_right_if* when it would have been right. *settled*
    are the questions that the facilitator settled.
    """

    turn: int
    why: Explanation
    calls: tuple[Ballot, ...]
    choices: tuple[Ballot, ...]
    pattern: Pattern
    settled: frozenset[Question]
    minority_text: str | None
    minority_right_if: str | None


def moments(room: Room) -> tuple[Moment, ...]:
    """Every scene answered so far, in order."""
    return tuple(_moment(room, place) for place in range(len(room.play.turns)))


def costliest(found: Iterable[Moment]) -> Moment | None:
    """The one of *found* that served its moment least, the first of them; None of none."""
    return min(found, key=lambda moment: moment.why.score.total, default=None)


def _moment(room: Room, place: int) -> Moment:
    turn = room.play.turns[place]
    calls = held(room, place + 1, Question.CALL)
    choices = held(room, place + 1, Question.CHOICE)
    offered = room.play.scenario.scenes[turn.scene].choices
    minority = _minority(tally(room, choices[-1]), turn.choice)
    return Moment(
        turn=place + 1,
        why=explain(room.play, turn),
        calls=calls,
        choices=choices,
        pattern=pattern(room, choices),
        settled=_settled(room, place + 1),
        minority_text=None if minority is None else offered[minority].text,
        minority_right_if=None if minority is None else offered[minority].right_if,
    )


def _settled(room: Room, turn: int) -> frozenset[Question]:
    return frozenset(
        flow.ballot.question
        for flow in (*room.past, room.flow)
        if flow.decided is not None and flow.ballot is not None and flow.ballot.turn == turn
    )


def _minority(counts: Mapping[str, int], taken: str) -> str | None:
    others = {option: count for option, count in counts.items() if count and option != taken}
    return max(others, key=others.__getitem__, default=None)

"""How a room voted: counts, ties, movement, and the pattern in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum

from attrs import frozen

from game.room.state import OBSERVER, Ballot, Question, Room, Seat, options


MIN_GROUP = 4
"""A smaller group's votes are not told apart: it would name people."""


class Pattern(StrEnum):
    """What stands out in how a question was voted on."""

    SILENT = "silent"
    UNANIMOUS = "unanimous"
    MOVED = "moved"
    STUCK = "stuck"
    SPLIT = "split"
    LEANING = "leaning"


@frozen(kw_only=True)
class Move:
    """How many went from one option to another; None is no vote in that ballot."""

    before: str | None
    after: str | None
    people: int


def phones(room: Room, ballot: Ballot, seats: Collection[str] | None = None) -> Counter[str]:
    """Votes by phone for each option; of *seats* only, where given."""
    votes = room.votes.get(ballot.key, {})
    return Counter(option for seat, option in votes.items() if seats is None or seat in seats)


def tally(room: Room, ballot: Ballot) -> Mapping[str, int]:
    """Votes for each option of *ballot*, by phone and by hand, in the order shown."""
    counted = phones(room, ballot)
    by_hand = room.hands.get(ballot.key, {})
    return {option: counted[option] + by_hand.get(option, 0) for option in options(room, ballot)}


def voted(room: Room, ballot: Ballot) -> int:
    """How many votes *ballot* has."""
    return sum(tally(room, ballot).values())


def missing(room: Room) -> int:
    """How many of the room have not voted in its ballot; those taken away are not missed."""
    if room.ballot is None:
        return 0
    by_hand = sum(room.hands.get(room.ballot.key, {}).values())
    return len(silent(room)) + max(0, room.heads - by_hand)


def silent(room: Room) -> tuple[Seat, ...]:
    """The seats whose vote the room's ballot waits for; observers may vote, and are not missed."""
    return tuple(seat for seat in _without_vote(room) if seat.role != OBSERVER)


def expected(room: Room) -> int:
    """How many the room's question is put to: all but the observers who have not voted."""
    watching = _without_vote(room) if room.asked else ()
    return room.people - sum(seat.role == OBSERVER for seat in watching)


def _without_vote(room: Room) -> tuple[Seat, ...]:
    votes = room.votes.get(room.ballot.key, {}) if room.ballot else {}
    return tuple(seat for seat in room.here if room.ballot and seat.id not in votes)


def ahead(room: Room, ballot: Ballot) -> tuple[str, ...]:
    """The options with the most votes: one, or those that are tied."""
    counts = tally(room, ballot)
    maximum = max(counts.values())
    return tuple(option for option, count in counts.items() if count == maximum)


def decision(room: Room) -> str | None:
    """What the room decides on its question as things stand; None while it is tied."""
    if room.flow.decided is not None:
        return room.flow.decided
    if room.ballot is None:
        return None
    first, *tied = ahead(room, room.ballot)
    return None if tied else first


def ballots(room: Room) -> tuple[Ballot, ...]:
    """Every round that was held, oldest first."""
    flows = (*room.past, room.flow)
    return tuple(dict.fromkeys(flow.ballot for flow in flows if flow.ballot is not None))


def held(room: Room, turn: int, question: Question) -> tuple[Ballot, ...]:
    """The rounds that were held on *question* in the *turn*-th scene, oldest first."""
    return tuple(b for b in ballots(room) if (b.turn, b.question) == (turn, question))


def movement(room: Room, first: Ballot, last: Ballot) -> tuple[Move, ...]:
    """
    Who went where between two rounds, by phone; the matrix of both rounds.

    Votes by hand are counted and not followed, so they are not in it.
    """
    before, after = room.votes.get(first.key, {}), room.votes.get(last.key, {})
    pairs = Counter((before.get(seat), after.get(seat)) for seat in {**before, **after})
    order = {option: position for position, option in enumerate((*options(room, first), None))}
    return tuple(
        Move(before=was, after=now, people=people)
        for (was, now), people in sorted(
            pairs.items(), key=lambda pair: (order[pair[0][0]], order[pair[0][1]])
        )
    )


def groups(room: Room, ballot: Ballot, by: str) -> Mapping[str, Mapping[str, int]]:
    """
    Votes by ``role`` or ``table``, by the group's name and the option's id.

    Only groups that are large enough to hide in, cards in the order of the cast. Where
    fewer votes than that would be left over, the smallest group is kept back too: the
    difference would tell them.
    """
    votes = room.votes.get(ballot.key, {})
    members: dict[str, set[str]] = {name: set() for name in room.names.values()}
    for seat in sorted(room.seats.values(), key=lambda seat: seat.table):
        if seat.id in votes and (name := _group(room, seat, by)):
            members.setdefault(name, set()).add(seat.id)
    text = {name: seats for name, seats in members.items() if len(seats) >= MIN_GROUP}
    left = len(votes) - sum(map(len, text.values()))
    while text and 0 < left < MIN_GROUP:
        smallest = min(text, key=lambda name: len(text[name]))
        left += len(text.pop(smallest))
    return {
        name: {option: counted[option] for option in options(room, ballot)}
        for name, seats in text.items()
        for counted in [phones(room, ballot, seats)]
    }


def _group(room: Room, seat: Seat, by: str) -> str | None:
    """The name of the group that *seat* is in, if it is in one."""
    if by == "role":
        return room.names[seat.role] if seat.role else None
    return f"Table {seat.table}" if seat.table else None


def pattern(room: Room, rounds: tuple[Ballot, ...]) -> Pattern:
    """What stands out in *rounds* of one question, the last of which counts most."""
    last = rounds[-1]
    counts = sorted(tally(room, last).values(), reverse=True)
    total = sum(counts)
    if total == 0:
        return Pattern.SILENT
    if len(rounds) > 1:
        moves = [m for m in movement(room, rounds[0], last) if m.before and m.after]
        both = sum(move.people for move in moves)
        went = sum(move.people for move in moves if move.before != move.after)
        shift = _shift(room, rounds[0], last)
        if 5 * max(went, shift) >= max(both, total):
            return Pattern.MOVED
    if counts[0] == total:
        return Pattern.UNANIMOUS
    if len(rounds) > 1 and max(went, shift) == 0:
        return Pattern.STUCK
    if counts[0] - counts[1] <= total / 5:
        return Pattern.SPLIT
    return Pattern.LEANING


def _shift(room: Room, first: Ballot, last: Ballot) -> int:
    """At least how many must have moved, from the counts alone; for votes by hand."""
    before, after = tally(room, first), tally(room, last)
    return (
        sum(max(0, after[option] - before[option]) for option in after)
        if sum(before.values()) == sum(after.values())
        else 0
    )

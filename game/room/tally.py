"""Counts of votes, decisions, movement between rounds, and patterns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from attrs import frozen

from game.room.state import (
    OBSERVER,
    Ballot,
    Question,
    Room,
    Seat,
    answers,
    hands_counted,
    options,
    table_of,
    voter,
    votes_by_hand,
    votes_by_voter,
)


MIN_GROUP = 4
"""The smallest group whose votes are shown separately, so that nobody is identified."""


class Pattern(StrEnum):
    """The pattern in the rounds of one question."""

    SILENT = "silent"
    UNANIMOUS = "unanimous"
    MOVED = "moved"
    STUCK = "stuck"
    SPLIT = "split"
    LEANING = "leaning"


@frozen(kw_only=True)
class Move:
    """
    How many voters had *before* in the first round and *after* in the last.

    The two are equal if they stayed; None means no vote.
    """

    before: str | None
    after: str | None
    voters: int


@frozen(kw_only=True)
class Moved:
    """
    How many moved between two rounds, and of how many who voted in both, *by_phone* and *by_hand*.

    By hand at least so many moved. *hands* is whether anybody voted so in one of the rounds.
    """

    by_phone: tuple[int, int] = (0, 0)
    by_hand: tuple[int, int] = (0, 0)
    hands: bool = False

    @property
    def went(self) -> int:
        """How many moved, at least."""
        return self.by_phone[0] + self.by_hand[0]

    @property
    def of(self) -> int:
        """How many voted in both rounds."""
        return self.by_phone[1] + self.by_hand[1]


def phones(room: Room, ballot: Ballot, seats: Collection[str] | None = None) -> Counter[str]:
    """Return the votes by phone per option, only those of *seats* if given."""
    votes = votes_by_voter(room, ballot)
    return Counter(option for who, option in votes.items() if seats is None or who in seats)


def tally(room: Room, ballot: Ballot) -> Mapping[str, int]:
    """Return the votes per option of *ballot*, by phone and by hand, in the order shown."""
    counted = phones(room, ballot)
    by_hand = votes_by_hand(room, ballot)
    return {option: counted[option] + by_hand.get(option, 0) for option in options(room, ballot)}


def voted(room: Room, ballot: Ballot) -> int:
    """Return the number of votes that count in *ballot*."""
    return sum(tally(room, ballot).values())


def answered(room: Room, ballot: Ballot) -> int:
    """Return the number of people who answered in *ballot* itself, by phone and by hand."""
    return len(answers(room, ballot)) + sum(hands_counted(room, ballot).values())


def missing(room: Room) -> int:
    """Return how many of the voters here have not answered in the current ballot."""
    if room.ballot is None:
        return 0
    by_hand = sum(hands_counted(room, room.ballot).values())
    return len(silent(room)) + max(0, room.heads - by_hand)


def silent(room: Room) -> frozenset[str]:
    """Return the voters by phone without an answer in the current ballot, except observers."""
    if room.ballot is None:
        return frozenset()
    return _asked(room, room.ballot) - answers(room, room.ballot).keys()


def expected(room: Room) -> int:
    """
    Return the number of votes expected: one for each person, or for each table.

    Observers without a vote are left out, and those away who have voted are not.
    """
    if room.current_ballot is None:
        return room.people
    given = answers(room, room.current_ballot).keys() & {
        voter(room, room.current_ballot, seat.id) for seat in room.seated
    }
    return len(_asked(room, room.current_ballot) | given) + room.heads


def _asked(room: Room, ballot: Ballot) -> frozenset[str]:
    people = (seat.id for seat in room.present if seat.role != OBSERVER)
    return frozenset(voter(room, ballot, who) for who in people)


def by_table(room: Room, ballot: Ballot) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the tables that voted for each option, of those that have any."""
    votes = votes_by_voter(room, ballot)
    voted = sorted((table_of(who), option) for who, option in votes.items() if table_of(who))
    return {
        option: tuple(table for table, vote in voted if vote == option)
        for option in options(room, ballot)
        if any(vote == option for _, vote in voted)
    }


def at_tables(room: Room, ballot: Ballot) -> bool:
    """Return whether any table has a vote in *ballot*."""
    return any(room.tables.get(ballot.key, {}).values())


def leading_options(room: Room, ballot: Ballot) -> tuple[str, ...]:
    """Return the options with the most votes, several if they are tied."""
    counts = tally(room, ballot)
    maximum = max(counts.values())
    return tuple(option for option, count in counts.items() if count == maximum)


def decision(room: Room) -> str | None:
    """Return the option decided on for the current question; None if it is tied."""
    if room.flow.decided is not None:
        return room.flow.decided
    if room.ballot is None:
        return None
    first, *tied = leading_options(room, room.ballot)
    return None if tied else first


def ballots(room: Room) -> tuple[Ballot, ...]:
    """Return all ballots so far, oldest first."""
    flows = (*room.past, room.flow)
    return tuple(dict.fromkeys(flow.ballot for flow in flows if flow.ballot is not None))


def ballots_on(room: Room, turn: int, question: Question) -> tuple[Ballot, ...]:
    """Return the ballots on *question* in the *turn*-th scene (from 1), oldest first."""
    return tuple(b for b in ballots(room) if (b.turn, b.question) == (turn, question))


def movement(room: Room, first: Ballot, last: Ballot) -> tuple[Move, ...]:
    """
    Return the transition counts between two rounds, for votes by phone.

    Votes by hand are anonymous and therefore left out.
    """
    before, after = votes_by_voter(room, first), votes_by_voter(room, last)
    pairs = Counter((before.get(who), after.get(who)) for who in {**before, **after})
    order = {option: position for position, option in enumerate((*options(room, first), None))}
    return tuple(
        Move(before=was, after=now, voters=voters)
        for (was, now), voters in sorted(
            pairs.items(), key=lambda pair: (order[pair[0][0]], order[pair[0][1]])
        )
    )


def groups(room: Room, ballot: Ballot, by: str) -> Mapping[str, Mapping[str, int]]:
    """
    Return votes by group name and option id; *by* is ``role`` or ``table``.

    Groups smaller than ``MIN_GROUP`` are left out. If the votes outside of all groups
    shown are fewer than that, the smallest group is left out too, since the difference
    to the total would reveal them. There are none if the tables voted.
    """
    if ballot.by_table:
        return {}
    votes = votes_by_voter(room, ballot)
    members: dict[str, set[str]] = {name: set() for name in room.names.values()}
    for seat in sorted(room.seats.values(), key=lambda seat: seat.table):
        if seat.id in votes and (name := _group(room, seat, by)):
            members.setdefault(name, set()).add(seat.id)
    shown = {name: seats for name, seats in members.items() if len(seats) >= MIN_GROUP}
    left = len(votes) - sum(map(len, shown.values()))
    while shown and 0 < left < MIN_GROUP:
        smallest = min(shown, key=lambda name: len(shown[name]))
        left += len(shown.pop(smallest))
    return {
        name: {option: counted[option] for option in options(room, ballot)}
        for name, seats in shown.items()
        for counted in [phones(room, ballot, seats)]
    }


def _group(room: Room, seat: Seat, by: str) -> str | None:
    """Return the name of the group of *seat*; None without a group."""
    if by == "role":
        return room.names[seat.role] if seat.role else None
    return f"Table {seat.table}" if seat.table else None


def pattern(room: Room, rounds: tuple[Ballot, ...]) -> Pattern:
    """Return the pattern in *rounds* of one question, mainly of the last."""
    last = rounds[-1]
    counts = sorted(tally(room, last).values(), reverse=True)
    total = sum(counts)
    if total == 0:
        return Pattern.SILENT
    change = moved(room, rounds)
    if 3 * change.went > change.of:
        return Pattern.MOVED
    if counts[0] == total:
        return Pattern.UNANIMOUS
    if change.of and not change.went and not change.hands:  # equal counts do not show it
        return Pattern.STUCK
    if counts[0] - counts[1] <= total / 5:
        return Pattern.SPLIT
    return Pattern.LEANING


def moved(room: Room, rounds: tuple[Ballot, ...]) -> Moved:
    """
    Return how many people moved from the first to the last of *rounds*, and of how many.

    These are those who voted in both. Votes by hand cannot be followed: of them, at least as
    many moved as the counts show, if equally many voted in both.
    """
    if len(rounds) < 2:
        return Moved()
    first, last = rounds[0], rounds[-1]
    before, after = votes_by_hand(room, first), votes_by_hand(room, last)
    totals = sum(before.values()), sum(after.values())
    went, of = 0, min(totals) if hands_counted(room, last) else 0
    if totals[0] == totals[1]:
        went = sum(max(0, after[option] - before.get(option, 0)) for option in after)
    return Moved(
        by_phone=moved_by_phone(movement(room, first, last)),
        by_hand=(went, of),
        hands=any(totals),
    )


def moved_by_phone(moves: Iterable[Move]) -> tuple[int, int]:
    """Return how many of those who voted by phone in both rounds moved, and how many these are."""
    both = [move for move in moves if move.before is not None and move.after is not None]
    went = sum(move.voters for move in both if move.before != move.after)
    return went, sum(move.voters for move in both)

"""
The state of a room: playthrough, seats, ballots and votes.

Votes are stored by ballot and seat, separate from the flow of the session, so that undo
loses none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import evolve, field, frozen

from game.core.campaign import CampaignState
from game.core.enums import Call
from game.core.failure import Failure
from game.core.playthrough import Playthrough, shuffled_choices, start
from game.core.scenario import Scenario


EDITION = 6
"""
The edition of the rules that new rooms play by.

In rooms of the first, a second vote starts empty; since the second it starts from the first.
Since the third, lines for the projector wait for the facilitator unless a setting says otherwise,
and a role card is closed: it can be read once it can no longer be changed. Since the fourth, a room
that pauses does not go on. Since the fifth, hands that were counted in a first vote are no answer
to the second, and no clock is started in a pause. Since the sixth, a vote that opens again is
without those of removed seats, who comes back without a role card gets one like a new seat, who
begins to watch votes alone at once, and a practice is not settled in a pause.
"""
OBSERVER = "observer"
"""The role of participants without a character; always available."""


class Stage(StrEnum):
    """The stage of a session."""

    LOBBY = "lobby"
    LETTER = "letter"
    READ = "read"
    VOTE = "vote"
    TALK = "talk"
    REVEAL = "reveal"
    OUTCOME = "outcome"
    WHY = "why"
    ENDING = "ending"
    WHAT = "what"
    SO_WHAT = "so-what"
    NOW_WHAT = "now-what"
    OVER = "over"
    ENDED = "ended"


FINISHED = frozenset({Stage.OVER, Stage.ENDED})
"""The stages at which the scenario is over."""


class Question(StrEnum):
    """The subject of a vote."""

    CALL = "call"
    CHOICE = "choice"


@frozen
class Ballot:
    """
    A round of voting on *question* in *scene*; *turn* and *number* count from 1.

    With *by_table*, the people at a table have one vote.
    """

    turn: int
    scene: str
    question: Question
    number: int
    by_table: bool = False

    @property
    def key(self) -> str:
        """The ballot as text, for storage and messages."""
        voters = ".tables" if self.by_table else ""
        return f"{self.turn}.{self.scene}.{self.question.value}.{self.number}{voters}"


@frozen(kw_only=True)
class Seat:
    """
    A participant: display *name*, *role* (None before dealing), *table* (0 for none).

    Nobody waits for a seat that is *away*, since its phone is gone.
    """

    id: str
    name: str
    role: str | None = None
    table: int = 0
    removed: bool = False
    away: bool = False


class PuzzleState(StrEnum):
    """Where a question of a seat has come to; the text of a removed one is gone."""

    OPEN = "open"
    ANSWERED = "answered"
    REMOVED = "removed"


@frozen(kw_only=True)
class Puzzle:
    """What puzzles a *seat*; *votes* are the seats that would ask the same."""

    seat: str
    text: str
    votes: frozenset[str] = frozenset()
    state: PuzzleState = PuzzleState.OPEN


@frozen(kw_only=True)
class Posting:
    """
    The place of a room's scenario in a *campaign*: *number* of so many, from 1.

    *campaign* is its id or path, *practices* are the ids of those to choose from.
    """

    campaign: str
    number: int
    of: int
    practices: tuple[str, ...] = ()


@frozen(kw_only=True)
class Flow:
    """
    The part of the state that the facilitator moves and undo restores.

    *ballot* is the open ballot, or the last one. *decided* is the option with which the
    facilitator settled the question.
    """

    play: Playthrough
    stage: Stage = Stage.LOBBY
    ballot: Ballot | None = None
    decided: str | None = None


@frozen(kw_only=True)
class Room:
    """
    The complete state of a room; *heads* is the number of people without a phone.

    *votes* are by ballot key and voter, *hands* by ballot key and option. *past* holds
    the flows for undo, *shared* the lines for the projector by seat, *shown* the seats whose
    line is on it, *taken_down* those whose line was removed; *hold_lines* is whether new ones
    wait for the facilitator. *reopened* are the keys of reopened ballots. *rounds* is the number
    of rounds for a choice, *show_first* whether results of the first round are shown.
    *table_votes* is whether the next question gives each table one vote, *tables* the table that
    each seat votes with, by the keys of such ballots. *timer* is in seconds of the epoch, 0
    without a clock; *clock_left* are the seconds on the clock of a room that pauses. *edition* is
    that of the rules.
    *follows* is whether the people came from another room of the same evening, *left* the seats
    whose phones were gone before this one began and that did nothing since. *puzzles* are
    numbered from 1 in the order asked; *puzzle_shown* is the one on the projector, 0 for none.
    *posting* is its place in a campaign, None outside of one; *campaign* is the state of that
    before this room, which only the pages read.
    """

    flow: Flow
    seats: Mapping[str, Seat] = field(factory=dict)
    heads: int = 0
    votes: Mapping[str, Mapping[str, str]] = field(factory=dict)
    hands: Mapping[str, Mapping[str, int]] = field(factory=dict)
    past: tuple[Flow, ...] = ()
    shared: Mapping[str, str] = field(factory=dict)
    shown: frozenset[str] = frozenset()
    taken_down: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()
    puzzles: tuple[Puzzle, ...] = ()
    puzzle_shown: int = 0
    rounds: int = 2
    show_first: bool = False
    table_votes: bool = False
    tables: Mapping[str, Mapping[str, int]] = field(factory=dict)
    hold_lines: bool = True
    paused: bool = False
    locked: bool = False
    dealt: bool = False
    timer: float = 0
    clock_left: float = 0
    edition: int = EDITION
    follows: bool = False
    left: frozenset[str] = frozenset()
    posting: Posting | None = None
    campaign: CampaignState | None = field(default=None, eq=False)

    @property
    def play(self) -> Playthrough:
        """The playthrough."""
        return self.flow.play

    @property
    def stage(self) -> Stage:
        """The current stage."""
        return self.flow.stage

    @property
    def begun(self) -> bool:
        """Whether its scenario was begun; the evening may end in the lobby of one that was not."""
        at = self.past[-1] if self.stage is Stage.ENDED and self.past else self.flow
        return at.stage is not Stage.LOBBY

    @property
    def ballot(self) -> Ballot | None:
        """The open ballot, or the last one."""
        return self.flow.ballot

    @property
    def current_ballot(self) -> Ballot | None:
        """The ballot of the current question during vote, talk and reveal; else None."""
        return self.ballot if self.stage in (Stage.VOTE, Stage.TALK, Stage.REVEAL) else None

    @property
    def has_next_posting(self) -> bool:
        """Whether its campaign goes on after this scenario."""
        return self.posting is not None and self.posting.number < self.posting.of

    @property
    def open_ballot(self) -> Ballot | None:
        """The ballot that accepts votes; None while paused."""
        return self.ballot if self.stage is Stage.VOTE and not self.paused else None

    @property
    def seated(self) -> tuple[Seat, ...]:
        """The seats that are not removed, whose votes count."""
        return tuple(seat for seat in self.seats.values() if not seat.removed)

    @property
    def present(self) -> tuple[Seat, ...]:
        """The seats that are neither removed nor away."""
        return tuple(seat for seat in self.seated if not seat.away)

    @property
    def away(self) -> tuple[Seat, ...]:
        """The seats whose phones are gone."""
        return tuple(seat for seat in self.seated if seat.away)

    @property
    def took_part(self) -> tuple[Seat, ...]:
        """The seats of the people who were here, also of those whose phones are gone now."""
        return tuple(seat for seat in self.seated if seat.id not in self.left or not seat.away)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines on the projector."""
        return self._lines(shown=True)

    @property
    def held(self) -> tuple[str, ...]:
        """The lines that wait for the facilitator, the one that waits longest first."""
        return self._lines(shown=False)

    def _lines(self, *, shown: bool) -> tuple[str, ...]:
        return tuple(text for seat, text in self.shared.items() if (seat in self.shown) is shown)

    @property
    def people(self) -> int:
        """The number of people who are here, by phone and by hand."""
        return len(self.present) + self.heads

    @property
    def names(self) -> Mapping[str, str]:
        """The names of all roles by id; the observer is last."""
        cast = self.play.scenario.cast
        return {**{who: person.name for who, person in cast.items()}, OBSERVER: "Observer"}


def new_room(scenario: Scenario, seed: int, edition: int = EDITION) -> Room:
    """Return a new room; *seed* determines the order of choices and generated names."""
    flow = Flow(play=start(scenario, seed))
    return Room(flow=flow, edition=edition, hold_lines=holds_lines(edition))


def holds_lines(edition: int) -> bool:
    """Return whether lines wait for the facilitator in a new room of *edition*."""
    return edition >= 3


def role_stays(room: Room, seat: Seat) -> bool:
    """Return whether *seat* keeps its role, but for watching: since the deal or the first scene."""
    begun = room.dealt or room.stage is not Stage.LOBBY
    return room.edition >= 3 and seat.role is not None and begun


def roles_for(room: Room, seat: Seat) -> tuple[str, ...]:
    """Return the roles that *seat* may take now, its own included."""
    if role_stays(room, seat):
        return tuple(role for role in room.names if role in (seat.role, OBSERVER))
    return tuple(room.names)


def scarcest(cast: Iterable[str], seats: Iterable[Seat]) -> str:
    """Return the character of *cast* that the fewest of *seats* here have, the first of equals."""
    have = [seat.role for seat in seats if not (seat.removed or seat.away)]
    return min(cast, key=have.count)


def sitting(room: Room, seat_id: str) -> Seat | Failure:
    """Return the seat that acts, or why it may not."""
    seat = room.seats.get(seat_id)
    if seat is None:
        return Failure(code="no-seat", message="Join the room first.")
    if seat.removed:
        return Failure(code="removed", message="This seat was taken away by the facilitator.")
    return seat


def earlier_round(room: Room, ballot: Ballot) -> Ballot | None:
    """Return the round whose votes *ballot* starts from; None if it starts empty."""
    if ballot.number == 1 or room.edition < 2:
        return None
    return evolve(ballot, number=ballot.number - 1)


def voting_table(room: Room, ballot: Ballot, seat_id: str) -> int:
    """Return the table whose vote in *ballot* is that of the seat; 0 if it votes for itself."""
    return room.tables.get(ballot.key, {}).get(seat_id, 0) if ballot.by_table else 0


def voter(room: Room, ballot: Ballot, seat_id: str) -> str:
    """Return the id that votes for the seat in *ballot*: that of its table, or its own."""
    table = voting_table(room, ballot, seat_id)
    return f"{_TABLE}{table}" if table else seat_id


_TABLE = "table-"


def table_of(voter: str) -> int:
    """Return the number of the table that is *voter*; 0 for a seat."""
    return int(voter.removeprefix(_TABLE)) if voter.startswith(_TABLE) else 0


def with_tables(room: Room, ballot: Ballot) -> Room:
    """
    Return *room* with the tables at which its people sit now as those that vote in *ballot*.

    With the first vote this is settled for all rounds, whoever moves. Observers vote alone.
    """
    if not ballot.by_table:
        return room
    earlier = earlier_round(room, ballot)
    now = {seat.id: 0 if seat.role == OBSERVER else seat.table for seat in room.seats.values()}
    known = {} if earlier is None else room.tables.get(earlier.key, {})
    already = room.tables.get(ballot.key, {}) if answers(room, ballot) else {}
    return evolve(room, tables={**room.tables, ballot.key: {**now, **known, **already}})


def answers(room: Room, ballot: Ballot) -> Mapping[str, str]:
    """Return the votes by voter that were sent in *ballot* itself."""
    return room.votes.get(ballot.key, {})


def votes_by_voter(room: Room, ballot: Ballot) -> Mapping[str, str]:
    """Return the votes by voter that count in *ballot*: no answer keeps the vote before."""
    earlier = earlier_round(room, ballot)
    own = answers(room, ballot)
    return own if earlier is None else {**votes_by_voter(room, earlier), **own}


def vote_of(room: Room, ballot: Ballot, seat: Seat) -> str | None:
    """Return the option that counts for *seat* in *ballot*, which may be that of its table."""
    who = voter(room, ballot, seat.id)
    round_: Ballot | None = ballot
    while round_ is not None:
        if (option := answers(room, round_).get(who)) is not None:
            return option
        round_ = earlier_round(room, round_)
    return None


def votes_by_hand(room: Room, ballot: Ballot) -> Mapping[str, int]:
    """Return the votes by hand that count in *ballot*, by option."""
    own, earlier = room.hands.get(ballot.key), earlier_round(room, ballot)
    if own is None and earlier is not None:
        return votes_by_hand(room, earlier)
    return own or {}


def hands_counted(room: Room, ballot: Ballot) -> Mapping[str, int]:
    """Return the votes by hand that answer *ballot*, by option."""
    return votes_by_hand(room, ballot) if room.edition < 5 else room.hands.get(ballot.key, {})


def options(room: Room, ballot: Ballot) -> tuple[str, ...]:
    """Return the ids of the options of *ballot*, in the order shown."""
    if ballot.question is Question.CALL:
        return tuple(call.value for call in Call)
    scene = room.play.scenario.scenes[ballot.scene]
    return tuple(choice.id for choice in shuffled_choices(room.play, scene))

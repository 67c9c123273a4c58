"""
A room as it stands: the story so far, who sits in it, and every vote.

Votes are kept by ballot and seat, apart from the *flow* of the session, so that
the host can go back and forth and no vote is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from game.core.enums import Call
from game.core.playthrough import Playthrough, shuffled_choices, start
from game.core.scenario import Scenario


OBSERVER = "observer"
"""The role of those who watch the room and play nobody; it is always offered."""


class Stage(StrEnum):
    """Where a room stands."""

    LOBBY = "lobby"
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


class Question(StrEnum):
    """What is voted on."""

    CALL = "call"
    CHOICE = "choice"


@frozen
class Ballot:
    """One vote: the *number*-th, from 1, on a *question* in the *turn*-th scene, from 1."""

    turn: int
    scene: str
    question: Question
    number: int

    @property
    def key(self) -> str:
        """The ballot as a text, for saving and sending."""
        return f"{self.turn}.{self.scene}.{self.question.value}.{self.number}"


@frozen(kw_only=True)
class Seat:
    """Someone in the room: the *name* shown, a *role* card (None is not dealt), a *table*."""

    id: str
    name: str
    role: str | None = None
    table: int = 0
    removed: bool = False


@frozen(kw_only=True)
class Flow:
    """
    What the host moves: the story, the stage, and the ballot that is open or was last.

    *decided* is the option the host settled the open question with.
    """

    play: Playthrough
    stage: Stage = Stage.LOBBY
    ballot: Ballot | None = None
    decided: str | None = None


@frozen(kw_only=True)
class Room:
    """
    A room over *flow.play*, decided by *seats* and by *heads* people without a phone.

    *votes* are by ballot key and seat, *hands* by ballot key and option. *past* has
    the flows that undo goes back to, *shared* the lines put on the wall by seat,
    *taken_down* the seats whose line the host took off it, and *reopened* the keys of
    rounds that were opened again.
    """

    flow: Flow
    seats: Mapping[str, Seat] = field(factory=dict)
    heads: int = 0
    votes: Mapping[str, Mapping[str, str]] = field(factory=dict)
    hands: Mapping[str, Mapping[str, int]] = field(factory=dict)
    past: tuple[Flow, ...] = ()
    shared: Mapping[str, str] = field(factory=dict)
    taken_down: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()
    rounds: int = 2
    show_first: bool = False
    paused: bool = False
    locked: bool = False
    dealt: bool = False
    timer: float = 0

    @property
    def play(self) -> Playthrough:
        """The story so far."""
        return self.flow.play

    @property
    def stage(self) -> Stage:
        """Where the room stands."""
        return self.flow.stage

    @property
    def ballot(self) -> Ballot | None:
        """The ballot that is open, or was last."""
        return self.flow.ballot

    @property
    def asked(self) -> Ballot | None:
        """The ballot of the question at hand: voted on, talked over, or at its reveal."""
        return self.ballot if self.stage in (Stage.VOTE, Stage.TALK, Stage.REVEAL) else None

    @property
    def open_ballot(self) -> Ballot | None:
        """The ballot that takes votes now."""
        return self.ballot if self.stage is Stage.VOTE and not self.paused else None

    @property
    def here(self) -> tuple[Seat, ...]:
        """The seats that have not been taken away."""
        return tuple(seat for seat in self.seats.values() if not seat.removed)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines put on the wall; those of a seat that was taken away go with it."""
        return tuple(text for seat, text in self.shared.items() if not self.seats[seat].removed)

    @property
    def people(self) -> int:
        """How many can vote, by phone and by hand."""
        return len(self.here) + self.heads

    @property
    def names(self) -> Mapping[str, str]:
        """The roles there are cards for, by id; the observer's comes last."""
        cast = self.play.scenario.cast
        return {**{who: person.name for who, person in cast.items()}, OBSERVER: "Observer"}


def opened(scenario: Scenario, seed: int) -> Room:
    """A new room on *scenario*; *seed* orders the choices and makes up names."""
    return Room(flow=Flow(play=start(scenario, seed)))


def options(room: Room, ballot: Ballot) -> tuple[str, ...]:
    """What can be voted for in *ballot*, in the order shown."""
    if ballot.question is Question.CALL:
        return tuple(call.value for call in Call)
    scene = room.play.scenario.scenes[ballot.scene]
    return tuple(choice.id for choice in shuffled_choices(room.play, scene))

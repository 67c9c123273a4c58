"""The facilitator's view of a room as one typed message for a console."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from game.room.discussion import Step
from game.room.puzzles import OpenPuzzle
from game.room.state import Stage
from game.room.tally import Pattern
from game.room.views import Control


@frozen(kw_only=True)
class ConsoleOption:
    """An option of a vote; *count* is None if it is not available."""

    id: str
    letter: str
    text: str
    count: int | None = None


@frozen(kw_only=True)
class ConsoleSeat:
    """A seat, to remove or restore."""

    id: str
    name: str
    table: int
    removed: bool
    away: bool = False

    @property
    def state(self) -> str:
        """Why nobody waits for the seat, in words; empty if somebody does."""
        if self.removed:
            return "taken away"
        return "phone gone" if self.away else ""


@frozen(kw_only=True)
class Ticket:
    """
    A ticket for one more console.

    It has a *message* on its use, which ends before the *command* for a terminal, and a QR code
    by rows of 0 and 1.
    """

    message: str
    command: str
    qr: tuple[str, ...]


@frozen(kw_only=True)
class ConsoleView:
    """
    The content of a console; field names are the keys of the message.

    *options* include the counts of the open ballot, *roster* all seats. *silent* of the
    *missing* votes are by phone. *by_role* and *by_table* are votes by group name and
    letter, once results are shown. *timer* is in seconds of the epoch, 0 without a clock.
    *connected* counts phones, *errors* the entries in the server's log, *wrong_codes* failed
    joins; *crowded* is the number of seats of an address that has reached its limit.
    *trouble* is why the journal lags behind. *report* are sentences on whether phones get in.
    *ask* are the author's questions on the scene that fit now, *later* those that would still
    give the key away.
    *held* are the lines that wait for the facilitator, *puzzles* the open questions from phones,
    *answered* those that were answered;
    *puzzle* is the number of the one on the projector, 0 for none. *reach* is how far the
    projector can be read. *text* are the paragraphs on the projector, without the *task* for people
    beside a vote or a talk; *ideas* are the ids of those behind an explanation on it. *join* is how
    people come in by phone. *paired* counts the tickets used since the room was opened.
    """

    stage: Stage
    title: str
    scene: str | None = None
    number: int = 0
    of: int | None = None
    question: str | None = None
    ballot: str | None = None
    round: int = 0
    rounds: int = 0
    options: tuple[ConsoleOption, ...] = ()
    voted: int = 0
    people: int = 0
    seats: int = 0
    heads: int = 0
    missing: int = 0
    kept: bool = False
    silent: int = 0
    by_role: Mapping[str, Mapping[str, int]] = field(factory=dict)
    by_table: Mapping[str, Mapping[str, int]] = field(factory=dict)
    plans: Mapping[int, tuple[Step, ...]] = field(factory=dict)
    decided: str | None = None
    moves: tuple[str, ...] = ()
    tied: bool = False
    pattern: Pattern | None = None
    next_question: str | None = None
    prompts: tuple[str, ...] = ()
    notes: str | None = None
    ask: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    key: str | None = None
    best: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    puzzles: tuple[OpenPuzzle, ...] = ()
    answered: tuple[OpenPuzzle, ...] = ()
    puzzle: int = 0
    permitted: tuple[Control, ...] = ()
    paused: bool = False
    locked: bool = False
    show_first: bool = False
    table_votes: bool = False
    hold_lines: bool = False
    timer: float = 0
    roster: tuple[ConsoleSeat, ...] = ()
    connected: int = 0
    absent: int = 0
    errors: int = 0
    wrong_codes: int = 0
    crowded: int = 0
    trouble: str | None = None
    report: tuple[str, ...] = ()
    reach: str | None = None
    text: tuple[str, ...] = ()
    task: str | None = None
    ideas: tuple[str, ...] = ()
    join: str | None = None
    paired: int = 0

    @property
    def here(self) -> int:
        """The number of people who are here, by phone and by hand."""
        return self.seats + self.heads

    @property
    def questions(self) -> tuple[str, ...]:
        """What to ask now."""
        return tuple(filter(None, (self.next_question, *self.ask, *self.prompts)))

    @property
    def complete(self) -> bool:
        """Whether a vote is open in which somebody has voted, and nobody is missing."""
        return self.stage is Stage.VOTE and self.voted > 0 and not self.missing

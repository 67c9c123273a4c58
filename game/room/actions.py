"""Actions of participants, of the facilitator and of the server in a room."""

from __future__ import annotations

from attrs import frozen

from game.room.state import Posting, Seat


MAX_PUZZLE = 120
"""The longest question that a seat may ask, in characters."""
MAX_LINE = 160
"""The longest line that a seat may share, in characters."""


@frozen
class Join:
    """Take a seat or return to it; an empty *name* is generated, *table* 0 means none."""

    seat: str
    name: str = ""
    table: int = 0


@frozen
class TakeRole:
    """Take a *role*: the id of a character, or ``observer``."""

    seat: str
    role: str


@frozen
class Vote:
    """Vote for *option* in the ballot with the key *ballot*; a later vote replaces it."""

    seat: str
    ballot: str
    option: str


@frozen
class Share:
    """Offer one line for the projector at the debrief; an empty *text* removes it."""

    seat: str
    text: str


@frozen
class AskPuzzle:
    """Ask what puzzles the seat; an empty *text* takes its last question back."""

    seat: str
    text: str


@frozen
class Upvote:
    """Vote for the open question with the number *puzzle*, or take the vote back."""

    seat: str
    puzzle: int
    on: bool = True


@frozen
class Deal:
    """Deal a role to every seat that is here and has none."""


@frozen
class Heads:
    """Set the number of people who vote without a phone."""

    count: int


@frozen
class Hands:
    """
    Set the votes by hand in the ballot with the key *ballot*, one count per option in order.

    If the last count is missing, it is the rest of the people without a phone.
    """

    ballot: str
    counts: tuple[int, ...]


@frozen
class GoOn:
    """Advance to the next stage; *anyway* even if votes are missing."""

    anyway: bool = False


@frozen
class Talk:
    """Start a talk before another round on the same question."""

    anyway: bool = False


@frozen
class Reveal:
    """Show the result without another round."""

    anyway: bool = False


@frozen
class Decide:
    """Settle the current question with *option*, to break a tie or skip a vote."""

    option: str


@frozen
class Reopen:
    """Reopen the last ballot; its votes are kept."""


@frozen
class Undo:
    """Undo the facilitator's last step; votes and seats are kept."""


@frozen
class Pause:
    """Pause or resume voting *at* so many seconds of the epoch; the clock stops meanwhile."""

    on: bool
    at: float = 0.0


@frozen
class Lock:
    """Lock or unlock the room for new participants; seated ones can always return."""

    on: bool


@frozen
class Remove:
    """Remove a seat, or restore it."""

    seat: str
    on: bool = True


@frozen
class TakeDown:
    """Remove the line *text*, on the projector or waiting, whoever shared it."""

    text: str


@frozen
class ShowLines:
    """Put the lines *texts*, which wait for the facilitator, on the projector."""

    texts: tuple[str, ...]


@frozen
class HoldLines:
    """Let new lines wait for the facilitator, or put them on the projector at once."""

    on: bool


@frozen
class ShowPuzzle:
    """Put the question with the number *puzzle* on the projector; 0 takes it off."""

    puzzle: int


@frozen
class ClosePuzzle:
    """Mark the question with the number *puzzle* as *answered*, or take it away."""

    puzzle: int
    answered: bool


@frozen
class Rounds:
    """Set the number of rounds for a choice before its reveal."""

    count: int


@frozen
class ShowFirst:
    """Show the result of every round, or only that of the reveal."""

    on: bool


@frozen
class TableVotes:
    """Give each table one vote from the next question on, or each person again."""

    on: bool


@frozen
class Timer:
    """Show a clock on the projector until *until* (seconds of the epoch); 0 stops it."""

    until: float


@frozen
class Edition:
    """Play by the rules of edition *number*; only before anything else."""

    number: int


@frozen
class End:
    """End the evening after a scenario that is over, before the next one begins."""


@frozen(kw_only=True)
class CarryOver:
    """Begin with the people and settings of the room before; only before anything else."""

    seats: tuple[Seat, ...]
    heads: int = 0
    rounds: int = 2
    show_first: bool = False
    table_votes: bool = False
    locked: bool = False
    dealt: bool = False
    hold_lines: bool = False


@frozen
class Post:
    """Play the scenario as a *posting* of a campaign; only before anything else."""

    posting: Posting


@frozen
class Away:
    """Stop waiting for *seats*, whose phones are gone, or wait for them again."""

    seats: tuple[str, ...]
    on: bool = True


SeatAction = Join | TakeRole | Vote | Share | AskPuzzle | Upvote
FacilitatorAction = (
    Deal
    | Heads
    | Hands
    | GoOn
    | Talk
    | Reveal
    | Decide
    | Reopen
    | Undo
    | Pause
    | Lock
    | Remove
    | TakeDown
    | ShowLines
    | HoldLines
    | ShowPuzzle
    | ClosePuzzle
    | Rounds
    | ShowFirst
    | TableVotes
    | Timer
    | End
)
ServerAction = Edition | Away | CarryOver | Post
RoomAction = SeatAction | FacilitatorAction | ServerAction


def permitted(action: RoomAction, seat: str | None) -> bool:
    """Return whether *seat* (None for the facilitator) is permitted to send *action*."""
    if seat is None:
        return isinstance(action, FacilitatorAction)
    return isinstance(action, SeatAction) and action.seat == seat

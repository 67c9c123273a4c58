"""Actions in a room."""

from __future__ import annotations

from attrs import frozen


MAX_TEXT = 160
"""The longest text that a seat may share, in characters."""


@frozen
class Join:
    """Take a seat, or come back to it; an empty *name* gets one made up. *table* 0 is none."""

    seat: str
    name: str = ""
    table: int = 0


@frozen
class TakeRole:
    """Take a *role* card: someone of the cast, or ``observer``."""

    seat: str
    role: str


@frozen
class Vote:
    """Vote for *option* in the ballot with that key; a later vote takes the place of this one."""

    seat: str
    ballot: str
    option: str


@frozen
class Share:
    """Put one line on the wall at the debrief; an empty *text* takes it back."""

    seat: str
    text: str


@frozen
class Deal:
    """Deal a role card to everyone who has none."""


@frozen
class Heads:
    """Say how many people vote without a phone."""

    count: int


@frozen
class Hands:
    """
    The votes by hand in the ballot with that key, as counted for each option in order.

    When one is left out at the end, it gets those who are left.
    """

    ballot: str
    counts: tuple[int, ...]


@frozen
class GoOn:
    """What comes next by itself; *anyway* when not everyone has voted."""

    anyway: bool = False


@frozen
class Talk:
    """Talk before the open question is voted on once more."""

    anyway: bool = False


@frozen
class Reveal:
    """Show how the room voted, without a further round."""

    anyway: bool = False


@frozen
class Decide:
    """Break a tie, or skip a vote: the host settles the open question with *option*."""

    option: str


@frozen
class Reopen:
    """Open the last round again; the votes it has stay."""


@frozen
class Undo:
    """Take the host's last step back; votes and seats stay as they are."""


@frozen
class Pause:
    """Hold all votes, or go on."""

    on: bool


@frozen
class Lock:
    """Let nobody new in, or let people in again; those with a seat always return."""

    on: bool


@frozen
class Remove:
    """Take a seat away, or give it back."""

    seat: str
    on: bool = True


@frozen
class TakeDown:
    """Take the line with that *text* off the wall, without asking whose it is."""

    text: str


@frozen
class Rounds:
    """How many rounds a choice is voted on before it is revealed."""

    count: int


@frozen
class ShowFirst:
    """Show the result of every round when it closes, or only at the reveal."""

    on: bool


@frozen
class Timer:
    """A gentle clock on the wall until *until* (seconds of the epoch); 0 stops it."""

    until: float


SeatAction = Join | TakeRole | Vote | Share
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
    | Rounds
    | ShowFirst
    | Timer
)
RoomAction = SeatAction | FacilitatorAction


def permitted(act: RoomAction, seat: str | None) -> bool:
    """Whether *act* may come from *seat*; the host, who is None, may do what is no seat's."""
    if seat is None:
        return isinstance(act, FacilitatorAction)
    return isinstance(act, SeatAction) and act.seat == seat

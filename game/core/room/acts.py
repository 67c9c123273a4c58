"""
What can be done in a room, and the plain data it is saved and sent as.

Acts of a seat are done by the person who sits there; all others are the host's.
``step`` does not ask who acts: ``permitted`` does, once, where an act comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from attrs import asdict, fields, frozen


TEXT_MOST = 160
"""The longest text that a seat may share, in characters."""
NUMBER_MOST = 1e12
"""The largest number that is read: no clock shows infinity, nor what is no number."""


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


SeatAct = Join | TakeRole | Vote | Share
HostAct = (
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
Act = SeatAct | HostAct

_KINDS: Mapping[str, type[Act]] = {kind.__name__: kind for kind in get_args(Act)}


def permitted(act: Act, seat: str | None) -> bool:
    """Whether *act* may come from *seat*; the host, who is None, may do what is no seat's."""
    if seat is None:
        return isinstance(act, HostAct)
    return isinstance(act, SeatAct) and act.seat == seat


def to_data(act: Act) -> dict[str, Any]:
    """*act* as a flat mapping, fit for JSON."""
    return {"do": type(act).__name__, **asdict(act)}


def from_data(data: object) -> Act | None:
    """The act that *data* stands for; None when it stands for none this version knows."""
    if not isinstance(data, Mapping) or not isinstance(data.get("do"), str):
        return None
    kind = _KINDS.get(data["do"])
    if kind is None:
        return None
    given: dict[str, Any] = {}
    for attribute in fields(kind):
        if attribute.name not in data:
            continue
        value = _READ[attribute.type](data[attribute.name])
        if value is None:
            return None
        given[attribute.name] = value
    try:
        return kind(**given)
    except TypeError:
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: object) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return value if abs(value) <= NUMBER_MOST else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _counts(value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list | tuple) or any(_whole(each) is None for each in value):
        return None
    return tuple(value)


_READ: Mapping[Any, Any] = {
    "str": _text,
    "int": _whole,
    "float": _number,
    "bool": _flag,
    "tuple[int, ...]": _counts,
}

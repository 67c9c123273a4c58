"""The strip on top of the wall: code, address, clock and count, three rows high."""

from __future__ import annotations

from typing import Protocol

from textual.content import Content
from textual.widget import Widget

from game.room import messages
from game.room.state import Stage
from game.room.views import Wall
from game.tui.literal import lines, literal
from game.tui.widgets.big import ROWS, big


class Consoles(Protocol):
    """The way in for consoles in other terminals; no port is open for it."""

    async def open(self) -> None:
        """Let consoles in."""

    async def close(self) -> None:
        """Send them away."""


class Phones(Consoles, Protocol):
    """
    The way in for phones as well, as the wall needs it.

    What another process or machine does about it is not the wall's business.
    """

    @property
    def code(self) -> str:
        """What a phone may have to type."""

    @property
    def address(self) -> str:
        """What a phone opens."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All that it could open."""

    @property
    def connected(self) -> int:
        """How many phones are here now."""

    @property
    def report(self) -> tuple[str, ...]:
        """How well phones will get here, in sentences."""

    @property
    def notice(self) -> str | None:
        """What the facilitator has to decide about the door now, in a sentence."""

    def admit_more(self) -> int:
        """Let more phones in from one address; returns how many seats each may have."""

    def use(self, address: str) -> None:
        """Announce another of *addresses*."""

    def qr(self) -> tuple[tuple[bool, ...], ...]:
        """The address as a QR code, without a border."""

    def ticket(self) -> str:
        """A new ticket that pairs one console, once, within five minutes."""

    def revoke(self) -> None:
        """Forget all paired consoles."""


class Status(Widget):
    """Where to join, how many have voted, and the clock."""

    DEFAULT_CSS = f"Status {{ height: {ROWS}; padding: 0 1; background: $raised; }}"

    def __init__(self, phones: Phones | None, *, rehearsal: bool = False) -> None:
        super().__init__()
        self._rehearsal = rehearsal
        self._phones = phones
        self._wall: Wall | None = None
        self._left: int | None = None

    def tell(self, wall: Wall, left: int | None) -> None:
        """Show *wall*'s counts, and *left* seconds on the clock if it runs."""
        self._wall, self._left = wall, left
        self.refresh()

    def render(self) -> Content:
        """The strip at this width."""
        wall = self._wall
        if wall is None:
            return Content("")
        code = big(self._phones.code) if self._phones else []
        room = self.size.width - (len(code[0]) + 2 if code else 0)
        words, right = self._fitted(wall, room)
        room -= len(right[0])
        rows = []
        for row in range(ROWS):
            left = f"{code[row]}  " if code else ""
            rows.append(f"{left}{words[row][: max(0, room - 1)]:<{max(0, room)}}{right[row]}")
        return lines(literal(row, "bold") for row in rows)

    def _fitted(self, wall: Wall, room: int) -> tuple[tuple[str, str, str], list[str]]:
        """The words, and beside them as much in big letters as leaves the address whole."""
        where, flags, third = self._words(wall)
        told = self._right(wall)
        for shown in told if self._phones else told[:1]:
            right = big(shown) if shown else [""] * ROWS
            for way in (where, where.removeprefix("HTTP://")):
                if len(way) + 1 + len(right[0]) <= room:
                    return (way, flags, third), right
        return (way, flags, third), right

    def _words(self, wall: Wall) -> tuple[str, str, str]:
        title = "Two Hats" if wall.stage is Stage.LOBBY else wall.story.title
        where = self._phones.address.rpartition("/")[0] if self._phones else title
        flags = [
            *(["Rehearsal: bots play, nothing is kept"] if self._rehearsal else []),
            *(["PAUSE"] if wall.paused else []),
            *(["door closed"] if wall.locked else []),
            *([f"{self._phones.connected} phones on"] if self._phones else []),
            *([f"{wall.people - wall.seats} by hand"] if wall.people > wall.seats else []),
        ]
        voting = wall.stage is Stage.VOTE
        third = messages.count(wall) if voting else f"{wall.people} here"
        return where, " · ".join(flags) or " ", third

    def _right(self, wall: Wall) -> tuple[str, ...]:
        """Clock and count; then, for where that is too wide, less and less of it."""
        clock = "" if self._left is None else f"{self._left // 60}:{self._left % 60:02}"
        if wall.stage is not Stage.VOTE:
            return (clock,)
        return (
            f"{clock} {wall.voted}/{wall.people}".strip(),
            f"{clock} {wall.voted}".strip(),
            clock or str(wall.voted),
        )

"""The connection of a console to a room in another process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import TracebackType
from typing import Protocol, Self

from game.core.failure import Failure
from game.room import actions
from game.room.console import ConsoleView, Ticket
from game.room.evening import Offer


class Link(Protocol):
    """A connection to a room, opened by ``async with``."""

    async def __aenter__(self) -> Self:
        """Open the connection."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection; the room continues."""

    async def pair(self, ticket: str) -> Failure | None:
        """Pair this console by a ticket; return why it was refused, if it was."""

    async def admit_more(self) -> str | Failure:
        """Raise the limit of seats for one address; return the room's message on the result."""

    async def ticket(self) -> Ticket | Failure:
        """Return a ticket for one more console, or why there is none."""

    async def revoke(self) -> str | Failure:
        """Unpair all consoles on other machines; return the room's message on the result."""

    async def release_absent(self) -> str | Failure:
        """Stop waiting for phones that are gone; return the room's message on the result."""

    async def move_port(self) -> str | Failure:
        """Open another port for phones; return the room's message on the result."""

    async def offers(self) -> tuple[Offer, ...] | Failure:
        """Return the scenarios that can be next, or why there is none."""

    async def go_on_with(self, offer: Offer) -> Failure | None:
        """Go on with the scenario of *offer*; return why it was refused, if it was."""

    def facilitator_views(self) -> AsyncIterator[ConsoleView | None]:
        """Yield the facilitator's view after each change; None when the connection is lost."""

    async def act(self, action: actions.FacilitatorAction, /) -> Failure | None:
        """Submit *action*; return why it was refused, if it was."""

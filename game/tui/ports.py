"""What the facilitator's keys read of a room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from game.room.state import Stage


class Lettered(Protocol):
    """An option by its letter."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def letter(self) -> str:
        """Its letter on the wall."""


class Controls(Protocol):
    """How a room stands, as far as its keys go; the wall has it, and what a console hears."""

    @property
    def stage(self) -> Stage:
        """Where the room stands."""

    @property
    def ballot(self) -> str | None:
        """The key of the ballot that is open."""

    @property
    def options(self) -> Sequence[Lettered]:
        """What can be voted for."""

    @property
    def shared(self) -> Sequence[str]:
        """The lines on the wall."""

    @property
    def seats(self) -> int:
        """How many are here by phone."""

    @property
    def paused(self) -> bool:
        """Whether votes wait."""

    @property
    def locked(self) -> bool:
        """Whether new people are kept out."""

    @property
    def show_first(self) -> bool:
        """Whether a first vote is shown."""

    @property
    def timer(self) -> float:
        """When the clock runs out."""

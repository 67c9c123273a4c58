"""The line to the player: what is said to them, and what they type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import frozen

from game.plain import pages


T = TypeVar("T")


@frozen(kw_only=True)
class Voice:
    """
    *read* gives the next line, or None at the end of input; *write* takes one line
    without its end. A *width* of 0 breaks no lines.
    """

    read: Callable[[], str | None]
    write: Callable[[str], None]
    width: int = pages.WIDTH

    def say(self, *blocks: pages.Block) -> None:
        """Say *blocks*, an empty line after each."""
        for line in pages.lay_out(blocks, self.width):
            self.write(line)

    def ask(self, prompt: str) -> str | None:
        """The line that is typed after *prompt*; None at the end of input."""
        self.write(prompt)
        line = self.read()
        self.write("")
        return line

    def choose(self, offers: Sequence[tuple[T, str, str]]) -> T | None:
        """
        Let the player pick one of *offers*: a thing, its id, and how it is told.

        By number or id; None when they would rather not.
        """
        named = {str(place): thing for place, (thing, _, _) in enumerate(offers, 1)}
        named |= {name: thing for thing, name, _ in offers}
        self.say(pages.numbered(title for _, _, title in offers))
        prompt = f"Which one, 1 to {len(offers)}? Type its number, or quit to leave."
        while (answer := self.ask(prompt)) is not None and answer.strip().casefold() != "quit":
            if chosen := named.get(answer.strip()):
                return chosen
        return None

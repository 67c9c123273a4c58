"""Read a player's line and write to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import frozen

from game.plain import pages


T = TypeVar("T")

_AFTER_NUMBERS = ".):．）：。、"
_MAX_DIGITS = 6


@frozen(kw_only=True)
class LineIO:
    """
    *read* gives the next line, or None at the end of input; *write* takes one line
    without its end. The *width* is in cells; 0 breaks no lines.
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
        for part in pages.wrapped(prompt, self.width):
            self.write(part)
        line = self.read()
        self.write("")
        return line

    def choose(self, offers: Sequence[tuple[T, str, str]]) -> T | None:
        """
        Let the player pick one of *offers*: a thing, its id, and how it is told.

        By number or id; None when they would rather not.
        """
        named = {str(position): thing for position, (thing, _, _) in enumerate(offers, 1)}
        named |= {name: thing for thing, name, _ in offers}
        self.say(pages.numbered(title for _, _, title in offers))
        prompt = f"Which one, 1 to {len(offers)}? Type its number, or quit to leave."
        while (answer := self.ask(prompt)) is not None and answer.strip().casefold() != "quit":
            if chosen := named.get(number(answer)):
                return chosen
        return None


def number(typed: str) -> str:
    """*typed* in plain digits where it is a number, such as ``2.``, ``２`` or ``٢``; else as is."""
    typed = typed.strip()
    digits = typed.rstrip(_AFTER_NUMBERS)
    if not digits.isdecimal() or len(digits) > _MAX_DIGITS:
        return typed
    plain = str(int(digits))
    return plain if len(plain) == len(digits) else typed

"""Input and output of lines."""

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
    Line input and output, wrapped to *width* cells; 0 disables wrapping.

    *read* returns the next line, or None at the end of input. *write* takes a line without
    its line break.
    """

    read: Callable[[], str | None]
    write: Callable[[str], None]
    width: int = pages.WIDTH

    def echo(self, *blocks: pages.Block) -> None:
        """Write *blocks*, an empty line after each."""
        for line in pages.lay_out(blocks, self.width):
            self.write(line)

    def prompt(self, text: str) -> str | None:
        """Write *text* and return the next line; None at the end of input."""
        for part in pages.wrapped(text, self.width):
            self.write(part)
        line = self.read()
        self.write("")
        return line

    def choose(self, offers: Sequence[tuple[T, str, str]]) -> T | None:
        """
        Prompt for one of *offers*, each a value, its id and its title.

        The answer is a number or an id. Return None if the player quits.
        """
        named = {str(position): value for position, (value, _, _) in enumerate(offers, 1)}
        named |= {name: value for value, name, _ in offers}
        self.echo(pages.numbered(title for _, _, title in offers))
        prompt = f"Which one, 1 to {len(offers)}? Type its number, or quit to leave."
        while (answer := self.prompt(prompt)) is not None and answer.strip().casefold() != "quit":
            if chosen := named.get(number(answer)):
                return chosen
        return None


def numbered_item(items: Sequence[T], typed: str) -> T | None:
    """Return the item with the number *typed*, counted from 1; None if there is none."""
    return {str(position): item for position, item in enumerate(items, 1)}.get(number(typed))


def number(typed: str) -> str:
    """Return a number such as ``2.``, ``２`` or ``٢`` in ASCII digits; other texts stripped."""
    typed = typed.strip()
    digits = typed.rstrip(_AFTER_NUMBERS)
    if not digits.isdecimal() or len(digits) > _MAX_DIGITS:
        return typed
    plain = str(int(digits))
    return plain if len(plain) == len(digits) else typed

"""Letters three rows high and QR codes, drawn with block characters."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from game.tui.text import lines, literal


ROWS = 3

_GLYPHS = {
    "0": "###,#.#,#.#,#.#,###",
    "1": ".#.,##.,.#.,.#.,###",
    "2": "###,..#,###,#..,###",
    "3": "###,..#,.##,..#,###",
    "4": "#.#,#.#,###,..#,..#",
    "5": "###,#..,###,..#,###",
    "6": "###,#..,###,#.#,###",
    "7": "###,..#,.#.,.#.,.#.",
    "8": "###,#.#,###,#.#,###",
    "9": "###,#.#,###,..#,###",
    "A": ".#.,#.#,###,#.#,#.#",
    "B": "##.,#.#,##.,#.#,##.",
    "C": ".##,#..,#..,#..,.##",
    "D": "##.,#.#,#.#,#.#,##.",
    "E": "###,#..,##.,#..,###",
    "F": "###,#..,##.,#..,#..",
    "P": "###,#.#,###,#..,#..",
    "S": "###,#..,###,..#,###",
    "U": "#.#,#.#,#.#,#.#,###",
    "/": "..#,..#,.#.,#..,#..",
    ":": ".,#,.,#,.",
    " ": "..,..,..,..,..",
}
_HALVES = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}


def big(text: str) -> list[str]:
    """
    Return *text* as three rows of block characters.

    There are glyphs for ``room.names.CODE_LETTERS``, the letters of options, digits, colon
    and slash. Any other character, as in the code of an older room, is shown small in the
    middle row.
    """
    columns = [_block(char) for char in text]
    return [" ".join(column[row] for column in columns) for row in range(ROWS)]


def _block(char: str) -> list[str]:
    """Return the rows of a character."""
    if char not in _GLYPHS:
        return [" ", char, " "]
    lines = _GLYPHS[char].split(",")
    lines.append("." * len(lines[0]))
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return ["".join(_HALVES[pair] for pair in zip(*both, strict=True)) for both in pairs]


BORDER = 4
"""Light modules around the code, as ISO/IEC 18004 requires."""
_QR_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


class QrCode(Static):
    """A QR code with two modules in a cell, one above the other."""

    DEFAULT_CSS = """
    QrCode {
        width: auto; height: auto; color: #000000; background: #FFFFFF;
        &:nocolor { text-style: reverse; }
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, modules: Sequence[Sequence[bool]]) -> None:
        """Show *modules*, dark ones True, with a border."""
        self.update(drawn(modules))


def drawn(modules: Sequence[Sequence[bool]]) -> Content:
    """Return *modules* with a border as half blocks."""
    width = len(modules) + 2 * BORDER
    light = [False] * width
    side = [False] * BORDER
    rows = [
        *([light] * BORDER),
        *([*side, *row, *side] for row in modules),
        *([light] * BORDER),
        *([light] * (width % 2)),
    ]
    return lines(
        literal("".join(_QR_HALVES[pair] for pair in zip(upper, lower, strict=True)))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )

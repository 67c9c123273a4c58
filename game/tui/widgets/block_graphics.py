"""Letters of three rows and more, and QR codes, drawn with block characters."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from game.tui.text import lines, literal


ROWS = 3
GLYPH_DOTS = 5
"""Dots from the top of a glyph to its foot, two in a row."""

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
    ".": ".,.,.,.,#",
    " ": "..,..,..,..,..",
}
_HALVES = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}


def big(text: str, scale: int = 1) -> list[str]:
    """
    Return *text* as rows of block characters: three, or ``letter_rows`` of a larger *scale*.

    There are glyphs for ``room.names.CODE_LETTERS``, the letters of options, digits, colon,
    slash and full stop. Any other character, as in the code of an older room, is shown small in
    the middle row.
    """
    columns = [_block(char, scale) for char in text]
    gap = " " * scale
    return [gap.join(column[row] for column in columns) for row in range(letter_rows(scale))]


def letter_rows(scale: int) -> int:
    """Return the rows that letters of *scale* take."""
    return (GLYPH_DOTS * scale + 1) // 2


def has_glyphs(text: str) -> bool:
    """Return whether ``big`` draws every character of *text*."""
    return all(char in _GLYPHS for char in text)


def _block(char: str, scale: int) -> list[str]:
    """Return the rows of a character."""
    if char not in _GLYPHS:
        rows = [" "] * letter_rows(scale)
        rows[len(rows) // 2] = char
        return rows
    dots = [
        "".join(dot * scale for dot in line)
        for line in _GLYPHS[char].split(",")
        for _ in range(scale)
    ]
    dots += ["." * len(dots[0])] * (len(dots) % 2)
    pairs = zip(dots[::2], dots[1::2], strict=True)
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

    def show(self, modules: Sequence[Sequence[bool]], scale: int = 1) -> None:
        """Show *modules*, dark ones True, with a border; each is *scale* columns wide."""
        self.update(drawn(modules, scale))


def qr_size(modules: Sequence[Sequence[bool]], scale: int) -> tuple[int, int]:
    """Return the columns and rows that *modules* with their border take in *scale*."""
    width = (len(modules) + 2 * BORDER) * scale
    return width, (width + 1) // 2


def drawn(modules: Sequence[Sequence[bool]], scale: int = 1) -> Content:
    """Return *modules* with a border as half blocks, each module *scale* columns wide."""
    light = [False] * (len(modules) + 2 * BORDER)
    side = [False] * BORDER
    bordered = [
        *([light] * BORDER),
        *([*side, *row, *side] for row in modules),
        *([light] * BORDER),
    ]
    rows = [[dot for dot in row for _ in range(scale)] for row in bordered for _ in range(scale)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    return lines(
        literal("".join(_QR_HALVES[pair] for pair in zip(upper, lower, strict=True)))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )

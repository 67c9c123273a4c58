"""Letters and numbers three rows high, for the back row."""

from __future__ import annotations


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
    "/": "..#,..#,.#.,#..,#..",
    ":": ".,#,.,#,.",
    " ": "..,..,..,..,..",
}
_HALVES = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}


def big(text: str) -> list[str]:
    """
    *text* of digits, A to F, colon and slash as three rows of block characters.

    Any other character, as in the code of an older room, stands small in the middle row.
    """
    columns = [_block(char) for char in text]
    return [" ".join(column[row] for column in columns) for row in range(ROWS)]


def _block(char: str) -> list[str]:
    """The rows of one character."""
    if char not in _GLYPHS:
        return [" ", char, " "]
    lines = _GLYPHS[char].split(",")
    lines.append("." * len(lines[0]))
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return ["".join(_HALVES[pair] for pair in zip(*both, strict=True)) for both in pairs]

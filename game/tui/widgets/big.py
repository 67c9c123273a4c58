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
    """*text* of digits, A to F, colon and slash as three rows of block characters."""
    glyphs = [_GLYPHS[char].split(",") for char in text]
    rows = []
    for top in (0, 2, 4):
        upper = [glyph[top] for glyph in glyphs]
        lower = [glyph[top + 1] if top < 4 else "." * len(glyph[0]) for glyph in glyphs]
        rows.append(
            " ".join(
                "".join(_HALVES[pair] for pair in zip(above, below, strict=True))
                for above, below in zip(upper, lower, strict=True)
            )
        )
    return rows

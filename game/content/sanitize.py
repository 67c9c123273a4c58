"""The characters that are accepted from outside, and escaping of text for display."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from game.room.names import NAME_CELLS
from game.text.cells import WORD_JOINERS, fit_cells


_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_INVISIBLE = (
    "\u2028\u2029"  # line ends in YAML, but not in editors
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # text direction
    "\u00ad\u034f\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb"  # zero width
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters without a glyph
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    "\ud800-\udfff" + _NONCHARACTERS
)
_REFUSED = re.compile(f"[{_CONTROLS}{_INVISIBLE}]")
_CONTROL = re.compile(f"[{_CONTROLS}]")
# Valid inside words and emoji of a text, but not in an id.
_JOINERS = re.compile("[\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_PLAIN = bytes([0x09, 0x0A, *range(0x20, 0x7F)])

ODD_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks other than the ordinary space, as the inside of a character class."""

_ODD_BLANK = re.compile(f"[{ODD_BLANKS}]")

_MAX_MARKS = 2


def refused(text: str) -> Iterator[int]:
    """Yield the index of every character of *text* that is rejected."""
    if not _REFUSED.search(_rest(text)):
        return iter(())
    return (match.start() for match in _REFUSED.finditer(text))


def replace_refused(text: str, by: Callable[[str], str]) -> str:
    """Return *text* with every rejected character replaced by the result of *by* for it."""
    for char in {*_REFUSED.findall(_rest(text))}:
        text = text.replace(char, by(char))
    return text


def has_odd_blanks(text: str) -> bool:
    """Return whether *text* contains any of ``ODD_BLANKS``."""
    return _ODD_BLANK.search(_rest(text)) is not None


def _rest(text: str) -> str:
    """Return *text* without printable ASCII, which makes the search fast."""
    encoded = text.encode("utf-8", "surrogatepass")
    return encoded.translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def is_control(char: str) -> bool:
    """Return whether *char* is a control character, which a terminal might execute."""
    return _CONTROL.match(char) is not None


def describe(char: str) -> str:
    """Return the code point and the name of *char* for a message."""
    if is_control(char):
        return f"U+{ord(char):04X}, a control character"
    name = unicodedata.name(char, "a character without a name").lower()
    return f"U+{ord(char):04X}, {name}"


def safe(text: str) -> str:
    """
    Return *text* on one line, safe to show anywhere.

    Rejected characters, line ends and tabs are escaped, such as ``<U+001B>``.
    """
    if text.isprintable() and text.isascii():
        return text
    shown = _REFUSED.sub(_escape, text)
    return shown.replace("\n", "<U+000A>").replace("\t", "<U+0009>")


def safe_text(text: str) -> str:
    """Return *text* with rejected characters escaped as in ``safe``; keep line ends and tabs."""
    if text.isprintable() and text.isascii():
        return text
    return _REFUSED.sub(_escape, text)


def safe_id(text: str) -> str:
    """Return *text*, meant as an id, escaped as in ``safe``, with joiners and odd blanks too."""
    return _ODD_BLANK.sub(_escape, _JOINERS.sub(_escape, safe(text)))


def shorten(text: str, maximum: int = 60) -> str:
    """Return *text* cut to at most *maximum* characters, with an ellipsis."""
    return text if len(text) <= maximum else text[: maximum - 1] + "…"


def quoted(text: str, maximum: int = 60) -> str:
    """Return *text* in single quotes, safe to show, at most *maximum* characters."""
    return f"'{shorten(safe(text), maximum)}'"


def name(text: str) -> str:
    """
    Return user input *text* as a name on one line, at most ``NAME_CELLS`` wide.

    The result is empty if nothing visible is left.
    """
    return fit_cells(_clean_input(text), NAME_CELLS)


def line(text: str, maximum: int) -> str:
    """Return user input *text* on one line of at most *maximum* characters."""
    return _clean_input(text)[:maximum].rstrip(f" {WORD_JOINERS}")


def _clean_input(text: str) -> str:
    """Return *text* without unwanted characters, with single spaces and few marks per letter."""
    blank = "".join(" " if unicodedata.category(char)[0] == "Z" else char for char in text)
    seen = [char for char in blank if char in WORD_JOINERS or not _is_unwanted(char)]
    joined = (
        char
        for before, char, after in zip([" ", *seen], seen, [*seen[1:], " "], strict=False)
        if char not in WORD_JOINERS or _joins(before, after)
    )
    kept, marks = "", 0
    for char in unicodedata.normalize("NFC", "".join(joined)):
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        follows = marks or char in WORD_JOINERS
        if marks <= _MAX_MARKS and (not follows or kept[-1:].strip()):
            kept += char
    return " ".join(kept.split())


def _joins(before: str, after: str) -> bool:
    """Return whether a joiner between the two may change how a word or an emoji looks."""
    # No letter of the Latin, Greek, Cyrillic or Armenian script is joined.
    if min(before, after) < "\u0590":
        return False
    return unicodedata.category(before)[0] in "LMS" and unicodedata.category(after)[0] in "LS"


def _is_unwanted(char: str) -> bool:
    return not char.isspace() and (
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")
        or char == "\u2800"  # the blank Braille pattern
        or _REFUSED.match(char) is not None
        or _JOINERS.match(char) is not None
    )


def _escape(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"

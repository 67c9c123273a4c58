"""Names of people, and the letters of a room's code."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from hashlib import sha256
from itertools import count


CODE_LETTERS = "2345679ACDEF"
"""The characters of a code: each has a large glyph, and no two look alike from the back row."""
CODE_LENGTH = 5


NAME_CELLS = 16
"""The widest name, in cells of a terminal."""

_FIRST = (
    "Amber Autumn Blue Brave Bright Calm Cedar Clear Copper Coral Early Gentle Golden Green "
    "Hazel Honest Indigo Ivory Keen Kind Late Linen Lucky Maple Merry Misty Noble Olive "
    "Patient Pearl Plain Quick Quiet Red River Rosy Rustic Sandy Silver Slate Snowy Spring "
    "Steady Summer Sunny Tall Velvet Violet Warm Winter"
)
_LAST = (
    "Badger Bear Beaver Bison Bittern Crane Curlew Deer Dolphin Dove Eagle Egret Falcon "
    "Finch Fox Gecko Gull Hare Heron Horse Ibex Jay Kestrel Lark Linnet Lynx Magpie Marten "
    "Mole Moose Moth Newt Otter Owl Oyster Panda Pelican Plover Puffin Rabbit Raven Robin "
    "Salmon Seal Sparrow Stork Swan Swift Tern Thrush Turtle Wren"
)


def made_up(seed: int, seat: str) -> str:
    """A name for *seat*, the same for one seed."""
    digest = sha256(f"{seed}/{seat}".encode()).digest()
    first, last = _FIRST.split(), _LAST.split()
    return f"{first[digest[0] % len(first)]} {last[digest[1] % len(last)]}"


def apart(name: str, taken: Collection[str]) -> str:
    """*name*, with a number behind it when one that looks the same is taken."""
    looks = {_look(other) for other in taken}
    if _look(name) not in looks:
        return name
    return next(
        other for number in count(2) if _look(other := _numbered(name, number)) not in looks
    )


def fitted(name: str, most: int = NAME_CELLS) -> str:
    """As much of *name* as fits into *most* cells."""
    kept, width = "", 0
    for char in name:
        width += _cells(char)
        if width > most:
            break
        kept += char
    return kept.strip()


def _cells(char: str) -> int:
    """How wide *char* is in a terminal, at most: symbols may be wide in some."""
    category = unicodedata.category(char)
    if category in ("Mn", "Me"):
        return 0
    return 2 if category == "So" or unicodedata.east_asian_width(char) in "WF" else 1


def _numbered(name: str, number: int) -> str:
    tail = f" {number}"
    return fitted(name, NAME_CELLS - len(tail)) + tail


def _look(name: str) -> str:
    """How *name* looks, roughly: compatible letters made one, marks and case left out."""
    spread = unicodedata.normalize("NFKD", name)
    bare = "".join(char for char in spread if not unicodedata.combining(char))
    return "".join(bare.casefold().translate(_ALIKE).split())


# Letters of other scripts, and digits, that pass for a Latin letter on a wall.
_ALIKE = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһԛԝкмтвн", "aeopcyxijsdhqwkmtbh", strict=True)),
        **dict(zip("αορνικτ", "aopvikt", strict=True)),
        **dict(zip("0135$@ıł", "olessail", strict=True)),
    }
)

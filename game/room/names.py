"""Names of participants: generated, made unique, fitted to a width; the room code."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import count

from game.text.cells import WORD_JOINERS, fit_cells


CODE_LETTERS = "2345679ACDEF"
"""The alphabet of a room code: every character has a block glyph, no two look alike."""
CODE_LENGTH = 5


NAME_CELLS = 16
"""The maximum width of a name, in terminal cells."""

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


def canonical_code(given: str) -> str:
    """Return *given*, a room code in any spelling, without blanks and dashes, in upper case."""
    return "".join(char for char in given.upper() if char.isalnum())


def generate_name(seed: int, seat: str) -> str:
    """Return a name for *seat*, determined by *seed* and *seat*."""
    from hashlib import sha256  # slow to import, and all texts use this module

    digest = sha256(f"{seed}/{seat}".encode()).digest()
    first, last = _FIRST.split(), _LAST.split()
    return f"{first[digest[0] % len(first)]} {last[digest[1] % len(last)]}"


def make_unique(name: str, taken: Collection[str]) -> str:
    """Return *name*, followed by a number if a name that looks the same is in *taken*."""
    looks = {_look(other) for other in taken}
    if _look(name) not in looks:
        return name
    return next(
        other for number in count(2) if _look(other := _numbered(name, number)) not in looks
    )


def _numbered(name: str, number: int) -> str:
    tail = f" {number}"
    return fit_cells(name, NAME_CELLS - len(tail)) + tail


@lru_cache(1024)  # each name that is taken is compared with each new one
def _look(name: str) -> str:
    """Return roughly how *name* looks: compatible letters as one, no marks, joiners or case."""
    spread = unicodedata.normalize("NFKD", name)
    bare = "".join(
        char for char in spread if not unicodedata.combining(char) and char not in WORD_JOINERS
    )
    return "".join(bare.casefold().translate(_ALIKE).split())


# Letters of other scripts, and digits, that look like a Latin letter.
_ALIKE = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһԛԝкмтвн", "aeopcyxijsdhqwkmtbh", strict=True)),
        **dict(zip("αορνικτ", "aopvikt", strict=True)),
        **dict(zip("0135$@ıł", "olessail", strict=True)),
    }
)

"""What anybody may type on a phone, and what is left of it."""

from __future__ import annotations

import random
import unicodedata

import pytest
from rich.cells import cell_len

from game.content.sanitize import line, name
from game.room.actions import MAX_LINE
from game.room.names import NAME_CELLS
from tests.content.hostile_names import hostile_names


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("  Zoë   de  Vries ", "Zoë de Vries"),
        ("Zoe\u0308", "Zoë"),
        ("Ana\nBelén\t", "Ana Belén"),
        ("\x1b]52;c;Zm9v\x07Bo", "]52;c;Zm9vBo"),
        ("\u202eevil\u202c", "evil"),
        ("A\u200b\u200dB", "AB"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u202eنیم\u200c\u2066فاصله\u200f", "نیم\u200cفاصله"),
        ("ක්\u200dරි", "ක්\u200dරි"),
        ("👩\u200d⚕", "👩\u200d⚕"),
        ("👩🏽\u200d🚀 Ana", "👩🏽\u200d🚀 Ana"),
        ("\u200dعلی\u200c", "علی"),
        ("علی \u200cرضا", "علی رضا"),
        ("ع\u200c\u200cل", "عل"),
        ("e\u200d\u0301", "é"),
        ("👩\u200d" * 9, "👩\u200d" * 7 + "👩"),
        ("x\u0324\u0325\u0326\u0323a", "x\u0324\u0325a"),
        ("\u0301\u0302Bo", "Bo"),
        ("a \u0301b", "a b"),
        ("x" * 10_000, "x" * 16),
        ("ｗｗｗｗｗｗｗｗｗ", "ｗ" * 8),
        ("\u3164\u2800\u200b", ""),
        ("[/b] & <i>", "[/b] & <i>"),
        ("नमस्ते", "नमस्ते"),
        ("Ω\ue000\ud800\u0378x", "Ωx"),
    ],
)
def test_names(typed: str, left: str) -> None:
    """One line, letters of every script, nothing unseen, few marks, at most sixteen cells."""
    assert name(typed) == unicodedata.normalize("NFC", left)


def test_hostile_names(pytestconfig: pytest.Config) -> None:
    """Whatever is typed, what is left fits and can be shown; cleaning it again changes nothing."""
    count = 10_000 if pytestconfig.getoption("full") else 2_000
    for typed in hostile_names(random.Random(1), count):
        left = name(typed)
        bare = left.replace("\u200c", "").replace("\u200d", "")
        assert bare.isprintable()
        assert cell_len(left) <= NAME_CELLS
        assert not {unicodedata.category(char) for char in bare} & {"Cc", "Cf", "Cs", "Co", "Cn"}
        assert left == " ".join(left.split()) == name(left)
        text = line(typed, 160)
        assert text.replace("\u200c", "").replace("\u200d", "").isprintable()
        assert text == text.strip(" \u200c\u200d")
        assert len(text) <= MAX_LINE
        assert text == line(text, 160)

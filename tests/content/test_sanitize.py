"""The characters that are accepted, and how the others are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.content.sanitize import describe, refused, safe, safe_id, shorten


@pytest.mark.parametrize(
    "char",
    [
        *"\0\x07\x08\r\x1b\x7f\x85\x9b\xad\u200b\u200e\u202e\u2028\u2066\ufeff\ufffe\ud800",
        "\U000e0041",
    ],
)
def test_refused(char: str) -> None:
    """Control characters, direction marks and what cannot be seen may not enter."""
    assert list(refused(f"é{char}x")) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "plain\ttext\n",
        "Zażółć gęślą jaźń",
        "مرحبا بالعالم",
        "می\u200cخواهم",
        "क्ष\u200d",
        "你好，世界",
        "👩\u200d👩\u200d👧",
        "⚖\ufe0f",
        "葛\U000e0100",
        "Qui décide\u00a0?",
    ],
)
def test_allowed(text: str) -> None:
    """Letters of all scripts, the joiners they need, and emoji may enter."""
    assert list(refused(text)) == []


def test_safe_spells_out() -> None:
    """Rejected characters are escaped, on one line."""
    assert safe("a\x1b[2J\u202eb\nc\td") == "a<U+001B>[2J<U+202E>b<U+000A>c<U+0009>d"


def test_safe_keeps_letters() -> None:
    """Letters and emoji are shown as they are."""
    assert safe("Zoë 👩\u200d⚕\ufe0f") == "Zoë 👩\u200d⚕\ufe0f"


def test_safe_id_spells_out_joiners() -> None:
    """In an id, a joiner or an odd blank would go unseen."""
    assert safe_id("ra\u200dnia\u00a0") == "ra<U+200D>nia<U+00A0>"


@given(st.text(st.characters(codec=None)))
def test_safe_text_is_safe(text: str) -> None:
    """Whatever comes in, nothing refused comes out."""
    assert list(refused(safe(text))) == []


def test_describe() -> None:
    """A character is described by its number and its name."""
    assert describe("\x1b") == "U+001B, a control character"
    assert describe("\u202e") == "U+202E, right-to-left override"
    assert describe("\ufffe") == "U+FFFE, a character without a name"


def test_shorten() -> None:
    """Long texts are cut, and it shows."""
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abcdefg", 6) == "abcde…"

"""Texts are cut to the width that a terminal gives them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from game.text.cells import count_cells, shorten_cells


WORDS = st.lists(st.text("abcäé日本語", min_size=1, max_size=12), max_size=12).map(" ".join)


@given(text=WORDS, maximum=st.integers(4, 60))
def test_a_shortened_text_fits_and_begins_as_the_whole(text: str, maximum: int) -> None:
    """It is whole where it fits; else it ends in an ellipsis, and half of the room is used."""
    result = shorten_cells(text, maximum)
    assert wcswidth(result) <= maximum
    if wcswidth(text) <= maximum:
        assert result == text
    else:
        kept = result.removesuffix(" …")
        assert kept
        assert text.startswith(kept)
        assert wcswidth(kept) >= (maximum - 3) / 2 - 1


def test_a_text_is_cut_between_words() -> None:
    """A word stays whole, unless most of the text would go with it."""
    assert shorten_cells("Ask the porter to hold the door", 20) == "Ask the porter to …"
    assert shorten_cells("Ask the porter to", 17) == "Ask the porter to"
    assert shorten_cells("Ask\nthe  porter", 40) == "Ask the porter"
    assert shorten_cells("I circumnavigate the ward", 14) == "I circumnavi …"


def test_a_text_without_blanks_keeps_what_fits() -> None:
    """A sentence in Japanese is cut inside, not to an ellipsis alone."""
    assert shorten_cells("患者を先に避難させてから記録する", 12) == "患者を先に …"
    assert count_cells("患者を先に …") == 12

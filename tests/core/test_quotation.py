"""Words of a scenario are quoted once, whatever marks they have."""

from __future__ import annotations

import pytest

from game.text.quotation import quote


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("The drill is at ten", "“The drill is at ten”"),
        ("“Four weeks on one page, by noon,”", "“Four weeks on one page, by noon”"),
        ("“Nine up here,” says Rania; “ten”", "“‘Nine up here,’ says Rania; ‘ten’”"),
        ("“Are we late?”", "“Are we late?”"),
        ("the “new” plan.", "“the ‘new’ plan”"),
    ],
)
def test_words_are_quoted_once(words: str, quoted: str) -> None:
    """Marks inside become single ones; a stop or comma at the end goes."""
    assert quote(words) == quoted

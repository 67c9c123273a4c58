"""Counting prose, against counts made by hand."""

from __future__ import annotations

import pytest

from game.author.lint import text_rules


def test_words_keep_hyphens_and_apostrophes() -> None:
    """A word is what stands between blanks and signs."""
    assert text_rules.words("Ana's twenty-first list: done?") == (
        "Ana's",
        "twenty-first",
        "list",
        "done",
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One.", 1),
        ("One. Two! Three?", 3),
        ("No stop", 1),
        ("“Who?” she asks. Nobody…", 3),
        ("At 3.5 degrees it holds.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    """A sentence ends with its mark and a blank; a decimal point ends none."""
    assert text_rules.sentences(text) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("table", 2), ("planned", 1), ("wanted", 2), ("evening", 3), ("rhythm", 1)],
)
def test_syllables(word: str, count: int) -> None:
    """Close to pronunciation."""
    assert abs(text_rules.syllables(word) - count) <= 1
    assert text_rules.syllables("cat") == 1


def test_longer_words_and_sentences_need_a_higher_grade() -> None:
    """The grade rises with both."""
    plain = "The cat sat on the mat. It was warm."
    hard = (
        "Organisational accountability necessitates comprehensive interdepartmental coordination."
    )
    assert text_rules.reading_grade(plain) < 3 < 12 < text_rules.reading_grade(hard)
    assert text_rules.reading_grade("") == 0

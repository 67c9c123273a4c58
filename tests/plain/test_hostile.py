"""Other people's words are shown as they were written."""

from __future__ import annotations

import pytest

from tests.plain.table import Table
from tests.tui.test_hostile import HOSTILE, scenario


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    """Markup, links and wide letters in every place an author can write come out literally."""
    hostile = scenario(text)
    table = Table(hostile)
    table.play("", "1", "1", "", "people", "more", "what", "what 2", "", "1", "1", "", "", "think")
    scene = next(iter(hostile.scenes.values()))
    for words in (
        hostile.title,
        hostile.role,
        scene.title,
        scene.call_because,
        *(character.role for character in hostile.cast.values()),
        *(choice.text for choice in scene.choices.values()),
        *hostile.debrief.what,
    ):
        assert words in table.text
    assert "Press Enter to close, or type think." in table.said


def test_ten_thousand_characters_are_wrapped() -> None:
    """A long text without a blank is broken, not lost."""
    table = Table(scenario("x" * 10_000), width=72)
    table.play("", "1", "1", "", "")
    assert max(map(len, table.said)) <= 72
    assert table.text.replace("\n", "").count("x" * 10_000) > 10

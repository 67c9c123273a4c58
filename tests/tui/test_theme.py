"""The three themes: readable from the back row, and told apart without colour."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from game.core.enums import Call, Pole
from game.text import labels
from game.tui.theme import CALL_SHAPES, THEMES


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "lead", "manage"])
@pytest.mark.parametrize("ground", ["background", "raised"])
def test_every_text_stands_out_seven_to_one(theme: Theme, ink: str, ground: str) -> None:
    """Each text colour has a contrast of 7:1 or more on both grounds it is used on."""
    below = theme.background if ground == "background" else theme.variables["raised"]
    assert below is not None
    assert contrast(Color.parse(theme.variables[ink]), Color.parse(below)) >= 7


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "least"), [("ink", 7), ("quiet", 4.5)])
def test_a_highlighted_entry_of_a_list_can_be_read(theme: Theme, ink: str, least: float) -> None:
    """Both kinds of text stand out on the ground of the entry that has the cursor."""
    ground = Color.parse(theme.variables["block-cursor-background"])
    assert contrast(Color.parse(theme.variables[ink]), ground) >= least


def test_leading_and_managing_have_two_shapes() -> None:
    """The shapes differ, and a call shows its poles in its order."""
    assert labels.SHAPES[Pole.LEAD] != labels.SHAPES[Pole.MANAGE]
    for call in Call:
        assert CALL_SHAPES[call].startswith(labels.SHAPES[call.first])
        assert len(CALL_SHAPES[call].split()) == (2 if call.mixed else 1)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""
    channels = [part / 255 for part in (colour.r, colour.g, colour.b)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

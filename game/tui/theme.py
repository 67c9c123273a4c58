"""
The themes, and the shapes and colours of the two poles.

Poles differ by word, shape and side before colour, and no other thing has their colours:
what stands out otherwise is in ``$accent``, which has no hue. Every text colour has a
contrast of at least 7:1 with its background.
"""

from __future__ import annotations

from textual.theme import Theme

from game.core.enums import Call, Pole
from game.text.labels import SHAPES


COLOURS = {Pole.LEAD: "$lead", Pole.MANAGE: "$manage"}
CALL_SHAPES = {call: " ".join(SHAPES[Pole(name)] for name in call.split("-then-")) for call in Call}


def _theme(
    name: str, *, dark: bool, ink: str, paper: str, lead: str, manage: str, **more: str
) -> Theme:
    quiet, raised, line, accent = more["quiet"], more["raised"], more["line"], more["accent"]
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=accent,
        accent=accent,
        foreground=ink,
        background=paper,
        surface=paper,
        panel=raised,
        success=accent,
        warning=accent,
        error=more["error"],
        text_alpha=1.0,
        variables={
            "lead": lead,
            "manage": manage,
            "accent": accent,
            "ink": ink,
            "quiet": quiet,
            "raised": raised,
            "line": line,
            "border": line,
            "footer-background": raised,
            "footer-foreground": ink,
            "footer-description-foreground": ink,
            "footer-key-foreground": accent,
            "footer-description-background": raised,
            "footer-key-background": raised,
            "footer-item-background": raised,
            "block-cursor-foreground": ink,
            "block-cursor-background": more["cursor"],
            "block-cursor-text-style": "bold",
            "block-hover-background": raised,
            "input-selection-background": f"{accent} 40%",
            "link-color": ink,
            "scrollbar": line,
            "scrollbar-background": paper,
        },
    )


THEMES = (
    _theme(
        "dark",
        dark=True,
        ink="#ECE7DC",
        paper="#14161A",
        lead="#F2B84B",
        manage="#7CC4F2",
        accent="#FFFFFF",
        cursor="#2E333C",
        quiet="#B9B3A6",
        raised="#20242B",
        line="#5D6470",
        error="#FF9E8A",
    ),
    _theme(
        "light",
        dark=False,
        ink="#1D1B16",
        paper="#FBF8F1",
        lead="#6E3B00",
        manage="#00456E",
        accent="#000000",
        cursor="#DDD5C3",
        quiet="#4A463D",
        raised="#EEE8DA",
        line="#8A8474",
        error="#8C1D0E",
    ),
    _theme(
        "high-contrast",
        dark=True,
        ink="#FFFFFF",
        paper="#000000",
        lead="#FFD94A",
        manage="#8FD6FF",
        accent="#FFFFFF",
        cursor="#404040",
        quiet="#FFFFFF",
        raised="#000000",
        line="#FFFFFF",
        error="#FFB3A3",
    ),
)

"""
What a campaign is: the only definition of its format, as frozen values.

Made like ``game.core.model``; the binder, the schema and the docs follow from these classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import Factory, frozen

from game.core.model import entry


class Practice(StrEnum):
    """The seven practices (idea ``practice-…``)."""

    CONTINUOUS_LEARNING = "continuous-learning"
    EMOTIONAL_INTELLIGENCE = "emotional-intelligence"
    STRATEGIC_THINKING = "strategic-thinking"
    COMMUNICATION = "communication"
    FEEDBACK_REFLECTION = "feedback-reflection"
    LISTENING_SPEAKING = "listening-speaking"
    TRAINING = "training"

    @property
    def idea(self) -> str:
        """The id of its idea in the handbook."""
        return f"practice-{self.value}"


class Bearing(StrEnum):
    """Where a campaign comes out."""

    JOINED = "joined"
    VISION = "vision"
    ORDER = "order"
    SEARCHING = "searching"


@frozen(kw_only=True)
class Posting:
    """One place the player is sent to; its id is that of the scenario."""

    id: str
    letter: str = entry("What is read before it; 60 to 120 words.", limit=1200)
    practices: Mapping[Practice, str] = entry(
        "Three practices to pick one from before it, each with what it lets the player know here.",
        default=Factory(dict),
        limit=600,
        least=3,
        most=3,
    )


@frozen(kw_only=True)
class Closings:
    """The closing letter, by where the campaign comes out."""

    joined: str = entry("At least five postings of eight ended in synergy.", limit=1500)
    vision: str = entry("Over the whole way, Direction is well above Structure.", limit=1500)
    order: str = entry("Over the whole way, Structure is well above Direction.", limit=1500)
    searching: str = entry("Anything else.", limit=1500)

    def of(self, bearing: Bearing) -> str:
        """The letter for *bearing*."""
        text: str = getattr(self, bearing.value)
        return text


@frozen(kw_only=True)
class Campaign:
    """A whole campaign: one file."""

    id: str
    format: int = entry("The version of the format.", least=1, most=1)
    title: str = entry("The title.", limit=60, line=True)
    summary: str = entry("One or two sentences for the list.", limit=240)
    writer: str = entry("Who writes the letters: a name and a post.", limit=80, line=True)
    opening: str = entry("Why the player is sent from place to place.", limit=1500)
    postings: Mapping[str, Posting] = entry(
        "The postings in their order, each under the id of its scenario.",
        names="scenario",
        least=2,
        most=24,
    )
    closings: Closings = entry("How it closes.")

"""Enumerations: poles, dimensions, contexts, calls, states, seniority, skills, myths, practices."""

from __future__ import annotations

from enum import StrEnum


class Pole(StrEnum):
    """The two ways to serve a dimension."""

    LEAD = "lead"
    MANAGE = "manage"

    @property
    def other(self) -> Pole:
        """The opposite pole."""
        return Pole.MANAGE if self is Pole.LEAD else Pole.LEAD


class Dimension(StrEnum):
    """The five contrasts between leading and managing (idea ``dim-…``)."""

    FOCUS = "focus"
    QUERIES = "queries"
    APPROACH = "approach"
    GOAL = "goal"
    VISION = "vision"


Side = tuple[Dimension, Pole]
"""One side of a dimension."""


class Context(StrEnum):
    """The setting of a scene, hidden until the reveal (idea ``ctx-…``)."""

    CRISIS = "crisis"
    CHANGE = "change"
    LOST_DIRECTION = "lost-direction"
    ROUTINE = "routine"


class Call(StrEnum):
    """What a scene needs: one pole, or both in an order."""

    LEAD = "lead"
    MANAGE = "manage"
    LEAD_THEN_MANAGE = "lead-then-manage"
    MANAGE_THEN_LEAD = "manage-then-lead"

    @property
    def first(self) -> Pole:
        """The pole that comes first."""
        return _FIRST[self]

    @property
    def mixed(self) -> bool:
        """Whether the call includes both poles."""
        return self in (Call.LEAD_THEN_MANAGE, Call.MANAGE_THEN_LEAD)


_FIRST = {
    Call.LEAD: Pole.LEAD,
    Call.MANAGE: Pole.MANAGE,
    Call.LEAD_THEN_MANAGE: Pole.LEAD,
    Call.MANAGE_THEN_LEAD: Pole.MANAGE,
}


class State(StrEnum):
    """How Direction and Structure stand to each other (ideas ``balance-…``, rule R14)."""

    SYNERGY = "synergy"
    CONFUSION = "confusion"
    STAGNATION = "stagnation"
    DRIFT = "drift"
    STEADY = "steady"


class Seniority(StrEnum):
    """The level of the player's position."""

    NONE = "none"
    FIRST_LINE = "first-line"
    MIDDLE = "middle"
    SENIOR = "senior"
    EXECUTIVE = "executive"


class Skill(StrEnum):
    """The sixteen skills (idea ``skill-…``); the first eight lead, the rest manage."""

    EMOTIONAL_INTELLIGENCE = "emotional-intelligence"
    VISIONARY_THINKING = "visionary-thinking"
    STRATEGIC_DECISION_MAKING = "strategic-decision-making"
    INSPIRING_COMMUNICATION = "inspiring-communication"
    COACHING_AND_MENTORING = "coaching-and-mentoring"
    COURAGE = "courage"
    EMPATHY_AND_ACTIVE_LISTENING = "empathy-and-active-listening"
    ADAPTABILITY = "adaptability"
    PLANNING_AND_ORGANIZATION = "planning-and-organization"
    DELEGATION = "delegation"
    TIME_MANAGEMENT = "time-management"
    PERFORMANCE_TRACKING = "performance-tracking"
    PROCESS_OPTIMIZATION = "process-optimization"
    BUDGETING = "budgeting"
    CONFLICT_RESOLUTION = "conflict-resolution"
    TEAM_COORDINATION = "team-coordination"

    @property
    def pole(self) -> Pole:
        """The pole that the skill belongs to."""
        return Pole.LEAD if list(Skill).index(self) < 8 else Pole.MANAGE


class Myth(StrEnum):
    """The four myths (idea ``myth-…``)."""

    EXTROVERTS_ONLY = "extroverts-only"
    TITLE_MAKES_LEADER = "title-makes-leader"
    LEADING_IS_TELLING = "leading-is-telling"
    SAME_THING = "same-thing"


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
        """The id of the idea in the handbook."""
        return f"practice-{self.value}"

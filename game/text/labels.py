"""Names of the game's values: calls, poles, states, trust levels, gauges, points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.actions import Confidence
from game.core.enums import Call, Context, Dimension, Myth, Pole, Seniority, Skill, State
from game.core.playthrough import Phase
from game.core.trust import MAX_TRUST


if TYPE_CHECKING:
    from game.core.view import Person, View


CALLS = {
    Call.LEAD: "Lead",
    Call.MANAGE: "Manage",
    Call.LEAD_THEN_MANAGE: "Lead, then manage",
    Call.MANAGE_THEN_LEAD: "Manage, then lead",
}
CONFIDENCE = {
    Confidence.GUESS: "a guess",
    Confidence.FAIRLY: "fairly sure",
    Confidence.SURE: "sure",
}
HOW_SURE = "How sure are you?"
WHICH_CALL = "What does this moment need?"
WHAT_TO_DO = "What do you do?"
CALL_MEANS = {
    Call.LEAD: "A reason, an aim or courage is missing.",
    Call.MANAGE: "Order is missing: who, how, by when.",
    Call.LEAD_THEN_MANAGE: "Both are missing; the reason comes first.",
    Call.MANAGE_THEN_LEAD: "Both are missing; the order comes first.",
}
CONTEXTS = {
    Context.CRISIS: "a crisis",
    Context.CHANGE: "a change",
    Context.LOST_DIRECTION: "a team that lost its direction",
    Context.ROUTINE: "routine work",
}
SENIORITY = {
    Seniority.NONE: "no title",
    Seniority.FIRST_LINE: "first line",
    Seniority.MIDDLE: "middle",
    Seniority.SENIOR: "senior",
    Seniority.EXECUTIVE: "executive",
}
POLES = {
    (Dimension.FOCUS, Pole.LEAD): "people",
    (Dimension.FOCUS, Pole.MANAGE): "tasks",
    (Dimension.QUERIES, Pole.LEAD): "what and why",
    (Dimension.QUERIES, Pole.MANAGE): "how and when",
    (Dimension.APPROACH, Pole.LEAD): "the course",
    (Dimension.APPROACH, Pole.MANAGE): "the next step",
    (Dimension.GOAL, Pole.LEAD): "something new",
    (Dimension.GOAL, Pole.MANAGE): "keep it steady",
    (Dimension.VISION, Pole.LEAD): "the long run",
    (Dimension.VISION, Pole.MANAGE): "today, this week",
}
SIDES = {
    **POLES,
    (Dimension.GOAL, Pole.MANAGE): "keeping it steady",
    (Dimension.VISION, Pole.MANAGE): "today and this week",
}
"""``POLES`` as they are written within a sentence."""
SHAPES = {Pole.LEAD: "▲", Pole.MANAGE: "■"}
"""Drawn beside the word of a pole, so that it differs before colour."""
STATES = {
    State.SYNERGY: "people know why, and the way there is in order.",
    State.CONFUSION: "much purpose, too little order to carry it.",
    State.STAGNATION: "much order, too little reason to care.",
    State.DRIFT: "neither the reason nor the order is holding.",
    State.STEADY: "some of each, not yet enough of both.",
}
PHASES = {
    Phase.BRIEFING: "at the briefing",
    Phase.CALL: "waiting for your call",
    Phase.CHOICE: "waiting for your choice",
    Phase.OUTCOME: "reading what happened",
    Phase.WHY: "reading why",
    Phase.ENDING: "finished",
}
MYTHS = {
    Myth.EXTROVERTS_ONLY: "only the loud can lead",
    Myth.TITLE_MAKES_LEADER: "the title makes the leader",
    Myth.LEADING_IS_TELLING: "leading means giving orders",
    Myth.SAME_THING: "leading and managing are one and the same",
}
TRUST = ("closed", "guarded", "wary", "neutral", "trusting", "loyal")
TRUST_STEPS = {1: "one step closer", 0: "no change", -1: "one step away", -2: "two steps away"}
MET = "met"
"""Marks an idea that an explanation has shown; ``MET_IN_PLAY`` is the long form."""
MET_IN_PLAY = "You met this in a scene that you played."
NOT_SAVED = "not saved"
ALONE = " alone"
"""Follows minutes of solo play where a room reads them, which takes longer: it votes and talks."""
PLEASE_NOTE = "Please note: "
SAYS_NOTHING = "says nothing."
NO_WAY_BACK = "You cannot go back from here. A choice stands once it is made."


def where(seen: View) -> str:
    """Return the number of the scene, or that it is a review."""
    if seen.is_review:
        return "review: one scene, and no story"
    of = f" of {seen.of}" if seen.of else ""
    return f"scene {seen.number}{of}"


def skill(skill: Skill) -> str:
    """Return the name of a skill in running text, spelt as all words here."""
    return skill.value.replace("-", " ").replace("ization", "isation")


def minutes(number: int, *, room: bool = False) -> str:
    """Return the length of a scenario, *number* minutes, for a *room* or a player."""
    return f"{number} minutes{ALONE if room else ''}"


def unsaved(steps: int, *, partly: bool = True) -> str:
    """Return that the last *steps*, 1 or more, are not in the journal; *partly* if others are."""
    last, are = ("step", "is") if steps == 1 else (f"{steps} steps", "are")
    before = "; what came before " + ("it is" if steps == 1 else "them is") if partly else ""
    return f"Your last {last} {are} not saved{before}."


def side(dimension: Dimension, pole: Pole) -> str:
    """Return one pole of a dimension in running text."""
    return SIDES[dimension, pole]


def gauge(percent: int) -> str:
    """Return a word for a gauge of *percent*, 0-100."""
    for minimum, word in (
        (80, "very strong"),
        (65, "strong"),
        (50, "fair"),
        (40, "thin"),
        (25, "weak"),
    ):
        if percent >= minimum:
            return word
    return "very weak"


def moved(before: int, after: int) -> str:
    """Return the change of a gauge as a signed number, or that there is none."""
    change = after - before
    return f"{change:+d}".replace("-", "−") if change else "no change"


def points(value: float) -> str:
    """Return *value* with at most one decimal place."""
    return f"{round(value, 1):g}"


def trust_means(person: Person) -> str:
    """Return one person's trust in words, and its effect on what they share."""
    note = "; says nothing" if person.silent else "; tells you more" if person.volunteers else ""
    return f"{TRUST[person.trust]}{note}"


def trust_dots(level: int) -> str:
    """Return *level* as filled and empty dots."""
    return "●" * level + "○" * (MAX_TRUST - level)

"""Sentences of a player's debrief, of reviews, and of practice over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from game.core.debrief import CallPlan, Debriefing, Plan, Question, Resolve, ResolveCall, Sentence
from game.core.deck import GAPS, Topic
from game.core.enums import Dimension, Pole, Skill
from game.core.explanation import Explanation, Row
from game.core.judgement import CallMiss, Match
from game.core.progress import EARLY, ENOUGH, Progress, tokens_met
from game.core.scenario import SCENE_TOKENS
from game.core.summary import Road, ScenePoints, Summary
from game.text import judgement, labels
from game.text.plural import count
from game.text.quotation import quote


WHEN: Mapping[tuple[Dimension, Pole], str] = {
    (Dimension.FOCUS, Pole.LEAD): "When somebody goes quiet while the work goes on",
    (Dimension.FOCUS, Pole.MANAGE): "When everyone is willing and nobody has the task",
    (Dimension.QUERIES, Pole.LEAD): "When people ask what a thing is for",
    (Dimension.QUERIES, Pole.MANAGE): "When people know why and wait for who and when",
    (Dimension.APPROACH, Pole.LEAD): "When several roads lie open and each is tried a little",
    (Dimension.APPROACH, Pole.MANAGE): "When the aim is clear and the first step is not",
    (Dimension.GOAL, Pole.LEAD): "When the old way is done well and no longer helps",
    (Dimension.GOAL, Pole.MANAGE): "When a way that works begins to slip",
    (Dimension.VISION, Pole.LEAD): "When today's list leaves no room for next year",
    (Dimension.VISION, Pole.MANAGE): "When the hour is near and the talk is of later",
}
THEN: Mapping[Skill, str] = {
    Skill.EMOTIONAL_INTELLIGENCE: "I say what I see in them, and wait",
    Skill.VISIONARY_THINKING: "I say in one sentence what should be true in a year",
    Skill.STRATEGIC_DECISION_MAKING: "I name two roads, choose one aloud, and say what it costs",
    Skill.INSPIRING_COMMUNICATION: "I tell what it is for, with one person in it",
    Skill.COACHING_AND_MENTORING: "I ask what they have tried before I advise",
    Skill.COURAGE: "I say the hard thing today, to the person it concerns",
    Skill.EMPATHY_AND_ACTIVE_LISTENING: "I ask one open question and repeat the answer before mine",
    Skill.ADAPTABILITY: "I drop one habit that no longer fits, and say which",
    Skill.PLANNING_AND_ORGANIZATION: "I write the steps in order, with a day for each",
    Skill.DELEGATION: "I give the whole task to one name, and say what counts as done",
    Skill.TIME_MANAGEMENT: "I put it into the calendar with an end before we part",
    Skill.PERFORMANCE_TRACKING: "I choose one number and look at it every Friday",
    Skill.PROCESS_OPTIMIZATION: "I mend the step that fails most before I ask for effort",
    Skill.BUDGETING: "I say what it costs, and what we leave for it",
    Skill.CONFLICT_RESOLUTION: "I bring both to one table and settle the rule, not the people",
    Skill.TEAM_COORDINATION: "I say who hands what to whom, and at what hour",
}
FITS: Mapping[Skill, frozenset[Dimension]] = {
    Skill.EMOTIONAL_INTELLIGENCE: frozenset({Dimension.FOCUS}),
    Skill.VISIONARY_THINKING: frozenset(Dimension) - {Dimension.FOCUS},
    Skill.STRATEGIC_DECISION_MAKING: frozenset({Dimension.APPROACH, Dimension.VISION}),
    Skill.INSPIRING_COMMUNICATION: frozenset({Dimension.QUERIES, Dimension.VISION}),
    Skill.COACHING_AND_MENTORING: frozenset({Dimension.FOCUS, Dimension.APPROACH}),
    Skill.COURAGE: frozenset({Dimension.GOAL}),
    Skill.EMPATHY_AND_ACTIVE_LISTENING: frozenset({Dimension.FOCUS, Dimension.QUERIES}),
    Skill.ADAPTABILITY: frozenset({Dimension.GOAL}),
    Skill.PLANNING_AND_ORGANIZATION: frozenset(Dimension) - {Dimension.GOAL},
    Skill.DELEGATION: frozenset(Dimension),
    Skill.TIME_MANAGEMENT: frozenset(Dimension) - {Dimension.GOAL},
    Skill.PERFORMANCE_TRACKING: frozenset({Dimension.GOAL}),
    Skill.PROCESS_OPTIMIZATION: frozenset({Dimension.GOAL}),
    Skill.BUDGETING: frozenset(),
    Skill.CONFLICT_RESOLUTION: frozenset({Dimension.GOAL}),
    Skill.TEAM_COORDINATION: frozenset(Dimension) - {Dimension.GOAL},
}
"""The dimensions whose ``WHEN`` goes with the ``THEN`` of a skill, on the pole of the skill."""
ELSE_WHEN: Mapping[Skill, str] = {
    Skill.EMOTIONAL_INTELLIGENCE: "When somebody's words and face disagree",
    Skill.VISIONARY_THINKING: "When nobody can say where this leads",
    Skill.STRATEGIC_DECISION_MAKING: "When I am asked to decide",
    Skill.INSPIRING_COMMUNICATION: "When the task is clear and hearts are not in it",
    Skill.COACHING_AND_MENTORING: "When somebody brings me a problem",
    Skill.COURAGE: "When everybody knows it and nobody says it",
    Skill.EMPATHY_AND_ACTIVE_LISTENING: "When I have my answer ready too soon",
    Skill.ADAPTABILITY: "When what I always do stops working",
    Skill.PLANNING_AND_ORGANIZATION: "When the goal is large and the week is full",
    Skill.DELEGATION: "When I am about to do it myself",
    Skill.TIME_MANAGEMENT: "When we agree that it should be soon",
    Skill.PERFORMANCE_TRACKING: "When nobody can say how it is going",
    Skill.PROCESS_OPTIMIZATION: "When the same trouble comes back",
    Skill.BUDGETING: "When more is wanted than there is",
    Skill.CONFLICT_RESOLUTION: "When two people do one thing in two ways",
    Skill.TEAM_COORDINATION: "When work changes hands",
}
"""The first half of a plan if ``FITS`` does not hold for the missed dimension and pole."""
ALL_SERVED = (
    "Every call was right, and no token was missed. Take one scene and argue for another choice: "
    "when would it be right?"
)
NOTHING_MISSED = "You missed nothing, so there is no line to find and no plan to keep."
PLANS = "One thing for your next working day, if you like"
CALL_PLANS: Mapping[CallMiss, str] = {
    CallMiss.LED_FOR_ORDER: "When people already know why, I ask who does what, and by when.",
    CallMiss.MANAGED_FOR_REASON: (
        "When the list is clear and people hang back, I talk about the reason, not the list."
    ),
    CallMiss.ORDER_FIRST: "When people do not see the reason, I give it before I share out work.",
    CallMiss.REASON_FIRST: "When the first steps cannot wait, I order them and explain after that.",
    CallMiss.FIRST_HALF: "When my first move has worked, I ask which half is still missing.",
    CallMiss.SECOND_HALF: "When I know my move, I ask what people need before they can use it.",
    CallMiss.BOTH_FOR_LEADING: "When the order already holds, I leave it alone and only lead.",
    CallMiss.BOTH_FOR_MANAGING: "When everybody knows the reason, I skip the talk and bring order.",
}
_REASON_FIRST = "Which line said that people needed the reason first?"
_ORDER_FIRST = "Which line said that order could not wait?"


def plan(made: Plan | CallPlan | Resolve | ResolveCall) -> str:
    """Return an if-then plan as one sentence."""
    if isinstance(made, CallPlan | ResolveCall):
        return CALL_PLANS[made.missed]
    skill = made.skill
    fits = skill.pole is made.pole and made.dimension in FITS[skill]
    when = WHEN[made.dimension, made.pole] if fits else ELSE_WHEN[skill]
    return f"{when}, {THEN[skill]}."


def asked(question: Question) -> str:
    """
    Return the question about a scene, by the call it needed and what of that was missed.

    Cues show what a scene needs, so the question is always about that, and never about what
    was there already.
    """
    why = question.why
    given, needed = (labels.CALLS[call].lower() for call in (why.call_given, why.call))
    missed = why.judgement.missed_call
    if missed is None:
        return f"You read “{why.scene_title}” well: {needed}. Which line says so most clearly?"
    read = f"You read “{why.scene_title}” as “{given}”."
    if not why.call.mixed:
        return f"{read} The key says “{needed}”. Which line shows it most clearly?"
    leads_first = why.call.first is Pole.LEAD
    if missed is CallMiss.FIRST_HALF:
        missing = "order" if leads_first else "a reason"
        return f"{read} Which line said that {missing} was missing too?"
    return f"{read} {_REASON_FIRST if leads_first else _ORDER_FIRST}"


def answered(question: Question, line: Sentence) -> str:
    """Return whether the picked *line* shows what was asked, what the choice missed, and why."""
    return f"{shown_by(question, line)} {missed_beside(question, line)}"


def shown_by(question: Question, line: Sentence) -> str:
    """Return whether *line* shows what was asked, and what it is about; choices do not matter."""
    rows = {row.dimension: row for row in question.why.rows}
    sides = [
        labels.side(dimension, pole)
        for dimension in line.dimensions
        if (pole := rows[dimension].needed) is not None
    ]
    asks_for = f"asks for {', and for '.join(sides)}."
    if question.is_shown_by(line):
        return f"Yes: that line {asks_for}"
    if not any(map(question.is_shown_by, question.lines)):
        return f"No line says it outright.{f' That one {asks_for}' if sides else ''}"
    return f"Not that one: {f'it {asks_for}' if sides else 'the key takes no words from it.'}"


def missed_beside(question: Question, line: Sentence) -> str:
    """Return what the choice missed that *line* does not show, and why the key is as it is."""
    why = question.why
    missed = why.look_for
    heavy = None if missed is None or missed.dimension in line.dimensions else missed.cue
    first = f"In the scene, what you did missed {quote(heavy)}. " if heavy else ""
    return f"{first}Why the key says “{labels.CALLS[why.call].lower()}”: {why.call_because}"


def reviewed(why: Explanation) -> tuple[str, ...]:
    """Return the result of a review, and when its call and its sides are due again."""
    soon, later, last = GAPS
    kind = why.judgement.missed_call
    served, missed = _sides(why.served), _sides(why.missed)
    back = f"What was due and went well comes back in {later} days, then in {last}."
    if missed or kind is not None:
        back += f" What was missed comes back in {soon} days, in another scene."
    text = (
        f"{why.tokens_served} of {SCENE_TOKENS} tokens served, {why.score.total} points. "
        "A review is practice, so these points are not added anywhere.",
        judgement.RIGHT_CALL if kind is None else topic(kind),
        f"Served: {served}." if served else "",
        f"Missed: {missed}." if missed else "",
        back,
    )
    return tuple(filter(None, text))


def topic(topic: Topic) -> str:
    """Return what a review repeats: a mistake in a call, or a side of a dimension."""
    if isinstance(topic, CallMiss):
        return judgement.MISSED_CALLS[topic]
    dimension, _ = topic
    return f"{dimension.value}: {labels.POLES[topic]}"


def _sides(rows: Iterable[Row]) -> str:
    return "; ".join(
        labels.side(row.dimension, row.needed) for row in rows if row.needed is not None
    )


def insights(debriefing: Debriefing) -> tuple[str, ...]:
    """Return how calls and choices went together over all scenes."""
    log = debriefing.log
    counts = Counter(why.judgement.match for why in log)
    counted = (
        f"{_in(counts[match], len(log))} {judgement.MATCHES[match]}."
        for match in Match
        if counts[match]
    )
    return (*counted, *_first_pole(log), *_heaviest_miss(log))


def _in(number: int, scenes: int) -> str:
    if number < scenes:
        return f"In {number} of {scenes} scenes"
    return {1: "In this scene", 2: "In both scenes"}.get(scenes, f"In all {scenes} scenes")


def _first_pole(log: Sequence[Explanation]) -> Iterator[str]:
    """Yield the pole that came first in more calls than scenes needed."""
    for pole, name in ((Pole.LEAD, "leading"), (Pole.MANAGE, "managing")):
        called = [why for why in log if why.call_given.first is pole]
        if len(log) > 1 and len(called) > sum(why.call.first is pole for why in log):
            fitting = sum(why.call.first is pole for why in called)
            yield (
                f"{_in(len(called), len(log))} you began with {name}; "
                f"{fitting or 'none'} of them needed that first."
            )


def _heaviest_miss(log: Sequence[Explanation]) -> Iterator[str]:
    """Yield the side with the most tokens missed."""
    sides = tokens_met(log)
    if side := max(sides, key=lambda side: sides[side].asked - sides[side].met, default=None):
        met = sides[side]
        if missed := met.asked - met.met:
            tokens = count(met.asked, "token")
            yield f"Missed most: {labels.side(*side)}; {missed} of {tokens} went unserved."


def meaning(result: Summary) -> tuple[str, ...]:
    """Return what the points of a run mean, and a road that was not taken."""
    return (
        points_beside(labels.points(result.mean), labels.points(result.guesser)),
        *([best_read(result.best)] if result.best else []),
        *([costliest(result.costliest)] if result.costliest else []),
        *([road(result.road)] if result.road else []),
    )


def points_beside(mean: object, guesser: object) -> str:
    """Return the points of a run beside those of a guesser."""
    return f"You: {mean} of 100 points, the mean of your scenes. A guesser: {guesser}."


def best_read(scene: ScenePoints) -> str:
    """Return the scene with the most points."""
    return f"Best read: “{scene.title}”, {scene.points} points."


def costliest(scene: ScenePoints) -> str:
    """Return the scene with the fewest points."""
    return f"Hardest for you: “{scene.title}”, {scene.points} points."


def road(road: Road) -> str:
    """Return a choice that was not taken, and where it begins to lead."""
    return f"Not tried in “{road.title}”: {road.choice} It begins like this: {road.outcome}"


def caution(totals: Progress) -> str | None:
    """Return a sentence of caution about too few scenes; None if there are enough."""
    if totals.scenes < EARLY:
        return f"Fewer than {EARLY} scenes say little. Look at the scenes themselves."
    if totals.scenes < ENOUGH:
        return f"Fewer than {ENOUGH} scenes give only a first impression."
    return None

"""The player's debrief, and the reflections recorded with a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from game.core.enums import Dimension, Pole, Practice, Skill
from game.core.explanation import Explanation, Row, explain
from game.core.judgement import CallMiss
from game.core.playthrough import Playthrough
from game.core.sentences import line_digest, sentences


MAX_LINES = 6
"""The number of lines of a scene to pick from."""
MAX_PLANS = 3


@frozen(kw_only=True)
class Sentence:
    """A sentence of a scene, with the dimensions whose cues it contains."""

    text: str
    dimensions: tuple[Dimension, ...]


@frozen(kw_only=True)
class Question:
    """
    An unscored question: which of *lines* decided a scene.

    It is about the scene whose call missed most, or the weakest one if every call was right.
    """

    why: Explanation
    lines: tuple[Sentence, ...]

    @property
    def pole(self) -> Pole | None:
        """The pole that the line is to show the need of; None if either will do."""
        missed, call = self.why.judgement.missed_call, self.why.call
        if missed is None and call.mixed:
            return None
        return call.first.other if missed is CallMiss.FIRST_HALF else call.first

    def is_shown_by(self, line: Sentence) -> bool:
        """Return whether *line* contains a cue for what is asked."""
        needed = {row.dimension: row.needed for row in self.why.rows}
        poles = {needed[dimension] for dimension in line.dimensions} - {None}
        return bool(poles) if self.pole is None else self.pole in poles


@frozen(kw_only=True)
class Plan:
    """
    An if-then plan for a missed side of a dimension.

    *practice* is the one that trains *skill*.
    """

    dimension: Dimension
    pole: Pole
    skill: Skill
    practice: Practice


@frozen(kw_only=True)
class CallPlan:
    """An if-then plan for a kind of *missed* call; *practice* trains it."""

    missed: CallMiss
    practice: Practice


@frozen(kw_only=True)
class Debriefing:
    """
    The debrief of a finished playthrough.

    *log* holds every answered scene. If no call and no token was missed, *question* is None
    and *plans* is empty.
    """

    log: tuple[Explanation, ...]
    question: Question | None
    plans: tuple[Plan | CallPlan, ...]


TRAINED_BY: Mapping[Skill, Practice] = {
    Skill.EMOTIONAL_INTELLIGENCE: Practice.EMOTIONAL_INTELLIGENCE,
    Skill.VISIONARY_THINKING: Practice.STRATEGIC_THINKING,
    Skill.STRATEGIC_DECISION_MAKING: Practice.STRATEGIC_THINKING,
    Skill.INSPIRING_COMMUNICATION: Practice.COMMUNICATION,
    Skill.COACHING_AND_MENTORING: Practice.TRAINING,
    Skill.COURAGE: Practice.FEEDBACK_REFLECTION,
    Skill.EMPATHY_AND_ACTIVE_LISTENING: Practice.LISTENING_SPEAKING,
    Skill.ADAPTABILITY: Practice.CONTINUOUS_LEARNING,
    Skill.PLANNING_AND_ORGANIZATION: Practice.TRAINING,
    Skill.DELEGATION: Practice.COMMUNICATION,
    Skill.TIME_MANAGEMENT: Practice.FEEDBACK_REFLECTION,
    Skill.PERFORMANCE_TRACKING: Practice.FEEDBACK_REFLECTION,
    Skill.PROCESS_OPTIMIZATION: Practice.CONTINUOUS_LEARNING,
    Skill.BUDGETING: Practice.STRATEGIC_THINKING,
    Skill.CONFLICT_RESOLUTION: Practice.LISTENING_SPEAKING,
    Skill.TEAM_COORDINATION: Practice.COMMUNICATION,
}
"""The practice that trains each skill most directly."""
CALLS_TRAINED_BY: Mapping[CallMiss, Practice] = {
    CallMiss.LED_FOR_ORDER: Practice.FEEDBACK_REFLECTION,
    CallMiss.MANAGED_FOR_REASON: Practice.LISTENING_SPEAKING,
    CallMiss.ORDER_FIRST: Practice.EMOTIONAL_INTELLIGENCE,
    CallMiss.REASON_FIRST: Practice.STRATEGIC_THINKING,
    CallMiss.FIRST_HALF: Practice.FEEDBACK_REFLECTION,
    CallMiss.SECOND_HALF: Practice.STRATEGIC_THINKING,
    CallMiss.BOTH_FOR_LEADING: Practice.LISTENING_SPEAKING,
    CallMiss.BOTH_FOR_MANAGING: Practice.COMMUNICATION,
}
"""The practice that helps to read a moment in which this mistake was made."""


def debriefing(play: Playthrough) -> Debriefing:
    """Return the debrief of *play*."""
    log = tuple(explain(play, turn) for turn in play.turns)
    return Debriefing(
        log=log,
        question=None if (why := _to_ask(log)) is None else _question(play, why),
        plans=tuple(_plans(log)),
    )


def _to_ask(log: Sequence[Explanation]) -> Explanation | None:
    """Return the scene to ask about: the worst missed call, else the weakest with a miss."""
    if (call := _missed_call(log)) is not None:
        return call
    return min((why for why in log if why.missed), key=lambda w: w.score.total, default=None)


def _missed_call(log: Sequence[Explanation]) -> Explanation | None:
    """Return the scene with the worst missed call, of equals the one with fewer points."""
    wrong = (why for why in log if why.judgement.missed_call is not None)
    return min(wrong, key=lambda why: (why.score.call, why.score.total), default=None)


def _question(play: Playthrough, why: Explanation) -> Question:
    scene = play.scenario.scenes[why.scene]
    lines = [
        Sentence(text=item, dimensions=_informative(item, scene.cues))
        for item in sentences(scene.text)
    ]
    informative = [line for line in lines if line.dimensions]
    silent = [line for line in lines if not line.dimensions]
    room = max(0, MAX_LINES - len(informative))
    longest = sorted(silent, key=lambda line: len(line.text), reverse=True)
    kept = {line.text for line in (*informative[:MAX_LINES], *longest[:room])}
    return Question(why=why, lines=tuple(line for line in lines if line.text in kept))


def _informative(sentence: str, cues: Mapping[Dimension, str]) -> tuple[Dimension, ...]:
    return tuple(dimension for dimension, cue in cues.items() if " ".join(cue.split()) in sentence)


def _plans(log: Sequence[Explanation]) -> list[Plan | CallPlan]:
    """Return a plan for the worst missed call, then plans for the heaviest missed tokens."""
    call = _missed_call(log)
    missed = None if call is None else call.judgement.missed_call
    first = [] if missed is None else [CallPlan(missed=missed, practice=CALLS_TRAINED_BY[missed])]
    return [*first, *_side_plans(log, MAX_PLANS - len(first))]


def _side_plans(log: Sequence[Explanation], limit: int) -> list[Plan]:
    """Return at most *limit* plans for missed tokens, no two for the same side or skill."""
    plans: list[Plan] = []
    misses = [(why, row) for why in log for row in why.missed]
    for why, row in sorted(misses, key=lambda miss: (miss[0].score.total, -miss[1].missed)):
        skill = _skill(why, row, {plan.skill for plan in plans})
        side = (row.dimension, row.needed)
        if skill is None or row.needed is None or side in [(p.dimension, p.pole) for p in plans]:
            continue
        plans.append(
            Plan(dimension=row.dimension, pole=row.needed, skill=skill, practice=TRAINED_BY[skill])
        )
        if len(plans) == limit:
            break
    return plans


def _skill(why: Explanation, row: Row, taken: set[Skill]) -> Skill | None:
    """Return a wanted skill that was not shown, of the missed pole if possible."""
    open_ = [skill for skill in why.wanted if skill not in why.shown and skill not in taken]
    return min(open_, key=lambda skill: skill.pole is not row.needed, default=None)


@frozen
class Walk:
    """Look at another *choice* in *scene*."""

    scene: str
    choice: str


@frozen
class Point:
    """Pick the line that decided *scene*; *line* is its ``line_digest``."""

    scene: str
    line: str


@frozen
class Resolve:
    """Adopt the plan for a *pole* of a *dimension* and a *skill*."""

    dimension: Dimension
    pole: Pole
    skill: Skill


@frozen
class ResolveCall:
    """Adopt the plan for a kind of *missed* call."""

    missed: CallMiss


ReflectionAction = Walk | Point | Resolve | ResolveCall


def point_at(scene: str, line: str) -> Point:
    """Return the action of picking *line* of *scene*."""
    return Point(scene, line_digest(line))


def resolve_plan(plan: Plan | CallPlan) -> Resolve | ResolveCall:
    """Return the action of adopting *plan*."""
    if isinstance(plan, CallPlan):
        return ResolveCall(plan.missed)
    return Resolve(plan.dimension, plan.pole, plan.skill)

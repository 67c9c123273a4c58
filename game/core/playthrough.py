"""
A playthrough of a scenario: its state, the reducer ``step``, replay, pages turned back.

The list of actions is the complete saved form; ``replay`` rebuilds the state from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Any

from attrs import evolve, field, frozen

from game.core import scoring
from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call, State
from game.core.failure import Failure
from game.core.scenario import END, Choice, Next, Scenario, Scene, holds
from game.core.trust import TRUST_START, trust_after, trust_moves


class Phase(StrEnum):
    """The phase of a playthrough within the loop of a scene."""

    BRIEFING = "briefing"
    CALL = "call"
    CHOICE = "choice"
    OUTCOME = "outcome"
    WHY = "why"
    ENDING = "ending"


_BRIEFING, _CALL, _CHOICE, _OUTCOME, _WHY, _ENDING = Phase  # by name they are found slowly


@frozen(slots=False)  # made at each step: faster without slots, and by position
class Turn:
    """One answered scene, with gauges and trust before and after the answer."""

    scene: str
    call: Call
    confidence: Confidence | None
    choice: str
    score: scoring.Score
    before: scoring.Gauges
    gauges: scoring.Gauges
    trust_before: Mapping[str, int]
    trust: Mapping[str, int]


@frozen(slots=False)  # made at each step: faster without slots, and by position
class Playthrough:
    """
    The state of a run of *scenario*.

    *scene* is the id of the current scene (None at the ending), *call* and *confidence*
    are those given in it so far. *turns* are the answered scenes, oldest first.
    *review_scene* is the id of the only scene of a review, None for a whole scenario.
    *start_scene* is the id of the scene it began at with ``start_at``, else None.
    *remembered* holds lines that a campaign puts before scenes, by scene; no rule reads it.
    """

    scenario: Scenario = field(repr=False)
    seed: int
    actions: tuple[Action, ...] = ()
    phase: Phase = Phase.BRIEFING
    scene: str | None = None
    call: Call | None = None
    confidence: Confidence | None = None
    turns: tuple[Turn, ...] = ()
    review_scene: str | None = None
    start_scene: str | None = None
    remembered: Mapping[str, str] = field(factory=dict, eq=False)

    @property
    def current(self) -> Scene | None:
        """The current scene; None at the ending."""
        return None if self.scene is None else self.scenario.scenes[self.scene]

    @property
    def gauges(self) -> scoring.Gauges:
        """The current gauges."""
        return self.turns[-1].gauges if self.turns else scoring.Gauges()

    @property
    def trust(self) -> Mapping[str, int]:
        """The current trust by character, 0-5."""
        if self.turns:
            return self.turns[-1].trust
        return dict.fromkeys(self.scenario.cast, TRUST_START)

    @property
    def state(self) -> State | None:
        """
        The state, from the second answered scene on and at the ending; else None.

        A review has no state, since gauges after one answer mean little.
        """
        if self.review_scene is None and (
            len(self.turns) >= scoring.MIN_SCENES_FOR_STATE or self.phase is Phase.ENDING
        ):
            return self.gauges.state
        return None

    @property
    def points(self) -> float:
        """The mean points of the answered scenes, 0-100."""
        return scoring.mean(turn.score for turn in self.turns)

    @property
    def chosen(self) -> frozenset[str]:
        """The choices taken, as ``scene.choice``."""
        return frozenset(f"{turn.scene}.{turn.choice}" for turn in self.turns)


def start(scenario: Scenario, seed: int, review_scene: str | None = None) -> Playthrough:
    """
    Return a new playthrough; *seed* determines the order in which choices are shown.

    With *review_scene* it consists of that one scene.
    """
    if review_scene is not None:
        return evolve(start_at(scenario, seed, review_scene), review_scene=review_scene)
    return Playthrough(scenario=scenario, seed=seed, scene=scenario.start)


def step(play: Playthrough, action: Action) -> Playthrough | Failure:
    """Apply *action*: return the new playthrough, or why the action is rejected."""
    return _REDUCERS[type(action)](play, action)


def _next(
    play: Playthrough,
    action: Action,
    phase: Phase,
    scene: str | None,
    call: Call | None,
    confidence: Confidence | None,
    turns: tuple[Turn, ...],
) -> Playthrough:
    """Return *play* after *action*. Spelled out, since ``evolve`` is slower."""
    last = (action,)  # joined with +, which copies once
    return Playthrough(
        play.scenario,
        play.seed,
        play.actions + last,
        phase,
        scene,
        call,
        confidence,
        turns,
        play.review_scene,
        play.start_scene,
        play.remembered,
    )


_FOLLOWING = {_BRIEFING: _CALL, _OUTCOME: _WHY}
"""The phase after going on from a phase within one scene."""


def _go_on(play: Playthrough, action: GoOn) -> Playthrough | Failure:
    phase, turns = play.phase, play.turns
    following = _FOLLOWING.get(phase)
    if following is not None:
        return _next(play, action, following, play.scene, play.call, play.confidence, turns)
    if phase is _WHY:
        turn = turns[-1]
        target = next_route(play, play.scenario.scenes[turn.scene].choices[turn.choice].next)
        if target == END or play.review_scene:
            return _next(play, action, _ENDING, None, None, None, turns)
        return _next(play, action, _CALL, target, None, None, turns)
    if phase is _ENDING:
        return Failure(code="over", message="The story has ended.")
    wanted = "call" if phase is _CALL else "choice"
    return Failure(code="answer-first", message=f"This scene waits for your {wanted}.")


def next_route(play: Playthrough, next_: Next) -> str:
    """Return the scene id (or ``end``) of the first route of *next_* that holds."""
    for route in next_.routes:
        if route.when is None or holds(route.when, play.chosen, play.state, play.trust):
            return route.go
    raise AssertionError("the last route has no condition")


def _give_call(play: Playthrough, action: GiveCall) -> Playthrough | Failure:
    if play.phase is not _CALL or action.scene != play.scene:
        return Failure(code="not-now", message="No call is open for that scene.")
    return _next(play, action, _CHOICE, play.scene, action.call, play.confidence, play.turns)


def _confide(play: Playthrough, action: Confide) -> Playthrough | Failure:
    if play.phase is not _CHOICE or action.scene != play.scene:
        return Failure(code="not-now", message="No call of that scene waits for its choice.")
    return _next(play, action, _CHOICE, play.scene, play.call, action.confidence, play.turns)


def _choose(play: Playthrough, action: Choose) -> Playthrough | Failure:
    scene = play.current
    if play.phase is not _CHOICE or scene is None or action.scene != scene.id:
        return Failure(code="not-now", message="No choice is open for that scene.")
    if action.choice not in scene.choices:
        return Failure(code="no-such-choice", message="That choice is not offered here.")
    assert play.call is not None
    turns = (*play.turns, _turn(play, scene, play.call, action.choice))
    return _next(play, action, _OUTCOME, scene.id, play.call, play.confidence, turns)


def _turn(play: Playthrough, scene: Scene, call: Call, choice_id: str) -> Turn:
    choice = scene.choices[choice_id]
    before, trust_before = play.gauges, play.trust
    return Turn(
        scene.id,
        call,
        play.confidence,
        choice_id,
        scoring.score(scene, call, choice),
        before,
        before.after(scene.need, choice.stance),
        trust_before,
        trust_after(trust_before, trust_moves(play.scenario, scene, choice)),
    )


_REDUCERS: Mapping[type[Action], Callable[[Playthrough, Any], Playthrough | Failure]] = {
    GoOn: _go_on,
    GiveCall: _give_call,
    Confide: _confide,
    Choose: _choose,
}


def alternative_turn(play: Playthrough, turn: Turn, choice_id: str) -> Turn:
    """Return *turn* as it would be with the choice *choice_id* and the same call."""
    before = evolve(play, turns=play.turns[: play.turns.index(turn)], confidence=turn.confidence)
    return _turn(before, play.scenario.scenes[turn.scene], turn.call, choice_id)


def shuffled_choices(play: Playthrough, scene: Scene) -> tuple[Choice, ...]:
    """
    Return the choices of *scene* in the order shown, shuffled by the seed.

    The order is a function of seed and ids only: the same on every machine, and
    independent of the order in the file.
    """

    def rank(choice: Choice) -> bytes:
        return sha256(f"{play.seed}/{scene.id}/{choice.id}".encode()).digest()

    return tuple(sorted(scene.choices.values(), key=rank))


@frozen(kw_only=True)
class Replay:
    """The result of a replay: *refusal* is why it stopped early, None if it is complete."""

    play: Playthrough
    refusal: Failure | None = None


def replay(
    scenario: Scenario, seed: int, actions: Iterable[Action], review_scene: str | None = None
) -> Replay:
    """
    Apply *actions* to a new playthrough, or to a review of *review_scene*.

    Stop before the first action that is rejected, as can happen after an edit of *scenario*. A
    review whose scene is gone has ended without an answer.
    """
    if review_scene is not None and review_scene not in scenario.scenes:
        gone = Failure(code="no-such-scene", message="That scene is not there any more.")
        ended = evolve(
            start(scenario, seed), phase=Phase.ENDING, scene=None, review_scene=review_scene
        )
        return Replay(play=ended, refusal=gone)
    return _apply_all(start(scenario, seed, review_scene), actions)


def _apply_all(play: Playthrough, actions: Iterable[Action]) -> Replay:
    for action in actions:
        after = step(play, action)
        if isinstance(after, Failure):
            return Replay(play=play, refusal=after)
        play = after
    return Replay(play=play)


def can_turn_back(play: Playthrough) -> bool:
    """Return whether there is a page to turn back to, or a call to take back."""
    return bool(play.actions) and not isinstance(play.actions[-1], Choose)


def turn_back(play: Playthrough) -> Playthrough | Failure:
    """
    Undo the page that was read last, or the call while its choice is open.

    The confidence in the call goes with it. A choice stands.
    """
    if not can_turn_back(play):
        return Failure(code="stands", message="A choice that was made counts.")
    actions = list(play.actions)
    while isinstance(actions[-1], Confide):
        actions.pop()
    before = _replay_in(play, play.scenario, actions[:-1]).play
    return evolve(before, remembered=play.remembered)


def start_at(scenario: Scenario, seed: int, scene: str) -> Playthrough:
    """Return a playthrough that begins at the call of *scene*, for an author's preview."""
    return evolve(start(scenario, seed), phase=Phase.CALL, scene=scene, start_scene=scene)


def rebase(play: Playthrough, scenario: Scenario) -> Playthrough:
    """
    Move *play* to an edited *scenario*, as close to its current scene as possible.

    Replay all actions; if that ends elsewhere, start at the same scene; if that scene no
    longer exists, keep the actions that still apply.
    """
    replayed = _replay_in(play, scenario, play.actions)
    if replayed.refusal is None and replayed.play.scene == play.scene:
        return replayed.play
    if play.scene in scenario.scenes and play.scene is not None:
        return start_at(scenario, play.seed, play.scene)
    return replayed.play


def _replay_in(play: Playthrough, scenario: Scenario, actions: Sequence[Action]) -> Replay:
    """Replay *actions* of *play* in *scenario*, from where *play* began if that still exists."""
    if play.review_scene is None and play.start_scene in scenario.scenes:
        assert play.start_scene is not None
        return _apply_all(start_at(scenario, play.seed, play.start_scene), actions)
    return replay(scenario, play.seed, actions, play.review_scene)

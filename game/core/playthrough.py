"""
One run of one scenario, as the replay of its actions.

A playthrough is what has been decided so far; who decides (one player, or a
room that votes) is not its business. ``step`` gives a new playthrough or a
``Refusal``. The list of actions is the whole save: ``replay`` gives the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256

from attrs import evolve, field, frozen

from game.core import scoring
from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call, State
from game.core.scenario import END, Choice, Next, Scenario, Scene, holds
from game.core.trust import TRUST_START, trust_after, trust_moves


class Phase(StrEnum):
    """Where a playthrough stands in the loop of a scene."""

    BRIEFING = "briefing"
    CALL = "call"
    CHOICE = "choice"
    OUTCOME = "outcome"
    WHY = "why"
    ENDING = "ending"


@frozen(kw_only=True)
class Refusal:
    """Why an action was not taken: a *code* for programs and a sentence for people."""

    code: str
    message: str


@frozen(kw_only=True)
class Turn:
    """One scene that has been answered, and how things stood afterwards."""

    scene: str
    call: Call
    confidence: Confidence | None
    choice: str
    score: scoring.Score
    before: scoring.Gauges
    gauges: scoring.Gauges
    trust_before: Mapping[str, int]
    trust: Mapping[str, int]


@frozen(kw_only=True)
class Playthrough:
    """
    A run of *scenario* so far.

    *scene* is the current scene's id (None at the ending); *call* is the call
    given in it, once given, and *confidence* how sure it was; *turns* are the scenes
    answered, oldest first. *alone* is the one scene it has, where it is no story.
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

    @property
    def current(self) -> Scene | None:
        """The scene on the table, if there is one."""
        return None if self.scene is None else self.scenario.scenes[self.scene]

    @property
    def gauges(self) -> scoring.Gauges:
        """Direction and Structure now."""
        return self.turns[-1].gauges if self.turns else scoring.Gauges()

    @property
    def trust(self) -> Mapping[str, int]:
        """Everyone's trust now, 0-5."""
        if self.turns:
            return self.turns[-1].trust
        return dict.fromkeys(self.scenario.cast, TRUST_START)

    @property
    def state(self) -> State | None:
        """
        The state, named from the second answered scene on and at the ending.

        A scene alone has none: two gauges after one answer are no story.
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
        """Every choice taken, as ``scene.choice``."""
        return frozenset(f"{turn.scene}.{turn.choice}" for turn in self.turns)


def start(scenario: Scenario, seed: int, review_scene: str | None = None) -> Playthrough:
    """
    A new playthrough; *seed* decides the order in which choices are shown.

    With *alone*, it is that one scene of *scenario* and ends with it.
    """
    if review_scene is not None:
        return evolve(start_at(scenario, seed, review_scene), review_scene=review_scene)
    return Playthrough(scenario=scenario, seed=seed, scene=scenario.start)


def step(play: Playthrough, action: Action) -> Playthrough | Refusal:
    """The playthrough after *action*, or why it cannot be taken now."""
    match action:
        case GoOn():
            after = _go_on(play)
        case GiveCall():
            after = _give_call(play, action)
        case Confide():
            after = _confide(play, action)
        case Choose():
            after = _choose(play, action)
    if isinstance(after, Refusal):
        return after
    return evolve(after, actions=(*play.actions, action))


def _go_on(play: Playthrough) -> Playthrough | Refusal:
    if play.phase is Phase.BRIEFING:
        return evolve(play, phase=Phase.CALL)
    if play.phase is Phase.OUTCOME:
        return evolve(play, phase=Phase.WHY)
    if play.phase is Phase.WHY:
        return _leave_scene(play)
    if play.phase is Phase.ENDING:
        return Refusal(code="over", message="The story has ended.")
    wanted = "call" if play.phase is Phase.CALL else "choice"
    return Refusal(code="answer-first", message=f"This scene waits for your {wanted}.")


def _leave_scene(play: Playthrough) -> Playthrough:
    turn = play.turns[-1]
    goes = next_route(play, play.scenario.scenes[turn.scene].choices[turn.choice].next)
    if goes == END or play.review_scene:
        return evolve(play, phase=Phase.ENDING, scene=None, call=None, confidence=None)
    return evolve(play, phase=Phase.CALL, scene=goes, call=None, confidence=None)


def next_route(play: Playthrough, next_: Next) -> str:
    """The scene (or ``end``) that *next_* leads to, as things stand."""
    for route in next_.routes:
        if route.when is None or holds(route.when, play.chosen, play.state, play.trust):
            return route.go
    raise AssertionError("the last route has no condition")


def _give_call(play: Playthrough, action: GiveCall) -> Playthrough | Refusal:
    if play.phase is not Phase.CALL or action.scene != play.scene:
        return Refusal(code="not-now", message="No call is open for that scene.")
    return evolve(play, phase=Phase.CHOICE, call=action.call)


def _confide(play: Playthrough, action: Confide) -> Playthrough | Refusal:
    if play.phase is not Phase.CHOICE or action.scene != play.scene:
        return Refusal(code="not-now", message="No call of that scene waits for its choice.")
    return evolve(play, confidence=action.confidence)


def _choose(play: Playthrough, action: Choose) -> Playthrough | Refusal:
    scene = play.current
    if play.phase is not Phase.CHOICE or scene is None or action.scene != scene.id:
        return Refusal(code="not-now", message="No choice is open for that scene.")
    if action.choice not in scene.choices:
        return Refusal(code="no-such-choice", message="That choice is not offered here.")
    assert play.call is not None
    return evolve(
        play, phase=Phase.OUTCOME, turns=(*play.turns, _turn(play, scene, play.call, action.choice))
    )


def _turn(play: Playthrough, scene: Scene, call: Call, choice_id: str) -> Turn:
    choice = scene.choices[choice_id]
    moves = trust_moves(play.scenario, scene, choice)
    return Turn(
        scene=scene.id,
        call=call,
        confidence=play.confidence,
        choice=choice_id,
        score=scoring.score(scene, call, choice),
        before=play.gauges,
        gauges=play.gauges.after(scene.need, choice.stance),
        trust_before=play.trust,
        trust=trust_after(play.trust, moves),
    )


def alternative_turn(play: Playthrough, turn: Turn, choice_id: str) -> Turn:
    """What *turn* would have been with another choice and the same call."""
    before = evolve(play, turns=play.turns[: play.turns.index(turn)], confidence=turn.confidence)
    return _turn(before, play.scenario.scenes[turn.scene], turn.call, choice_id)


def shuffled_choices(play: Playthrough, scene: Scene) -> tuple[Choice, ...]:
    """
    The choices of *scene* in the order shown: shuffled from the seed.

    The order depends on ids alone, so moving a choice within the file changes
    nothing, and the same seed shows the same order on every machine.
    """

    def rank(choice: Choice) -> bytes:
        return sha256(f"{play.seed}/{scene.id}/{choice.id}".encode()).digest()

    return tuple(sorted(scene.choices.values(), key=rank))


@frozen(kw_only=True)
class Replay:
    """A playthrough from its actions; why the rest of them no longer holds, if there is one."""

    play: Playthrough
    refusal: Refusal | None = None


def replay(
    scenario: Scenario, seed: int, actions: Iterable[Action], review_scene: str | None = None
) -> Replay:
    """
    The playthrough that *actions* lead to; of the scene *alone*, where one is named.

    When the scenario has changed since, it stops at the last step that still
    holds and says why.
    """
    if review_scene is not None and review_scene not in scenario.scenes:
        gone = Refusal(code="no-such-scene", message="That scene is not there any more.")
        return Replay(play=start(scenario, seed), refusal=gone)
    return _apply_all(start(scenario, seed, review_scene), actions)


def _apply_all(play: Playthrough, actions: Iterable[Action]) -> Replay:
    for action in actions:
        after = step(play, action)
        if isinstance(after, Refusal):
            return Replay(play=play, refusal=after)
        play = after
    return Replay(play=play)


def undo(play: Playthrough) -> Playthrough | Refusal:
    """The playthrough without its last action."""
    if not play.actions:
        return Refusal(code="nothing-to-undo", message="This is the beginning.")
    return _replay_in(play, play.scenario, play.actions[:-1]).play


def can_turn_back(play: Playthrough) -> bool:
    """Whether the last action was only reading on, so that a player may turn the page back."""
    return bool(play.actions) and isinstance(play.actions[-1], GoOn)


def start_at(scenario: Scenario, seed: int, scene: str) -> Playthrough:
    """A playthrough that begins with *scene*'s call, for an author who looks at that scene."""
    return evolve(start(scenario, seed), phase=Phase.CALL, scene=scene)


def rebase(play: Playthrough, scenario: Scenario) -> Playthrough:
    """
    *play* in an edited *scenario*, as near to its place as can be.

    All its steps where they still hold; else the same scene, where it is still
    there; else as far as the steps hold.
    """
    again = _replay_in(play, scenario, play.actions)
    if again.refusal is None and again.play.scene == play.scene:
        return again.play
    if play.scene in scenario.scenes and play.scene is not None:
        return start_at(scenario, play.seed, play.scene)
    return again.play


def _replay_in(play: Playthrough, scenario: Scenario, actions: Sequence[Action]) -> Replay:
    """What *actions* of *play* lead to in *scenario*, also where an author had jumped first."""
    again = replay(scenario, play.seed, actions, play.review_scene)
    begun = play.turns[0].scene if play.turns else play.scene
    if again.refusal is not None and begun is not None and begun in scenario.scenes:
        jumped = _apply_all(start_at(scenario, play.seed, begun), actions)
        return again if jumped.refusal else jumped
    return again

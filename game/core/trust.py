"""The rule for trust: its range, how a choice moves it, and what characters say at each level."""

from __future__ import annotations

from collections.abc import Mapping

from game.core.scenario import Choice, Listening, Scenario, Scene


TRUST_START = 3
MAX_TRUST = 5
"""The upper limit; the lower one is 0."""
SILENT_UP_TO = 1
"""The highest trust at which a character stays silent."""
VOLUNTEERS_FROM = 4
"""The lowest trust at which a character volunteers an extra cue."""


def trust_moves(scenario: Scenario, scene: Scene, choice: Choice) -> Mapping[str, int]:
    """
    Return the change of trust for each character present in *scene*: -2 to +1.

    +1 if *choice* takes the pole that the character listens for, -1 for the opposite
    pole, 0 if it is silent; -1 more for the character who bears the cost of a myth.
    """
    moves = {}
    for who, listens in listeners(scenario, scene).items():
        pole = choice.stance.poles.get(listens.dimension)
        moves[who] = 0 if pole is None else 1 if pole is listens.pole else -1
        if choice.leans_on is not None and choice.borne_by == who:
            moves[who] -= 1
    return moves


def trust_after(trust: Mapping[str, int], moves: Mapping[str, int]) -> Mapping[str, int]:
    """Return *trust* after *moves*, clamped to 0-5."""
    return {who: max(0, min(MAX_TRUST, level + moves.get(who, 0))) for who, level in trust.items()}


def listeners(scenario: Scenario, scene: Scene) -> Mapping[str, Listening]:
    """Return what each character present in *scene* listens for, by id."""
    return {who: scenario.cast[who].listens_for for who in scene.present or scenario.cast}


def dialogue(scene: Scene) -> tuple[tuple[str, Mapping[str, str], int], ...]:
    """Return the spoken lines of *scene*: field name, text by character, minimum trust."""
    return (
        ("says", scene.says, SILENT_UP_TO + 1),
        ("extra_cue", scene.extra_cue, VOLUNTEERS_FROM),
    )

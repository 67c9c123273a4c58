"""
What the votes of rooms tell about scenes, as the answers of people who play alone do.

Somebody who called and chose by phone has answered the scene. Votes that are only
counted, by hand or in an export without names, tell how a scene went and nothing
about any one person: the mean points of their calls and of their choices add up to
the mean of the scene, whoever gave them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import fmean

from game.author.items import Counted, Response
from game.core import scoring
from game.core.model import Scenario, Scene
from game.core.terms import Call
from game.journal.pooled_rooms import PooledRoom, Votes


def of_room(room: PooledRoom, scenario: Scenario) -> Iterator[Response | Counted]:
    """Every first vote of *room*, as far as *scenario* still has what was voted for."""
    for key, votes in room.choices.items():
        if key in scenario.scenes:
            yield from _of_scene(room, scenario.scenes[key], room.calls.get(key, Votes()), votes)


def _of_scene(
    room: PooledRoom, scene: Scene, calls: Votes, choices: Votes
) -> Iterator[Response | Counted]:
    name = f"{room.scenario}.{scene.id}"
    called = {seat: Call(call) for seat, call in calls.seats.items() if call in set(Call)}
    chosen = {seat: choice for seat, choice in choices.seats.items() if choice in scene.choices}
    for seat, choice in chosen.items():
        if seat in called:
            score = scoring.score(scene, called[seat], scene.choices[choice])
            yield Response(
                player=f"{room.name}/{seat}",
                scene=name,
                choice=choice,
                points=score.total,
                room=room.name,
            )
    counts = Counter({c: n for c, n in choices.counted.items() if c in scene.choices})
    calling = Counter({Call(c): n for c, n in calls.counted.items() if c in set(Call)})
    if counts.total():
        yield Counted(scene=name, choices=counts, points=_points(scene, calling, counts))
    silent = Counter(choice for seat, choice in chosen.items() if seat not in called)
    if silent:
        yield Counted(scene=name, choices=silent, points=None)


def _points(scene: Scene, calls: Mapping[Call, int], choices: Mapping[str, int]) -> float | None:
    """The mean points of the scene; None where nobody's call is known."""
    if not any(calls.values()):
        return None
    by_call = fmean(
        [scoring.call_points(call, scene.call) for call in calls], weights=calls.values()
    )
    by_choice = fmean(
        [scoring.part(scene, scene.choices[choice]) for choice in choices],
        weights=choices.values(),
    )
    return by_call + by_choice

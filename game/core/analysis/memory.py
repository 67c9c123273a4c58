"""
What of the past a condition can still read: the slice that belongs to a state.

Points never belong to it, and gauges only where a later ``when`` names a state.
A choice is kept while a later ``when`` may name it, trust while it may be asked
for. Two pasts with the same memory in the same scene have the same future.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from attrs import frozen

from game.core import conditions, scoring
from game.core.model import Choice, Scenario, Scene, When
from game.core.terms import State


class Memory(NamedTuple):
    """
    The part of the past that is kept.

    *chosen* as ``scene.choice``; *trust* as pairs of character and level; *gauges*
    None where no state is read; *answered* counts scenes, as far as naming it needs.
    """

    chosen: frozenset[str] = frozenset()
    trust: tuple[tuple[str, int], ...] = ()
    gauges: scoring.Gauges | None = None
    answered: int = 0

    @property
    def state(self) -> State | None:
        """The state, once it has a name."""
        if self.gauges is None or self.answered < scoring.NAMED_FROM:
            return None
        return self.gauges.state

    def holds(self, when: When) -> bool:
        """Whether *when* holds, by the evaluator that play uses."""
        return conditions.holds(when, self.chosen, self.state, dict(self.trust))


NOTHING = Memory()


@frozen
class Reads:
    """What conditions read: choices, characters' trust, the state."""

    chosen: frozenset[str] = frozenset()
    trust: frozenset[str] = frozenset()
    state: bool = False

    @classmethod
    def of(cls, whens: Iterable[When | None]) -> Reads:
        """What *whens* read together."""
        given = [when for when in whens if when is not None]
        return cls(
            frozenset(name for when in given for name in when.chose),
            frozenset(who for when in given for who in when.trust),
            any(when.state for when in given),
        )

    def __or__(self, other: Reads) -> Reads:
        """What both read."""
        return Reads(
            self.chosen | other.chosen, self.trust | other.trust, self.state or other.state
        )

    def __bool__(self) -> bool:
        """Whether anything is read."""
        return bool(self.chosen or self.trust or self.state)

    def start(self) -> Memory:
        """The memory before the first answer."""
        return Memory(
            trust=tuple((who, scoring.TRUST_START) for who in sorted(self.trust)),
            gauges=scoring.Gauges() if self.state else None,
        )

    def keep(self, memory: Memory) -> Memory:
        """*memory* without what is not read."""
        return Memory(
            memory.chosen & self.chosen,
            tuple(pair for pair in memory.trust if pair[0] in self.trust),
            memory.gauges if self.state else None,
            memory.answered if self.state else 0,
        )

    def after(self, memory: Memory, scenario: Scenario, scene: Scene, choice: Choice) -> Memory:
        """*memory* once *choice* has been taken in *scene*; nothing is dropped yet."""
        chosen, trust, gauges, answered = memory
        name = f"{scene.id}.{choice.id}"
        if name in self.chosen:
            chosen |= {name}
        if trust:
            moves = scoring.trust_moves(scenario, scene, choice)
            trust = tuple(scoring.trust_after(dict(trust), moves).items())
        if gauges is not None:
            gauges = gauges.after(scene.need, choice.stance)
            answered = min(scoring.NAMED_FROM, answered + 1)
        return Memory(chosen, trust, gauges, answered)


NOTHING_READ = Reads()


def reads_from(scenario: Scenario, also: Mapping[str, Reads] | None = None) -> Mapping[str, Reads]:
    """
    For each scene, what the ways on from it and from every later scene read.

    *also* adds what is read in a scene besides, such as by its echoes.
    """
    also = also or {}
    reads: dict[str, Reads] = {}
    for scene in scenario.scenes.values():
        whens = [route.when for choice in scene.choices.values() for route in choice.next.routes]
        own = Reads.of(whens) if any(whens) else NOTHING_READ
        reads[scene.id] = own | also[scene.id] if scene.id in also else own
    todo = [key for key, own in reads.items() if own]
    back = _links_back(scenario) if todo else {}
    while todo:
        scene_id = todo.pop()
        for before in back.get(scene_id, ()):
            joined = reads[before] | reads[scene_id]
            if joined != reads[before]:
                reads[before] = joined
                todo.append(before)
    return reads


def _links_back(scenario: Scenario) -> Mapping[str, set[str]]:
    """For each scene, those with a way to it."""
    back: dict[str, set[str]] = {}
    for scene in scenario.scenes.values():
        for choice in scene.choices.values():
            for go in choice.next.targets:
                back.setdefault(go, set()).add(scene.id)
    return back

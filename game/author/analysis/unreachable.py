"""Parts of a scenario that no run can reach, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from attrs import frozen

from game.author.analysis.start_state import Memory, Reads
from game.author.analysis.state_space import Space, expand
from game.core.enums import State
from game.core.scenario import When
from game.core.trust import dialogue


class Reason(StrEnum):
    """Why something is never reached although its scene is."""

    PART = "part"  # one part of the condition never holds
    TOGETHER = "together"  # each part holds at times, never all of them
    EARLIER = "earlier"  # it holds at times, and an earlier entry always goes first


class Part(NamedTuple):
    """
    A part of a ``when`` that never holds: choices, states, or the trust of one character.

    *states* do occur there (None while undefined); *level* is the highest trust of *who*, with
    *minimum* required.
    """

    chose: tuple[str, ...] = ()
    state: tuple[State, ...] = ()
    states: tuple[State | None, ...] = ()
    who: str | None = None
    minimum: int = 0
    level: int = 0


@frozen(kw_only=True)
class Unreachable:
    """
    Something in *scene* that no run reaches.

    *kind* is ``way``, ``echo``, ``says`` or ``extra_cue``; *name* is the choice or speaker; *index*
    counts from 0 within its kind; *go* is the target of a route.
    """

    scene: str
    kind: str
    reason: Reason
    parts: tuple[Part, ...] = ()
    name: str = ""
    index: int = 0
    go: str | None = None


class Lost(NamedTuple):
    """
    The unreachable *items*.

    *skipped* names scenes and characters whose lines had too many states.
    """

    items: tuple[Unreachable, ...]
    skipped: tuple[str, ...]


def lost(space: Space, budget: int) -> Lost:
    """
    Return what no run through a complete *space* reaches.

    Spoken lines are followed within *budget* states in total.
    """
    search = _Search(space, budget)
    search.ways()
    search.echoes()
    search.spoken()
    return Lost(items=tuple(search.items), skipped=tuple(search.skipped))


class _Search:
    def __init__(self, space: Space, budget: int) -> None:
        self.space = space
        self.scenario = space.scenario
        self.budget = budget
        self.items: list[Unreachable] = []
        self.skipped: list[str] = []

    def ways(self) -> None:
        for scene_id, nodes in self.space.at.items():
            scene = self.scenario.scenes[scene_id]
            for choice in scene.choices.values():
                if len(choice.next.routes) == 1:
                    continue  # a single route is always taken
                for position, route in enumerate(choice.next.routes):
                    if (scene_id, choice.id, position) in self.space.routes:
                        continue
                    after = [
                        self.space.rules.reads[scene_id].after(
                            self.space.memories[node], self.scenario, scene, choice
                        )
                        for node in nodes
                    ]
                    self._report(
                        after,
                        route.when,
                        scene_id,
                        "way",
                        name=choice.id,
                        index=position,
                        go=route.go,
                    )

    def echoes(self) -> None:
        """Expand each scene with what its echoes read, and no other's."""
        for scene_id in self.space.at:
            whens = [echo.when for echo in self.scenario.scenes[scene_id].echoes]
            if not whens:
                continue
            met = self._expand({scene_id: Reads.of(whens)}, scene_id)
            memories = met(scene_id)
            shown = {first(memory, whens) for memory in memories}
            for position, when in enumerate(whens):
                if memories and position not in shown:
                    self._report(memories, when, scene_id, "echo", index=position)

    def spoken(self) -> None:
        """Follow the trust of each speaking character."""
        for who in self.scenario.cast:
            line = [
                (scene_id, kind, When(trust={who: minimum}))
                for scene_id in self.space.at
                for kind, lines, minimum in dialogue(self.scenario.scenes[scene_id])
                if who in lines
            ]
            if not line:
                continue
            trust = Reads(trust=frozenset({who}))
            met = self._expand({scene_id: trust for scene_id, _, _ in line}, who)
            for scene_id, kind, when in line:
                memories = met(scene_id)
                if memories and not any(memory.holds(when) for memory in memories):
                    self._report(memories, when, scene_id, kind, name=who)

    def _expand(self, also: Mapping[str, Reads], about: str) -> Callable[[str], list[Memory]]:
        """Expand with *also* read; return a function from a scene to its memories."""
        space = expand(self.scenario, also, self.budget, self.space.rules.begin)
        self.budget -= len(space)
        if not space.complete:
            self.skipped.append(about)
            return lambda _: []
        return lambda scene_id: [space.memories[node] for node in space.at[scene_id]]

    def _report(
        self,
        memories: Sequence[Memory],
        when: When | None,
        scene: str,
        kind: str,
        *,
        name: str = "",
        index: int = 0,
        go: str | None = None,
    ) -> None:
        reason, parts = _why(memories, when)
        self.items.append(
            Unreachable(
                scene=scene, kind=kind, reason=reason, parts=parts, name=name, index=index, go=go
            )
        )


def first(memory: Memory, whens: Sequence[When]) -> int | None:
    """Return the index of the first of *whens* that holds, or None."""
    return next((position for position, when in enumerate(whens) if memory.holds(when)), None)


def _why(memories: Sequence[Memory], when: When | None) -> tuple[Reason, tuple[Part, ...]]:
    if when is None or any(memory.holds(when) for memory in memories):
        return Reason.EARLIER, ()
    failing = tuple(
        part
        for single, part in _parts(memories, when)
        if not any(memory.holds(single) for memory in memories)
    )
    return (Reason.PART if failing else Reason.TOGETHER), failing


def _parts(memories: Sequence[Memory], when: When) -> Iterator[tuple[When, Part]]:
    """Yield each part of *when* as its own condition."""
    if when.chose:
        yield When(chose=when.chose), Part(chose=when.chose)
    if when.state:
        seen = {memory.state for memory in memories}
        occurring = tuple(state for state in (None, *State) if state in seen)
        yield When(state=when.state), Part(state=when.state, states=occurring)
    for who, minimum in when.trust.items():
        level = max(dict(memory.trust)[who] for memory in memories)
        yield When(trust={who: minimum}), Part(who=who, minimum=minimum, level=level)

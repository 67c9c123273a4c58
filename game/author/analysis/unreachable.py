"""Parts of a scenario that no run can reach, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from attrs import frozen

from game.author.analysis.start_state import Memory, Reads
from game.author.analysis.state_space import Space, expand
from game.core.enums import State
from game.core.scenario import When
from game.core.trust import dialogue


class Reason(StrEnum):
    """Why something is never met although its scene is."""

    PART = "part"  # one part of the condition never holds
    TOGETHER = "together"  # each part holds at times, never all of them
    EARLIER = "earlier"  # it holds at times, and an earlier entry always goes first


@frozen(kw_only=True)
class Part:
    """
    One part of a ``when`` that never holds: a list of choices, of states, or one trust.

    *states* are those that do occur there (None while it has no name yet); *level*
    is the most trust that *who* can have, of *least* asked.
    """

    chose: tuple[str, ...] = ()
    state: tuple[State, ...] = ()
    states: tuple[State | None, ...] = ()
    who: str | None = None
    least: int = 0
    level: int = 0


@frozen(kw_only=True)
class Unreachable:
    """
    Something in *scene* that no run meets.

    *kind* is ``way``, ``echo``, ``says`` or ``extra_cue``; *name* is the choice of
    the way or the speaker; *place* counts from 0 among its like; *go* is where a
    way would lead.
    """

    scene: str
    kind: str
    reason: Reason
    parts: tuple[Part, ...] = ()
    name: str = ""
    place: int = 0
    go: str | None = None


@frozen(kw_only=True)
class Lost:
    """
    All that no run meets, as far as it was *found*.

    *skipped* are scenes and characters whose lines were too many states to follow.
    """

    found: tuple[Unreachable, ...]
    skipped: tuple[str, ...]


def lost(space: Space, budget: int) -> Lost:
    """
    What no run through a complete *space* meets.

    Ways are known already; following lines takes up to *budget* states together.
    """
    search = _Search(space, budget)
    search.ways()
    search.echoes()
    search.spoken()
    return Lost(found=tuple(search.found), skipped=tuple(search.skipped))


class _Search:
    def __init__(self, space: Space, budget: int) -> None:
        self.space = space
        self.scenario = space.scenario
        self.budget = budget
        self.found: list[Unreachable] = []
        self.skipped: list[str] = []

    def ways(self) -> None:
        for scene_id, nodes in self.space.at.items():
            scene = self.scenario.scenes[scene_id]
            for choice in scene.choices.values():
                if len(choice.next.routes) == 1:
                    continue  # the only way on is taken by whoever comes here
                for position, route in enumerate(choice.next.routes):
                    if (scene_id, choice.id, position) in self.space.routes:
                        continue
                    after = [
                        self.space.rules.reads[scene_id].after(
                            self.space.memories[node], self.scenario, scene, choice
                        )
                        for node in nodes
                    ]
                    self._tell(
                        after,
                        route.when,
                        scene_id,
                        "way",
                        name=choice.id,
                        place=position,
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
                    self._tell(memories, when, scene_id, "echo", place=position)

    def spoken(self) -> None:
        """Follow the trust of each character who says something, one at a time."""
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
                    self._tell(memories, when, scene_id, kind, name=who)

    def _expand(self, also: Mapping[str, Reads], about: str) -> Callable[[str], list[Memory]]:
        """Expand with *also* read; what gives the memories of a scene, none if it was too much."""
        space = expand(self.scenario, also, self.budget, self.space.rules.begin)
        self.budget -= len(space)
        if not space.complete:
            self.skipped.append(about)
            return lambda _: []
        return lambda scene_id: [space.memories[node] for node in space.at[scene_id]]

    def _tell(
        self,
        memories: Sequence[Memory],
        when: When | None,
        scene: str,
        kind: str,
        *,
        name: str = "",
        place: int = 0,
        go: str | None = None,
    ) -> None:
        reason, parts = _why(memories, when)
        self.found.append(
            Unreachable(
                scene=scene, kind=kind, reason=reason, parts=parts, name=name, place=place, go=go
            )
        )


def first(memory: Memory, whens: Sequence[When]) -> int | None:
    """The place of the first of *whens* that holds, if one does."""
    return next((position for position, when in enumerate(whens) if memory.holds(when)), None)


def _why(memories: Sequence[Memory], when: When | None) -> tuple[Reason, tuple[Part, ...]]:
    if when is None or any(memory.holds(when) for memory in memories):
        return Reason.EARLIER, ()
    failing = tuple(
        part
        for alone, part in _parts(memories, when)
        if not any(memory.holds(alone) for memory in memories)
    )
    return (Reason.PART if failing else Reason.TOGETHER), failing


def _parts(memories: Sequence[Memory], when: When) -> Iterator[tuple[When, Part]]:
    """Each part of *when* as a condition of its own."""
    if when.chose:
        yield When(chose=when.chose), Part(chose=when.chose)
    if when.state:
        seen = {memory.state for memory in memories}
        occurring = tuple(state for state in (None, *State) if state in seen)
        yield When(state=when.state), Part(state=when.state, states=occurring)
    for who, minimum in when.trust.items():
        level = max(dict(memory.trust)[who] for memory in memories)
        yield When(trust={who: minimum}), Part(who=who, least=minimum, level=level)

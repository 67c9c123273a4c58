"""The start state of an analysis, and the part of the past that conditions read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from attrs import frozen

from game.content.diagnostics import Suggester
from game.content.sanitize import quoted
from game.core import scenario as conditions
from game.core import scoring
from game.core.enums import State
from game.core.failure import Failure, refused
from game.core.scenario import Choice, Scenario, Scene, When
from game.core.trust import MAX_TRUST, TRUST_START, trust_after, trust_moves


class Memory(NamedTuple):
    """
    The stored part of the past.

    *chosen* holds ``scene.choice`` names; *trust* pairs of character and level; *gauges* is None
    if no state is read; *answered* counts scenes until the state is defined.
    """

    chosen: frozenset[str] = frozenset()
    trust: tuple[tuple[str, int], ...] = ()
    gauges: scoring.Gauges | None = None
    answered: int = 0

    @property
    def state(self) -> State | None:
        """The state, or None before it is defined."""
        if self.gauges is None or self.answered < scoring.MIN_SCENES_FOR_STATE:
            return None
        return self.gauges.state

    def holds(self, when: When) -> bool:
        """Return whether *when* holds, evaluated as in play."""
        return conditions.holds(when, self.chosen, self.state, dict(self.trust))


NOTHING = Memory()


@frozen
class Reads:
    """The parts of the past that conditions read: choices, trust of characters, the state."""

    chosen: frozenset[str] = frozenset()
    trust: frozenset[str] = frozenset()
    state: bool = False

    @classmethod
    def of(cls, whens: Iterable[When | None]) -> Reads:
        """Return the union of what *whens* read."""
        given = [when for when in whens if when is not None]
        return cls(
            frozenset(name for when in given for name in when.chose),
            frozenset(who for when in given for who in when.trust),
            any(when.state for when in given),
        )

    def __or__(self, other: Reads) -> Reads:
        """Return the union."""
        return Reads(
            self.chosen | other.chosen, self.trust | other.trust, self.state or other.state
        )

    def __bool__(self) -> bool:
        """Whether anything is read."""
        return bool(self.chosen or self.trust or self.state)

    def start(self) -> Memory:
        """Return the memory before the first answer."""
        return Memory(
            trust=tuple((who, TRUST_START) for who in sorted(self.trust)),
            gauges=scoring.Gauges() if self.state else None,
        )

    def keep(self, memory: Memory) -> Memory:
        """Return *memory* without unread parts."""
        return Memory(
            memory.chosen & self.chosen,
            tuple(pair for pair in memory.trust if pair[0] in self.trust),
            memory.gauges if self.state else None,
            memory.answered if self.state else 0,
        )

    def after(self, memory: Memory, scenario: Scenario, scene: Scene, choice: Choice) -> Memory:
        """Return *memory* after *choice* in *scene*, unread parts included."""
        chosen, trust, gauges, answered = memory
        name = f"{scene.id}.{choice.id}"
        if name in self.chosen:
            chosen |= {name}
        if trust:
            moves = trust_moves(scenario, scene, choice)
            trust = tuple(trust_after(dict(trust), moves).items())
        if gauges is not None:
            gauges = gauges.after(scene.need, choice.stance)
            answered = min(scoring.MIN_SCENES_FOR_STATE, answered + 1)
        return Memory(chosen, trust, gauges, answered)


NOTHING_READ = Reads()


def reads_from(scenario: Scenario, also: Mapping[str, Reads] | None = None) -> Mapping[str, Reads]:
    """
    Return, for each scene, what its routes and all later scenes' routes read.

    *also* adds further reads per scene, such as by its echoes.
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
    """Return the predecessors of each scene."""
    back: dict[str, set[str]] = {}
    for scene in scenario.scenes.values():
        for choice in scene.choices.values():
            for go in choice.next.targets:
                back.setdefault(go, set()).add(scene.id)
    return back


class StartState(NamedTuple):
    """
    The start *scene*, the choices *chosen* before it, and their consequences.

    *memory* holds the whole past. *real* is True if a run reaches the scene by these choices,
    with nothing set by hand.
    """

    scene: str
    chosen: tuple[str, ...]
    memory: Memory
    real: bool

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        scene: str | None = None,
        chosen: Iterable[str] = (),
        trust: Mapping[str, int] | None = None,
    ) -> StartState:
        """
        Start in *scene* (by default the first) after *chosen*, ``scene.choice`` names in order.

        Trust and gauges follow from the choices; *trust* overrides some of it.
        """
        taken, trust = tuple(chosen), trust or {}
        reads = Reads(frozenset(taken), frozenset(scenario.cast), state=True)
        memory, current, real = reads.start(), scenario.start, not trust
        for name in taken:
            scene_id, _, choice_id = name.partition(".")
            at = scenario.scenes[scene_id]
            memory = reads.after(memory, scenario, at, at.choices[choice_id])
            real = real and scene_id == current
            current = next(
                route.go
                for route in at.choices[choice_id].next.routes
                if route.when is None or memory.holds(route.when)
            )
        levels = {**dict(memory.trust), **trust}
        scene = scenario.start if scene is None else scene
        return cls(
            scene=scene,
            chosen=taken,
            memory=memory._replace(trust=tuple(levels.items())),
            real=real and current == scene,
        )


def read(scenario: Scenario, scene: str, chose: str = "", trust: str = "") -> StartState | Failure:
    """
    Parse a start state: *scene*, choices made before it, and trust.

    *chose* is written ``quay.list,harbour.wait`` in order, *trust* ``ana=4,ben=2``.
    """
    taken, levels = _parts(chose), {}
    choices = [f"{s.id}.{choice}" for s in scenario.scenes.values() for choice in s.choices]
    for name, names, what in (
        (scene, scenario.scenes, "scene"),
        *((name, choices, "choice") for name in taken),
    ):
        if name not in names:
            return _unknown(what, name, names)
    for part in _parts(trust):
        who, _, level = part.partition("=")
        if who not in scenario.cast:
            return _unknown("character", who, scenario.cast)
        if level not in map(str, range(MAX_TRUST + 1)):
            return refused(f"trust is 0 to {MAX_TRUST}", f"such as {who}=4")
        levels[who] = int(level)
    return StartState.of(scenario, scene, taken, levels)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _unknown(what: str, name: str, known: Iterable[str]) -> Failure:
    near = Suggester().suggest(name, known)
    text = f"did you mean '{near}'?" if near else "'two-hats explore --map' shows what there is"
    return refused(f"the scenario has no {what} {quoted(name)}", text)


def as_text(begin: StartState) -> str:
    """Return the start state, its gauges and trust, and whether a run reaches it."""
    after = f", after {' > '.join(begin.chosen)}" if begin.chosen else ""
    gauges = begin.memory.gauges
    stand = f"Direction {gauges.direction}, Structure {gauges.structure}; " if gauges else ""
    trust = ", ".join(f"{who} {level}" for who, level in begin.memory.trust)
    comes = "A run can come here like this." if begin.real else "No run comes here just like this."
    return f"From {begin.scene}{after}\n  {stand}trust: {trust}\n  {comes}"


def as_json(begin: StartState) -> dict[str, Any]:
    """Return ``{scene, chose, direction, structure, trust, real}``."""
    gauges = begin.memory.gauges
    return {
        "scene": begin.scene,
        "chose": list(begin.chosen),
        "direction": gauges and gauges.direction,
        "structure": gauges and gauges.structure,
        "trust": dict(begin.memory.trust),
        "real": begin.real,
    }

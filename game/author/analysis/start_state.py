"""The state in which counting starts, and the slice of the past that conditions can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from attrs import frozen

from game.content.diagnostics import Suggester, quoted
from game.core import scenario as conditions
from game.core import scoring
from game.core.enums import State
from game.core.scenario import Choice, Scenario, Scene, When
from game.core.trust import MAX_TRUST, TRUST_START, trust_after, trust_moves


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
        if self.gauges is None or self.answered < scoring.MIN_SCENES_FOR_STATE:
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
            trust=tuple((who, TRUST_START) for who in sorted(self.trust)),
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
            moves = trust_moves(scenario, scene, choice)
            trust = tuple(trust_after(dict(trust), moves).items())
        if gauges is not None:
            gauges = gauges.after(scene.need, choice.stance)
            answered = min(scoring.MIN_SCENES_FOR_STATE, answered + 1)
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


@frozen(kw_only=True)
class StartState:
    """
    A *scene*, what was *chosen* before it, and what has come of that.

    *memory* has all of the past, whether a condition reads it or not. *real* says
    that some run comes to this scene by these very choices, with nothing set by hand.
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
        In *scene* (by default the first) after *chosen*, each ``scene.choice``, in this order.

        Trust and gauges follow from the choices; *trust* sets some of it by hand.
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


@frozen
class Refused:
    """Why counting cannot begin there, and the way out."""

    message: str
    help: str


def read(scenario: Scenario, scene: str, chose: str = "", trust: str = "") -> StartState | Refused:
    """
    In *scene*, after the choices and with the trust that are given.

    *chose* is written ``quay.list,harbour.wait``, in the order taken, and *trust*
    ``ana=4,ben=2``.
    """
    taken, levels = _parts(chose), {}
    choices = [f"{s.id}.{choice}" for s in scenario.scenes.values() for choice in s.choices]
    for name, known_names, what in (
        (scene, scenario.scenes, "scene"),
        *((name, choices, "choice") for name in taken),
    ):
        if name not in known_names:
            return _unknown(what, name, known_names)
    for part in _parts(trust):
        who, _, level = part.partition("=")
        if who not in scenario.cast:
            return _unknown("character", who, scenario.cast)
        if level not in map(str, range(MAX_TRUST + 1)):
            return Refused(f"trust is 0 to {MAX_TRUST}", f"such as {who}=4")
        levels[who] = int(level)
    return StartState.of(scenario, scene, taken, levels)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _unknown(what: str, name: str, known: Iterable[str]) -> Refused:
    near = Suggester().suggest(name, known)
    text = f"did you mean '{near}'?" if near else "'two-hats explore --map' shows what there is"
    return Refused(f"the scenario has no {what} {quoted(name)}", text)


def as_text(begin: StartState) -> str:
    """Where it begins, how things stand there, and whether a run comes there so."""
    after = f", after {' > '.join(begin.chosen)}" if begin.chosen else ""
    gauges = begin.memory.gauges
    stand = f"Direction {gauges.direction}, Structure {gauges.structure}; " if gauges else ""
    trust = ", ".join(f"{who} {level}" for who, level in begin.memory.trust)
    comes = "A run can come here like this." if begin.real else "No run comes here just like this."
    return f"From {begin.scene}{after}\n  {stand}trust: {trust}\n  {comes}"


def as_json(begin: StartState) -> dict[str, Any]:
    """``{scene, chose, direction, structure, trust, real}``."""
    gauges = begin.memory.gauges
    return {
        "scene": begin.scene,
        "chose": list(begin.chosen),
        "direction": gauges and gauges.direction,
        "structure": gauges and gauges.structure,
        "trust": dict(begin.memory.trust),
        "real": begin.real,
    }

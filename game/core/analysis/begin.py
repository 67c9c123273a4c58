"""Where counting begins: at the start, or in any scene with a past of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from game.core.analysis.memory import Memory, Reads
from game.core.model import Scenario


@frozen(kw_only=True)
class Begin:
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
    ) -> Begin:
        """
        In *scene* (by default the first) after *chosen*, each ``scene.choice``, in this order.

        Trust and gauges follow from the choices; *trust* sets some of it by hand.
        """
        taken, trust = tuple(chosen), trust or {}
        reads = Reads(frozenset(taken), frozenset(scenario.cast), state=True)
        memory, here, real = reads.start(), scenario.start, not trust
        for name in taken:
            scene_id, _, choice_id = name.partition(".")
            at = scenario.scenes[scene_id]
            memory = reads.after(memory, scenario, at, at.choices[choice_id])
            real = real and scene_id == here
            here = next(
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
            real=real and here == scene,
        )

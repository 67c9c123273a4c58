"""Advice on what is written and never met: by any run, or from somebody who is not there."""

from __future__ import annotations

from collections.abc import Iterator

from game.author.analysis import sentences
from game.author.analysis.state_space import expand
from game.author.analysis.unreachable import Never, lost
from game.author.finding import Check, Finding
from game.content.problems import quoted
from game.core.model import Scenario


STATES = 2_000
"""States to look at, far more than a scenario has; above it nothing is known, and nothing said."""


def never_met(scenario: Scenario) -> Iterator[Finding]:
    """What no run can meet, exactly: lines, echoes and ways on."""
    space = expand(scenario, budget=STATES)
    if not space.complete:
        return
    for never in lost(space, STATES).found:
        yield Finding(
            code="A425",
            path=_path(never),
            message=sentences.sentence(never).removesuffix("."),
            help=sentences.needed(never),
        )


def _path(never: Never) -> tuple[str | int, ...]:
    scene = ("scenes", never.scene)
    if never.kind == "way":
        return (*scene, "choices", never.name, "next", never.place)
    if never.kind == "echo":
        return (*scene, "echoes", never.place)
    return (*scene, never.kind, never.name)


def absent(scenario: Scenario) -> Iterator[Finding]:
    """Nobody speaks in a scene that lists who is present without them."""
    for scene in scenario.scenes.values():
        for kind, told in (("says", scene.says), ("extra_cue", scene.extra_cue)):
            for who in told:
                if scene.present and who not in scene.present:
                    yield Finding(
                        code="A426",
                        path=("scenes", scene.id, kind, who),
                        message=f"{quoted(who)} speaks in a scene without being present",
                        help="add the id to present, or give the line to somebody who is there",
                    )


CHECKS: tuple[Check, ...] = (never_met, absent)

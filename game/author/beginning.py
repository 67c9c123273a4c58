"""Where counting begins, as an author writes it and reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from game.content.nearest import Nearest
from game.content.problems import quoted
from game.core.analysis.begin import Begin
from game.core.model import Scenario
from game.core.scoring import TRUST_MOST


@frozen
class Refused:
    """Why counting cannot begin there, and the way out."""

    message: str
    help: str


def read(scenario: Scenario, scene: str, chose: str = "", trust: str = "") -> Begin | Refused:
    """
    In *scene*, after the choices and with the trust that are given.

    *chose* is written ``quay.list,harbour.wait``, in the order taken, and *trust*
    ``ana=4,ben=2``.
    """
    taken, levels = _parts(chose), {}
    choices = [f"{s.id}.{choice}" for s in scenario.scenes.values() for choice in s.choices]
    for name, known, what in (
        (scene, scenario.scenes, "scene"),
        *((name, choices, "choice") for name in taken),
    ):
        if name not in known:
            return _unknown(what, name, known)
    for part in _parts(trust):
        who, _, level = part.partition("=")
        if who not in scenario.cast:
            return _unknown("character", who, scenario.cast)
        if level not in map(str, range(TRUST_MOST + 1)):
            return Refused(f"trust is 0 to {TRUST_MOST}", f"such as {who}=4")
        levels[who] = int(level)
    return Begin.of(scenario, scene, taken, levels)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _unknown(what: str, name: str, known: Iterable[str]) -> Refused:
    near = Nearest().to(name, known)
    told = f"did you mean '{near}'?" if near else "'two-hats explore --map' shows what there is"
    return Refused(f"the scenario has no {what} {quoted(name)}", told)


def as_text(begin: Begin) -> str:
    """Where it begins, how things stand there, and whether a run comes there so."""
    after = f", after {' > '.join(begin.chosen)}" if begin.chosen else ""
    gauges = begin.memory.gauges
    stand = f"Direction {gauges.direction}, Structure {gauges.structure}; " if gauges else ""
    trust = ", ".join(f"{who} {level}" for who, level in begin.memory.trust)
    comes = "A run can come here like this." if begin.real else "No run comes here just like this."
    return f"From {begin.scene}{after}\n  {stand}trust: {trust}\n  {comes}"


def as_json(begin: Begin) -> dict[str, Any]:
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

"""
How long reading a scenario takes, with all its checks, against bare ``yaml.load``.

Both read the same text by turns in one process; the medians are compared. Run it from the
checkout: ``python -m bench.reading``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

import yaml

from game.content.diagnostics import render
from game.content.loader import read_scenario
from game.content.yaml.source import Source


ROUNDS = 200
SCENES = 15

HEAD = """\
format: 1
title: A long night
summary: A night ward, a smell of smoke, and a drill that almost fits.
role: You are the night charge nurse on Ward Six.
sector: hospital
place: Amman, Jordan
seniority: first-line
minutes: 10
cast:
  rania: {name: Rania Khoury, role: newest nurse, listens_for: {focus: lead}}
  samer: {name: Samer Haddad, role: porter, listens_for: {queries: manage}}
start: s0
scenes:
"""
SCENE = """\
  s{number}:
    title: Twenty to three
    context: crisis
    call: manage-then-lead
    call_because: A rehearsed card fits, so order first; then the people in it.
    text: |
      Smoke is seeping under the plant-room door at the end of the ward. The evacuation card
      your team rehearsed in March hangs by the desk. Rania, the newest nurse, stands frozen
      by bay two. Samer, the porter, has two wheelchairs ready and waits for a word.
    need: {{focus: lead 2, queries: manage, approach: manage, goal: manage}}
    cues:
      focus: stands frozen by bay two
      queries: waits for a word
      approach: The evacuation card your team rehearsed
      goal: Smoke is seeping
    wanted: [team-coordination, emotional-intelligence]
    choices:
      card:
        text: Start the card aloud, and stand by Rania while the first bay moves to the doors.
        stance: {{focus: lead, queries: manage, approach: manage, goal: manage, vision: manage}}
        shows: [team-coordination, emotional-intelligence]
        outcome: Bay one is clear in four minutes, and Rania is the one who counts the beds.
        explanation: The card gave the ward its order, and you saw who could not move.
        ideas: [rule-context-decides, role-manage-assign]
        next: {after}
      doctor:
        text: Ask the doctor to take charge, and have everybody wait for his word.
        stance: {{queries: manage}}
        leans_on: title-makes-leader
        borne_by: samer
        right_if: he knew the ward and its card better than you.
        outcome: Samer waits with two empty chairs.
        explanation: A title moved nobody; the card on the wall would have.
        ideas: [myth-title-makes-leader, rule-context-decides]
        next: {after}
"""
TAIL = """\
endings:
  synergy: It held, and everybody knew why.
  confusion: Much purpose, and no order to carry it.
  stagnation: Much order, and no reason to care.
  drift: Neither held.
  steady: Both held, a little.
"""
IDEAS = ("rule-context-decides", "role-manage-assign", "myth-title-makes-leader")


def text() -> str:
    """A scenario of many scenes in a row, without a fault."""
    scenes = "".join(
        SCENE.format(number=n, after=f"s{n + 1}" if n + 1 < SCENES else "end")
        for n in range(SCENES)
    )
    return HEAD + scenes + TAIL


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that *work* takes once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Measure and print."""
    source = Source("long-night.yaml", text())
    reading = read_scenario(source, IDEAS)
    if reading.problems:
        sys.exit(render(reading.problems, source))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(seconds(lambda: yaml.load(source.text, Loader=loader)))
        ours.append(seconds(lambda: read_scenario(source, IDEAS)))
    lines, size = source.text.count("\n"), len(source.text.encode()) / 1024
    print(f"{lines} lines, {size:.0f} KB, median of {ROUNDS} rounds ({loader.__name__})")
    print(f"bare yaml.load       {median(bare) * 1000:6.2f} ms")
    print(f"reading with checks  {median(ours) * 1000:6.2f} ms")
    print(f"ratio                {median(ours) / median(bare):6.2f}  (at most 1.50)")


if __name__ == "__main__":
    main()

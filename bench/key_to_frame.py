"""
How long from a key to the frames that it causes while a scenario is played.

The floor is a minimal Textual app that shows the same text and obeys the same keys, in turns
with the game. Nothing is animated. Run it from the checkout: ``python -m bench.key_to_frame``.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.rehearsal import DOWN, ENTER, POINTING, SEED, TURNING, Step, rehearse
from bench.terminal import (
    GAME,
    MINIMAL_PAGES,
    SCENARIO,
    SCENARIO_FRAME,
    Terminal,
    Took,
    at_home,
    ratio,
    running,
)
from game.journal.store import Journal
from game.tui.enter_guard import HELD


ROUNDS = 5
PAGES = 9
BOUNDS = {POINTING: 4.0, TURNING: 10.0}
RATIO = 2.0
LABELS = {"first": "first frame", "last": "last frame", "processor": "processor time"}
Kind = str


def main() -> None:
    """Measure, and print lines for each kind of key."""
    steps = asyncio.run(rehearse(PAGES))
    game: dict[Kind, list[Took]] = defaultdict(list)
    floor: dict[Kind, list[Took]] = defaultdict(list)
    with at_home() as environment:
        pages = Path(environment["HOME"], "pages.json")
        pages.write_text(json.dumps([step.page for step in steps if step.does == TURNING]))
        _stop_animation(Path(environment["TWO_HATS_DATA"]))
        playing = (*GAME, "play", SCENARIO, "--new", "--seed", str(SEED))
        for _ in range(ROUNDS):
            with running(playing, environment) as terminal:
                terminal.until(*SCENARIO_FRAME)
                for kind, took in _press(terminal, steps):
                    game[kind].append(took)
            with running((*MINIMAL_PAGES, str(pages)), environment) as terminal:
                terminal.until(*SCENARIO_FRAME)
                for kind, took in _press(terminal, _in_floor(steps)):
                    floor[kind].append(took)
    for kind, bound in BOUNDS.items():
        _report(kind, game[kind], floor[kind], bound)


def _stop_animation(data: Path) -> None:
    journal = Journal.open(data / "journal.sqlite3")
    journal.set_setting("animation", "off")
    journal.close()


def _in_floor(steps: Sequence[Step]) -> list[Step]:
    """The same steps in the minimal app, which has no digits and shows what is pointed at."""
    keys = {"2": DOWN}
    return [
        step._replace(key=keys.get(step.key, step.key)) for step in steps if step.does in BOUNDS
    ]


def _press(terminal: Terminal, steps: Sequence[Step]) -> Iterator[tuple[Kind, Took]]:
    """Press the keys of *steps* one by one; what each took."""
    for step in steps[1:]:
        terminal.settle(HELD if step.key == ENTER else 0.1)
        yield step.does, terminal.press(step.key)


def _report(kind: Kind, game: Sequence[Took], floor: Sequence[Took], bound: float) -> None:
    for name in Took._fields:
        ours, theirs = ([1000 * getattr(took, name) for took in all_] for all_ in (game, floor))
        print(ratio(f"{kind}, {LABELS[name]}", ours, theirs, "ms", RATIO).as_text())
    middle = 1000 * median(took.first for took in game)
    print(
        f"{kind}: median {middle:.1f} ms to the first frame; "
        f"target at most {bound:.0f} ms: {'met' if middle <= bound else 'MISSED'}"
    )


if __name__ == "__main__":
    main()

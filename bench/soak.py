"""
A long sitting: 1,000 scenes in one game, and whether its memory stays flat.

The real game in a terminal plays one scenario again and again, key by key; what it has
done is read from its journal. The first half fills caches and arenas; in the second memory
should not grow. Run it from the checkout: ``python -m bench.soak``; it takes minutes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bench.terminal import PATIENCE, SCENARIO, SCENARIO_FRAME, Terminal, at_home, running
from game.journal.runs import Run
from game.journal.store import Journal


SCENES, WARM, EVERY = 1_000, 500, 100
BOUND = 1.05
GO_ON, AGAIN = "1\r", "n"
"""Take the first card; begin anew."""
PLAYER = (
    sys.executable,
    "-c",
    "from game.cli.main import main; from game.tui import enter_guard; "
    "enter_guard.PAUSE = 0; main()",
)
"""The game without the pause that Enter makes after a page change."""
QUIET, ONCE_MORE = 0.02, 0.5
"""Seconds without a new frame, and until a new run that takes no key yet is asked again."""


def press_until_kept(terminal: Terminal, journal: Journal, before: Run | None) -> Run:
    """Turn the page or take the first card; the run once that is in the journal."""
    started = pressed = time.monotonic()
    anew = before is not None and before.finished
    keys = AGAIN + GO_ON if anew else GO_ON
    terminal.type(keys)
    while (now := next(iter(journal.runs()), None)) is None or now == before:
        terminal.settle(QUIET)
        if time.monotonic() - started > PATIENCE:
            raise TimeoutError("the game does not go on")
        if anew and time.monotonic() - pressed > ONCE_MORE:
            pressed = time.monotonic()
            terminal.type(keys)
    return now


def main() -> None:
    """Play, and print the memory along the way and the ratio."""
    memory: dict[int, float] = {}
    with at_home() as environment:
        environment["TEXTUAL_ANIMATIONS"] = "none"
        with running((*PLAYER, "play", SCENARIO, "--seed", "1"), environment) as terminal:
            terminal.until(*SCENARIO_FRAME)
            terminal.settle()
            journal = Journal.open(Path(environment["TWO_HATS_DATA"]) / "journal.sqlite3")
            run: Run | None = None
            done = 0
            while done < SCENES:
                after = press_until_kept(terminal, journal, run)
                done += after.scenes - (run.scenes if run and run.id == after.id else 0)
                answered, run = run is None or after.scenes != run.scenes, after
                if answered and done % EVERY == 0 and after.scenes:
                    terminal.settle()
                    memory[done] = terminal.memory() / 1024
                    print(f"  {done:>5} scenes  {memory[done]:6.1f} MiB", flush=True)
            journal.close()
    value = memory[SCENES] / memory[WARM]
    verdict = "met" if value <= BOUND else "MISSED"
    print(
        f"memory after {SCENES:,} scenes: {value:.3f} x that after {WARM} "
        f"({memory[SCENES]:.1f} MiB to {memory[WARM]:.1f} MiB); "
        f"target at most {BOUND} x: {verdict}"
    )


if __name__ == "__main__":
    main()

"""
How long from a key to the next whole frame while a scenario is played.

Run it from the checkout: ``python -m bench.key_to_frame``.
"""

from __future__ import annotations

from statistics import median

from bench.terminal import GAME, SCENARIO, SCENARIO_FRAME, at_home, running
from game.tui.enter_guard import HELD


ROUNDS = 5
BOUND = 10.0
DOWN, UP, ENTER = "\x1b[B", "\x1b[A", "\r"
SCENE = (ENTER, DOWN, DOWN, UP, "2", ENTER, DOWN, DOWN, UP, "2", ENTER, ENTER)
"""Go on, point, give a call, point, take a choice, see why."""


def main() -> None:
    """Measure, and print a line for each kind of key."""
    times: dict[str, list[float]] = {"pointing": [], "turning a page": []}
    with at_home() as environment:
        for _ in range(ROUNDS):
            with running((*GAME, "play", SCENARIO, "--new"), environment) as terminal:
                terminal.until(*SCENARIO_FRAME)
                for key in SCENE * 2:
                    terminal.settle(HELD if key is ENTER else 0.1)
                    seconds = terminal.press(key)
                    times["turning a page" if key is ENTER else "pointing"].append(1000 * seconds)
    for kind, took in times.items():
        verdict = "met" if median(took) <= BOUND else "MISSED"
        print(
            f"key to frame, {kind}: median {median(took):.1f} ms, slowest {max(took):.1f} ms; "
            f"target a median of at most {BOUND:.0f} ms: {verdict}"
        )


if __name__ == "__main__":
    main()

"""
How long from the process's start to the whole first frame, and how much memory by then.

Solo play against a minimal Textual app, in turns, medians. Run it from the checkout:
``python -m bench.first_frame``.
"""

from __future__ import annotations

from bench.minimal import TEXT
from bench.terminal import GAME, MINIMAL, SCENARIO, SCENARIO_FRAME, at_home, ratio, running


ROUNDS = 9


def main() -> None:
    """Measure, and print a line a ratio."""
    commands = {
        "game": ((*GAME, "play", SCENARIO), SCENARIO_FRAME),
        "minimal": (MINIMAL, (TEXT,)),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, list[float]] = {name: [] for name in commands}
    with at_home() as environment:
        for round_ in range(1 + ROUNDS):
            for name, (command, frame) in commands.items():
                with running(command, environment) as terminal:
                    seconds = terminal.until(*frame)
                    if round_:  # the first one only warms the caches up
                        times[name].append(1000 * seconds)
                        memory[name].append(terminal.memory() / 1024)
    print(ratio("first frame of solo play", times["game"], times["minimal"], "ms", 1.7).as_text())
    print(
        ratio("memory at the first frame", memory["game"], memory["minimal"], "MiB", 1.3).as_text()
    )


if __name__ == "__main__":
    main()

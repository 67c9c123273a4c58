"""
How long the exact analysis of large scenarios takes.

Run it from the checkout: ``python -m bench.exploring``. Figures are the best of
several rounds in this process, which looks for rubbish as seldom as the command does:
what ``explore`` does once the file is read, of which the analysis is the exact part.
"""

from __future__ import annotations

import gc
from time import perf_counter

from bench.layers import layered
from game.author.analysis import sentences
from game.author.analysis.explore import explore
from game.author.analysis.report import analyse


ROUNDS = 3
SHAPES = {
    "38 scenes in a row, 3 choices": (38, 1, 3, 0.1),
    "30 scenes in a row, 4 choices": (30, 1, 4, 0.1),
    "38 layers of 3 scenes, 3 choices": (38, 3, 3, 0.1),
    "60 layers of 3 scenes, 3 choices": (60, 3, 3, 0.1),
    "12 layers of 3 scenes, 3 choices": (12, 3, 3, 0.1),
    "3,334 layers of 3 scenes, 4 choices": (3_334, 3, 4, 1.0),
}
"""Layers, scenes a layer, choices, and the seconds hoped for."""


def main() -> None:
    """Measure, and print a line a shape."""
    gc.set_threshold(100_000)
    for name, (depth, width, choices, hoped) in SHAPES.items():
        scenario = layered(depth, width, choices)
        analysing, exploring = [], []
        for _ in range(ROUNDS):
            started = perf_counter()
            result = analyse(scenario)
            analysing.append(perf_counter() - started)
            started = perf_counter()
            explore(scenario)
            exploring.append(perf_counter() - started)
        assert result.runs is not None
        print(f"{name}: {sentences.count(result.runs)} runs; {result.label}")
        print(
            f"  analysis {1000 * min(analysing):8.1f} ms  (at most {1000 * hoped:.0f})\n"
            f"  all with words and samples {1000 * min(exploring):8.1f} ms"
        )


if __name__ == "__main__":
    main()

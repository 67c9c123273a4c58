"""
How long a headless command takes, against a minimal Textual app's first frame.

The cache of scenarios is there, as after a first start of the game, so that ``explore`` finds
the scenario in it from the second round on.

Run it from the checkout: ``python -m bench.start``.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.minimal import TEXT
from bench.terminal import GAME, MINIMAL, SCENARIO, at_home, ratio, running
from game.content.library import packaged


ROUNDS = 9
FORBIDDEN = {"textual", "aiohttp"}


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the seconds that *command* takes."""
    started = time.perf_counter()
    subprocess.run([*GAME, *command], env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def assert_light(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Assert that *command* has loaded nothing of the faces when it ends."""
    code = (
        "import atexit, sys; from game.cli.main import main; "
        "atexit.register(lambda: print(*{n.partition('.')[0] for n in sys.modules})); "
        f"sys.exit(main({list(command)!r}))"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    loaded = FORBIDDEN & set(output.stdout.splitlines()[-1].split())
    assert not loaded, f"{command} loads {loaded}"


def main() -> None:
    """Measure, and print a line a ratio."""
    commands = {
        "--help": ["--help"],
        "check": ["check", str(packaged() / f"{SCENARIO}.yaml")],
        "explore": ["explore", SCENARIO],
    }
    times: dict[str, list[float]] = {name: [] for name in (*commands, "minimal")}
    with at_home() as environment:
        (Path(environment["TWO_HATS_DATA"]) / "scenarios.cache").mkdir(parents=True)
        for round_ in range(1 + ROUNDS):
            with running(MINIMAL, environment) as terminal:
                took = {"minimal": terminal.until(TEXT)}
            took |= {name: seconds(command, environment) for name, command in commands.items()}
            if round_:  # the first one only warms the caches up
                for name, value in took.items():
                    times[name].append(1000 * value)
        for command in commands.values():
            assert_light(command, environment)
    for name in commands:
        bound = 0.6 if name == "--help" else 0.55
        print(ratio(f"two-hats {name}", times[name], times["minimal"], "ms", bound).as_text())


if __name__ == "__main__":
    main()

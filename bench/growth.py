"""
Costs of a growing journal: time as a ratio to the smallest, and peak memory.

Each figure is measured in a new process, on a generated journal of the shipped scenarios:
runs of four to six scenes, one in ten left early, one in ten a review. Run it from the
checkout: ``python -m bench.growth``, optionally with sizes.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from game.content.library import Library, packaged
from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.scenario import Scenario
from game.journal.checksums import seal_all
from game.journal.codec import PLAY


SIZES = (1_000, 5_000, 20_000)
FORMATS = ("csv", "json", "jsonl", "markdown", "html", "xapi")
FIRST_DAY = datetime(2025, 1, 1, 9, tzinfo=UTC)
REVIEWS = 0.1
"""The share of runs that are reviews."""
COLUMNS = "id, revision, scenario, title, seed, started, touched, phase, scenes, points, alone"


def next_action(play: Playthrough, chance: random.Random) -> Action:
    """Any action that can be taken now; some calls come with how sure they were."""
    scene = play.current
    if play.phase is Phase.CALL and scene is not None:
        return GiveCall(scene.id, chance.choice(list(Call)))
    if play.phase is Phase.CHOICE and scene is not None:
        if play.confidence is None and chance.random() < 0.3:
            return Confide(scene.id, chance.choice(list(Confidence)))
        return Choose(scene.id, chance.choice(sorted(scene.choices)))
    return GoOn()


def playthrough(scenario: Scenario, chance: random.Random) -> Playthrough:
    """A run of *scenario*: a whole one, one that was left early, or a review of one scene."""
    alone = chance.choice(sorted(scenario.scenes)) if chance.random() < REVIEWS else None
    play = start(scenario, chance.randrange(10**6), alone)
    maximum = chance.randrange(3, 20) if chance.random() < 0.1 else 200
    while play.phase is not Phase.ENDING and len(play.actions) < maximum:
        after = step(play, next_action(play, chance))
        assert isinstance(after, Playthrough)
        play = after
    return play


def make(path: Path, runs: int) -> None:
    """Make a journal of *runs* at *path*, forty-eight a day, the same every time."""
    from game.journal.store import Journal

    Journal.open(path).close()
    chance = random.Random(runs)
    scenarios = sorted(Library.of((packaged(),)).scenarios.items())
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA synchronous = OFF")
        for run in range(1, runs + 1):
            name, scenario = chance.choice(scenarios)
            play = playthrough(scenario, chance)
            begun = FIRST_DAY + timedelta(minutes=30 * run)
            times = [
                (begun + timedelta(seconds=20 * n)).isoformat(timespec="milliseconds")
                for n in range(len(play.actions) + 1)
            ]
            points = play.points if play.phase is Phase.ENDING else None
            file.execute(
                f"INSERT INTO runs ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(run, len(play.actions), name, scenario.title, str(play.seed)),
                    *(
                        times[0],
                        times[-1],
                        play.phase.value,
                        len(play.turns),
                        points,
                        play.review_scene,
                    ),
                ),
            )
            file.executemany(
                "INSERT INTO actions (run, number, data, at) VALUES (?, ?, ?, ?)",
                [
                    (run, n, PLAY.dumps(action), times[n])
                    for n, action in enumerate(play.actions, 1)
                ],
            )
        seal_all(file)
        file.commit()


def home(path: Path) -> None:
    """Look up everything for the home screen, with an unread library."""
    from game.journal.history import practice_history
    from game.journal.store import Journal

    library = Library.of((packaged(),))
    with closing(Journal.open(path)) as journal:
        journal.unfinished()
        journal.campaigns.unfinished()
        journal.check_some()
        _ = practice_history(journal, lambda named, _: library.find_entry(named)).due


def review(path: Path) -> None:
    """Choose the moment that is due."""
    from game.journal.store import Journal
    from game.services.review import start

    library = Library.of((packaged(),))
    with closing(Journal.open(path)) as journal:
        start(journal, library, 1)


def first_page(path: Path) -> None:
    """Read the order of the journal's list, and the first plays of it."""
    from game.journal.exports.record import reader
    from game.journal.store import Journal

    library = Library.of((packaged(),))
    with closing(Journal.open(path)) as journal:
        read = reader(journal, lambda run: library.find_scenario(run.named))
        for run in journal.newest()[:40]:
            read(run)


def command(*words: str) -> Callable[[Path], None]:
    """Run ``two-hats journal`` with *words* and discard the output."""

    def run(path: Path) -> None:
        from game.cli.main import main

        os.environ["TWO_HATS_DATA"] = str(path.parent)
        main(["journal", *words])

    return run


WORK: dict[str, Callable[[Path], None]] = {
    "home": home,
    "review": review,
    "journal screen": first_page,
    "journal list": command("list"),
    "journal where": command("where"),
    **{f"export {name}": command("export", "--format", name) for name in FORMATS},
}


def measured(name: str, path: Path) -> tuple[float, float]:
    """Seconds of processor time once code is loaded, and peak megabytes, in a new process."""
    code = (
        "import resource, sys, time; from pathlib import Path; from bench.growth import WORK; "
        "import game.cli, game.journal.exports.record, game.journal.history; "
        "work = WORK[sys.argv[1]]; began = time.process_time(); work(Path(sys.argv[2])); "
        "took = time.process_time() - began; "
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
        "print(took, peak, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, str(path)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    took, peak = done.stderr.split()[-2:]
    return float(took), int(peak) / 1024


def main() -> None:
    """Measure, and print a table: processor time, its ratio to the smallest, peak memory."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    with TemporaryDirectory() as folder:
        journals = {size: Path(folder) / str(size) / "journal.sqlite3" for size in sizes}
        for size, path in journals.items():
            make(path, size)
            measured("home", path)  # the first time works out what is kept from then on
        print(f"{'':<16}" + "".join(f"{size:>12} runs{'':<11}" for size in sizes))
        for name in WORK:
            smallest = None
            cells = []
            for path in journals.values():
                took, peak = measured(name, path)
                smallest = took if smallest is None else smallest
                cells.append(f"{took:8.2f} s {took / smallest:6.1f} x {peak:6.0f} MB")
            print(f"{name:<16}{'   '.join(cells)}")


if __name__ == "__main__":
    main()

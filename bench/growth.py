"""
Costs of a growing library and a growing journal: processor time, its curve, and peak memory.

Every figure is measured in a new process, on files of the player's own that are copies of the
shipped scenarios under other names, and on a generated journal of all of them: runs of four to
six scenes, one in ten left early, one in ten a review. Screens are opened in a running app
without a terminal; commands are whole processes. Run it from the checkout:
``python -m bench.growth``, optionally with sizes such as ``10/100 1000/10000``.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import log10
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve, frozen

from game.content.library import Library, packaged
from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.scenario import Scenario
from game.journal.checksums import RUN, seal
from game.journal.codec import PLAY


if TYPE_CHECKING:
    from textual.screen import Screen

    from game.journal.history import PracticeHistory
    from game.tui.app import GameApp


T = TypeVar("T")

SIZES = ((10, 100), (100, 1_000), (1_000, 10_000))
"""Numbers of own scenarios and of runs."""
AUDITED = (1, 3, 9)
"""Numbers of scenarios that are audited together."""
ROUNDS, SLOW = 3, 5.0
"""How often each figure is measured, if it takes at most so many seconds."""
FORMATS = ("csv", "json", "jsonl", "markdown", "html", "xapi")
FIRST_DAY = datetime(2025, 1, 1, 9, tzinfo=UTC)
REVIEWS = 0.1
"""The share of runs that are reviews."""
COLUMNS = (
    "id, revision, scenario, title, seed, started, touched, phase, scenes, points, alone, work, "
    "edition, written"
)
SCREEN, COMMAND = 0.15, 1.0
"""The most seconds of a screen, from the key to the whole frame, and of a command."""
NAME = "journal.sqlite3"


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


@frozen
class Known:
    """A *scenario* to play, and the *edition* of its file if it is the player's own."""

    scenario: Scenario
    edition: str | None = None


def copies(folder: Path, number: int) -> list[Known]:
    """Write *number* scenarios into *folder*: shipped ones with another name and title."""
    folder.mkdir(parents=True)
    shipped = sorted(Library.of((packaged(),)), key=lambda entry: entry.id)
    result = []
    for copy in range(number):
        entry = shipped[copy % len(shipped)]
        assert entry.scenario is not None
        name, title = f"{entry.id[:40]}-{copy}", f"{entry.scenario.title} {copy}"
        text = entry.reading.source.text
        text = re.sub(r"^title: .*$", f"title: {title}", text, count=1, flags=re.MULTILINE)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        scenario = evolve(entry.scenario, id=name, title=title)
        result.append(Known(scenario, sha256(text.encode()).hexdigest()))
    return result


def make(folder: Path, own: int, runs: int) -> None:
    """
    Make the data of a player in *folder*: *own* scenarios, and a journal of *runs*.

    There are forty-eight runs a day; they are the same every time.
    """
    from game.journal.store import Journal

    shipped = Library.of((packaged(),)).scenarios
    known = [*map(Known, shipped.values()), *copies(folder / "scenarios", own)]
    path = folder / NAME
    Journal.open(path).close()
    chance = random.Random(runs)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA synchronous = OFF")
        for run in range(1, runs + 1):
            picked = chance.choice(known)
            play = playthrough(picked.scenario, chance)
            begun = FIRST_DAY + timedelta(minutes=30 * run)
            times = [
                (begun + timedelta(seconds=20 * n)).isoformat(timespec="milliseconds")
                for n in range(len(play.actions) + 1)
            ]
            points = play.points if play.phase is Phase.ENDING else None
            row = (
                *(run, len(play.actions), picked.scenario.id, picked.scenario.title),
                *(str(play.seed), times[0], times[-1], play.phase.value, len(play.turns)),
                *(points, play.review_scene, picked.edition, picked.edition, run),
            )
            marks = ", ".join("?" for _ in row)
            file.execute(f"INSERT INTO runs ({COLUMNS}) VALUES ({marks})", row)
            file.executemany(
                "INSERT INTO actions (run, number, data, at) VALUES (?, ?, ?, ?)",
                [
                    (run, n, PLAY.dumps(action), times[n])
                    for n, action in enumerate(play.actions, 1)
                ],
            )
            seal(file, RUN, run)
        file.commit()


def home() -> Screen[None]:
    """Return the home screen."""
    from game.tui.screens.home import HomeScreen

    return HomeScreen()


def journal() -> Screen[None]:
    """Return the list of runs."""
    from game.tui.screens.journal import JournalScreen

    return JournalScreen()


def all_together() -> Screen[None]:
    """Return the page of all first attempts."""
    from game.tui.screens.journal import HistoryScreen

    return HistoryScreen()


SCREENS: Mapping[str, Callable[[], Screen[None]]] = {
    "home": home,
    "journal": journal,
    "all together": all_together,
}
LIST, REVIEW = "scenario list", "review"
COMMANDS: Mapping[str, Sequence[str]] = {
    "play, its list": ("play", "--plain"),
    "review": ("review", "--plain"),
    "journal list": ("journal", "list"),
    "journal where": ("journal", "where"),
    **{f"export {name}": ("journal", "export", "--format", name) for name in FORMATS},
}


@frozen
class Cost:
    """Seconds of processor time, and peak memory in MB."""

    seconds: float
    memory: float


def watched(folder: Path, filled: asyncio.Event) -> GameApp:
    """Return the game over the data in *folder*; it sets *filled* when a screen has caught up."""
    from game.cli.resources import whole_library
    from game.journal.store import Journal
    from game.tui.app import GameApp

    class Watched(GameApp):
        def catch_up(
            self,
            screen: Screen[None],
            then: Callable[[PracticeHistory], None],
            *,
            every: bool = False,
        ) -> None:
            def done(history: PracticeHistory) -> None:
                then(history)
                filled.set()

            super().catch_up(screen, done, every=every)

    return Watched(whole_library(), Journal.open(folder / NAME))


async def open_screen(name: str, folder: Path) -> tuple[float, float, float]:
    """
    Open the screen *name*; return seconds of processor time.

    They are those until its first frame, those of the longest step after it, during which
    a key waits, and those until it is filled.
    """
    from textual.screen import Screen

    from game.tui.screens.scenarios import ReadingScreen

    filled = asyncio.Event()
    app = watched(folder, filled)
    app.first = Screen()
    longest = 0.0

    async def drawn() -> None:
        done = asyncio.Event()
        app.screen.call_after_refresh(done.set)
        await done.wait()

    async def beat() -> None:
        nonlocal longest
        while True:
            before = process_time()
            await asyncio.sleep(0.01)
            longest = max(longest, process_time() - before)

    async with app.run_test(size=(100, 30)):
        began = process_time()
        if name == REVIEW:
            app.review()
        elif name == LIST:
            app.action_scenarios()
        else:
            app.push_screen(SCREENS[name]())
        await drawn()
        frame = process_time() - began
        watch = asyncio.create_task(beat())
        if name in ("home", "journal"):
            await filled.wait()
        while isinstance(app.screen, ReadingScreen):
            await asyncio.sleep(0.01)
        await drawn()
        watch.cancel()
        return frame, longest, process_time() - began


def screen_costs(name: str, folder: Path) -> list[Cost]:
    """Open the screen *name* in a new process; return what ``open_screen`` does."""
    code = (
        "import asyncio, resource, sys; from pathlib import Path; import bench.growth as growth; "
        "import game.tui.screens.scenarios, game.tui.screens.journal, game.tui.screens.play; "
        "took = asyncio.run(growth.open_screen(sys.argv[1], Path(sys.argv[2]))); "
        "print(*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, str(folder)],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "TWO_HATS_DATA": str(folder)},
        text=True,
    )
    *took, peak = map(float, done.stdout.split()[-4:])
    return [Cost(seconds, peak / 1024) for seconds in took]


def command_costs(words: Sequence[str], folder: Path) -> list[Cost]:
    """Run ``two-hats`` with *words* and no input; discard the output."""
    process = subprocess.Popen(
        [sys.executable, "-m", "game", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TWO_HATS_DATA": str(folder)},
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), words
    return [Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)]


def repeated(
    measure: Callable[[T, Path], Sequence[Cost]], what: T, place: Path
) -> list[Sequence[Cost]]:
    """Return what *measure* does, ``ROUNDS`` times; once if it takes more than ``SLOW``."""
    first = measure(what, place)
    more = 0 if first[-1].seconds > SLOW else ROUNDS - 1
    return [first, *(measure(what, place) for _ in range(more))]


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of *costs*."""
    return Cost(median(item.seconds for item in costs), median(item.memory for item in costs))


def print_row(
    name: str, sizes: Sequence[float], costs: Sequence[Cost], bound: float | None
) -> None:
    """
    Print the seconds of each size, peak memory at the largest, and how they grow.

    The growth is the exponent of the size between the last two: 1.0 is linear.
    """
    cells = "".join(f"{item.seconds:9.3f}" for item in costs)
    last = log10(costs[-1].seconds / costs[-2].seconds) / log10(sizes[-1] / sizes[-2])
    bar = " ".join(f"{'▁▂▃▄▅▆▇█'[round(7 * item.seconds / costs[-1].seconds)]}" for item in costs)
    verdict = "" if bound is None else "met" if costs[-1].seconds <= bound else "MISSED"
    print(f"{name:<28}{cells}  {bar}  {last:5.2f}  {costs[-1].memory:5.0f} MB  {verdict}")


def parsed(words: Sequence[str]) -> Sequence[tuple[int, int]]:
    """Return the sizes in *words* such as ``10/100``."""
    pairs = [word.split("/") for word in words]
    return [(int(own), int(runs)) for own, runs in pairs]


def main() -> None:
    """Measure, and print a line for each figure."""
    sizes = parsed(sys.argv[1:]) or SIZES
    with TemporaryDirectory() as folder:
        places = [Path(folder) / f"{own}-{runs}" for own, runs in sizes]
        for place, (own, runs) in zip(places, sizes, strict=True):
            make(place, own, runs)
            screen_costs("home", place)  # works out what is kept from then on
        heads = "".join(f"{f'{own}/{runs}':>9}" for own, runs in sizes)
        print(f"{'scenarios/runs':<28}{heads}  curve  grows  at most {SCREEN} s a screen")
        runs_of = [runs for _, runs in sizes]
        for name in (*SCREENS, LIST, REVIEW):
            rows = [repeated(screen_costs, name, place) for place in places]
            for at, what in enumerate(("frame", "longest step after", "filled")):
                costs = [middle([took[at] for took in each]) for each in rows]
                if at == 0 or name in ("home", "journal", LIST):
                    bound = None if what == "filled" else SCREEN
                    print_row(f"{name}, {what}", runs_of, costs, bound)
        print(f"commands, at most {COMMAND} s")
        for name, words in COMMANDS.items():
            costs = [
                middle([took for (took,) in repeated(command_costs, words, place)])
                for place in places
            ]
            print_row(name, runs_of, costs, COMMAND)
        print(f"audit of {', '.join(map(str, AUDITED))} scenarios")
        for number in AUDITED:
            copies(Path(folder) / f"audit-{number}", number)
        costs = [
            command_costs(("audit", str(Path(folder) / f"audit-{number}")), Path(folder))[0]
            for number in AUDITED
        ]
        print_row("audit", AUDITED, costs, None)
        each = ", ".join(
            f"{item.seconds / number:.2f} s" for item, number in zip(costs, AUDITED, strict=True)
        )
        print(f"  of each: {each}")


if __name__ == "__main__":
    main()

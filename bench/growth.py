"""
Costs of a growing library and a growing journal: processor time, its curve, and peak memory.

Every figure is measured in a new process, on files of the player's own that are copies of the
shipped scenarios under other names, and on a generated journal of all of them: runs of four to
six scenes, one in ten left early, one in ten a review. Screens are opened in a running app
without a terminal; commands are whole processes. A measurement that takes longer than
``LIMIT`` is given up, and so are the larger sizes of that figure. Run it from the checkout:
``python -m bench.growth``, optionally with sections (those of ``SECTIONS``) and with sizes, such
as ``home exports 10/100 1000/10000``.
"""

from __future__ import annotations

import asyncio
import gc
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
from math import inf, isfinite, log10
from pathlib import Path
from resource import RLIMIT_CPU, setrlimit
from signal import SIGXCPU
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
AUDITED = (4, 8, 16)
"""Numbers of scenarios that are audited together; fewer are trained with those that ship."""
ROUNDS, SLOW = 3, 5.0
"""How often each figure is measured, if it takes at most so many seconds."""
LIMIT = 60
"""Seconds of processor time after which a measurement is given up."""
FORMATS = ("csv", "json", "jsonl", "markdown", "html", "xapi")
FIRST_DAY = datetime(2025, 1, 1, 9, tzinfo=UTC)
REVIEWS = 0.1
"""The share of runs that are reviews."""
COLUMNS = (
    "id, revision, scenario, title, seed, started, touched, phase, scenes, points, alone, work, "
    "edition, written"
)
SCREEN, STEP, COMMAND = 0.15, 0.05, 1.0
"""The most seconds of a screen to its first frame, of a step after it, and of a command."""
STEPS = ("frame", "longest step after", "filled")
"""The figures of a screen."""
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
}
EXPORTS: Mapping[str, Sequence[str]] = {
    f"export {name}": ("journal", "export", "--format", name) for name in FORMATS
}
SCREENS_OF: Mapping[str, Sequence[str]] = {
    "home": ("home",),
    "journal": ("journal", "all together"),
    "list": (LIST,),
    "review": (REVIEW,),
}
SECTIONS = (*SCREENS_OF, "commands", "exports", "audit")
"""What can be measured alone."""


@frozen
class Cost:
    """Seconds of processor time, and peak memory in MB; infinite if given up."""

    seconds: float
    memory: float


GIVEN_UP = Cost(inf, inf)


def watched(folder: Path, filled: asyncio.Event) -> GameApp:
    """Return the game over the data in *folder*; it sets *filled* when a screen has caught up."""
    from game.cli.resources import whole_library
    from game.journal.store import Journal
    from game.tui.app import GameApp

    class Watched(GameApp):
        looks_back = False

        def catch_up(
            self,
            screen: Screen[None],
            then: Callable[[PracticeHistory], None],
            *,
            every: bool = False,
        ) -> None:
            def done(history: PracticeHistory) -> None:
                then(history)
                if not self.looks_back:
                    filled.set()

            super().catch_up(screen, done, every=every)

        def look_back(self, screen: Screen[None], then: Callable[[PracticeHistory], None]) -> None:
            def done(history: PracticeHistory) -> None:
                then(history)
                filled.set()

            self.looks_back = True
            super().look_back(screen, done)

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
        gc.freeze()  # as the game does after its first frame, if it has a terminal
        gc.set_threshold(10_000)
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
        if name in SCREENS:
            await filled.wait()
        while isinstance(app.screen, ReadingScreen):
            await asyncio.sleep(0.01)
        await drawn()
        watch.cancel()
        return frame, longest, process_time() - began


def limit_time() -> None:
    """Let this process be killed after ``LIMIT`` seconds of processor time."""
    setrlimit(RLIMIT_CPU, (LIMIT, LIMIT + 1))


def screen_costs(name: str, folder: Path, *, limited: bool = True) -> list[Cost]:
    """Open the screen *name* in a new process; return what ``open_screen`` does."""
    code = (
        "import asyncio, resource, sys; from pathlib import Path; import bench.growth as growth; "
        "import game.tui.screens.scenarios, game.tui.screens.journal, game.tui.screens.play; "
        "took = asyncio.run(growth.open_screen(sys.argv[1], Path(sys.argv[2]))); "
        "print(*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, str(folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "TWO_HATS_DATA": str(folder)},
        text=True,
        preexec_fn=limit_time if limited else None,
    )
    if done.returncode == -SIGXCPU:
        return [GIVEN_UP] * len(STEPS)
    done.check_returncode()
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
        preexec_fn=limit_time,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == -SIGXCPU:
        return [GIVEN_UP]
    assert process.returncode in (0, 1), words
    return [Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)]


def repeated(
    measure: Callable[[T, Path], Sequence[Cost]], what: T, place: Path
) -> list[Sequence[Cost]]:
    """Return what *measure* does, ``ROUNDS`` times; once if it takes more than ``SLOW``."""
    first = measure(what, place)
    more = 0 if first[-1].seconds > SLOW else ROUNDS - 1
    return [first, *(measure(what, place) for _ in range(more))]


def over_sizes(
    measure: Callable[[T, Path], Sequence[Cost]], what: T, places: Sequence[Path]
) -> list[list[Cost]]:
    """
    Return the medians of what *measure* does at each of *places*: a list for each figure.

    After a place at which it was given up, it is given up without a measurement.
    """
    result: list[list[Cost]] = []
    for place in places:
        if result and result[-1][-1] == GIVEN_UP:
            result.append(result[-1])
        else:
            rounds = repeated(measure, what, place)
            result.append([middle(costs) for costs in zip(*rounds, strict=True)])
    return [list(costs) for costs in zip(*result, strict=True)]


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of *costs*."""
    return Cost(median(item.seconds for item in costs), median(item.memory for item in costs))


def print_row(
    name: str, sizes: Sequence[float], costs: Sequence[Cost], bound: float | None = None
) -> None:
    """
    Print the seconds of each size, peak memory at the largest, and how they grow.

    The growth is the exponent of the size between the last two: 1.0 is linear.
    """
    cells = "".join(
        f"{item.seconds:9.3f}" if isfinite(item.seconds) else f"{f'> {LIMIT}':>9}" for item in costs
    )
    *_, before, last = costs
    if not isfinite(last.seconds):
        print(f"{name:<28}{cells}  MISSED", flush=True)
        return
    growth = ""
    if before.seconds and last.seconds:  # else there was no step after the first frame
        exponent = log10(last.seconds / before.seconds) / log10(sizes[-1] / sizes[-2])
        growth = f"{exponent:.2f}"
    highest = max(item.seconds for item in costs) or 1
    bar = " ".join("▁▂▃▄▅▆▇█"[round(7 * item.seconds / highest)] for item in costs)
    verdict = "" if bound is None else "met" if last.seconds <= bound else "MISSED"
    print(
        f"{name:<28}{cells}  {bar}  {growth:>5}  {last.memory:5.0f} MB  {verdict}".rstrip(),
        flush=True,
    )


def parsed(words: Sequence[str]) -> tuple[Sequence[str], Sequence[tuple[int, int]]]:
    """Return the sections among *words*, and the sizes, such as ``10/100``; all if none."""
    sections = [word for word in words if "/" not in word]
    unknown = [word for word in sections if word not in SECTIONS]
    if unknown:
        sys.exit(f"There is no section {unknown[0]}; there are: {', '.join(SECTIONS)}.")
    pairs = [word.split("/") for word in words if "/" in word]
    if len(pairs) == 1:
        sys.exit("Give two sizes or more: growth is that between the last two.")
    return sections or list(SECTIONS), [(int(own), int(runs)) for own, runs in pairs] or SIZES


def print_screens(names: Sequence[str], sizes: Sequence[int], places: Sequence[Path]) -> None:
    """Print the figures of the screens *names*."""
    for name in names:
        figures = zip(STEPS, over_sizes(screen_costs, name, places), strict=True)
        for what, costs in figures:
            bounds = {"frame": SCREEN, "longest step after": STEP}
            print_row(f"{name}, {what}", sizes, costs, bounds.get(what))


def print_commands(
    commands: Mapping[str, Sequence[str]],
    sizes: Sequence[int],
    places: Sequence[Path],
    bound: float | None,
) -> None:
    """Print the figures of *commands*; those without a *bound* also by the run."""
    for name, words in commands.items():
        (costs,) = over_sizes(command_costs, words, places)
        print_row(name, sizes, costs, bound)
        if bound is None:
            each = (
                f"{1000 * item.seconds / runs:8.2f}"
                for item, runs in zip(costs, sizes, strict=True)
            )
            print(f"{'  ms a run':<28} {' '.join(each)}", flush=True)


def print_audit(folder: Path) -> None:
    """Print how long the audit of ``AUDITED`` scenarios takes."""
    for number in AUDITED:
        copies(folder / f"audit-{number}", number)
    costs = [
        command_costs(("audit", str(folder / f"audit-{number}")), folder)[0] for number in AUDITED
    ]
    print_row(f"audit of {', '.join(map(str, AUDITED))}", AUDITED, costs)
    each = (f"{item.seconds / number:9.3f}" for item, number in zip(costs, AUDITED, strict=True))
    print(f"{'  s a scenario':<28}{''.join(each)}", flush=True)


def main() -> None:
    """Measure, and print a line for each figure."""
    sections, pairs = parsed(sys.argv[1:])
    with TemporaryDirectory() as name:
        folder = Path(name)
        places = [folder / f"{own}-{runs}" for own, runs in pairs]
        sizes = [runs for _, runs in pairs]
        if sections != ["audit"]:
            for place, (own, runs) in zip(places, pairs, strict=True):
                make(place, own, runs)
                # What the journal comes to is worked out once and kept from then on.
                screen_costs("home", place, limited=False)
            heads = "".join(f"{f'{own}/{runs}':>9}" for own, runs in pairs)
            print(f"{'scenarios/runs':<28}{heads}  curve  grows", flush=True)
            print(f"at most {SCREEN} s to a frame, {STEP} s a step after, {COMMAND} s a command")
        for section in sections:
            if section == "audit":
                print_audit(folder)
            elif section == "commands":
                print_commands(COMMANDS, sizes, places, COMMAND)
            elif section == "exports":
                print_commands(EXPORTS, sizes, places, None)
            else:
                print_screens(SCREENS_OF[section], sizes, places)


if __name__ == "__main__":
    main()

"""
Attack journals with read errors, flipped bits, kills and concurrent migrations.

Five attacks run in a temporary folder: failing reads, flipped bits, kills of an interactive
game, kills of a continuous writer, and processes that migrate one old journal at once. Run it from
the checkout: ``python -m bench.journal_attacks [errors|flips[=N]|kills|quick|migrations]``. It
needs Linux, gcc and an SQLite with ``dbstat``, and takes minutes; the 126 bits of ``flips`` alone
took 6 min 30 s on two cores under load. ``flips=N`` flips N bits in the whole file, and a
fifteenth of that in each of six tables.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache, partial
from importlib import import_module
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from bench.growth import next_action
from bench.journals import SCENARIO, make
from game.cli.main import main as two_hats
from game.content import loader
from game.content.handbook import handbook
from game.content.library import Library, packaged
from game.core.failure import Failure, message_of
from game.core.playthrough import Phase
from game.journal.history import practice_history
from game.journal.store import Journal


TESTS = Path(__file__).parents[1] / "tests" / "journal"
RUNS, READS, ROUNDS, GAMES = 40, 60, 30, 4
"""Numbers of runs in a journal, of failing reads (once and permanent), of migration rounds."""
FLIPS, PART = 90, 15
"""Number of bits flipped in the whole file, and which part of it in each of ``TABLES``."""
TABLES = ("campaigns", "picks", "afterthoughts", "derived_runs", "derived_answers", "runs_written")
KILLS, QUICK_KILLS = 100, 400
MAX_SECONDS = 60
"""Timeout of a command in seconds."""
NAME = "journal.sqlite3"
FORK = multiprocessing.get_context("fork")

Figures = Iterator[tuple[str, object]]


def errors(folder: Path) -> Figures:
    """Fail each of the first reads while opening: once, and permanently."""
    fault = folder / "faulty_reads.so"
    source = TESTS / "faulty_reads.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", fault, source, "-ldl"], check=True)
    sound = folder / "sound.sqlite3"
    make(sound, RUNS)
    with closing(Journal.open(sound)) as journal:
        total = len(journal.runs())
    for lasts in (False, True):
        result: Counter[str] = Counter()
        for at in range(1, READS + 1):
            home = folder / f"{at}-{lasts}"
            home.mkdir()
            shutil.copy(sound, home / NAME)
        runs = [str(folder / f"{at}-{lasts}" / NAME) for at in range(1, READS + 1)]
        done = subprocess.run(
            [sys.executable, "-m", "bench.journal_attacks", "open", *runs],
            env={**os.environ, "LD_PRELOAD": str(fault), **({"FAULT_LASTS": "1"} if lasts else {})},
            stdout=subprocess.PIPE,
            check=True,
        )
        for path, line in zip(map(Path, runs), done.stdout.splitlines(), strict=True):
            shown, trouble = json.loads(line)
            result["crashes"] += shown is None
            result["all runs shown"] += shown == total
            result["errors reported"] += trouble is not None
            result["some runs missing, and nothing said"] += shown != total and trouble is None
            result["sound journals put aside"] += any(path.parent.glob("*damaged*"))
            result["sound journals changed"] += dump(path) != dump(sound)
        kind = "all reads from one on fail" if lasts else "one read fails"
        yield f"{kind}: openings", READS
        yield from ((f"  {what}", count) for what, count in result.items())


def open_faulty(path: str, at: int) -> None:
    """Open the journal at *path* while its read number *at* fails, and print its content."""
    os.environ.update(FAULT_FILE=path, FAULT_AT=str(at))
    journal = Journal.open(Path(path), patience=0)
    print(json.dumps([len(journal.runs()), message_of(journal.failure)]), flush=True)


def dump(path: Path) -> list[str]:
    """Return every row of the file at *path*."""
    with closing(sqlite3.connect(path)) as file:
        return list(file.iterdump())


def load() -> None:
    """Read the scenarios and import the commands, so that the children need not."""
    names = vars(loader)
    names["read_opened"] = cache(names["read_opened"])
    for name in ("cli.commands.journal", "cli.commands.play", "journal.exports.json", "plain.loop"):
        import_module(f"game.{name}")
    handbook()
    assert Library.of((packaged(),)).scenarios


def flips(folder: Path, times: int = FLIPS) -> Figures:
    """Flip a random bit in the file *times* times; list, export and play the rest."""
    load()
    sound = folder / "sound.sqlite3"
    make(sound, RUNS)
    expected = {name: in_child(name, sound, folder / "expected") for name in COMMANDS}
    assert all(code == 0 and not err for code, _, err in expected.values()), expected
    chance = random.Random(1)
    yield from flip(folder, sound, expected, range(sound.stat().st_size), times, chance)
    for table in TABLES:
        yield f"in {table}:", ""
        offsets = bytes_of(sound, table)
        yield from flip(folder, sound, expected, offsets, -(-times // PART), chance)


def bytes_of(path: Path, table: str) -> Sequence[int]:
    """Return the offsets of nonzero bytes in pages of *table* in the file at *path*."""
    with closing(sqlite3.connect(path)) as file:
        (size,) = file.execute("PRAGMA page_size").fetchone()
        pages = file.execute("SELECT pageno FROM dbstat WHERE name = ?", (table,)).fetchall()
    data = path.read_bytes()
    offsets = (at for (page,) in pages for at in range((page - 1) * size, page * size))
    return [at for at in offsets if data[at]]


def flip(
    folder: Path,
    sound: Path,
    expected: Mapping[str, tuple[int, bytes, bytes]],
    offsets: Sequence[int],
    times: int,
    chance: random.Random,
) -> Figures:
    """Flip a random bit at *offsets*, *times* times; count crashes and silent changes."""
    result: Counter[str] = Counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number in range(times):
            data = bytearray(sound.read_bytes())
            position, bit = chance.choice(offsets), chance.randrange(8)
            data[position] ^= 1 << bit
            spoilt = folder / "spoilt.sqlite3"
            spoilt.write_bytes(data)
            bad = False
            places = [folder / f"flip-{number}-{at}" for at in range(len(COMMANDS))]
            results = pool.map(in_child, COMMANDS, repeat(spoilt), places)
            for name, (code, out, err) in zip(COMMANDS, results, strict=True):
                crashed = code not in (0, 1)
                silent = not crashed and out != expected[name][1] and not err
                result[f"exceptions in {name}"] += crashed
                result[f"silent changes in {name}"] += silent
                bad = bad or bool(err)
                if crashed or silent:
                    print(
                        f"  byte {position}, bit {bit}: {name} ({code}) {err[-300:]!r}",
                        file=sys.stderr,
                    )
            result["bits whose flip is reported"] += bad
    yield "bits flipped", times
    yield from ((f"  {what}", count) for what, count in result.items())


def look(path: Path) -> int:
    """Print rooms, campaigns and due reviews, which no single command prints."""
    library = Library.of((packaged(),))
    with closing(Journal.open(path)) as journal:
        for run in journal.rooms.runs():
            scenario = library.find_scenario(run.named)
            session = scenario and journal.rooms.resume(run, scenario)
            if session:
                print(run, session.room.stage, session.room.seats, session.notice)
        for entry in library.campaigns.values():
            if (campaign := entry.reading.campaign) is not None:
                print(journal.campaigns.latest(campaign.id))
                resumed = journal.campaigns.resume_open(
                    campaign, library.find_scenario, seed=1, source=None, fresh=False
                )
                if isinstance(resumed, Failure):
                    print(resumed.message, file=sys.stderr)
                else:
                    print(resumed.campaign_state)
        result = practice_history(journal, lambda named, _: library.find_entry(named))
        print(result.due, sorted(result.met))
        if message_of(journal.failure):
            print(message_of(journal.failure), file=sys.stderr)
    return 0


def command(*words: str) -> Callable[[Path], int]:
    """Return a function that runs ``two-hats`` with the arguments *words*."""
    return lambda path: two_hats(words)


COMMANDS: dict[str, Callable[[Path], int]] = {
    "list": command("journal", "list"),
    "export": command("journal", "export", "--format", "json", "--reflections"),
    "play": command("play", SCENARIO, "--plain"),
    "rooms and reviews": look,
}


def in_child(name: str, journal: Path, folder: Path) -> tuple[int, bytes, bytes]:
    """Run a command on a copy of *journal* in a new process; return exit code and output."""
    folder.mkdir(exist_ok=True)
    shutil.copy(journal, folder / NAME)
    for log in ("-wal", "-shm"):
        (folder / f"{NAME}{log}").unlink(missing_ok=True)
    child = FORK.Process(target=redirected, args=(COMMANDS[name], folder))
    child.start()
    child.join(MAX_SECONDS)
    if child.exitcode is None:
        child.kill()
        child.join()
    out, err = (folder / "out").read_bytes(), (folder / "err").read_bytes()
    assert child.exitcode is not None
    shutil.rmtree(folder)
    return child.exitcode, out, err.replace(os.fsencode(folder), b"")


def redirected(work: Callable[[Path], int], folder: Path) -> None:
    """Run *work* on the journal in *folder*, with its output in files beside it."""
    for number, file in ((1, folder / "out"), (2, folder / "err")):
        os.dup2(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), number)
    (folder / "in").write_text("\nquit\n")
    os.dup2(os.open(folder / "in", os.O_RDONLY), 0)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    os.environ["TWO_HATS_DATA"] = str(folder)
    try:
        code = work(folder / NAME)
    except BaseException:
        traceback.print_exc()
        code = 3
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def kills(
    folder: Path, times: int, attack: Callable[[Path, random.Random], int], what: str
) -> Figures:
    """Kill a program at random moments, repeatedly on one journal; count lost steps."""
    chance = random.Random(2)
    result: Counter[str] = Counter()
    total = 0
    for _ in range(times):
        before = steps(folder / NAME, result)
        acknowledged = attack(folder, chance)
        after = steps(folder / NAME, result)
        total += acknowledged
        result["acknowledged steps lost"] += max(0, before + acknowledged - after)
        result["steps kept that nobody took"] += max(0, after - before - acknowledged - 1)
    with closing(sqlite3.connect(folder / NAME)) as file:
        (check,) = file.execute("PRAGMA integrity_check").fetchone()
    yield what, times
    yield "  acknowledged steps", total
    yield from ((f"  {what}", count) for what, count in result.items())
    yield "  integrity check at the end", check


def steps(path: Path, result: Counter[str]) -> int:
    """Return the number of actions in the journal at *path*; count trouble in *result*."""
    with closing(Journal.open(path)) as journal:
        plays = [journal.kept(run) for run in journal.runs()]
        result["openings with trouble"] += journal.failure is not None
    return sum(len(play.actions) for play in plays if play is not None)


def play_and_kill(folder: Path, chance: random.Random) -> int:
    """Play some steps, kill the game within 30 ms of the next; return the answered steps."""
    with subprocess.Popen(
        [sys.executable, "-m", "game", "play", SCENARIO, "--plain"],
        env={**os.environ, "TWO_HATS_DATA": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        answered = 0
        kind = until_prompt(game.stdout)
        for _ in range(chance.randrange(8)):
            if kind is None or kind == "end":
                break
            game.stdin.write(answer(kind, chance))
            game.stdin.flush()
            kind = until_prompt(game.stdout)
            answered += kind is not None
        if kind not in (None, "end"):
            game.stdin.write(answer(str(kind), chance))
            game.stdin.flush()
            sleep(chance.random() * 0.03)
        game.send_signal(signal.SIGKILL)
        while (kind := until_prompt(game.stdout)) is not None:
            answered += 1
    return answered


def write_and_kill(folder: Path, chance: random.Random) -> int:
    """Start a writer, kill it within 30 ms of its first step; return the answered steps."""
    reading, writing = os.pipe()
    child = FORK.Process(target=write, args=(folder / NAME, chance.randrange(10**6), writing))
    child.start()
    os.close(writing)
    answered = len(os.read(reading, 1))
    sleep(chance.random() * 0.03)
    child.kill()
    child.join()
    while read := os.read(reading, 1 << 16):
        answered += len(read)
    os.close(reading)
    return answered


def write(path: Path, seed: int, answers: int) -> None:
    """Play endlessly on the journal at *path*; write a byte to *answers* for each stored step."""
    chance = random.Random(seed)
    scenario = Library.of((packaged(),)).find_scenario(SCENARIO)
    assert scenario is not None
    with closing(Journal.open(path)) as journal:
        while True:
            session = journal.begin(scenario, seed)
            while session.play.phase is not Phase.ENDING:
                session.act(next_action(session.play, chance))
                if session.failure is None:
                    os.write(answers, b".")


def until_prompt(lines: Iterator[bytes]) -> str | None:
    """Return the next prompt: ``number``, ``enter``, or ``end``; None if the process ended."""
    for line in lines:
        if line.startswith(b"Your "):
            return "number"
        if line.startswith(b"Press Enter to close"):
            return "end"
        if line.startswith(b"Press Enter"):
            return "enter"
    return None


def answer(kind: str, chance: random.Random) -> bytes:
    """Return a line of input that takes a step."""
    return b"\n" if kind == "enter" else b"%d\n" % chance.randrange(1, 4)


def migrations(folder: Path) -> Figures:
    """Open one journal of version 7 in several processes at once."""
    result: Counter[str] = Counter()
    expected: object = None
    for number in range(ROUNDS):
        path = folder / str(number) / NAME
        path.parent.mkdir()
        with closing(sqlite3.connect(path)) as file:
            file.executescript((TESTS / "version-7" / "journal.sql").read_text())
        rows = dump(path)
        start, results = FORK.Barrier(GAMES), FORK.Queue()
        games = [FORK.Process(target=migrate, args=(path, start, results)) for _ in range(GAMES)]
        for game in games:
            game.start()
        output = [results.get(timeout=MAX_SECONDS) for _ in games]
        for game in games:
            game.join()
        expected = expected or output[0]
        result["openings with trouble or other runs"] += sum(item != expected for item in output)
        result["openings that said something"] += sum(item[0] is not None for item in output)
        backups = list(path.parent.glob("*.version-7*"))
        result["backups"] += len(backups)
        for backup in backups:
            result["backups that differ from what was there"] += dump(backup) != rows
        result["files left over"] += len(list(path.parent.iterdir())) - 1 - len(backups)
        with closing(sqlite3.connect(path)) as file:
            (check,) = file.execute("PRAGMA integrity_check").fetchone()
        result["journals that are not sound"] += check != "ok"
    yield f"migrations, {GAMES} at a time", ROUNDS * GAMES
    yield from ((f"  {what}", count) for what, count in result.items())


def migrate(path: Path, start: object, results: object) -> None:
    """Open *path* at the same time as other processes, and print its content."""
    start.wait()  # type: ignore[attr-defined]
    with closing(Journal.open(path)) as journal:
        output = [repr(journal.kept(run)) for run in journal.runs()]
        output += [repr(run) for run in (*journal.campaigns.runs(), *journal.rooms.runs())]
        results.put((message_of(journal.failure), output))  # type: ignore[attr-defined]


def main(words: Sequence[str]) -> None:
    """Run the attacks *words*, or all, and print their figures."""
    if words[:1] == ["open"]:
        for at, path in enumerate(words[1:], 1):
            child = FORK.Process(target=open_faulty, args=(path, at))
            child.start()
            child.join(MAX_SECONDS)
            if child.exitcode != 0:
                print("[null, null]", flush=True)
        return
    attacks: dict[str, Callable[..., Figures]] = {
        "errors": errors,
        "flips": flips,
        "kills": lambda folder: kills(folder, KILLS, play_and_kill, "kills of a game"),
        "quick": lambda folder: kills(folder, QUICK_KILLS, write_and_kill, "kills of a writer"),
        "migrations": migrations,
    }
    for word in words or list(attacks):
        name, _, times = word.partition("=")
        attack = partial(attacks[name], times=int(times)) if times else attacks[name]
        with TemporaryDirectory() as folder:
            for what, figure in attack(Path(folder)):
                print(f"{what:<50} {figure!s:>8}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

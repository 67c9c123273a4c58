"""Output that cannot be written, input that never ends, and signals."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from game.journal.store import Journal
from tests.commands.conftest import ROOT, Player
from tests.shared import is_held_up, started


SMOKE = ("play", "smoke-on-ward-six", "--plain")
FULL = "two-hats: the output cannot be written: no space left on device\n"


def run_with(
    player: Player, *command: str, stdin: str = "/dev/null", stdout: str, start: bool = False
) -> subprocess.CompletedProcess[str]:
    """
    Run ``two-hats`` with *stdin* read from a file, and *stdout* written to one.

    It runs in a fork, unless it is to *start*.
    """
    errors = player.folder / "errors"
    with open(stdin) as source, open(stdout, "w") as target, errors.open("w") as reported:
        streams = (source.fileno(), target.fileno(), reported.fileno())
        if start:
            code = subprocess.run(
                [player.bin / "two-hats", *command],
                cwd=player.folder,
                env=player.environment,
                stdin=source,
                stdout=target,
                stderr=reported,
                timeout=60,
                check=False,
            ).returncode
        else:
            code = player.forks.call(command, player.folder, player.environment, streams)
    return subprocess.CompletedProcess(command, code, stderr=errors.read_text("utf-8"))


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        ("handbook",),
        ("schema",),
        ("explore", "smoke-on-ward-six", "--json"),
        ("journal", "where"),
        ("journal", "export", "--format", "csv"),
        ("new", "ferry"),
        SMOKE,
        ("play", "--plain"),
        ("campaign", "--plain"),
    ],
)
def test_a_full_disk_is_not_our_mistake(player: Player, command: tuple[str, ...]) -> None:
    """Where stdout takes nothing the command ends with 2 and says why, once."""
    # How Python ends, with a stream that it cannot flush, is seen where it started.
    result = run_with(player, *command, stdout="/dev/full", start=command in {("--help",), SMOKE})
    assert result.returncode == 2
    assert result.stderr.count(FULL) == 1
    assert "mistake" not in result.stderr
    assert not (player.data / "mistake.txt").exists()


@pytest.mark.parametrize("source", ["/dev/full", "/dev/zero", "/dev/urandom"])
def test_endless_input_ends(player: Player, source: str) -> None:
    """A line that never ends, and lines that never end, are the end of the input."""
    written = player.folder / "written"
    result = run_with(player, *SMOKE, stdin=source, stdout=str(written))
    assert (result.returncode, result.stderr) == (0, "")
    assert "Press Enter to begin." in written.read_text("utf-8")


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT], ids=lambda n: n.name
)
def test_a_signal_loses_nothing(player: Player, number: signal.Signals) -> None:
    """All that was answered is kept, the way back is printed, and the code names the signal."""
    with started(
        [player.bin / "two-hats", *SMOKE],
        cwd=player.folder,
        env=player.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    ) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        assert game.stderr is not None
        game.stdin.write("\n4\n")
        game.stdin.flush()
        assert any("Your choice" in line for line in iter(game.stdout.readline, ""))
        game.send_signal(number)
        assert "Saved. To go on:\ntwo-hats play smoke-on-ward-six --plain" in game.stdout.read()
        assert game.stderr.read() == ""
        assert game.wait(10) == 128 + number
    (run,) = Journal.open(player.data / "journal.sqlite3").runs()
    assert run.phase == "choice"


def test_a_signal_ends_a_game_that_nobody_reads(player: Player) -> None:
    """A game that waits for a full pipe is ended by the first signal."""
    reader, writer = os.pipe()
    os.write(writer, b"x" * fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ))
    with started(
        [player.bin / "two-hats", *SMOKE],
        cwd=player.folder,
        env=player.environment,
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.PIPE,
    ) as game:
        assert is_held_up(Path(f"/proc/{game.pid}"))
        game.send_signal(signal.SIGTERM)
        assert game.wait(10) == 128 + signal.SIGTERM
    os.close(writer)
    os.close(reader)


def test_a_damaged_journal_and_the_truth_on_leaving(player: Player) -> None:
    """Where a new journal was begun in a damaged one's place, what is played is saved there."""
    player.data.mkdir()
    (player.data / "journal.sqlite3").write_bytes(b"no database" * 100)
    left = player.play("", "4")
    assert "damaged" in left.stderr
    assert "Saved. To go on:\ntwo-hats play smoke-on-ward-six --plain" in left.stdout
    assert "Going on where you left off." in player.run(*SMOKE).stdout


def test_files_are_private(player: Player) -> None:
    """What a player did is readable for the player alone, whatever the umask."""
    player.play("", "4")
    player.run("journal", "export", "--format", "json", "-o", "played.json")
    _break(player, [])
    for file in (player.folder / "played.json", player.data / "mistake.txt"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(player.data.stat().st_mode) == 0o700


def test_a_new_data_folder_is_private(player: Player) -> None:
    """A mistake of ours at the very first start makes a folder for the player alone."""
    _break(player, [])
    assert stat.S_IMODE(player.data.stat().st_mode) == 0o700


def test_a_report_replaces_what_lies_there(player: Player) -> None:
    """A link in the report's place is taken away and not followed."""
    player.data.mkdir()
    kept = player.folder / "kept.txt"
    kept.write_text("kept")
    (player.data / "mistake.txt").symlink_to(kept)
    _break(player, [])
    assert kept.read_text() == "kept"
    assert "Traceback" in (player.data / "mistake.txt").read_text("utf-8")


def test_a_mistake_is_reported_from_any_install_path(player: Player) -> None:
    """A game installed below a folder whose name is no text still reports its own mistakes."""
    folder = os.fsdecode(os.fsencode(player.folder) + b"/\xff\xfe")
    shutil.copytree(ROOT / "game", f"{folder}/game")
    result = _break(player, [os.fsencode(folder)])
    assert result.returncode == 3
    assert result.stderr.count(b"\n") == 1
    assert "\\udcff\\udcfe/game/cli" in (player.data / "mistake.txt").read_text("utf-8")


def _break(player: Player, path: list[bytes]) -> subprocess.CompletedProcess[bytes]:
    """Run a command that fails inside, with *path* before all else to import from."""
    broken = (
        "import os; os.umask(0); import sys; from game.cli import main as cli; "
        "from game.content.library import Library; Library.of = None; "
        "sys.exit(cli.main(['play', 'x']))"
    )
    program = sys.executable if path else player.bin / "python"
    environment: dict[bytes, bytes] = {
        key.encode(): os.fsencode(value) for key, value in player.environment.items()
    }
    return subprocess.run(
        [program, "-c", broken],
        cwd=player.folder,
        env={**environment, b"PYTHONPATH": b":".join(path)},
        capture_output=True,
        timeout=60,
        check=False,
    )

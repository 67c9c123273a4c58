"""``two-hats play``, line by line."""

from __future__ import annotations

import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Player
from tests.shared import started


GO_ON = "To go on:\ntwo-hats play smoke-on-ward-six --plain"
LEAD, MANAGE, MANAGE_THEN_LEAD = "1", "2", "4"


def number_of(player: Player, words: str) -> str:
    """The number under which the first scene offers the choice that begins with *words*."""
    listed = player.play("", LEAD).stdout
    result = re.search(rf"^(\d)\. {re.escape(words)}", listed, re.MULTILINE)
    assert result is not None
    return result[1]


def points_line(output: str) -> str:
    """The first sum of points."""
    return next(line for line in output.splitlines() if line.startswith("Points: call"))


@pytest.mark.parametrize(
    ("words", "call", "points"),
    [
        ("Start the card aloud", MANAGE_THEN_LEAD, "call 20 + fit 50 + craft 30 = 100"),
        ("Read the card out", MANAGE, "call 10 + fit 30 + craft 20 = 60"),
        ("Take Rania's hand", LEAD, "call 0 + fit 20 + craft 20 = 40"),
        ("Let Dr Nabil take charge", MANAGE, "call 10 + fit 10 + craft 0 = 20"),
    ],
)
def test_the_first_scene_scores_as_worked_out_by_hand(
    player: Player, words: str, call: str, points: str
) -> None:
    """The four rows of the worked example come out of the installed game."""
    output = player.play("", call, number_of(player, words), "", "more").stdout
    assert points_line(output) == f"Points: {points} of 100."
    assert "of 100 points; a guesser gets 52.5." in output


def test_a_scenario_is_played_to_its_end(player: Player) -> None:
    """Answers from a pipe lead to the ending; nothing but the game is on stdout."""
    ended = player.play("", *["4", "1", "", ""] * 4, "")
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert re.search(r"^You: [\d.]+ of 100 points, the mean of your scenes\.", ended.stdout, re.M)
    assert "\x1b" not in ended.stdout


def test_the_next_process_goes_on(player: Player) -> None:
    """A run that was left is carried on, unless another seed or a new run is asked for."""
    assert GO_ON in player.play("", "4", seed=5).stdout
    command = ("play", "smoke-on-ward-six", "--plain")
    for output in (player.run(*command), player.run(*command, "--seed", "5")):
        assert "Going on where you left off. Scene 1 of 4" in output.stdout
        assert "Seed 5." in output.stdout
    for output in (player.run(*command, "--seed", "6"), player.run(*command, "--new")):
        assert "Going on" not in output.stdout
        assert "Seed 5." not in output.stdout


def test_without_a_name_there_is_a_list(player: Player) -> None:
    """A scenario is picked from a numbered list, which says where to start."""
    output = player.run("play", "--plain", typed=["nonsense", "smoke-on-ward-six"]).stdout
    assert re.search(r"^1\. Start here: .*minutes", output, re.M)
    assert output.count("Which one, 1 to ") == 2
    assert "Press Enter to begin." in output


def test_a_pipe_needs_no_plain(player: Player) -> None:
    """Without a terminal the game is played line by line, also without a command."""
    assert "Press Enter to begin." in player.run("play", "smoke-on-ward-six").stdout
    assert "Which one" in player.run().stdout


def test_a_file_can_be_played_by_its_path(player: Player, sound: str) -> None:
    """The way to go on names the path; control characters of a file's name stay out."""
    path = player.folder / "my \x1b[31mdraft.yaml"
    path.write_text(sound, "utf-8")
    output = player.run("play", path.name, "--plain", typed=[""])
    assert output.returncode == 0
    assert "\x1b" not in output.stdout + output.stderr
    assert "/my%20%1B%5B31mdraft.yaml --plain" in output.stdout


def test_the_way_to_go_on_can_be_copied(player: Player, sound: str) -> None:
    """In a narrow window a long path with spaces stands on one line, as a shell reads it."""
    path = player.folder / "my own files of this year" / "the late ferry and its crew.yaml"
    path.parent.mkdir()
    path.write_text(sound, "utf-8")
    left = player.run("play", str(path), "--plain", "--width", "40", typed=["", "4"])
    program, *typed = shlex.split(left.stdout.splitlines()[-2])
    assert program == "two-hats"
    assert "Going on where you left off." in player.run(*typed).stdout


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are text")
@pytest.mark.parametrize("name", [b"na\xffme", b"f\xff/draft", b"a\nb", b"\xff", b"\r"])
def test_what_checks_clean_can_be_played(player: Player, sound: str, name: bytes) -> None:
    """Whatever a file is called, ``check`` and ``play`` agree, and the way to go on works."""
    path = player.folder / os.fsdecode(name + b".yaml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(sound, "utf-8")
    checked = player.run("check", str(path))
    played = player.run("play", str(path), "--plain", "--width", "0", typed=["", "4"])
    assert checked.returncode == played.returncode
    if played.returncode == 0:
        way = re.search(r"^Saved\. To go on:\ntwo-hats play (\S+) --plain$", played.stdout, re.M)
        assert way is not None
        again = player.run("play", way[1], "--plain")
        assert "Going on where you left off." in again.stdout


def test_a_broken_file_is_not_played(player: Player) -> None:
    """Its problems are told on stderr, and the code is 1."""
    (player.folder / "broken.yaml").write_text("title: [", "utf-8")
    output = player.run("play", "broken.yaml", "--plain")
    assert output.returncode == 1
    assert output.stdout == ""
    assert "--> broken.yaml:" in output.stderr


@pytest.mark.parametrize("name", ["smoke-on-ward-sixx", "./nowhere.yaml"])
def test_what_is_not_there_is_wrong_use(player: Player, name: str) -> None:
    """Neither an unknown id nor a missing file can be played."""
    output = player.run("play", name, "--plain")
    assert output.returncode == 2
    assert output.stdout == ""
    assert "no scenario called" in output.stderr or "no such file" in output.stderr


def test_a_slip_of_the_keys_gets_the_nearest_name(player: Player) -> None:
    """The help says what was probably meant."""
    assert "smoke-on-ward-six" in player.run("play", "smoke-on-ward-sixx").stderr


def test_a_campaign_is_played_by_another_command(player: Player) -> None:
    """The refusal says what the id is, and the right command."""
    output = player.run("play", "between-floors")
    assert output.returncode == 2
    assert output.stderr == (
        "two-hats: between-floors is a campaign\n"
        "help: play it with: two-hats campaign between-floors\n"
    )
    output = player.run("campaign", "smoke-on-ward-six")
    assert output.returncode == 2
    assert output.stderr == (
        "two-hats: smoke-on-ward-six is a scenario\n"
        "help: play it with: two-hats play smoke-on-ward-six\n"
    )


def test_an_interrupt_says_how_to_go_on(player: Player) -> None:
    """Ctrl-C keeps the run, says how to resume, and gives 130."""
    with started(
        [player.bin / "two-hats", "play", "smoke-on-ward-six", "--plain"],
        cwd=player.folder,
        env=player.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background has them ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        assert game.stderr is not None
        game.stdin.write("\n")
        game.stdin.flush()
        assert any("Your call" in line for line in iter(game.stdout.readline, ""))
        game.send_signal(signal.SIGINT)
        assert GO_ON in game.stdout.read()
        assert game.stderr.read() == ""
        assert game.wait(10) == 130


def test_a_dumb_terminal_is_read_line_by_line(player: Player) -> None:
    """Where nothing can be drawn, nothing is drawn."""
    ours, theirs = pty.openpty()
    with started(
        [player.bin / "two-hats", "play", "smoke-on-ward-six"],
        cwd=player.folder,
        env={**player.environment, "TERM": "dumb"},
        stdin=theirs,
        stdout=theirs,
    ) as game:
        os.close(theirs)
        output = b""
        while b"Press Enter to begin." not in output:
            output += os.read(ours, 4096)
        os.write(ours, b"quit\n")
        assert game.wait(10) == 0
    os.close(ours)
    assert b"\x1b" not in output


def test_a_journal_that_cannot_be_written_stops_nothing(player: Player) -> None:
    """The game says on stderr that nothing is kept, and is played all the same."""
    player.data.mkdir()
    (player.data / "journal.sqlite3").mkdir()
    output = player.play("", "4")
    assert output.returncode == 0
    assert "not kept" in output.stderr
    assert "Your choice, 1 to 4:" in output.stdout
    assert "Nothing is saved." in output.stdout


def test_a_scenario_that_is_hidden_by_another_is_reported(player: Player, sound: str) -> None:
    """A file of the player's own with a shipped one's name is not passed over in silence."""
    (player.data / "scenarios").mkdir(parents=True)
    (player.data / "scenarios" / "smoke-on-ward-six.yaml").write_text(sound, "utf-8")
    assert "is not used" in player.play().stderr


@pytest.fixture(scope="session")
def sound() -> str:
    """The text of a scenario without a fault."""
    return (Path(__file__).parents[1] / "content" / "good.yaml").read_text("utf-8")

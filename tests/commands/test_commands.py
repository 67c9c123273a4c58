"""What holds for every command, and the two that only list."""

from __future__ import annotations

import subprocess

import pytest

from game import __version__
from tests.commands.conftest import Player
from tests.shared import started
from tests.test_docs import COMMANDS


@pytest.mark.parametrize("command", [(), *(tuple(name.split()) for name in COMMANDS)])
def test_help_has_an_example(player: Player, command: tuple[str, ...]) -> None:
    """``--help`` is data: it goes to stdout, with an example to copy."""
    output = player.run(*command, "--help")
    assert (output.returncode, output.stderr) == (0, "")
    assert "example:\n  two-hats " in output.stdout


def test_version(player: Player) -> None:
    """``--version`` tells name and version."""
    assert player.run("--version").stdout == f"two-hats {__version__}\n"


@pytest.mark.parametrize("command", [("nonsense",), ("play", "--sed", "1"), ("play", "a", "b")])
def test_wrong_use_gives_2(player: Player, command: tuple[str, ...]) -> None:
    """Wrong use is told on stderr, and options are never guessed."""
    output = player.run(*command)
    assert (output.returncode, output.stdout) == (2, "")
    assert "usage: two-hats" in output.stderr


def test_the_module_is_the_command(player: Player) -> None:
    """``python -m game`` does the same."""
    output = player.run_program("python", "-m", "game", "--version")
    assert output.stdout == f"two-hats {__version__}\n"


def test_the_handbook_lists_every_idea_by_group(player: Player) -> None:
    """One idea a line, under the heading of its group."""
    output = player.run("handbook")
    assert (output.returncode, output.stderr) == (0, "")
    assert len([line for line in output.stdout.splitlines() if line.startswith("  ")]) > 50
    assert "  rule-context-decides  " in output.stdout


def test_the_handbook_marks_what_was_met(player: Player) -> None:
    """An idea that stood behind an answer of the player's is marked, and no other is."""
    assert "(met)" not in player.run("handbook").stdout
    player.play("", "4", "1", "")
    met = [idea for idea in player.run("handbook").stdout.splitlines() if idea.endswith("  (met)")]
    assert any(idea.startswith("  ctx-crisis  ") for idea in met)
    assert not any(idea.startswith("  ctx-routine  ") for idea in met)


LOOKING = {
    "handbook": 0,
    "handbook rule-context-decides": 0,
    "check a.yaml": 0,
    "explore a.yaml": 0,
    "audit a.yaml --plays none.jsonl": 0,
    "schema": 0,
    "record a.yaml calm": 2,
    "review --plain": 0,
    "journal": 0,
    "journal list --first": 0,
    "journal where": 0,
    "journal room": 0,
    "journal export --format json": 0,
    "journal delete --all --yes": 0,
}
"""Commands that only look something up, and how they end where nothing was played."""


def test_looking_begins_no_journal(player: Player) -> None:
    """What only looks something up leaves an empty data folder empty."""
    player.data.mkdir()
    player.run("new", "a")
    (player.folder / "none.jsonl").write_text("")
    for command, code in LOOKING.items():
        output = player.run(*command.split())
        assert (command, output.returncode, output.stderr.count("mistake")) == (command, code, 0)
        assert list(player.data.iterdir()) == [], command


def test_the_handbook_shows_an_idea(player: Player) -> None:
    """Text, play and neighbours of one idea."""
    output = player.run("handbook", "rule-context-decides")
    assert output.returncode == 0
    assert "In play: " in output.stdout
    assert "See also:\n" in output.stdout


def test_the_begin_of_several_ideas_names_them(player: Player) -> None:
    """A word that is not enough for one idea leads to those that begin with it."""
    output = player.run("handbook", "myth")
    assert output.returncode == 2
    assert "; did you mean 'myth-extroverts-only' or 'myth-title-makes-leader' or" in output.stderr


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("rule context decides", "The setting decides, not taste"),
        ("Rule-Context-Decides", "The setting decides, not taste"),
        ("partners, not rivals", "Partners, not rivals"),
    ],
)
def test_the_handbook_takes_several_words(player: Player, words: str, title: str) -> None:
    """An id with blanks and a title without quotes are found."""
    output = player.run("handbook", *words.split())
    assert output.returncode == 0
    assert output.stdout.startswith(title)


def test_the_handbook_asks_what_was_meant(player: Player) -> None:
    """An unknown idea is wrong use; the nearest is named."""
    output = player.run("handbook", "rule-context-decide")
    assert (output.returncode, output.stdout) == (2, "")
    assert "did you mean 'rule-context-decides'?" in output.stderr


def test_the_journal_lists_what_was_played(player: Player) -> None:
    """Date, scenario, and where it stands or what it brought; the last one first."""
    assert player.run("journal").stdout == ""
    player.play("", *["4", "1", "", ""] * 4)
    player.play("", "4", seed=2)
    open_run, finished = player.run("journal").stdout.splitlines()
    assert "Smoke on Ward Six" in open_run
    assert open_run.endswith("waiting for your choice")
    assert finished.endswith(" points")


def test_a_closed_pipe_is_no_mistake(player: Player) -> None:
    """``two-hats handbook | head`` ends quietly, with the code of a broken pipe."""
    with started(
        [player.bin / "two-hats", "handbook"],
        env=player.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as game:
        assert game.stdout is not None
        assert game.stderr is not None
        game.stdout.close()
        assert game.stderr.read() == b""
        assert game.wait(10) == 141


@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}],
)
def test_output_is_utf8_in_every_locale(player: Player, locale: dict[str, str]) -> None:
    """Signs keep their shape whatever the terminal claims to speak."""
    output = player.run("play", "smoke-on-ward-six", "--plain", typed=["é"], environment=locale)
    assert output.returncode == 0
    assert " – " in output.stdout


def test_a_mistake_of_ours_is_reported_in_one_sentence(player: Player) -> None:
    """The traceback goes to a file in the data folder, never to the screen; exit code 3."""
    broken = (
        "import sys; from game.cli import main as cli; from game.content.library import Library; "
        "Library.of = None; sys.exit(cli.main(['play', 'x']))"
    )
    output = player.run_program("python", "-c", broken)
    assert (output.returncode, output.stdout) == (3, "")
    file = player.data / "mistake.txt"
    assert output.stderr.count("\n") == 1
    assert str(file) in output.stderr
    assert "send that file" in output.stderr
    assert "Traceback" in file.read_text("utf-8")

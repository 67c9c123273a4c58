"""``two-hats check``: every problem of every file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import ROOT, Player


SOUND = (Path(__file__).parents[1] / "content" / "good.yaml").read_text("utf-8")


@pytest.fixture
def shelf(player: Player) -> Path:
    """A folder with a sound scenario and two broken ones, one in a folder below."""
    shelf = player.folder / "shelf"
    (shelf / "below").mkdir(parents=True)
    (shelf / "sound.yaml").write_text(SOUND, "utf-8")
    (shelf / "broken.yaml").write_text(SOUND.replace("minutes:", "minuets:", 1), "utf-8")
    (shelf / "below" / "half.yml").write_text("title: [", "utf-8")
    (shelf / ".hidden.yaml").write_text("title: [", "utf-8")
    (shelf / "notes.txt").write_text("title: [", "utf-8")
    return shelf


def test_a_sound_file_has_no_errors(player: Player, shelf: Path) -> None:
    """Only advice may be left to tell; the count is talk."""
    output = player.run("check", "shelf/sound.yaml")
    assert output.returncode == 0
    assert "error[" not in output.stdout
    assert output.stderr.startswith("1 file checked, ")


def test_a_broken_file_is_reported_with_its_place(player: Player, shelf: Path) -> None:
    """Code, sentence, place, excerpt and help; exit code 1."""
    output = player.run("check", "shelf/broken.yaml")
    assert output.returncode == 1
    assert "error[E101]" in output.stdout
    assert "--> shelf/broken.yaml:" in output.stdout
    assert "minuets" in output.stdout


def test_a_folder_is_checked_through(player: Player, shelf: Path) -> None:
    """Every scenario below it is read, and one broken file does not stop the others."""
    output = player.run("check", "shelf")
    assert output.returncode == 1
    assert "shelf/broken.yaml:" in output.stdout
    assert "shelf/below/half.yml:" in output.stdout
    assert "hidden" not in output.stdout
    assert output.stderr.startswith("3 files checked, ")


@pytest.mark.parametrize("path", ["nowhere.yaml", "empty"])
def test_what_cannot_be_read_is_wrong_use(player: Player, path: str) -> None:
    """A missing file, or a folder without scenarios, gives 2, whatever else was checked."""
    (player.folder / "empty").mkdir()
    assert player.run("check", path).returncode == 2


def test_a_missing_file_does_not_count_as_checked(player: Player, shelf: Path) -> None:
    """The sum names it apart."""
    output = player.run("check", "nowhere.yaml")
    assert output.stderr == "0 files checked, 1 could not be read, 1 error.\n"
    output = player.run("check", "shelf/broken.yaml", "nowhere.yaml")
    assert output.stderr.startswith("1 file checked, 1 could not be read, ")


def test_an_unreadable_file_outweighs_a_broken_one(player: Player, shelf: Path) -> None:
    """Both are told; the code is 2."""
    output = player.run("check", "shelf/broken.yaml", "nowhere.yaml")
    assert output.returncode == 2
    assert "error[E003]" in output.stdout
    assert "error[E101]" in output.stdout


def test_no_control_character_of_a_name_reaches_the_terminal(player: Player) -> None:
    """A file's name is spelt out where a terminal would obey it."""
    (player.folder / "\x1b]0;owned\x07.yaml").write_text("title: [", "utf-8")
    output = player.run("check", ".")
    assert output.returncode == 1
    assert "\x1b" not in output.stdout + output.stderr
    assert "<U+001B>]0;owned<U+0007>.yaml" in output.stdout


def test_every_shipped_scenario_is_sound(player: Player) -> None:
    """What ships with the game checks clean."""
    output = player.run("check", str(ROOT / "scenarios"))
    assert (output.returncode, output.stdout) == (0, "")


def test_an_audit_without_the_trained_solvers_is_not_fine(player: Player) -> None:
    """The plain install has no scikit-learn: the command says so, and never ends with 0."""
    player.run("new", "a")
    done = player.run("audit", "a.yaml", "--json")
    output = json.loads(done.stdout)
    assert output["ok"] is False
    assert output["incomplete"] == "scikit-learn is missing"
    assert output["install"] == "pip install '.[audit]'"
    assert done.returncode == (1 if output["failures"] else 2)


def test_what_is_held_back_is_said_as_text_alone(player: Player, shelf: Path) -> None:
    """Errors of layout and names hide later ones, errors of meaning hide advice."""
    output = player.run("check", "shelf/broken.yaml")
    assert output.stderr.endswith("All names and sums are looked at once these are mended.\n")
    assert "mended" not in player.run("check", "shelf/sound.yaml").stderr
    assert "mended" not in player.run("check", "--format", "line", "shelf/broken.yaml").stderr
    (shelf / "notes.md").write_text("# Monday\n\nThe pumps stand still.\n", "utf-8")
    output = player.run("check", "shelf/notes.md")
    assert "two-hats new NAME --from NOTES.md" in output.stdout
    assert output.stderr == "1 file checked, 1 error.\n"
    (shelf / "sums.yaml").write_text(SOUND.replace("lead 2", "lead", 1), "utf-8")
    output = player.run("check", "shelf/sums.yaml")
    assert output.stderr.endswith("Advice is given once the errors are mended.\n")


@pytest.mark.parametrize("command", ["check", "audit"])
@pytest.mark.parametrize("root", ["/", "//"])
def test_a_file_system_is_refused(player: Player, command: str, root: str) -> None:
    """The root of a file system is not searched: one sentence, a way out, exit 2."""
    result = player.run(command, root)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        f"two-hats: '{root}' is a whole file system, not a folder of scenarios",
        "help: name the folder that holds the scenarios",
    ]

"""``new``, ``outline``, ``rename``, ``schema --prompt`` and ``lsp``, as they are installed."""

from __future__ import annotations

from tests.commands.conftest import Player


def test_a_skeleton_becomes_notes_and_a_file_again(player: Player) -> None:
    """What new writes, outline prints, and new reads back, can be checked each time."""
    assert player.run("new", "the-late-ferry", "--fork").returncode == 0
    printed = player.run("outline", "the-late-ferry.yaml")
    assert printed.returncode == 0
    assert printed.stdout.startswith("# The Late Ferry\n")
    (player.folder / "notes.md").write_text(printed.stdout, "utf-8")
    assert player.run("new", "again", "--from", "notes.md").returncode == 0
    assert player.run("check", "again.yaml").returncode == 0
    assert player.run("outline", "again.yaml").stdout == printed.stdout


def test_questions_are_asked_on_stderr(player: Player) -> None:
    """The answers may come from a pipe, and stdout has the name of the file alone."""
    typed = ("The quay", "both", "yes", "work")
    output = player.run("new", "the-late-ferry", "--scenes", "1", typed=typed)
    assert output.returncode == 0
    assert output.stdout == "the-late-ferry.yaml\n"
    assert "What was missing?" in output.stderr
    assert "call: manage-then-lead" in (player.folder / "the-late-ferry.yaml").read_text("utf-8")


def test_a_number_of_scenes_that_is_none_is_wrong_use(player: Player) -> None:
    """Nothing is written for it."""
    for number in ("0", "-1", "many", "99999"):
        assert player.run("new", "the-late-ferry", "--scenes", number).returncode == 2
    assert not (player.folder / "the-late-ferry.yaml").exists()


def test_an_outline_of_a_broken_file_reports_why(player: Player) -> None:
    """The problems are on stderr, and nothing is printed."""
    (player.folder / "broken.yaml").write_text("title: [", "utf-8")
    output = player.run("outline", "broken.yaml")
    assert (output.returncode, output.stdout) == (1, "")
    assert "error[" in output.stderr
    assert player.run("outline", "nowhere.yaml").returncode == 2


def test_an_outline_is_of_an_id_too(player: Player) -> None:
    """What the library has is found by its id; a name that is neither is refused with a hint."""
    output = player.run("outline", "smoke-on-ward-six")
    assert (output.returncode, output.stderr) == (0, "")
    assert output.stdout.startswith("# Smoke on Ward Six\n")
    output = player.run("outline", "smoke")
    assert output.returncode == 2
    assert output.stderr == (
        "two-hats: there is no scenario called 'smoke'\nhelp: did you mean 'smoke-on-ward-six'?\n"
    )


def test_a_route_is_kept_beside_a_file(player: Player) -> None:
    """An id is refused as such; a file that cannot be played has its problems named."""
    output = player.run("record", "smoke-on-ward-six", "calm")
    assert output.returncode == 2
    assert output.stderr == (
        "two-hats: 'smoke-on-ward-six' is an id, and a route is kept beside a file\n"
        "help: give the path of a file of your own\n"
    )
    (player.folder / "broken.yaml").write_text("title: [", "utf-8")
    output = player.run("record", "broken.yaml", "calm")
    assert output.returncode == 1
    assert "--> broken.yaml:" in output.stderr
    output = player.run("record", "nowhere.yaml", "calm")
    assert output.returncode == 2
    assert "there is no such file" in output.stderr


def test_the_prompt_comes_with_the_package(player: Player) -> None:
    """It is printed as one text with a fenced scenario, which check accepts as it stands."""
    output = player.run("schema", "--prompt")
    assert output.returncode == 0
    (player.folder / "answer.yaml").write_text(output.stdout, "utf-8")
    assert player.run("check", "answer.yaml").returncode == 0


def test_renaming_refuses_with_a_way_out(player: Player) -> None:
    """An unknown id is wrong use, with the nearest one."""
    player.run("new", "mine")
    output = player.run("rename", "scene", "ovn", "stove", "mine.yaml")
    assert output.returncode == 2
    assert "did you mean 'oven'?" in output.stderr


def test_without_its_extra_the_language_server_says_what_to_install(player: Player) -> None:
    """The package alone has no pygls."""
    output = player.run("lsp", "--stdio")
    assert output.returncode == 2
    assert "pip install '.[lsp]'" in output.stderr

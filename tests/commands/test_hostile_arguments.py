"""What stands in an argument or a file's name never reaches the terminal as a command."""

from __future__ import annotations

import pytest

from game.content.sanitize import refused
from tests.commands.conftest import ROOT, Player


EVIL = "\x1b[2J\u202egnp\x07\x9b31m"
COMMANDS = {
    "new": ("new", EVIL),
    "new in a folder": ("new", f"{EVIL}/ferry"),
    "new path there already": ("new", f"there{EVIL}/ferry.yaml"),
    "new behind a file": ("new", f"{EVIL}.yaml/ferry.yaml"),
    "play": ("play", EVIL),
    "play a path": ("play", f"./{EVIL}.yaml"),
    "play a file": ("play", f"there{EVIL}/ferry.yaml", "--plain"),
    "play too much": ("play", "a", EVIL),
    "an option's value": ("play", "--seed", EVIL),
    "an option": ("play", f"--{EVIL}"),
    "a command": (EVIL,),
    "a choice": ("check", "--format", EVIL, "a.yaml"),
    "campaign": ("campaign", EVIL),
    "check": ("check", EVIL),
    "check a file": ("check", f"{EVIL}.yaml"),
    "explain": ("check", "--explain", EVIL),
    "explore": ("explore", EVIL),
    "explore a file": ("explore", f"there{EVIL}/ferry.yaml"),
    "explore to": ("explore", "smoke-on-ward-six", "--to", EVIL),
    "explore from": ("explore", "smoke-on-ward-six", "--from", EVIL),
    "explore chose": ("explore", "smoke-on-ward-six", "--from", "smoke", "--chose", EVIL),
    "explore trust": ("explore", "smoke-on-ward-six", "--from", "smoke", "--trust", EVIL),
    "audit": ("audit", EVIL),
    "audit plays": ("audit", "--plays", EVIL),
    "record": ("record", EVIL, "calm"),
    "record a name": ("record", f"there{EVIL}/ferry.yaml", EVIL),
    "record a route": ("record", f"there{EVIL}/ferry.yaml", "calm"),
    "preview": ("preview", EVIL),
    "preview a file": ("preview", f"there{EVIL}/ferry.yaml"),
    "handbook": ("handbook", EVIL),
    "schema": ("schema", EVIL),
    "export": ("journal", "export", "--format", "json", "-o", f"there{EVIL}.json"),
    "export nowhere": ("journal", "export", "--format", "json", "-o", f"{EVIL}/x/y.json"),
    "send": ("journal", "send", "--to", f"http://127.0.0.1:1/{EVIL}"),
    "send nowhere": ("journal", "send", "--to", f"https://{EVIL}/"),
    "room": ("journal", "room", EVIL),
    "console": ("console", EVIL),
    "host": ("host", EVIL),
    "where": ("journal", "where"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_argument_speaks_to_the_terminal(player: Player, command: tuple[str, ...]) -> None:
    """Of a hostile argument, or file name, only the visible characters are printed as they are."""
    folder = player.folder / f"there{EVIL}"
    folder.mkdir()
    (player.folder / f"{EVIL}.yaml").write_text("title: [", "utf-8")
    (player.folder / "home" / f"data{EVIL}").mkdir()
    starter = (ROOT / "game" / "author" / "starter.yaml").read_text("utf-8")
    values = {"title": "A", "role": "B", "sector": "C", "place": "D"}
    (folder / "ferry.yaml").write_text(starter.format(name="ferry", **values), "utf-8")
    position = {"TWO_HATS_DATA": str(player.folder / "home" / f"data{EVIL}")}
    result = player.run(*command, environment=position)
    printed = result.stdout + result.stderr
    assert [printed[index - 20 : index + 1] for index in refused(printed)] == []
    assert result.returncode != 3, printed


@pytest.mark.parametrize(
    "name",
    ["", "/", "//", ".", "..", "a" * 41, "a" * 300, "a" * 5_000, "é", "x/", "b" * 300 + "/a"],
)
def test_no_name_of_a_starter_is_a_mistake_of_ours(player: Player, name: str) -> None:
    """What cannot name a scenario is refused in two short lines, and nothing is written."""
    result = player.run("new", name)
    if name == "x/":
        assert (result.returncode, result.stdout) == (0, "x.yaml\n")
        return
    assert (result.returncode, result.stdout) == (2, "")
    message, advice = result.stderr.splitlines()
    assert len(message) < 250
    assert advice.startswith("help: ")
    assert [path.name for path in player.folder.iterdir()] == ["home"]

"""Every command has help and stands in the README; the two lists of what is kept agree."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.cli.commands.journal import KEPT
from game.cli.parser import build_parser


ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
Parsers = dict[str, argparse.ArgumentParser]
JOINING = {
    *("besides", "edit", "every", "front", "itself", "kept"),
    *("move", "pages", "stays", "were", "without", "words"),
}
"""Words of four letters and more that name nothing that is kept."""


def test_the_readme_names_every_extra() -> None:
    """What the plain install leaves out is named with the command that brings it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = set(project["optional-dependencies"])
    assert set(re.findall(r"pip install (?:-q )?(?:-e )?'\.\[(\w+)\]'", README)) == extras


def commands(parser: argparse.ArgumentParser, before: str = "") -> Parsers:
    """The parser of each command below *parser*, and of each below those, by its words."""
    result: Parsers = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                result |= {f"{before}{name}": below, **commands(below, f"{before}{name} ")}
    return result


def shown_commands() -> Iterator[str]:
    """Each command in a block of shell lines, in the README, CONTRIBUTING and docs."""
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for block in re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.M | re.S):
            text = block.replace("\\\n", " ")
            yield from re.findall(r"(?<!-u )\btwo-hats ([a-z][^\n#&|;>]*)", text)


COMMANDS = commands(build_parser())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented(name: str) -> None:
    """It has a description, an example that parses, and a line for each argument."""
    parser = COMMANDS[name]
    assert parser.description
    found = re.search(rf"example:\n  two-hats ({name}(?: [^>]+?)?)(?: >.*)?$", parser.epilog or "")
    assert found
    assert not found[0].endswith(" ")
    assert all(action.help or action.nargs == argparse.PARSER for action in parser._actions)
    build_parser().parse_args(shlex.split(found[1]))


def test_the_readme_has_every_command() -> None:
    """Each has a row in the table."""
    rows = re.findall(r"^\| `two-hats (\w+)", README, re.M)
    assert {*rows} == {name.partition(" ")[0] for name in COMMANDS}


@pytest.mark.parametrize("command", sorted({each.strip() for each in shown_commands()}))
def test_what_documents_show_can_be_typed(command: str) -> None:
    """The game understands each command in a block of shell lines."""
    build_parser().parse_args(shlex.split(command))


def test_the_readme_shows_the_test_command() -> None:
    """The command that continuous integration takes from the README is there once."""
    assert README.count("<!-- test -->\n```") == 1


def test_what_is_kept_is_told_the_same_twice() -> None:
    """Each thing that ``journal where`` says is kept stands in docs/records.md, and back."""
    records = (ROOT / "docs" / "records.md").read_text("utf-8")
    table = records.partition("| kept |")[2].partition("\n\n")[0]
    document = " ".join(row.split("|")[1] for row in table.splitlines()[2:])
    screen = KEPT.partition("Not kept")[0]
    first, second = ({*re.findall("[a-z]{4,}", text.lower())} for text in (document, screen))
    assert (first ^ second) - JOINING == set()


@pytest.mark.parametrize("package", ["core", "text", "room", "present", "services"])
def test_the_layout_names_modules_that_exist(package: str) -> None:
    """Each word after the colon, in the README's tree of a package, is one of its modules."""
    found = re.search(rf"^  {package}/ [^:]*:((?: .*\n)(?: {{14}}.*\n)*)", README, re.M)
    assert found
    named = re.findall(r"\w+", found[1])
    assert named
    assert [name for name in named if not (ROOT / f"game/{package}/{name}.py").exists()] == []


def test_a_script_that_measures_says_how_to_run_it() -> None:
    """As the README has it; what does not say so is used by another script of the folder."""
    scripts = {file.stem: file.read_text("utf-8") for file in (ROOT / "bench").glob("*.py")}
    for name, text in scripts.items():
        others = "\n".join(other for stem, other in scripts.items() if stem != name)
        says = re.search(rf"python -m\s+bench\.{name}\b", text.split('"""')[1])
        assert says or re.search(rf"\bbench\.{name}\b|\b{name}\.py\b", others), name

"""Every command has help and stands in the README; what is kept is told the same twice."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from game.cli.commands.journal import KEPT
from game.cli.parser import build_parser


ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
JOINING = {
    *("besides", "edit", "every", "front", "itself", "kept"),
    *("move", "pages", "stays", "were", "without", "words"),
}
"""Words of four letters and more that name nothing that is kept."""


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, by name."""
    (choices,) = (
        action.choices
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return dict(choices)


@pytest.mark.parametrize("name", commands())
def test_a_command_is_documented(name: str) -> None:
    """It has a description, an example, a line for each argument, and a row in the README."""
    parser = commands()[name]
    assert parser.description
    assert f"example:\n  two-hats {name} " in (parser.epilog or "")
    assert all(action.help for action in parser._actions)
    assert f"| `two-hats {name}" in README


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

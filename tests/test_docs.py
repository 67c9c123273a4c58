"""Every command has help and stands in the README."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from game.cli.parser import build_parser


README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


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

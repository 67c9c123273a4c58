"""Options that are checked before a command begins."""

from __future__ import annotations

import pytest

from game.cli.parser import build_parser


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["plya"], "play"),
        (["compaign", "between-floors"], "campaign"),
        (["journal", "lst"], "list"),
        (["publish", "--to", "scorm", "smoke-on-ward-six"], "scorm12"),
    ],
)
def test_a_slip_of_the_keys_gets_the_nearest_word(
    words: list[str], near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown command or choice is refused, with the one that was probably meant."""
    with pytest.raises(SystemExit) as left:
        build_parser(words).parse_args(words)
    assert left.value.code == 2
    assert capsys.readouterr().err.endswith(f"; did you mean '{near}'?\n")


@pytest.mark.parametrize("word", ["xyzzy", "x" * 5000])
def test_a_word_that_is_like_none(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is suggested for it."""
    with pytest.raises(SystemExit):
        build_parser([word]).parse_args([word])
    assert "did you mean" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["play", "campaign", "review"])
@pytest.mark.parametrize("width", [0, 20, 140])
def test_widths_that_there_are(command: str, width: int) -> None:
    """Every command that plays line by line takes a width; 0 breaks no line."""
    assert build_parser().parse_args([command, "--width", str(width)]).width == width


@pytest.mark.parametrize("width", ["-3", "1", "19", "9" * 5000, "x", "٣", ""])
def test_widths_that_there_are_not(width: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A number of columns that nobody can read is refused."""
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args(["play", f"--width={width}"])
    assert left.value.code == 2
    assert "lines have at least 20 columns; 0 breaks no line" in capsys.readouterr().err


@pytest.mark.parametrize("port", [0, 1, 8080, 65535])
def test_ports_that_there_are(port: int) -> None:
    """A room takes any port; 0 is any that is free."""
    assert build_parser().parse_args(["host", "--port", str(port)]).port == port


@pytest.mark.parametrize("port", ["-1", "65536", "99999", "9" * 5000, "x", "٣", ""])
def test_ports_that_there_are_not(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A number that is no port is refused, and not taken for another."""
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args(["host", f"--port={port}"])
    assert left.value.code == 2
    assert "ports are numbers from 0 to 65535" in capsys.readouterr().err

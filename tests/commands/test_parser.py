"""Options that are checked before a command begins."""

from __future__ import annotations

import pytest

from game.cli.parser import build_parser


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

"""The service and the containers of docs/hosting.md: their commands are ones that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from game.cli.parser import build_parser
from game.core.failure import Failure
from game.server.public import PublicUrl, read_network, read_public_url
from tests.server.proxy import documented_site


DOCS = Path(__file__).parents[2] / "docs" / "hosting.md"


def block(name: str) -> str:
    """Return the block of the page below the mark *name*."""
    match = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", DOCS.read_text(), re.S)
    assert match is not None
    return match[1]


def unit_command() -> list[str]:
    """Return the arguments of the service for room 07."""
    text = block("unit").replace("\\\n", " ").replace("%i", "07")
    line = re.search(r"^ExecStart=\S+ (.*)$", text, re.M)
    assert line is not None
    return shlex.split(line[1])


def container_command() -> list[str]:
    """Return the arguments of the container for room 07."""
    return shlex.split(yaml.safe_load(block("compose"))["services"]["room-07"]["command"])


@pytest.mark.parametrize("command", [unit_command(), container_command()], ids=["unit", "compose"])
def test_commands_fit_the_proxy(command: list[str]) -> None:
    """They are understood, need no terminal, and lie where the documented proxy looks for them."""
    arguments = build_parser(command).parse_args(command)
    assert (arguments.plain, arguments.phones, arguments.resume) == (True, True, "")
    public = read_public_url(arguments.public_url)
    assert isinstance(public, PublicUrl)
    assert not isinstance(read_network(arguments.trust_proxy[0]), Failure)
    location = re.search(r"location ~ (\S+) \{", documented_site())
    assert location is not None
    room = re.match(location[1].replace("?<", "?P<"), f"{public.prefix}/")
    assert room is not None
    assert arguments.port == int(f"81{room['room']}")

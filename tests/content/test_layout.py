"""The lines of a scene are found in its file, valid or broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content.diagnostics import Report
from game.content.files import scenario_files
from game.content.layout import scene_lines
from game.content.library import packaged
from game.content.yaml.nodes import MapNode
from game.content.yaml.parser import parse
from game.content.yaml.source import Source


SAME_NAMES = """\
cast:
  yara:
    role: Head of the works.
practices:
  scenes:
    yara:
      text: no scene
scenes:   # In order.
  # The first one:
  start:
    choices:
      yara:
        label: Ask Yara.
  "yara":
    title: Yara comes in

    text: |
      yara:
closing:
  yara:
    text: Bye.
"""


def test_only_a_scene_has_the_lines_of_a_scene() -> None:
    """A character, a choice or a practice of the same name has not."""
    lines = SAME_NAMES.split("\n")

    found = scene_lines(lines, "yara")

    assert (lines[found[0] - 1], lines[found[-1] - 1]) == ('  "yara":', "      yara:")
    assert not scene_lines(lines, "choices")
    assert not scene_lines(lines[:3], "yara")


@pytest.mark.parametrize("file", scenario_files(packaged()), ids=lambda file: file.stem)
def test_every_scene_is_found_where_it_is_parsed(file: Path) -> None:
    """From its name to the line above the next one."""
    source = Source(file.name, file.read_text(encoding="utf-8"))
    root = parse(source, Report()).root
    assert isinstance(root, MapNode)
    scenes = root.entries["scenes"]
    assert isinstance(scenes, MapNode)

    for name, node in scenes.entries.items():
        assert node.key is not None
        assert scene_lines(source.lines, name)[0] == node.key.start.line + 1

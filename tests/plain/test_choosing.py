"""Picking a scenario from the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.content.library import Entry, Library
from game.core.recommend import Reason, Suggestion
from game.plain.io import LineIO
from game.plain.loop import choose


SOUND = (Path(__file__).parents[1] / "content" / "good.yaml").read_text("utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two scenarios that can be played, and one that cannot."""
    for name, text in (("one", SOUND), ("two", SOUND), ("broken", "title: [")):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return Library.of([tmp_path])


def ask(library: Library, *answers: str) -> tuple[Entry | None, list[str]]:
    """The entry that is picked with *answers*, and all that was said."""
    lines: Iterator[str] = iter(answers)
    line: list[str] = []
    return choose(library, LineIO(read=lambda: next(lines, None), write=line.append)), line


@pytest.mark.parametrize("answer", ["2", "two", " two "])
def test_a_scenario_is_picked_by_number_or_id(library: Library, answer: str) -> None:
    """Only what can be played is offered, and counted."""
    entry, line = ask(library, answer)
    assert entry is library.entries["two"]
    assert "Which one, 1 to 2? Type its number, or quit to leave." in line


@pytest.mark.parametrize("answers", [(), ("quit",), ("", "0", "3", "broken", "QUIT")])
def test_picking_none_is_fine(library: Library, answers: tuple[str, ...]) -> None:
    """Nonsense is asked again; leaving picks nothing."""
    entry, _ = ask(library, *answers)
    assert entry is None


@pytest.mark.parametrize(
    ("reason", "marked"), [(Reason.FIRST, "2. Start here: "), (Reason.NEXT, "2. Next: ")]
)
def test_what_to_play_is_marked(library: Library, reason: Reason, marked: str) -> None:
    """The suggested scenario, and no other, says so in the list."""
    scenario = library.entries["two"].synopsis
    assert scenario is not None
    line: list[str] = []
    io = LineIO(read=lambda: None, write=line.append)
    choose(library, io, Suggestion(scenario, reason))
    assert [text.startswith(marked) for text in line if text[:1].isdigit()] == [False, True]

"""Checking campaigns: found with the scenarios, and advised on their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.author.lint.check import check, holds
from game.content.library import packaged


SHIPPED = packaged() / "campaigns" / "between-floors.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for campaigns, whose scenarios are the game's own."""
    (tmp_path / "campaigns").mkdir()
    return tmp_path / "campaigns"


def output(folder: Path, old: str, new: str) -> list[tuple[str, int]]:
    """Return the problems of the shipped campaign with *old* replaced: codes and lines."""
    good = SHIPPED.read_text(encoding="utf-8")
    bad = good.replace(old, new, 1)
    assert bad != good
    path = folder / "tour.yaml"
    path.write_text(bad, encoding="utf-8")
    (reading,) = check([path])
    return [(p.code, p.span.line if p.span else 0) for p in reading.problems]


def line_of(text: str) -> int:
    """The line of the shipped campaign that holds *text* first."""
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_shipped_campaign_is_clean() -> None:
    """Not even advice is left to give on it."""
    assert holds(check([SHIPPED]), strict=True)


def test_a_folder_is_checked_with_its_campaigns() -> None:
    """Checking a folder of scenarios checks its campaigns as well, after them."""
    names = [Path(reading.source.name).name for reading in check([packaged()])]
    assert names[-1] == "between-floors.yaml"
    assert "smoke-on-ward-six.yaml" in names


def test_scenarios_may_lie_beside_the_campaign(folder: Path) -> None:
    """A posting names a scenario of the game, or one from the folder above."""
    assert output(folder, "  the-lab-that-publishes-nothing:", "  the-late-ferry:")[0][0] == "E202"
    (folder.parent / "the-late-ferry.yaml").write_text("x", encoding="utf-8")
    assert output(folder, "  the-lab-that-publishes-nothing:", "  the-late-ferry:") == []


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("They share a kettle.", "They share a kettle. " * 4, "A427", "    letter: |"),
        ("Driss, the head coach,", "The head coach and leader", "A408", "communication: |"),
        ("From my landing there is", "Of this crisis there is", "A408", "    letter: |"),
    ],
)
def test_advice_on_words(folder: Path, old: str, new: str, code: str, where: str) -> None:
    """Letters have a usual length, and nothing on the way names what is to be found out."""
    assert output(folder, old, new) == [(code, line_of(where))]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("trust: {doina: 4}", "trust: {dorina: 4}", "    trust: {doina: 4}"),
        ("scene: tables", "scene: table", "    scene: tables"),
    ],
)
def test_advice_on_favours(folder: Path, old: str, new: str, where: str) -> None:
    """Who must trust the player, and the scene that shows it, are those of the postings."""
    assert output(folder, old, new) == [("A440", line_of(where))]


def test_advice_on_what_a_letter_adds(folder: Path) -> None:
    """What follows from the posting before is short."""
    long = "I read your report from Cluj twice. " * 7
    assert output(folder, "I read your report from Cluj twice.", long) == [
        ("A427", line_of("      synergy: >-"))
    ]


def test_advice_on_what_is_revealed(folder: Path) -> None:
    """A practice's text has a usual length, and every posting but the first offers some."""
    text = SHIPPED.read_text(encoding="utf-8")
    start = text.index("      feedback-reflection: |")
    end = text.index("  smoke-on-ward-six:")
    short = "      feedback-reflection: |\n        Radu rings.\n\n"
    assert output(folder, text[start:end], short) == [("A428", line_of("feedback-reflection: |"))]
    start = text.index("    practices:")
    assert output(folder, text[start:end], "") == [("A429", line_of("  winning-every-match:"))]

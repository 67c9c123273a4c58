"""The handbook, read like any file."""

from __future__ import annotations

from game.content.handbook import handbook, ids, read_handbook
from game.content.source import Source


TEXT = """
ideas:
  dim-focus:
    title: Focus
    group: The five dimensions
    text: People, or tasks.
    see: [rule-switch]
  rule-switch:
    title: Change hats
    group: Rules
    text: The best notice the difference.
"""


def test_read() -> None:
    """Ideas come in the order of the file, each with its id."""
    book, problems = read_handbook(Source("handbook.yaml", TEXT))

    assert problems == ()
    assert book is not None
    assert list(book.ideas) == ["dim-focus", "rule-switch"]
    assert book.ideas["dim-focus"].see == ("rule-switch",)


def test_unknown_idea() -> None:
    """An idea that names another has to name one there is."""
    book, problems = read_handbook(Source("handbook.yaml", TEXT.replace("[rule", "[role")))

    assert book is None
    assert [problem.code for problem in problems] == ["E202"]


def test_own_handbook() -> None:
    """The game's own handbook has no fault."""
    assert ids() == handbook().keys()
    assert "rule-context-decides" in ids()

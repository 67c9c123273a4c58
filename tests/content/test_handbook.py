"""The handbook, read like any file."""

from __future__ import annotations

from game.content.handbook import handbook, read_handbook
from game.content.loader import idea_ids
from game.content.yaml.source import Source


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
    assert idea_ids() == handbook().keys()
    assert "rule-context-decides" in idea_ids()


def test_ids_are_those_of_the_book() -> None:
    """Picking the ids from the lines gives what reading the whole book gives."""
    assert idea_ids() == set(handbook())


def test_the_ideas_are_all_there() -> None:
    """As many of each kind as the article has, and no third myth is invented."""
    kinds = {"dim-": 5, "skill-": 16, "myth-": 4, "practice-": 7, "ctx-": 4, "faq-": 5}
    for prefix, count in kinds.items():
        assert sum(key.startswith(prefix) for key in handbook()) == count, prefix
    assert {"balance-confusion", "balance-stagnation", "rule-context-decides"} <= idea_ids()


def test_every_idea_has_a_text_an_example_and_neighbours() -> None:
    """40 to 90 words of text, a sentence on how it shows, and neighbours that exist."""
    linked = {near for idea in handbook().values() for near in idea.see}
    for key, idea in handbook().items():
        assert 40 <= len(idea.text.split()) <= 90, key
        assert idea.in_play, key
        assert idea.see, key
        assert key not in idea.see
    assert linked == idea_ids()

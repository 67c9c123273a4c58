"""Writing entries as YAML: read back as they were, whatever the texts hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from game.content.binding.context import BAD, Binder
from game.content.binding.readers import text
from game.content.diagnostics import Report
from game.content.sites import tree_of
from game.content.writer import Comment, Flow, Group, written
from game.content.yaml.nodes import ListNode, MapNode, Node, TextNode
from game.content.yaml.source import Source


SIGNS = "abc :#-'\"[]{}&*!|>%@`,?=<~\\.“”’é猫0"
"""Letters, and every sign that means something to YAML."""
PARAGRAPHS = st.text(SIGNS, min_size=1, max_size=300).map(str.strip).filter(bool)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=3).map("\n\n".join)


def value(node: Node, source: Source) -> object:
    """What *node* holds, texts as the binder reads them."""
    if isinstance(node, MapNode):
        return {name: value(child, source) for name, child in node.entries.items()}
    if isinstance(node, ListNode):
        return [value(item, source) for item in node.items]
    assert isinstance(node, TextNode)
    read = text()(Binder(source, Report(), "some", node), node)
    assert read is not BAD
    return read


def read(group: Group) -> object:
    """What the text of *group* is read back as."""
    source = Source("some.yaml", written(group))
    tree = tree_of(source)
    assert tree.whole
    assert tree.root is not None
    return value(tree.root, source)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_texts_are_read_back(texts: list[str]) -> None:
    """Under names, in lists, and in groups of a list."""
    inner: list[str | Group] = [*texts, Group([(f"e{n}", t) for n, t in enumerate(texts)])]
    group = Group([*((f"t{n}", t) for n, t in enumerate(texts)), ("all", inner)])
    entries = {f"e{n}": t for n, t in enumerate(texts)}
    assert read(group) == {**{f"t{n}": t for n, t in enumerate(texts)}, "all": [*texts, entries]}


@given(TEXTS, TEXTS)
def test_comments_change_nothing(comment: str, kept: str) -> None:
    """Whatever a comment says, the entries around it are read as they are."""
    group = Group([Comment(comment), ("a", kept), ("b", Group([Comment(comment), ("c", kept)]))])
    assert read(group) == {"a": kept, "b": {"c": kept}}


@given(TEXTS)
def test_no_text_needs_quotes(kept: str) -> None:
    """A text stands plain or in a block, as a person would write it."""
    first = written(Group([("a", kept)])).splitlines()[0]
    assert not first.startswith(("a: '", 'a: "'))


def test_words_stand_in_brackets_and_long_texts_are_broken() -> None:
    """The layout that the guide shows."""
    group = Group(
        [
            ("need", Flow({"focus": "lead 2", "goal": "manage"})),
            ("shows", Flow(["courage", "delegation"])),
            ("title", "Ten past nine"),
            ("text", "Look: a sign.\n\nAnother one."),
            ("outcome", "word " * 30 + "end"),
        ]
    )
    lines = written(group).splitlines()
    assert lines[:4] == [
        "need: {focus: lead 2, goal: manage}",
        "shows: [courage, delegation]",
        "title: Ten past nine",
        "text: |",
    ]
    assert "outcome: >-" in lines
    assert max(map(len, lines)) <= 96

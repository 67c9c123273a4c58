"""List the scalars and entry names of a tree, with their slots and enclosing ids."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from game.content.diagnostics import Report
from game.content.kinds import FileKind, kind_of
from game.content.repair.characters import LINE_ENDS
from game.content.sanitize import replace_refused
from game.content.slots import Slot, slot_of
from game.content.yaml.nodes import ListNode, MapNode, Node, TextNode, Tree
from game.content.yaml.parser import parse
from game.content.yaml.source import Source
from game.core.campaign import Campaign
from game.core.scenario import Scenario


Steps = tuple[str | int, ...]
"""Entry names and item indices, from 0, from the root of a file to a value."""


@frozen(eq=False)
class Site:
    """
    A text *node* with its *slot* of the format.

    *is_name* is true for the name of an entry; *path* leads to the value. *scope* holds the
    enclosing ids, outermost first.
    """

    node: TextNode
    slot: Slot
    path: Steps
    scope: tuple[str, ...]
    is_name: bool = False

    @property
    def text(self) -> str:
        """Return the text of the node."""
        return self.node.value

    @property
    def refers(self) -> str:
        """Return the kind of id referenced, such as ``scene``; empty for none."""
        return self.slot.key_refers if self.is_name else self.slot.refers

    @property
    def defines(self) -> str:
        """Return the kind of id defined; empty for none."""
        return self.slot.key_defines if self.is_name else ""

    @property
    def id(self) -> str:
        """Return the full id defined or referenced, such as ``quay.list``."""
        return ".".join((*self.scope, self.text)) if self.defines else self.text

    @property
    def words(self) -> tuple[str, ...]:
        """Return the permitted words; empty if any text or id is."""
        return self.slot.allowed if self.is_name else self.slot.words

    @property
    def is_prose(self) -> bool:
        """Return whether the text is prose, shown to players or facilitators."""
        return not self.is_name and self.slot.text


def content_type(source: Source) -> type:
    """Return the class of the content of *source*, which is no file of routes."""
    return Campaign if kind_of(source) is FileKind.CAMPAIGN else Scenario


def tree_of(source: Source) -> Tree:
    """Parse *source* as far as possible and discard problems; a line ends at ``\\n`` only."""
    text = replace_refused(source.text, lambda char: " " if char in LINE_ENDS else char)
    return parse(Source(source.name, text), Report())


def sites(kind: type, root: Node | None) -> list[Site]:
    """Return the sites of the tree *root* of a *kind*, in file order."""
    return [] if root is None else list(_walk(root, slot_of(kind), (), ()))


def _walk(node: Node, slot: Slot, path: Steps, scope: tuple[str, ...]) -> Iterator[Site]:
    match node:
        case TextNode():
            yield Site(node, slot, path, scope)
        case ListNode() if slot.item is not None:
            for index, item in enumerate(node.items):
                yield from _walk(item, slot.item, (*path, index), scope)
        case MapNode():
            for name, child in node.entries.items():
                current = (*path, name)
                if child.key is not None:
                    yield Site(child.key, slot, current, scope, is_name=True)
                below = slot.child(name)
                if below is not None:
                    inner = (*scope, name) if slot.key_defines else scope
                    yield from _walk(child, below, current, inner)
        case _:
            return

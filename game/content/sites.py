"""Every scalar and name in a file's tree, with the slot it stands in and the ids around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from attrs import frozen

from game.content.diagnostics import Report
from game.content.files import CAMPAIGNS
from game.content.slots import Slot, slot_of
from game.content.yaml.parser import parse
from game.content.yaml.source import ListNode, MapNode, Node, Source, TextNode, Tree
from game.core.campaign import Campaign
from game.core.scenario import Scenario


Steps = tuple[str | int, ...]
"""Names, and numbers from 0, that lead from the top of a file to a value."""


@frozen(eq=False)
class Site:
    """
    A *node* of text where the format wants a *slot*.

    *is_name* when the node is the name of an entry; *path* leads to the value it names or is.
    *scope* are the ids around it, outermost first.
    """

    node: TextNode
    slot: Slot
    path: Steps
    scope: tuple[str, ...]
    is_name: bool = False

    @property
    def text(self) -> str:
        """What stands there."""
        return self.node.value

    @property
    def refers(self) -> str:
        """The kind of id that this is the name of, such as ``scene``; empty for none."""
        return self.slot.key_refers if self.is_name else self.slot.refers

    @property
    def defines(self) -> str:
        """The kind of id that is defined here; empty for none."""
        return self.slot.key_defines if self.is_name else ""

    @property
    def id(self) -> str:
        """The whole id that is defined or referred to here, such as ``quay.list``."""
        return ".".join((*self.scope, self.text)) if self.defines else self.text

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may stand here; empty where any text or id may."""
        return self.slot.allowed if self.is_name else self.slot.words

    @property
    def is_prose(self) -> bool:
        """Whether a player or a facilitator reads it."""
        return not self.is_name and self.slot.text


def kind_of(name: str) -> type:
    """What a file called *name* (its path) should hold: a campaign or a scenario."""
    return Campaign if PurePath(name).parent.name == CAMPAIGNS else Scenario


def tree_of(source: Source) -> Tree:
    """The tree of *source*, as far as its layout can be understood; problems are dropped."""
    return parse(source, Report())


def sites(kind: type, root: Node | None) -> list[Site]:
    """Every site of the tree under *root*, which should hold a *kind*, from top to bottom."""
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

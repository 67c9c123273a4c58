"""Readers of lists and of entries by name, and of the names that are ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.content.binder import BAD, Binder, Reference, is_nothing
from game.content.nearest import folded
from game.content.nodes import ListNode, Node, name_place, place_of
from game.content.problems import Label, quoted
from game.content.values import Reader, check_id, entries


Meta = Mapping[str, Any]
"""What a field of the model says about itself: ``least``, ``most``, ``names`` and so on."""


def reference(kind: str, read: Reader) -> Reader:
    """*read*, whose value must be the id of a *kind*."""

    def read_id(binder: Binder, node: Node) -> Any:
        value = read(binder, node)
        if value is not BAD:
            binder.references.append(Reference(kind, value, node))
        return value

    return read_id


def naming(kind: str) -> Reader:
    """A reader of names that must be ids of a *kind*."""

    def read(binder: Binder, node: Node) -> Any:
        key = node.key
        if key is None:
            return BAD
        binder.references.append(Reference(kind, key.value, key))
        return key.value

    return read


def defining(kind: str) -> Reader:
    """A reader of names that are from now on ids of a *kind*."""

    def read(binder: Binder, node: Node) -> Any:
        if node.key is None:
            return BAD
        name = node.key.value
        binder.define(kind, name)
        if check_id(binder, node):
            return name
        binder.define(kind, folded(name))  # so that those who name it rightly are not told
        return BAD

    return read


def inside(inner: Reader) -> Reader:
    """*inner*, with the name of the node as the innermost id around it."""

    def read(binder: Binder, node: Node) -> Any:
        binder.within.append(node.key.value if node.key else "")
        value = inner(binder, node)
        binder.within.pop()
        return value

    return read


def _counted(binder: Binder, node: Node, count: int, meta: Meta) -> bool:
    """Whether *count* is within the limits of *meta*; tells of it otherwise."""
    least, most = meta.get("least", 0), meta.get("most", count)
    if least <= count <= most:
        return True
    few = count < least
    if few and binder.cut:
        return False
    limit = (
        f"exactly {least}" if least == most else f"at least {least}" if few else f"at most {most}"
    )
    name = quoted(node.key.value) if node.key else "this list"
    message = f"{name} has {count}, which is too {'few' if few else 'many'}"
    binder.tell("E108", message, name_place(node), expected=limit)
    return False


def list_of(inner: Reader, meta: Meta, distinct: bool) -> Reader:
    """A reader of lists; *distinct* when an entry may not stand in it twice."""

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, ListNode):
            told = "write [one, two], or each on its own line after a dash and a space"
            return binder.tell_kind(node, "a list", told)
        values = [inner(binder, item) for item in node.items]
        if not _counted(binder, node, len(values), meta):
            return BAD
        if distinct and len(set(values)) < len(values):
            _tell_twice(binder, node, values)
        return BAD if BAD in values else tuple(values)

    return read


def _tell_twice(binder: Binder, node: ListNode, values: list[Any]) -> None:
    first: dict[Any, Node] = {}
    for value, item in zip(values, node.items, strict=True):
        if value is not BAD and value in first:
            second = Label(place_of(first[value]), "first given here")
            message = f"{quoted(str(value))} stands in this list twice"
            binder.tell("E201", message, place_of(item), second=second, help="delete one of them")
        first.setdefault(value, item)


def mapping_of(name: Reader, inner: Reader, meta: Meta) -> Reader:
    """A reader of entries: *name* reads what each stands under, *inner* the entry itself."""

    def read(binder: Binder, node: Node) -> Any:
        map_node = entries(binder, node)
        if map_node is None:
            return BAD
        values: dict[Any, Any] = {}
        good = _counted(binder, node, len(map_node.entries), meta)
        for child in map_node.entries.values():
            key = name(binder, child)
            # A name that is none and has no value is one mistake: mostly a colon is missing.
            value = BAD if key is BAD and is_nothing(child) else inner(binder, child)
            if key is BAD or value is BAD:
                good = False
            else:
                values[key] = value
        return values if good else BAD

    return read

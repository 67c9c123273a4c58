"""The open groups and texts while a file is read, and the place of an entry in them."""

from __future__ import annotations

from attrs import define, field, frozen

from game.content.slots import Slot


@define(eq=False)
class Group:
    """Entries or items under one name; *column* is None until the first was read."""

    slot: Slot | None
    owner: int
    column: int | None = None
    names: set[str] = field(factory=set)

    @property
    def is_list(self) -> bool:
        """Whether it holds the items of a list."""
        return self.slot is not None and self.slot.item is not None


@define(eq=False)
class Inside:
    """An open text: lines further in than *owner* belong to it; *column* of its first line."""

    owner: int
    block: bool
    column: int | None = None


@frozen
class Place:
    """A place for an entry: the group at *depth* of the stack, its column, how well it fits."""

    depth: int
    column: int
    strong: bool

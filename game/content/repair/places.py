"""The open groups and texts while a file is read, and the place of an entry in them."""

from __future__ import annotations

import re

from attrs import define, evolve, field, frozen

from game.content.repair.lines import Line, is_blank, split, step_of
from game.content.repair.messages import Found
from game.content.slots import Slot
from game.content.yaml.syntax_errors import indent


MAX_BELOW = 400
"""The maximum number of lines searched for the end of a text or group."""

_IDS = re.compile(r"^[ -]+([\w-]+) *:[ \t]*$", re.MULTILINE | re.ASCII)


@define(eq=False)
class Group:
    """
    Entries or items under one name; *column* is None until the first was read.

    *dash* is the problem of the first dash that stands before an entry.
    """

    slot: Slot | None
    owner: int
    column: int | None = None
    names: set[str] = field(factory=set)
    dash: Found | None = None

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


@define(eq=False)
class Groups:
    """
    The groups open at a line, outermost first in *stack*, and the places in them.

    *lines* are those of the file, *ids* the names that stand alone on a line, *step* is the
    usual number of columns from one level to the next. *shift* is added to the columns of
    lines that move with the entry above them.
    """

    lines: list[str]
    stack: list[Group]
    ids: frozenset[str]
    step: int
    shift: int = 0

    @classmethod
    def of(cls, lines: list[str], slot: Slot) -> Groups:
        """Return the groups at the beginning of a file with *lines*, whose root has *slot*."""
        ids = frozenset(_IDS.findall("\n".join(lines)))
        return cls(lines, [Group(slot, -1, 0)], ids, step_of(lines))

    def place(self, line: Line, number: int, column: int) -> Place | None:
        """Return the best place for the entry *line* of line *number*; None if it has none."""
        if not line.name or line.dashes:
            return None
        wanted = column + self.shift
        if self.stack[-1].slot is None and wanted > self.stack[-1].owner:
            return None
        places = []
        for depth in range(len(self.stack) - 1, -1, -1):
            group = self.stack[depth]
            strong = self.accepts(group, line, number)
            if strong is None:
                continue
            at = group.column
            if at is None:
                at = self.first_column(group, number, wanted, column)
            places.append(Place(depth, at, strong))
        exact_colon = split(self.lines[number]).is_entry
        if self.stack[-1].column is None and places and places[0].strong:
            opened = places[0].column  # of the first entry of the group just opened
        else:
            opened = -1
        tabbed = "\t" in line.lead
        for strong in (True,) if tabbed else (True, False):
            for at in (wanted, column):
                for place in places:
                    if place.column == at and place.strong is strong and (strong or exact_colon):
                        return place if strong or opened < 0 else places[0]
        near = [place for place in places if place.strong and self.is_new(place, line)]
        if not near or not (exact_colon or tabbed):
            return None
        return min(near, key=lambda place: (abs(place.column - wanted), -place.depth))

    def around(self, column: int) -> Group:
        """Return the innermost group whose name stands left of *column*, else the root."""
        wanted = column + self.shift
        return next((g for g in reversed(self.stack) if g.owner < wanted), self.stack[0])

    def in_list(self, column: int) -> bool:
        """Return whether a dash at *column* may belong to an open list, or to what is unknown."""
        wanted = column + self.shift
        return any(
            (group.is_list or group.slot is None)
            and group.owner <= wanted
            and (group.column is None or group.column <= wanted)
            for group in self.stack
        )

    def place_without_dash(self, line: Line, number: int, column: int) -> tuple[Place, int] | None:
        """
        Return the place of the entry of *line* without its dash, which stands at *column*.

        The second value is the column where the entry is to begin in the file.
        """
        if not line.is_entry or line.dashes.strip() != "-":
            return None
        if not any(self.accepts(group, line, number) for group in self.stack):
            return None  # and do not look for columns, in up to MAX_BELOW lines each
        inner, bare = column + len(line.dashes), evolve(line, dashes="")
        top = self.stack[-1]
        is_first = not (top.names or top.is_list) and top.owner <= column + self.shift
        found = list[tuple[Place, int]]()
        for at in (column, inner):
            place = self.place(bare, number, at)
            if place is None or (is_first and self.stack[place.depth] is not top):
                continue
            if place.strong and self.is_new(place, line):
                found.append((place, at))
        if is_first and found and self.goes_on(top, number, inner):
            return found[-1][0], inner
        for place, at in found:
            if place.column in (at + self.shift, at):
                return place, at
        return next(((place, max(0, place.column - self.shift)) for place, _ in found), None)

    def goes_on(self, group: Group, number: int, column: int) -> bool:
        """Return whether the entry below line *number* in *group* begins at *column*."""
        for below in range(number + 1, min(number + MAX_BELOW, len(self.lines))):
            text = self.lines[below]
            if not is_blank(text) and indent(text) <= column:
                line = split(text)
                entry = line.is_entry and not line.dashes and indent(text) == column
                return entry and bool(self.accepts(group, line, below))
        return False

    def is_new(self, place: Place, line: Line) -> bool:
        """Return whether the group of *place* lacks the name of *line* so far."""
        return line.name not in self.stack[place.depth].names

    def accepts(self, group: Group, line: Line, number: int) -> bool | None:
        """Return whether *line* certainly (True) or possibly (False) fits *group*, or not."""
        slot = group.slot
        if slot is None or (slot.item is not None and not slot.allowed):
            return None
        if slot.allowed:
            return True if line.name in slot.allowed else None
        below = slot.value
        if below is None:
            return None
        if below.allowed:
            if line.value:
                return None
            after = self.after(number)
            inner = split(self.lines[after]) if after is not None else None
            return inner is not None and inner.name in below.allowed
        return True if line.name in self.ids else None

    def first_column(self, group: Group, number: int, wanted: int, column: int) -> int:
        """Return the column for the first entry of *group*, which stands on line *number*."""
        usual = group.owner + self.step
        if usual in (wanted, column):
            return usual
        for below in range(number + 1, min(number + MAX_BELOW, len(self.lines))):
            text = self.lines[below]
            if is_blank(text):
                continue
            own = indent(text) + self.shift
            if own <= min(group.owner, wanted):
                break
            line = split(text)
            if own == usual and line.is_entry and self.accepts(group, line, below):
                return usual
        if wanted > group.owner:
            return wanted
        return column if column > group.owner else usual

    def after(self, number: int) -> int | None:
        """Return the number of the next line below *number* that is not blank."""
        for below in range(number + 1, min(number + MAX_BELOW, len(self.lines))):
            if not is_blank(self.lines[below]):
                return below
        return None

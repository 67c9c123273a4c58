"""
Repair colons, indentation, quotes and marks of a broken file, one problem per cause.

The lines are read in order with a stack of open groups. Each group has its slot of the format,
so the place of a line is known from its name even where its indentation is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import islice

from attrs import define, evolve, field, frozen

from game.content.diagnostics import Problem
from game.content.layout import closes
from game.content.repair.lines import (
    Line,
    is_balanced,
    is_blank,
    opens_block,
    split,
    step_of,
    without_comment,
)
from game.content.repair.messages import (
    Found,
    braces,
    no_bar,
    no_colon,
    no_space,
    odd_mark,
    open_quote,
    shifted,
    tab,
    text_left,
    wide_colon,
)
from game.content.repair.places import Group, Inside, Place
from game.content.slots import Slot
from game.content.yaml.source import Source
from game.content.yaml.syntax_errors import indent


MAX_BELOW = 400
"""The maximum number of lines searched for the end of a text or group."""
MAX_FLOW = 40
"""The maximum number of lines of a list or group in brackets."""
MAX_LINES = 8000
MAX_SIZE = 400_000
"""A file with more lines or characters is not repaired; the largest scenario has 1,100 lines."""

_END_MARK = re.compile(r"\.\.\.\s*(#|$)")
_PLAIN_GROUP = re.compile(r"[\w-]+: ")
_NEEDS_BAR = re.compile(r": |:$| #")
_IDS = re.compile(r"^ +([\w-]+) *:[ \t]*$", re.MULTILINE | re.ASCII)


@frozen
class Repaired:
    """
    The repaired *source*, with as many lines as the broken one, and the *problems* found.

    *shifts* are the columns added at the beginning of lines, by number from 0.
    """

    source: Source
    problems: tuple[Problem, ...]
    shifts: Mapping[int, int]


def repair(source: Source, slot: Slot) -> Repaired:
    """Return *source*, whose root has the slot *slot*, with its layout repaired."""
    if len(source.text) > MAX_SIZE or source.text.count("\n") > MAX_LINES:
        return Repaired(source, (), {})
    return _Reader(source, slot).run()


@define(eq=False)
class _Reader:
    source: Source
    slot: Slot
    lines: list[str] = field(init=False)
    stack: list[Group] = field(init=False)
    ids: frozenset[str] = field(init=False)
    step: int = field(init=False)
    inside: Inside | None = None
    shift: int = 0
    skip: int = 0
    begun: bool = False
    found: list[Found] = field(factory=list)
    shifts: dict[int, int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.lines = self.source.lines
        self.stack = [Group(self.slot, -1, 0)]
        self.ids = frozenset(_IDS.findall(self.source.text))
        self.step = step_of(self.lines)

    def run(self) -> Repaired:
        """Read all lines and return the result."""
        begin = next((text.strip() for text in self.lines if not is_blank(text)), "")
        if begin[:1] in ("{", "["):  # JSON, or the style of a program
            return Repaired(self.source, (), {})
        for number, text in enumerate(self.lines):
            if number >= self.skip and not self.is_inside(number, text) and not is_blank(text):
                self.read(number, text)
        problems = tuple(item.problem() for item in self.found)
        source = Source(self.source.name, "\n".join(self.lines))
        return Repaired(source, problems, self.shifts)

    # Texts

    def is_inside(self, number: int, text: str) -> bool:
        """Return whether line *number* belongs to the open text, and repair it there."""
        inside = self.inside
        if inside is None:
            return False
        if not text.strip():
            return True
        line, column = split(text), indent(text)
        if text.lstrip(" ").startswith("\t") or "\t" in line.lead:
            if self.place(line, number, column) is None and inside.block:
                self.report(tab(number, text))
                self.put(number, " " * (inside.column or inside.owner + 2) + text.strip())
                return True
            self.inside = None
            return False
        if inside.column is None and column > inside.owner:
            inside.column = column
        if column > inside.owner and (not inside.block or column >= (inside.column or 0)):
            if not inside.block and line.is_entry and self.misplaced(line, number, column):
                self.inside = None
                return False
            self.put(number, text)
            return True
        if inside.block and self.is_text_left(number, line, column):
            self.report(text_left(number, text))
            lead = " " * ((inside.column or inside.owner + 2) + self.shift)
            self.lines[number] = lead + text.lstrip()
            self.shifts[number] = len(lead) - column
            return True
        self.inside = None
        return False

    def misplaced(self, line: Line, number: int, column: int) -> bool:
        """Return whether *line*, further in than a text's name, is an entry beside that name."""
        place = self.place(line, number, column)
        return place is not None and place.strong and place.depth == len(self.stack) - 1

    def is_text_left(self, number: int, line: Line, column: int) -> bool:
        """Return whether *line* belongs to the text above but is indented less."""
        if line.dashes or self.place(self.guessed(line), number, column) is not None:
            return False
        if line.is_entry or not re.match(r"[\"'“‘(\w]", line.name or line.rest):
            return False
        assert self.inside is not None
        after = self.after(number)
        goes_on = after is not None and indent(self.lines[after]) >= (self.inside.column or 0)
        return goes_on or (column > 0 and len(line.rest.split()) > 1)

    def after(self, number: int) -> int | None:
        """Return the number of the next line below *number* that is not blank."""
        for below in range(number + 1, min(number + MAX_BELOW, len(self.lines))):
            if not is_blank(self.lines[below]):
                return below
        return None

    # Lines that begin an entry or an item

    def read(self, number: int, text: str) -> None:
        """Read the line *number*, which is not inside a text."""
        if _END_MARK.match(text) and self.after(number) is None:
            return  # an end mark, which nothing follows
        line = split(text)
        column = len(line.lead)
        mark = odd_mark(number, text, first=not self.begun)
        self.begun = True
        if mark is not None:
            self.report(mark)
            self.lines[number] = ""
            return
        tabbed = "\t" in line.lead
        if tabbed:
            column = len(line.lead.replace("\t", " " * self.step))
        if line.dashes:
            self.read_item(number, line, column)
            return
        place = self.place(self.guessed(line), number, column)
        if place is None:
            if line.is_entry or tabbed:
                self.open_unknown(line, column + self.shift)
            self.put(number, text.replace("\t", " " * self.step))
            return
        if tabbed:
            self.report(tab(number, text))
            text, column = " " * place.column + text.lstrip(), place.column
            self.lines[number] = text
        self.move(number, text, column, place)
        self.read_entry(number, line, place.column)

    def guessed(self, line: Line) -> Line:
        """Return *line* as the entry that is meant, if its colon or the space is missing."""
        if line.is_entry or not line.name:
            return line
        return evolve(line, colon=":", space=" ", rest=line.separated)

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

    def move(self, number: int, text: str, column: int, place: Place) -> None:
        """Enter the group of *place* and indent line *number* as far as that group."""
        del self.stack[place.depth + 1 :]
        self.stack[-1].column = place.column
        shift = place.column - column
        if shift and shift != self.shift:
            self.report(shifted(number, text, place.column))
        self.shift = shift
        self.put(number, text)

    def put(self, number: int, text: str) -> None:
        """Write *text* as line *number*, indented by the current shift."""
        if self.shift and text.strip():
            bare = text.lstrip(" ")
            lead = max(0, len(text) - len(bare) + self.shift)
            self.shifts[number] = self.shift
            text = " " * lead + bare
        self.lines[number] = text

    def open_unknown(self, line: Line, column: int) -> None:
        """Enter an entry that the format does not know at this place."""
        while len(self.stack) > 1 and (self.stack[-1].column or self.stack[-1].owner + 1) > column:
            self.stack.pop()
        value = line.value
        above = self.stack[-1].slot
        close = get_close_matches(line.name, above.allowed, n=1) if above and line.name else []
        slot = above.child(close[0]) if above and close else None
        if opens_block(value):
            self.inside = Inside(column - self.shift, block=True)
        elif not value and slot is not None and slot.text:
            self.inside = Inside(column - self.shift, block=False)
        elif not value:
            self.stack.append(Group(slot, column))
        elif value[0] not in "'\"[{":
            self.inside = Inside(column - self.shift, block=False)

    def read_item(self, number: int, line: Line, column: int) -> None:
        """Read a line that begins with a dash."""
        text = self.lines[number]
        if "\t" in line.lead:
            self.report(tab(number, text))
            text = " " * column + text.lstrip()
        wanted = column + self.shift
        for depth in range(len(self.stack) - 1, -1, -1):
            group = self.stack[depth]
            if not group.is_list:
                continue
            at = group.column
            if at is None:
                at = next((c for c in (wanted, column) if c >= group.owner), column)
            if at in (wanted, column):
                self.move(number, text, column, Place(depth, at, strong=True))
                assert group.slot is not None
                self.read_content(number, line, at, group.slot.item)
                return
        self.put(number, text)
        self.inside = Inside(column, block=False)

    def read_content(self, number: int, line: Line, column: int, slot: Slot | None) -> None:
        """Read what follows the dash at *column* of a list whose items have *slot*."""
        inner = column + len(line.dashes)
        if slot is not None and slot.fields:
            group = Group(slot, column, inner)
            self.stack.append(group)
            meant = self.guessed(line)
            if self.accepts(group, meant, number):
                self.read_entry(number, line, inner)
            return
        rest = self.lines[number][inner:]
        if opens_block(rest):
            self.inside = Inside(column - self.shift, block=True)
        else:
            self.read_value(number, rest, column, slot)

    def read_entry(self, number: int, line: Line, column: int) -> None:
        """Read an entry of the innermost group, whose name stands at *column*."""
        group = self.stack[-1]
        if not line.is_entry:
            self.repair_colon(number, line)
            line = split(self.lines[number])
        group.names.add(line.name)
        assert group.slot is not None
        slot = group.slot.child(line.name)
        value = line.value
        if opens_block(value):
            self.inside = Inside(column - self.shift, block=True)
        elif value:
            self.read_value(number, line.rest, column, slot)
        elif slot is not None and slot.text:
            self.read_bare_text(number, column)
        else:
            self.stack.append(Group(slot, column))

    def repair_colon(self, number: int, line: Line) -> None:
        """Write the colon and the space of *line*, and report what was missing."""
        text = self.lines[number]
        start = text.index(line.name)
        after = start + len(line.name)
        if line.colon == ":":
            self.report(no_space(number, after + len(line.gap)))
        elif line.colon:
            self.report(wide_colon(number, after + len(line.gap), line.colon))
        else:
            self.report(no_colon(number, start, line))
        rest = line.separated
        self.lines[number] = f"{text[:after]}: {rest}".rstrip()

    # Values

    def read_value(self, number: int, rest: str, column: int, slot: Slot | None) -> None:
        """Read the value *rest* of an entry or item at *column*, and all of its lines."""
        value = rest.strip()
        first = value[:1]
        if first in ("'", '"'):
            self.read_quoted(number, value, column)
        elif first and first in "[{":
            self.read_flow(number, column)
        else:
            plain = without_comment(value)
            if slot and slot.allowed and not slot.fields and _PLAIN_GROUP.match(plain):
                written = "{" + plain.rstrip(",") + "}"
                self.report(braces(number, self.lines[number].index(plain), plain, written))
                self.lines[number] = self.lines[number].replace(plain, written)
                return
            self.inside = Inside(column - self.shift, block=False)

    def lines_below(self, number: int, column: int) -> Iterator[int]:
        """Yield the numbers of the lines below *number* that are further in than *column*."""
        for below in range(number + 1, min(number + MAX_BELOW, len(self.lines))):
            text = self.lines[below]
            if not text.strip():
                continue
            if indent(text) <= column - self.shift:
                return
            line = split(text)
            if line.is_entry and self.misplaced(line, below, indent(text)):
                return
            yield below

    def read_quoted(self, number: int, value: str, column: int) -> None:
        """Read a text in quotes; close a quote that stays open."""
        quote, last = value[0], number
        if closes(value[1:], quote):
            return
        for below in self.lines_below(number, column):
            last = below
            if closes(self.lines[below], quote):
                self.skip_to(number, below)
                return
        self.report(open_quote(number, self.lines[number].index(quote)))
        self.skip_to(number, last)
        self.lines[last] = self.lines[last].rstrip() + quote

    def read_flow(self, number: int, column: int) -> None:
        """Read a list or group in brackets; one that is never closed is left to the parser."""
        text = self.lines[number]
        if is_balanced(text):
            return
        for below in islice(self.lines_below(number, column), MAX_FLOW):
            text += " " + self.lines[below]
            if is_balanced(text):
                self.skip_to(number, below)
                return

    def skip_to(self, number: int, last: int) -> None:
        """Leave the lines from *number* on to *last* as they are, apart from the shift."""
        for below in range(number + 1, last + 1):
            self.put(below, self.lines[below])
        self.skip = last + 1

    def read_bare_text(self, number: int, column: int) -> None:
        """Read a text that begins below its name; without a bar, a colon in it is an error."""
        below = list(self.lines_below(number, column))
        bad = next((n for n in below if _NEEDS_BAR.search(self.lines[n])), None)
        if bad is None or all(split(self.lines[n]).is_entry for n in below):
            self.inside = Inside(column - self.shift, block=False)
            return
        text = self.lines[number]
        self.report(no_bar(number, len(text.rstrip()), bad))
        self.lines[number] = text.rstrip() + " >-"
        self.inside = Inside(column - self.shift, block=True)

    def report(self, found: Found) -> None:
        """Add *found*, or count it with the same cause just before."""
        if self.found and self.found[-1].continues(found):
            self.found[-1].more += 1
            return
        self.found.append(found)

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
    stray_dash,
    tab,
    text_left,
    wide_colon,
)
from game.content.repair.places import MAX_BELOW, Group, Groups, Inside, Place
from game.content.slots import Slot
from game.content.yaml.source import Source
from game.content.yaml.syntax_errors import indent


MAX_FLOW = 40
"""The maximum number of lines of a list or group in brackets."""
MAX_LINES = 8000
MAX_SIZE = 400_000
"""A file with more lines or characters is not repaired; the largest scenario has 1,100 lines."""

_END_MARK = re.compile(r"\.\.\.\s*(#|$)")
_PLAIN_GROUP = re.compile(r"[\w-]+: ")
_NEEDS_BAR = re.compile(r": |:$| #")


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
    groups: Groups = field(init=False)
    inside: Inside | None = None
    skip: int = 0
    begun: bool = False
    found: list[Found] = field(factory=list)
    shifts: dict[int, int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.lines = self.source.lines
        self.groups = Groups.of(self.lines, self.slot)

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
            if self.groups.place(line, number, column) is None and inside.block:
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
            lead = " " * ((inside.column or inside.owner + 2) + self.groups.shift)
            self.lines[number] = lead + text.lstrip()
            self.shifts[number] = len(lead) - column
            return True
        self.inside = None
        return False

    def misplaced(self, line: Line, number: int, column: int) -> bool:
        """Return whether *line*, further in than a text's name, is an entry beside that name."""
        place = self.groups.place(line, number, column)
        return place is not None and place.strong and place.depth == len(self.groups.stack) - 1

    def is_text_left(self, number: int, line: Line, column: int) -> bool:
        """Return whether *line* belongs to the text above but is indented less."""
        if line.dashes or self.groups.place(self.guessed(line), number, column) is not None:
            return False
        if line.is_entry or not re.match(r"[\"'“‘(\w]", line.name or line.rest):
            return False
        assert self.inside is not None
        after = self.groups.after(number)
        goes_on = after is not None and indent(self.lines[after]) >= (self.inside.column or 0)
        return goes_on or (column > 0 and len(line.rest.split()) > 1)

    # Lines that begin an entry or an item

    def read(self, number: int, text: str) -> None:
        """Read the line *number*, which is not inside a text."""
        if _END_MARK.match(text) and self.groups.after(number) is None:
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
            column = len(line.lead.replace("\t", " " * self.groups.step))
        if line.dashes:
            self.read_item(number, line, column)
            return
        place = self.groups.place(self.guessed(line), number, column)
        if place is None:
            if line.is_entry or tabbed:
                self.open_unknown(line, column + self.groups.shift)
            self.put(number, text.replace("\t", " " * self.groups.step))
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

    def move(self, number: int, text: str, column: int, place: Place) -> None:
        """Enter the group of *place* and indent line *number* as far as that group."""
        del self.groups.stack[place.depth + 1 :]
        self.groups.stack[-1].column = place.column
        shift = place.column - column
        if shift and shift != self.groups.shift:
            self.report(shifted(number, text, place.column))
        self.groups.shift = shift
        self.put(number, text)

    def put(self, number: int, text: str) -> None:
        """Write *text* as line *number*, indented by the current shift."""
        if self.groups.shift and text.strip():
            bare = text.lstrip(" ")
            lead = max(0, len(text) - len(bare) + self.groups.shift)
            self.shifts[number] = self.groups.shift
            text = " " * lead + bare
        self.lines[number] = text

    def open_unknown(self, line: Line, column: int) -> None:
        """Enter an entry that the format does not know at this place."""
        while (
            len(self.groups.stack) > 1
            and (self.groups.stack[-1].column or self.groups.stack[-1].owner + 1) > column
        ):
            self.groups.stack.pop()
        value = line.value
        above = self.groups.stack[-1].slot
        close = get_close_matches(line.name, above.allowed, n=1) if above and line.name else []
        slot = above.child(close[0]) if above and close else None
        if opens_block(value):
            self.inside = Inside(column - self.groups.shift, block=True)
        elif not value and slot is not None and slot.text:
            self.inside = Inside(column - self.groups.shift, block=False)
        elif not value:
            self.groups.stack.append(Group(slot, column))
        elif value[0] not in "'\"[{":
            self.inside = Inside(column - self.groups.shift, block=False)

    def read_item(self, number: int, line: Line, column: int) -> None:
        """Read a line that begins with a dash."""
        text = self.lines[number]
        if "\t" in line.lead:
            self.report(tab(number, text))
            text = " " * column + text.lstrip()
        wanted = column + self.groups.shift
        for depth in range(len(self.groups.stack) - 1, -1, -1):
            group = self.groups.stack[depth]
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
        if not self.read_without_dash(number, line, column):
            self.put(number, text)
            self.inside = Inside(column, block=False)

    def read_without_dash(self, number: int, line: Line, column: int) -> bool:
        """Read *line* as if its dash at *column* were not there, if no list belongs there."""
        if self.groups.in_list(column):
            return False
        if line.is_lone_dash:
            self.report_dash(stray_dash(number, column, None), self.groups.around(column))
            self.lines[number] = ""
            return True
        found = self.groups.place_without_dash(line, number, column)
        if found is None:
            return False
        place, begin = found
        self.report_dash(stray_dash(number, column, begin), self.groups.stack[place.depth])
        text = self.lines[number]
        text = " " * begin + text[len(line.lead) + len(line.dashes) :]
        self.groups.shift = place.column - begin
        self.move(number, text, begin, place)
        self.shifts[number] = place.column - column - len(line.dashes)
        self.read_entry(number, evolve(line, dashes=""), place.column)
        return True

    def report_dash(self, found: Found, group: Group) -> None:
        """Add the problem of a dash, or count it with the first one of *group*."""
        if group.dash is not None:
            group.dash.more += 1
            return
        group.dash = found
        self.found.append(found)

    def read_content(self, number: int, line: Line, column: int, slot: Slot | None) -> None:
        """Read what follows the dash at *column* of a list whose items have *slot*."""
        inner = column + len(line.dashes)
        if slot is not None and slot.fields:
            group = Group(slot, column, None if line.is_lone_dash else inner)
            self.groups.stack.append(group)
            meant = self.guessed(line)
            if self.groups.accepts(group, meant, number):
                self.read_entry(number, line, inner)
            return
        rest = self.lines[number][inner:]
        if opens_block(rest):
            self.inside = Inside(column - self.groups.shift, block=True)
        else:
            self.read_value(number, rest, column, slot)

    def read_entry(self, number: int, line: Line, column: int) -> None:
        """Read an entry of the innermost group, whose name stands at *column*."""
        group = self.groups.stack[-1]
        if not line.is_entry:
            self.repair_colon(number, line)
            line = split(self.lines[number])
        group.names.add(line.name)
        assert group.slot is not None
        slot = group.slot.child(line.name)
        value = line.value
        if opens_block(value):
            self.inside = Inside(column - self.groups.shift, block=True)
        elif value:
            self.read_value(number, line.rest, column, slot)
        elif slot is not None and slot.text:
            self.read_bare_text(number, column)
        else:
            self.groups.stack.append(Group(slot, column))

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
            self.inside = Inside(column - self.groups.shift, block=False)

    def lines_below(self, number: int, column: int) -> Iterator[int]:
        """Yield the numbers of the lines below *number* that are further in than *column*."""
        for below in range(number + 1, min(number + MAX_BELOW, len(self.lines))):
            text = self.lines[below]
            if not text.strip():
                continue
            if indent(text) <= column - self.groups.shift:
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
            self.inside = Inside(column - self.groups.shift, block=False)
            return
        text = self.lines[number]
        self.report(no_bar(number, len(text.rstrip()), bad))
        self.lines[number] = text.rstrip() + " >-"
        self.inside = Inside(column - self.groups.shift, block=True)

    def report(self, found: Found) -> None:
        """Add *found*, or count it with the same cause just before."""
        if self.found and self.found[-1].continues(found):
            self.found[-1].more += 1
            return
        self.found.append(found)

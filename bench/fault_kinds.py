"""Generate faults for a valid scenario file, grouped by kind of mistake and schema path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from game.content.sites import Site, sites, tree_of
from game.content.slots import Slot, slot_of
from game.content.yaml.source import Source
from game.core.scenario import Scenario


@frozen
class Fault:
    """
    A change of the lines from *start* to *stop* of a file (from 0) to *lines*.

    A problem is expected on one of *report_lines* (of the changed file, from 1); each of
    *patterns* should match the messages there.
    """

    kind: str
    start: int
    stop: int
    lines: tuple[str, ...]
    report_lines: frozenset[int]
    patterns: tuple[str, ...]

    def plant(self, lines: Sequence[str]) -> list[str]:
        """Return *lines* with the fault."""
        return [*lines[: self.start], *self.lines, *lines[self.stop :]]

    @property
    def grows(self) -> int:
        """Return by how many lines the file grows."""
        return len(self.lines) - (self.stop - self.start)


Maker = Callable[[], Fault]


def kinds(lines: Sequence[str]) -> Mapping[str, list[Maker]]:
    """Return makers of all faults for the valid file *lines*, by kind."""
    makers: dict[str, list[Maker]] = {}
    for kind, maker in _Generator(lines).all():
        makers.setdefault(kind, []).append(maker)
    return makers


SIGNS = "@`*&!%[{|>"


class _Generator:
    """A generator of all faults for one file."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        source = Source("file.yaml", "\n".join(lines))
        self.root = tree_of(source).root
        self.sites = sites(Scenario, self.root)
        self.names = {site.path: site for site in self.sites if site.is_name}
        self.ids: dict[str, list[str]] = {}
        for site in self.sites:
            if site.defines:
                self.ids.setdefault(site.defines, []).append(site.id)

    def all(self) -> Iterator[tuple[str, Maker]]:
        """Yield kind and maker of each fault, in file order."""
        for site in self.sites:
            where = _class(site)
            if site.is_name:
                yield from self.of_name(site, where)
            elif site.node.start.line == site.node.end.line:
                yield from self.of_value(site, where)
            else:
                yield from self.of_block(site, where)
        yield from self.of_file()

    def edit(
        self,
        kind: str,
        line: int,
        text: str | Sequence[str],
        patterns: Sequence[str],
        *more: int,
        stop: int = 1,
    ) -> tuple[str, Maker]:
        """Return a fault: *text* replaces *stop* lines from *line*; expected there or on *more*."""
        new = (text,) if isinstance(text, str) else tuple(text)
        report_lines = frozenset(number + 1 for number in (line, *more))
        return kind, lambda: Fault(kind, line, line + stop, new, report_lines, tuple(patterns))

    def of_name(self, site: Site, where: str) -> Iterator[tuple[str, Maker]]:
        """Yield faults of an entry name."""
        line, column = site.node.start.line, site.node.start.column
        text, name = self.lines[line], site.text
        before, after = text[:column], text[column + len(name) :]
        right = re.escape(name)
        if not site.defines:
            for how, wrong in _misspelt(name):
                yield self.edit(f"{how} name: {where}", line, before + wrong + after, (right,))
        else:
            yield self.edit(
                f"capital in id: {where}", line, before + name.capitalize() + after, (right,)
            )
            spaced = f"{before}{name} x{after}"
            yield self.edit(f"space in id: {where}", line, spaced, ("small letters|hyphen|write",))
        if before.strip() in ("", "-"):
            yield from self.of_line(site, where, line, before, after)

    def of_line(
        self, site: Site, where: str, line: int, before: str, after: str
    ) -> Iterator[tuple[str, Maker]]:
        """Yield faults of a line that starts with an entry name."""
        name, below = site.text, self.lines[line + 1 : line + 2]
        bare = after[1:].lstrip()
        yield self.edit(f"no colon: {where}", line, before + name + after[1:], ("colon",))
        yield self.edit(f"tab: {where}", line, f"\t{before[1:]}{name}{after}", ("tab",))
        yield self.edit(
            f"no-break space: {where}", line, f"{before}{name}:\u00a0{bare}", ("space",)
        )
        yield self.edit(f"full-width colon: {where}", line, f"{before}{name}：{bare}", ("colon",))
        for by in (1, -1):
            if by == 1 or before.startswith(" "):
                moved = " " * by + before if by > 0 else before[1:]
                kind = f"{'further in' if by > 0 else 'further out'}: {where}"
                near = [line - 1, line + 1]
                yield self.edit(kind, line, moved + name + after, ("indent",), *near)
        single = bool(bare) and bare[0] not in "|>" and _indent(below) <= len(before)
        if single:
            yield self.edit(
                f"no space after colon: {where}", line, f"{before}{name}:{bare}", ("space",)
            )
            yield self.edit(f"twice: {where}", line, [self.lines[line]] * 2, ("twice",), line + 1)
            owner = self.owner(site)
            if owner is not None and name in owner[1].required and before.strip() == "":
                line_of, slot = owner
                patterns = [re.escape(name), *_allowed(slot.fields[name])]
                yield self.edit(f"left out: {where}", line, (), patterns, *line_of)

    def owner(self, site: Site) -> tuple[list[int], Slot] | None:
        """Return the lines that report a missing sibling of *site*, and the slot of its group."""
        slot = slot_of(Scenario).at(site.path[:-1])
        if slot is None or not slot.fields:
            return None
        named = self.names.get(site.path[:-1])
        if named is not None:
            return [named.node.start.line], slot
        if site.path[:-1]:  # An item of a list has no name; it begins at its first entry.
            inside = (s for p, s in self.names.items() if p[:-1] == site.path[:-1])
            return [min(other.node.start.line for other in inside)], slot
        return [-1, 0, 1], slot

    def of_value(self, site: Site, where: str) -> Iterator[tuple[str, Maker]]:
        """Yield faults of a value on one line."""
        line, column = site.node.start.line, site.node.start.column
        end = site.node.end.column
        text, value = self.lines[line], site.text
        before, after = text[:column], text[end:]

        def put(kind: str, wrong: str, *patterns: str) -> tuple[str, Maker]:
            return self.edit(f"{kind}: {where}", line, before + wrong + after, patterns)

        if site.words and site.slot.noun != "yes or no":
            for how, wrong in _misspelt(value):
                yield put(f"{how} word", wrong, re.escape(value))
            yield put("unknown word", "banana", *_allowed(site.slot))
            yield put("capital word", value.capitalize(), re.escape(value))
            if "-" in value:
                yield put("word with blanks", value.replace("-", " "), re.escape(value))
            yield put("list for a word", f"[{value}]", "word|text|one of|write", "list")
        elif site.refers:
            for how, wrong in _misspelt(value):
                yield put(f"{how} id", wrong, re.escape(value))
            ids = self.ids.get(site.refers, ["lists them"])
            listed = "|".join(map(re.escape, [*ids, "end", "lists them"]))
            yield put("unknown id", "zzz-nobody", listed)
            yield put("capital id", value.capitalize(), re.escape(value))
        elif site.slot.noun == "number":
            yield put("number in words", "ten", "digits")
            yield put("number with a unit", "10 min", "10|alone")
            yield put("number too high", "5000", "from .* to|only|at most")
            yield put("number in quotes", "'10'", "quotes|10")
        elif site.is_prose and not after.strip() and site.node.plain:
            yield from self.of_text(site, where, line, before)

    def of_text(
        self, site: Site, where: str, line: int, before: str
    ) -> Iterator[tuple[str, Maker]]:
        """Yield faults of a plain text up to the end of its line."""
        value = site.text

        def put(kind: str, wrong: str, *patterns: str) -> tuple[str, Maker]:
            return self.edit(f"{kind}: {where}", line, before + wrong, patterns, line - 1)

        owner = self.owner(site)
        if owner is not None and site.path[-1] in owner[1].required:
            yield put("blank text", "", "nothing|blank", "write|add")
        yield put("colon in text", f"Note: {value}", "quotes")
        yield put("hash in text", f"Room #4 {value}", "quotes")
        yield put("open quote", f'"{value.replace(chr(34), "")}', "quote")
        yield put("text after quote", f'"{value[:4]}" {value[4:] or "more"}', "quote")
        yield put("apostrophe", f"'it's {value}'", "apostrophe|quotes")
        for sign in SIGNS:
            yield put(f"begins with {sign}", f"{sign}{value}", "quotes")
        if site.slot.limit:
            long = "word " * (site.slot.limit // 5 + 5)
            yield put("too long", long.strip(), f"at most {site.slot.limit:,}")

    def of_block(self, site: Site, where: str) -> Iterator[tuple[str, Maker]]:
        """Yield faults of a block text."""
        line, stop = site.node.start.line, site.node.end.line
        header = self.lines[line]
        match = re.search(r"[|>][-+0-9]*\s*$", header)
        if match is None or stop <= line + 2:
            return
        second = line + 2
        text = self.lines[second]
        own = len(header) - len(header.lstrip())
        if text.strip() and ":" not in text:
            less = " " * max(0, own - 2) + text.lstrip()
            yield self.edit(f"block line left: {where}", second, less, ("indent",), second - 1)
        if ": " in " ".join(self.lines[line + 1 : stop]):
            yield self.edit(
                f"no bar: {where}",
                line,
                header[: match.start()].rstrip(),
                ("quotes|\\|",),
                *range(line, stop),
            )
        glued = header[: match.start()].rstrip()[:-1] + " " + match[0]
        yield self.edit(f"bar without colon: {where}", line, glued, ("colon",), line + 1)
        tabbed = "\t" + text.lstrip()
        yield self.edit(f"tab in block: {where}", second, tabbed, ("tab|indent",), second - 1)
        for what, char in (("control", "\x1b"), ("zero width", "\u200b"), ("direction", "\u202e")):
            broken = text[:-1] + char + text[-1:]
            yield self.edit(f"{what} character: {where}", second, broken, ("delete",))

    def of_file(self) -> Iterator[tuple[str, Maker]]:
        """Yield faults of whole sections and of scenes."""
        for site in self.sites:
            if site.is_name and site.defines == "scene":
                yield from self.of_scene(site)
        last = len(self.lines) - 1
        middle = next(n for n, line in enumerate(self.lines) if line.startswith("scenes:"))
        for name, wrong, expected in (
            ("merge mark", "<<<<<<< HEAD", "merging"),
            ("second document", "---", "one scenario|---"),
            ("end of document", "...", "dots"),
            ("comment with slashes", "// later", "comment|#|colon"),
            ("comment with dashes", "-- later", "comment|#|dash|colon"),
            ("heading", "== Scenes ==", "comment|#|colon"),
            ("unknown entry", "colour: red", "not known"),
            ("fence", "```", "`"),
        ):
            text = [wrong, self.lines[middle]]
            yield self.edit(f"{name} before scenes", middle, text, (expected,), middle + 1)
        yield self.edit(
            "text after the end", last, [self.lines[last], "The end."], ("colon",), last + 1
        )

    def of_scene(self, site: Site) -> Iterator[tuple[str, Maker]]:
        """Yield faults that affect several lines or the rules of a scene."""
        start = site.node.start.line
        stop = next(
            (
                n
                for n in range(start + 1, len(self.lines))
                if _indent(self.lines[n : n + 1]) <= 2 and self.lines[n].strip()
            ),
            len(self.lines),
        )
        inner = self.lines[start + 1 : stop]
        flat = [line[2:] if line.strip() else line for line in inner]
        deeper_all = ["  " + line if line.strip() else line for line in self.lines[start:stop]]
        size = stop - start - 1
        yield self.edit("scene left of its name", start + 1, flat, ("indent",), start, stop=size)
        if start > 0 and not self.lines[start - 1].startswith("scenes:"):
            yield self.edit(
                "scene nested too deep",
                start,
                deeper_all,
                ("indent",),
                start - 1,
                start + 1,
                stop=size + 1,
            )
        path = site.path
        for name, pattern, wrong, expected in (
            ("need sums to four", r"(need: \{\w+: \w+) 2", r"\1 1", "five|add 1"),
            ("need sums to six", r"(need: \{\w+: \w+) 1", r"\1 2", "five|take"),
            ("need reversed", r"(need: \{\w+:) (\w+) (\d)", r"\1 \3 \2", r"(lead|manage) [12]"),
            ("need in words", r"(need: \{\w+: \w+) \d", r"\1 one", r"(lead|manage) 1"),
            ("need without braces", r"need: \{(.*)\}", r"need: \1", r"\{"),
            ("stance without braces", r"stance: \{(.*)\}", r"stance: \1", r"\{|lead or manage"),
            ("wanted with one", r"wanted: \[([\w-]+),.*\]", r"wanted: [\1]", "exactly 2"),
            ("wanted as text", r"wanted: \[([\w-]+),.*\]", r"wanted: \1", r"\["),
            ("wanted twice", r"wanted: \[([\w-]+),.*\]", r"wanted: [\1, \1]", "twice"),
            ("bracket open", r"(wanted: \[.*)\]", r"\1", r"\]"),
            ("brace open", r"(need: \{.*)\}", r"\1", r"\}"),
            ("comma missing", r"(wanted: \[[\w-]+),", r"\1", "comma|,|exactly 2"),
            ("bracket too many", r"(wanted: \[.*\])", r"\1]", r"\]"),
            (
                "call of the other kind",
                r"^(    call: )(lead|manage)$",
                r"\1lead-then-manage",
                "need|tokens",
            ),
            (
                "cue not in the text",
                r"^(      (?:focus|goal): )\w+",
                r"\1zzz",
                "exactly|do not occur",
            ),
            ("cue without braces", r"^(      (?:focus|goal)): ", r"\1 ", "colon"),
            ("myth without bearer", r"^        borne_by: .*$", "", "borne_by"),
            ("bearer without myth", r"^        leans_on: .*$", "", "leans_on"),
            (
                "leads nowhere",
                r"^(        next: ).*$",
                r"\1nowhere-at-all",
                "|".join(self.ids["scene"]),
            ),
            ("next with a condition", r"^(        next: )(.*)$", r"\1\2 if ana trusts you", "when"),
            ("say as text", r"^(    says:)$", r"\1 hello", "indent|entries|name"),
            ("present as text", r"present: \[([\w-]+).*\]", r"present: \1", r"\["),
            ("chose without scene", r"(chose: \[)[\w-]+\.", r"\1", r"\w\.\w"),
            ("chose as text", r"chose: \[(.*?)\]", r"chose: \1", r"\["),
            ("dash list without space", r"^(        -) (?=Wh)", r"\1", "space"),
            ("bullets for dashes", r"^(        )- (?=Wh)", r"\1• ", "dash|list"),
            ("em dash for dash", r"^(        )- (?=Wh)", r"\1– ", "dash|list"),
            ("colon in a question", r"^(        - )(?=Wh)", r"\1Ask: ", "quotes"),
        ):
            for number in range(start + 1, stop):
                changed = re.sub(pattern, wrong, self.lines[number], count=1)
                if changed != self.lines[number]:
                    near = [number - 1, number + 1] if not changed else [number]
                    near += [self.names[path].node.start.line] if "bearer" in name else []
                    near += list(self._entry_lines(number, start)) if not changed else []
                    new: Sequence[str] = (changed,) if changed else ()
                    call = (
                        self._call_lines(start, stop) if name.startswith(("call", "need")) else []
                    )
                    yield self.edit(f"scene: {name}", number, new, (expected,), *near, *call)
                    break

    def _entry_lines(self, number: int, start: int) -> Iterator[int]:
        """Yield the lines around *number* that may report a sibling."""
        yield from range(max(start, number - 4), number + 4)

    def _call_lines(self, start: int, stop: int) -> list[int]:
        return [n for n in range(start, stop) if re.match(r"    (call|need|cues):", self.lines[n])]


def _indent(lines: Sequence[str]) -> int:
    return len(lines[0]) - len(lines[0].lstrip()) if lines and lines[0].strip() else 0


def _class(site: Site) -> str:
    """Return the schema path of *site*, with a star for each id and index."""
    parts: list[str] = []
    slot: Slot | None = slot_of(Scenario)
    for step in site.path:
        free = slot is None or isinstance(step, int) or not slot.fields
        parts.append("*" if free else str(step))
        slot = None if slot is None else slot.child(step)
    return ".".join(parts)


def _misspelt(word: str) -> Iterator[tuple[str, str]]:
    """Yield kind and spelling of typical misspellings of *word*."""
    if len(word) > 4 and " " not in word:
        yield "letter missing in", word[:2] + word[3:]
        if word[1] != word[2]:
            yield "letters swapped in", word[0] + word[2] + word[1] + word[3:]
    if len(word) > 5:
        yield "letter doubled in", word[:3] + word[2] + word[3:]


def _allowed(slot: Slot) -> list[str]:
    """Return patterns of the first and last word of *slot*; empty above 16 words."""
    words = slot.words
    return [re.escape(words[0]), re.escape(words[-1])] if 0 < len(words) <= 16 else []

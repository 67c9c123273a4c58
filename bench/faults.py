"""
How well ``check`` reports faults that are planted, one at a time and several in a file.

Each kind of fault is one way to go wrong at one kind of place, such as a letter missing in the
name ``call`` of a scene. A fault knows its line and what a message has to say to be enough by
itself: the right word, the words allowed, or what to write. Run ``python bench/faults.py``;
``--misses`` lists what falls short, ``--seed N`` plants elsewhere.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen


sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from game.content.diagnostics import Problem, Severity, sentence
from game.content.library import packaged
from game.content.loader import read_scenario
from game.content.sites import Site, sites, tree_of
from game.content.slots import Slot, slot_of
from game.content.yaml.source import Source
from game.core.scenario import Scenario


FILES = 5
COMBINED = 40


@frozen
class Fault:
    """
    A change of the lines from *start* to *stop* of a file (from 0) to *lines*.

    It should be reported on one of *told* (lines of the changed file, from 1), and each of
    *says*, patterns, should be found in what is reported there.
    """

    kind: str
    start: int
    stop: int
    lines: tuple[str, ...]
    as_text: frozenset[int]
    says: tuple[str, ...]

    def plant(self, lines: Sequence[str]) -> list[str]:
        """*lines* with the fault."""
        return [*lines[: self.start], *self.lines, *lines[self.stop :]]

    @property
    def grows(self) -> int:
        """How many lines more the file has."""
        return len(self.lines) - (self.stop - self.start)


@frozen
class Outcome:
    """What became of a fault: reported *on_line*, in how many *messages*, and enough in each."""

    fault: Fault
    on_line: bool
    messages: int
    text_enough: bool
    json_enough: bool
    reports: tuple[str, ...]


def problems(name: str, lines: Sequence[str]) -> list[Problem]:
    """The errors and warnings of a file."""
    result = read_scenario(Source(name, "\n".join(lines))).problems
    return [problem for problem in result if problem.severity is not Severity.ADVICE]


def measure(name: str, lines: Sequence[str], fault: Fault) -> Outcome:
    """Plant *fault* in the sound file of *lines*, and look at what is reported."""
    result = problems(name, fault.plant(lines))
    there = [p for p in result if (p.span.line if p.span else 0) in fault.as_text]
    text = " ".join(f"{p.message} {p.expected or ''} {p.help or ''}" for p in there)
    machine = " ".join(sentence(p) for p in there)
    return Outcome(
        fault,
        bool(there),
        len(result),
        bool(there) and _says(text, fault),
        bool(there) and _says(machine, fault),
        tuple(f"{p.span.line if p.span else 0}: {sentence(p)}" for p in result[:4]),
    )


def _says(text: str, fault: Fault) -> bool:
    return all(re.search(pattern, text, re.IGNORECASE) for pattern in fault.says)


Maker = Callable[[], Fault]


def kinds(lines: Sequence[str]) -> Mapping[str, list[Maker]]:
    """What can be planted in the sound file of *lines*: for each kind, all its places."""
    makers: dict[str, list[Maker]] = {}
    position = _Places(lines)
    for kind, maker in position.all():
        makers.setdefault(kind, []).append(maker)
    return makers


SIGNS = "@`*&!%[{|>"


class _Places:
    """The places of one file, and every fault that can be planted there."""

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
        """Every kind of fault with its maker, place by place."""
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
        says: Sequence[str],
        *more: int,
        stop: int = 1,
    ) -> tuple[str, Maker]:
        """A fault that puts *text* for *stop* lines from *line* on, reported there or on *more*."""
        new = (text,) if isinstance(text, str) else tuple(text)
        output = frozenset(number + 1 for number in (line, *more))
        return kind, lambda: Fault(kind, line, line + stop, new, output, tuple(says))

    def of_name(self, site: Site, where: str) -> Iterator[tuple[str, Maker]]:
        """Faults of the name of an entry."""
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
        """Faults of a line that begins with a name."""
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
                says = [re.escape(name), *_allowed(slot.fields[name])]
                yield self.edit(f"left out: {where}", line, (), says, *line_of)

    def owner(self, site: Site) -> tuple[list[int], Slot] | None:
        """Lines where what is missing beside *site* is reported, and the slot of its owner."""
        slot = slot_of(Scenario).at(site.path[:-1])
        if slot is None or not slot.fields:
            return None
        named = self.names.get(site.path[:-1])
        return ([named.node.start.line] if named else [-1, 0, 1]), slot

    def of_value(self, site: Site, where: str) -> Iterator[tuple[str, Maker]]:
        """Faults of a value on one line."""
        line, column = site.node.start.line, site.node.start.column
        end = site.node.end.column
        text, value = self.lines[line], site.text
        before, after = text[:column], text[end:]

        def put(kind: str, wrong: str, *says: str) -> tuple[str, Maker]:
            return self.edit(f"{kind}: {where}", line, before + wrong + after, says)

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
            known_names = self.ids.get(site.refers, ["lists them"])
            listed = "|".join(map(re.escape, [*known_names, "end", "lists them"]))
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
        """Faults of a plain text that takes the rest of its line."""
        value = site.text

        def put(kind: str, wrong: str, *says: str) -> tuple[str, Maker]:
            return self.edit(f"{kind}: {where}", line, before + wrong, says, line - 1)

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
        """Faults of a text that goes over several lines."""
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
        """Faults of a whole part, and of the sense of a scene."""
        for site in self.sites:
            if site.is_name and site.defines == "scene":
                yield from self.of_scene(site)
        last = len(self.lines) - 1
        middle = next(n for n, line in enumerate(self.lines) if line.startswith("scenes:"))
        for name, wrong, says in (
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
            yield self.edit(f"{name} before scenes", middle, text, (says,), middle + 1)
        yield self.edit(
            "text after the end", last, [self.lines[last], "The end."], ("colon",), last + 1
        )

    def of_scene(self, site: Site) -> Iterator[tuple[str, Maker]]:
        """Faults that are about more than one line of a scene."""
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
        for name, pattern, wrong, says in (
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
                    yield self.edit(f"scene: {name}", number, new, (says,), *near, *call)
                    break

    def _entry_lines(self, number: int, start: int) -> Iterator[int]:
        """Lines around *number* where a sibling may be reported."""
        yield from range(max(start, number - 4), number + 4)

    def _call_lines(self, start: int, stop: int) -> list[int]:
        return [n for n in range(start, stop) if re.match(r"    (call|need|cues):", self.lines[n])]


def _indent(lines: Sequence[str]) -> int:
    return len(lines[0]) - len(lines[0].lstrip()) if lines and lines[0].strip() else 0


def _class(site: Site) -> str:
    """The kind of place that *site* is, with a star for each id and word on the way."""
    parts: list[str] = []
    slot: Slot | None = slot_of(Scenario)
    for step in site.path:
        free = slot is None or isinstance(step, int) or not slot.fields
        parts.append("*" if free else str(step))
        slot = None if slot is None else slot.child(step)
    return ".".join(parts)


def _misspelt(word: str) -> Iterator[tuple[str, str]]:
    """Ways in which *word* is mistyped."""
    if len(word) > 4 and " " not in word:
        yield "letter missing in", word[:2] + word[3:]
        if word[1] != word[2]:
            yield "letters swapped in", word[0] + word[2] + word[1] + word[3:]
    if len(word) > 5:
        yield "letter doubled in", word[:3] + word[2] + word[3:]


def _allowed(slot: Slot) -> list[str]:
    """What names the words that *slot* allows: the first and the last of them."""
    words = slot.words
    return [re.escape(words[0]), re.escape(words[-1])] if 0 < len(words) <= 16 else []


def sound(count: int = FILES) -> dict[str, list[str]]:
    """The lines of the first *count* files that ship, by name; faults are planted in them."""
    files = sorted(packaged().glob("*.yaml"))[:count]
    return {file.name: file.read_text("utf-8").split("\n") for file in files}


@frozen
class Planted:
    """A fault of a file called *name*."""

    name: str
    fault: Fault


def sample(seed: int, files: Mapping[str, Sequence[str]], size: int | None = None) -> list[Planted]:
    """One fault of each kind, or of *size* kinds, at a place that *seed* picks."""
    chance = random.Random(seed)
    places: dict[str, list[tuple[str, Maker]]] = {}
    for name, lines in files.items():
        for kind, makers in kinds(lines).items():
            places.setdefault(kind, []).extend((name, maker) for maker in makers)
    picked = [chance.choice(places[kind]) for kind in sorted(places)]
    if size is not None:
        picked = chance.sample(picked, size)
    planted = (Planted(name, maker()) for name, maker in picked)
    return [item for item in planted if _is_fault(item, files)]


def _is_fault(planted: Planted, files: Mapping[str, Sequence[str]]) -> bool:
    """Whether the file is another than before: some moves of a line change nothing."""
    lines = files[planted.name]
    before, after = (
        read_scenario(Source(planted.name, "\n".join(text))).scenario
        for text in (lines, planted.fault.plant(lines))
    )
    return after is None or after != before


@frozen
class Combination:
    """Several faults in the file called *name*: how many, and how many the first run reports."""

    name: str
    faults: tuple[Fault, ...]
    first: int
    rounds: int


def combine(
    seed: int,
    files: Mapping[str, Sequence[str]],
    planted: Sequence[Planted],
    count: int = COMBINED,
) -> list[Combination]:
    """Files with three to five faults each, far apart, and the runs until all were reported."""
    chance, made = random.Random(seed), []
    for number in range(count):
        name = sorted(files)[number % len(files)]
        current = [item.fault for item in planted if item.name == name]
        wanted, chosen = 3 + number % 3, list[Fault]()
        for fault in chance.sample(current, len(current)):
            if all(abs(fault.start - other.start) > 12 for other in chosen) and (
                fault.stop - fault.start < 3
            ):
                chosen.append(fault)
            if len(chosen) == wanted:
                break
        first, rounds = _rounds(name, files[name], chosen)
        made.append(Combination(name, tuple(chosen), first, rounds))
    return made


def _rounds(name: str, lines: Sequence[str], faults: Sequence[Fault]) -> tuple[int, int]:
    """How many faults the first run reports, and how many runs it takes to mend them all."""
    left, first, rounds = sorted(faults, key=lambda fault: fault.start), 0, 0
    while left and rounds < 9:
        planted = list(lines)
        for fault in reversed(left):
            planted = fault.plant(planted)
        output = {p.span.line if p.span else 0 for p in problems(name, planted)}
        met = []
        for fault in left:
            above = sum(other.grows for other in left if other.start < fault.start)
            if output & {line + above for line in fault.as_text}:
                met.append(fault)
        rounds += 1
        first = len(met) if rounds == 1 else first
        if not met:
            return first, 9
        left = [fault for fault in left if fault not in met]
    return first, rounds


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The share of *outcomes*, from 0 to 1, that is good in each respect."""
    good: dict[str, list[bool]] = {
        "on its line": [item.on_line for item in outcomes],
        "in one or two messages": [1 <= item.messages <= 2 for item in outcomes],
        "enough by itself, text": [item.text_enough for item in outcomes],
        "enough by itself, json": [item.json_enough for item in outcomes],
    }
    return {title: sum(marks) / len(outcomes) for title, marks in good.items()}


def main() -> int:
    """Plant everything, and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="list what falls short")
    arguments = parser.parse_args()
    files = sound()
    planted = sample(arguments.seed, files)
    outcomes = [measure(item.name, files[item.name], item.fault) for item in planted]
    for title, share in shares(outcomes).items():
        print(f"{title:28} {share * len(outcomes):4.0f} of {len(outcomes)}  {100 * share:5.1f} %")
    print(f"{'most messages for one fault':28} {max(item.messages for item in outcomes):4}")
    together = combine(arguments.seed, files, planted)
    total = sum(len(item.faults) for item in together)
    first = sum(item.first for item in together)
    print(f"{'together, in the first run':28} {first:4} of {total}  {100 * first / total:5.1f} %")
    print(
        f"{'together, in two runs':28} {sum(c.rounds <= 2 for c in together):4} of {len(together)}"
    )
    if arguments.misses:
        for item in outcomes:
            marks = "".join(
                mark if bad else "."
                for mark, bad in (
                    ("L", not item.on_line),
                    ("M", not 1 <= item.messages <= 2),
                    ("T", not item.text_enough),
                    ("J", not item.json_enough),
                )
            )
            if marks != "....":
                output = sorted(item.fault.as_text)[:3]
                print(f"{marks} {item.fault.kind} (line {output}, {item.fault.says})")
                for report in item.reports:
                    print(f"       {report}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Parse an outline in Markdown into notes on a scenario, its cast, scenes and choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from attrs import define, field

from game.author.outline import grammar
from game.author.outline.blocks import Block, Heading, Items, Paragraph, blocks, unescaped
from game.content.diagnostics import normalize_word
from game.core.enums import Dimension, Pole


_FENCES = ("```", "~~~")
_CUE = re.compile(r"(?<!\\)(==|\*\*)(.+?)(?<!\\)\1(?:( ?)\[([^\]]*)\])?")
_LISTENS = re.compile(r"(?:\s*[,;–—]|\s-)?\s*\blistens for:?\s+([\w :=-]+)\.?$", re.IGNORECASE)
_ASIDE = re.compile(r"((?:\\.|[^\\])+?)(?:\s*[,;]|\s+[–—-](?=\s|$))\s*(.*)")
"""A name, and a role behind a comma, a semicolon or a dash between blanks."""
_BARE_ID = re.compile(r"\{[^{}]*\}")
_FRAME = re.compile(r"^this would be right if:?\s+", re.IGNORECASE)

_LABEL = re.compile(r"(?:after|cues?|echo)-|.+-(?:says|adds)$")

Entries = dict[str, str]


@define
class Choice:
    """The entries of a choice."""

    id: str
    entries: Entries = field(factory=dict)


@define
class Person:
    """The entries of a character."""

    id: str
    entries: Entries = field(factory=dict)


@define
class Scene:
    """
    The entries of a scene.

    *lines* are dialogue: kind (``says`` or ``extra_cue``), name and text. *unplaced* are cues
    without a dimension.
    """

    id: str
    entries: Entries = field(factory=dict)
    text: list[str] = field(factory=list)
    need: dict[str, str] = field(factory=dict)
    cues: dict[str, str] = field(factory=dict)
    unplaced: list[str] = field(factory=list)
    lines: list[tuple[str, str, str]] = field(factory=list)
    echoes: list[tuple[str, str]] = field(factory=list)
    after_call: Entries = field(factory=dict)
    asks: list[str] = field(factory=list)
    choices: list[Choice] = field(factory=list)


@define
class Notes:
    """The content of an outline; *left* is unassigned text, with its line number from 1."""

    entries: Entries = field(factory=dict)
    cast: list[Person] = field(factory=list)
    scenes: list[Scene] = field(factory=list)
    endings: Entries = field(factory=dict)
    debrief: dict[str, list[str]] = field(factory=dict)
    left: list[tuple[int, str]] = field(factory=list)


def read_notes(text: str) -> Notes:
    """Parse the outline in *text*; unknown text is kept in ``left``."""
    reader = _Reader()
    lines = text.split("\n")
    for number in _wrapping(lines):
        name, _, _ = lines[number].partition(":")
        if normalize_word(name) in grammar.SCENARIO:
            continue
        if lines[number].strip("-`~ \t"):
            reader.notes.left.append((number + 1, lines[number].strip()))
        lines[number] = ""
    for block in blocks("\n".join(lines)):
        reader.read(block)
    return reader.notes


def _wrapping(lines: Sequence[str]) -> Iterator[int]:
    """Yield the indexes of the *lines* around notes: front matter, and a fence around all."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    if not written:
        return
    first, last = written[0], written[-1]
    if lines[first].rstrip() == "---":
        marks = (n for n in written[1:] if lines[n].startswith(("---", "#")))
        end = next(marks, first)
        if lines[end].rstrip() == "---" and end > first:  # no heading stands before it
            yield from range(first, end + 1)
    elif (
        first < last and lines[first].startswith(fence := lines[last].strip()) and fence in _FENCES
    ):
        yield from (first, last)


@define
class _Reader:
    """A parser fed block by block; *part* is the current section."""

    notes: Notes = field(factory=Notes)
    part: str = ""

    def read(self, block: Block) -> None:
        """Add *block* to the notes."""
        if isinstance(block, Heading):
            self.heading(block)
        elif self.part == "cast" and isinstance(block, Items):
            self.read_items(block, self.person)
        elif self.part in ("endings", "debrief"):
            self.labelled(block, self.ending if self.part == "endings" else self.question)
        elif self.part in ("scene", "choices", "facilitator") and self.notes.scenes:
            self.in_scene(block)
        elif self.part == "":
            # A summary may have a colon: in a paragraph only known labels count.
            known = grammar.SCENARIO if isinstance(block, Paragraph) else None
            self.labelled(block, self.top, known)
        else:
            self.leave(block)

    def heading(self, heading: Heading) -> None:
        """Start the section or scene that *heading* names."""
        title, name = grammar.named(grammar.unnumbered(heading.text))
        title, given = grammar.kinds(title)
        section = grammar.SECTIONS.get(normalize_word(grammar.plain(title).rstrip(":")))
        if section is not None and not name and not given:
            self.part = section
        elif "title" not in self.notes.entries and not self.notes.scenes and not given:
            self.notes.entries["title"] = unescaped(title)
        else:
            title = unescaped(title)
            taken = [scene.id for scene in self.notes.scenes]
            scene = Scene(name or grammar.distinct(grammar.slug(title) or "scene", taken))
            if given.pop("start", ""):
                self.notes.entries["start"] = scene.id
            scene.entries.update(given, title=title)
            self.notes.scenes.append(scene)
            self.part = "scene"

    def labelled(
        self,
        block: Block,
        take: Callable[[str, str, int], bool],
        known: Mapping[str, str] | None = None,
    ) -> None:
        """Pass label, text and line of each entry of *block* to *take*; keep those it rejects."""
        for name, text, line in _labels(block, known):
            if not take(name, text, line):
                self.notes.left.append((line, f"{name}: {text}" if name else text))

    def leave(self, block: Block) -> None:
        """Keep *block* as unassigned text."""
        self.labelled(block, lambda name, text, line: False)

    def read_items(self, items: Items, take: Callable[[Sequence[Block], int], None]) -> None:
        """Pass the blocks and the line of each of *items* to *take*."""
        for item in items.items:
            if item:
                take(item, item[0].line)

    def top(self, name: str, text: str, line: int) -> bool:
        """Add an entry of the scenario; text without a label is the summary or the role."""
        entries = self.notes.entries
        key = grammar.SCENARIO.get(normalize_word(name))
        if key is None and not name:
            if text.startswith("(") and text.endswith(")"):
                return False  # a remark of the author
            is_role = text.startswith("You are ") and "role" not in entries
            key = "role" if is_role else "summary"
        if key is None or key in entries:
            return False
        entries[key] = f"You are {text}" if normalize_word(name) == "you-are" else text
        return True

    def ending(self, name: str, text: str, line: int) -> bool:
        """Add the text of an ending; return whether *name* is one."""
        if grammar.word(name) not in grammar.ENDINGS:
            return False
        self.notes.endings[grammar.word(name)] = text
        return True

    def question(self, name: str, text: str, line: int) -> bool:
        """Add a question of the debrief; return whether *name* is a known part of it."""
        key = grammar.DEBRIEF.get(grammar.word(name))
        if key is None:
            return False
        self.notes.debrief.setdefault(key, []).append(text)
        return True

    def person(self, item: Sequence[Block], line: int) -> None:
        """Add a character: name, role, trait, and the brief in the blocks below."""
        first, rest = _person_line(item)
        first, name = grammar.named(first)
        listens = _LISTENS.search(first)
        entries: Entries = {}
        if listens is not None:
            entries["listens_for"], first = listens[1], first[: listens.start()]
        aside = _ASIDE.fullmatch(first)
        entries["name"] = unescaped(grammar.plain(aside[1] if aside else first))
        if aside is not None and aside[2]:
            entries["role"] = unescaped(aside[2])
        brief: list[str] = []
        for block in rest:
            for label, text, _ in _labels(block, grammar.PERSON):
                key = grammar.PERSON.get(normalize_word(label), "brief")
                if key == "brief":
                    whole = (
                        text
                        if not label or normalize_word(label) == "brief"
                        else f"{label}: {text}"
                    )
                    brief.append(whole)
                else:
                    entries[key] = text
        if brief:
            entries["brief"] = "\n\n".join(brief)
        taken = [person.id for person in self.notes.cast]
        own = grammar.distinct(grammar.person_id(entries["name"]) or "somebody", taken)
        self.notes.cast.append(Person(name or own, entries))

    def in_scene(self, block: Block) -> None:
        """Add a block to the last scene."""
        scene = self.notes.scenes[-1]
        if isinstance(block, Items):
            for item in block.items:
                self.item(scene, item, block.line)
        elif isinstance(block, Paragraph):
            if all(_is_label(line) for line in block.lines):
                for line in block.lines:
                    self.entry(scene, *_split(line), block.line)
            elif self.part == "scene" and not scene.choices:
                scene.text.append(_text(block.text, scene))
            else:
                self.notes.left.append((block.line, unescaped(block.text)))

    def item(self, scene: Scene, item: Sequence[Block], line: int) -> None:
        """Add a list item to *scene*: an entry or a choice."""
        if not item:
            return
        first, rest = _first(item)
        if self.part != "choices" and (_is_label(first) or _is_almost_label(first)):
            name, text = _split(first)
            more = [unescaped(p.text) for p in rest if isinstance(p, Paragraph)]
            listed = [entry for b in rest if isinstance(b, Items) for entry in _labels(b)]
            if text or more or not listed:
                self.entry(scene, name, "\n\n".join([*([text] if text else []), *more]), line)
            for inner, value, number in listed:
                joined = f"{name} {inner}" if inner else name
                self.entry(scene, joined, value, number)
            return
        self.choice(scene, first, rest)

    def choice(self, scene: Scene, first: str, rest: Sequence[Block]) -> None:
        """Add a choice to *scene*: its text, and its entries in the blocks below."""
        first, name = grammar.named(first)
        text, entries = [unescaped(first)], Entries()
        for block in rest:
            if isinstance(block, Paragraph) and not _is_choice_label(block.lines[0]):
                text.append(unescaped(block.text))
                continue
            for label, value, line in _labels(block, grammar.CHOICE):
                key = grammar.CHOICE.get(normalize_word(label))
                if not label and grammar.CHOICE.get(grammar.word(value.rstrip("!"))) == "best":
                    key = "best"  # which may stand alone
                if key is None or key in entries:
                    self.notes.left.append((line, f"{label}: {value}" if label else value))
                else:
                    entries[key] = value
        if "right_if" in entries:
            entries["right_if"] = _FRAME.sub("", entries["right_if"])
        taken = [choice.id for choice in scene.choices]
        own = grammar.distinct(grammar.slug(text[0], 3) or "choice", taken)
        scene.choices.append(Choice(name or own, {"text": "\n\n".join(text), **entries}))

    def entry(self, scene: Scene, name: str, text: str, line: int) -> None:
        """Add an entry to *scene* under the label *name*."""
        plain = normalize_word(name)
        key = grammar.SCENE.get(plain)
        start, _, rest = name.partition(" ")
        if key == "ask":
            scene.asks.append(text)
        elif key == "need":
            scene.need.update(grammar.over_dimensions(text))
        elif key is not None and key not in scene.entries:
            scene.entries[key] = text
        elif plain.endswith(("-says", "-adds")):
            kind = "says" if plain.endswith("says") else "extra_cue"
            scene.lines.append((kind, name[:-4].strip(), text))
        elif normalize_word(start) == "after" and rest:
            scene.after_call[grammar.word(rest.removeprefix("call ").removeprefix("the call "))] = (
                text
            )
        elif normalize_word(start) in ("cue", "cues") and rest:
            scene.cues[grammar.word(rest)] = text
        elif normalize_word(start) == "echo":
            scene.echoes.append((rest.removeprefix("if ").removeprefix("when "), text))
        else:
            self.notes.left.append((line, f"{name}: {text}"))


def _first(item: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """Return the text of the first paragraph of *item* and the blocks after it."""
    first = item[0]
    if isinstance(first, Items):
        return "", item
    return first.text, item[1:]


def _person_line(item: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """
    Return the line of a character and the blocks below it, which may follow without a blank line.

    The line may be wrapped before the end of its ``listens for``.
    """
    first = item[0]
    if not isinstance(first, Paragraph):
        return _first(item)
    joined = [" ".join(first.lines[: end + 1]) for end in range(len(first.lines))]
    whole = [end for end, text in enumerate(joined, 1) if _listens_wholly(text)]
    begun = [end for end, text in enumerate(joined, 1) if "listens for" in text.lower()]
    end = (whole or begun or [1])[0]
    if _BARE_ID.fullmatch(" ".join(first.lines[end : end + 1])):
        end += 1
    below = first.lines[end:]
    return joined[end - 1], [*([Paragraph(below, first.line + end)] if below else []), *item[1:]]


def _listens_wholly(text: str) -> bool:
    match = _LISTENS.search(grammar.named(text)[0])
    given = set(re.split(r"[\s:=]+", match[1].lower())) if match else set()
    return bool(given & set(Dimension) and given & set(Pole))


def _split(text: str) -> tuple[str, str]:
    """Split *text* into label and value; the label may be empty."""
    result = grammar.label(text)
    return ("", unescaped(text)) if result is None else (result[0], unescaped(result[1]))


def _is_label(text: str) -> bool:
    """Return whether *text* starts with the label of a scene entry."""
    name = normalize_word(_split(text)[0])
    return name in grammar.SCENE or _LABEL.match(name) is not None


def _is_almost_label(text: str) -> bool:
    """Return whether *text* starts with a mistyped label of a scene entry."""
    name = normalize_word(_split(text)[0])
    return bool(name) and bool(get_close_matches(name, grammar.SCENE, n=1, cutoff=0.75))


def _is_choice_label(text: str) -> bool:
    return normalize_word(_split(text)[0]) in grammar.CHOICE


def _labels(block: Block, known: Mapping[str, str] | None = None) -> Iterator[tuple[str, str, int]]:
    """
    Yield label, text and line of each entry in *block*; the label may be empty.

    With *known*, only its keys are labels.
    """
    if isinstance(block, Heading):
        yield "", unescaped(block.text), block.line
    elif isinstance(block, Paragraph):
        split = [_split(line) for line in block.lines]
        if all(name if known is None else normalize_word(name) in known for name, _ in split):
            yield from ((*pair, block.line) for pair in split)
        elif known is None or normalize_word(split[0][0]) in known:
            yield (*_split(block.text), block.line)
        else:
            yield "", unescaped(block.text), block.line
    else:
        for item in block.items:
            yield from _item_labels(item, known)


def _item_labels(
    item: Sequence[Block], known: Mapping[str, str] | None
) -> Iterator[tuple[str, str, int]]:
    if not item:
        return
    first, rest = _first(item)
    name, text = _split(first)
    if known is not None and normalize_word(name) not in known:
        name, text = "", unescaped(first)
    more = [unescaped(block.text) for block in rest if isinstance(block, Paragraph)]
    listed = [entry for b in rest if isinstance(b, Items) for entry in _labels(b)]
    if text or more or not listed:
        yield name, "\n\n".join([*([text] if text else []), *more]), item[0].line
    for inner, value, line in listed:
        yield (f"{name} {inner}".strip() if inner and name else name or inner), value, line


def _text(text: str, scene: Scene) -> str:
    """Return *text* without cue markup; add its cues to *scene*."""

    def take(match: re.Match[str]) -> str:
        quote = unescaped(match[2])
        given = grammar.over_dimensions(match[4] or "")
        if match[3] and not given.keys() & set(Dimension):
            given = {}  # a remark of the text itself
        new = {name: tokens for name, tokens in given.items() if name not in scene.cues}
        if not new:
            scene.unplaced.append(quote)
        for dimension, tokens in new.items():
            scene.cues[dimension] = quote
            if tokens:
                scene.need[dimension] = tokens
        return f"{match[2]} [{match[4]}]" if match[3] and not given else match[2]

    return unescaped(_CUE.sub(take, text))

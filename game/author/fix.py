"""
Correct unambiguous mistakes: layout of word processors, misspelt words and ids.

A correction changes only blanks, quotes around a value, dashes and the case of ids and words.
It is dropped unless every prose text provably stays as it was, or regains what YAML took for a
comment or an entry: a number as in ``Room #4``, or what follows a colon.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from game.content.diagnostics import (
    DASHES,
    QUOTES,
    Problem,
    Severity,
    normalize_word,
    straight_quoted,
    without_quotes,
)
from game.content.edits import Edit, apply, replacing
from game.content.ids import is_id
from game.content.layout import BLANK, LineKind, lines_of
from game.content.loader import idea_ids, read_campaign, read_scenario
from game.content.sanitize import ODD_BLANKS
from game.content.sites import Site, content_type, sites, tree_of
from game.content.slots import Slot, slot_of
from game.content.yaml.nodes import ListNode, MapNode, Node, Tree
from game.content.yaml.source import Source, Span
from game.core.campaign import Campaign
from game.core.scenario import END


ROUNDS = 6
_ODD = re.compile(f"[{ODD_BLANKS}]")
_LEAD = re.compile(rf"{BLANK}*")
_ENTRY = re.compile(rf"{BLANK}*(?:-{BLANK}+)*(?:[\w-]+{BLANK}*:(?={BLANK}|$){BLANK}*)?")
_BULLET = re.compile(rf"^([ \t]*)[{DASHES}•·*](?=[ \t])")
_JOINED = re.compile(r"^(\s*(?:-\s+)*)([\w-]+)[ ]*([:：])(?=[^\s:/])")
_WIDE = re.compile(r"^(\s*(?:-\s+)*[\w-]+)：\s*")
_JOINED_IN = re.compile(r"([{,]\s*)([\w-]+):(?=[\w{\[\"'“])")
_VALUE = re.compile(
    r"^(\s*(?:-\s+)*(?:[^\s:#'\"\[{][^:#'\"\[{]*:\s+|-\s+))(\S.*?)(\s+#(?!\d).*)?\s*$"
)
_BARE = re.compile(r"^\s*(?:-\s+)*[\w.-]+:\s")
_CURLY = re.compile(r"(?<=[\[,])(\s*)([“„][^“”„]*,[^“”„]*[”“])(?=\s*[,\]])")
_CUT = re.compile(r"(?:^|\s)#\d")
"""What YAML takes for a comment, but people for a number: ``Room #4``."""
_COMMENT = re.compile(r"\s#")
_SIGNS = "@`%*&!"
_MARK = re.compile(r"(?:!!?|[&*])\w+(?:\s|$)")
"""A tag, an anchor or an alias of YAML; no text, or one that begins oddly."""


def fix(source: Source) -> str:
    """Return the text of *source* with its mistakes corrected, as far as it is safe."""
    text = source.text
    for _ in range(ROUNDS):
        before = text
        for correct in _CORRECTIONS:
            current = Source(source.name, text)
            made = {item for item in correct(current) if item != text and is_safe(current, item)}
            if made:
                text = _best(source.name, made, text)
        if text == before:
            break
    return text


def _best(name: str, made: set[str], text: str) -> str:
    """Return the text of *made* with the fewest problems; *text* if several differ in meaning."""
    counted: dict[int, list[str]] = {}
    for item in made:
        counted.setdefault(len(_errors(Source(name, item))), []).append(item)
    best = counted[min(counted)]
    return best[0] if len(best) == 1 or _same(name, best) else text


def _same(name: str, texts: Sequence[str]) -> bool:
    read = [[(s.path, s.text) for s in _sites(Source(name, text))[0]] for text in texts]
    return all(item == read[0] for item in read)


def is_safe(before: Source, text: str) -> bool:
    """
    Return whether replacing *before* by *text* keeps all prose and mends more than it breaks.

    All characters except blanks, quotes and dashes must be equal apart from case, and each
    prose value of *text* must occur in *before* verbatim, apart from the typographic quotes that
    are reported there.
    """
    after = Source(before.name, text)
    if _letters(before.text) != _letters(text):
        return False
    sites, tree = _sites(before)
    result, whole = _sites(after)
    if whole.root is None:
        return False
    raw, values = _plain(before.text), {site.text for site in sites if site.is_prose}
    texts = [site.text for site in result if site.is_prose]
    if not all(value in values or _plain(value) in raw for value in texts):
        return False
    kept = [_plain(value) for value in texts]
    quoted = {written for _, written in _in_quotes(before)}
    wanted = [_plain((value in quoted and without_quotes(value)) or value) for value in values]
    if tree.whole and not all(any(value in item for item in kept) for value in wanted):
        return False
    old, new = _errors(before), _errors(after)
    held = {"E006", "E007"} & {problem.code for problem in old}
    is_same = [(s.path, s.text) for s in sites] == [(s.path, s.text) for s in result]
    mends = _weight(new) < _weight(old)
    return mends or (_weight(new) == _weight(old) and (is_same or bool(held)))


def _weight(problems: Sequence[Problem]) -> tuple[int, ...]:
    """Return the number of *problems* of each step of reading, the earliest first."""
    return tuple(sum(p.code.startswith(step) for p in problems) for step in ("E0", "E1", "E", ""))


def _letters(text: str) -> str:
    """Return the characters of *text* that no correction may change, case folded."""
    dropped = rf"[\s{ODD_BLANKS}{DASHES}{QUOTES}\-_•·*]"
    return re.sub(dropped, "", text).replace("：", ":").casefold()


def _plain(text: str) -> str:
    """Return *text* on one line, to compare file text with parsed values."""
    return " ".join(text.split())


@lru_cache(maxsize=16)
def _sites(source: Source) -> tuple[list[Site], Tree]:
    tree = tree_of(source)
    return sites(content_type(source), tree.root), tree


@lru_cache(maxsize=16)
def _errors(source: Source) -> list[Problem]:
    if content_type(source) is Campaign:
        named = [site.text for site in _sites(source)[0] if site.refers == "scenario"]
        problems = read_campaign(source, named).problems
    else:
        problems = read_scenario(source).problems
    return [problem for problem in problems if problem.severity is not Severity.ADVICE]


def _map_lines(source: Source, change: Callable[[str, LineKind], str]) -> str:
    return "\n".join(change(line.text, line.kind) for line in lines_of(source.text))


def _blanks(source: Source) -> Iterator[str]:
    """Yield the text with plain spaces for special blanks in the layout."""

    def change(line: str, kind: LineKind) -> str:
        match = (_LEAD if kind is LineKind.INSIDE else _ENTRY).match(line)
        assert match is not None
        return _ODD.sub(" ", match[0]) + line[match.end() :]

    if _ODD.search(source.text):
        yield _map_lines(source, change)


def _tabs(source: Source) -> Iterator[str]:
    """Yield the text with spaces for tabs around names, once for each common tab width."""
    if "\t" not in source.text:
        return
    for width in (2, 4, 8):

        def change(line: str, kind: LineKind, width: int = width) -> str:
            match = (_LEAD if kind is LineKind.INSIDE else _ENTRY).match(line)
            assert match is not None
            lead = _LEAD.match(line)
            assert lead is not None
            rest = match[0][lead.end() :].replace("\t", " ")
            return lead[0].replace("\t", " " * width) + rest + line[match.end() :]

        yield _map_lines(source, change)


def _bullets(source: Source) -> Iterator[str]:
    """Yield the text with hyphens for typographic bullets and dashes of lists."""
    lines = source.text.split("\n")
    made = [_BULLET.sub(r"\1-", line) for line in lines]
    if made != lines:
        kinds = [line.kind for line in lines_of("\n".join(made))]
        yield "\n".join(
            new if kind is LineKind.ENTRY else old
            for new, old, kind in zip(made, lines, kinds, strict=True)
        )


def _colons(source: Source) -> Iterator[str]:
    """Yield the text with a space after the colon of each name, also in braces."""
    known_names = _names()

    def name(match: re.Match[str]) -> str:
        follows = match.string[match.end() : match.end() + 1]
        return f"{match[1]}{match[2]}: " if match[2] in known_names or follows in "{[" else match[0]

    def change(line: str, kind: LineKind) -> str:
        if kind is not LineKind.ENTRY:
            return line
        made = _JOINED.sub(name, _WIDE.sub(r"\1: ", line))
        return _JOINED_IN.sub(lambda m: f"{m[1]}{m[2]}: " if m[2] in known_names else m[0], made)

    yield _map_lines(source, change)


@cache
def _names() -> frozenset[str]:
    """Return every entry name that the format defines."""
    return frozenset(name for kind in _kinds() for name in _all_names(slot_of(kind)))


def _kinds() -> tuple[type, ...]:
    from game.core.scenario import Scenario

    return (Scenario, Campaign)


def _all_names(slot: Slot) -> Iterator[str]:
    yield from slot.allowed
    for below in (*slot.fields.values(), slot.value, slot.item):
        if below is not None:
            yield from _all_names(below)


def _quotes(source: Source) -> Iterator[str]:
    """
    Yield the text with quotes around one-line values that contain YAML syntax.

    A value stays as it is where no text belongs: quotes would only make another error of it.
    """
    lines = lines_of(source.text)
    made: list[str] = []
    for number, line in enumerate(lines):
        continues = number + 1 < len(lines) and lines[number + 1].kind is LineKind.INSIDE
        is_single_line = line.kind is LineKind.ENTRY and not continues
        made.append(_quoted_line(line.text) if is_single_line else line.text)
    for problem in _errors(Source(source.name, "\n".join(made))):
        if problem.span is not None and problem.code.startswith(("E1", "E2")):
            number = problem.span.line - 1
            made[number] = lines[number].text
    yield "\n".join(made)


def _quoted_line(line: str) -> str:
    curly = _CURLY.sub(lambda m: f"{m[1]}{_quoted(m[2])}", line)
    if curly != line:
        return curly
    match = _VALUE.match(line)
    if match is None or not _BARE.match(line):
        return line
    value = match[2]
    is_cut = _CUT.search(value) is not None
    if value[0] in "'\"[{|>" or (value[0] == "#" and not is_cut) or _MARK.match(value):
        return line
    needs = ": " in value or value.endswith(":") or value[0] in _SIGNS or is_cut
    return f"{match[1]}{_quoted(value)}{match[3] or ''}" if needs else line


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted_items(source: Source) -> Iterator[str]:
    """Yield the text with quotes around list items that a colon turns into mappings."""
    tree = tree_of(source)
    edits = []
    if tree.root is not None:
        for node in _split_items(tree.root, slot_of(content_type(source))):
            line = source.line(node.start.line + 1)
            text = line[node.start.column :].rstrip()
            if node.end.line <= node.start.line + 1 and not _COMMENT.search(text):
                position = Span(
                    node.start.line + 1,
                    node.start.column + 1,
                    node.start.line + 1,
                    node.start.column + 1 + len(text),
                )
                edits.append(Edit(position, _quoted(text)))
    if edits:
        yield apply(source.text, edits)


def _split_items(node: Node, slot: Slot) -> Iterator[MapNode]:
    """Yield each mapping below *node* that is an item of a list of texts."""
    match node:
        case ListNode() if slot.item is not None:
            for item in node.items:
                if isinstance(item, MapNode) and slot.item.text and len(item.entries) == 1:
                    yield item
                else:
                    yield from _split_items(item, slot.item)
        case MapNode():
            for name, child in node.entries.items():
                below = slot.child(name)
                if below is not None:
                    yield from _split_items(child, below)
        case _:
            return


def _typographic_quotes(source: Source) -> Iterator[str]:
    """Yield the text with straight quotes for the typographic ones around whole values."""
    edits = [
        Edit(span, straight_quoted(inner))
        for span, written in _in_quotes(source)
        if (inner := without_quotes(written)) is not None
    ]
    if edits:
        yield apply(source.text, edits)


def _in_quotes(source: Source) -> Iterator[tuple[Span, str]]:
    """Yield where typographic quotes around whole values are reported, and those values."""
    for problem in _errors(source):
        if problem.code == "W306" and problem.span is not None:
            number, column, _, end = problem.span
            written = source.line(number)[column - 1 : end - 1].rstrip()
            yield Span(number, column, number, column + len(written)), written


def _words(source: Source) -> Iterator[str]:
    """Yield the text with words and ids spelt as the format or their definition spells them."""
    result, _ = _sites(source)
    edits = [edit for edit in _spelling_edits(source, result) if edit is not None]
    if edits:
        yield apply(source.text, edits)


def _spelling_edits(source: Source, all_sites: Sequence[Site]) -> Iterator[Edit | None]:
    defined: dict[str, dict[str, str]] = {"idea": {name: name for name in idea_ids()}}
    taken = {(site.defines, site.id) for site in all_sites if site.defines}
    for site in all_sites:
        if site.defines:
            scope = [normalize_word(part) for part in site.scope]
            whole = ".".join((*scope, normalize_word(site.text)))
            ids = defined.setdefault(site.defines, {})
            ids[whole] = "" if whole in ids else whole  # A duplicate is ambiguous.
    defined.setdefault("scene", {})[END] = END
    for site in all_sites:
        word = _corrected(site, defined, taken)
        if word is not None and word != site.text:
            yield replacing(site.node, source, word)


def _corrected(
    site: Site, defined: Mapping[str, Mapping[str, str]], taken: set[tuple[str, str]]
) -> str | None:
    """Return the word or id that *site* should have; None if it is valid or ambiguous."""
    if site.defines:
        own = normalize_word(site.text)
        clash = (site.defines, ".".join((*site.scope, own))) in taken
        return None if is_id(site.text) or clash or not is_id(own) else own
    if site.refers:
        ids = defined.get(site.refers, {})
        if site.text in ids.values():
            return None
        return ids.get(".".join(normalize_word(part) for part in site.text.split("."))) or None
    if not site.words or site.text in site.words:
        return None
    spelt: dict[str, list[str]] = {}
    for word in site.words:
        spelt.setdefault(normalize_word(word), []).append(word)
    spellings = spelt.get(normalize_word(site.text), [])
    return spellings[0] if len(spellings) == 1 else None


_CORRECTIONS = (
    _blanks,
    _tabs,
    _bullets,
    _colons,
    _quotes,
    _quoted_items,
    _typographic_quotes,
    _words,
)
"""Each yields candidates for the text of a file."""

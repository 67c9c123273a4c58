"""Diagnostics, completion, hover, definition and renaming for a file being edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from attrs import frozen

from game.author.lint.check import advise
from game.author.lsp.cursor import cursor_at
from game.author.rename import Kind, Renaming, rename
from game.content.diagnostics import Problem
from game.content.fences import unfenced
from game.content.kinds import FileKind, kind_of
from game.content.loader import idea_ids, read_campaign, read_scenario
from game.content.sites import Site, content_type, sites, tree_of
from game.content.slots import Slot, slot_of
from game.content.yaml.nodes import MapNode, Node, TextNode, at, span_of
from game.content.yaml.source import Source, Span
from game.core.enums import Pole, Skill
from game.core.failure import Failure, refused
from game.core.scenario import END


@frozen
class Completion:
    """A completion: the *word* to insert and a short description."""

    word: str
    about: str
    is_name: bool


@frozen
class Hover:
    """A hover *text* in Markdown for *span*."""

    span: Span
    text: str


def source_of(path: Path, text: str) -> Source:
    """Return the *text* of an editor as the source of the file at *path*."""
    return Source(str(path), unfenced(text.removeprefix("\ufeff").replace("\r\n", "\n")))


def problems(source: Source) -> tuple[Problem, ...]:
    """Return the problems that ``check`` reports for *source*, by the kind of its file."""
    path, kind = Path(source.name), kind_of(source)
    if kind is FileKind.SCHEMA:
        return ()
    if kind is FileKind.ROUTES:
        from game.author.lint.routes import read_routes

        return read_routes(path, source).problems
    if kind is FileKind.CAMPAIGN:
        from game.author.lint.check import advise_campaign
        from game.content.library import library_beside

        library = library_beside(path)
        advice = partial(advise_campaign, find=library.scenario)
        return read_campaign(source, library.entries.keys(), advice).problems
    return read_scenario(source, extra_check=advise).problems


@lru_cache(maxsize=8)
def _read(source: Source) -> tuple[tuple[Site, ...], Node | None]:
    root = tree_of(source).root
    return tuple(sites(content_type(source), root)), root


def _has_sites(source: Source) -> bool:
    """Return whether *source* is a scenario or a campaign."""
    return kind_of(source) in (FileKind.SCENARIO, FileKind.CAMPAIGN)


def site_at(source: Source, line: int, column: int) -> Site | None:
    """Return the site at *line* and *column*, both from 1; names and values are separate sites."""
    if not _has_sites(source):
        return None
    for site in _read(source)[0]:
        position = span_of(site.node)
        start, end = (position.line, position.column), (position.end_line, position.end_column)
        if start <= (line, column) <= end and (position.line == line or not site.words):
            return site
    return None


def completion(source: Source, line: int, column: int) -> list[Completion]:
    """Return the completions at *line* and *column*, both from 1."""
    cursor = cursor_at(source.text, line - 1, column - 1)
    if cursor is None or not _has_sites(source):
        return []
    result, root = _read(_without(source, line))
    slot = slot_of(content_type(source)).at(cursor.path)
    if slot is None:
        return []
    if cursor.is_name and (slot.allowed or slot.key_refers):
        # The index of a list item is unknown while the file is incomplete.
        is_known = root is not None and not any(isinstance(step, int) for step in cursor.path)
        group = at(root, *cursor.path) if is_known and root is not None else None
        given = {*cursor.given, *(group.entries if isinstance(group, MapNode) else ())}
        return [item for item in _names(slot, result) if item.word not in given]
    return list(_values(slot, result))


def _without(source: Source, line: int) -> Source:
    """Return *source* with *line* blank, because a line being typed may not parse."""
    lines = source.text.split("\n")
    lines[line - 1] = ""
    return Source(source.name, "\n".join(lines))


def _names(slot: Slot, all_sites: Iterable[Site]) -> Iterator[Completion]:
    for name in slot.allowed:
        below = slot.child(name)
        about = below.doc if below is not None and below.doc else slot.noun
        yield Completion(name, about, is_name=True)
    for name in _ids(slot.key_refers, all_sites):
        yield Completion(name, slot.key_refers, is_name=True)


def _values(slot: Slot, all_sites: Iterable[Site]) -> Iterator[Completion]:
    for word in slot.words:
        yield Completion(word, _about(word) or slot.noun, is_name=False)
    for name in _ids(slot.refers, all_sites):
        yield Completion(name, slot.refers, is_name=False)


def _ids(kind: str, all_sites: Iterable[Site]) -> Iterable[str]:
    """Return the ids of *kind* that can be referenced."""
    if kind == "idea":
        return sorted(idea_ids())
    defined = [site.id for site in all_sites if kind and site.defines == kind]
    return [*defined, END] if kind == "scene" else defined


def _about(word: str) -> str:
    if word in set(Skill):
        return "a skill that leads" if Skill(word).pole is Pole.LEAD else "a skill that manages"
    return ""


def hover(source: Source, line: int, column: int) -> Hover | None:
    """Return the hover at *line* and *column*, both from 1; None if there is nothing to show."""
    site = site_at(source, line, column)
    if site is None or site.is_prose:
        return None
    text = "\n\n".join(filter(None, _described(site, source)))
    return Hover(span_of(site.node), text) if text else None


def _described(site: Site, source: Source) -> Iterator[str]:
    slot = site.slot.child(site.text) if site.is_name else site.slot
    if site.is_name and not site.refers and not site.defines and slot is not None:
        yield slot.doc
        listed = slot.words or (slot.item.words if slot.item else ())
        if listed:
            yield f"One of {', '.join(f'`{word}`' for word in listed)}."
    elif site.words:
        yield _about(site.text) or site.slot.noun
    kind = site.refers or site.defines
    if kind == "idea":
        yield _idea(site.text)
    elif kind:
        yield f"**{kind}** `{site.id}`"
        yield _summary(kind, site.id, source)


def _idea(name: str) -> str:
    from game.content.handbook import handbook

    idea = handbook().get(name)
    return "" if idea is None else f"**{idea.title}**\n\n{idea.text}"


_SUMMARY: Mapping[str, tuple[str, ...]] = {
    "scene": ("title",),
    "choice": ("text",),
    "character": ("name", "role"),
}


def _summary(kind: str, name: str, source: Source) -> str:
    """Return a one-line summary of the *kind* with the id *name*; empty if undefined."""
    result, root = _read(source)
    defined = next((s for s in result if s.defines == kind and s.id == name), None)
    if defined is None or root is None:
        return ""
    node = at(root, *defined.path)
    entries = node.entries if isinstance(node, MapNode) else {}
    texts = [entries.get(entry) for entry in _SUMMARY.get(kind, ())]
    return ", ".join(" ".join(t.value.split()) for t in texts if isinstance(t, TextNode))


def definition(source: Source, line: int, column: int) -> Span | None:
    """Return the span of the definition of the id at *line* and *column*, both from 1."""
    site = site_at(source, line, column)
    if site is None or not (site.refers or site.defines):
        return None
    kind = site.refers or site.defines
    for other in _read(source)[0]:
        if other.defines == kind and other.id == site.id:
            return span_of(other.node)
    return None


def renamable(source: Source, line: int, column: int) -> Site | None:
    """Return the site of a renamable id at *line* and *column*, both from 1, or None."""
    site = site_at(source, line, column)
    return site if site and (site.refers or site.defines) in set(Kind) else None


def renamed(source: Source, line: int, column: int, new: str) -> Renaming | Failure:
    """Rename the id at *line* and *column*, both from 1, to *new*."""
    site = renamable(source, line, column)
    if site is None:
        return refused("nothing here can be renamed", "scenes, choices and characters can")
    return rename(source, Kind(site.refers or site.defines), site.id, new)

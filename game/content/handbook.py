"""The handbook: the ideas behind the game, read from its own file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import Factory, frozen

from game.content.decode import decode
from game.content.problems import Problem, render
from game.content.source import Source, Unreadable, read_bytes
from game.content.whole import read_whole
from game.core.model import entry


@frozen(kw_only=True)
class Idea:
    """One idea, in the game's own words."""

    id: str
    title: str = entry("What it is called.", limit=60, line=True)
    group: str = entry("The chapter it stands in.", limit=60, line=True)
    text: str = entry("The idea.", limit=3000)
    in_play: str | None = entry("How it shows in the game.", default=None, limit=1000)
    see: tuple[str, ...] = entry("Ideas nearby.", default=(), names="idea", most=12)


@frozen(kw_only=True)
class Handbook:
    """All ideas, by id, in the order of the handbook."""

    ideas: Mapping[str, Idea] = entry("The ideas, by id.", default=Factory(dict))


_PATH = Path(__file__).with_name("handbook.yaml")
_ID_LINE = re.compile(r"^  ([a-z0-9-]+):$", re.MULTILINE)


def read_handbook(source: Source) -> tuple[Handbook | None, tuple[Problem, ...]]:
    """Read the handbook that *source* holds; it is given exactly when no problem is an error."""
    book, _, report = read_whole(Handbook, source)
    return book, report.sorted()


@cache
def handbook() -> Mapping[str, Idea]:
    """
    Give every idea by its id, in the order of the handbook.

    The file is part of the game: a mistake in it is a bug, and raises ``RuntimeError``.
    """
    data = read_bytes(_PATH)
    if isinstance(data, Unreadable):
        raise RuntimeError(f"the game's own handbook: {data.why}: {_PATH}")
    source = decode(_PATH.name, data)
    if isinstance(source, Problem):
        raise RuntimeError(f"the game's own handbook: {source.message}: {_PATH}")
    book, problems = read_handbook(source)
    if book is None:
        raise RuntimeError(render(problems, source))
    return book.ideas


@cache
def ids() -> frozenset[str]:
    """
    Give the ids of all ideas.

    Every check needs them and nothing else of the book, so they are picked from its
    lines instead of reading 60 KB; a test holds them equal to what reading gives.
    """
    return frozenset(_ID_LINE.findall(_PATH.read_text(encoding="utf-8")))

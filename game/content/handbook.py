"""The handbook of ideas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import Factory, frozen

from game.content.decoding import Unread, open_text
from game.content.diagnostics import Problem, render
from game.content.loader import HANDBOOK_PATH, read_record
from game.content.yaml.source import Source
from game.core.scenario import entry


@frozen(kw_only=True)
class Idea:
    """One idea, in the game's own words."""

    id: str
    title: str = entry("What it is called.", limit=60, line=True)
    group: str = entry("The chapter it stands in.", limit=60, line=True)
    text: str = entry("The idea.", limit=3000)
    in_play: str | None = entry("How it shows in the game.", default=None, limit=1000)
    see: tuple[str, ...] = entry("Ideas nearby.", default=(), names="idea", maximum=12)


@frozen(kw_only=True)
class Handbook:
    """All ideas, by id, in the order of the handbook."""

    ideas: Mapping[str, Idea] = entry("The ideas, by id.", default=Factory(dict))


def read_handbook(source: Source) -> tuple[Handbook | None, tuple[Problem, ...]]:
    """Read the handbook in *source*; return None instead of it if any problem is an error."""
    book, _, report = read_record(Handbook, source)
    return book, report.sorted()


@cache
def handbook() -> Mapping[str, Idea]:
    """
    Return all ideas by id, in the order of the handbook.

    Raise RuntimeError if the file, which is part of the game, has an error.
    """
    source = open_text(HANDBOOK_PATH)
    if isinstance(source, Unread):
        raise RuntimeError(render(source.problems, source.source))
    book, problems = read_handbook(source)
    if book is None:
        raise RuntimeError(render(problems, source))
    return book.ideas

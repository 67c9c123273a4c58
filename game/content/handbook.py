"""The handbook: the ideas behind the game, read from its own file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import Factory, frozen

from game.content.decode import Unread, open_text
from game.content.ideas import PATH
from game.content.problems import Problem, render
from game.content.source import Source
from game.content.whole import read_whole
from game.core.scenario import entry


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
    source = open_text(PATH)
    if isinstance(source, Unread):
        raise RuntimeError(render(source.problems, source.source))
    book, problems = read_handbook(source)
    if book is None:
        raise RuntimeError(render(problems, source))
    return book.ideas

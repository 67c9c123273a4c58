"""Reads a scenario: from a file, or from a text, to the model and its problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path

from attrs import frozen

from game.content import semantics
from game.content.bind import Grammar
from game.content.binder import BAD, Binder, is_nothing
from game.content.compose import compose
from game.content.decode import Unread, check_characters, open_text
from game.content.forms import FORMS
from game.content.ideas import ids
from game.content.nodes import Node
from game.content.problems import Problem, Report
from game.content.source import Place, Source
from game.content.values import MOST_ID
from game.core.scenario import END, RETIRED, Scenario


@frozen
class Reading:
    """
    What came of reading *source*.

    *scenario* is given exactly when no problem is an error; *opened* is False when
    the file could not be read at all.
    """

    source: Source
    scenario: Scenario | None
    problems: tuple[Problem, ...]
    opened: bool = True


Further = Callable[[Scenario, Node], Iterable[Problem]]
"""Looks at a scenario that can be played, and at the tree it was read from."""


def read_file(
    path: Path, ideas: Collection[str] | None = None, further: Further | None = None
) -> Reading:
    """
    Read the scenario at *path*, which may lie in a pack.

    *ideas* are the handbook's ids, by default the game's. What *further* finds in a
    scenario without errors is told with the rest.
    """
    return read_opened(open_text(path), ideas, further)


def read_opened(
    source: Source | Unread, ideas: Collection[str] | None = None, further: Further | None = None
) -> Reading:
    """Like ``read_file``, from what opening the file gave."""
    if isinstance(source, Unread):
        return Reading(source.source, None, source.problems, source.opened)
    return read_scenario(source, ideas, further)


def read_scenario(
    source: Source, ideas: Collection[str] | None = None, further: Further | None = None
) -> Reading:
    """Like ``read_file``, from a text; the id is the name's last part (``file_id``)."""
    report = Report()
    scenario = _read(source, report, ideas, further)
    return Reading(source, None if report.has_errors else scenario, report.sorted())


def file_id(name: str) -> str:
    """Give the id of a file: its name without folder and ending, made fit for an id."""
    stem = re.split(r"[/\\]", name)[-1].rsplit(".", 1)[0].lower()
    return re.sub("[^a-z0-9]+", "-", stem).strip("-")[:MOST_ID].rstrip("-")


def _read(
    source: Source, report: Report, ideas: Collection[str] | None, further: Further | None
) -> Scenario | None:
    check_characters(source, report)
    if report.has_errors:
        return None
    tree = compose(source, report)
    if tree.root is None or is_nothing(tree.root):
        if not report.has_errors:
            report.add(Problem(code="E001", message="the file is empty", place=Place(1, 1, 1, 1)))
        return None
    binder = Binder(source, report, file_id(source.name), tree.root, tree.cut)
    if not binder.id:
        message = "the name of the file has no letter from a to z and no digit"
        report.add(Problem(code="E105", message=message, help="it is the id of the scenario"))
    scenario = _grammar().record(Scenario)(binder, tree.root)
    if any(reference.kind == "idea" for reference in binder.references):
        binder.defined["idea"] = dict.fromkeys(ids() if ideas is None else ideas)
    if "scene" in binder.defined:
        binder.defined["scene"][END] = None
    binder.resolve(tree.whole)
    semantics.check_cuts(binder, tree.root)
    if scenario is BAD or report.has_errors:
        return None
    semantics.check_scenario(binder, scenario, tree.root)
    if further is not None and not report.has_errors:
        for problem in further(scenario, tree.root):
            report.add(problem)
    return scenario  # type: ignore[no-any-return]


@cache
def _grammar() -> Grammar:
    return Grammar(forms=FORMS, checks=semantics.CHECKS, retired=RETIRED)

"""
Reading on after a mistake in the layout, so that one run tells them all.

The line of a mistake becomes a hole, and the text is read again. A line that
holds an entry keeps its name; any other is left blank, and what seems to be
missing around it is not asked about. Line numbers never move.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from game.content.nodes import HOLE, Tree
from game.content.problems import Problem, Report
from game.content.source import Source
from game.content.syntax import explain


MOST_MISTAKES = 10

_ENTRY = re.compile(r"(\s*(?:-\s+)*[\w-]+\s*:)(?:\s|$)")
_ITEM = re.compile(r"(\s*-)\s")

Attempt = Callable[[str, Report], Tree | Exception]
"""Reads a text to its end, telling a report; or gives the mistake it stopped at."""


def recover(
    source: Source, report: Report, error: Exception, found: Report, attempt: Attempt
) -> Tree:
    """
    Read *source* as far as it goes without its mistakes.

    The first *attempt* stopped with *error* and had *found* something before. Tells
    *report* one problem for each mistake, and what else is found on the way.
    """
    lines = list(source.lines)
    patched: set[int] = set()
    blank: set[int] = set()
    told: list[Problem] = []
    for _ in range(MOST_MISTAKES):
        problem = explain(Source(source.name, "\n".join(lines)), error)
        line = problem.place.line - 1 if problem.place else len(lines)
        if line >= len(lines) or line in blank:
            told = told or [problem]
            break
        better = _better(problem, found)
        if line not in patched and not (line - 1 in patched and _goes_on(better, told, lines)):
            told.append(better)
        mended = None if line in patched else _mended(line, lines)
        if mended is None:
            blank.add(line)
        lines[line] = mended or ""
        patched.add(line)
        found = Report()
        tree = attempt("\n".join(lines), found)
        if isinstance(tree, Tree):
            _tell(report, told, found)
            return Tree(tree.root, whole=False, cut=bool(blank))
        error = tree
    _tell(report, told, found)
    return Tree(None, whole=False)


def _mended(number: int, lines: list[str]) -> str | None:
    """Line *number* so that it can be read: its name with a hole, or without its tabs."""
    line = lines[number]
    match = _ENTRY.match(line) or _ITEM.match(line)
    if match is None:
        return None
    if "\t" not in match[1]:
        return f"{match[1]} {HOLE}"
    below = next((text for text in lines[number + 1 :] if text.strip()), "")
    opens = line.rstrip().endswith(":")
    indent = len(below) - len(below.lstrip()) - (2 if opens else 0)
    return " " * max(0, indent) + line.lstrip()


def _better(problem: Problem, found: Report) -> Problem:
    """What was *found* on the line of *problem* before it: the same mistake, better told."""
    assert problem.place is not None
    line = problem.place.line
    return next((p for p in found.found if p.place and p.place.line == line), problem)


def _goes_on(problem: Problem, told: list[Problem], lines: list[str]) -> bool:
    """Whether *problem* is the rest of the mistake on the line above: the same, or no entry."""
    assert problem.place is not None
    same = bool(told) and told[-1].message == problem.message
    return same or _ENTRY.match(lines[problem.place.line - 1]) is None


def _tell(report: Report, told: list[Problem], found: Report) -> None:
    known = {problem.place.line for problem in told if problem.place}
    for problem in told:
        report.add(problem)
    for problem in found.found:
        line = problem.place.line if problem.place else 0
        # Without the name above them entries seem to be given twice.
        if line not in known and not (problem.code == "E009" and line - 1 in known):
            report.add(problem)
    report.dropped += found.dropped

"""Read a text; if it is broken, read it again with its layout repaired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from game.content.diagnostics import Problem, Report
from game.content.repair.characters import clean
from game.content.yaml.source import Source, Span


if TYPE_CHECKING:
    from game.content.repair.layout import Repaired


T = TypeVar("T")

_LAYOUT = "E0"
_MISSING = ("E102", "E103")


def read_repaired(
    source: Source, kind: type, read: Callable[[Source, Report], T]
) -> tuple[T, Report]:
    """
    Return what *read* makes of *source*, whose root is read as *kind*, and all problems.

    A text with errors is read again after its layout was repaired, so that one mistake neither
    hides nor multiplies others. That reading counts unless it has more errors of layout.
    """
    cleaned, unclean = clean(source)
    first = Report()
    value = read(cleaned, first)
    if first.has_errors:
        from game.content.repair.layout import repair  # no sound file needs these
        from game.content.slots import slot_of

        repaired = repair(cleaned, slot_of(kind))
        if repaired.problems:
            second = Report()
            better = read(repaired.source, second)
            if _broken(second) <= _broken(first):
                unclean = (*unclean, *repaired.problems)
                moved = _moved(second.problems, repaired)
                return better, _report(unclean, moved, second.dropped)
    return value, _report(unclean, first.problems, first.dropped)


def _report(unclean: Sequence[Problem], problems: Sequence[Problem], dropped: int) -> Report:
    """Return all problems, except for values that are missing where *unclean* are."""
    report = Report(dropped=dropped)
    lines = {problem.span.line for problem in unclean if problem.span}
    for problem in unclean:
        report.add(problem)
    for problem in problems:
        follows = problem.code in _MISSING and problem.span and problem.span.line in lines
        if not follows:
            report.add(problem)
    return report


def _broken(report: Report) -> int:
    """Return the number of problems that keep parts of the text from being read."""
    return report.dropped + sum(problem.code.startswith(_LAYOUT) for problem in report.problems)


def _moved(problems: list[Problem], repaired: Repaired) -> list[Problem]:
    """Return *problems* with columns of the original text."""
    return [
        problem._replace(
            span=problem.span and _original(problem.span, repaired),
            second=problem.second
            and problem.second._replace(span=_original(problem.second.span, repaired)),
        )
        for problem in problems
    ]


def _original(span: Span, repaired: Repaired) -> Span:
    if not repaired.shifts:
        return span
    begin, end = (repaired.shifts.get(line - 1, 0) for line in (span.line, span.end_line))
    return Span(
        span.line,
        max(1, span.column - begin),
        span.end_line,
        max(1, span.end_column - end),
    )

"""
The problems of files in the formats that people and GitHub read; ``machine`` has the rest.

Nothing from a file or from its name gets out unchecked: control characters and
markup stay behind in every format.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.content.clean import safe
from game.content.problems import Problem, Severity, render, sentence
from game.content.reader import Reading


GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
GITHUB_SHOWS = 10
"""How many annotations of a kind GitHub shows for one step; it drops the rest in silence."""


def text(readings: Sequence[Reading]) -> str:
    """For people: every problem with its excerpt."""
    return "\n".join(render(r.problems, r.source) for r in readings if r.problems)


def line(readings: Sequence[Reading]) -> str:
    """One problem a line: ``file:line:column: severity[code]: message (help)``."""
    return "".join(
        f"{_where(reading, problem)}: {_sentence(problem)}\n"
        for reading in readings
        for problem in reading.problems
    )


def github(readings: Sequence[Reading]) -> str:
    """GitHub annotations, then the same as text: GitHub shows ten of a kind and drops the rest."""
    told = [(reading, problem) for reading in readings for problem in reading.problems]
    lines = []
    for severity in Severity:
        of_kind = [(r, p) for r, p in told if p.severity is severity]
        lines += [_annotation(r, p) for r, p in of_kind[:GITHUB_SHOWS]]
        if len(of_kind) > GITHUB_SHOWS:
            kind = f"{GITHUB[severity]}s"
            lines.append(
                f"first {GITHUB_SHOWS} of {len(of_kind)} {kind} marked; all follow as text"
            )
    return "".join(f"{one}\n" for one in lines) + text(readings)


def _annotation(reading: Reading, problem: Problem) -> str:
    place = problem.place
    given = {"file": safe(reading.source.name), "title": problem.code}
    if place is not None:
        given |= {
            "line": str(place.line),
            "col": str(place.column),
            "endLine": str(place.end_line),
            "endColumn": str(place.end_column),
        }
    properties = ",".join(f"{name}={_property(value)}" for name, value in given.items())
    return f"::{GITHUB[problem.severity]} {properties}::{_data(sentence(problem))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _where(reading: Reading, problem: Problem) -> str:
    name, place = safe(reading.source.name), problem.place
    return f"{name}:{place.line}:{place.column}" if place else f"{name}:1:1"


def _sentence(problem: Problem) -> str:
    return f"{problem.severity}[{problem.code}]: {sentence(problem)}"


Format = Callable[[Sequence[Reading]], str]


def format_of(name: str) -> Format:
    """The format called *name*; those for programs are imported when they are asked for."""
    if name in ("json", "sarif"):
        from game.author import machine

        return {"json": machine.as_json, "sarif": machine.sarif}[name]
    return {"text": text, "line": line, "github": github}[name]

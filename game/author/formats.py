"""
The problems of files in the formats that people and programs read.

Nothing from a file or from its name gets out unchecked: control characters and
markup stay behind in every format.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from game import __version__
from game.author.advice import ADVICE
from game.content.clean import safe
from game.content.problems import CODES, Problem, Severity, render
from game.content.reader import Reading
from game.content.source import Place


LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
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


def as_json(readings: Sequence[Reading]) -> str:
    """A JSON list of problems, each with its file and place; null where there is no place."""
    found = [
        {
            "file": safe(reading.source.name),
            "line": place.line if place else None,
            "column": place.column if place else None,
            "end_line": place.end_line if place else None,
            "end_column": place.end_column if place else None,
            "code": problem.code,
            "severity": problem.severity.value,
            "message": safe(problem.message),
            "help": None if problem.help is None else safe(problem.help),
        }
        for reading in readings
        for problem in reading.problems
        for place in [problem.place]
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def sarif(readings: Sequence[Reading]) -> str:
    """SARIF 2.1.0, for code scanning."""
    meanings = {**CODES, **ADVICE}
    rules = list(meanings)
    results = [
        _result(reading, problem, rules) for reading in readings for problem in reading.problems
    ]
    driver = {
        "name": "two-hats",
        "version": __version__,
        "rules": [{"id": code, "shortDescription": {"text": meanings[code]}} for code in rules],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(reading: Reading, problem: Problem, rules: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rules.index(problem.code),
        "level": LEVELS[problem.severity],
        "message": {"text": _message(problem)},
        "locations": [{"physicalLocation": _physical(reading, problem.place)}],
    }
    if problem.second is not None:
        result["relatedLocations"] = [
            {
                "id": 1,
                "message": {"text": safe(problem.second.text)},
                "physicalLocation": _physical(reading, problem.second.place),
            }
        ]
    return result


def _physical(reading: Reading, place: Place | None) -> dict[str, Any]:
    path = PurePath(reading.source.name)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if place is not None:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    return physical


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
    return f"::{GITHUB[problem.severity]} {properties}::{_data(_message(problem))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _where(reading: Reading, problem: Problem) -> str:
    name, place = safe(reading.source.name), problem.place
    return f"{name}:{place.line}:{place.column}" if place else f"{name}:1:1"


def _sentence(problem: Problem) -> str:
    return f"{problem.severity}[{problem.code}]: {_message(problem)}"


def _message(problem: Problem) -> str:
    return safe(problem.message + (f" ({problem.help})" if problem.help else ""))


FORMATS: Mapping[str, Callable[[Sequence[Reading]], str]] = {
    "text": text,
    "line": line,
    "json": as_json,
    "sarif": sarif,
    "github": github,
}

"""Problems as text, GitHub annotations, JSON and SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from game import __version__
from game.author.lint.check import ADVICE
from game.content.diagnostics import CODES, Problem, Severity, render, sentence
from game.content.loader import Reading
from game.content.sanitize import safe
from game.content.yaml.source import Span


LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def as_json(readings: Sequence[Reading]) -> str:
    """Return a JSON list of problems with file and position; null if there is none."""
    import json

    result = [
        {
            "file": safe(reading.source.name),
            "line": position.line if position else None,
            "column": position.column if position else None,
            "end_line": position.end_line if position else None,
            "end_column": position.end_column if position else None,
            "code": problem.code,
            "severity": problem.severity.value,
            "message": safe(problem.message),
            "expected": None if problem.expected is None else safe(problem.expected),
            "help": None if problem.help is None else safe(problem.help),
        }
        for reading in readings
        for problem in reading.problems
        for position in [problem.span]
    ]
    return json.dumps(result, ensure_ascii=False, indent=2) + "\n"


def sarif(readings: Sequence[Reading]) -> str:
    """Return SARIF 2.1.0, for code scanning."""
    import json

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
        "message": {"text": sentence(problem)},
        "locations": [{"physicalLocation": _physical(reading, problem.span)}],
    }
    if problem.second is not None:
        result["relatedLocations"] = [
            {
                "id": 1,
                "message": {"text": safe(problem.second.text)},
                "physicalLocation": _physical(reading, problem.second.span),
            }
        ]
    return result


def _physical(reading: Reading, span: Span | None) -> dict[str, Any]:
    path = PurePath(reading.source.name)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if span is not None:
        physical["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return physical


GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
MAX_ANNOTATIONS = 10
"""Maximum annotations of a kind per step; GitHub drops the rest silently."""


def text(readings: Sequence[Reading]) -> str:
    """Return every problem with its excerpt."""
    return "\n".join(render(r.problems, r.source) for r in readings if r.problems)


def line(readings: Sequence[Reading]) -> str:
    """Return one problem per line: ``file:line:column: severity[code]: message (help)``."""
    return "".join(
        f"{_where(reading, problem)}: {_sentence(problem)}\n"
        for reading in readings
        for problem in reading.problems
    )


MAX_PLACES = 6
"""The maximum number of places listed for one kind of problem."""


def summary(readings: Sequence[Reading]) -> str:
    """Return a line for each kind of problem of each file: how many, what, and where."""
    meanings = {**CODES, **ADVICE}
    result = []
    for reading in readings:
        kinds: dict[tuple[str, str], list[Problem]] = {}
        for problem in reading.problems:
            meaning = problem.group or meanings[problem.code]
            kinds.setdefault((problem.code, meaning), []).append(problem)
        if kinds:
            result.append(f"{safe(reading.source.name)}\n")
        for (code, meaning), problems in sorted(kinds.items(), key=_worst_first):
            if len(problems) == 1:
                what = sentence(problems[0])
            else:
                what = f"{meaning} ({_messages(problems)})"
            places = [str(p.span.line) for p in problems if p.span is not None]
            listed = ", ".join(places[:MAX_PLACES]) + (", …" if len(places) > MAX_PLACES else "")
            where = f"; line {listed}" if places else ""
            result.append(f"  {len(problems):>3}  {code}  {what}{where}\n")
    return "".join(result)


def _worst_first(item: tuple[tuple[str, str], list[Problem]]) -> tuple[int, int, str]:
    (code, _), problems = item
    return list(Severity).index(problems[0].severity), -len(problems), code


def _messages(problems: Sequence[Problem]) -> str:
    """Return the help that all *problems* share, or else the message of the first."""
    helps = {problem.help for problem in problems}
    shared = helps.pop() if len(helps) == 1 else None
    return safe(shared or f"first: {problems[0].message}")


def github(readings: Sequence[Reading]) -> str:
    """Return GitHub annotations, then all problems as text."""
    message = [(reading, problem) for reading in readings for problem in reading.problems]
    lines = []
    for severity in Severity:
        of_kind = [(r, p) for r, p in message if p.severity is severity]
        lines += [_annotation(r, p) for r, p in of_kind[:MAX_ANNOTATIONS]]
        if len(of_kind) > MAX_ANNOTATIONS:
            kind = f"{GITHUB[severity]}s"
            lines.append(
                f"first {MAX_ANNOTATIONS} of {len(of_kind)} {kind} marked; all follow as text"
            )
    return "".join(f"{item}\n" for item in lines) + text(readings)


def _annotation(reading: Reading, problem: Problem) -> str:
    position = problem.span
    fields = {"file": safe(reading.source.name), "title": problem.code}
    if position is not None:
        fields |= {
            "line": str(position.line),
            "col": str(position.column),
            "endLine": str(position.end_line),
            "endColumn": str(position.end_column),
        }
    properties = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    return f"::{GITHUB[problem.severity]} {properties}::{_data(sentence(problem))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _where(reading: Reading, problem: Problem) -> str:
    name, position = safe(reading.source.name), problem.span
    return f"{name}:{position.line}:{position.column}" if position else f"{name}:1:1"


def _sentence(problem: Problem) -> str:
    return f"{problem.severity}[{problem.code}]: {sentence(problem)}"


Format = Callable[[Sequence[Reading]], str]


def format_of(name: str) -> Format:
    """Return the format called *name*."""
    if name in ("json", "sarif"):
        return {"json": as_json, "sarif": sarif}[name]
    return {"text": text, "line": line, "github": github}[name]

"""The problems of files as JSON and as SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from game import __version__
from game.author.advice import ADVICE
from game.content.clean import safe
from game.content.problems import CODES, Problem, Severity, sentence
from game.content.reader import Reading
from game.content.source import Place


LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


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
        "message": {"text": sentence(problem)},
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

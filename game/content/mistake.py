"""Where the layout of a text stopped making sense, and the lines around."""

from __future__ import annotations

import yaml
from attrs import frozen

from game.content.problems import Label, Problem
from game.content.source import Place, Source


@frozen
class Mistake:
    """Where the parser gave up (*line* and *column* from 0), why, and what it was reading."""

    source: Source
    why: str
    line: int
    column: int
    context: str
    context_line: int
    context_column: int

    def text(self, line: int) -> str:
        """The line *line*, counted from 0."""
        return self.source.line(line + 1)

    def above(self, line: int) -> int | None:
        """The nearest line above *line* that is neither blank nor a comment."""
        for number in range(line - 1, -1, -1):
            text = self.text(number).strip()
            if text and not text.startswith("#"):
                return number
        return None

    def told(
        self,
        line: int,
        column: int,
        length: int,
        message: str,
        told: str,
        second: Label | None = None,
    ) -> Problem:
        """The problem at *line* and *column*, with *told* as its help."""
        place = Place(line + 1, column + 1, line + 1, column + 1 + length)
        return Problem(code="E008", message=message, place=place, help=told, second=second)

    @classmethod
    def of(cls, source: Source, error: Exception) -> Mistake | None:
        """What is known from the *error* that the parser raised; None without a place."""
        if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
            return None
        mark, start = error.problem_mark, error.context_mark or error.problem_mark
        return cls(
            source,
            error.problem or "",
            mark.line,
            mark.column,
            error.context or "",
            start.line,
            start.column,
        )


def indent(text: str) -> int:
    """How many spaces *text* begins with."""
    return len(text) - len(text.lstrip(" "))

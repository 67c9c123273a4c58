"""Advice on scenarios and campaigns: findings with their position in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from game.core.scenario import Scenario


class Finding(NamedTuple):
    """
    Advice on the node at *path* (names and numbers from the top of the file).

    *group* says in the plural what it shares with others of its code, for a summary.
    """

    code: str
    path: tuple[str | int, ...]
    message: str
    help: str
    group: str | None = None


Check = Callable[[Scenario], Iterator[Finding]]
"""Yield findings on one aspect of a scenario."""


def is_english(scenario: Scenario) -> bool:
    """Return whether *scenario* is in English, for which words and grades can be counted."""
    return scenario.language.casefold().split("-")[0] == "en"

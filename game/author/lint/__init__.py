"""Advice on scenarios and campaigns: a finding, and where in the file it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from game.core.scenario import Scenario


@frozen(kw_only=True)
class Finding:
    """Advice on what stands at *path* (names and numbers from the top of the file)."""

    code: str
    path: tuple[str | int, ...]
    message: str
    help: str


Check = Callable[[Scenario], Iterator[Finding]]
"""Looks at one side of a scenario's quality."""


def is_english(scenario: Scenario) -> bool:
    """Whether *scenario* is in English, whose words and grades can be counted."""
    return scenario.language.casefold().split("-")[0] == "en"

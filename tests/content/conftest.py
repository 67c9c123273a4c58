"""A small scenario without a fault, and how these tests read a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.content.loader import Reading, read_opened, read_scenario
from game.content.yaml.source import Source


IDEAS = frozenset(("rule-context-decides", "rule-switch", "claim-complementary"))

Read = Callable[[str], Reading]


@pytest.fixture(scope="session")
def good() -> str:
    """The text of a scenario that uses every part of the format and has no fault."""
    return Path(__file__).with_name("good.yaml").read_text("utf-8")


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a text as the file smoke.yaml, with a handbook of three ideas."""
    return lambda text: read_scenario(Source("smoke.yaml", text), IDEAS)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are parsed."""
    names: list[str] = []

    def counted(source: object) -> object:
        names.append(Path(getattr(source, "name", "")).name)
        return read_opened(source)  # type: ignore[arg-type]

    monkeypatch.setattr("game.content.loader.read_opened", counted)
    return names

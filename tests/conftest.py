"""Options of the whole test run."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings


# Else each process of the run, and each one that a test starts, would compile all it loads.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Else an assertion that fails in a module that tests share does not show its values.
for entry in Path(__file__).parent.iterdir():
    pytest.register_assert_rewrite(f"tests.{entry.stem}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--full``: the long tests at full length; CONTRIBUTING.md lists them."""
    parser.addoption("--full", action="store_true", help="run the long tests at full length")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return two workers a core: games, servers and browsers wait more than they compute."""
    return 2 * (os.cpu_count() or 1)


def pytest_configure(config: pytest.Config) -> None:
    """Let a property be tried on 10 examples, unless its test says otherwise; 100 in full."""
    examples = 100 if config.getoption("full") else 10
    # A slow machine is no failure.
    settings.register_profile("two-hats", max_examples=examples, deadline=None)
    settings.load_profile("two-hats")


def pytest_collection_finish() -> None:
    """Keep the garbage collector from searching thousands of tests for rubbish in each of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[None]:
    """Run Chromium from the first test of a process that needs it to the end."""
    from tests.server.browser import running

    async with running():
        yield

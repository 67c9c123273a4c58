"""Options of the whole test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--full``: 20,000 random events, and 5,000 runs of a scenario, instead of samples."""
    parser.addoption("--full", action="store_true", help="run the long tests at full length")

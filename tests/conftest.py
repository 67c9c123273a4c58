"""Options of the whole test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--full``: 20,000 events by chance instead of a sample."""
    parser.addoption("--full", action="store_true", help="run the long tests at full length")

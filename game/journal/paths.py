"""Paths of the player's files."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """Return the folder of the player's files; ``TWO_HATS_DATA`` overrides it."""
    named = os.environ.get("TWO_HATS_DATA")
    if named:
        return Path(os.path.expanduser(named))
    return user_data_path("two-hats", appauthor=False)


def journal_path() -> Path:
    """Return the path of the journal."""
    return data_folder() / "journal.sqlite3"


def existing_journal() -> Path | None:
    """Return the path of the journal if it exists."""
    path = journal_path()
    try:
        path.stat()
    except FileNotFoundError:
        return None
    except OSError:  # opening the journal reports the error
        pass
    return path


def scenario_folder() -> Path:
    """Return the folder of the player's own scenarios."""
    return data_folder() / "scenarios"


def private(path: str, flags: int) -> int:
    """An ``opener`` for ``open`` that creates files readable by their owner only."""
    return os.open(path, flags, 0o600)

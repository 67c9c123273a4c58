"""Paths of the player's own files."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """The folder of the player's own files; ``TWO_HATS_DATA`` names another."""
    named = os.environ.get("TWO_HATS_DATA")
    if named:
        return Path(os.path.expanduser(named))
    return user_data_path("two-hats", appauthor=False)


def journal_path() -> Path:
    """The file of the journal."""
    return data_folder() / "journal.sqlite3"


def journal_there() -> Path | None:
    """The file of the journal to look something up in; None while nothing is kept."""
    path = journal_path()
    try:
        path.stat()
    except FileNotFoundError:
        return None
    except OSError:  # the journal itself says best what is wrong there
        pass
    return path


def scenario_folder() -> Path:
    """The folder in which the player keeps scenarios of their own."""
    return data_folder() / "scenarios"


def private(path: str, flags: int) -> int:
    """Open *path* for ``open``, as its *opener*; a new file is readable for its owner alone."""
    return os.open(path, flags, 0o600)

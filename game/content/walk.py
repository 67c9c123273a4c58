"""List the files below a folder, up to a limit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from game.content.sanitize import quoted


MAX_ENTRIES = 20_000
"""Maximum number of files and folders searched; a library has some hundred."""


class TooLarge(NamedTuple):
    """Why a folder is not searched, and how to proceed."""

    message: str
    help: str = "name the folder that holds the scenarios"


def files_in(folder: Path) -> list[Path] | TooLarge:
    """
    Return the sorted paths of all files below *folder*, except hidden ones.

    Links to folders are not followed. The root of a file system is refused.
    """
    shown = quoted(str(folder), 200)
    resolved = folder.resolve()
    if resolved == resolved.parent:
        return TooLarge(f"{shown} is a whole file system, not a folder of scenarios")
    result: list[Path] = []
    entries = 0
    for current, folders, files in os.walk(folder):
        entries += len(folders) + len(files)
        if entries > MAX_ENTRIES:
            return TooLarge(f"{shown} holds more than {MAX_ENTRIES:,} files and folders")
        folders[:] = [name for name in folders if not name.startswith(".")]
        result += [Path(current, name) for name in files if not name.startswith(".")]
    return sorted(result)

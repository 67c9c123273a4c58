"""Values made once in a test run, also when several processes share it."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """
    Return the folder *name* of this run, which *make* fills in the first process that asks.

    The others wait for it. A failed *make* is tried again by the next one that asks.
    """
    base = factory.getbasetemp()
    if base.name.startswith("popen-"):  # the folder of one process of pytest-xdist
        base = base.parent
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder, complete = base / name, base / f"{name}.complete"
        if not complete.exists():
            rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            complete.touch()
    return folder

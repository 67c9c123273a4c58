"""Values made once in a test run, also when several processes share it; programs that end."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any

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


@contextmanager
def started(
    command: Sequence[str | os.PathLike[str]], **options: Any
) -> Iterator[subprocess.Popen[Any]]:
    """Run *command* like ``Popen``; on exit kill it, since ``Popen`` would wait without a limit."""
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.kill()

"""Values made once in a test run, also when several processes share it; waits that end."""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep
from typing import Any

import pytest


PATIENCE = 20.0
"""Seconds after which what is waited for counts as missing."""


@contextmanager
def full(journal: Any) -> Iterator[None]:
    """Let *journal* take no write, as on a full disk."""
    journal._connection.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        journal._connection.execute("PRAGMA query_only = OFF")


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


async def until(holds: Callable[[], object]) -> None:
    """Give way to everything else until *holds*; raise TimeoutError after ``PATIENCE``."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


def is_held_up(entry: Path) -> bool:
    """
    Return whether the process or thread of *entry* in /proc comes to wait for a pipe in time.

    ``wchan`` names what it waits in; return True on a system without that.
    """
    waiting, end = entry / "wchan", monotonic() + PATIENCE
    while waiting.exists() and not re.search("pipe|poll|select", waiting.read_text()):
        if monotonic() > end:
            return False
        sleep(0.001)
    return True


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

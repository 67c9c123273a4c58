"""
A file that seems damaged: proven so, read as far as it goes, and kept beside a new one.

An error of the disk is no damage. The bytes are copied first, which fails on a disk
that cannot read them, and SQLite's full check of the copy decides. Nothing is renamed
while another program has the file open.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from game.journal.database import (
    InUseError,
    SuspectFileError,
    check_schema,
    in_memory,
    new_file,
)
from game.journal.errors import is_damage
from game.journal.salvage import Salvaged, salvage


try:
    import fcntl
except ImportError:  # Windows renames nothing that is open
    fcntl = None  # type: ignore[assignment]

LOCK_BYTES = (0x40000000, 512)
"""Where SQLite locks a file, and how many bytes; every open journal holds some of them."""
AGAIN = 0.05
"""Seconds between two attempts to get a lock."""


def replace(path: Path, patience: float) -> str | None:
    """
    Keep the damaged file at *path* aside and put what can be read of it in its place.

    A sentence on what was done; None when the file proves to be sound. Raises
    ``InUseError`` when another program does not let go of it within *patience* seconds,
    and ``OSError`` when it cannot be read or renamed.
    """
    with _alone(path, patience) as file, _copied(path, file) as copy:
        if not is_damaged(copy):
            return None
        found = salvage(copy)
        with closing(found.connection), new_file(path) as draft:
            with closing(sqlite3.connect(draft)) as target:
                found.connection.backup(target)
            if fcntl is None:
                file.close()
            aside = _keep_aside(path)
    return _report(found, aside)


def look_at(path: Path) -> sqlite3.Connection:
    """What can be read of the damaged file at *path*, which stays as it is."""
    try:
        with path.open("rb") as file, _copied(path, file) as copy:
            return salvage(copy).connection
    except OSError:
        return in_memory()


def is_damaged(copy: Path) -> bool:
    """Whether the file at *copy*, which nobody else has, is damaged for certain."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.text_factory = lambda raw: raw.decode(errors="replace")
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != ("ok",):
                return True
            check_schema(connection)
    except (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError) as error:
        if isinstance(error, SuspectFileError) or is_damage(error):
            return True
        raise
    return False


@contextmanager
def _alone(path: Path, patience: float) -> Iterator[BinaryIO]:
    """The file at *path*, open in no other program, which has to wait meanwhile."""
    end = monotonic() + patience
    with path.open("r+b") as file:
        while fcntl is not None:
            try:
                start, length = LOCK_BYTES
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
                break
            except OSError as error:
                if monotonic() > end:
                    raise InUseError from error
                sleep(AGAIN)
        yield file


@contextmanager
def _copied(path: Path, file: BinaryIO) -> Iterator[Path]:
    """A private copy of *file* from *path* with its log; read through *file* to keep its lock."""
    with tempfile.TemporaryDirectory(prefix="two-hats-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        with copy.open("wb") as target:
            shutil.copyfileobj(file, target)
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}-wal", f"{copy}-wal")
        yield copy


def _keep_aside(path: Path) -> Path:
    """Give the file at *path* a second name, and its log that name alone."""
    aside = next(
        name
        for number in count(1)
        if not (name := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists()
    )
    try:
        os.link(path, aside)
    except OSError:  # not every disk has second names
        path.rename(aside)
    for companion in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{companion}").rename(f"{aside}{companion}")
    return aside


def _report(found: Salvaged, aside: Path) -> str:
    if not found.total:
        return (
            f"The journal was damaged, and nothing could be read from it. It is kept as {aside}, "
            "and a new one is begun."
        )
    return (
        f"The journal was damaged. {found.summary} could be read from it, and stand in a new one; "
        f"the damaged file is kept as {aside}."
    )

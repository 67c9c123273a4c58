"""A cache of parsed scenarios, since parsing YAML takes most of the time of reading them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from time import time

from game import __version__
from game.content import private_files, values
from game.content.sanitize import quoted
from game.content.yaml.source import MAX_BYTES, read_bytes
from game.core.failure import Failure
from game.core.scenario import Scenario


GAME = Path(__file__).resolve().parents[1]

DAY = 24 * 60 * 60
KEPT = 30 * DAY
"""Seconds after its last use until a file is deleted."""

_NAME = re.compile(r"[0-9a-f]{32}|\.[0-9a-f]{32}\.\w+")
"""The names of files, and of drafts that were left."""


class ScenarioCache:
    """
    Scenarios that were parsed, one file each in *folder*, by the address of their source.

    A file holds a scenario as JSON after a digest of that, of its source and of the game's
    modules; a file with another digest is ignored. The digest is no secret: it protects against
    damage, not against someone who writes files there. Any file may be deleted.
    """

    def __init__(self, folder: Path, *, creates: bool = True) -> None:
        """Unless it *creates* the folder, nothing is stored where that is missing."""
        self.folder = folder
        self._creates = creates

    def find(self, address: str, source: bytes) -> Scenario | None:
        """Return the scenario at *address* if its content is *source* and it is stored."""
        path = self._path(address)
        stored = read_bytes(path, 4 * MAX_BYTES)
        _expire(self.folder)
        if not isinstance(stored, bytes):
            return None
        head, _, body = stored.partition(b"\n")
        scenario = None
        with suppress(OSError, ValueError):
            if head == _digest(source, body):
                scenario = values.loads(Scenario, body.decode())
        if scenario is not None:
            with suppress(OSError):
                if abs(path.stat().st_mtime - time()) > DAY:
                    os.utime(path)
        return scenario

    def add(self, address: str, source: bytes, scenario: Scenario) -> None:
        """
        Store the *scenario* at *address* that was parsed from *source*, if it can be written.

        The folder above must exist.
        """
        with suppress(OSError):
            if self._creates:
                with suppress(FileExistsError):
                    self.folder.mkdir(mode=0o700)
            body = values.dumps(scenario).encode()
            private_files.replace(self._path(address), _digest(source, body) + b"\n" + body)

    def clear(self) -> Failure | None:
        """Delete all files; return a failure if one is left."""
        left = None
        try:
            for entry in _files(self.folder):
                try:
                    Path(entry).unlink(missing_ok=True)  # another process may delete it as well
                except OSError as error:
                    left = error
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            left = error
        if left is not None:
            folder = quoted(str(self.folder), 200)
            message = f"files in {folder} cannot be deleted: {left.strerror}"
            return Failure(code="not-cleared", message=message)
        with suppress(OSError):  # something else is in there, or it is a link
            self.folder.rmdir()
        return None

    def _path(self, address: str) -> Path:
        return self.folder / blake2b(address.encode(), digest_size=16).hexdigest()


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if _NAME.fullmatch(entry.name))


@cache
def _expire(folder: Path) -> None:
    """Delete the files that were not used for long, once in a process."""
    with suppress(OSError):
        for entry in _files(folder):
            with suppress(OSError):
                if abs(entry.stat(follow_symlinks=False).st_mtime - time()) > KEPT:
                    os.unlink(entry)


def _digest(source: bytes, body: bytes) -> bytes:
    digest = blake2b(_identity(), digest_size=32)
    for part in (source, body):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest().encode()


@cache
def _identity() -> bytes:
    """
    Return what identifies the modules and data that scenarios are read with.

    Raise ``OSError`` if one of them cannot be examined, or there are none, as in an archive.
    """
    files = []
    for package in ("content", "core"):
        for folder, folders, names in os.walk(GAME / package, onerror=_raise):
            folders[:] = sorted(set(folders) - {"__pycache__"})
            for name in sorted(names):
                if name.endswith((".py", ".pyc", ".yaml")):
                    path = os.path.join(folder, name)
                    found = os.stat(path)
                    files.append(f"{path!r} {found.st_size} {found.st_mtime_ns}")
    return "\n".join([__version__, sys.version, *files]).encode(errors="backslashreplace")


def _raise(error: OSError) -> None:
    raise error

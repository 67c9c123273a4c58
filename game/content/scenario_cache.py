"""A cache of parsed scenarios, since parsing YAML takes most of the time of reading them."""

from __future__ import annotations

import os
import pickle
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any

from attrs import frozen, has

from game import __version__
from game.core import enums, scenario
from game.core.scenario import Scenario


GAME = Path(__file__).resolve().parents[1]
_DIGEST = 32
"""The size of a digest, in bytes."""


@frozen
class ScenarioCache:
    """
    Scenarios that were parsed, one file each in *folder*, by the address of their source.

    A file holds a digest and a compressed pickle. The digest covers the source, the pickle and the
    modules that parse; a file with another digest is ignored. Any file may be deleted.
    """

    folder: Path

    def find(self, address: str, source: bytes) -> Scenario | None:
        """Return the scenario at *address* if it was parsed from *source*, its id and content."""
        try:
            stored = self._file(address).read_bytes()
        except OSError:
            return None
        digest, packed = stored[:_DIGEST], stored[_DIGEST:]
        return _load(packed) if digest == _digest(source, packed) else None

    def add(self, address: str, source: bytes, parsed: Scenario) -> None:
        """Store the scenario at *address*, *parsed* from *source*, if it can be written."""
        packed = zlib.compress(pickle.dumps(parsed, protocol=5), level=1)
        file = self._file(address)
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        with suppress(OSError):
            with suppress(FileExistsError):
                self.folder.mkdir(mode=0o700)
            try:
                with open(draft, "wb", opener=_private) as opened:
                    opened.write(_digest(source, packed) + packed)
                draft.replace(file)
            finally:
                draft.unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete all files, as far as possible: they show which scenarios were opened."""
        from shutil import rmtree

        rmtree(self.folder, ignore_errors=True)

    def _file(self, address: str) -> Path:
        return self.folder / blake2b(address.encode(), digest_size=16).hexdigest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class _Unpickler(pickle.Unpickler):
    """Build values of scenarios only: a pickle can name any function otherwise."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the class *name* of a scenario's values; raise UnpicklingError for any other."""
        for allowed in (scenario, enums):
            if module == allowed.__name__:
                found = getattr(allowed, name, None)
                if isinstance(found, type) and (has(found) or issubclass(found, Enum)):
                    return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a scenario")


def _load(packed: bytes) -> Scenario | None:
    try:
        loaded = _Unpickler(BytesIO(zlib.decompress(packed))).load()
    except Exception:  # a forged pickle can raise any
        return None
    return loaded if isinstance(loaded, Scenario) else None


def _digest(source: bytes, packed: bytes) -> bytes:
    digest = blake2b(_parser(), digest_size=_DIGEST)
    for part in (source, packed):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


@cache
def _parser() -> bytes:
    """Return what identifies the modules and data that scenarios are parsed with."""
    files = sorted(
        f"{entry.path} {entry.stat().st_size} {entry.stat().st_mtime_ns}"
        for folder in ("content", "core")
        for entry in _files(GAME / folder)
    )
    return "\n".join([__version__, sys.version, *files]).encode()


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(Path(entry.path))
            elif not entry.name.endswith(".pyc"):
                yield entry

"""A file of synopses, so that a list of many scenarios need not parse all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from attrs import asdict

from game import __version__
from game.content import private_files
from game.core.synopsis import Synopsis


FORMAT = 1
"""Version of what is kept; increase it when reading or deriving it changes."""


class Known(NamedTuple):
    """The *edition* of a file, and its *synopsis*; None if it has errors."""

    edition: str
    synopsis: Synopsis | None


class Synopses:
    """
    What is kept of scenario files in the file at *path*, by a key of their content.

    Its first line is that of this version of the game with a checksum of the rest; any other
    file counts as empty. It holds only what is in the scenario files, so it may be deleted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _read(path)
        self._now: dict[str, Known] = {}

    def find(self, key: str) -> Known | None:
        """Return what is kept of the content with this *key*; None if nothing is."""
        if key in self._before:
            self._now[key] = self._before[key]
        return self._now.get(key)

    def add(self, key: str, edition: str, synopsis: Synopsis | None) -> None:
        """Keep what was read from the content with this *key*, once it is saved."""
        self._now[key] = Known(edition, synopsis)

    def save(self) -> None:
        """Replace the file by what was found and added, if that differs and can be written."""
        if self._now.keys() == self._before.keys():
            return
        kept = {
            key: (edition, None if synopsis is None else asdict(synopsis, recurse=False))
            for key, (edition, synopsis) in self._now.items()
        }
        body = json.dumps(kept)
        with suppress(OSError):
            private_files.replace(self._path, f"{_head(body)}\n{body}".encode())
        self._before = dict(self._now)


def _read(path: Path) -> Mapping[str, Known]:
    if not path.is_file():  # a pipe would never end
        return {}
    try:
        head, _, body = path.read_text(encoding="utf-8").partition("\n")
        kept = json.loads(body) if head == _head(body) else {}
        return {
            key: Known(edition, None if synopsis is None else Synopsis(**synopsis))
            for key, (edition, synopsis) in kept.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _head(body: str) -> str:
    return f"{FORMAT} {__version__} {blake2b(body.encode(), digest_size=16).hexdigest()}"

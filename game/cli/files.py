"""Files that a command writes: whole, or as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """
    A file to fill, readable by its owner alone, which then takes the place of *path*.

    Where *path* is a device or a pipe it is written itself. Raises ``OSError``; the file
    that was there is then as it was.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    target = Path(os.path.realpath(path))
    number, name = tempfile.mkstemp(prefix=f".{target.name[:64]}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise

"""Files that only their owner can read, replaced as a whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_file(path: Path, *, is_synced: bool = True) -> Iterator[Path]:
    """
    Yield an empty private draft to fill; when complete it replaces *path*, or nothing changes.

    Unless *is_synced* is false it is on the disk before. Raise ``OSError``, which names *path*.
    """
    from tempfile import mkstemp  # slow to import

    prefix, draft = f".{path.name[:40]}.", None
    try:
        handle, name = mkstemp(prefix=prefix, dir=path.parent)
        draft = Path(name)
        with os.fdopen(handle, "rb+") as file:
            yield draft
            if is_synced:
                os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        if os.path.basename(str(error.filename)).startswith(prefix):
            error.filename, error.filename2 = str(path), None
        raise
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def replace(path: Path, content: bytes) -> None:
    """Replace *path*, whose loss does no harm, by *content*; raise ``OSError``."""
    with new_file(path, is_synced=False) as draft:
        draft.write_bytes(content)

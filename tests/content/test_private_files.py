"""Files that only their owner can read are replaced as a whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game.content import private_files


def test_a_file_is_replaced(tmp_path: Path) -> None:
    """The new file is private, whatever the old one was; no draft is left."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o644)
    private_files.replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("leave", [os.mkfifo, Path.touch, lambda draft: draft.symlink_to("other")])
def test_a_draft_that_was_left(tmp_path: Path, leave: Callable[[Path], None]) -> None:
    """What lies in place of the draft is neither opened nor followed."""
    path = tmp_path / "file"
    leave(tmp_path / f".file.{os.getpid()}")
    private_files.replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert not path.is_symlink()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    """An error leaves no draft."""
    path = tmp_path / "file"
    (path / "inner").mkdir(parents=True)
    with pytest.raises(OSError, match="file"):
        private_files.replace(path, b"new")
    assert list(tmp_path.iterdir()) == [path]

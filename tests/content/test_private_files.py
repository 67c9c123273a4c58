"""Files that only their owner can read are replaced as a whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from game.content import private_files
from tests.nobody import not_root


def test_a_file_is_replaced(tmp_path: Path) -> None:
    """The new file is private, whatever the old one was; no draft is left."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o644)
    private_files.replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_on_the_disk_before_it_replaces_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file is there until the new one is synced; so it is where that fails."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    synced = []

    def sync(handle: int) -> None:
        synced.append((os.fstat(handle).st_size, path.read_bytes()))
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", sync)
    with private_files.new_file(path) as draft:
        draft.write_bytes(b"newer")
    assert path.read_bytes() == b"newer"
    with pytest.raises(OSError, match="full"), private_files.new_file(path) as draft:
        draft.write_bytes(b"newest")
    assert path.read_bytes() == b"newer"
    assert synced == [(5, b"old"), (6, b"newer")]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("inside", ["", "inner"])
def test_an_error_names_the_file(tmp_path: Path, inside: str) -> None:
    """It names the file that was asked for, not its draft."""
    path = tmp_path / "nowhere" / "file"
    if inside:
        (path / inside).mkdir(parents=True)
    with pytest.raises(OSError, match="file") as raised, private_files.new_file(path):
        pass
    assert (raised.value.filename, raised.value.filename2) == (str(path), None)


def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    """An error leaves no draft."""
    path = tmp_path / "file"
    (path / "inner").mkdir(parents=True)
    with pytest.raises(OSError, match="file"):
        private_files.replace(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_may_not_be_written_can_be_replaced() -> None:
    """A draft is synced also when it was given the mode of a read-only file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.parent.chmod(0o777)
        with not_root(), private_files.new_file(path) as draft:
            draft.write_bytes(b"new")
            draft.chmod(0o444)
        assert path.read_bytes() == b"new"
        assert path.stat().st_mode & 0o777 == 0o444

"""Reading bytes from whatever a path leads to, and places in a text."""

from __future__ import annotations

import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from game.content.yaml.source import MAX_BYTES, Source, Span, Unreadable, read_bytes
from tests.nobody import not_root


posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices as files")


def why(path: Path) -> tuple[str, str]:
    """The code and the sentence for an unreadable *path*."""
    result = read_bytes(path)
    assert isinstance(result, Unreadable)
    return result.code, result.why


def test_file(tmp_path: Path) -> None:
    """An ordinary file is read whole."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * MAX_BYTES)

    assert read_bytes(path) == b"x" * MAX_BYTES


def test_too_large(tmp_path: Path) -> None:
    """One byte more than 1 MiB is too much."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * (MAX_BYTES + 1))

    assert why(path) == ("E004", "this file is larger than 1 MiB, far more than any scenario")


def test_missing(tmp_path: Path) -> None:
    """A missing file is reported, and so is an impossible name."""
    assert why(tmp_path / "a.yaml") == ("E003", "there is no such file")
    assert why(Path("a\0b")) == ("E003", "there is no such file")


def test_folder(tmp_path: Path) -> None:
    """A folder is not a file."""
    assert why(tmp_path)[0] == "E003"


@posix
def test_pipe(tmp_path: Path) -> None:
    """A pipe is refused at once, though nobody writes to it."""
    os.mkfifo(tmp_path / "pipe")

    assert why(tmp_path / "pipe") == ("E003", "this is no ordinary file")


@posix
def test_device() -> None:
    """A device that never ends is refused."""
    assert why(Path("/dev/zero")) == ("E003", "this is no ordinary file")


@posix
def test_link_to_itself(tmp_path: Path) -> None:
    """A link that leads to itself is reported."""
    (tmp_path / "a").symlink_to(tmp_path / "a")

    assert why(tmp_path / "a") == ("E003", "this is a link that leads back to itself")


@posix
def test_no_permission(tmp_path: Path) -> None:
    """A file without permission to read is reported."""
    path = tmp_path / "a.yaml"
    path.touch(mode=0)

    with not_root():
        assert why(path) == ("E003", "you have no permission to read this file")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a file of size 0")
def test_file_without_size() -> None:
    """What counts is what is read, not the size a file claims."""
    assert isinstance(read_bytes(Path("/proc/self/status")), bytes)


def test_place_counts_characters() -> None:
    """Lines and columns begin at 1, and columns count characters."""
    source = Source("a.yaml", "one\n👩你x: 2\n")

    assert source.span(source.text.index("x"), 2) == Span(2, 3, 2, 5)
    assert source.line(2) == "👩你x: 2"
    assert source.line(99) == ""


def test_a_line_of_many_takes_little_memory() -> None:
    """To look at one line keeps a number for each line, and no text."""
    source = Source("a.yaml", "- x\n" * 250_000)
    tracemalloc.start()
    try:
        assert source.line(99_999) == "- x"
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 2_000_000
    assert (source.line(0), source.line(250_001), source.line(250_002)) == ("", "", "")

"""Which folders are searched for scenarios, and how far."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import walk
from game.content.files import scenario_files, too_large_files
from game.content.walk import TooLarge, files_in


def test_files_are_found_however_deep(tmp_path: Path) -> None:
    """Every file counts, but for those that are hidden or lie in a hidden folder."""
    for name in ("b.yaml", "a/c/d.yaml", ".git/e.yaml", "a/.f.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert files_in(tmp_path) == [tmp_path / "a/c/d.yaml", tmp_path / "b.yaml"]


@pytest.mark.parametrize("root", ["/", "//", "/usr/.."])
def test_a_whole_file_system_is_not_searched(root: str) -> None:
    """The root of a file system, however it is written, is refused at once."""
    assert "is a whole file system" in str(too_large_files([Path(root)]))
    assert scenario_files(Path(root)) == [Path(root)]


def test_a_folder_with_very_many_entries_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit counts files and folders, and stands in the message."""
    monkeypatch.setattr(walk, "MAX_ENTRIES", 4)
    for name in ("a", "b", "c"):
        (tmp_path / "within" / name).mkdir(parents=True)
    assert too_large_files([tmp_path]) is None
    (tmp_path / "within" / "d.yaml").touch()
    result = too_large_files([tmp_path / "within" / "d.yaml", tmp_path])
    assert isinstance(result, TooLarge)
    assert result.message.endswith("holds more than 4 files and folders")


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path) -> None:
    """A link to a folder above ends the search nowhere."""
    (tmp_path / "a.yaml").touch()
    (tmp_path / "back").symlink_to(tmp_path, target_is_directory=True)
    assert files_in(tmp_path) == [tmp_path / "a.yaml"]

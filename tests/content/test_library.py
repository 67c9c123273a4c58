"""Which scenarios there are."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from unittest.mock import Mock

import pytest

from game.content.library import Entry, Library, packaged
from game.core.failure import Failure


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two folders with a scenario of one name, and things that are none."""
    for name in ("mine/smoke.yaml", "game/smoke.yaml", "game/Feature Factory.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "game/campaigns").mkdir()
    (tmp_path / "game/campaigns/first-days.yaml").touch()
    (tmp_path / "game/.smoke.yaml").touch()
    (tmp_path / "game/notes.txt").touch()
    return [tmp_path / "mine", tmp_path / "missing", tmp_path / "game"]


def test_entries(folders: list[Path]) -> None:
    """Only YAML files right in a folder are scenarios; a missing folder holds none."""
    assert [entry.id for entry in Library.of(folders)] == ["smoke", "feature-factory"]


def test_first_folder_wins(folders: list[Path]) -> None:
    """Of two with one name, that of the first folder is used, and the other is reported."""
    library = Library.of(folders)

    assert library.entries["smoke"].path == folders[0] / "smoke.yaml"
    (hidden,) = library.hidden
    assert hidden.entry.path == folders[2] / "smoke.yaml"
    assert "is not used" in hidden.message


@pytest.mark.parametrize("wanted", ["feature-factory", "Feature Factory", "FEATURE_FACTORY"])
def test_find_by_name(folders: list[Path], wanted: str) -> None:
    """A scenario is found by its id, or by something like it."""
    assert Library.of(folders).find(wanted) == Entry(
        "feature-factory", folders[2] / "Feature Factory.yml"
    )


def test_find_by_path(folders: list[Path]) -> None:
    """What looks like a path is one, whether there is a file or not."""
    result = Library.of(folders).find("elsewhere/My Draft.yaml")

    assert result == Entry("my-draft", Path("elsewhere/My Draft.yaml"))
    assert isinstance(result, Entry)
    assert not result.reading.opened


def test_not_found(folders: list[Path]) -> None:
    """An unknown name is reported, with the nearest known one."""
    library = Library.of(folders)

    assert library.find("smok\x1be") == Failure(
        code="not-found",
        message="there is no scenario called 'smok<U+001B>e'",
        help="did you mean 'smoke'?",
    )
    assert library.find("smo") == Failure(
        code="not-found",
        message="there is no scenario called 'smo'",
        help="did you mean 'smoke'?",
    )
    assert library.find("weather") == Failure(
        code="not-found", message="there is no scenario called 'weather'"
    )


def test_only_a_failure_suggests_another_name(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs of a thousand scenarios that are gone are looked up without comparing names."""
    monkeypatch.setattr("game.content.diagnostics.Suggester", Mock(side_effect=AssertionError))
    assert Library.of(folders).find_entry("gone") is None


def test_packaged() -> None:
    """The game comes with scenarios."""
    assert packaged().is_dir()


def test_a_pack_is_a_folder(tmp_path: Path, good: str) -> None:
    """What somebody shared is a folder of files; campaigns are no scenarios."""
    for name in ("mine.yaml", "a-pack/theirs.yaml", "campaigns/tour.yaml", ".hidden/x.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(good, encoding="utf-8")
    assert [entry.id for entry in Library.of([tmp_path])] == ["mine", "theirs"]


def test_names_without_letters_hide_nothing(tmp_path: Path) -> None:
    """Files whose names give no id are listed each for itself, and none hides another."""
    for name in ("\r", "🙂", "日本"):
        (tmp_path / f"{name}.yaml").write_text("title: [", "utf-8")
    library = Library.of([tmp_path])
    assert library.hidden == ()
    assert len(library.entries) == 3


def test_a_folder_that_cannot_be_read_now_is_not_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong for a moment, or with the disk, is raised; where no folder is, nothing is."""
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    for name in ("missing", "file", "loop"):
        assert not Library.of([tmp_path / name]).entries
    for number in (errno.EMFILE, errno.EIO):
        monkeypatch.setattr(os, "scandir", Mock(side_effect=OSError(number, "now")))
        with pytest.raises(OSError, match="now"):
            Library.of([tmp_path])

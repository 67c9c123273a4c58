"""Where the player's own files live."""

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import user_data_path

from game.journal.paths import data_folder, journal_path, scenario_folder


def test_usual_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """They live where the system keeps a program's data."""
    monkeypatch.delenv("TWO_HATS_DATA", raising=False)

    assert data_folder() == user_data_path("two-hats", appauthor=False)
    assert data_folder().name == "two-hats"


def test_named_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """TWO_HATS_DATA names another place for all of them."""
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path))

    assert data_folder() == tmp_path
    assert journal_path() == tmp_path / "journal.sqlite3"
    assert scenario_folder() == tmp_path / "scenarios"


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A named place may begin with the home folder's sign."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("TWO_HATS_DATA", "~/hats")

    assert data_folder() == tmp_path / "hats"


def test_empty_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty name names no place."""
    monkeypatch.setenv("TWO_HATS_DATA", "")

    assert data_folder() == user_data_path("two-hats", appauthor=False)


def test_nothing_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Asking where files live makes none."""
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path / "data"))
    journal_path()
    scenario_folder()

    assert not (tmp_path / "data").exists()

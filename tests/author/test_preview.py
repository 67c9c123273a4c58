"""Watching a file: every save is one new reading, and looking costs nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from game.author.preview import Watch
from game.author.starter import starter


def test_a_save_gives_one_new_reading(tmp_path: Path) -> None:
    """Looking is false until the file changes, true once, and false again."""
    path = tmp_path / "cold-oven.yaml"
    path.write_text(starter("cold-oven", {}), encoding="utf-8")
    watch = Watch(path)
    first = watch.reading
    assert not watch.look()
    path.write_text(starter("cold-oven", {"title": "Another"}), encoding="utf-8")
    assert watch.look()
    assert watch.reading.scenario != first.scenario
    assert not watch.look()


def test_a_file_put_in_its_place_is_seen(tmp_path: Path) -> None:
    """A file replaced by renaming is noticed, and a missing file is reported."""
    path, other = tmp_path / "cold-oven.yaml", tmp_path / "new.yaml"
    path.write_text(starter("cold-oven", {}), encoding="utf-8")
    watch = Watch(path)
    path.unlink()
    assert watch.look()
    assert watch.reading.scenario is None
    other.write_text(starter("cold-oven", {}), encoding="utf-8")
    os.replace(other, path)
    assert watch.look()
    assert watch.reading.scenario is not None


def test_advice_is_among_what_is_reported(tmp_path: Path) -> None:
    """The preview includes advice."""
    path = tmp_path / "cold-oven.yaml"
    path.write_text(
        starter("cold-oven", {}).replace("ideas: [dim-focus, ", "ideas: ["), encoding="utf-8"
    )
    assert [problem.code for problem in Watch(path).reading.problems] == ["A418"]


def test_the_map_of_what_is_written(tmp_path: Path) -> None:
    """It is drawn as wide as asked, with a mark where the author is, and follows the file."""
    path = tmp_path / "cold-oven.yaml"
    path.write_text(starter("cold-oven", {}), encoding="utf-8")
    watch = Watch(path)
    assert watch.reading.scenario is not None
    drawn = watch.map(watch.reading.scenario, "after", 30)
    assert "after  Ten Past Nine  (you are here, met: always)\n" in drawn
    assert max(map(len, drawn.splitlines()[1:4])) <= 30
    path.write_text(starter("cold-oven", {}).replace("Ten Past Nine", "Noon"), encoding="utf-8")
    assert watch.look()
    assert "after  Noon" in watch.map(watch.reading.scenario, None, 80)

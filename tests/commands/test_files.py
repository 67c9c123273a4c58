"""Files that commands write: whole and private, or as they were."""

from __future__ import annotations

from pathlib import Path

from game.cli.output import write_out


def test_a_part_replaces_no_file(tmp_path: Path) -> None:
    """What could not be read whole leaves a file as it is, and ends with 1."""
    backup = tmp_path / "backup.json"
    assert write_out(["all"], backup, "2 runs") == 0
    assert backup.stat().st_mode & 0o777 == 0o600
    assert write_out(["a part"], backup, "1 run", is_whole=lambda: False) == 1
    assert backup.read_text() == "all"
    assert write_out(["a part"], tmp_path / "new.json", "1 run", is_whole=lambda: False) == 1
    assert (tmp_path / "new.json").read_text() == "a part"
    assert len(list(tmp_path.iterdir())) == 2

"""The starter: playable, without problems or advice, and instructive."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.author.lint.check import check
from game.author.starter import DEFAULTS, SCHEMA, schema_text, write
from game.core.failure import Failure


def test_a_starter_checks_clean(tmp_path: Path) -> None:
    """A new scenario has no problem, not even advice."""
    written = write(tmp_path / "my-ferry", {})
    assert isinstance(written, Path)
    (reading,) = check([written])
    assert reading.problems == ()
    assert reading.scenario is not None
    assert reading.scenario.id == "my-ferry"


@pytest.mark.parametrize(
    "word", ["A: b", "#5 is best", "no", "Null", "'", '"', "[x]", "{", "Ünï 10%", "@"]
)
def test_what_is_given_stands_in_it_whatever_it_is(tmp_path: Path, word: str) -> None:
    """A title, a role and the rest are read back as they were given."""
    written = write(tmp_path / "my-ferry.yaml", dict.fromkeys(DEFAULTS, word))
    assert isinstance(written, Path)
    (reading,) = check([written])
    scenario = reading.scenario
    assert scenario is not None
    assert (scenario.title, scenario.role, scenario.sector, scenario.place) == (word,) * 4


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    """The second time it is refused, and the first file stands."""
    first = write(tmp_path / "mine", {"title": "First"})
    assert isinstance(first, Path)
    before = first.read_text(encoding="utf-8")
    assert isinstance(write(tmp_path / "mine", {"title": "Second"}), Failure)
    assert first.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", ["My Ferry", "..", "ferry_1", "-", "null"])
def test_a_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    """The file's name becomes the scenario's id, so it has to be one."""
    assert isinstance(write(tmp_path / name, {}), Failure)


def test_the_schema_lies_beside_it(tmp_path: Path) -> None:
    """The first line of the starter names the schema, and it is there."""
    written = write(tmp_path / "mine", {})
    assert isinstance(written, Path)
    assert SCHEMA in written.read_text(encoding="utf-8").splitlines()[0]
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == schema_text()

"""Other people's journals and exports, read and never written."""

from __future__ import annotations

import json
import os
import sqlite3
from math import inf
from pathlib import Path

import pytest
from attrs import evolve

from game.core.failure import Failure
from game.journal.exports.record import gather
from game.journal.importer import PlayerRuns, Pool, merge_pools, read
from tests.journal.export.made import PSEUDONYM, STORIES, exporter, find, gathered, journal_at
from tests.journal.test_opening import VERSION_1


def shelf(path: Path) -> PlayerRuns:
    """The one player in the file at *path*."""
    result = read(path, STORIES.get)
    assert isinstance(result, Pool), result
    (item,) = result.players
    return item


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_an_export_is_as_good_as_the_journal(name: str, tmp_path: Path) -> None:
    """A journal and what was exported from it give the same record."""
    path, file = tmp_path / "journal.sqlite3", tmp_path / "export"
    journal = journal_at(path)
    record = gathered(journal)
    file.write_text(exporter(name)(record), "utf-8")
    journal.close()
    from_journal, from_export = shelf(path), shelf(file)

    assert from_journal.player == from_export.player == PSEUDONYM
    for item in (from_journal, from_export):
        assert exporter("json")(gather(PSEUDONYM, item.kept, find)) == exporter("json")(record)


def test_a_single_line(tmp_path: Path) -> None:
    """One line of JSON lines is read for what it is."""
    file = tmp_path / "one.jsonl"
    file.write_text(exporter("jsonl")(gathered(journal_at(None))).splitlines()[0], "utf-8")

    assert [item.run.id for item in shelf(file).kept] == [1]


def test_nothing_is_written(tmp_path: Path) -> None:
    """A journal that is only read stays as it is, and no file appears beside it."""
    path = tmp_path / "journal.sqlite3"
    journal_at(path).close()
    before = path.read_bytes()
    shelf(path)

    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["journal.sqlite3"]


def test_a_game_that_goes_on(tmp_path: Path) -> None:
    """A journal that is open in a game is read up to its last step."""
    path = tmp_path / "journal.sqlite3"
    journal = journal_at(path)

    assert len(shelf(path).kept) == 5
    journal.close()


def test_an_older_version(path: Path) -> None:
    """A journal of an older version is read too, with a pseudonym for the occasion."""
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_1.read_text())
    connection.close()
    before = path.read_bytes()
    result = shelf(path)

    assert [item.run.id for item in result.kept] == [4]
    assert result.player
    assert path.read_bytes() == before


BROKEN = {
    "empty": b"",
    "text": b"hello",
    "list": b"[1, 2]",
    "other": b'{"plays": []}',
    "newer": b'{"kind": "two-hats-record", "version": 2, "player": "p", "plays": [{}]}',
    "binary": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "database": b"SQLite format 3\0 and then nothing of it",
}


def test_a_title_with_a_line_separator(tmp_path: Path) -> None:
    """A line of JSON Lines ends at a line feed, and at nothing else."""
    file = tmp_path / "lines.jsonl"
    whole = exporter("jsonl")(gathered(journal_at(None)))
    file.write_text(whole.replace("A Short Story", "A Short\u2028Story"), "utf-8")
    assert len(shelf(file).kept) == len(whole.splitlines())


@pytest.mark.parametrize("name", BROKEN)
def test_something_else(tmp_path: Path, name: str) -> None:
    """A file that is neither is refused with a sentence."""
    file = tmp_path / name
    file.write_bytes(BROKEN[name])
    result = read(file, STORIES.get)

    assert result == Pool() if name == "empty" else isinstance(result, Failure)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("actions", [{"do": "dance", "at": None}]),
        ("actions", [{"do": "go-on", "at": "yesterday"}]),
        ("actions", [{"do": "go-on", "at": 7}]),
        ("actions", [{"do": "go-on", "at": "2025-03-04T12:00:00"}]),
        ("actions", {}),
        ("scenario", "../../short"),
        ("run", "one"),
        ("run", inf),
        ("seed", None),
        ("seed", inf),
        ("scenes", None),
        ("scenes", -inf),
        ("points", "many"),
        ("points", 10**400),
        ("started", "yesterday"),
        ("phase", 7),
    ],
)
def test_a_changed_export(tmp_path: Path, key: str, value: object) -> None:
    """An export that somebody has changed for the worse is refused, whatever is in it."""
    whole = json.loads(exporter("json")(gathered(journal_at(None))))
    whole["plays"][0][key] = value
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(whole))
    result = read(file, STORIES.get)

    assert isinstance(result, Failure) or key == "actions"
    if isinstance(result, Pool):
        assert result.players[0].kept[0].actions == ()


def test_half_a_letter_for_a_player(tmp_path: Path) -> None:
    """A pseudonym that no id can be made of is refused."""
    whole = json.loads(exporter("json")(gathered(journal_at(None))))
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(whole | {"player": "\ud800"}))

    assert isinstance(read(file, STORIES.get), Failure)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_a_pipe(tmp_path: Path) -> None:
    """Reading a path that is neither file nor folder does not block."""
    os.mkfifo(tmp_path / "pipe")

    result = read(tmp_path / "pipe", STORIES.get)
    assert isinstance(result, Failure)
    assert result.message == "it is no file"


def test_missing(tmp_path: Path) -> None:
    """A file that is not there is told as the system tells it."""
    result = read(tmp_path / "none.json", STORIES.get)
    assert isinstance(result, Failure)
    assert result.message == "No such file or directory"


def test_read_twice() -> None:
    """A player who is read twice is one player, and of each run the longer one counts."""
    journal = journal_at(None)
    kept = tuple(read for run in journal.runs() if (read := journal.kept(run)))
    cut = tuple(evolve(k, actions=k.actions[:1], times=k.times[:1]) for k in kept)
    for order in ((kept, cut), (cut, kept)):
        (item,) = merge_pools(
            Pool(players=(PlayerRuns(player="p", kept=half),)) for half in order
        ).players

        assert item.kept == kept
    two = merge_pools(Pool(players=(PlayerRuns(player=player, kept=kept),)) for player in "pq")
    assert len(two.players) == 2

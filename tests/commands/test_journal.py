"""``two-hats journal`` and ``two-hats audit --plays``."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from game.cli.main import main
from game.core.actions import GoOn
from game.journal.checksums import RUN, seal
from game.journal.exports.rooms import data
from game.journal.store import Journal
from game.room.state import Room, Stage, options
from tests.author.rooms import host, journal_of_rooms
from tests.commands.conftest import Player
from tests.commands.forking import ForkServer
from tests.journal.export.store import Store, running
from tests.journal.stories import SHORT
from tests.shared import made_once
from tests.shipped import LIBRARY


WHOLE = ("", *["4", "1", "", ""] * 4)


@pytest.fixture(scope="session")
def three_runs(
    installed: Path, forks: ForkServer, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The home of who has a first attempt, a practice replay, and a run with one call given."""

    def play(folder: Path) -> None:
        (folder / "home").mkdir()
        player = Player(installed, folder, forks)
        player.play(*WHOLE)
        player.play(*WHOLE, seed=2)
        player.play("", "4", seed=3)

    return made_once(tmp_path_factory, "three-runs", play) / "home"


@pytest.fixture
def played(player: Player, three_runs: Path) -> Player:
    """A player with a copy of ``three_runs``."""
    shutil.copytree(three_runs, player.folder / "home", dirs_exist_ok=True)
    return player


@pytest.fixture
def store() -> Iterator[Store]:
    """A learning record store that wants a key."""
    with running(Store(key="me:secret")) as store:
        yield store


def numbers(player: Player, *filters: str) -> list[str]:
    """The numbers of the runs that are listed."""
    output = player.run("journal", "list", *filters)
    assert output.returncode == 0
    return [line.split()[0] for line in output.stdout.splitlines()]


def test_the_list_can_be_narrowed(played: Player) -> None:
    """By scenario, by whether a run is finished, and by whether it counts."""
    assert numbers(played) == ["3", "2", "1"]
    assert numbers(played, "--first") == ["1"]
    assert numbers(played, "--practice") == ["2"]
    assert numbers(played, "--open") == ["3"]
    assert numbers(played, "--finished", "--scenario", "smoke-on-ward-six") == ["2", "1"]
    assert (
        played.run("journal", "list", "--scenario", "unheard-of").stderr == "No run is like that.\n"
    )
    first, practice = played.run("journal", "list", "--finished").stdout.splitlines()[::-1]
    assert "first attempt" in first
    assert "practice" in practice


def test_an_export_goes_where_it_is_sent(played: Player) -> None:
    """To stdout and nothing beside it, or to a file and a word about it on stderr."""
    output = played.run("journal", "export", "--format", "csv", "--first")
    rows = list(csv.DictReader(StringIO(output.stdout.removeprefix("\ufeff"))))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4"]
    assert output.stderr == ""

    output = played.run("journal", "export", "--format", "html", "-o", "played.html", "2")
    assert (output.stdout, output.stderr) == ("", "1 run written to played.html.\n")
    assert (played.folder / "played.html").read_text("utf-8").startswith("<!doctype html>")

    output = played.run("journal", "export", "--format", "json", "-o", "nowhere/played.json")
    assert (output.returncode, output.stdout) == (2, "")
    assert "nowhere/played.json cannot be written" in output.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("list", "1", "99"),
        ("export", "--format", "csv", "99"),
        ("send", "--to", "https://127.0.0.1:9", "99"),
    ],
)
def test_a_run_that_is_not_there_is_refused(played: Player, command: tuple[str, ...]) -> None:
    """A number that was named is listed, exported and sent, or nothing is."""
    output = played.run("journal", *command)
    assert (output.returncode, output.stdout) == (2, "")
    assert output.stderr == (
        "two-hats: there is no run 99\nhelp: 'two-hats journal list' lists their numbers\n"
    )


@pytest.mark.parametrize("format_", ["csv", "json", "markdown", "html", "xapi"])
def test_an_export_that_holds_nothing_says_so(played: Player, format_: str) -> None:
    """Where no run fits it is said beside the export, which does not say that none was played."""
    output = played.run("journal", "export", "--format", format_, "--scenario", "unheard-of")
    assert (output.returncode, output.stderr) == (0, "No run is like that.\n")
    assert "Nothing has been played" not in output.stdout


def test_an_export_of_an_empty_journal_says_so(player: Player) -> None:
    """Where nothing was played, that is said."""
    output = player.run("journal", "export", "--format", "markdown")
    assert (output.returncode, output.stderr) == (0, "Nothing has been played yet.\n")
    assert output.stdout.endswith("There is no run in here.\n")


def test_deleting_asks_for_numbers_and_consent(played: Player) -> None:
    """Without a terminal to ask at it wants a yes; an unknown number deletes nothing."""
    assert played.run("journal", "delete").returncode == 2
    assert played.run("journal", "delete", "1", "--all").returncode == 2
    unknown = played.run("journal", "delete", "--yes", "1", "99")
    assert (unknown.returncode, "there is no run 99" in unknown.stderr) == (2, True)
    assert played.run("journal", "delete", "1").returncode == 2
    assert numbers(played) == ["3", "2", "1"]


def test_deleted_runs_are_gone(played: Player) -> None:
    """One by one, or all at once with what was kept aside; no byte of them is left."""
    assert (played.data / "scenarios.cache").is_dir()
    assert played.run("journal", "delete", "--yes", "1").returncode == 0
    assert not (played.data / "scenarios.cache").exists()
    assert numbers(played) == ["3", "2"]
    (played.data / "journal.damaged-1.sqlite3").write_text("smoke-on-ward-six")
    assert played.run("journal", "delete", "--yes", "--all").returncode == 0
    left = b"".join(file.read_bytes() for file in played.data.iterdir())
    assert b"smoke-on-ward-six" not in left
    assert b"Smoke on Ward Six" not in left
    assert numbers(played) == []


def test_a_journal_that_cannot_be_opened_is_not_said_to_be_empty(player: Player) -> None:
    """Nothing is claimed to be deleted where nothing could be."""
    player.data.mkdir()
    (player.data / "journal.sqlite3").mkdir()
    output = player.run("journal", "delete", "--yes", "--all")
    assert output.returncode == 2
    assert "cannot be written" in output.stderr
    assert "deleted" not in output.stderr


def spoil(player: Player, statement: str) -> None:
    """Change the journal behind the game's back."""
    with closing(sqlite3.connect(player.data / "journal.sqlite3")) as file, file:
        file.execute(statement)


def test_damage_is_named_in_plain_play(played: Player) -> None:
    """Whoever plays line by line reads first which run is damaged, and plays all the same."""
    spoil(played, "UPDATE runs SET points = 99 WHERE id = 2")
    output = played.run("play", "smoke-on-ward-six", "--plain")
    damage = "Run 2 (Smoke on Ward Six) is damaged in the journal and not counted."
    assert (output.returncode, output.stderr) == (0, f"{damage}\n")
    assert "Going on where you left off" in output.stdout


def test_where_reads_everything(played: Player) -> None:
    """A step that is damaged is named where the whole journal is looked through."""
    spoil(played, "UPDATE actions SET data = '{}' WHERE run = 1 AND number = 2")
    output = played.run("journal", "where")
    assert output.stderr == "Run 1 (Smoke on Ward Six) is damaged in the journal and not counted.\n"


def test_the_first_and_the_last_year(played: Player) -> None:
    """Runs of the years 1 and 9999 are listed and exported, in any zone of time."""
    times = {1: "0001-01-01T00:00:00.000+00:00", 2: "9999-12-31T23:59:59.999+00:00"}
    path = played.data / "journal.sqlite3"
    with closing(sqlite3.connect(path)) as file, file:
        for run, time in times.items():
            file.execute("UPDATE runs SET started = ?1, touched = ?1 WHERE id = ?2", (time, run))
            file.execute("UPDATE actions SET at = ? WHERE run = ?", (time, run))
            seal(file, RUN, run)
    for zone in ("Etc/GMT+12", "Etc/GMT-14"):
        listed = played.run("journal", "list", environment={"TZ": zone})
        assert (listed.returncode, listed.stderr) == (0, "")
        assert len(listed.stdout.splitlines()) == 3
        for name in ("csv", "json", "jsonl", "markdown", "html", "xapi"):
            output = played.run("journal", "export", "--format", name, environment={"TZ": zone})
            assert (output.returncode, output.stderr) == (0, ""), name
            assert "9999" in output.stdout, name
        home = played.run("review", "--plain", environment={"TZ": zone})
        assert home.returncode == 0


def test_every_time_says_what_it_is(played: Player) -> None:
    """Lists have local time, of the last step or the first; what is written down has UTC."""
    began, ended = "2026-03-05T20:30:00.000+00:00", "2026-03-05T21:45:00.000+00:00"
    with closing(sqlite3.connect(played.data / "journal.sqlite3")) as file, file:
        file.execute("UPDATE runs SET started = ?, touched = ? WHERE id = 1", (began, ended))
        seal(file, RUN, 1)
    india = {"TZ": "Asia/Kolkata"}
    listed = played.run("journal", "list", "1", environment=india).stdout
    assert "  last played 2026-03-06 03:15  " in listed
    written = played.run("journal", "export", "1", "--format", "markdown", environment=india).stdout
    assert "Begun 2026-03-05 20:30 UTC, run 1, " in written
    export = played.folder / "played.json"
    export.write_text(played.run("journal", "export", "1", "--format", "json").stdout)
    other = {**india, "TWO_HATS_DATA": str(played.folder / "elsewhere")}
    taken = played.run("journal", "import", str(export), environment=other).stdout
    assert taken.startswith("begun 2026-03-06 02:00  ")


def test_the_times_of_a_room_say_what_they_are(player: Player) -> None:
    """The list has the local day of the last step, a record when the room began, in UTC."""
    smoke = LIBRARY.scenario("smoke-on-ward-six")
    assert smoke is not None
    player.data.mkdir()
    journal = journal_of_rooms(player.data / "journal.sqlite3")
    host(journal, smoke, lambda room, number: None, people=4, until=Stage.VOTE)
    journal.close()
    islands = {"TZ": "Etc/GMT-14"}  # fourteen hours ahead of UTC
    listed = player.run("journal", "room", environment=islands).stdout
    assert listed.startswith("    1  last used 2025-03-05  Smoke on Ward Six  ")
    assert "\nBegun 2025-03-04 12:00 UTC. 4 by phone." in player.run("journal", "room", "1").stdout


def test_where_it_is(played: Player) -> None:
    """The files, and what is in them, in plain words."""
    (played.data / "journal.damaged-1.sqlite3").write_text("")
    output = played.run("journal", "where").stdout
    assert str(played.data / "journal.sqlite3") in output
    assert "3 runs" in output
    assert "journal.damaged-1.sqlite3" in output
    assert "Not kept of your own play: your name" in output


def test_where_the_rest_of_an_open_journal_is(played: Player) -> None:
    """The files that belong to it while it is open are named, each with its size."""
    path = played.data / "journal.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE runs SET title = title")
        file.commit()
        output = played.run("journal", "where").stdout
    assert re.search(r"sqlite3-wal \([1-9]\d* KiB\)$", output, re.MULTILINE)
    assert "journal.sqlite3-shm (" in output
    assert "--reflections" in output


def test_sending_needs_an_address(played: Player) -> None:
    """Without one, or with one that others can read along, nothing is sent."""
    assert played.run("journal", "send").returncode == 2
    output = played.run("journal", "send", "--to", "http://store.example/xapi")
    assert output.returncode == 2
    assert "nothing is sent: http can be read on the way" in output.stderr


def test_sending(played: Player, store: Store) -> None:
    """With the store's key the statements arrive, and a second time nothing is added."""
    command = ("journal", "send", "--to", store.address, "--finished")
    refused = played.run(*command)
    assert refused.returncode == 1
    assert "TWO_HATS_LRS_KEY" in refused.stderr
    assert store.statements == {}

    key = {"TWO_HATS_LRS_KEY": "me:secret"}
    output = played.run(*command, environment=key)
    assert (output.returncode, output.stderr) == (0, "20 of 20 statements stored.\n")
    assert played.run(*command, environment=key).returncode == 0
    assert len(store.statements) == 20


def test_reflections_need_consent(player: Player) -> None:
    """What was picked in a debrief is exported only with the flag that says so."""
    player.play(*WHOLE[:-1], "", "line 1", "plan 1")
    for name in ("json", "jsonl", "xapi"):
        command = ("journal", "export", "--format", name)
        without, given = player.run(*command).stdout, player.run(*command, "--reflections").stdout
        assert without.count("When ") < given.count("When ")
        assert "reflection" in without


def test_a_store_cannot_write_on_the_terminal(played: Player, store: Store) -> None:
    """Control characters in a store's answer are spelt out."""
    store.first = [(400, {})]
    output = played.run("journal", "send", "--to", store.address)
    assert "\x1b" not in output.stderr
    assert "<U+001B>" in output.stderr


def test_plays_are_audited(played: Player) -> None:
    """Journals and exports are pooled: a player who is read twice counts once, practice never."""
    played.run("journal", "export", "--format", "json", "-o", "played.json")
    pool = ("audit", "--plays", str(played.data / "journal.sqlite3"), "played.json")
    output = played.run(*pool, "--json")
    scenes = {scene["scene"]: scene for scene in json.loads(output.stdout)["scenes"]}
    assert scenes["smoke-on-ward-six.smoke"]["plays"] == 1
    assert scenes["smoke-on-ward-six.smoke"]["difficulty"] is None
    assert (output.returncode, output.stderr) == (0, "1 player and 0 rooms read.\n")
    assert "too few plays" in played.run(*pool).stdout


def test_rooms_are_audited(player: Player) -> None:
    """A room in a journal and its JSON are one room, whose votes are told beside the plays."""
    smoke = LIBRARY.scenario("smoke-on-ward-six")
    assert smoke is not None
    player.data.mkdir()
    journal = journal_of_rooms(player.data / "journal.sqlite3")

    def vote(room: Room, number: int) -> str:
        assert room.ballot is not None
        return options(room, room.ballot)[number % 4 > 2]

    host(journal, smoke, vote, people=40)
    journal.close()
    player.run("journal", "room", "1", "--format", "json", "-o", "room.json")
    pool = ("audit", "--plays", "room.json", str(player.data / "journal.sqlite3"))
    output = player.run(*pool, "--json")
    scenes = {scene["scene"]: scene for scene in json.loads(output.stdout)["scenes"]}
    first = scenes["smoke-on-ward-six.smoke"]
    assert (first["plays"], first["votes"], first["discrimination"]) == (0, 40, None)
    assert sorted(first["shares"].values()) == [0, 0, 0.25, 0.75]
    assert len(first["unused"]) == 2
    assert output.stderr == "0 players and 1 room read.\n"
    assert "0 plays by people alone and 160 votes in rooms are in it." in player.run(*pool).stdout


def test_plays_of_unknown_scenarios_are_reported(played: Player) -> None:
    """What is not among the scenarios audited is left out aloud."""
    played.run("new", "the-late-ferry")
    output = played.run(
        *("audit", "the-late-ferry.yaml", "--plays", str(played.data / "journal.sqlite3"))
    )
    assert "Plays of smoke-on-ward-six are left out" in output.stderr


def test_what_is_no_journal_is_refused(player: Player) -> None:
    """A file that holds no plays is wrong use, and named."""
    (player.folder / "notes.txt").write_text("hello")
    output = player.run("audit", "--plays", "notes.txt")
    assert (output.returncode, output.stdout) == (2, "")
    assert "notes.txt cannot be used" in output.stderr


def test_spreadsheets_of_other_places(played: Player) -> None:
    """CSV with other separators, and a workbook where its library is; else it is named."""
    export = ("journal", "export", "--format")
    comma = played.run(*export, "csv").stdout
    assert played.run(*export, "csv", "--separator", ";").stdout.count(";") > comma.count(";")
    assert played.run(*export, "csv", "--separator", "tab").stdout.count("\t") > 10
    assert played.run(*export, "json", "--separator", ";").returncode == 2
    missing = played.run(*export, "xlsx", "-o", "played.xlsx")
    assert missing.returncode == 2
    assert ".[xlsx]" in missing.stderr
    assert not (played.folder / "played.xlsx").exists()


def test_a_room_as_a_workbook(player: Player) -> None:
    """A room may be asked for as a workbook; without the library that writes it, it is named."""
    smoke = LIBRARY.scenario("smoke-on-ward-six")
    assert smoke is not None
    player.data.mkdir()
    journal = journal_of_rooms(player.data / "journal.sqlite3")
    host(journal, smoke, lambda room, number: None, people=1, until=Stage.VOTE)
    journal.close()
    missing = player.run("journal", "room", "1", "--format", "xlsx", "-o", "room.xlsx")
    assert missing.returncode == 2
    assert ".[xlsx]" in missing.stderr
    assert not (player.folder / "room.xlsx").exists()


def test_runs_of_another_machine_are_imported_once(played: Player) -> None:
    """A dry run lists them; --yes adds them; a second import finds them all in the journal."""
    export = played.run("journal", "export", "--format", "json").stdout
    file = played.folder / "played.json"
    file.write_text(export, encoding="utf-8")
    elsewhere = {"TWO_HATS_DATA": str(played.folder / "elsewhere")}

    dry = played.run("journal", "import", str(file), environment=elsewhere)
    assert dry.returncode == 0
    assert dry.stdout.count("(new)") == 3
    assert "Nothing is added." in dry.stderr
    assert played.run("journal", "list", environment=elsewhere).stdout == ""

    added = played.run("journal", "import", "--yes", str(file), environment=elsewhere)
    assert added.returncode == 0
    again = played.run("journal", "import", "--yes", str(file), environment=elsewhere)
    assert again.stderr == "0 runs to add, 3 here already.\n"
    there = json.loads(
        played.run("journal", "export", "--format", "json", environment=elsewhere).stdout
    )
    steps = [
        [play["actions"] for play in sorted(record["plays"], key=lambda play: play["started"])]
        for record in (json.loads(export), there)
    ]
    assert steps[0] == steps[1]


def test_an_imported_run_continues_the_one_that_is_there(played: Player) -> None:
    """Further steps of a run that both have are appended; its number stays."""
    elsewhere = {"TWO_HATS_DATA": str(played.folder / "elsewhere")}
    file = played.folder / "played.json"
    file.write_text(played.run("journal", "export", "--format", "json").stdout, encoding="utf-8")
    assert (
        played.run("journal", "import", "--yes", str(file), environment=elsewhere).returncode == 0
    )
    played.run("play", "smoke-on-ward-six", "--plain", "--seed", "3", typed=["1", "", ""])
    file.write_text(played.run("journal", "export", "--format", "json").stdout, encoding="utf-8")

    output = played.run("journal", "import", "--yes", str(file), environment=elsewhere)

    assert output.stdout.count("continues") == 1
    assert "1 run added." in output.stderr
    assert len(played.run("journal", "list", environment=elsewhere).stdout.splitlines()) == 3


def test_damaged_runs_of_others_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An audit and an import say how many runs of a journal they leave out."""
    file = tmp_path / "played.sqlite3"
    with closing(Journal.open(file)) as journal:
        for seed in (1, 2):
            journal.begin(SHORT, seed).act(GoOn())
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE runs SET seed = 3 WHERE id = 2")
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path / "data"))
    for command in (("audit", "--plays"), ("journal", "import")):
        assert main([*command, str(file)]) == 0
        assert "1 run left out: damaged." in capsys.readouterr().err.replace(f" of {file}", "")


def test_rooms_of_others_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a journal and of a room's JSON it is said that the rooms are left out."""
    kept, written = tmp_path / "played.sqlite3", tmp_path / "room.json"
    with closing(journal_of_rooms(kept)) as journal:
        session = host(journal, SHORT, lambda _, __: None, people=1, until=Stage.READ)
        written.write_text(data(session.run, session.room, names=False), encoding="utf-8")
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path / "data"))
    for file in (kept, written):
        assert main(["journal", "import", str(file)]) == 0
        said = capsys.readouterr().err
        assert f"1 room of {file} left out: rooms are not imported.\n" in said

"""Which runs belong to one scenario: shipped ones by id, own files by their text or place."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from game.cli import resources
from game.content.addresses import address, exists, from_address
from game.content.library import Library, packaged
from game.core.actions import GoOn
from game.core.failure import Failure
from game.journal import firsts
from game.journal.checksums import RUN, checksum
from game.journal.identity import Origin
from game.journal.importer import Pool, read
from game.journal.runs import Run, Session, first_attempts
from game.journal.store import Journal
from game.services import play, review
from game.tui.app import GameApp
from tests.core.examples import answers
from tests.journal.conftest import OpenJournal
from tests.journal.own_files import entry_of, own
from tests.journal.stories import SHORT, WHOLE, edited


A, B = "/one/draft.yaml", "/two/draft.yaml"


def finished(journal: Journal, origin: Origin | None) -> Run:
    """A whole run of ``SHORT`` from *origin*, as it is stored."""
    session = journal.begin(SHORT, 1, origin)
    for action in WHOLE:
        session.act(action)
    return session.run


def begun(journal: Journal, origin: Origin | None) -> Session:
    """A run of ``SHORT`` from *origin* that stopped in the first scene."""
    session = journal.begin(SHORT, 1, origin)
    session.act(GoOn())
    return session


@pytest.mark.parametrize(
    ("stored", "asked", "same"),
    [
        (None, None, True),
        (None, own(A, "x"), False),
        (own(A, "x"), None, False),
        (own(A, "x"), own(A, "x"), True),
        (own(A, "x"), own(A, "y"), True),
        (own(A, "x"), own(B, "x"), True),
        (own(A, "x"), own(B, "y"), False),
        (own(A, "x"), Origin(id="short", edition="y"), False),
        (Origin(id="short", edition="x"), Origin(id="short", edition="y"), True),
    ],
    ids=str,
)
def test_whose_run_is_taken_up(
    journal: Journal, stored: Origin | None, asked: Origin | None, same: bool
) -> None:
    """A run is taken up for the same text or place only; a shipped id is nobody else's."""
    begun(journal, stored)
    assert (journal.resume_open(SHORT, origin=asked) is not None) is same


def test_attempts_are_counted_for_each_scenario(journal: Journal) -> None:
    """Two files of one name and the shipped scenario have a first attempt each."""
    runs = [finished(journal, origin) for origin in (None, own(A, "x"), own(B, "y"), own(A, "z"))]
    expected = {run.id for run in runs[:3]}
    assert journal.first_attempts() == expected == first_attempts(journal.runs())
    assert set(journal.newest("practice")) == {runs[3].id}
    played = journal.played()
    assert {key: item.finished for key, item in played.items()} == {"short": 1, "x": 2, "y": 1}


@pytest.mark.parametrize("lookups", [0, firsts.MAX_LOOKUPS])
@pytest.mark.parametrize("damaged", [0, 1, 2, 3, 4, 5])
def test_a_run_counts_or_not_without_reading_all_runs(
    path: Path,
    open_journal: OpenJournal,
    monkeypatch: pytest.MonkeyPatch,
    damaged: int,
    lookups: int,
) -> None:
    """One run is found to be a first attempt or not, as in the list of all of them."""
    monkeypatch.setattr(firsts, "MAX_LOOKUPS", lookups)
    with closing(open_journal(path)) as journal:
        for origin in (None, own(A, "x"), None, own(A, "x"), None):
            finished(journal, origin)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE runs SET title = 'Other' WHERE id = ?", (damaged,))
    counting = first_attempts(open_journal(path).runs())

    assert len(counting) == 2
    for number in range(1, 6):
        journal = open_journal(path)
        run = journal.run(number)
        assert run is not None
        assert journal.counts(run) == (number in counting)
        assert journal.first_attempts() == counting
        assert journal.counts(run) == (number in counting)


def test_a_file_stays_itself_through_edits_and_moves(journal: Journal) -> None:
    """Moved, edited, moved again: the last version is still the scenario of the first run."""
    chain = [own(A, "x"), own(B, "x"), own(B, "y"), own("/three/short.yaml", "y")]
    first = finished(journal, chain[0])
    others = [finished(journal, origin) for origin in chain[1:]]
    assert journal.first_attempts() == {first.id}
    assert {run.key for run in others} == {first.key}


def test_runs_move_with_their_file(
    journal: Journal, path: Path, open_journal: OpenJournal, tmp_path: Path
) -> None:
    """Once a moved file is played, all its runs name its new place, and stay sound."""
    old, new, kept = (tmp_path / name for name in ("old.yaml", "new.yaml", "kept.yaml"))
    for place in (old, kept):
        place.write_text("x")
    runs = [finished(journal, own(str(place), "x")) for place in (old, kept)]
    old.unlink()
    begun(journal, own(str(new), "x"))
    again = open_journal(path)
    sources = {run.id: run.source for run in again.runs()}
    assert [sources[run.id] for run in runs] == [str(new), str(kept)]
    again.verify()
    assert again.failure is None
    # Another file that takes the old place later is a stranger.
    assert again.resume_open(SHORT, origin=own(str(old), "other")) is None


def test_resuming_takes_the_new_text_along(journal: Journal) -> None:
    """A run that was resumed after an edit is found by the edited text as well."""
    begun(journal, own(A, "x"))
    session = journal.resume_open(edited("stay"), origin=own(A, "y"))
    assert session is not None
    assert session.notice is None
    session.act(answers("hall", "wait")[0])
    assert journal.resume_open(SHORT, origin=own(B, "y")) is not None


def test_older_runs_are_known_by_their_path_or_id(
    journal: Journal, path: Path, open_journal: OpenJournal
) -> None:
    """Runs that a version without this rule stored go on at their path; those without, by id."""
    begun(journal, None)
    begun(journal, Origin(id="short", source=A))
    journal.close()
    with closing(sqlite3.connect(path)) as file:
        for row in file.execute(f"SELECT {', '.join(RUN.base)} FROM runs").fetchall():
            file.execute("UPDATE runs SET checksum = ? WHERE id = ?", (checksum(*row), row[0]))
        file.execute("ALTER TABLE runs DROP COLUMN work")
        file.execute("ALTER TABLE runs DROP COLUMN edition")
        file.execute("PRAGMA user_version = 11")
        file.commit()
    again = open_journal(path)
    ids = [
        None if session is None else session.run.id
        for session in (
            again.resume_open(SHORT),
            again.resume_open(SHORT, origin=own(A, "x")),
            again.resume_open(SHORT, origin=own(B, "x")),
        )
    ]
    assert ids == [1, 2, None]


def test_a_damaged_identity_is_noticed(
    journal: Journal, path: Path, open_journal: OpenJournal
) -> None:
    """A flipped key or text mark costs its run alone, and the report names it."""
    for origin in (own(A, "x"), own(B, "y")):
        finished(journal, origin)
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE runs SET work = NULL, edition = NULL WHERE id = 1")
        file.commit()
    again = open_journal(path)
    assert [run.sound for run in again.runs()] == [True, False]
    assert again.failure is not None
    assert "Run 1 (A Short Story)" in again.failure.message


@pytest.mark.parametrize("form", ["journal", "export"])
def test_an_imported_run_is_known_by_its_text(
    journal: Journal, tmp_path: Path, open_journal: OpenJournal, form: str
) -> None:
    """A run of an own file goes on with the same text here; one of its name is a stranger."""
    file = tmp_path / "elsewhere.sqlite3"
    elsewhere = open_journal(file)
    begun(elsewhere, own("/far/short.yaml", "x"))
    if form == "export":
        from game.journal.attempts import RunFilter
        from game.journal.exports import exporter
        from game.journal.exports.record import stream

        record = stream(elsewhere, lambda run: SHORT, RunFilter(), consent=False)
        file = tmp_path / "export.json"
        file.write_text("".join(exporter("json")(record)))
    pool = read(file, lambda _: None)
    assert isinstance(pool, Pool)
    runs = [item for player in pool.players for item in player.kept]
    assert journal.adopt(journal.plan_adoption(runs)) is None
    assert journal.resume_open(SHORT) is None
    assert journal.resume_open(SHORT, origin=own("/far/short.yaml", "y")) is None
    session = journal.resume_open(SHORT, origin=own("/near/short.yaml", "x"))
    assert session is not None
    session.act(answers("hall", "wait")[0])
    assert [run.source for run in journal.runs()] == ["/near/short.yaml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of a shipped scenario, under the same name and under a new title."""
    text = (packaged() / "smoke-on-ward-six.yaml").read_text()
    (tmp_path / "smoke-on-ward-six.yaml").write_text(text.replace("title: Smoke", "title: My"))
    return tmp_path


def test_a_file_named_like_a_shipped_scenario(folder: Path, journal: Journal) -> None:
    """Neither takes up a run of the other, and each run goes on with its own story."""
    library = Library.of([packaged()])
    name = "smoke-on-ward-six"
    sessions = {}
    for wanted in (name, str(folder / f"{name}.yaml")):
        _, scenario, origin = entry_of(library, wanted)
        assert play.resume_or_start(journal, scenario, origin=origin).run.id == 0
        sessions[wanted] = play.start(journal, scenario, origin=origin)
        sessions[wanted].act(GoOn())
    for session in sessions.values():
        again = play.resume(journal, library, session.run)
        assert isinstance(again, Session)
        assert again.play.scenario.title == session.play.scenario.title
        assert again.notice is None


def test_a_shipped_scenario_by_its_path_is_the_shipped_one(tmp_path: Path) -> None:
    """A path into the game's own folder names what the id names."""
    library = Library.of([packaged()])
    *_, origin = entry_of(library, str(packaged() / "smoke-on-ward-six.yaml"))
    assert origin == Origin(id="smoke-on-ward-six")


def test_a_run_whose_story_was_replaced_is_not_opened(folder: Path, journal: Journal) -> None:
    """Where another known story lies at its place, a run is kept and not replayed with that."""
    library = Library.of([packaged()])
    one, two = folder / "smoke-on-ward-six.yaml", folder / "other.yaml"
    two.write_text(one.read_text().replace("title: My", "title: Other"))
    runs = []
    for path in (one, two):
        _, scenario, origin = entry_of(library, str(path))
        session = play.start(journal, scenario, origin=origin)
        session.act(GoOn())
        runs.append(session.run)
    two.replace(one)
    library = Library.of([packaged()])
    assert isinstance(play.resume(journal, library, runs[0]), Failure)
    # Nor is its practice worked out with it.
    assert review.practice(journal, library)._scenario(runs[0].named, runs[0].key) is None
    assert review.practice(journal, library)._scenario(runs[0].named, runs[1].key) is not None


def test_a_review_is_resumed_in_its_own_story_only(folder: Path, journal: Journal) -> None:
    """Where another known story lies at its place, or its scene is gone, a review is kept."""
    name = "smoke-on-ward-six"
    one, two = folder / f"{name}.yaml", folder / "other.yaml"
    library = Library.of([packaged()])
    text = one.read_text()
    _, scenario, origin = entry_of(library, str(one))
    session = journal.begin(scenario, 1, origin, alone=scenario.start)
    session.act(answers(scenario.start, "x")[0])
    begun = review.start(journal, library)
    assert isinstance(begun, review.Review)
    assert (begun.session.run.id, begun.session.run.edition) == (session.run.id, origin.edition)
    # The same file with that scene renamed.
    one.write_text(re.sub(rf"\b{scenario.start}\b", "elsewhere", text))
    assert entry_of(library, str(one))[1].start == "elsewhere"
    assert isinstance(review.start(journal, library), Failure)
    assert isinstance(play.resume(journal, library, session.run), Failure)
    # Another story that was played before.
    two.write_text(text.replace("title: My", "title: Other"))
    _, other, origin = entry_of(library, str(two))
    journal.begin(other, 1, origin).act(GoOn())
    two.replace(one)
    assert isinstance(review.start(journal, library), Failure)


def test_older_runs_of_a_listed_file_that_was_played_by_its_path(
    tmp_path: Path, journal: Journal
) -> None:
    """An earlier version stored the path also of a file that the library lists."""
    file = tmp_path / "mine.yaml"
    file.write_text((packaged() / "smoke-on-ward-six.yaml").read_text())
    library = Library.of([packaged(), tmp_path])
    for wanted in ("mine", str(file)):
        _, scenario, origin = entry_of(library, wanted)
        session = journal.begin(scenario, 1, Origin(id="mine", source=str(file)))
        session.run = evolve(session.run, work=None)
        session.act(GoOn())
        (run,) = journal.runs()
        assert (run.work, run.edition, run.key) == (None, None, str(file))
        assert play.played(journal, library).keys() == {"mine"}
        again = play.resume(journal, library, run)
        assert isinstance(again, Session)
        assert again.run.id == run.id
        same = play.resume_or_start(journal, scenario, origin=origin)
        assert same.run.id == run.id
        journal.delete(None)


def test_an_imported_run_goes_on_in_the_own_file_with_its_text(
    tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The library has it under another name; a file called like it here is not opened.

    The journal's page and its exports take the same one.
    """
    here, own_folder = tmp_path / "here", tmp_path / "own"
    for place in (here, own_folder):
        place.mkdir()
    text = (packaged() / "smoke-on-ward-six.yaml").read_text()
    (own_folder / "mine.yaml").write_text(text)
    library = Library.of([packaged(), own_folder])
    entry, scenario, _ = entry_of(library, "mine")
    session = journal.begin(scenario, 1, Origin(id="far", source="far.yaml", edition=entry.edition))
    session.act(GoOn())
    for action in answers(scenario.start, next(iter(scenario.scenes[scenario.start].choices))):
        session.act(action)
    (here / "far.yaml").write_text(text.replace("title: Smoke", "title: A stranger's"))
    monkeypatch.chdir(here)
    again = play.resume(journal, library, session.run)
    assert isinstance(again, Session)
    assert again.play.scenario.title == scenario.title
    assert {answer.scenario for answer in review.practice(journal, library).answers} == {"mine"}
    assert GameApp(library, journal).scenario_of(session.run) == scenario
    monkeypatch.setattr(resources, "whole_library", lambda: library)
    assert resources.finder(journal)(session.run) == scenario
    empty = Library.of([packaged()])
    assert isinstance(play.resume(journal, empty, session.run), Failure)
    assert review.practice(journal, empty).answers == ()


def test_answers_in_an_own_library_file_count_for_it(tmp_path: Path, journal: Journal) -> None:
    """Answers in a file of the player's own folder count for its id there."""
    (tmp_path / "mine.yaml").write_text((packaged() / "smoke-on-ward-six.yaml").read_text())
    library = Library.of([tmp_path])
    entry, scenario, origin = entry_of(library, "mine")
    assert origin == Origin(id="mine", edition=entry.edition, path=str(entry.path))
    session = play.start(journal, scenario, seed=1, origin=origin)
    session.act(GoOn())
    scene = session.play.scene
    assert scene is not None
    for action in answers(scene, next(iter(scenario.scenes[scene].choices))):
        session.act(action)
    history = review.practice(journal, library)
    assert {answer.scenario for answer in history.answers} == {"mine"}
    assert play.played(journal, library).keys() == {"mine"}


@pytest.mark.parametrize(
    "name", [b"plain", "na\u00efve \u5b57".encode(), b"\xff\xfe", b"a\nb", b"\x1b[31m", b"50%\xff"]
)
def test_every_path_has_an_address(tmp_path: Path, name: bytes) -> None:
    """An address can be stored and shown, and leads back to the same file."""
    import os

    path = tmp_path / f"{os.fsdecode(name)}.yaml"
    text = address(path)
    assert text.isprintable()
    text.encode()
    assert from_address(text) == path
    assert not exists(text)
    path.write_text("x")
    assert exists(text)


def test_what_a_run_keeps_of_an_undecodable_path(journal: Journal, tmp_path: Path) -> None:
    """A run of a file whose path is no text is stored, listed and found again."""
    import os

    path = tmp_path / os.fsdecode(b"f\xff") / os.fsdecode(b"na\xffme.yaml")
    path.parent.mkdir()
    path.write_text((packaged() / "smoke-on-ward-six.yaml").read_text())
    library = Library.of([packaged()])
    _, scenario, origin = entry_of(library, str(path))
    session = play.start(journal, scenario, origin=origin)
    session.act(GoOn())
    assert session.failure is None
    (run,) = journal.runs()
    again = play.resume(journal, library, run)
    assert isinstance(again, Session)
    assert again.run.id == run.id
    assert evolve(again.run, edition=None) == evolve(run, edition=None)

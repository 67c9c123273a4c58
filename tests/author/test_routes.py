"""Recorded routes stay valid while a scenario is edited, or report what broke them."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest

from game.author.lint.check import check
from game.author.lint.routes import Recorded, record, stale
from game.author.starter import write
from game.cli.main import main
from game.content.files import routes_beside
from game.content.library import Entry, Library
from game.content.loader import read_file
from game.core.actions import Choose, GiveCall, GoOn
from game.core.enums import Call
from game.core.failure import Failure
from game.core.playthrough import Playthrough, start, step
from game.core.scenario import Scenario
from game.journal.paths import journal_path
from game.journal.store import Journal
from game.services.play import origin_of
from tests.shipped import LIBRARY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A starter with one route beside it."""
    made = write(tmp_path / "cold-oven", {})
    assert isinstance(made, Path)
    (reading,) = check([made])
    assert reading.scenario is not None
    record(made, "both-hats", played(reading.scenario))
    return made


def played(scenario: Scenario, first: Call = Call.MANAGE_THEN_LEAD) -> Playthrough:
    """The starter played to its best ending, as far as the *first* call permits."""
    play: Playthrough = start(scenario, 1)
    for action in (
        GoOn(),
        GiveCall("oven", first),
        Choose("oven", "sheet"),
        GoOn(),
        GoOn(),
        GiveCall("after", Call.LEAD),
        Choose("after", "picture"),
        GoOn(),
        GoOn(),
    ):
        after = step(play, action)
        assert isinstance(after, Playthrough)
        play = after
    return play


def codes(path: Path) -> list[str]:
    """Return the codes reported for the scenario and its routes."""
    return [problem.code for reading in check([path]) for problem in reading.problems]


def edit(path: Path, old: str, new: str) -> None:
    """Change the scenario."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_recorded_route_holds(path: Path) -> None:
    """A recorded play replays to the same ending and points."""
    assert codes(path) == []
    text = routes_beside(path).read_text(encoding="utf-8")
    assert "- oven manage-then-lead sheet" in text
    assert "ends: synergy" in text
    assert 'points: "100"' in text


def test_a_route_recorded_anew_replaces_the_old_one(path: Path) -> None:
    """The others and the comments stay as they were, and no name is given twice."""
    file = routes_beside(path)
    kept = file.read_text(encoding="utf-8")
    entry = kept.removeprefix("routes:\n")
    old = "  both-hats:\n    takes:\n      - oven lead sheet\n"
    other = "  # the other way\n" + entry.replace("both-hats", "again")
    file.write_text("# ours\nroutes:\n" + old + "\n" + other, encoding="utf-8")
    reading = read_file(path)
    assert reading.scenario is not None
    assert record(path, "both-hats", played(reading.scenario)) == Recorded(file, replaced=True)
    assert file.read_text(encoding="utf-8") == "# ours\nroutes:\n" + entry + "\n" + other
    assert codes(path) == []
    assert record(path, "third", played(reading.scenario)) == Recorded(file, replaced=False)


@pytest.mark.parametrize(
    "data",
    [
        b"# caf\xe9\nroutes:\n  a:\n    takes: [oven lead sheet]\n",
        b"routes: {}\n",
        b"routes:\r\n  a:\n    takes: [oven lead sheet]\n",
        b"routes:\n  a:\n    takes: [oven lead sheet]\nends: synergy\n",
    ],
)
def test_routes_to_which_none_can_be_added_stay(path: Path, data: bytes) -> None:
    """A file that cannot be read, or would be broken, is left as it is, to the byte."""
    routes_beside(path).write_bytes(data)
    scenario = read_file(path).scenario
    assert scenario is not None
    refused = record(path, "calm", played(scenario))
    assert isinstance(refused, Failure)
    assert refused.help == "see 'two-hats check'; nothing was written"
    assert routes_beside(path).read_bytes() == data


def test_routes_keep_line_ends_and_permissions(path: Path) -> None:
    """So do the line ends and permissions of the file; a new file has those of the scenario."""
    file = routes_beside(path)
    assert file.stat().st_mode == path.stat().st_mode
    file.write_bytes(b"routes:\r\n  a:\r\n    takes: [oven lead sheet]\r\n")
    file.chmod(0o640)
    scenario = read_file(path).scenario
    assert scenario is not None
    record(path, "calm", played(scenario))
    data = file.read_bytes()
    assert b"- after lead picture\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [entry.name for entry in path.parent.iterdir() if entry.name[0] == "."] == []


def test_a_route_is_recorded_from_a_run_of_this_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a later run of another file of that name is taken, nor a review."""
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    made = []
    with closing(Journal.open(journal_path())) as journal:
        for folder, call in (("ours", Call.LEAD_THEN_MANAGE), ("theirs", Call.LEAD)):
            file = write(tmp_path / folder / "draft", {})
            assert isinstance(file, Path)
            edit(file, "in the morning.", f"in the morning, {folder}.")
            made.append(file)
            entry = Entry("draft", file)
            assert entry.scenario is not None
            session = journal.begin(entry.scenario, 1, origin_of(entry, LIBRARY))
            for action in played(entry.scenario, call).actions:
                session.act(action)
            assert session.run.finished
        entry = Entry("draft", made[0])
        assert entry.scenario is not None
        review = journal.begin(entry.scenario, 1, origin_of(entry, LIBRARY), alone="oven")
        for action in (GiveCall("oven", Call.MANAGE), Choose("oven", "sheet"), GoOn(), GoOn()):
            review.act(action)
        assert review.run.finished
    assert main(["record", "ours/draft.yaml", "calm"]) == 0
    text = routes_beside(made[0]).read_text(encoding="utf-8")
    assert "- oven lead-then-manage sheet" in text


def test_rewording_breaks_no_route(path: Path) -> None:
    """Ids are what a route is made of."""
    edit(path, "Twenty past four in the morning.", "It is twenty past four in the morning.")
    assert codes(path) == []


def test_a_choice_that_is_gone_is_reported(path: Path) -> None:
    """The step that cannot be taken any more is named, at its line in the routes."""
    edit(path, "      picture:\n", "      drawing:\n")
    output = [p for reading in check([path]) for p in reading.problems if p.code == "E302"]
    assert len(output) == 1
    assert output[0].span is not None
    line = routes_beside(path).read_text(encoding="utf-8").splitlines()[output[0].span.line - 1]
    assert "after lead picture" in line


def test_other_points_are_reported(path: Path) -> None:
    """A key that was changed shows in the routes."""
    edit(path, "shows: [visionary-thinking, empathy-and-active-listening]", "shows: [courage]")
    assert "E304" in codes(path)


def test_another_ending_is_reported(path: Path) -> None:
    """So does a stance that now leads elsewhere."""
    file = routes_beside(path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("ends: synergy", "ends: drift"), encoding="utf-8")
    assert codes(path) == ["E303"]


@pytest.mark.parametrize("step", ["oven sheet", "oven leed sheet", "sheet"])
def test_a_step_that_is_none_is_reported(path: Path, step: str) -> None:
    """A step is a scene, a call and a choice."""
    routes_beside(path).write_text(f"routes:\n  a:\n    takes:\n      - {step}\n", encoding="utf-8")
    assert codes(path) == ["E301"]


def test_broken_routes_are_reported_like_any_file(path: Path) -> None:
    """Layout and unknown entries of the routes have places, too."""
    routes_beside(path).write_text("routes:\n  a:\n    take:\n      - x\n", encoding="utf-8")
    assert codes(path) == ["E101"]


def test_routes_are_no_scenario(path: Path) -> None:
    """The library lists the scenario alone."""
    assert [entry.id for entry in Library.of([path.parent])] == ["cold-oven"]


def test_a_run_whose_ids_have_changed_is_no_route(path: Path) -> None:
    """What is left of it does not come to an ending; the refusal says where it stops."""
    scenario = read_file(path).scenario
    assert scenario is not None

    assert stale(played(scenario)) is None
    assert (failure := stale(start(scenario, 1))) is not None
    assert "first step" in failure.message

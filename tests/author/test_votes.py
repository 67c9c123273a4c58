"""Item analysis of room votes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from attrs import evolve

from game.author.audit.items import MIN_ANSWERS, Item, analyse, as_json, as_text, of_room
from game.core.enums import Call
from game.core.failure import Failure
from game.core.scenario import Scenario
from game.journal.exports.rooms import data
from game.journal.importer import Pool, merge_pools, read
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.state import Question, Room, Stage
from tests.author.libraries import library
from tests.author.rooms import Vote, done, host, journal_of_rooms, readers
from tests.author.test_items import WRONG, chained, planted
from tests.core.examples import choice, need, scenario, scene


FLAW = "good readers do no better here"


def items(known: Iterable[Scenario], pool: Pool) -> dict[str, Item]:
    """Every scene of *known* in the light of the rooms of *pool*."""
    stories = {entry.id: entry for entry in known}
    result = [vote for room in pool.rooms for vote in of_room(room, stories[room.scenario])]
    return {item.scene: item for item in analyse(stories.values(), result)}


def pooled(path: Path, known: Iterable[Scenario]) -> Pool:
    """Read the file at *path*."""
    result = read(path, {item.id: item for item in known}.get)
    assert isinstance(result, Pool), result
    return result


def exported(sessions: Iterable[RoomSession], folder: Path, *, names: bool) -> Pool:
    """The rooms of *sessions* after each was written down as JSON and read again."""
    pools = []
    for number, session in enumerate(sessions):
        file = folder / f"room-{number}-{names}.json"
        file.write_text(data(session.run, session.room, names=names), "utf-8")
        pools.append(pooled(file, [session.room.play.scenario]))
    return merge_pools(pools)


@pytest.fixture(scope="module")
def keyed() -> list[Scenario]:
    """Two scenarios of four scenes, one of which has a wrong key."""
    return planted([chained(item) for item in library(scenarios=2, seed=3)])


@pytest.fixture(scope="module")
def hosted(
    keyed: list[Scenario], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[RoomSession]]:
    """Six rooms of 25 people of all skills on each of them, in one journal."""
    path = tmp_path_factory.mktemp("rooms") / "journal.sqlite3"
    journal, random = journal_of_rooms(path), Random(5)
    seen = [chained(item) for item in library(scenarios=2, seed=3)]
    sessions = [
        host(journal, key, readers(read_as, 25, random), people=25, rounds=2)
        for key, read_as in zip(keyed, seen, strict=True)
        for _ in range(6)
    ]
    journal.close()
    return path, sessions


@pytest.fixture(scope="module")
def journal(keyed: list[Scenario], hosted: tuple[Path, list[RoomSession]]) -> Pool:
    """What is read of those rooms in the journal."""
    return pooled(hosted[0], keyed)


@pytest.fixture(scope="module")
def nameless(
    hosted: tuple[Path, list[RoomSession]], tmp_path_factory: pytest.TempPathFactory
) -> Pool:
    """What is read of those rooms in anonymous exports."""
    return exported(hosted[1], tmp_path_factory.mktemp("exports"), names=False)


class TestPlanted:
    """Simulated rooms, and one scene whose key is wrong."""

    def test_the_bad_scene_is_found(self, keyed: list[Scenario], journal: Pool) -> None:
        """Good readers do worse in it, so it is reported, and no other."""
        result = items(keyed, journal)

        assert [name for name, item in result.items() if FLAW in item.flaws] == [WRONG]
        assert {(item.plays, item.votes, item.pairs) for item in result.values()} == {(0, 150, 145)}
        output = as_text(list(result.values()))
        assert "0 plays by people alone and 1200 votes in rooms are in it." in output
        assert json.loads(as_json(list(result.values())))["votes"] == 1200

    def test_an_export_with_names_is_as_good(
        self,
        keyed: list[Scenario],
        hosted: tuple[Path, list[RoomSession]],
        journal: Pool,
        tmp_path: Path,
    ) -> None:
        """By seat the same is found in JSON as in the journal."""
        named = exported(hosted[1], tmp_path, names=True)
        assert items(keyed, named) == items(keyed, journal)

    def test_without_names_nobody_is_followed(
        self, keyed: list[Scenario], journal: Pool, nameless: Pool
    ) -> None:
        """An anonymous export gives difficulty, but no discrimination."""
        followed = items(keyed, journal)
        for name, item in items(keyed, nameless).items():
            assert item.difficulty == pytest.approx(followed[name].difficulty)
            assert (item.shares, item.votes) == (followed[name].shares, 150)
            assert (item.discrimination, item.pairs) == (None, 0)

    def test_a_room_read_twice_counts_once(
        self, keyed: list[Scenario], journal: Pool, nameless: Pool
    ) -> None:
        """Whichever comes first, the reading in which more can be followed is taken."""
        for order in ((journal, nameless), (nameless, journal)):
            assert items(keyed, merge_pools(order)) == items(keyed, journal)


STORY = scenario(
    scene(
        "one", choice("a", go="two"), choice("b", "M M M M M", go="two"), need=need("L2 L2 L1 - -")
    ),
    scene("two", choice("a"), choice("b", "M M M M M"), need=need("L2 L2 L1 - -")),
    id="story",
)


def room(
    vote: Vote,
    people: int = MIN_ANSWERS,
    *,
    heads: int = 0,
    hands: tuple[int, ...] = (),
    rounds: int = 1,
) -> tuple[Journal, RoomSession]:
    """A room on ``STORY`` that is played to its end."""
    journal = journal_of_rooms()
    counts = (lambda _: hands) if hands else None
    return journal, host(
        journal, STORY, vote, people=people, heads=heads, hands=counts, rounds=rounds
    )


def output(session: RoomSession, folder: Path, *, names: bool = True) -> dict[str, Item]:
    """The scenes of ``STORY`` in the light of *session*."""
    return items([STORY], exported([session], folder, names=names))


def always(call: str | None, choice: str | None) -> Vote:
    """Everybody votes for the same."""

    def vote(room: Room, number: int) -> str | None:
        assert room.ballot is not None
        return call if room.ballot.question is Question.CALL else choice

    return vote


def test_the_points_of_a_vote(tmp_path: Path) -> None:
    """Call and choice of one person are scored as those of somebody alone: 20 and 50 and 10."""
    _, session = room(always("lead", "a"))
    item = output(session, tmp_path)["story.one"]

    assert (item.votes, item.difficulty) == (MIN_ANSWERS, 80)
    assert item.unused == ("b",)


def test_below_the_least_nothing_is_said(tmp_path: Path) -> None:
    """One vote fewer, and there is no figure but the count."""
    _, session = room(always("lead", "a"), MIN_ANSWERS - 1)
    item = output(session, tmp_path)["story.one"]

    assert (item.votes, item.difficulty, item.unused, item.flaws) == (
        MIN_ANSWERS - 1,
        None,
        None,
        (),
    )
    assert "too few plays" in as_text([item])


def test_hands_are_counted(tmp_path: Path) -> None:
    """Hands give points and shares, but no discrimination."""
    _, session = room(always(None, None), 0, heads=40, hands=(30, 10))
    item = output(session, tmp_path)["story.one"]

    # Calls: 30 lead, 10 manage, of which lead is right: 15. Choices, in the order shown:
    shown = [option for option, count in item.shares.items() if count == 0.75]
    assert item.votes == 40
    assert item.difficulty == 15 + (0.75 * 60 + 0.25 * 10 if shown == ["a"] else 0.25 * 60 + 7.5)
    assert (item.pairs, item.discrimination) == (0, None)


def test_who_only_chose_has_no_points(tmp_path: Path) -> None:
    """A choice without a call counts for its share and for nothing else."""
    _, session = room(always(None, "a"))
    item = output(session, tmp_path)["story.one"]

    assert (item.votes, item.shares["a"], item.unused) == (MIN_ANSWERS, 1, ("b",))
    assert item.difficulty is None


def test_only_the_first_round_counts(tmp_path: Path) -> None:
    """After a talk people vote with the room, so later rounds carry no information."""

    def changed(room: Room, number: int) -> str:
        assert room.ballot is not None
        if room.ballot.question is Question.CALL:
            return Call.LEAD.value
        return "b" if room.ballot.number == 1 else "a"

    _, session = room(changed, rounds=2)
    item = output(session, tmp_path)["story.one"]
    assert (item.votes, item.shares) == (MIN_ANSWERS, {"a": 0, "b": 1})


def test_a_first_round_that_was_opened_again_is_left_out(tmp_path: Path) -> None:
    """By then the talk had begun or the votes were shown; journal and export agree on it."""
    journal = journal_of_rooms()
    session = host(
        journal, STORY, always("lead", "a"), people=MIN_ANSWERS, rounds=2, until=Stage.TALK
    )
    done(session, actions.Reopen())
    while session.room.stage is not Stage.ENDING:
        session.act(actions.GoOn(anyway=True))
        ballot = session.room.open_ballot
        if ballot is not None:
            option = "lead" if ballot.question is Question.CALL else "b"
            done(
                session,
                *(actions.Vote(f"seat-{n}", ballot.key, option) for n in range(MIN_ANSWERS)),
            )
    result = output(session, tmp_path)

    assert result["story.one"].votes == 0
    assert result["story.two"].shares == {"a": 0, "b": 1}


def test_rooms_are_compared_within_themselves(tmp_path: Path) -> None:
    """A room that did better in everything does not affect a scene's discrimination."""
    journal = journal_of_rooms()
    sessions = [host(journal, STORY, always("lead", entry), people=80) for entry in "ab"]
    item = items([STORY], exported(sessions, tmp_path, names=True))["story.one"]

    assert (item.votes, item.pairs) == (160, 159)
    assert item.shares == {"a": 0.5, "b": 0.5}
    assert item.discrimination is None


def test_a_scenario_that_is_played_again_in_an_evening_counts_once(tmp_path: Path) -> None:
    """Who plays it again has read the key: only the first room is in journal and exports."""
    journal = journal_of_rooms(tmp_path / "journal.sqlite3")
    session = host(journal, STORY, always("lead", "a"), people=MIN_ANSWERS, until=Stage.OVER)
    other = evolve(STORY, id="other")
    for scenario_ in (other, STORY):
        assert journal.rooms.go_on_with(session, scenario_, 2) is None
        while session.room.stage is not Stage.OVER:
            ballot = session.room.open_ballot
            if ballot is not None:
                option = "lead" if ballot.question is Question.CALL else "b"
                votes = (actions.Vote(f"seat-{n}", ballot.key, option) for n in range(MIN_ANSWERS))
                done(session, *votes)
            done(session, actions.GoOn(anyway=True))

    evening = journal.rooms.evening(session.run)
    played, pools = [*(item.room for item in session.earlier), session.room], []
    for run, seen in zip(evening, played, strict=True):
        file = tmp_path / f"{run.id}.json"
        file.write_text(data(run, seen, names=True, evening=evening), "utf-8")
        pools.append(pooled(file, [STORY, other]))
    for pool in (merge_pools(pools), pooled(tmp_path / "journal.sqlite3", [STORY, other])):
        assert sorted(room.scenario for room in pool.rooms) == ["other", "story"]
        result = items([STORY, other], pool)["story.one"]
        assert (result.votes, result.shares) == (MIN_ANSWERS, {"a": 1, "b": 0})


def test_a_scene_that_comes_back_counts_once(tmp_path: Path) -> None:
    """Only the first time, before the explanation, counts."""
    story = scenario(
        scene("one", choice("a", go="one"), choice("b", "M M M M M")), id="story", title="Round"
    )
    times: list[str] = []

    def first_a_then_b(room: Room, number: int) -> str:
        assert room.ballot is not None
        times.append(room.ballot.key)
        if room.ballot.question is Question.CALL:
            return "lead"
        return "a" if room.ballot.turn == 1 else "b"

    session = host(journal_of_rooms(), story, first_a_then_b, people=MIN_ANSWERS)
    result = items([story], exported([session], tmp_path, names=True))["story.one"]
    assert len(set(times)) == 4
    assert (result.votes, result.shares) == (MIN_ANSWERS, {"a": 1, "b": 0})


def test_what_is_not_there_any_more_is_left_out(tmp_path: Path) -> None:
    """Votes for a choice that its author has taken away are not guessed at."""
    _, session = room(always("lead", "a"))
    edited = scenario(scene("one", choice("b"), choice("c", "M M M M M")), id="story")
    (result,) = items([edited], exported([session], tmp_path, names=True)).values()

    assert (result.scene, result.votes) == ("story.one", 0)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("version", 2),
        ("ballots", [{"ballot": "1.one.choice", "votes": {}}]),
        ("ballots", [{"ballot": "1.one.choice.1", "votes": {"a": -1}}]),
        ("ballots", [{"ballot": "1.one.dance.1", "votes": {}}]),
        ("ballots", [{"ballot": "1.one.choice.1", "votes": {"a": "many"}}]),
        ("ballots", [{"ballot": "1.one.choice.1", "votes": {"a": 10**400}}]),
        ("ballots", 7),
    ],
)
def test_a_changed_export_is_refused(tmp_path: Path, key: str, value: object) -> None:
    """A room's JSON that somebody has changed for the worse is no room's JSON."""
    _, session = room(always("lead", "a"), 2)
    file = tmp_path / "room.json"
    file.write_text(json.dumps({**json.loads(data(session.run, session.room)), key: value}))
    result = read(file, {STORY.id: STORY}.get)
    assert isinstance(result, Failure)
    assert result.message == "it is no journal, and no JSON that 'two-hats journal' wrote"

"""Rooms of simulated people, hosted act by act and kept in a journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from game.core.failure import Failure
from game.core.scenario import Scenario
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.state import Question, Room, Stage
from game.room.tally import leading_options
from tests.author.crowd import answer


Vote = Callable[[Room, int], str | None]
"""Return the vote of the person with that number in the open ballot; None for no vote."""


def journal_of_rooms(path: Path | None = None) -> Journal:
    """A journal whose clock goes on by a second each time it is read."""
    now = datetime(2025, 3, 4, 12, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return Journal.open(path, clock=clock)


def host(
    journal: Journal,
    scenario: Scenario,
    vote: Vote,
    *,
    people: int,
    heads: int = 0,
    hands: Callable[[Room], Sequence[int]] | None = None,
    rounds: int = 1,
    until: Stage = Stage.ENDING,
) -> RoomSession:
    """A session on *scenario* up to a stage, in which everyone votes; ties go to the first."""
    session = journal.rooms.begin(scenario, 1, "K7QFA")
    done(session, *(actions.Join(f"seat-{n}") for n in range(people)))
    done(session, actions.Heads(heads), actions.Rounds(rounds))
    while session.room.stage is not until:
        ballot = session.room.open_ballot
        if ballot is not None:
            voted = [(n, vote(session.room, n)) for n in range(people)]
            done(session, *(actions.Vote(f"seat-{n}", ballot.key, v) for n, v in voted if v))
            if hands is not None:
                done(session, actions.Hands(ballot.key, tuple(hands(session.room))))
        if isinstance(session.act(actions.GoOn(anyway=True)), Failure):
            assert session.room.ballot is not None
            done(
                session,
                actions.Decide(leading_options(session.room, session.room.ballot)[0]),
                actions.GoOn(),
            )
    return session


def done(session: RoomSession, *todo: actions.RoomAction) -> None:
    """Do all of *todo*, none of which may be refused."""
    for after in session.apply_all(todo):
        assert isinstance(after, Room), after


def readers(seen: Scenario, people: int, random: Random) -> Vote:
    """
    Return people of all skills who perceive the scenario as *seen*.

    After a talk everyone votes at random, so that only first rounds carry information.
    """
    skills = [random.random() for _ in range(people)]

    def vote(room: Room, number: int) -> str:
        ballot = room.ballot
        assert ballot is not None
        scene = room.play.scenario.scenes[ballot.scene]
        skill = skills[number] if ballot.number == 1 else 0.0
        call, choice = answer(scene, seen.scenes[scene.id], skill, random)
        return call.value if ballot.question is Question.CALL else choice

    return vote

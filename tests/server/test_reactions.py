"""A phone's page: how people take the room's call, and how readers answered."""

from __future__ import annotations

from attrs import evolve

from game.core.enums import Call
from game.core.scenario import Scenario
from game.room import actions, views
from game.room.state import Room, Stage, new_room
from game.server import phone_pages
from game.text import explanation
from tests.room.rooms import done, seat, story
from tests.server.test_markup import Seen


def read_story() -> Scenario:
    """The story of the tests, with reactions and readers in its first scene."""
    whole = story()
    hall = whole.scenes["hall"]
    counts = {"good": 3, "poor": 1, "odd": 1}
    hall = evolve(
        hall,
        after_call={Call.LEAD: "They look up & wait.", Call.MANAGE: "They take a pen."},
        readers={Call.LEAD: 4, Call.MANAGE: 1},
        dissent="The list is <kinder>.",
        choices={key: evolve(c, readers=counts.get(key, 0)) for key, c in hall.choices.items()},
    )
    return evolve(whole, scenes={**whole.scenes, "hall": hall})


def words_of(room: Room) -> str:
    """Return the page of the first seat."""
    return Seen(str(phone_pages.main(views.phone(room, seat(1))))).words


def at_call() -> Room:
    """A room of one, at its first call."""
    return done(new_room(read_story(), 1), actions.Join(seat(1)), actions.GoOn(), actions.GoOn())


def test_the_reaction_comes_with_the_choice() -> None:
    """It is the one to the room's call, and is there neither before it nor after the choice."""
    room = at_call()
    assert "They" not in words_of(room)
    for call, seen in ((Call.LEAD, "They look up & wait."), (Call.MANAGE, "They take a pen.")):
        asked = done(room, actions.Decide(call.value), actions.GoOn())
        shown = words_of(asked)
        assert shown.count("They ") == 1
        assert shown.index(seen) < shown.index("text of good")
        assert "readers" not in shown
        after = done(asked, actions.Decide("good"), actions.GoOn())
        assert after.stage is Stage.OUTCOME
        assert "They" not in words_of(after)


def test_the_readers_stand_in_the_why() -> None:
    """The split is shown with the reveal, the dissenting reason as text."""
    room = done(
        at_call(), actions.Decide("lead"), actions.GoOn(), actions.Decide("poor"), actions.GoOn()
    )
    assert "readers" not in words_of(room)
    shown = words_of(done(room, actions.GoOn()))
    assert "Of our 5 readers, 4 made the right call" in shown
    assert "3 took the best choice, and 1 took this one. One argues: The list is <kinder>." in shown


def test_trust_moves_with_its_reason() -> None:
    """What happened ends with the sentences on trust that whoever plays alone reads."""
    room = done(at_call(), actions.Decide("lead"), actions.GoOn(), actions.Decide("good"))
    room = done(room, actions.GoOn())
    moves = views.projector(room).story.moves
    assert [move.name for move in moves] == ["Ana Ash", "Ben Bay"]
    for move in moves:
        assert explanation.trust_move(move) in words_of(room)

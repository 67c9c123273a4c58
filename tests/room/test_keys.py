"""Any sequence of the facilitator's actions: no error, no vote lost, each step can be undone."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from game.room import actions
from game.room.reducer import step
from game.room.state import Room, options
from game.room.views import facilitator_view, phone, projector
from tests.room.rooms import cast_votes, done, room_of, seat


KEYS = 200
PEOPLE = 3
STEPS = (actions.GoOn, actions.Talk, actions.Reveal, actions.Decide, actions.Reopen)
"""What undo takes back; a setting is taken back by setting it again."""


def settle(room: Room, place: int) -> actions.Decide:
    """Settle the question at hand with its option at *place*."""
    return actions.Decide(options(room, room.ballot)[place] if room.ballot else "lead")


def hands(room: Room, *counts: int) -> actions.Hands:
    """Type *counts* for the ballot at hand, open or not."""
    return actions.Hands(room.ballot.key if room.ballot else "", counts)


PRESSED: tuple[Callable[[Room], actions.FacilitatorAction], ...] = (
    *(lambda room: actions.GoOn(),) * 4,
    *(lambda room: actions.GoOn(anyway=True),) * 6,
    lambda room: actions.Talk(),
    lambda room: actions.Talk(anyway=True),
    lambda room: actions.Reveal(),
    lambda room: actions.Reveal(anyway=True),
    lambda room: settle(room, 0),
    lambda room: settle(room, 1),
    *(lambda room: actions.Reopen(),) * 2,
    *(lambda room: actions.Undo(),) * 3,
    lambda room: actions.Heads(4),
    lambda room: actions.Heads(0),
    lambda room: hands(room, 1, 2, 1),
    lambda room: hands(room, 4),
    lambda room: hands(room, 9, 9),
    lambda room: actions.Pause(on=not room.paused),
    lambda room: actions.Lock(on=not room.locked),
    lambda room: actions.Rounds(1),
    lambda room: actions.Rounds(3),
    lambda room: actions.ShowFirst(on=not room.show_first),
    lambda room: actions.TableVotes(on=not room.table_votes),
    lambda room: actions.Timer(1e9),
    lambda room: actions.Timer(0),
    lambda room: actions.Deal(),
    lambda room: actions.HoldLines(on=not room.hold_lines),
)
"""Everything there is a key for but taking somebody away, whose open vote goes with them."""


@given(st.lists(st.sampled_from(PRESSED), min_size=KEYS, max_size=KEYS), st.binary(min_size=KEYS))
def test_two_hundred_keys(
    keys: list[Callable[[Room], actions.FacilitatorAction]], votes: bytes
) -> None:
    """
    After two hundred keys in any order all votes are there, and every view can be shown.

    A step that is undone leaves exactly the room that was before it, but for the clock, which
    stops, and the notes that a vote was opened again, and who votes with which table.
    """
    room = room_of(PEOPLE)
    taken: dict[str, dict[str, str]] = {}
    counted: dict[str, object] = {}
    for pressed, vote in zip(keys, votes, strict=False):
        if room.open_ballot is not None and vote % 2:
            key, names = room.open_ballot.key, options(room, room.open_ballot)
            cast = [names[(vote >> number) % len(names)] for number in range(1, PEOPLE + 1)]
            room = cast_votes(room, cast)
            taken[key] = {seat(number): option for number, option in enumerate(cast)}
        action = pressed(room)
        after = step(room, action)
        if not isinstance(after, Room):
            continue
        if isinstance(action, actions.Hands):
            counted[action.ballot] = after.hands[action.ballot]
        if isinstance(action, STEPS):
            undone = done(after, actions.Undo())
            noted = evolve(undone, reopened=room.reopened, tables=room.tables)
            assert evolve(noted, timer=room.timer) == room
            assert undone.reopened == room.reopened or isinstance(action, actions.Reopen)
        if after.stage is not room.stage:
            assert (
                projector(after).stage
                is facilitator_view(after).projector.stage
                is phone(after, seat(0)).projector.stage
            )
        room = after
    assert {key: room.votes[key] for key in taken} == taken
    assert {key: room.hands[key] for key in counted} == counted

"""Lines for the projector: shared, held, shown, taken down."""

from __future__ import annotations

from game.room import actions
from game.room.reducer import replay
from game.room.state import Room, Stage
from game.room.views import phone, projector
from tests.room.rooms import done, refused, room_of, seat, story, to_stage


def now_what(*todo: actions.RoomAction, hold: bool = False) -> Room:
    """A room at the end of the debrief, after *todo*; lines wait for the facilitator if *hold*."""
    return done(to_stage(Stage.NOW_WHAT), actions.HoldLines(hold), *todo)


def test_a_line_on_the_projector() -> None:
    """At the end of the debrief each seat may put one line up, and take it back."""
    assert refused(room_of(1), actions.Share(seat(0), "Ask first.")) == "not-now"
    room = now_what(actions.Share(seat(0), "Ask first."))
    room = done(room, actions.Share(seat(1), "List second."), actions.Share(seat(0), "Ask twice."))
    assert projector(room).shared == ("List second.", "Ask twice.")
    assert refused(room, actions.Share(seat(0), "x" * 161)) == "too-long"
    assert projector(done(room, actions.Share(seat(1), ""))).shared == ("Ask twice.",)


def test_a_line_can_be_taken_back_at_any_time() -> None:
    """Once the debrief is over nothing new is shared, but what was shared can go."""
    room = now_what(actions.Share(seat(0), "Ask."), actions.GoOn())
    assert refused(room, actions.Share(seat(0), "Tell.")) == "not-now"
    assert refused(room, actions.Share(seat(1), "")) == "not-now"
    assert done(room, actions.Share(seat(0), "")).shared == {}


def test_a_line_goes_with_its_seat() -> None:
    """A shared line goes with its removed seat, which can send another once it is back."""
    room = now_what(actions.Share(seat(0), "Ask."), actions.Share(seat(1), "Rude."))
    room = done(room, actions.Remove(seat(1)))
    assert projector(room).shared == ("Ask.",)
    room = done(room, actions.Remove(seat(1), on=False))
    assert projector(room).shared == ("Ask.",)
    assert projector(done(room, actions.Share(seat(1), "Kind."))).shared == ("Ask.", "Kind.")


def test_a_line_that_is_taken_down() -> None:
    """The facilitator removes a line by its text; its author is notified and can share another."""
    room = now_what(actions.Share(seat(0), "Ask."), actions.Share(seat(1), "Rude."))
    room = done(room, actions.TakeDown("Rude."))
    assert projector(room).shared == ("Ask.",)
    assert [phone(room, seat(item)).taken_down for item in (0, 1)] == [False, True]
    assert phone(room, seat(1)).shared == ""
    room = done(room, actions.Share(seat(1), "Kind."))
    assert projector(room).shared == ("Ask.", "Kind.")
    assert not phone(room, seat(1)).taken_down


def test_one_line_put_up_by_two() -> None:
    """A line shared by two seats is removed for both, and only while it is shown."""
    room = now_what(*(actions.Share(seat(item), "Rude.") for item in (0, 1)))
    assert refused(room, actions.TakeDown("rude")) == "no-such-line"
    room = done(room, actions.GoOn(), actions.TakeDown("Rude."))
    assert projector(room).shared == ()
    assert refused(room, actions.TakeDown("Rude.")) == "no-such-line"


def test_lines_wait_for_the_facilitator() -> None:
    """In a new room a line is on the screen once the facilitator shows it, not before."""
    room = done(
        to_stage(Stage.NOW_WHAT), actions.Share(seat(0), "Ask."), actions.Share(seat(1), "Rude.")
    )
    assert (projector(room).shared, projector(room).held) == ((), 2)
    assert not phone(room, seat(0)).shown
    room = done(room, actions.ShowLines(("Ask.", "Never sent.")))
    assert (projector(room).shared, projector(room).held) == (("Ask.",), 1)
    assert phone(room, seat(0)).shown
    assert refused(room, actions.ShowLines(("Ask.",))) == "no-such-line"
    room = done(room, actions.TakeDown("Rude."))
    assert (projector(room).shared, projector(room).held) == (("Ask.",), 0)
    assert phone(room, seat(1)).taken_down


def test_another_line_waits_again() -> None:
    """A line in place of a shown one waits; the same line sent twice stays on the screen."""
    room = now_what(actions.Share(seat(0), "Ask."), actions.ShowLines(("Ask.",)), hold=True)
    assert projector(done(room, actions.Share(seat(0), "Ask."))).shared == ("Ask.",)
    room = done(room, actions.Share(seat(0), "Ask them."))
    assert (projector(room).shared, room.held) == ((), ("Ask them.",))
    assert done(room, actions.Share(seat(0), "")).held == ()


def test_lines_that_wait_still_do_when_new_ones_do_not() -> None:
    """The setting is for lines to come; nothing that was held is shown by it."""
    room = now_what(actions.Share(seat(0), "Rude."), hold=True)
    room = done(room, actions.HoldLines(False), actions.Share(seat(1), "Ask."))
    assert (room.lines, room.held) == (("Ask.",), ("Rude.",))


def test_lines_of_earlier_rooms_do_not_wait() -> None:
    """A stored room of before shows lines at once, until it is set otherwise."""
    stored: list[actions.RoomAction] = [actions.Join(seat(0)), actions.GoOn()]
    for edition, holds in ((1, False), (2, False), (3, True)):
        room, _ = replay(story(), 1, [actions.Edition(edition), *stored])
        assert room.hold_lines is holds
        assert done(room, actions.HoldLines(True)).hold_lines
    assert not replay(story(), 1, stored)[0].hold_lines

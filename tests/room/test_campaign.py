"""A campaign played by a room: letters, the practice to choose, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from game.core import campaign as solo
from game.core.campaign import CampaignState
from game.core.enums import Practice
from game.present.console import console_view
from game.room import actions, campaign, messages
from game.room.campaign import LOST, in_campaign, letter, practice
from game.room.reducer import step
from game.room.state import Posting, Room, Stage, new_room, options
from game.room.views import projector
from game.text.campaign import PICK
from tests.core.campaigns import CAMPAIGN, CARRYING, TOWNS
from tests.room.rooms import done, refused, story, to_stage


NAMES = tuple(CAMPAIGN.postings)


def posted(number: int, before: CampaignState) -> Room:
    """A room on the posting with that number, in its lobby."""
    item = list(CAMPAIGN.postings.values())[number - 1]
    place = Posting(
        campaign=CAMPAIGN.id,
        number=number,
        of=len(NAMES),
        practices=tuple(key.value for key in item.practices),
    )
    room = done(new_room(TOWNS[item.id], 1), actions.Post(place))
    return in_campaign(room, before)


def played(room: Room, until: Stage) -> Room:
    """The *room* at a later stage, the facilitator settling every question."""
    while room.stage is not until:
        after = step(room, actions.GoOn(anyway=True))
        if not isinstance(after, Room):
            assert room.ballot is not None
            after = done(room, actions.Decide(options(room, room.ballot)[0]))
        room = after
    return room


def second() -> tuple[CampaignState, Room]:
    """The campaign after its first posting, and a room at the letter of the second."""
    first = played(posted(1, CampaignState(campaign=CAMPAIGN)), Stage.ENDING)
    state = campaign.campaign_state(first)
    assert state is not None
    return state, done(posted(2, state), actions.GoOn())


def test_the_first_letter_follows_the_opening() -> None:
    """Before the first scene the room reads why it is sent, and the letter."""
    room = done(posted(1, CampaignState(campaign=CAMPAIGN)), actions.GoOn())
    assert room.stage is Stage.LETTER
    read = "\n".join(letter(room))
    assert CAMPAIGN.opening in read
    assert CAMPAIGN.postings[NAMES[0]].letter in read
    assert done(room, actions.GoOn()).stage is Stage.READ


def test_a_practice_is_settled_before_the_letter() -> None:
    """The practices are options with letters; the letter has what the settled one reveals."""
    _, room = second()
    seen = projector(room)
    assert [option.letter for option in seen.options] == ["A", "B", "C"]
    assert console_view(room).question == PICK
    waits = step(room, actions.GoOn())
    assert not isinstance(waits, Room)
    assert waits.message == messages.PICK_FIRST
    assert refused(room, actions.Decide("lead")) == "no-such-option"
    chosen = done(room, actions.Decide(seen.options[1].id))
    assert practice(chosen) is Practice.FEEDBACK_REFLECTION
    item = CAMPAIGN.postings[NAMES[1]]
    assert item.practices[Practice.FEEDBACK_REFLECTION] in "\n".join(letter(chosen))
    assert item.letter in letter(chosen)
    assert practice(done(chosen, actions.Undo())) is None


def test_the_rules_are_those_of_solo_play() -> None:
    """What the room did comes to what the campaign makes of the same plays and picks."""
    before, room = second()
    room = played(done(room, actions.Decide(Practice.TRAINING.value)), Stage.ENDING)
    expected = solo.pick(before, Practice.TRAINING)
    assert isinstance(expected, CampaignState)
    assert campaign.campaign_state(room) == solo.finish(expected, room.play)


def test_undo_keeps_what_was_earned() -> None:
    """A resumed room gets its campaign after its steps, and has the favours after undo too."""
    ring = evolve(CARRYING.favours["ring"], state=(), trust={}, back="bonn", scene="bonn-square")
    state = evolve(second()[0], campaign=evolve(CARRYING, favours={"ring": ring}))
    room = posted(2, evolve(state, campaign=CAMPAIGN))
    room = played(done(done(room, actions.GoOn()), actions.Decide("training")), Stage.VOTE)
    resumed = in_campaign(room, state)
    assert resumed.play.remembered == {"bonn-square": ring.line}
    assert done(resumed, actions.Undo()).play.remembered == resumed.play.remembered


def letters() -> Iterator[Room]:
    """The campaign's rooms at each of its letters, the last one included."""
    state = CampaignState(campaign=CAMPAIGN)
    for number in range(1, len(NAMES) + 1):
        room = done(posted(number, state), actions.GoOn())
        if campaign.waits(room):
            room = done(room, actions.Decide(Practice.FEEDBACK_REFLECTION.value))
        yield room
        room = played(room, Stage.NOW_WHAT)
        found = campaign.campaign_state(room)
        assert found is not None
        state = found
    yield done(room, actions.GoOn())


def test_no_letter_of_a_room_has_points() -> None:
    """Nobody is scored: the look back and the last letter say how it went in words."""
    read = ["\n".join(letter(room)) for room in letters()]
    assert any("Your hardest moment there was" in each for each in read)
    for each in read:
        for word in ("points", "of 100", "tokens"):
            assert word not in each
    assert f"of {len(NAMES)} postings ended in synergy." in read[-1]
    assert f"Posting {len(NAMES)}: " in read[-1]


def test_the_last_letter_closes_the_campaign() -> None:
    """After the debrief of the last posting comes the closing, then the end."""
    *_, closing = letters()
    state = campaign.campaign_state(closing)
    assert state is not None
    assert closing.stage is Stage.LETTER
    assert state.closing is not None
    assert state.closing in letter(closing)
    assert done(closing, actions.GoOn()).stage is Stage.OVER


def test_a_room_replays_without_its_campaign() -> None:
    """The flow needs no text of the campaign: where that is gone, a sentence says so."""
    room = to_stage(Stage.LETTER)
    room = done(room, actions.Decide(Practice.CONTINUOUS_LEARNING.value))
    assert letter(room) == (LOST,)
    assert done(room, actions.GoOn()).stage is Stage.READ
    assert letter(new_room(story(), 1)) == ()
    assert in_campaign(room, CampaignState(campaign=CAMPAIGN)) == room


def test_the_lobby_names_the_campaign() -> None:
    """Before a posting the page shows the campaign and how far it is; a path is never shown."""
    room = posted(2, CampaignState(campaign=CAMPAIGN))
    of = len(NAMES)
    assert projector(room).campaign == f"{CAMPAIGN.title}, posting 2 of {of}"
    assert projector(evolve(room, campaign=None)).campaign == f"Posting 2 of {of}"
    assert projector(to_stage(Stage.LOBBY)).campaign is None

"""A campaign that a room plays: the letters before its scenarios, and the practice to choose."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from game.core.campaign import CampaignState, finish, pick
from game.core.campaign import Stage as CampaignStage
from game.core.enums import Practice
from game.core.failure import Failure
from game.core.playthrough import Phase
from game.room.state import Room, Stage
from game.text import campaign as words


LOST = (
    "The campaign or what it came to before cannot be read, so its letter is missing. "
    "The scenario can be played."
)


def in_campaign(room: Room, campaign: CampaignState | None) -> Room:
    """Return *room*, and what undo restores, with the *campaign* before this posting."""
    if campaign is None:
        return room
    flow, *past = (
        evolve(flow, play=evolve(flow.play, remembered=campaign.remembered))
        for flow in (room.flow, *room.past)
    )
    return evolve(room, campaign=campaign, flow=flow, past=tuple(past))


def practice(room: Room) -> Practice | None:
    """Return the practice that the room took along; None before it is settled."""
    settled = [
        flow.decided
        for flow in (*room.past, room.flow)
        if flow.stage is Stage.LETTER and flow.decided is not None
    ]
    return Practice(settled[-1]) if settled else None


def waits(room: Room) -> bool:
    """Return whether a practice has to be settled before the letter can be read."""
    posting = room.posting
    at_letter = room.stage is Stage.LETTER and room.play.phase is not Phase.ENDING
    return at_letter and posting is not None and bool(posting.practices) and practice(room) is None


def campaign_state(room: Room) -> CampaignState | None:
    """Return the state of the campaign with this posting, as far as it is played."""
    state, chosen = room.campaign, practice(room)
    if state is None:
        return None
    after = state if chosen is None else pick(state, chosen)
    state = state if isinstance(after, Failure) else after
    if room.play.phase is Phase.ENDING:
        after = finish(state, room.play)
        state = state if isinstance(after, Failure) else after
    return state


def place(room: Room) -> str | None:
    """
    Return the campaign that *room* plays, and the number of its posting; None outside of one.

    A campaign that cannot be read has no title; what it was opened by may be a path.
    """
    posting, state = room.posting, room.campaign
    if posting is None:
        return None
    number = words.number(posting.number, posting.of)
    return number if state is None else f"{state.campaign.title}, {number.lower()}"


def offers(room: Room) -> tuple[tuple[str, str], ...]:
    """Return the practices to choose from, by id, each with what it brings; else nothing."""
    if not waits(room) or room.posting is None:
        return ()
    return tuple(
        (item, f"{words.PRACTICES[Practice(item)]}: {words.BRINGS[Practice(item)]}")
        for item in room.posting.practices
    )


def letter(room: Room) -> tuple[str, ...]:
    """Return the paragraphs of the letter at this stage, or what comes before it."""
    return tuple(filter(None, _letter(room))) if room.stage is Stage.LETTER else ()


def _letter(room: Room) -> Iterator[str | None]:
    state, posting = campaign_state(room), room.posting
    if state is None or posting is None:
        yield words.PICK if waits(room) else LOST
        return
    campaign = state.campaign
    if state.stage is CampaignStage.ENDING:
        yield f"{words.last_letter(campaign.writer)}."
        yield state.closing
        yield from _result(state)
        return
    if posting.number == 1:
        yield campaign.title
        yield campaign.opening
    briefing = state.briefing
    if briefing is None:
        yield from (words.PICK, words.PICK_MEANS)
        return
    yield from words.letter(briefing, campaign, scored=False)


def _result(state: CampaignState) -> Iterator[str]:
    """Yield what the campaign came to, without points: a room is not scored."""
    measures = state.measures
    yield f"{words.BEARINGS[measures.bearing]}. {words.joined(measures)}"
    for number, stop in enumerate(state.finished_postings, 1):
        play = stop.play
        yield f"Posting {number}: {play.scenario.title}. {play.gauges.state.value.capitalize()}."

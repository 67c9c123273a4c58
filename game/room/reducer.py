"""Apply an action to a room: return a new room, or why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve

from game.core.actions import Action, Choose, GiveCall
from game.core.actions import GoOn as TurnPage
from game.core.enums import Call
from game.core.failure import Failure
from game.core.playthrough import Phase
from game.core.playthrough import step as play_step
from game.core.scenario import Scenario
from game.room import actions, campaign, lines, messages, puzzles, tally
from game.room.evening import can_end, carried_over
from game.room.names import generate_name, make_unique
from game.room.state import (
    EDITION,
    Ballot,
    Flow,
    Question,
    Room,
    Seat,
    Stage,
    answers,
    earlier_round,
    holds_lines,
    new_room,
    options,
    roles_for,
    scarcest,
    sitting,
    voter,
    votes_by_hand,
    with_tables,
)


MAX_SEATS = 500
MAX_TABLES = 99


def join(room: Room, action: actions.Join) -> Room | Failure:
    """Add a seat, or update one that returns; reject removed seats."""
    before = room.seats.get(action.seat)
    if before is not None and before.removed:
        return Failure(code="removed", message="This seat was taken away by the facilitator.")
    if before is None and room.locked:
        return Failure(code="locked", message="The room is closed to new people for now.")
    if before is None and len(room.present) >= MAX_SEATS:
        return Failure(code="full", message="The room is full.")
    if not 0 <= action.table <= MAX_TABLES:
        return Failure(code="no-such-table", message=f"Tables have numbers up to {MAX_TABLES}.")
    taken = {seat.name for seat in room.seats.values() if seat.id != action.seat}
    name = action.name or (before.name if before else generate_name(room.play.seed, action.seat))
    role = before.role if before else None
    if room.dealt and role is None and (before is None or room.edition >= 6):
        role = _scarcest(room)
    seat = Seat(id=action.seat, name=make_unique(name, taken), role=role, table=action.table)
    return _at_tables(_seated(room, seat))


def take_role(room: Room, action: actions.TakeRole) -> Room | Failure:
    """Set the role of a seat."""
    seat = sitting(room, action.seat)
    if isinstance(seat, Failure):
        return seat
    if action.role not in room.names:
        return Failure(code="no-such-role", message="There is no card for that role.")
    if action.role not in roles_for(room, seat):
        return Failure(code="role-stays", message="Your role card stays yours now.")
    after = _seated(room, evolve(seat, role=action.role))
    return after if room.edition < 6 else _at_tables(after)


def vote(room: Room, action: actions.Vote) -> Room | Failure:
    """Record the vote of a seat in the open ballot."""
    seat = sitting(room, action.seat)
    if isinstance(seat, Failure):
        return seat
    if room.paused and room.stage is Stage.VOTE:
        return Failure(code="paused", message="The room pauses. Your vote can wait.")
    open_ballot = room.open_ballot
    if open_ballot is None or open_ballot.key != action.ballot:
        return Failure(code="closed", message="That vote is closed.")
    if action.option not in options(room, open_ballot):
        return Failure(code="no-such-option", message="That cannot be voted for.")
    votes = {**room.votes.get(action.ballot, {}), voter(room, open_ballot, seat.id): action.option}
    if seat.away:
        room = _seated(room, evolve(seat, away=False))
    return evolve(room, votes={**room.votes, action.ballot: votes})


def deal(room: Room, action: actions.Deal) -> Room | Failure:
    """Give every seat that is here and has no role the scarcest one."""
    dealt = evolve(room, dealt=True)
    for seat in room.present:
        if seat.role is None:
            dealt = _seated(dealt, evolve(seat, role=_scarcest(dealt)))
    return dealt


def remove(room: Room, action: actions.Remove) -> Room | Failure:
    """Remove a seat, its vote in the open ballot, line and questions, or restore the seat."""
    seat = room.seats.get(action.seat)
    if seat is None:
        return Failure(code="no-seat", message="Nobody sits there.")
    after = _seated(room, evolve(seat, removed=action.on))
    if action.on:
        after = puzzles.without(lines.without(after, seat.id), seat.id)
    return _without_votes(after, [seat]) if action.on else after


def _without_votes(room: Room, seats: Iterable[Seat]) -> Room:
    """Return *room* without the votes of *seats* in a ballot that is not closed yet."""
    ballot = room.ballot
    if ballot is None or room.stage not in (Stage.VOTE, Stage.TALK):
        return room
    votes = dict(room.votes)
    stay = {voter(room, ballot, seat.id) for seat in room.seated}
    gone = {voter(room, ballot, seat.id) for seat in seats} - stay
    while ballot is not None:  # each round that the open one starts from
        kept = {who: vote for who, vote in answers(room, ballot).items() if who not in gone}
        votes[ballot.key] = kept
        ballot = earlier_round(room, ballot)
    return evolve(room, votes=votes)


def _opened_again(room: Room) -> Room:
    """Return *room* after a step back: who was removed since does not vote in it."""
    removed = [seat for seat in room.seats.values() if seat.removed]
    return _without_votes(room, removed) if removed and room.edition >= 6 else room


def _away(room: Room, action: actions.Away) -> Room | Failure:
    changed = {
        seat: evolve(room.seats[seat], away=action.on)
        for seat in action.seats
        if seat in room.seats and room.seats[seat].away is not action.on
    }
    if not changed:
        return Failure(code="no-change", message="That changes nothing.")
    return evolve(room, seats={**room.seats, **changed})


def _edition(room: Room, action: actions.Edition) -> Room | Failure:
    if room.seats or room.past or not 1 <= action.number <= EDITION:
        return Failure(code="no-such-edition", message="The rules stay as they are.")
    return evolve(room, edition=action.number, hold_lines=holds_lines(action.number))


def _carry_over(room: Room, action: actions.CarryOver) -> Room | Failure:
    if room.seats or room.past:
        return Failure(code="not-now", message="People are here already.")
    return carried_over(room, action)


def _post(room: Room, action: actions.Post) -> Room | Failure:
    if room.past:
        return Failure(code="not-now", message="The scenario has begun already.")
    return evolve(room, posting=action.posting)


def _seated(room: Room, seat: Seat) -> Room:
    return evolve(room, seats={**room.seats, seat.id: seat})


def _at_tables(room: Room) -> Room:
    return room if room.current_ballot is None else with_tables(room, room.current_ballot)


def _scarcest(room: Room) -> str:
    return scarcest(room.play.scenario.cast, room.seats.values())


MAX_HEADS = 500
_TOO_MANY = Failure(code="no-such-count", message=f"Up to {MAX_HEADS} people.")
MAX_ROUNDS = 5

_STORY = {Stage.LOBBY: Stage.READ, Stage.OUTCOME: Stage.WHY, Stage.WHY: Stage.READ}
"""The stages from which the playthrough advances, and the next stage unless it ends."""
_PAGES = {
    Stage.ENDING: Stage.WHAT,
    Stage.WHAT: Stage.SO_WHAT,
    Stage.SO_WHAT: Stage.NOW_WHAT,
    Stage.NOW_WHAT: Stage.OVER,
}


def step(room: Room, action: actions.RoomAction) -> Room | Failure:
    """Apply *action*: return the new room, or why the action is rejected."""
    after = _HANDLERS[type(action)](room, action)
    if isinstance(action, actions.SeatAction) and isinstance(after, Room):
        return evolve(after, left=after.left - {action.seat}) if after.left else after
    return after


def replay(scenario: Scenario, seed: int, stored: Iterable[actions.RoomAction]) -> tuple[Room, int]:
    """
    Apply *stored* actions to a new room; return it and the number of rejected actions.

    The rules are those of the first edition unless the actions name another.
    """
    room, rejected = new_room(scenario, seed, edition=1), 0
    for action in stored:
        after = step(room, action)
        if isinstance(after, Room):
            room = after
        else:
            rejected += 1
    return room, rejected


# Votes by hand


def _heads(room: Room, action: actions.Heads) -> Room | Failure:
    if not 0 <= action.count <= MAX_HEADS:
        return _TOO_MANY
    if room.ballot and sum(votes_by_hand(room, room.ballot).values()) > action.count:
        return Failure(code="too-few", message="More hands than that are counted in this ballot.")
    return evolve(room, heads=action.count)


def _hands(room: Room, action: actions.Hands) -> Room | Failure:
    if room.open_ballot is None or room.open_ballot.key != action.ballot:
        return Failure(code="closed", message="Hands are counted while a vote is open.")
    names = options(room, room.open_ballot)
    counts, total = action.counts, sum(action.counts)
    if any(count < 0 for count in counts) or len(counts) > len(names):
        return Failure(code="no-such-count", message=f"Give up to {len(names)} numbers.")
    if total > MAX_HEADS:
        return _TOO_MANY
    if not room.heads and total:
        room = evolve(room, heads=total)  # the first count also sets the number of people
    if total > room.heads:
        return Failure(
            code="too-many", message=f"That makes {total}; {room.heads} vote without a phone."
        )
    if len(counts) == len(names) - 1:
        counts = (*counts, room.heads - total)
    by_hand = dict(zip(names, (*counts, *(0 for _ in names[len(counts) :])), strict=True))
    return evolve(room, hands={**room.hands, action.ballot: by_hand})


# Flow of the session


def _moved(room: Room, flow: Flow) -> Room:
    past = (*room.past, room.flow)
    return evolve(room, flow=flow, past=past, timer=0, clock_left=0, puzzle_shown=0)


def _pausing(room: Room) -> Failure | None:
    """Return why *room* does not go on, if it pauses."""
    if room.paused and room.edition >= 4:
        return Failure(code="paused", message=messages.PAUSES)
    return None


def _go_on(room: Room, action: actions.GoOn) -> Room | Failure:
    return _pausing(room) or _advance(room, action)


def _advance(room: Room, action: actions.GoOn) -> Room | Failure:
    stage = room.stage
    if room.puzzle_shown:  # it stands in place of the page, which comes back first
        return evolve(room, puzzle_shown=0)
    if stage is Stage.VOTE:
        return _after_vote(room, action.anyway)
    if stage is Stage.TALK:
        assert room.ballot is not None
        return _open(room, evolve(room.ballot, number=room.ballot.number + 1))
    if stage is Stage.REVEAL:
        return _settle(room)
    if stage is Stage.READ:
        assert room.play.scene is not None
        turn = len(room.play.turns) + 1
        return _open(room, Ballot(turn, room.play.scene, Question.CALL, 1, room.table_votes))
    if stage is Stage.LOBBY and room.posting is not None:
        return _to(room, Stage.LETTER)
    if stage is Stage.LETTER:
        return _after_letter(room)
    if stage is Stage.NOW_WHAT and room.posting and not room.has_next_posting:
        return _to(room, Stage.LETTER)
    if stage is Stage.OVER:
        return Failure(code="over", message=messages.CHOOSE_NEXT)
    if stage is Stage.ENDED:
        return Failure(code="over", message=messages.EVENING_OVER)
    return _turn_page(room, _STORY[stage]) if stage in _STORY else _to(room, _PAGES[stage])


def _after_letter(room: Room) -> Room | Failure:
    if campaign.waits(room):
        return Failure(code="pick", message=messages.PICK_FIRST)
    if room.play.phase is Phase.ENDING:
        return _to(room, Stage.OVER)
    return _turn_page(room, Stage.READ)


def _turn_page(room: Room, stage: Stage) -> Room:
    play = play_step(room.play, TurnPage())
    assert not isinstance(play, Failure)
    if play.phase is Phase.ENDING:
        stage = Stage.ENDING
    return _moved(room, Flow(play=play, stage=stage))


def _open(room: Room, ballot: Ballot) -> Room:
    flow = Flow(play=room.play, stage=Stage.VOTE, ballot=ballot)
    return _moved(with_tables(room, ballot), flow)


def _after_vote(room: Room, anyway: bool) -> Room | Failure:
    ballot = room.ballot
    assert ballot is not None
    waits = _waits(room, anyway)
    if waits is not None:
        return waits
    if ballot.question is Question.CALL:
        tied = tally.decision(room) is None
        return _to(room, Stage.REVEAL) if tied or room.show_first else _settle(room)
    return _to(room, Stage.TALK if ballot.number < room.rounds else Stage.REVEAL)


def _waits(room: Room, anyway: bool) -> Failure | None:
    """Return why the open vote cannot be closed yet; None if it can."""
    if anyway or room.stage is not Stage.VOTE or not tally.missing(room):
        return None
    return Failure(code="missing", message=messages.missing_votes(room))


def _to(room: Room, stage: Stage) -> Room:
    return _moved(room, evolve(room.flow, stage=stage))


def _talk(room: Room, action: actions.Talk) -> Room | Failure:
    if room.stage not in (Stage.VOTE, Stage.REVEAL):
        return Failure(code="not-now", message="There is a talk after a vote.")
    waits = _pausing(room) or _waits(room, action.anyway)
    return waits or _moved(room, evolve(room.flow, stage=Stage.TALK, decided=None))


def _reveal(room: Room, action: actions.Reveal) -> Room | Failure:
    if room.stage not in (Stage.VOTE, Stage.TALK):
        return Failure(code="not-now", message="There is no vote to show.")
    return _pausing(room) or _waits(room, action.anyway) or _to(room, Stage.REVEAL)


def _decide(room: Room, action: actions.Decide) -> Room | Failure:
    if room.stage is Stage.LETTER:
        waits = _pausing(room) if room.edition >= 6 else None
        return waits or _take_along(room, action.option)
    if room.current_ballot is None:
        return Failure(code="not-now", message="No question is open.")
    if action.option not in options(room, room.current_ballot):
        return Failure(code="no-such-option", message="That cannot be voted for.")
    decided = evolve(room.flow, stage=Stage.REVEAL, decided=action.option)
    return _pausing(room) or _moved(room, decided)


def _take_along(room: Room, option: str) -> Room | Failure:
    """Settle the practice before a posting of a campaign."""
    if room.posting is None or not campaign.waits(room) or option not in room.posting.practices:
        return Failure(code="no-such-option", message="There is no such practice to choose now.")
    return _moved(room, evolve(room.flow, decided=option))


def _settle(room: Room) -> Room | Failure:
    """
    Apply the room's decision to the playthrough and advance.

    A tie on the call stands, and the story follows the first of the tied calls.
    """
    option, ballot = tally.decision(room), room.ballot
    assert ballot is not None
    asks_call = ballot.question is Question.CALL
    if option is None:
        tied = tally.leading_options(room, ballot)
        if not asks_call or not tally.voted(room, ballot):
            code = "tie" if tally.voted(room, ballot) else "no-votes"
            return Failure(code=code, message=messages.no_decision(room, ballot))
        option = tied[0]
    answer: Action = (
        GiveCall(ballot.scene, Call(option)) if asks_call else Choose(ballot.scene, option)
    )
    play = play_step(room.play, answer)
    assert not isinstance(play, Failure)
    if asks_call:
        choice = Ballot(ballot.turn, ballot.scene, Question.CHOICE, 1, room.table_votes)
        flow = Flow(play=play, stage=Stage.VOTE, ballot=choice)
        return _moved(with_tables(room, choice), flow)
    return _moved(room, evolve(room.flow, play=play, stage=Stage.OUTCOME))


def _reopen(room: Room, action: actions.Reopen) -> Room | Failure:
    if room.stage not in (Stage.TALK, Stage.REVEAL) or room.ballot is None:
        return Failure(code="not-now", message="There is no closed vote to open again.")
    again = evolve(room, reopened=room.reopened | {room.ballot.key})
    return _opened_again(_moved(again, evolve(room.flow, stage=Stage.VOTE, decided=None)))


def _end(room: Room, action: actions.End) -> Room | Failure:
    if not can_end(room):
        message = "The evening ends after a scenario, before the next one begins."
        return Failure(code="not-now", message=message)
    return _to(room, Stage.ENDED)


def _undo(room: Room, action: actions.Undo) -> Room | Failure:
    if room.puzzle_shown:
        return evolve(room, puzzle_shown=0)
    if not room.past:
        return Failure(code="nothing-to-undo", message="This is the beginning.")
    back = evolve(room, flow=room.past[-1], past=room.past[:-1], timer=0, clock_left=0)
    return _opened_again(back)


# Settings


def _pause(room: Room, action: actions.Pause) -> Room:
    if not action.at or action.on is room.paused:
        return evolve(room, paused=action.on, clock_left=room.clock_left if action.on else 0)
    timer, left = room.timer, room.clock_left
    if action.on and timer > action.at:
        timer, left = 0.0, timer - action.at
    elif not action.on and left:
        timer, left = action.at + left, 0.0
    return evolve(room, paused=action.on, timer=timer, clock_left=left)


def _lock(room: Room, action: actions.Lock) -> Room:
    return evolve(room, locked=action.on)


def _rounds(room: Room, action: actions.Rounds) -> Room | Failure:
    if not 1 <= action.count <= MAX_ROUNDS:
        return Failure(code="no-such-count", message=f"One to {MAX_ROUNDS} rounds.")
    return evolve(room, rounds=action.count)


def _show_first(room: Room, action: actions.ShowFirst) -> Room:
    return evolve(room, show_first=action.on)


def _table_votes(room: Room, action: actions.TableVotes) -> Room:
    return evolve(room, table_votes=action.on)


def _timer(room: Room, action: actions.Timer) -> Room | Failure:
    if action.until and room.paused and room.edition >= 5:
        return Failure(code="paused", message=messages.PAUSES)
    return evolve(room, timer=max(0.0, action.until), clock_left=0)


_HANDLERS: Mapping[type[actions.RoomAction], Callable[[Room, Any], Room | Failure]] = {
    actions.Join: join,
    actions.TakeRole: take_role,
    actions.Vote: vote,
    actions.Share: lines.share,
    actions.AskPuzzle: puzzles.ask,
    actions.Upvote: puzzles.upvote,
    actions.Deal: deal,
    actions.Heads: _heads,
    actions.Hands: _hands,
    actions.GoOn: _go_on,
    actions.Talk: _talk,
    actions.Reveal: _reveal,
    actions.Decide: _decide,
    actions.Reopen: _reopen,
    actions.Undo: _undo,
    actions.End: _end,
    actions.Pause: _pause,
    actions.Lock: _lock,
    actions.Remove: remove,
    actions.TakeDown: lines.take_down,
    actions.ShowLines: lines.show,
    actions.HoldLines: lines.hold,
    actions.ShowPuzzle: puzzles.show,
    actions.ClosePuzzle: puzzles.close,
    actions.Rounds: _rounds,
    actions.ShowFirst: _show_first,
    actions.TableVotes: _table_votes,
    actions.Timer: _timer,
    actions.Edition: _edition,
    actions.CarryOver: _carry_over,
    actions.Post: _post,
    actions.Away: _away,
}

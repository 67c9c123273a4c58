"""The views of a room: projector, participant, facilitator with the permitted actions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import frozen

from game.core.enums import Call
from game.core.scenario import Listening, Scene
from game.core.scoring import best_choices
from game.core.view import View, view
from game.room.campaign import letter, offers, place, waits
from game.room.discussion import (
    PLANS,
    SceneSummary,
    Step,
    next_question,
    prompts,
    scene_summaries,
    task,
)
from game.room.evening import can_end
from game.room.puzzles import OpenPuzzle, is_open, kept, own, puzzle_shown, ranked, supported, taken
from game.room.state import (
    FINISHED,
    Ballot,
    Question,
    Room,
    Stage,
    answers,
    earlier_round,
    options,
    role_stays,
    roles_for,
    vote_of,
    voter,
    votes_by_hand,
    voting_table,
)
from game.room.tally import (
    Move,
    Pattern,
    answered,
    at_tables,
    ballots_on,
    by_table,
    decision,
    expected,
    groups,
    missing,
    movement,
    pattern,
    silent,
    tally,
)
from game.text import labels


class Control(StrEnum):
    """A facilitator's action, by its tag in storage and messages."""

    GO_ON = "go-on"
    UNDO = "undo"
    END = "end"
    TALK = "talk"
    REVEAL = "reveal"
    REOPEN = "reopen"
    DECIDE = "decide"
    HANDS = "hands"
    HEADS = "heads"
    DEAL = "deal"
    ROUNDS = "rounds"
    SHOW_FIRST = "show-first"
    TABLE_VOTES = "table-votes"
    PAUSE = "pause"
    LOCK = "lock"
    TIMER = "timer"
    REMOVE = "remove"
    TAKE_DOWN = "take-down"
    SHOW_LINES = "show-lines"
    HOLD_LINES = "hold-lines"
    SHOW_PUZZLE = "show-puzzle"
    CLOSE_PUZZLE = "close-puzzle"


_ALWAYS = frozenset(
    {
        Control.HEADS,
        Control.DEAL,
        Control.ROUNDS,
        Control.SHOW_FIRST,
        Control.TABLE_VOTES,
        Control.PAUSE,
        Control.LOCK,
        Control.TIMER,
        Control.HOLD_LINES,
    }
)


def permitted_controls(room: Room) -> tuple[Control, ...]:
    """
    Return the actions that ``step`` accepts now, given valid values.

    A step can still be rejected for missing votes, a tie or a pause.
    """
    puzzling = bool(ranked(room))
    closed = room.stage in (Stage.TALK, Stage.REVEAL)
    now = {
        Control.GO_ON: room.stage not in FINISHED,
        Control.UNDO: bool(room.past),
        Control.END: can_end(room),
        Control.TALK: room.stage in (Stage.VOTE, Stage.REVEAL),
        Control.REVEAL: room.stage in (Stage.VOTE, Stage.TALK),
        Control.REOPEN: closed,
        Control.DECIDE: room.current_ballot is not None or waits(room),
        Control.HANDS: room.open_ballot is not None,
        Control.REMOVE: bool(room.seats),
        Control.TAKE_DOWN: bool(room.lines or room.held),
        Control.SHOW_LINES: bool(room.held),
        Control.SHOW_PUZZLE: puzzling and taken(room.stage),
        Control.CLOSE_PUZZLE: bool(kept(room)),
    }
    return tuple(control for control in Control if control in _ALWAYS or now[control])


LETTERS = "ABCDEF"


@frozen(kw_only=True)
class Option:
    """An option of a vote: *letter*, *text*, and for a call what it *means*."""

    id: str
    letter: str
    text: str
    means: str | None


@frozen(kw_only=True)
class Bar:
    """The votes for one option in one ballot; *by_hand* of them without a phone."""

    option: Option
    count: int
    by_hand: int


@frozen(kw_only=True)
class Result:
    """The result of one ballot; *of* is the number of votes."""

    ballot: Ballot
    bars: tuple[Bar, ...]
    of: int


@frozen(kw_only=True)
class ProjectorView:
    """
    The view for the projector, which everyone sees.

    *results* are the ballots of the current question, oldest first, empty before they are
    shown; *moves* are the changes from the first to the last. *decided* is the decision
    of the room (of the facilitator if *settled*); *tied* means there is none. *calls* is
    the vote on the call, at the stage *why* only. *ballot* is the key of the open ballot; if
    *kept*, no answer keeps the vote of the round before, and *voted* counts the answers
    of the *people* expected to vote. If *by_table*, each table has one vote, and *tables* are
    the numbers of the tables by the option they chose, as far as it is shown; *table_votes* is
    whether the next question will be like that. *seats* are here by phone, *heads* vote by hand.
    *follows* is whether another scenario of the same evening came before. *shared* are the lines
    on the screen, *held* the number of those that wait for the facilitator. *puzzle* is a question
    from a phone that the facilitator shows in place of the page. *letter* are the paragraphs of
    a campaign's letter, at that stage only, *campaign* its title and the number of the posting.
    """

    stage: Stage
    story: View
    question: Question | None
    ballot: str | None
    round: int
    rounds: int
    kept: bool
    show_first: bool
    table_votes: bool
    by_table: bool
    tables: Mapping[str, tuple[int, ...]]
    options: tuple[Option, ...]
    voted: int
    people: int
    seats: int
    heads: int
    results: tuple[Result, ...]
    moves: tuple[Move, ...]
    decided: Option | None
    settled: bool
    tied: bool
    calls: Result | None
    task: str | None
    prompts: tuple[str, ...]
    summaries: tuple[SceneSummary, ...]
    shared: tuple[str, ...]
    held: int
    hold_lines: bool
    puzzle: str | None
    paused: bool
    locked: bool
    timer: float
    follows: bool
    letter: tuple[str, ...]
    campaign: str | None

    @property
    def title(self) -> str:
        """The title of the scenario."""
        return self.story.title

    @property
    def here(self) -> int:
        """The number of people who are here, by phone and by hand."""
        return self.seats + self.heads

    @property
    def covered(self) -> bool:
        """Whether a pause or a question from a phone is shown in place of the page."""
        return self.paused or self.puzzle is not None


@frozen(kw_only=True)
class Phone:
    """
    The view for one participant: the projector's view and private data of the seat.

    *brief* is the card of the *role*, once it is *readable*; *listens* is what its character
    listens for, during a talk. *roles* are those that the seat may take.
    *vote* is the option that counts now, which is that of the round before if the seat has not
    *answered* in this one, and that of the whole table *votes_with* unless that is 0. *shown* is
    whether the shared line is on the screen, *taken_down* whether the facilitator removed it.
    *puzzles* are those of the *open_puzzles* questions of others that are listed, the most wanted
    first, *supported* the numbers of those that the seat voted for, *puzzle* is its own last one,
    *puzzle_open* whether that is not answered;
    *puzzling* is whether questions can be sent now.
    """

    projector: ProjectorView
    seat: str
    name: str
    table: int
    role: str | None
    role_name: str | None
    brief: str | None
    readable: bool
    listens: Listening | None
    roles: tuple[tuple[str, str], ...]
    vote: str | None
    answered: bool
    votes_with: int
    shared: str
    shown: bool
    taken_down: bool
    puzzle: str | None
    puzzle_open: bool
    puzzles: tuple[OpenPuzzle, ...]
    open_puzzles: int
    supported: frozenset[int]
    puzzling: bool
    anonymous: bool = False
    """Whether the room takes no names."""
    began: str = ""
    """When the room began, which no other room of the evening shares."""


@frozen(kw_only=True)
class FacilitatorView:
    """
    The view for the facilitator: the projector's view, key and notes, counts, questions.

    *live* is the count of the open ballot, not visible to others. *silent* of the *missing*
    votes are by phone. *by_role* and *by_table* are votes by group name and option id, once
    results are shown. *plans* are time plans by minutes, in the lobby only. *permitted*
    lists the actions that are accepted now.
    """

    projector: ProjectorView
    permitted: tuple[Control, ...]
    notes: str | None
    ask: tuple[str, ...]
    key: str | None
    best: tuple[str, ...]
    missing: int
    silent: int
    by_role: Mapping[str, Mapping[str, int]]
    by_table: Mapping[str, Mapping[str, int]]
    plans: Mapping[int, tuple[Step, ...]]
    live: Result | None
    pattern: Pattern | None
    next_question: str | None


def projector(room: Room) -> ProjectorView:
    """Return the view for the projector."""
    ballot = room.ballot
    shown = _shown(room)
    ballots = ballots_on(room, ballot.turn, ballot.question) if ballot and shown else ()
    current = room.current_ballot
    named = {option.id: option for option in _options(room, ballot)} if ballot else {}
    decided = decision(room) if shown else None
    summaries = scene_summaries(room) if room.stage in _AFTER else ()
    return ProjectorView(
        stage=room.stage,
        story=view(room.play),
        question=current.question if current else None,
        ballot=room.open_ballot.key if room.open_ballot else None,
        round=current.number if current else 0,
        rounds=room.rounds,
        kept=current is not None and earlier_round(room, current) is not None,
        show_first=room.show_first,
        table_votes=room.table_votes,
        by_table=current is not None and at_tables(room, current),
        tables=by_table(room, ballot) if ballot and shown else {},
        options=tuple(named.values()) if current else _practices(room),
        voted=answered(room, current) if current else 0,
        people=expected(room),
        seats=len(room.present),
        heads=room.heads,
        results=tuple(result(room, item) for item in ballots),
        moves=movement(room, ballots[0], ballots[-1]) if len(ballots) > 1 else (),
        decided=None if decided is None else named[decided],
        settled=shown and room.flow.decided is not None,
        tied=room.stage is Stage.REVEAL and decided is None,
        calls=result(room, summaries[-1].calls[-1]) if room.stage is Stage.WHY else None,
        task=task(room),
        prompts=prompts(room),
        summaries=summaries,
        shared=room.lines,
        held=len(room.held),
        hold_lines=room.hold_lines,
        puzzle=puzzle_shown(room),
        paused=room.paused,
        locked=room.locked,
        timer=room.timer,
        follows=room.follows,
        letter=letter(room),
        campaign=place(room),
    )


_AFTER = (
    Stage.WHY,
    Stage.ENDING,
    Stage.WHAT,
    Stage.SO_WHAT,
    Stage.NOW_WHAT,
    Stage.OVER,
    Stage.ENDED,
)


def _shown(room: Room) -> bool:
    """Return whether the result of the current question is visible to everyone."""
    if room.stage is Stage.TALK:
        return room.show_first
    return room.stage in (Stage.REVEAL, Stage.OUTCOME)


def _options(room: Room, ballot: Ballot) -> tuple[Option, ...]:
    scene = room.play.scenario.scenes[ballot.scene]
    return tuple(
        Option(
            id=option,
            letter=letter,
            text=_text(ballot, scene, option),
            means=labels.CALL_MEANS[Call(option)] if ballot.question is Question.CALL else None,
        )
        for letter, option in zip(LETTERS, options(room, ballot), strict=False)
    )


def _practices(room: Room) -> tuple[Option, ...]:
    return tuple(
        Option(id=key, letter=letter, text=text, means=None)
        for letter, (key, text) in zip(LETTERS, offers(room), strict=False)
    )


def _text(ballot: Ballot, scene: Scene, option: str) -> str:
    if ballot.question is Question.CHOICE:
        return scene.choices[option].text
    return labels.CALLS[Call(option)]


def result(room: Room, ballot: Ballot) -> Result:
    """Return the result of *ballot* so far."""
    counts, by_hand = tally(room, ballot), votes_by_hand(room, ballot)
    return Result(
        ballot=ballot,
        bars=tuple(
            Bar(option=option, count=counts[option.id], by_hand=by_hand.get(option.id, 0))
            for option in _options(room, ballot)
        ),
        of=sum(counts.values()),
    )


MAX_WANTED, MAX_FEWEST = 5, 5
"""Questions that a phone lists: with the most votes, and of the others with the fewest."""


def _listed(puzzles: tuple[OpenPuzzle, ...], supported: frozenset[int]) -> tuple[OpenPuzzle, ...]:
    """
    Return which of *puzzles* a phone lists, in the same order.

    New ones are among those with the fewest votes, so that each can be found and *supported*; what
    the phone supports stays, so that it can be taken back.
    """
    wanted = {puzzle.number for puzzle in puzzles[:MAX_WANTED]} | supported
    others = [puzzle for puzzle in puzzles if puzzle.number not in wanted]
    others.sort(key=lambda puzzle: (puzzle.votes, -puzzle.number))
    numbers = wanted | {puzzle.number for puzzle in others[:MAX_FEWEST]}
    return tuple(puzzle for puzzle in puzzles if puzzle.number in numbers)


def phone(
    room: Room,
    seat_id: str,
    seen: ProjectorView | None = None,
    puzzles: tuple[OpenPuzzle, ...] | None = None,
) -> Phone:
    """
    Return the view for the participant in *seat_id*; raise KeyError for an unknown seat.

    *seen* is the projector's view, *puzzles* are the open questions, if the caller has computed
    them already.
    """
    seat, current, cast = room.seats[seat_id], room.current_ballot, room.play.scenario.cast
    held = cast.get(seat.role) if seat.role is not None else None
    readable = room.edition < 3 or role_stays(room, seat)
    number = own(room, seat_id)
    found = ranked(room) if puzzles is None else puzzles
    asked_by_others = tuple(puzzle for puzzle in found if puzzle.number != number)
    votes = supported(room, seat_id)
    return Phone(
        projector=seen or projector(room),
        seat=seat.id,
        name=seat.name,
        table=seat.table,
        role=seat.role,
        role_name=None if seat.role is None else room.names[seat.role],
        brief=None if held is None or not readable else held.brief,
        readable=readable,
        listens=held.listens_for if held is not None and room.stage is Stage.TALK else None,
        roles=tuple((role, room.names[role]) for role in roles_for(room, seat)),
        vote=vote_of(room, current, seat) if current else None,
        answered=current is not None and voter(room, current, seat_id) in answers(room, current),
        votes_with=voting_table(room, current, seat_id) if current else 0,
        shared=room.shared.get(seat_id, ""),
        shown=seat_id in room.shown,
        taken_down=seat_id in room.taken_down,
        puzzle=None if number is None else room.puzzles[number - 1].text,
        puzzle_open=number is not None and is_open(room, number),
        puzzles=_listed(asked_by_others, votes),
        open_puzzles=len(asked_by_others),
        supported=votes,
        puzzling=taken(room.stage),
    )


def facilitator_view(room: Room) -> FacilitatorView:
    """Return the view for the facilitator."""
    ballot, scene = room.ballot, room.play.current
    ballots = ballots_on(room, ballot.turn, ballot.question) if ballot else ()
    facilitator = scene.facilitator if scene else None
    voting = room.stage is Stage.VOTE
    shown = ballot if _shown(room) else None
    return FacilitatorView(
        projector=projector(room),
        permitted=permitted_controls(room),
        notes=facilitator.notes if facilitator else None,
        ask=facilitator.ask if facilitator else (),
        key=labels.CALLS[scene.call] if scene else None,
        best=tuple(scene.choices[key].text for key in best_choices(scene)) if scene else (),
        missing=missing(room) if voting else 0,
        silent=len(silent(room)) if voting else 0,
        by_role=groups(room, shown, "role") if shown else {},
        by_table=groups(room, shown, "table") if shown else {},
        plans=PLANS if room.stage is Stage.LOBBY else {},
        live=result(room, ballot) if ballot and room.stage in (Stage.VOTE, Stage.TALK) else None,
        pattern=pattern(room, ballots) if ballots else None,
        next_question=next_question(room),
    )

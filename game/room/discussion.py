"""Material for a room's discussion: scene summaries, prompts, time plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from game.core.enums import Call
from game.core.explanation import Explanation, explain
from game.room.actions import Timer
from game.room.state import Ballot, Question, Room, Stage
from game.room.tally import (
    Moved,
    Pattern,
    at_tables,
    ballots_on,
    leading_options,
    moved,
    pattern,
    tally,
    voted,
)
from game.text import explanation, labels


@frozen(kw_only=True)
class Step:
    """A step of a time plan: *minutes* for *what*."""

    minutes: int
    what: str


PLANS: Mapping[int, tuple[Step, ...]] = {
    20: (
        Step(minutes=2, what="Read the role and the first scene aloud."),
        Step(minutes=11, what="Two scenes; one vote on the call, one on the choice, one talk."),
        Step(minutes=2, what="What? What did we see, call and do?"),
        Step(minutes=3, what="So what? Which line told us what the moment needed?"),
        Step(minutes=2, what="Now what? One thing to try soon, written down first."),
    ),
    45: (
        Step(minutes=4, what="Settle in; role cards; what a call is."),
        Step(minutes=28, what="All scenes, six or seven minutes each: vote, talk, vote, why."),
        Step(minutes=3, what="What? The room's log; where did we move?"),
        Step(minutes=6, what="So what? The scene that cost most, and the best other case."),
        Step(minutes=4, what="Now what? Write alone, then tell one neighbour."),
    ),
    90: (
        Step(minutes=8, what="Settle in; role cards; a first vote for practice."),
        Step(minutes=48, what="All scenes, ten minutes or more each, groups before each revote."),
        Step(minutes=4, what="A break, with the endings on the screen."),
        Step(minutes=8, what="What? Each group tells one scene from its role's chair."),
        Step(minutes=12, what="So what? Two scenes side by side: what differed in the need?"),
        Step(minutes=10, what="Now what? Write, pair up, and name a day to look back."),
    ),
}
"""Time plans by total minutes; about a third is for the debrief."""


@frozen(kw_only=True)
class SceneSummary:
    """
    The summary of one answered scene.

    *calls* and *choices* are the ballots, oldest first. *minority_text* is the text of the
    strongest option that was not taken, None if it has no votes; *minority_right_if* is
    when it would be right. *settled* holds the questions settled by the facilitator,
    *tied_calls* the calls that the room was split on, empty without a tie. *moved* is how many
    moved between the choices.
    """

    turn: int
    why: Explanation
    calls: tuple[Ballot, ...]
    choices: tuple[Ballot, ...]
    pattern: Pattern
    settled: frozenset[Question]
    tied_calls: tuple[Call, ...]
    moved: Moved
    minority_text: str | None
    minority_right_if: str | None


def scene_summaries(room: Room) -> tuple[SceneSummary, ...]:
    """Return a summary of each answered scene, in order."""
    return tuple(_scene_summary(room, index) for index in range(len(room.play.turns)))


def lowest_scoring(summaries: Iterable[SceneSummary]) -> SceneSummary | None:
    """Return the first of *summaries* with the fewest points; None if there are none."""
    return min(summaries, key=lambda moment: moment.why.score.total, default=None)


def whose_key(summaries: Iterable[SceneSummary]) -> str:
    """Return on whose answers the keys of *summaries* rest."""
    return explanation.whose_key(read=any(moment.why.readers for moment in summaries))


def _scene_summary(room: Room, index: int) -> SceneSummary:
    turn = room.play.turns[index]
    calls = ballots_on(room, index + 1, Question.CALL)
    choices = ballots_on(room, index + 1, Question.CHOICE)
    offered = room.play.scenario.scenes[turn.scene].choices
    settled = _settled(room, index + 1)
    minority = _minority(tally(room, choices[-1]), turn.choice)
    return SceneSummary(
        turn=index + 1,
        why=explain(room.play, turn),
        calls=calls,
        choices=choices,
        pattern=pattern(room, choices),
        settled=settled,
        tied_calls=() if Question.CALL in settled else _tied(room, calls[-1]),
        moved=moved(room, choices),
        minority_text=None if minority is None else offered[minority].text,
        minority_right_if=None if minority is None else offered[minority].right_if,
    )


def _settled(room: Room, turn: int) -> frozenset[Question]:
    """Return the questions whose last answer is the facilitator's, not a vote after it."""
    last = {
        flow.ballot.question: flow.decided
        for flow in (*room.past, room.flow)
        if flow.ballot is not None and flow.ballot.turn == turn
    }
    return frozenset(question for question, decided in last.items() if decided is not None)


def _tied(room: Room, ballot: Ballot) -> tuple[Call, ...]:
    leading = leading_options(room, ballot) if voted(room, ballot) else ()
    return tuple(map(Call, leading)) if len(leading) > 1 else ()


def _minority(counts: Mapping[str, int], taken: str) -> str | None:
    others = {option: count for option, count in counts.items() if count and option != taken}
    return max(others, key=others.__getitem__, default=None)


NEXT: Mapping[Pattern, str] = {
    Pattern.SILENT: "Nobody voted. What makes this one hard to answer?",
    Pattern.UNANIMOUS: "Everyone agrees. What would somebody sensible say against it?",
    Pattern.MOVED: "{} moved. What did you hear that moved you?",
    Pattern.STUCK: "Nobody moved. What would the scene have had to say for you to move?",
    Pattern.SPLIT: "The room is split. Which line of the scene decided it for you?",
    Pattern.LEANING: "Most lean one way. Who can make the best case for the other?",
}
TALK_SECONDS = 120
"""The seconds on the clock of a talk, unless another clock runs."""
TALK = "Find somebody who sees it otherwise. Which line of the scene decided it for each of you?"
"""The task on the projector between two rounds, independent of the votes."""
TABLE_TALK = (
    "Agree at your table what you would do, and who says why. Which line of the scene decided it?"
)
"""The task between two rounds in which the tables vote."""
SPEAK = "Who holds a role card speaks for that person."
"""The task besides, where people hold role cards."""
SPOKESPERSON = "One voice from each table, please: which line of the scene decided it?"
"""The task beside the votes of the tables."""


def task(room: Room) -> str | None:
    """Return the task on the projector now, if any."""
    ballot = room.ballot
    by_table = ballot is not None and at_tables(room, ballot)
    if room.stage is Stage.TALK:
        cast = room.play.scenario.cast
        held = any(seat.role in cast for seat in room.present)
        return f"{TABLE_TALK if by_table else TALK}{f' {SPEAK}' if held else ''}"
    heard = by_table and ballot is not None and voted(room, ballot) > 0
    return SPOKESPERSON if heard and room.stage is Stage.REVEAL else None


def talk_timer(before: Room, after: Room, now: float) -> Timer | None:
    """
    Return the clock to start, at *now* in seconds of the epoch, if a talk began in *after*.

    A clock that ran in *before* runs on. None if no talk began.
    """
    if after.stage is not Stage.TALK or before.stage is Stage.TALK:
        return None
    return Timer(before.timer if before.timer > now else now + TALK_SECONDS)


def who_moved(moved: Moved, votes: str = "") -> str:
    """
    Return how many of how many moved, by phone and by hand apart; empty if that is unknown.

    *votes* is what is counted, if not people.
    """
    (went, of), (hands, of_hands) = moved.by_phone, moved.by_hand
    phones = f"{went} of {of}{votes and f' {votes}'}{' by phone' if moved.hands else ''}"
    by_hand = f"at least {hands} of {of_hands}{votes and f' {votes}'} by hand"
    return " and ".join([*([phones] if of else []), *([by_hand] if hands else [])])


def next_question(room: Room) -> str | None:
    """Return the question that the pattern of votes suggests; None without a vote to talk about."""
    if room.ballot is None or room.stage not in (Stage.TALK, Stage.REVEAL, Stage.OUTCOME):
        return None
    ballots = ballots_on(room, room.ballot.turn, room.ballot.question)
    text = who_moved(moved(room, ballots))
    return NEXT[pattern(room, ballots)].format(text[:1].upper() + text[1:])


def is_talked_over(room: Room) -> bool:
    """
    Return whether the author's questions on the open scene fit now.

    They tell what its key is, so nobody asks them before the choice was voted on.
    """
    if room.stage in (Stage.TALK, Stage.REVEAL):
        return room.ballot is not None and room.ballot.question is Question.CHOICE
    return room.stage in (Stage.OUTCOME, Stage.WHY)


def prompts(room: Room, stage: Stage | None = None) -> tuple[str, ...]:
    """
    Return the prompts of *stage* (by default the current one); empty outside the debrief.

    Prompts from the room's own votes come first, then the author's questions.
    """
    stage = stage or room.stage
    return _ASKED[stage](room) if stage in _ASKED else ()


def _what(room: Room) -> tuple[str, ...]:
    result = scene_summaries(room)
    lines = [
        f"In “{moment.why.scene_title}” {who_moved(moment.moved)} moved. What was said?"
        for moment in result
        if moment.pattern is Pattern.MOVED
    ]
    return (*lines[:1], *room.play.scenario.debrief.what, "What did you see that others missed?")


def _so_what(room: Room) -> tuple[str, ...]:
    result = lowest_scoring(scene_summaries(room))
    own = () if result is None else _about(result)
    return (*own, *room.play.scenario.debrief.so_what)


def _about(moment: SceneSummary) -> tuple[str, ...]:
    title, needed = moment.why.scene_title, labels.CALLS[moment.why.call].lower()
    first = f"“{title}” needed us to {needed}. Which line told us, or could have?"
    if moment.minority_right_if is None:
        return (first, f"Who in “{title}” saw it another way? Make their best case.")
    return (first, f"Some in “{title}” chose otherwise. When would they be right?")


def _now_what(room: Room) -> tuple[str, ...]:
    return (
        *room.play.scenario.debrief.now_what,
        "Write one line for yourself: when … happens, I will …",
        "Nobody has to share. Who wants to put a line on the screen, without a name?",
    )


_ASKED = {Stage.WHAT: _what, Stage.SO_WHAT: _so_what, Stage.NOW_WHAT: _now_what}
"""The source of the prompts for each stage of the debrief."""

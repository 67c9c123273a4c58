"""Sentences about votes, decisions and the debrief of a room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from game.core.scenario import Listening
from game.room import tally
from game.room.discussion import SceneSummary
from game.room.state import Ballot, Question, Room, Stage, earlier_round, options
from game.room.views import LETTERS, ProjectorView
from game.text import judgement, labels
from game.text.explanation import WISHES
from game.text.plural import NUMBERS, count, listed


QUESTIONS: Mapping[Question, str] = {
    Question.CALL: labels.WHICH_CALL,
    Question.CHOICE: "What do we do?",
}
STAGES: Mapping[Stage, str] = {
    Stage.LOBBY: "waiting to begin",
    Stage.LETTER: "reading a letter",
    Stage.READ: "reading a scene",
    Stage.VOTE: "voting",
    Stage.TALK: "talking",
    Stage.REVEAL: "at a reveal",
    Stage.OUTCOME: "reading what happened",
    Stage.WHY: "reading why",
    Stage.ENDING: "at the ending",
    Stage.WHAT: "at the first page of the debrief",
    Stage.SO_WHAT: "at the second page of the debrief",
    Stage.NOW_WHAT: "at the last page of the debrief",
    Stage.OVER: "at the end",
    Stage.ENDED: "over",
}
DEBRIEF: Mapping[Stage, tuple[str, str]] = {
    Stage.WHAT: ("What?", "What did we see, call and do?"),
    Stage.SO_WHAT: ("So what?", "Why did it go as it went?"),
    Stage.NOW_WHAT: ("Now what?", "What will you try on your next working day?"),
}
TIE = "It's a tie between {}. Talk and vote once more, or the facilitator settles it."
TIED_CALL = "It's a tie between {}. It stands: {} readings of one moment. The story goes on."
NOBODY = "Nobody has voted. Open the vote again, or the facilitator settles it."
ASK_LATER = "Ask after the first vote on the choice:"
NEXT_DAY = "Try your one thing on your next working day."
PAUSED = "Pause. Votes wait, and nothing is lost."
TIME_IS_UP = "Time is up."
KEEPS = "No answer keeps the first vote."
OBSERVE = "You play nobody. Watch what moves the room, and say so in the talk."
REVOKED = "No other machine may run the room now."
ALL_VOTED = "Everyone has voted."
NOT_LET_IN = "This console is no longer let in."
OUT_OF_REACH = "The room is out of reach; looking for it again."
SETTLED = "The facilitator settled on"
IN_REACH = "The room is back."
DOOR_CLOSED = "The door is closed to new people."
CROWDED = "Many phones have joined from one address, and more want in."
MORE_WANT_IN = f"{CROWDED} m lets more in."
"""With the key of the terminal screens."""
TURNED = "The screen shows more of its page. Go on again when that is read."
GONE_ON = "The room has just gone on by another key. Look first, then go on."
TURNED_BACK = "The screen shows the first page again."
CARD_LATER = "You can read your card once the cards are dealt, or with the first scene."
PUZZLES_US = "What puzzles us"
LINE_WAITS = "It waits. The facilitator decides."
LINES_ELSEWHERE = "Lines that wait are listed on your own screen: two-hats console."
LINE_SHOWN = "It is on the screen."
BOTS_ONLY = "Only the bots get in. With --phones as well, your own phone can join them."
NO_PHONES = "Phones have no way in here; a room opened with --phones has one."
CHOOSE_NEXT = "This scenario is over. Choose the next one, or end the evening."
EVENING_OVER = "The evening is over."
NEXT_SCENARIO = "Which scenario is next? Code, seats, tables and settings stay."
NO_SCENARIOS = "There is no scenario to choose from."
ENTER_CHOOSES = "Enter: the next scenario, or the end of the evening."
PICK_FIRST = "First settle what the room will practise: let it show hands, then settle on one."
END_EVENING = "End the evening"
SHOW_HANDS = "Show hands for one of them; the facilitator settles it."
BEGUN_MEANWHILE = "Another scenario was begun meanwhile. Look at the list again."
NOT_BETWEEN = "Pick another scenario in the lobby or after the end; undo returns to the lobby."
MAX_MOVES = 3
"""The number of movements that are listed; if there are more, their sum comes first."""


def voted(projector: ProjectorView) -> str:
    """Return how many people have voted, or how many votes are in where tables have one each."""
    if projector.by_table:
        return f"{projector.voted} of {projector.people} votes are in"
    return f"{projector.voted} of {projector.people} have {done_in_vote(kept=projector.kept)}"


def done_in_vote(*, kept: bool) -> str:
    """Return what people have done in a vote; *kept* is whether silence keeps an earlier vote."""
    return "answered" if kept else "voted"


TEXT_REACH, LETTER_REACH = 92, 276
"""
Screen heights that text carries to, times the rows of the screen.

Farthest viewer at 200 times the height of a small letter (AVIXA V202.01), which
is 0.46 of a row; the big letters are three rows high.
"""


def reach(columns: int, rows: int) -> str:
    """Return how far a projector of *columns* and *rows* can be read."""
    return (
        f"The screen has {columns} columns and {rows} rows: its text can be read from "
        f"{TEXT_REACH / rows:.0f} screen heights away, big letters from {LETTER_REACH / rows:.0f}. "
        "A larger font (Ctrl and plus) carries further."
    )


def by_hand(heads: int) -> str:
    """Return how many people vote by hand."""
    return f"{heads} {'votes' if heads == 1 else 'vote'} by hand."


def phones_on(phones: int) -> str:
    """Return how many phones are connected."""
    return f"{count(phones, 'phone')} on"


def nobody_by_phone(heads: int) -> str:
    """Return who is in a room without phones."""
    return f"Nobody is here by phone. {by_hand(heads)}" if heads else "Nobody is here yet."


def speak_for(name: str, listens: Listening) -> str:
    """Return the question for the holder of the role *name*, whose character *listens* for that."""
    wish = WISHES[listens.dimension, listens.pole]
    return f"Speak for {name}, who wants {wish}. What would win {name} over?"


def lines_wait(count: int) -> str:
    """Return how many lines wait for the facilitator; empty if none does."""
    return f"{count} {'line waits' if count == 1 else 'lines wait'}." if count else ""


def supporters(votes: int) -> str:
    """Return how many others ask the same question; empty if nobody does."""
    return f"{votes} more {'asks' if votes == 1 else 'ask'} it." if votes else ""


def hold_lines(on: bool) -> str:
    """Return what happens with new lines from now on."""
    return "New lines wait for you." if on else "New lines are on the screen at once."


def admitted(maximum: int) -> str:
    """Return how many phones may join from one address."""
    return f"Up to {maximum} phones from one address now."


def missing(missing: int, people: int, *, kept: bool = False) -> str:
    """
    Return how many of *people* have not voted yet; empty if all have.

    *kept* is whether a missing answer keeps the vote of the round before.
    """
    has = "has" if missing == 1 else "have"
    if kept and missing:
        return f"{missing} of {people} {has} not answered. {KEEPS}"
    return f"{missing} of {people} {has} not voted yet." if missing else ""


def missing_votes(room: Room) -> str:
    """Return how many votes are missing in the current ballot of *room*."""
    kept = room.ballot is not None and earlier_round(room, room.ballot) is not None
    return missing(tally.missing(room), tally.expected(room), kept=kept)


def no_decision(room: Room, ballot: Ballot) -> str:
    """Return why *ballot* has no decision, and what to do about it."""
    if not tally.voted(room, ballot):
        return NOBODY
    tied = tally.leading_options(room, ballot)
    letters = [
        letter
        for letter, option in zip(LETTERS, options(room, ballot), strict=False)
        if option in tied
    ]
    return TIE.format(listed(letters))


def absent(count: int) -> str:
    """Return that *count* seats are no longer waited for, as their phones are gone."""
    if not count:
        return "Every phone is here."
    seats = "1 phone is" if count == 1 else f"{count} phones are"
    return f"{seats} gone and not waited for; whoever comes back has the same seat."


def kept(room: int, stage: Stage, *, lasts: bool, goes_on: bool = False) -> str:
    """
    Say whether and how the room with the number *room* is kept; *lasts* if on disk.

    A command to copy is on a line of its own.
    A room has the number 0 until its first action, which is what stores it. *goes_on* is
    whether another scenario follows when this one is over.
    """
    if not lasts or not room:
        return "Nothing of this room is kept."
    if stage is Stage.ENDED or (stage is Stage.OVER and not goes_on):
        return f"To write it down:\ntwo-hats journal room {room}"
    return "The room is kept. To carry it on:\ntwo-hats host --resume"


def quoted(items: Sequence[str]) -> str:
    """Return *items* as they stand in a sentence, in quotation marks if any has a comma."""
    marked = [f"“{item}”" for item in items] if any("," in item for item in items) else items
    return listed(marked)


def tied(projector: ProjectorView) -> str:
    """Return that the vote is a tie, and between what."""
    bars = projector.results[-1].bars if projector.results else ()
    maximum = max((bar.count for bar in bars), default=0)
    if not maximum:
        return NOBODY
    leading = [bar.option for bar in bars if bar.count == maximum]
    if projector.question is Question.CALL:
        calls = quoted([option.text.lower() for option in leading])
        return TIED_CALL.format(calls, NUMBERS[len(leading)].lower())
    return TIE.format(listed([option.letter for option in leading]))


def call_given(summary: SceneSummary) -> str:
    """Return what the room called in a scene: its call, or those that tied."""
    if summary.tied_calls:
        return quoted([labels.CALLS[call].lower() for call in summary.tied_calls]) + ", a tie"
    return labels.CALLS[summary.why.call_given].lower()


def called(summary: SceneSummary) -> str:
    """Return the call of a scene after its verb: the room's, or the facilitator's."""
    is_settled = Question.CALL in summary.settled
    return f"{'settled on' if is_settled else 'called'} {call_given(summary)}"


def chose(summary: SceneSummary) -> str:
    """Return the verb before the choice of a scene: the room's, or the facilitator's."""
    return "settled on" if Question.CHOICE in summary.settled else "chose"


def verdict_of_tie(summary: SceneSummary) -> str:
    """Return the calls that tied, and how much of what was needed the choice did."""
    did = judgement.done(summary.why.judgement.done, summary.why.call)
    return f"The room's call: {call_given(summary)}. {did}"


def decided(projector: ProjectorView) -> str | None:
    """Return the decision with its text, or that there is a tie; None before it is shown."""
    if projector.tied:
        return tied(projector)
    if projector.decided is None:
        return None
    who = SETTLED if projector.settled else "The room:"
    return f"{who} {projector.decided.letter}  {projector.decided.text}"


def first_vote(shown: bool) -> str:
    """Return whether the first vote is shown before the talk."""
    return f"The first vote is {'shown' if shown else 'hidden'} before the talk."


def rounds(count: int) -> str:
    """Return that a choice has *count* votes, at least 1."""
    if count > 2:
        return f"{count} votes a choice, with a talk before each further one."
    return "One vote a choice." if count == 1 else "Vote, talk, and vote again."


def table_votes(on: bool) -> str:
    """Return who votes from the next question on."""
    return f"From the next question on, each {'table has one' if on else 'person has a'} vote."


def moves(projector: ProjectorView) -> tuple[str, ...]:
    """
    Return which tables chose what, and how the last round differs from the first.

    Votes by phone are reported as movements, largest first, votes by hand as counts.
    """
    changes = _moves(projector) if len(projector.results) > 1 else ()
    return (*_tables(projector), *changes)


def _tables(projector: ProjectorView) -> Iterator[str]:
    for option in projector.options:
        numbers = projector.tables.get(option.id, ())
        if numbers:
            table = "Table" if len(numbers) == 1 else "Tables"
            yield f"{table} {listed(list(map(str, numbers)))}: {option.letter}."


def _moves(projector: ProjectorView) -> Iterator[str]:
    first, last = projector.results[0].bars, projector.results[-1].bars
    letters = {bar.option.id: bar.option.letter for bar in first}
    moved = [move for move in projector.moves if move.before != move.after]
    went = [
        (move.voters, letters[move.before], letters[move.after])
        for move in sorted(moved, key=lambda move: -move.voters)
        if move.before is not None and move.after is not None
    ]
    many = len(went) > MAX_MOVES
    by_hand = [sum(bar.by_hand for bar in bars) for bars in (first, last)]
    people_moved, of = tally.moved_by_phone(projector.moves)
    who = f"{of} by phone" if any(by_hand) else f"{of}"
    if many:
        yield f"{people_moved} of {who} moved."
    for people, before, after in went[:MAX_MOVES]:
        if many and people > 1:
            yield f"{people} moved from {before} to {after}."
        elif not many:
            yield f"{people} of {who} moved from {before} to {after}."
    if all(by_hand):
        counts = ", ".join(
            f"{now.option.letter} {was.by_hand} → {now.by_hand}"
            for was, now in zip(first, last, strict=True)
            if was.by_hand != now.by_hand
        )
        yield f"By hand: {counts or 'as before'}."
    elif of and not moved and not any(by_hand):
        yield "Nobody moved."
    late = sum(move.voters for move in projector.moves if move.before is None)
    gone = sum(move.voters for move in projector.moves if move.after is None)
    if late or gone:
        parts = [(late, "voted only the last time"), (gone, "voted only the first time")]
        yield "; ".join(f"{people} {how}" for people, how in parts if people) + "."


PAUSES = "The room pauses. End the pause first."
DOOR_OPEN = "The door is open."
NO_LINES = "There is no line to take away."
NO_LINES_WAIT = "No line waits."
NO_PUZZLES = "No question from the phones is open."
TICKET_USED = "The ticket was used: another console leads this room too."

"""
Exports of a room: Markdown notes, CSV and JSON.

Anonymous unless *names* is set: without it there are no names or seats, groups only if
large enough to hide in, and shared lines without their authors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from game.journal.exports.csv import COMMA, Cell, table
from game.journal.exports.markdown import literal
from game.journal.exports.text import when
from game.journal.pooled_rooms import ROOM_KIND, ROOM_VERSION, is_repeated
from game.journal.rooms import RoomRun
from game.room.discussion import SceneSummary, prompts, scene_summaries, who_moved, whose_key
from game.room.messages import DEBRIEF, SETTLED, call_given
from game.room.puzzles import kept
from game.room.state import Ballot, Question, Room, Seat, table_of, votes_by_hand, votes_by_voter
from game.room.tally import ballots, groups, moved, tally
from game.room.views import Bar, result
from game.text import help_pages, labels


COLUMNS = (
    *("room", "title", "date", "turn", "scene", "scene_title", "question", "round"),
    *("option", "option_text", "votes", "by_hand", "decided", "settled_by_facilitator"),
    *("asked_for", "reopened", "seat", "name", "role", "table", "evening", "evening_number"),
)
"""
Columns: a row per option of each ballot, and with names a row per vote as well.

*evening* is the number of the evening's first room.
"""


def markdown(
    run: RoomRun,
    room: Room,
    *,
    names: bool = False,
    evening: Sequence[RoomRun] = (),
    posted: str = "",
) -> str:
    """
    Return the session as Markdown notes.

    *evening* are the rooms of its evening in order, *posted* says of which campaign it is one.
    """
    return "\n".join(_notes(run, room, names, evening, posted)).rstrip() + "\n"


def spreadsheet(
    run: RoomRun,
    room: Room,
    *,
    names: bool = False,
    evening: Sequence[RoomRun] = (),
    separator: str = COMMA,
) -> str:
    """Return every ballot as CSV without formulas; *evening* as in ``markdown``."""
    return "".join(table(COLUMNS, rows(run, room, names=names, evening=evening), separator))


def data(run: RoomRun, room: Room, *, names: bool = False, evening: Sequence[RoomRun] = ()) -> str:
    """Return every ballot and scene as JSON; *evening* as in ``markdown``."""
    text: dict[str, Any] = {
        "kind": ROOM_KIND,
        "version": ROOM_VERSION,
        "room": run.id,
        "scenario": run.scenario,
        "title": run.title,
        "started": run.started,
        "evening": [
            {"room": item.id, "scenario": item.scenario, "title": item.title}
            for item in evening or (run,)
        ],
        "repeated": is_repeated(run, evening),
        "stage": room.stage.value,
        "people": {"phones": len(room.took_part), "by_hand": room.heads},
        "scenes": [
            {
                "scene": moment.why.scene,
                "title": moment.why.scene_title,
                "called": moment.why.call_given.value,
                "asked_for": moment.why.call.value,
                "chosen": moment.why.choice,
                "points": moment.why.score.total,
                "tokens_served": moment.why.tokens_served,
                "pattern": moment.pattern.value,
                "tied": [call.value for call in moment.tied_calls],
                "settled_by_facilitator": sorted(question.value for question in moment.settled),
            }
            for moment in scene_summaries(room)
        ],
        "ballots": [
            {
                "ballot": ballot.key,
                "votes": dict(tally(room, ballot)),
                "by_hand": dict(votes_by_hand(room, ballot)),
                "reopened": ballot.key in room.reopened,
                "by_role": groups(room, ballot, "role"),
                "by_table": groups(room, ballot, "table"),
                **(_named(room, ballot) if names else {}),
            }
            for ballot in ballots(room)
        ],
        "wall": list(room.lines),
        "puzzles": [
            {"text": text, "votes": votes, "answered": answered}
            for text, votes, answered in kept(room)
        ],
    }
    if names:
        text["seats"] = {
            seat.id: {"name": seat.name, "role": seat.role, "table": seat.table}
            for seat in room.seats.values()
        }
    return json.dumps(text, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[..., str]] = {
    "markdown": markdown,
    "csv": spreadsheet,
    "json": data,
}
"""The function that writes each format."""


def _notes(
    run: RoomRun, room: Room, names: bool, evening: Sequence[RoomRun], posted: str
) -> Iterator[str]:
    hands = f", {room.heads} by hand" if room.heads else ""
    yield from (f"# {literal(run.title)}", "")
    yield from (f"Begun {when(run.started)}. {len(room.took_part)} by phone{hands}.", "")
    if posted:
        yield from (f"{literal(posted)}.", "")
    if len(evening) > 1:
        yield from (f"{place_in(evening, run)}:", "")
        for number, item in enumerate(evening, 1):
            here = "**" if item.id == run.id else ""
            yield f"{number}. {here}{literal(item.title)}{here} (room {item.id})"
        yield ""
    yield from (help_pages.PRACTICE_NOT_TEST, "")
    summaries = scene_summaries(room)
    for moment in summaries:
        yield from _scene(room, moment)
    state = room.play.state
    if state is not None and room.play.scene is None:
        ending = room.play.scenario.endings.of(state)
        yield from (f"## The ending: {state.value}", "", literal(ending), "")
    for stage, (title, _) in DEBRIEF.items():
        yield from (f"## {title}", "")
        yield from (f"- {literal(prompt)}" for prompt in prompts(room, stage))
        yield ""
    if room.lines:
        yield from ("## On the screen", "")
        yield from (f"- {literal(text)}" for text in room.lines)
        yield ""
    puzzles = kept(room)
    if puzzles:
        yield from ("## What puzzled us", "")
        for text, votes, answered in puzzles:
            supported = f"{votes} more asked" if votes else ""
            notes = ", ".join(filter(None, (supported, "answered" if answered else "")))
            yield f"- {literal(text)}" + (f" ({notes})" if notes else "")
        yield ""
    if names:
        yield from ("## Who was here", "")
        yield from (f"- {literal(seat.name)}{_card(room, seat)}" for seat in room.took_part)
        yield ""
    if summaries:
        yield whose_key(summaries)


def place_in(evening: Sequence[RoomRun], run: RoomRun) -> str:
    """Return where *run* stands among the rooms of its evening; empty if it is the only one."""
    if len(evening) < 2:
        return ""
    number = [item.id for item in evening].index(run.id) + 1
    return (
        f"Scenario {number} of {len(evening)} of the evening that began with room {evening[0].id}"
    )


def _card(room: Room, seat: Seat) -> str:
    return "" if seat.role is None else f", {literal(room.names[seat.role])}"


def _scene(room: Room, moment: SceneSummary) -> Iterator[str]:
    why = moment.why
    yield from (f"## {moment.turn}. {literal(why.scene_title)}", "")
    given = call_given(moment)
    settled = dict.fromkeys(moment.settled, SETTLED)
    called = settled.get(Question.CALL, "The room called")
    yield f"- {called}: {given[:1].upper()}{given[1:]}."
    yield f"- The moment needed: {labels.CALLS[why.call]}. {literal(why.call_because)}"
    chose = settled.get(Question.CHOICE, "The room chose")
    yield f"- {chose}: {literal(why.choice_text)}"
    yield f"- It served {why.tokens_served} of 5. {literal(why.text)}"
    if moment.minority_text is not None and moment.minority_right_if is not None:
        yield f"- Some would have: {literal(moment.minority_text)}"
        yield f"- That would be right if {literal(moment.minority_right_if)}"
    yield ""
    yield from _votes(room, moment.calls)
    yield from _votes(room, moment.choices)


def _votes(room: Room, rounds: tuple[Ballot, ...]) -> Iterator[str]:
    heads = [rounds[0].question.value, *(f"vote {ballot.number}" for ballot in rounds)]
    yield from (f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}")
    for bars in zip(*(result(room, ballot).bars for ballot in rounds), strict=True):
        option, cells = bars[0].option, " | ".join(map(_count, bars))
        yield f"| {option.letter}  {literal(option.text)} | {cells} |"
    yield ""
    if text := who_moved(moved(room, rounds)):
        yield from (f"{text[:1].upper()}{text[1:]} moved.", "")


def _count(bar: Bar) -> str:
    """Return the votes for an option, and how many of them were counted by hand."""
    if not bar.by_hand:
        return str(bar.count)
    all_by_hand = bar.by_hand == bar.count
    return f"{bar.count} by hand" if all_by_hand else f"{bar.count} ({bar.by_hand} by hand)"


def rows(
    run: RoomRun, room: Room, *, names: bool = False, evening: Sequence[RoomRun] = ()
) -> Iterable[dict[str, Cell]]:
    """Yield a row for each option of each ballot; with *names*, for each vote too."""
    order = [item.id for item in evening or (run,)]
    answered = {moment.turn: moment for moment in scene_summaries(room)}
    for ballot in ballots(room):
        moment = answered.get(ballot.turn)
        for bar in result(room, ballot).bars:
            option = bar.option.id
            row: dict[str, Cell] = {
                "room": run.id,
                "evening": order[0],
                "evening_number": order.index(run.id) + 1,
                "title": run.title,
                "date": run.started[:10],
                "turn": ballot.turn,
                "scene": ballot.scene,
                "scene_title": room.play.scenario.scenes[ballot.scene].title,
                "question": ballot.question.value,
                "round": ballot.number,
                "option": option,
                "option_text": bar.option.text,
                "reopened": ballot.key in room.reopened,
            }
            if moment is not None:
                calls = ballot.question is Question.CALL
                decided = moment.why.call_given.value if calls else moment.why.choice
                row["decided"] = option == decided
                row["settled_by_facilitator"] = ballot.question in moment.settled
                row["asked_for"] = option == moment.why.call.value if calls else None
            yield {**row, "votes": bar.count, "by_hand": bar.by_hand}
            for voter in _voters(room, ballot, option) if names else ():
                yield {**row, **voter}


def _named(room: Room, ballot: Ballot) -> dict[str, Mapping[str, str]]:
    """Return who voted for what: seats by id, and tables by number where they have votes."""
    votes = votes_by_voter(room, ballot)
    seats = {who: option for who, option in votes.items() if not table_of(who)}
    tables = {str(table_of(who)): option for who, option in votes.items() if table_of(who)}
    return {"seats": seats, **({"tables": tables} if tables else {})}


def _voters(room: Room, ballot: Ballot, option: str) -> Iterator[dict[str, Cell]]:
    for who, vote in votes_by_voter(room, ballot).items():
        if vote == option and table_of(who):
            yield {"table": table_of(who)}
        elif vote == option:
            seat = room.seats[who]
            yield {"seat": seat.id, "name": seat.name, "role": seat.role, "table": seat.table}

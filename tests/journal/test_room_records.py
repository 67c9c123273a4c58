"""Exports of a room."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from attrs import evolve

from game.core.enums import Call
from game.journal.exports import csv as workbook
from game.journal.exports.rooms import COLUMNS, FORMATS, data, markdown, rows, spreadsheet
from game.journal.rooms import RoomRun
from game.room import actions
from game.room.state import Question, Room, Stage, options
from game.room.tally import ballots_on, tally
from game.text.explanation import KEYS_ARE_AUTHORED, ONLY_THE_AUTHOR
from tests.room.rooms import POSTING, at_choice, cast_votes, done, room_of, seat


RUN = RoomRun(
    id=7,
    code="479FA",
    scenario="example",
    title="=An Example",
    source=None,
    seed=1,
    started="2026-03-05T09:00:00.000+00:00",
    touched="2026-03-05T10:00:00.000+00:00",
    stage="over",
)


def session(until: Stage = Stage.OVER) -> Room:
    """Six people of whom one calls herself a formula; five hands; played to *until*."""
    room = done(room_of(6, heads=5), actions.Join(seat(0), '=HYPERLINK("x")'), actions.Deal())
    if until is Stage.LETTER:
        room = done(room, actions.Post(POSTING))
    while room.stage is not until:
        if room.stage is Stage.NOW_WHAT:
            shown = actions.ShowLines(("| Ask *first*.",))
            room = done(room, actions.Share(seat(1), "| Ask *first*."), shown)
        if room.open_ballot is not None:
            names = options(room, room.open_ballot)
            room = cast_votes(room, [names[0]] * 4 + [names[1]] * 2)
            room = done(
                room, actions.Hands(room.open_ballot.key if room.open_ballot else "", (3, 2))
            )
        over = room.stage is Stage.OVER
        room = done(room, actions.End() if over else actions.GoOn(anyway=True))
    return room


def test_totals_are_those_on_the_projector() -> None:
    """The counts in all formats are the room's own."""
    room = session()
    (first, last) = ballots_on(room, 1, Question.CHOICE)
    output = json.loads(data(RUN, room))
    votes = {ballot["ballot"]: ballot["votes"] for ballot in output["ballots"]}
    assert votes[last.key] == dict(tally(room, last))
    rows = list(csv.DictReader(StringIO(spreadsheet(RUN, room).lstrip("\ufeff"))))
    counted = {
        row["option"]: int(row["votes"])
        for row in rows
        if (row["turn"], row["question"], row["round"]) == ("1", "choice", "1")
    }
    assert counted == dict(tally(room, first))
    assert "| vote 1 | vote 2 |" in markdown(RUN, room)


def test_a_record_counts_who_moved_in_one_way() -> None:
    """Below a vote stands what the question of the debrief says: by phone and by hand apart."""
    room = at_choice(2, heads=3)
    for votes, hands in (["good"] * 2, (3, 0)), (["poor"] * 2, (2, 1)):
        assert room.open_ballot is not None
        room = done(cast_votes(room, votes), actions.Hands(room.open_ballot.key, hands))
        room = done(room, actions.GoOn(), actions.GoOn())
    who = "2 of 2 by phone and at least 1 of 3 by hand moved."
    assert f"\n{who}\n" in markdown(RUN, room)
    assert f"- In “title of hall” {who} What was said?" in markdown(RUN, room)


@pytest.mark.parametrize("format_name", FORMATS)
def test_anonymous_by_default(format_name: str) -> None:
    """Without names nobody can be found in a record; with them everybody can."""
    room = session()
    plain = FORMATS[format_name](RUN, room)
    named = FORMATS[format_name](RUN, room, names=True)
    for someone in room.present:
        assert someone.name not in plain
        assert someone.id not in plain
    assert room.seats[seat(3)].name in named
    assert "Ask" in plain or format_name == "csv"


def test_whoever_took_part_is_in_the_record() -> None:
    """A phone that sleeps at the end was here, and its votes stand; a removed seat was not."""
    room = done(session(), actions.Away((seat(2),)), actions.Remove(seat(3)))
    text = markdown(RUN, room, names=True)
    assert json.loads(data(RUN, room))["people"] == {"phones": 5, "by_hand": 5}
    assert "5 by phone, 5 by hand." in text
    listed = text.partition("## Who was here")[2]
    assert room.seats[seat(2)].name in listed
    assert room.seats[seat(3)].name not in listed


@pytest.mark.parametrize("until", list(Stage))
@pytest.mark.parametrize("format_name", FORMATS)
def test_after_any_stage(format_name: str, until: Stage) -> None:
    """A record can be taken at any moment, also of a session that was broken off."""
    assert FORMATS[format_name](RUN, session(until), names=True)


def test_questions_in_a_record() -> None:
    """A question has how many others asked it, if any did, and whether it was answered."""
    room = done(
        session(Stage.WHY),
        *(actions.AskPuzzle(seat(who), text) for who, text in enumerate(("Why?", "Who?", "How?"))),
        *(actions.Upvote(seat(who), 2) for who in (3, 4)),
        *(actions.ClosePuzzle(number, answered=True) for number in (2, 3)),
    )
    listed = markdown(RUN, room).partition("## What puzzled us\n\n")[2].splitlines()[:3]
    assert listed == ["- Why?", "- Who? (2 more asked, answered)", "- How? (answered)"]


def test_no_formula_in_a_spreadsheet() -> None:
    """No cell begins as a formula does, whatever people called themselves."""
    rows = csv.reader(StringIO(spreadsheet(RUN, session(), names=True).lstrip("\ufeff")))
    cells = [cell for row in rows for cell in row]
    assert "'=An Example" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]


def test_nothing_is_markup() -> None:
    """A shared line is shown as it was typed."""
    assert "- \\| Ask \\*first\\*." in markdown(RUN, session())


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_was_taken_down_is_not_taken_home(format_name: str) -> None:
    """A line that was taken down is in no record, not even in one with names."""
    room = done(session(Stage.NOW_WHAT), actions.Share(seat(2), "Rude."), actions.TakeDown("Rude."))
    assert "Rude" not in FORMATS[format_name](RUN, room, names=True)


def test_a_record_shows_what_the_facilitator_settled_on() -> None:
    """A decision by the facilitator is not shown as the room's."""
    room = session(Stage.VOTE)
    room = done(room, actions.GoOn(anyway=True), actions.Decide("lead"), actions.GoOn())
    while room.stage is not Stage.ENDING:
        if room.open_ballot is not None:
            room = cast_votes(room, [options(room, room.open_ballot)[0]])
        room = done(room, actions.GoOn(anyway=True))
    assert "- The facilitator settled on: Lead." in markdown(RUN, room)
    assert "settled on" not in markdown(RUN, session())


def test_a_record_says_on_whose_answers_the_key_rests() -> None:
    """Readers are named only if they answered a scene that was played."""
    unread = session()
    scenario = unread.play.scenario
    hall = evolve(scenario.scenes["hall"], readers={Call.LEAD: 3})
    scenes = {**scenario.scenes, "hall": hall}
    play = evolve(unread.play, scenario=evolve(scenario, scenes=scenes))
    read = evolve(unread, flow=evolve(unread.flow, play=play))
    assert markdown(RUN, unread).endswith(f"{ONLY_THE_AUTHOR}\n")
    assert markdown(RUN, read).endswith(f"{KEYS_ARE_AUTHORED}\n")
    assert ONLY_THE_AUTHOR not in markdown(RUN, session(Stage.READ))


def test_groups_in_a_record() -> None:
    """Groups of at least four voters are shown without names, smaller ones not."""
    room = done(
        room_of(0), *(actions.Join(seat(item), table=max(1, item // 2)) for item in range(8))
    )
    room = done(room, actions.Deal(), actions.GoOn(), actions.GoOn())
    (ballot,) = json.loads(data(RUN, cast_votes(room, ["lead"] * 3 + ["manage"] * 5)))["ballots"]
    assert {name: sum(votes.values()) for name, votes in ballot["by_role"].items()} == {
        "Ana Ash": 4,
        "Ben Bay": 4,
    }
    (table,) = ballot["by_table"].items()
    assert table == ("Table 1", {**dict.fromkeys(ballot["votes"], 0), "lead": 3, "manage": 1})


def test_a_workbook_has_the_rows_of_the_csv() -> None:
    """One sheet with every vote; a name that looks like a formula is a text."""
    room = session()
    for names in (False, True):
        with ZipFile(
            BytesIO(workbook.table_workbook("Votes", COLUMNS, rows(RUN, room, names=names)))
        ) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode("utf-8")
        lines = csv.reader(StringIO(spreadsheet(RUN, room, names=names)))
        assert sheet.count("<row ") == sum(1 for _ in lines)
        assert ("HYPERLINK" in sheet) == names
        assert "<f>" not in sheet

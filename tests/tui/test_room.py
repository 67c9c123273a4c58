"""A room on the projector: every stage, from the back row."""

from __future__ import annotations

import random
import re

import pytest
from attrs import evolve

from game.content import sanitize
from game.core.enums import Call
from game.core.failure import Failure
from game.room import actions, views
from game.room.reducer import step
from game.room.state import Stage
from game.room.state import new_room as begun
from game.tui import projector_pages
from game.tui.screens.facilitator_keys import FacilitatorScreen
from game.tui.widgets.block_graphics import big
from tests.content.hostile_names import hostile_names
from tests.room.rooms import at_call, cast_votes, done
from tests.tui.rooms import Gate, room, to_stage, vote
from tests.tui.stage import FERRY, assert_looks_like, enter_until, picture, rows


SIZES = [(64, 18), (80, 24), (120, 34)]
FIRST = ["list", "talk", "talk", "captain", "talk", "list", "captain", "talk"]
LAST = ["list", "list", "talk", "list", "list", "list", "captain", "list"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_a_scene_on_the_projector(size: tuple[int, int]) -> None:
    """From the lobby to the why, each stage looks as it was kept, code and all."""
    width, height = size
    async with room(size, people=8) as (pilot, session):

        async def look(name: str) -> None:
            await pilot.pause()
            assert_looks_like(pilot, f"room-{width}x{height}-{name}")
            for row in big(Gate.code):
                assert row.rstrip() in picture(pilot)

        await look("0-lobby")
        await pilot.press("enter")
        await look("1-read")
        await pilot.press("enter")
        vote(session, *["manage-then-lead"] * 5, *["lead"] * 2)
        await look("2-call")
        await pilot.press("enter", "enter")
        vote(session, *FIRST)
        await look("3-choice")
        await pilot.press("enter", "K")
        await look("4-talk")
        await pilot.press("enter")
        vote(session, *LAST)
        await pilot.press("enter")
        await look("5-reveal")
        await pilot.press("enter")
        await look("6-outcome")
        await pilot.press("enter")
        await look("7-why")
        # On a low screen Enter shows the rest of the prose first.
        await enter_until(pilot, lambda: bool(pilot.app.screen.query("Reasons")))
        await look("8-why-facts")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_the_end_on_the_projector(size: tuple[int, int]) -> None:
    """Ending and debrief, of a room without phones, look as they were kept."""
    async with room(size, phones=False) as (pilot, session):
        await pilot.press("n", *"20", "enter", *["enter"] * 2)
        for counts in ("9 5 4", "9 5", "5 9", "9 5 4", "11", "9"):
            await pilot.press("h", *counts, "enter", "enter")
            while session.room.stage not in (Stage.VOTE, Stage.ENDING):
                await pilot.press("enter")
        for stage_now in (Stage.ENDING, Stage.WHAT, Stage.SO_WHAT, Stage.NOW_WHAT, Stage.OVER):
            await pilot.pause()
            assert session.room.stage is stage_now
            assert_looks_like(pilot, f"room-{size[0]}x{size[1]}-{stage_now.value}")
            await pilot.press("enter")


@pytest.mark.parametrize("columns", [80, 120, 200])
async def test_a_choice_in_the_log_takes_the_rest_of_its_line(columns: int) -> None:
    """As many of its words stand there as fit, and none of them breaks the line."""
    async with room((columns, 40), people=1) as (pilot, session):
        to_stage(session, Stage.WHAT)
        await pilot.pause()
        row = next(row for row in rows(pilot) if "settled on: Ask Captain" in row).strip()
        width = pilot.app.screen.query_one("#text").size.width
        (summary, *_) = views.projector(session.room).summaries
        choice = row.removesuffix(" …").rpartition("settled on: ")[2]
        rest = summary.why.choice_text.removeprefix(choice)
        assert rest.startswith(" ")
        assert len(row) <= width < len(row) + len(rest.split()[0]) + 1


async def test_a_vote_closed_too_early_asks_once() -> None:
    """The first press tells how many are missing, the second closes the vote."""
    async with room((80, 24), people=8) as (pilot, session):
        await pilot.press("enter", "enter")
        vote(session, "lead")
        await pilot.press("enter")
        await pilot.pause()
        assert "7 of 8 have not voted yet. The same key again closes it anyway." in picture(pilot)
        assert session.room.stage is Stage.VOTE
        await pilot.press("enter")
        assert session.room.play.call is not None


async def test_a_tie_is_settled_by_letter() -> None:
    """A tie on the call is shown and stands; one on the choice is settled by a letter."""
    async with room((80, 24), people=2) as (pilot, session):
        await pilot.press("enter", "enter")
        vote(session, "lead", "manage")
        await pilot.press("enter")
        await pilot.pause()
        assert "It's a tie between lead and manage. It stands" in picture(pilot)
        await pilot.press("enter")
        vote(session, "list", "talk")
        await pilot.press("r")
        await pilot.pause()
        assert "It's a tie between" in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Keys: t, d." in picture(pilot)
        second = views.projector(session.room).options[1].id
        await pilot.press("d", "b", "enter", "enter")
        assert session.room.stage is Stage.OUTCOME
        assert session.room.play.turns[0].choice == second


async def test_where_nobody_votes_the_vote_is_opened_again_or_settled() -> None:
    """The keys are those of what the sentence says."""
    async with room((80, 24), people=2) as (pilot, session):
        to_stage(session, Stage.VOTE)
        session.act(actions.Decide("lead"))
        session.act(actions.GoOn())
        assert session.room.stage is Stage.VOTE
        await pilot.press("r", "r", "enter")
        await pilot.pause()
        assert "Keys: o, d." in " ".join(picture(pilot).split())


async def test_a_vote_without_votes() -> None:
    """Nobody's vote is not level; what is settled then is told in full, without bars."""
    async with room((80, 24), people=2) as (pilot, session):
        await pilot.press("enter", "enter", "r", "r")
        await pilot.pause()
        assert "Nobody has voted." in picture(pilot)
        assert "a tie" not in picture(pilot)
        await pilot.press("d", "b", "enter")
        await pilot.pause()
        assert "The facilitator settled on B  Manage" in picture(pilot)
        assert "Lead, then manage" not in picture(pilot)
        assert session.room.stage is Stage.REVEAL
        to_stage(session, Stage.OUTCOME)
        await pilot.pause()
        assert "The facilitator settled on A" in picture(pilot)


async def test_role_cards_without_phones() -> None:
    """Where nobody came by phone the wall says so, and not that everyone has a card."""
    for people, text in ((0, "No phones are here."), (2, "Everyone with a phone has a role card.")):
        async with room((80, 24), people=people) as (pilot, _):
            await pilot.press("c")
            await pilot.pause()
            assert text in picture(pilot)


async def test_notes_stay_off_the_projector() -> None:
    """No stage of a whole session shows what is for the facilitator."""
    async with room((120, 34), phones=False) as (pilot, session):
        for _ in range(60):
            await pilot.pause()
            shown = re.sub(r"\s+", " ", picture(pilot))
            assert "Watch who speaks" not in shown
            assert "Who saw the list first" not in shown
            if session.room.stage is Stage.OVER:
                break
            await pilot.press("enter")
            if session.room.stage is Stage.REVEAL:
                await pilot.press("d", "a", "enter", "enter")
        assert session.room.stage is Stage.OVER


async def test_the_scene_can_be_read_again() -> None:
    """While a question is open, one key shows the scene and the same key goes back."""
    async with room((80, 24), people=1) as (pilot, _):
        await pilot.press("enter", "enter", "s")
        await pilot.pause()
        assert "Twenty past nine" in picture(pilot)
        await pilot.press("s")
        await pilot.pause()
        assert "Lead, then manage" in picture(pilot)


async def test_hostile_words_on_the_projector() -> None:
    """Whatever people call themselves and put up, the wall shows it as it is and obeys nothing."""
    typed = hostile_names(random.Random(9), 60)
    async with room((64, 18)) as (pilot, session):
        session.apply_all(
            actions.Join(f"seat-{number:02}", sanitize.name(item))
            for number, item in enumerate(typed)
        )
        to_stage(session, Stage.NOW_WHAT)
        session.apply_all(
            actions.Share(f"seat-{number:02}", sanitize.line(item, actions.MAX_LINE))
            for number, item in enumerate(typed)
        )
        session.act(actions.ShowLines(session.room.held))
        await pilot.pause()
        await pilot.press(*["down"] * 3)
        seen = picture(pilot)
        await pilot.press(*["up"] * 9)
        seen += picture(pilot)
        assert "[/b]" in seen
        assert "<script>alert(1)" in seen
        assert all(char.isprintable() or char in "\n\u200c\u200d" for char in seen)


async def test_the_word_on_missing_votes_stays_true() -> None:
    """While votes come in the number follows them, and the word goes when none is missing."""
    async with room((80, 24), people=3) as (pilot, session):
        await pilot.press("enter", "enter")
        vote(session, "lead")
        await pilot.press("enter")
        vote(session, "lead", "lead")
        await pilot.pause()
        assert "1 of 3 has not voted yet. The same key again" in picture(pilot)
        vote(session, "lead", "lead", "lead")
        await pilot.pause()
        assert "The same key again" not in picture(pilot)


async def test_help_for_whoever_runs_the_room() -> None:
    """Help begins with every key of the room, at hand now or not, and q only goes back."""
    async with room((80, 40)) as (pilot, _):
        await pilot.press("f1")
        await pilot.pause()
        seen = " ".join(picture(pilot).split())
        for text in (
            "h Type the hands",
            "d Settle it by letter",
            "K No clock",
            "x On your own screen: take somebody away",
            "a Announce this machine's next address",
        ):
            assert text in seen
        for others in ("Move to a card", "Focus Next", "points", "tokens"):
            assert others not in seen
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FacilitatorScreen)


@pytest.mark.parametrize("width", [40, 64, 80])
async def test_the_keys_are_whole_and_help_is_among_them(width: int) -> None:
    """What has no room in the last line is left out whole; the key that tells the rest stays."""
    async with room((width, 24), people=2) as (pilot, _):
        await pilot.press("enter", "enter")
        await pilot.pause()
        *_, last = picture(pilot).rstrip().split("\n")
        text = last.strip().split("  ")
        whole = {"Enter Next", "u Undo", "h Hands", "t Talk", "r Reveal", "k +1 min", "s Scene"}
        assert text[-1] in {"F1 ?", "F1 ? Help"}
        assert text[0] == "Enter Next"
        assert set(text[:-1]) <= whole | {"j Join"}


async def test_a_closed_join_panel_says_so() -> None:
    """While nobody new is let in the way in does not ask anyone to come."""
    async with room((64, 18)) as (pilot, _):
        await pilot.press("l")
        await pilot.pause()
        assert "The door is closed" in picture(pilot)
        assert "Point your phone" not in picture(pilot)


async def test_nobody_is_scored_on_the_projector() -> None:
    """The why has no points and no guessing, and the fair case stands before its table."""
    async with room((120, 60), people=1) as (pilot, session):
        await pilot.press("enter", "enter")
        vote(session, "lead")
        await pilot.press("enter")
        vote(session, "talk")
        await pilot.press("r", *["enter"] * 2)
        await pilot.pause()
        prose = picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        facts = picture(pilot)
        seen = prose + facts
        for scored in ("Guessing", "Craft", "Fit ", "Call  "):
            assert scored not in seen
        assert "This would be right if" in prose
        assert re.search(r"needed +you did +tokens", facts)
        await pilot.press("u")
        await pilot.pause()
        assert picture(pilot) == prose
        assert session.room.stage is Stage.WHY
        assert seen.count("This would be right if") == 1


async def test_the_debrief_keeps_to_one_scene() -> None:
    """Where the costliest scene had no other case, none is told of a scene not asked about."""
    async with room((80, 40), people=4) as (pilot, session):
        await pilot.press("enter", "enter")
        vote(session, *["manage-then-lead"] * 4)
        await pilot.press("enter")
        vote(session, "list", "list", "list", "talk")
        await pilot.press("r", *["enter"] * 3)
        to_stage(session, Stage.SO_WHAT)
        await pilot.pause()
        seen = " ".join(picture(pilot).split())
        assert "“Half past ten” needed us to" in seen
        assert "Some would have" not in seen


async def test_ideas_name_no_key_on_the_projector() -> None:
    """The wall has no handbook to open, so it does not tell a key for one."""
    async with room((120, 60), people=1) as (pilot, session):
        await pilot.press("enter", "enter")
        vote(session, "lead")
        await pilot.press("enter")
        vote(session, "list")
        await pilot.press("r", *["enter"] * 3)
        await pilot.pause()
        assert "Ideas: " in picture(pilot)


async def test_enter_shows_the_rest_of_a_page_first() -> None:
    """Where a page is longer than the screen, Enter goes down before it goes on."""
    async with room((40, 18), people=1) as (pilot, session):
        await pilot.press("enter")
        await pilot.pause()
        page = pilot.app.screen.query_one("#page")
        assert page.max_scroll_y > 0
        await pilot.press("enter")
        await pilot.pause()
        assert page.scroll_offset.y > 0
        while page.scroll_offset.y < page.max_scroll_y:
            await pilot.press("enter")
            await pilot.pause()
        await pilot.press("enter")
        assert session.room.stage is Stage.VOTE


async def test_a_line_is_taken_off_the_projector() -> None:
    """A key lists the lines without names; the one that is picked is gone at once."""
    async with room((80, 24), people=3) as (pilot, session):
        to_stage(session, Stage.NOW_WHAT)
        await pilot.press("w")
        assert isinstance(pilot.app.screen, FacilitatorScreen)
        for number, text in enumerate(["Ask first.", "[b]Rude[/b]", "List second."]):
            session.act(actions.Share(f"seat-{number:02}", text))
        await pilot.pause()
        assert "3 lines wait." in picture(pilot)
        assert "Ask first." not in picture(pilot)
        await pilot.press("w")
        assert "on your own screen" in picture(pilot)
        await pilot.press("y")
        await pilot.pause()
        assert "Ask first." in picture(pilot)
        await pilot.press("y", "y")
        await pilot.pause()
        assert "w Take down" in picture(pilot)
        await pilot.press("w")
        await pilot.pause()
        seen = picture(pilot)
        assert "[b]Rude[/b]" in seen
        assert not [seat.name for seat in session.room.present if seat.name in seen]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert session.room.lines == ("Ask first.", "List second.")
        assert "Rude" not in picture(pilot)


async def test_a_question_stands_in_place_of_the_page() -> None:
    """What a phone asks is on the screen on a key only, and Enter brings the page back."""
    async with room((64, 18), people=2) as (pilot, session):
        to_stage(session, Stage.REVEAL)
        session.act(actions.AskPuzzle("seat-00", "Who [b]pays?"))
        await pilot.pause()
        assert "pays" not in picture(pilot)
        before = session.room.flow
        await pilot.press("g")
        await pilot.pause()
        seen = picture(pilot)
        assert "Who [b]pays?" in seen
        assert "How the room called it" not in seen
        await pilot.press("enter")
        await pilot.pause()
        assert "pays" not in picture(pilot)
        assert "How the room called it" in picture(pilot)
        assert session.room.flow == before


@pytest.mark.parametrize(
    ("call", "shown"),
    [(Call.LEAD, "Ana [b]looks up.\n\nWhat do we do?"), (Call.MANAGE, "What do we do?")],
)
def test_the_room_reads_how_people_take_its_call(call: Call, shown: str) -> None:
    """The reaction stands above the question for a choice, where the author wrote one."""
    quay = evolve(FERRY.scenes["quay"], after_call={Call.LEAD: "Ana [b]looks up."})
    room = begun(evolve(FERRY, scenes={**FERRY.scenes, "quay": quay}), 1)
    for act in (actions.GoOn(), actions.GoOn(), actions.Decide(call.value), actions.GoOn()):
        if room.stage is Stage.VOTE:
            assert "looks up" not in projector_pages.question(views.projector(room)).plain
        after = step(room, act)
        assert not isinstance(after, Failure)
        room = after
    assert projector_pages.question(views.projector(room)).plain == shown


def test_a_tied_call_is_explained_without_a_winner() -> None:
    """Why has both calls and the author's reason, and judges neither call as the room's."""
    room = done(cast_votes(at_call(4), ["lead", "lead", "manage", "manage"]), actions.GoOn())
    room = cast_votes(done(room, actions.GoOn()), ["good"] * 4)
    room = done(room, actions.Reveal(), actions.GoOn(), actions.GoOn())
    assert room.stage is Stage.WHY
    why = projector_pages.why(views.projector(room)).plain
    assert "The room's call: lead and manage, a tie. This choice did what was needed." in why
    assert room.play.scenario.scenes["hall"].call_because in why
    assert not re.search(r"\b[Yy]our? (call|first move|named)", why)


@pytest.mark.parametrize("key", ["v", "x"])
async def test_private_things_stay_off_the_projector(key: str) -> None:
    """Keys for private things say where those are shown; the screen has no name on it."""
    async with room((80, 24), people=2) as (pilot, session):
        await pilot.press(key)
        await pilot.pause()
        seen = " ".join(picture(pilot).split())
        assert "two-hats console in a second terminal" in seen
        assert not [seat.name for seat in session.room.present if seat.name in seen]


async def test_a_line_put_on_the_screen_is_in_sight() -> None:
    """On a low screen the page shows its end, where the lines stand."""
    async with room((64, 18), people=3) as (pilot, session):
        to_stage(session, Stage.NOW_WHAT)
        session.act(actions.HoldLines(True))
        for number in range(3):
            words = " ".join(["I wait for the answer"] * 6)
            session.act(actions.Share(f"seat-{number:02}", f"{words}, line {number}."))
        for number in range(3):
            await pilot.pause()
            session.act(actions.ShowLines(session.room.held[:1]))
            await pilot.pause()
            assert f"line {number}." in picture(pilot)

"""The keys of the projector and of the console in a terminal: those the core permits."""

from __future__ import annotations

import pytest
from textual.actions import parse
from textual.binding import Binding

from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.present.console import console_view
from game.room import actions as acts
from game.room import messages
from game.room.settling import GONE_ON, SETTLING
from game.room.state import Room, Stage
from game.room.views import Control, permitted_controls
from game.tui.screens.console import ConsoleScreen
from game.tui.screens.facilitator_keys import FacilitatorScreen
from game.tui.screens.projector import ProjectorScreen
from game.tui.widgets.projector import JoinPanel
from tests.shared import full
from tests.tui.rooms import TOLD, room, to_stage, vote
from tests.tui.stage import picture
from tests.tui.test_console import Line, app_on
from tests.tui.test_console import line as console_line


ONE, OTHER, *_ = next(iter(TOLD.scenes.values())).choices
"""Choices of the first scene."""
KEYS: dict[tuple[str, tuple[object, ...]], Control] = {
    ("insist", ("GoOn",)): Control.GO_ON,
    ("plain", ("Undo",)): Control.UNDO,
    ("insist", ("Talk",)): Control.TALK,
    ("insist", ("Reveal",)): Control.REVEAL,
    ("plain", ("Reopen",)): Control.REOPEN,
    ("ask", ("settle",)): Control.DECIDE,
    ("ask", ("hands",)): Control.HANDS,
    ("ask", ("heads",)): Control.HEADS,
    ("plain", ("Deal",)): Control.DEAL,
    ("rounds", (1,)): Control.ROUNDS,
    ("rounds", (2,)): Control.ROUNDS,
    ("switch", ("ShowFirst",)): Control.SHOW_FIRST,
    ("switch", ("TableVotes",)): Control.TABLE_VOTES,
    ("switch", ("Pause",)): Control.PAUSE,
    ("switch", ("Lock",)): Control.LOCK,
    ("clock", (0,)): Control.TIMER,
    ("clock", (1,)): Control.TIMER,
    ("remove", ()): Control.REMOVE,
    ("take_down", ()): Control.TAKE_DOWN,
    ("show_line", ()): Control.SHOW_LINES,
    ("switch", ("HoldLines",)): Control.HOLD_LINES,
    ("puzzles", ()): Control.SHOW_PUZZLE,
}
ANSWERED = {Control.GO_ON, Control.UNDO}
"""Keys that are never dead: where they do nothing, a sentence says why."""


def projector(session: RoomSession) -> FacilitatorScreen:
    """The projector's screen of *session*'s room."""
    return ProjectorScreen(session, None)  # type: ignore[arg-type]  # nothing is opened here


def console(session: RoomSession) -> FacilitatorScreen:
    """A console that has heard of *session*'s room."""
    screen = ConsoleScreen(Line(session))
    screen.seen = console_view(session.room)
    return screen


def bound(screen: FacilitatorScreen) -> dict[tuple[str, tuple[object, ...]], Control]:
    """What *screen* has keys for."""
    actions = [parse(binding.action)[1:] for _, binding in screen._bindings]
    return {key: KEYS[key] for key in actions if key in KEYS}


@pytest.mark.parametrize("face", [projector, console], ids=["projector", "console"])
@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("stage", list(Stage))
def test_keys_are_those_permitted(stage: Stage, paused: bool, face: object) -> None:
    """At every stage a key works exactly where the room accepts what it does."""
    session = Journal.open(None).rooms.begin(TOLD, 3, "479FA")
    session.apply_all(acts.Join(f"seat-{number:02}") for number in range(2))
    to_stage(session, stage)
    assert isinstance(session.act(acts.Pause(on=paused)), Room)
    screen = face(session)  # type: ignore[operator]
    current = bound(screen)
    permitted = set(permitted_controls(session.room)) | ANSWERED
    offered = {control for key, control in current.items() if screen.check_action(*key)}
    refused = {control for key, control in current.items() if not screen.check_action(*key)}
    assert offered == permitted & set(current.values())
    assert refused == set(current.values()) - permitted


@pytest.mark.parametrize(
    ("face", "without"),
    [(projector, {Control.REMOVE}), (console, set())],
    ids=["projector", "console"],
)
def test_every_control_has_a_key(face: object, without: set[Control]) -> None:
    """
    Nothing is permitted that no key does; names are for the console alone.

    The evening ends from the list of scenarios, and questions are closed from theirs.
    """
    session = Journal.open(None).rooms.begin(TOLD, 3, "479FA")
    screen = face(session)  # type: ignore[operator]
    assert set(bound(screen).values()) == set(Control) - without - {
        Control.END,
        Control.CLOSE_PUZZLE,
    }


@pytest.mark.parametrize("face", [ProjectorScreen, ConsoleScreen])
def test_no_key_does_two_things(face: type[FacilitatorScreen]) -> None:
    """A screen of the facilitator has one action for each key, its own and those it shares."""
    keys = [
        key
        for screen in (FacilitatorScreen, face)
        for binding in screen.BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    ]
    assert sorted(keys) == sorted(set(keys))


async def test_a_console_turns_to_the_second_page() -> None:
    """Going on there shows the second page of *why*, as Enter does here, and undo the first."""
    async with room((100, 50), people=1) as (pilot, session):
        to_stage(session, Stage.WHY)
        await pilot.pause()
        turn = pilot.app.screen.query_one(JoinPanel)._phones.first  # type: ignore[union-attr]
        for action, message, second in (
            (acts.Undo(), None, False),
            (acts.GoOn(anyway=True), None, False),
            (acts.GoOn(), messages.TURNED, True),
            (acts.GoOn(), None, True),
            (acts.Undo(), messages.TURNED_BACK, False),
            (acts.Undo(), None, False),
        ):
            answer = turn(action, "console")
            await pilot.pause()
            assert (answer and answer.message) == message
            assert ("How the room called it" in picture(pilot)) is second
        assert session.room.stage is Stage.WHY


@pytest.mark.parametrize("console_first", [True, False])
async def test_two_people_who_go_on_together_take_one_step(
    console_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is pressed just after the other's step was meant for the page before."""
    now = 100.0
    monkeypatch.setattr("game.tui.screens.projector.monotonic", lambda: now)
    async with room((100, 50), people=1) as (pilot, session):
        to_stage(session, Stage.READ)
        await pilot.pause()
        turn = pilot.app.screen.query_one(JoinPanel)._phones.first  # type: ignore[union-attr]
        if console_first:
            assert turn(acts.GoOn(), "console") is None
            session.act(acts.GoOn())
            await pilot.press("enter")
            await pilot.pause()
            assert messages.GONE_ON in " ".join(picture(pilot).split())
        else:
            await pilot.press("enter")
            await pilot.pause()
            answer = turn(acts.GoOn(), "console")
            assert answer == GONE_ON
        assert session.room.stage is Stage.VOTE
        now += 2 * SETTLING
        await pilot.press("enter")
        await pilot.pause()
        assert messages.GONE_ON not in " ".join(picture(pilot).split())
        now += 2 * SETTLING
        assert turn(acts.GoOn(), "console") is None
        session.act(acts.GoOn(anyway=True))
        assert turn(acts.GoOn(), "another console") == GONE_ON


async def test_a_press_that_led_nowhere_makes_nobody_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a refused step the other keyboard hears why, and not that the room has gone on."""
    monkeypatch.setattr("game.tui.screens.projector.monotonic", lambda: 100.0)
    async with room((100, 50), people=1) as (pilot, session):
        to_stage(session, Stage.VOTE)
        session.act(acts.Pause(on=True))
        await pilot.pause()
        turn = pilot.app.screen.query_one(JoinPanel)._phones.first  # type: ignore[union-attr]
        assert turn(acts.GoOn(), "console") is None
        session.act(acts.GoOn())
        await pilot.press("enter")
        await pilot.pause()
        seen = " ".join(picture(pilot).split())
        assert messages.PAUSES in seen
        assert messages.GONE_ON not in seen


@pytest.mark.parametrize("width", [64, 80, 120])
async def test_a_pause_names_the_key_that_ends_it(width: int) -> None:
    """Enter goes nowhere behind a pause; the key that ends it is in the bar and in a sentence."""
    async with room((width, 24), phones=False) as (pilot, session):
        await pilot.press("enter", "enter", "p")
        await pilot.pause()
        assert "p End pause" in picture(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert session.room.stage is Stage.VOTE
        assert "End the pause first. Keys: p." in " ".join(picture(pilot).split())
        await pilot.press("p", "enter")
        assert session.room.stage is not Stage.VOTE


@pytest.mark.parametrize("size", [(30, 9), (64, 18), (80, 20), (80, 24), (200, 60)])
async def test_the_page_of_a_pause_names_its_key(size: tuple[int, int]) -> None:
    """A low screen, which has no line of keys, says as well which key goes on."""
    async with room(size, people=3) as (pilot, session):
        to_stage(session, Stage.VOTE)
        await pilot.press("p")
        await pilot.pause()
        assert messages.PAUSED + " p ends it." in " ".join(picture(pilot).split())
        await pilot.press("p")
        assert not session.room.paused


async def test_a_console_shows_the_rest_of_a_page_first() -> None:
    """A page that is longer than the screen is shown to its end before the room goes on."""
    async with room((40, 18), people=1) as (pilot, session):
        session.act(acts.GoOn())
        await pilot.pause()
        turn = pilot.app.screen.query_one(JoinPanel)._phones.first  # type: ignore[union-attr]
        page = pilot.app.screen.query_one("#page")
        session.act(acts.Pause(on=True))
        assert turn(acts.GoOn(), "console") is None  # what is shown now is the page of the pause
        session.act(acts.Pause(on=False))
        await pilot.press("f1")
        await pilot.pause()
        assert turn(acts.GoOn(), "console") is None  # the help hides the page
        await pilot.press("escape")
        await pilot.pause()
        while turn(acts.GoOn(), "console") is not None:
            await pilot.pause()
        assert page.scroll_offset.y == page.max_scroll_y > 0


async def test_a_notice_on_a_setting_goes_with_it() -> None:
    """What a key said of a setting stays until a console changes that, and not a moment longer."""
    async with room((80, 24), people=1) as (pilot, session):
        for key, back in (("T", acts.TableVotes(False)), ("1", acts.Rounds(2))):
            await pilot.press(key)
            await pilot.pause()
            session.act(acts.Join("seat-01"))
            await pilot.pause()
            shown = pilot.app.screen.query_one("#message")
            assert shown.display
            session.act(back)
            await pilot.pause()
            assert not shown.display


@pytest.mark.parametrize(
    ("stage", "before", "key", "after"),
    [
        (Stage.READ, [], "g", [acts.AskPuzzle("seat-00", "Why?"), acts.ShowPuzzle(1)]),
        (Stage.VOTE, [acts.Pause(on=True)], "enter", [acts.Pause(on=False)]),
        (Stage.REVEAL, [], "enter", [acts.Decide(ONE)]),
    ],
    ids=["no question", "pause", "tie"],
)
async def test_a_sentence_goes_when_it_is_no_longer_true(
    stage: Stage,
    before: list[acts.RoomAction],
    key: str,
    after: list[acts.RoomAction],
) -> None:
    """Why a key did nothing is shown until a console changes just that."""
    async with room((80, 24), people=2) as (pilot, session):
        to_stage(session, Stage.VOTE)
        session.act(acts.GoOn(anyway=True))
        session.act(acts.Decide("lead"))
        session.act(acts.GoOn())
        vote(session, ONE, OTHER)
        to_stage(session, stage)
        session.apply_all(before)
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        message = pilot.app.screen.query_one("#message")
        assert message.display
        session.apply_all(after)
        await pilot.pause()
        assert not message.display


async def test_why_the_journal_lags_behind_stays() -> None:
    """A step, a key and somebody who joins leave it; it goes when the journal takes the room."""
    async with room((120, 40), people=1) as (pilot, session):
        journal = pilot.app.journal  # type: ignore[attr-defined]
        with full(journal):
            for key in ("enter", "k", "enter"):
                await pilot.press(key)
                await pilot.pause()
                assert session.failure is not None
                assert session.failure.message in " ".join(picture(pilot).split())
        await pilot.press("u")
        await pilot.pause()
        assert not pilot.app.screen.query_one("#message").display


async def test_the_step_of_another_keyboard_is_said_on_the_page_it_brings() -> None:
    """The refusal may come before that page, and goes with the one after it."""
    session = Journal.open(None).rooms.begin(TOLD, 3, "479FA")

    class Late(Line):
        async def act(self, act: acts.FacilitatorAction) -> Failure | None:
            return GONE_ON

    async with app_on(Late(session)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        message = pilot.app.screen.query_one("#message")
        for shown in (True, False):
            session.act(acts.GoOn())
            await pilot.pause()
            await pilot.pause()
            assert message.display is shown


async def test_a_notice_on_a_setting_of_a_console() -> None:
    """A console keeps its notice until a view has the change, and then until another one comes."""
    session = Journal.open(None).rooms.begin(TOLD, 3, "479FA")
    late: list[acts.FacilitatorAction] = []

    class Slow(Line):
        async def act(self, act: acts.FacilitatorAction) -> None:
            late.append(act)

    async with app_on(Slow(session)).run_test(size=(80, 24)) as pilot:
        await pilot.press("T")
        for change, shown in (
            (acts.Join("seat-01"), True),  # an older view comes after the answer
            (acts.TableVotes(True), True),
            (acts.TableVotes(False), False),
        ):
            session.act(change)
            await pilot.pause()
            await pilot.pause()
            notice = pilot.app.screen.query_one("#message")
            assert notice.display is shown
            assert not shown or messages.table_votes(True) in " ".join(picture(pilot).split())
        assert late == [acts.TableVotes(True)]


@pytest.mark.parametrize(
    ("key", "answer"),
    [("w", messages.NO_LINES), ("y", messages.NO_LINES_WAIT), ("g", messages.NO_PUZZLES)],
)
async def test_a_key_with_nothing_to_show_says_so(key: str, answer: str) -> None:
    """No key of a list is dead: where the list is empty a sentence says it."""
    async with room((80, 24), people=1) as (pilot, _):
        await pilot.press("T", key)
        await pilot.pause()
        assert answer in picture(pilot)


async def test_the_projector_shows_no_question_that_was_answered() -> None:
    """Where every question was answered, its key says that none is open."""
    async with room((80, 24), people=1) as (pilot, session):
        (seat,) = session.room.seats
        to_stage(session, Stage.TALK)
        session.apply_all([acts.AskPuzzle(seat, "Why?"), acts.ClosePuzzle(1, answered=True)])
        assert session.room.puzzles
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        assert messages.NO_PUZZLES in picture(pilot)


async def test_a_ticket_that_was_used_goes() -> None:
    """When a console comes in by the ticket that is shown, its page closes and says so."""
    end = Line(Journal.open(None).rooms.begin(TOLD, 3, "479FA"))
    async with app_on(end).run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert "Good once" in picture(pilot)
        end.extra = {"paired": 1}
        end.changed.set()
        await pilot.pause()
        await pilot.pause()
        assert "Good once" not in picture(pilot)
        assert messages.TICKET_USED in " ".join(picture(pilot).split())


async def test_one_phone_on_a_console() -> None:
    """The count fits its noun."""
    end = console_line(people=1)
    end.extra = {"connected": 1}
    async with app_on(end).run_test(size=(64, 18)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "1 phone on" in picture(pilot)


async def test_one_phone_on_the_projector() -> None:
    """The strip above the page says the same."""
    async with room((80, 24), people=1) as (pilot, session):
        app = pilot.app
        assert isinstance(app.screen, ProjectorScreen)
        app.screen.phones.connected = 1  # type: ignore[union-attr,misc]
        session.act(acts.GoOn())
        await pilot.pause()
        await pilot.pause()
        assert "1 phone on" in picture(pilot)


async def test_the_list_of_lines_that_wait_leads_to_taking_one_away() -> None:
    """What its heading says of w is true there: the other list opens, and Enter takes one away."""
    end = console_line(people=2)
    to_stage(end.session, Stage.NOW_WHAT)
    for number, text in enumerate(("First.", "Second.")):
        end.session.act(acts.Share(f"seat-{number:02}", text))
    async with app_on(end).run_test(size=(64, 18)) as pilot:
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        await pilot.press("w")
        await pilot.pause()
        assert "Which line goes? Its writer is told" in picture(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ConsoleScreen)
        assert end.session.room.held == ("First.",)

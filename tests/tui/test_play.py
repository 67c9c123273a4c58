"""Playing in the terminal: the loop of a scene, by keys and by mouse."""

from __future__ import annotations

import errno
import os
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from attrs import evolve
from rich.console import RenderableType
from textual._compositor import Compositor
from textual.app import App
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from game.content.library import Library, packaged
from game.content.loader import read_file
from game.core.actions import Confidence
from game.core.enums import Call
from game.core.failure import message_of
from game.core.playthrough import Phase
from game.core.scenario import Scenario
from game.journal import log_sync
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.entry_points import run_game
from game.tui.screens.debrief import WhatIfScreen
from game.tui.screens.home import HomeScreen
from game.tui.screens.play import PlayScreen
from game.tui.widgets.cards import Card
from game.tui.widgets.reasons import Reveal
from tests.shipped import LIBRARY
from tests.tui.stage import (
    FERRY,
    assert_looks_like,
    enter_until,
    picture,
    play_out,
    rows,
    stage,
    wait_for,
)


SIZES = [(64, 18), (80, 24), (120, 40)]


def played(app: object) -> PlayScreen:
    """The play screen of *app*."""
    assert isinstance(app, GameApp)
    assert isinstance(app.screen, PlayScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_every_step_looks_as_kept(size: tuple[int, int]) -> None:
    """Briefing, call, choice, outcome, why and ending stand as in the kept pictures."""
    name = f"{size[0]}x{size[1]}"
    async with stage(size, play=FERRY) as pilot:
        assert_looks_like(pilot, f"{name}-1-briefing")
        await to_phase(pilot, Phase.CALL)
        assert_looks_like(pilot, f"{name}-2-call")
        await pilot.press("4", "enter")
        await pilot.pause()
        assert_looks_like(pilot, f"{name}-3-choice")
        await pick(pilot, "list")
        assert_looks_like(pilot, f"{name}-4-outcome")
        await to_phase(pilot, Phase.WHY)
        assert_looks_like(pilot, f"{name}-5-why")
        await to_phase(pilot, Phase.CALL)
        await pilot.press("1", "enter")
        await pick(pilot, "ask")
        await to_phase(pilot, Phase.ENDING)
        await pilot.pause()
        assert_looks_like(pilot, f"{name}-6-ending")


async def pick(pilot: Pilot[None], key: str) -> None:
    """Take the choice *key* with its digit and Enter."""
    offers = [offer.id for offer in played(pilot.app).seen.offers]
    await pilot.press(str(offers.index(key) + 1), "enter")
    await pilot.pause()


async def test_no_choice_is_on_the_page_before_the_call() -> None:
    """Only a call brings the choices out."""
    async with stage((120, 60), play=FERRY) as pilot:
        await pilot.press("enter")
        assert "red pen" not in picture(pilot)
        await pilot.press("4", "enter")
        await pilot.pause()
        assert "red pen" in picture(pilot)


async def test_the_setting_stays_hidden_until_the_reveal() -> None:
    """The word for the context is first seen on the page that tells why."""
    async with stage((120, 60), play=FERRY) as pilot:
        await pilot.press("enter")
        seen = picture(pilot)
        await pilot.press("4", "enter")
        await pilot.pause()
        seen += picture(pilot)
        await pick(pilot, "list")
        seen += picture(pilot)
        assert "crisis" not in seen
        await pilot.press("enter")
        assert "This was a crisis" in picture(pilot)


async def test_a_digit_alone_takes_nothing() -> None:
    """A digit moves to a card; only Enter or a click takes it."""
    async with stage((80, 24), play=FERRY) as pilot:
        await pilot.press("enter", "2", "3")
        screen = played(pilot.app)
        assert screen.seen.phase is Phase.CALL
        assert isinstance(screen.focused, Card)
        assert screen.focused.key == "lead-then-manage"


async def test_a_click_takes_a_card() -> None:
    """The mouse does what the keys do."""
    async with stage((80, 24), play=FERRY) as pilot:
        await pilot.press("enter")
        await pilot.click(played(pilot.app).query(Card)[1])
        await pilot.pause()
        assert played(pilot.app).seen.phase is Phase.CHOICE


async def test_every_choice_can_be_reached_at_64_by_18() -> None:
    """In a small window the arrows bring each choice into view, whole."""
    async with stage((64, 18), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter")
        await pilot.pause()
        for offer in played(pilot.app).seen.offers:
            await pilot.pause()
            flat = " ".join(" ".join(row.strip("█ ") for row in rows(pilot)).split())
            assert offer.text in flat
            await pilot.press("down")


async def test_saying_how_sure_leaves_the_page_where_it_is() -> None:
    """A choice below the fold stays in sight when ``s`` is pressed."""
    quay = FERRY.scenes["quay"]
    longer = {key: evolve(each, text=each.text * 2) for key, each in quay.choices.items()}
    scenes = {**FERRY.scenes, "quay": evolve(quay, choices=longer)}
    async with stage((64, 18), play=evolve(FERRY, scenes=scenes)) as pilot:
        await pilot.press("enter", "4", "enter", "3")
        await pilot.pause()
        page = pilot.app.screen.query_one("#page")
        assert (before := page.scroll_y) > 0
        await pilot.press("s")
        await pilot.pause()
        assert played(pilot.app).seen.confidence is Confidence.SURE
        assert page.scroll_y == before


@pytest.mark.parametrize("name", ["go_on", "go-on"])
async def test_a_choice_may_have_the_name_of_a_command(name: str) -> None:
    """What an author calls a choice does not change what its card does."""
    quay = FERRY.scenes["quay"]
    quay = evolve(quay, choices={name: evolve(quay.choices["list"], id=name)})
    async with stage((80, 24), play=evolve(FERRY, scenes={**FERRY.scenes, "quay": quay})) as pilot:
        await pilot.press("enter", "4", "enter", "1", "enter")
        assert [turn.choice for turn in played(pilot.app).session.play.turns] == [name]


async def test_the_home_card_leads_home_at_once() -> None:
    """Escape waits for the rest of a key; a card that was picked has nothing to wait for."""
    async with stage((80, 24), play=FERRY) as pilot:
        assert isinstance(pilot.app, GameApp)
        pilot.app.leave_pause = 3600
        await play_out(pilot)
        await pilot.press("2", "enter")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_page_can_be_turned_back_but_a_choice_stands() -> None:
    """``b`` goes from the call back to the why before it; never over a choice."""
    async with stage((80, 24), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter")
        await pick(pilot, "list")
        await pilot.press("b")
        assert played(pilot.app).seen.phase is Phase.OUTCOME
        await to_phase(pilot, Phase.WHY)
        await to_phase(pilot, Phase.CALL)
        await pilot.press("b")
        assert played(pilot.app).seen.phase is Phase.WHY


async def test_a_finished_run_stays_finished() -> None:
    """Pages turned back from the ending leave no unfinished run for home."""
    async with stage((80, 40), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter")
        await pick(pilot, "list")
        await to_phase(pilot, Phase.WHY)
        await to_phase(pilot, Phase.CALL)
        await pilot.press("1", "enter")
        await pick(pilot, "ask")
        await to_phase(pilot, Phase.ENDING)
        await pilot.press("b", "b")
        assert played(pilot.app).seen.phase is Phase.OUTCOME
        assert isinstance(pilot.app, GameApp)
        assert pilot.app.journal.unfinished() is None


async def to_phase(pilot: Pilot[None], phase: Phase) -> None:
    """Press Enter until *phase*; on a long page the first one only shows the card."""
    await enter_until(pilot, lambda: played(pilot.app).seen.phase is phase)


async def test_an_explored_choice_counts_for_nothing() -> None:
    """What-if shows another outcome and its points, and leaves the playthrough as it was."""
    async with stage((120, 60), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter")
        await pick(pilot, "list")
        await pilot.press("enter")
        before = played(pilot.app).session.play
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WhatIfScreen)
        await pilot.press("1", "enter")
        await pilot.pause()
        assert "not counted" in picture(pilot)
        await pilot.press("escape")
        assert played(pilot.app).session.play == before


async def test_leaving_and_coming_back_goes_on_at_the_same_step() -> None:
    """Home offers the open playthrough first, at the step it was left."""
    ward = LIBRARY.scenario("smoke-on-ward-six")
    assert ward is not None
    async with stage((80, 60), play=ward, library=LIBRARY) as pilot:
        await pilot.press("enter", "4", "enter", "escape")
        await wait_for(pilot, "1 Go on: Smoke on Ward Six")
        await pilot.press("1", "enter")
        await pilot.pause()
        assert played(pilot.app).seen.phase is Phase.CHOICE
        assert "Your call: ■ ▲ Manage, then lead" in picture(pilot)


@pytest.mark.parametrize("size", [(40, 12), (64, 18), (80, 24)])
async def test_a_resumed_choice_shows_the_last_card_whole(size: tuple[int, int]) -> None:
    """Opening the game in the middle of a choice shows what playing up to it shows."""
    smoke = read_file(packaged() / "smoke-on-ward-six.yaml").scenario
    assert smoke is not None
    journal = Journal.open(None)
    shown = []
    for keys in (("enter", "enter", "4", "enter"), ()):
        app = GameApp(Library.of(()), journal)
        app.first = app.play_screen(smoke, seed=3)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            await pilot.pause()
            shown.append(picture(pilot))
    assert shown[0] == shown[1]


async def test_gauges_in_words_show_no_number() -> None:
    """With plain words chosen, Direction and Structure are told in words."""
    async with stage((80, 24), play=FERRY, settings={"gauges": "words"}) as pilot:
        await pilot.press("enter", "4", "enter", "1", "enter")
        gauges = rows(pilot)[1]
        assert "▲ Direction weak" in " ".join(gauges.split())
        assert not any(sign.isdigit() for sign in gauges)


async def test_the_reveal_turns_up_row_by_row() -> None:
    """When it moves, what was asked is hidden at first and turns up one row at a time."""
    async with stage((120, 60), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter")
        await pick(pilot, "list")
        await pilot.press("enter")
        why = played(pilot.app).seen.why
        assert why is not None
        reveal = played(pilot.app).query_one(Reveal)
        reveal.show(why.rows, animate=True)
        whole = len(why.rows)
        for shown in range(whole + 1):
            drawn = str(reveal.render()).splitlines()[1:]
            asked = [row[10 : 10 + (len(row) - 17) // 2] for row in drawn]
            tokens = [row[-7:] for row in drawn]
            for column in (asked, tokens):
                assert [bool(cell.strip()) for cell in column] == [n < shown for n in range(whole)]
            if shown < whole:
                reveal.reveal_row()
        assert not reveal.hidden


@pytest.mark.every_frame
async def test_keys_typed_ahead_do_no_harm() -> None:
    """A key that comes before the screen of a new run is drawn does nothing; the game goes on."""
    async with stage((80, 24), play=FERRY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        app.play(FERRY, fresh=True)
        for action in ("go_on", "page(1)"):
            await app.run_action(action, app.screen)
        await pilot.pause()
        assert played(app).seen.phase is Phase.BRIEFING
        await pilot.press("enter")
        assert played(app).seen.phase is Phase.CALL


@pytest.mark.every_frame
async def test_beginning_anew_twice_at_once_does_no_harm() -> None:
    """A new run asked for twice before the first is drawn is begun, and nothing breaks."""
    async with stage((80, 24), play=FERRY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        app.play(FERRY, fresh=True)
        app.play(FERRY, fresh=True)
        await pilot.pause()
        await pilot.press("enter")
        assert played(app).seen.phase is Phase.CALL


async def test_other_choices_are_offered_while_one_is_explored() -> None:
    """The key for the other roads is there once one of them is walked, and not in their list."""
    async with stage((80, 24), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter", "1", "enter", "enter", "w")
        await pilot.pause()
        assert "Other roads" not in picture(pilot)
        await pilot.press("2", "enter")
        await pilot.pause()
        assert "b Other roads" in rows(pilot)[-1]


async def test_a_scene_taken_up_begins_at_its_top() -> None:
    """Going on at a call shows the scene from its first line, not the cards below it."""
    async with stage((64, 18), play=FERRY) as pilot:
        screen = played(pilot.app)
        await pilot.press("enter", "escape")
        await pilot.pause()
        pilot.app.push_screen(PlayScreen(screen.session))
        await pilot.pause()
        assert "Twenty past nine" in picture(pilot)
        assert played(pilot.app).query_one("#page").scroll_y == 0


def answered_by_readers() -> Scenario:
    """The ferry, with reactions to two calls and readers in its first scene."""
    quay = FERRY.scenes["quay"]
    counts = {"list": 3, "talk": 2}
    quay = evolve(
        quay,
        after_call={Call.LEAD: "Ana [b]looks up.", Call.MANAGE: "Vuk steps back."},
        readers={Call.MANAGE_THEN_LEAD: 4, Call.LEAD: 1},
        dissent="Nobody hears a list [tonight].",
        choices={key: evolve(c, readers=counts.get(key, 0)) for key, c in quay.choices.items()},
    )
    return evolve(FERRY, scenes={**FERRY.scenes, "quay": quay})


async def test_the_reaction_stands_above_the_choices() -> None:
    """How people take the call is read before the choices, and only with them."""
    async with stage((120, 60), play=answered_by_readers()) as pilot:
        await pilot.press("enter")
        assert "looks up" not in picture(pilot)
        await pilot.press("1", "enter")
        await pilot.pause()
        shown = picture(pilot)
        assert "Vuk steps back." not in shown
        above = shown.index("Ana [b]looks up.")
        assert above < shown.index("What do you do?") < shown.index("red pen")
        await pick(pilot, "list")
        assert "looks up" not in picture(pilot)


async def test_a_call_without_a_reaction_goes_straight_to_the_choices() -> None:
    """Where the author wrote none for a call, nothing stands above the question."""
    async with stage((120, 60), play=answered_by_readers()) as pilot:
        await pilot.press("enter", "4", "enter")
        await pilot.pause()
        for text in ("looks up", "steps back"):
            assert text not in picture(pilot)


async def test_the_why_says_how_readers_answered() -> None:
    """The split stands in the why, with the reason of one who answered otherwise."""
    async with stage((120, 40), play=answered_by_readers()) as pilot:
        await pilot.press("enter", "4", "enter")
        await pilot.pause()
        await pick(pilot, "talk")
        assert "readers" not in picture(pilot)
        await pilot.press("enter")
        pages = []
        for _ in range(5):
            await pilot.pause()
            pages.append(picture(pilot))
            await pilot.press("pagedown")
        shown = " ".join(" ".join(pages).replace("│", " ").split())
        assert "4 made the right call. 3 took the best choice, and 2 took this one." in shown
        assert "One argues: Nobody hears a list [tonight]." in shown


async def test_a_page_appears_once_its_step_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is laid out while the disk is busy, and no frame of it is drawn before."""
    events: list[str] = []
    may_end, display, join, reflow = Event(), App._display, Thread.join, Compositor.reflow

    def laid_out(compositor: Compositor, parent: Widget, size: Size) -> object:
        events.append("laid out")
        return reflow(compositor, parent, size)

    def synced(descriptor: int) -> None:
        assert may_end.wait(60)
        events.append("on the disk")

    def joined(thread: Thread) -> None:
        may_end.set()
        join(thread)

    def displayed(
        app: App[None], screen: Screen[object], renderable: RenderableType | None
    ) -> None:
        display(app, screen, renderable)
        events.append(played(app).session.play.phase.value)
        may_end.set()

    with closing(Journal.open(tmp_path / "journal.sqlite3")) as journal:
        async with stage((80, 24), play=FERRY, journal=journal) as pilot:
            with monkeypatch.context() as patch:
                patch.setattr(log_sync, "sync_to_disk", synced)
                patch.setattr(Compositor, "reflow", laid_out)
                patch.setattr(App, "_display", displayed)
                patch.setattr(Thread, "join", joined)
                await pilot.press("enter")
                await pilot.pause()

    assert events[:3] == ["laid out", "on the disk", Phase.CALL.value]
    assert events.count("on the disk") == 1


async def test_each_step_that_may_be_lost_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails, recovers and fails again is reported twice."""

    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def messages(pilot: Pilot[None]) -> list[str]:
        return [item.message for item in pilot.app._notifications]

    with closing(Journal.open(tmp_path / "journal.sqlite3")) as journal:
        async with stage((80, 24), play=FERRY, journal=journal) as pilot:
            with monkeypatch.context() as patch:
                patch.setattr(log_sync, "sync_to_disk", fail)
                for key in ("enter", "down", "up"):
                    await pilot.press(key)
                    await pilot.pause()
            assert ["a power cut would lose" in text for text in messages(pilot)] == [True]
            await pilot.press("4", "enter")
            await pilot.pause()
            assert len(messages(pilot)) == 1
            pilot.app.clear_notifications()
            with monkeypatch.context() as patch:
                patch.setattr(log_sync, "sync_to_disk", fail)
                await pick(pilot, "list")
                await pilot.pause()
            assert len(messages(pilot)) == 1


async def test_steps_that_are_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar says so for as long as it lasts, a note says it once, and leaving says how many."""
    async with stage((80, 24), play=FERRY) as pilot:
        screen = played(pilot.app)
        await to_phase(pilot, Phase.CALL)
        connection = screen.session._keep.__self__._connection  # type: ignore[attr-defined]
        connection.execute("PRAGMA query_only = ON")
        await pilot.press("4", "enter")
        await pick(pilot, "list")
        assert "not saved" in rows(pilot)[0]
        assert len(pilot.app._notifications) == 1

        journal = screen.game.journal
        monkeypatch.setattr(GameApp, "run_to_end", lambda app: None)
        failure = run_game(screen.game.library, journal)
        assert message_of(failure) == "Your last 2 steps are not saved; what came before them is."

        connection.execute("PRAGMA query_only = OFF")
        assert run_game(screen.game.library, journal) is None
        await pilot.press("enter")
        await pilot.pause()
        assert "not saved" not in rows(pilot)[0]

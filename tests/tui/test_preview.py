"""Preview: the game follows the file that is being written."""

from __future__ import annotations

import pytest
from attrs import evolve

from game.author.analysis.map import text
from game.author.analysis.report import analyse
from game.content.diagnostics import Problem
from game.content.library import Library
from game.content.loader import Reading
from game.content.yaml.source import Source, Span
from game.core.enums import Call
from game.core.playthrough import Phase
from game.core.scenario import Scenario
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.screens.preview import PreviewScreen, WaitScreen, first_screen
from tests.core.examples import ways
from tests.tui.stage import FERRY, assert_looks_like, picture


class FacilitatorView:
    """A file on an author's desk: what is *saved* is read at the next look."""

    def __init__(self) -> None:
        self.reading = Reading(Source("ferry.yaml", ""), FERRY, ())
        self._changed = False

    def save(self, scenario: Scenario | None, *problems: Problem) -> None:
        """Save another version."""
        self.reading = Reading(Source("ferry.yaml", "title: ["), scenario, problems)
        self._changed = True

    def look(self) -> bool:
        """Whether another version was saved since the last look."""
        changed, self._changed = self._changed, False
        return changed

    def map(self, scenario: Scenario, current: str | None, width: int) -> str:
        """The map that the real desk draws."""
        return text(analyse(scenario), width, current)


def opened(facilitator_view: FacilitatorView) -> GameApp:
    """The game over *desk*, with nothing kept."""
    app = GameApp(Library.of(()), Journal.open(None))
    app.first = PreviewScreen(Journal.open(None).begin(FERRY, 0), facilitator_view)
    return app


def screen_of(app: GameApp) -> PreviewScreen:
    """The preview."""
    assert isinstance(app.screen, PreviewScreen)
    return app.screen


async def test_a_saved_text_is_on_the_screen_at_the_same_place() -> None:
    """The step stays, the words are new."""
    facilitator_view = FacilitatorView()
    app = opened(facilitator_view)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "4", "enter")
        quay = evolve(FERRY.scenes["quay"], text="Twenty-one o'clock, and fog.")
        facilitator_view.save(evolve(FERRY, scenes={**FERRY.scenes, "quay": quay}))
        screen_of(app).look()
        await pilot.pause()
        assert "and fog." in picture(pilot)
        assert screen_of(app).seen.phase is Phase.CHOICE


async def test_a_broken_file_keeps_the_last_good_version_playable() -> None:
    """Its problems stand beside the game, which goes on."""
    facilitator_view = FacilitatorView()
    app = opened(facilitator_view)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        facilitator_view.save(None, Problem(code="E008", message="this [/] quote is never closed"))
        screen_of(app).look()
        await pilot.pause()
        assert "this [/] quote is never closed" in picture(pilot)
        await pilot.press("4", "enter")
        await pilot.pause()
        assert screen_of(app).seen.phase is Phase.CHOICE


async def test_the_keys_of_an_author_stand_below_the_game() -> None:
    """Nothing is kept of a preview, so nobody is asked how sure they are; there is room for all."""
    app = opened(FacilitatorView())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "4", "enter")
        await pilot.pause()
        assert screen_of(app).seen.phase is Phase.CHOICE
        keys = " ".join(" ".join(picture(pilot).rstrip().splitlines()[-2:]).split())
        for key in ("m Map", "n New run", "j Jump", "k Key", "F1 ? Help", "q Quit"):
            assert key in keys
        assert "Sure" not in keys


async def test_a_broken_file_says_where_at_80_by_24() -> None:
    """The message and its place are seen at once below the game, without scrolling."""
    facilitator_view = FacilitatorView()
    app = opened(facilitator_view)
    async with app.run_test(size=(80, 24)) as pilot:
        position = Span(1, 8, 1, 9)
        facilitator_view.save(
            None, Problem(code="E008", message="this [ is never closed", span=position)
        )
        screen_of(app).look()
        await pilot.pause()
        shown = picture(pilot)
        assert "1 error: the game shows the last version without errors" in shown
        assert "this [ is never closed" in shown
        assert "1 | title: [" in shown


async def test_the_open_key_says_that_it_is_out_of_date() -> None:
    """Errors of a save are counted above the key, whose points have their measure."""
    facilitator_view = FacilitatorView()
    app = opened(facilitator_view)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "k")
        await pilot.pause()
        assert "/80" in picture(pilot)
        assert ": this is" not in picture(pilot)
        errors = [Problem(code="E008", message=f"no {n}", span=None) for n in (1, 2)]
        facilitator_view.save(None, Problem(code="A421", message="some advice", span=None), *errors)
        screen_of(app).look()
        await pilot.pause()
        assert "2 errors: this is" in picture(pilot)
        await pilot.press("k")
        await pilot.pause()
        shown = picture(pilot)
        assert "2 errors, 1 advice" in shown
        assert shown.index("no 2") < shown.index("some advice")


async def test_a_scene_that_is_gone_leads_back_as_far_as_the_steps_hold() -> None:
    """When the scene at hand was deleted, the steps are taken as far as they still lead."""
    facilitator_view = FacilitatorView()
    app = opened(facilitator_view)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "4", "enter", "1", *["enter"] * 6)
        await pilot.pause()
        gone = screen_of(app).session.play.scene
        assert gone != "quay"
        quay = FERRY.scenes["quay"]
        ends = {key: evolve(choice, next=ways("end")) for key, choice in quay.choices.items()}
        facilitator_view.save(evolve(FERRY, scenes={"quay": evolve(quay, choices=ends)}))
        screen_of(app).look()
        await pilot.pause()
        assert screen_of(app).seen.phase is Phase.ENDING
        assert "Play it again" in picture(pilot)
        assert "Home" not in picture(pilot)


async def test_jumping_goes_straight_to_any_scene() -> None:
    """``j`` lists the scenes, Enter goes there."""
    app = opened(FacilitatorView())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "down", "down", "enter")
        await pilot.pause()
        assert screen_of(app).session.play.scene == "office"


async def test_the_key_is_shown_on_demand_only() -> None:
    """``k`` shows the hidden key of the scene at hand, and hides it again."""
    app = opened(FacilitatorView())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        assert "a crisis" not in picture(pilot)
        await pilot.press("k")
        await pilot.pause()
        assert "a crisis" in picture(pilot)
        await pilot.press("k")
        await pilot.pause()
        assert "a crisis" not in picture(pilot)


async def test_the_key_shows_reactions_and_readers() -> None:
    """Below it stand how people take each call, and how readers answered, once they are given."""
    facilitator_view = FacilitatorView()
    app = opened(facilitator_view)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("enter", "k")
        await pilot.pause()
        assert "After the call" not in picture(pilot)
        assert "Readers" not in picture(pilot)
        quay = FERRY.scenes["quay"]
        read = {key: evolve(item, readers=n) for n, (key, item) in enumerate(quay.choices.items())}
        quay = evolve(
            quay,
            after_call={Call.LEAD: "Ana [looks] up.", Call.MANAGE: "Vuk takes a step back."},
            readers={Call.MANAGE_THEN_LEAD: 2, Call.LEAD: 1},
            dissent="Nobody hears a list.",
            choices=read,
        )
        facilitator_view.save(evolve(FERRY, scenes={**FERRY.scenes, "quay": quay}))
        screen_of(app).look()
        await pilot.pause()
        shown = " ".join(picture(pilot).split())
        for text in (
            *("Lead: Ana [looks] up.", "Manage: Vuk takes a step back."),
            *("calls: Manage, then lead 2, Lead 1", "best: list 0, talk 1, captain 2"),
            "Nobody hears a list.",
        ):
            assert text in shown


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (64, 18)])
async def test_the_map_at_each_size(size: tuple[int, int]) -> None:
    """``m`` draws the scenes as wide as the screen is, with a mark where one stands."""
    app = opened(FacilitatorView())
    async with app.run_test(size=size) as pilot:
        await pilot.press("m")
        await pilot.pause()
        assert_looks_like(pilot, "{}x{}-map".format(*size))


async def test_the_map_scrolls_and_leads_back() -> None:
    """What does not fit is reached with the arrows; Escape is back in the game, where one was."""
    app = opened(FacilitatorView())
    async with app.run_test(size=(40, 9)) as pilot:
        await pilot.press("enter", "enter", "m", "end")
        await pilot.pause()
        assert "-> end" in picture(pilot)
        assert "Twenty past nine" not in picture(pilot)
        await pilot.press("home")
        await pilot.pause()
        assert "Twenty past nine" in picture(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert screen_of(app).seen.phase is Phase.CALL


async def test_the_map_is_of_the_version_that_is_played() -> None:
    """A broken file leaves the map of the last good version, and its words are words."""
    facilitator_view = FacilitatorView()
    app = opened(facilitator_view)
    async with app.run_test(size=(120, 40)) as pilot:
        quay = evolve(FERRY.scenes["quay"], title="[bold]The [/quay]")
        facilitator_view.save(evolve(FERRY, scenes={**FERRY.scenes, "quay": quay}))
        screen_of(app).look()
        facilitator_view.save(None, Problem(code="E008", message="broken"))
        screen_of(app).look()
        await pilot.press("m")
        await pilot.pause()
        assert "quay  [bold]The [/quay]" in picture(pilot)


async def test_a_file_that_is_broken_at_first_is_waited_for() -> None:
    """Its problems are shown, and the game begins as soon as it is mended."""
    facilitator_view = FacilitatorView()
    facilitator_view.save(None, Problem(code="E008", message="this [ is never closed"))
    app = GameApp(Library.of(()), Journal.open(None))
    app.first = first_screen(facilitator_view)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, WaitScreen)
        assert "this [ is never closed" in picture(pilot)
        facilitator_view.save(FERRY)
        app.screen.look()
        await pilot.pause()
        assert isinstance(app.screen, PreviewScreen)
        await pilot.press("f1")
        await pilot.pause()
        page = picture(pilot)
        assert page.index("Keys here") < page.index("Jump")
        assert page.index("Scroll the problems down") < page.index("Scroll the problems up")
        assert "How to play" not in page.splitlines()[1]


async def test_the_problems_of_the_scene_on_the_screen_come_first() -> None:
    """The list follows the game, and says that it scrolls."""
    facilitator_view = FacilitatorView()
    text = "scenes:\n  harbour:\n    title: x\n  quay:\n    title: y\n"
    problems = (
        Problem(code="W303", message="of the harbour", span=Span(3, 5, 3, 10)),
        Problem(code="W303", message="of the quay", span=Span(5, 5, 5, 10)),
    )
    facilitator_view.reading = Reading(Source("ferry.yaml", text), FERRY, problems)
    app = opened(facilitator_view)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        page = picture(pilot)
        assert page.index("In the scene quay") < page.index("of the quay")
        assert page.index("of the quay") < page.index("of the harbour")
        assert "scroll this list" in page

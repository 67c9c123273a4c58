"""The terminal game: themes, commands and navigation."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import constants, events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome
from textual.screen import Screen
from textual.timer import Timer

from game.content.library import Library
from game.core.failure import Failure
from game.core.scenario import Scenario
from game.journal.runs import Run
from game.journal.store import Journal
from game.services import play
from game.tui.enter_guard import EnterGuard
from game.tui.leaving import Leaving
from game.tui.no_color import NoColor
from game.tui.notices import Notices
from game.tui.reading import READ_AT_ONCE, ReadingInSteps
from game.tui.screens.base import MIN_HEIGHT, MIN_WIDTH
from game.tui.screens.play import PlayScreen
from game.tui.stylesheet import CachedStylesheet
from game.tui.terminal import OrderedInput
from game.tui.theme import THEMES
from game.tui.timers import SureTimers


if TYPE_CHECKING:
    from rich.console import RenderableType

    from game.content.library import CampaignEntry
    from game.journal.campaigns import CampaignRun, CampaignSession
    from game.journal.history import PracticeHistory
    from game.journal.identity import Origin
    from game.journal.rooms import RoomRun, RoomSession
    from game.services.review import Review
    from game.tui.ports import Workshop


LEAVING = ("q", "ctrl+q", "ctrl+c", "ctrl+z")
"""Keys that are taken in a window where nothing can be shown."""
LEAVE_PAUSE = 0.6
"""Seconds that Escape waits for a key: on a slow line it may be the begin of an arrow key."""
SETTINGS = {"theme": "dark", "gauges": "numbers", "animation": "on", "details": "first", "plan": ""}


class GameApp(ReadingInSteps, Notices, Leaving, SureTimers, App[None]):
    """
    Two Hats in a terminal, over a *library* of scenarios and a *journal*.

    *open_workshop* returns what opens rooms; it is called when that is needed first.
    """

    TITLE = "Two Hats"
    CSS = """
    Screen { layers: base over; background: $background; color: $foreground; }
    OptionList { min-width: 12; }
    VerticalScroll { scrollbar-size-vertical: 1; }
    OptionList { scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", key_display="F1 ?", id="app.help"),
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend"),
    ]

    def __init__(
        self,
        library: Library,
        journal: Journal,
        open_workshop: Callable[[], Workshop] | None = None,
    ) -> None:
        super().__init__()
        self.stylesheet = CachedStylesheet(variables=self.get_css_variables())
        self.library = library
        self.journal = journal
        journal.sync_later = True  # while a page is laid out; see _display
        self._open_workshop = open_workshop
        self._colorless = NoColor()
        self.enter_guard = EnterGuard()
        self.leave_pause = LEAVE_PAUSE
        self.leaving: Timer | None = None
        self.ordered_input = OrderedInput(self, self._deliver)
        self.first: Screen[None] | None = None
        self._durable = True
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._known_theme(self.setting("theme"))
        for name in set(self.available_themes) - {theme.name for theme in THEMES}:
            self.unregister_theme(name)
        self._follow_animation()

    @property
    def hosts_rooms(self) -> bool:
        """Whether rooms can be opened here."""
        return self._open_workshop is not None

    @cached_property
    def workshop(self) -> Workshop | None:
        """What opens rooms, if they can be opened here."""
        return None if self._open_workshop is None else self._open_workshop()

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of our own, where there is one for this system."""
        if constants.DRIVER is not None or sys.platform == "win32":
            return super().get_driver_class()
        from game.tui.terminal import TerminalDriver

        return TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of every line; ``NO_COLOR`` removes colours, not only their hue."""
        return [
            self._colorless if isinstance(item, Monochrome) else item
            for item in super().get_line_filters()
        ]

    async def on_event(self, event: events.Event) -> None:
        """Queue input; handle every other event at once. A window too small takes only q."""
        if self.ordered_input.takes(event):
            small = self.size.width < MIN_WIDTH or self.size.height < MIN_HEIGHT
            key = getattr(event, "key", "")
            if not small or key in LEAVING or isinstance(event, events.AppFocus | events.AppBlur):
                self.ordered_input.put(event)
        else:
            await super().on_event(event)

    async def _deliver(self, event: events.Event) -> None:
        """Handle an event of the queue, except an Enter meant for the page before."""
        if isinstance(event, events.Key):
            if self.leaving is not None:
                self.leaving.stop()
                self.leaving = None
            if event.key != "enter":
                self.enter_guard.other_key(event.time)
            elif getattr(self.screen, "guards_enter", False):
                again = partial(self.ordered_input.comes_again, event.key)
                if not await self.enter_guard.permits(again):
                    return
        await super().on_event(event)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """
        Draw a frame, unless the terminal is behind: then the newest is drawn later.

        What the frame shows is durable before it appears.
        """
        skip = getattr(self._driver, "skip_frame", None)
        if skip is None or not skip():
            self._wait_for_disk()
            super()._display(screen, renderable)

    def _wait_for_disk(self) -> None:
        """Wait until the last step is durable; warn once if it is not."""
        failure = self.journal.wait_for_disk()
        if failure is not None and self._durable:
            self.warn(failure.message)
        self._durable = failure is None

    def repaint(self) -> None:
        """Draw the whole screen again; may be called from any thread."""
        self.call_later(self.refresh)

    def fail(self, error: BaseException) -> None:
        """Leave the screen and raise *error* from ``run_to_end``; may be called from any thread."""
        self.call_later(self._end_with, error)

    def _end_with(self, error: BaseException) -> None:
        self.mistake = self.mistake or error
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """End the app; the command line reports *error*, where Textual would print a traceback."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        self._end_with(error)

    def setting(self, name: str) -> str:
        """Return the setting *name* as it is kept, or its default."""
        return self.journal.setting(name, SETTINGS[name])

    def change_setting(self, name: str, value: str) -> None:
        """Keep a setting and follow it."""
        self.journal.set_setting(name, value)
        if name == "theme":
            self.theme = self._known_theme(value)
        if name == "animation":
            self._follow_animation()

    def _known_theme(self, name: str) -> str:
        names = [theme.name for theme in THEMES]
        return name if name in names else names[0]

    def _follow_animation(self) -> None:
        self.animation_level = "full" if self.animated else "none"

    @property
    def animated(self) -> bool:
        """Whether things may move."""
        return self.setting("animation") == "on"

    @property
    def details_open(self) -> bool:
        """Whether an explanation opens with its details: as set, else until a run was finished."""
        setting = self.setting("details")
        if setting == "first":
            return self.is_new
        return setting == "open"

    @property
    def is_new(self) -> bool:
        """Whether no run was ever finished."""
        return not play.finished(self.journal.played())

    @property
    def plain_gauges(self) -> bool:
        """Whether gauges are told in words."""
        return self.setting("gauges") == "words"

    def begin_room(self, scenario: Scenario, origin: Origin, *, phones: bool) -> None:
        """Begin a room on *scenario* from *origin* and show it on this screen."""
        assert self.workshop is not None
        session = self.workshop.begin(scenario, origin)
        self.go_home()
        self.push_screen(self.room_screen(session, phones=phones))

    def resume_room(self, run: RoomRun, *, phones: bool = False) -> None:
        """Carry a room on; with *phones*, or if it had any."""
        from game.services.workshop import had_phones

        assert self.workshop is not None
        session = self.workshop.resume(run)
        if isinstance(session, Failure):
            self.show_failure(session)
            return
        self.push_screen(self.room_screen(session, phones=phones or had_phones(session)))

    def room_screen(self, session: RoomSession, *, phones: bool) -> Screen[None]:
        """Return the screen of *session*'s room, with a way in for *phones* or without."""
        from game.tui.screens.projector import ProjectorScreen

        assert self.workshop is not None
        return ProjectorScreen(
            session,
            self.workshop.consoles(session),
            self.workshop.phones(session) if phones else None,
        )

    def play(
        self, scenario: Scenario, *, fresh: bool = False, origin: Origin | None = None
    ) -> None:
        """Play *scenario*: its unfinished run, unless *fresh* or there is none."""
        self.go_home()
        self.push_screen(self.play_screen(scenario, None, fresh, origin))

    def resume(self, run: Run) -> None:
        """Resume *run* where it stopped; show why if it cannot be."""
        session = play.resume(self.journal, self.library, run)
        if isinstance(session, Failure):
            self.show_failure(session)
            return
        self.push_screen(PlayScreen(session))

    def play_campaign(
        self, entry: CampaignEntry, *, fresh: bool = False, so_far: bool = False
    ) -> None:
        """
        Go on with the campaign of *entry*: the way played last, unless *fresh* or none.

        *so_far* shows first what is done.
        """
        from game.services import campaign

        session = campaign.resume_or_start(self.journal, self.library, entry, fresh=fresh)
        self._show_campaign(session, so_far=so_far)

    def resume_campaign(self, run: CampaignRun, *, fresh: bool = False) -> None:
        """Resume *run* where it stopped; *fresh* starts its campaign anew."""
        from game.services import campaign

        self._show_campaign(campaign.resume(self.journal, self.library, run, fresh=fresh))

    def _show_campaign(self, session: CampaignSession | Failure, *, so_far: bool = False) -> None:
        from game.tui.screens.campaign import CampaignScreen

        if isinstance(session, Failure):
            self.show_failure(session)
            return
        self.go_home()
        self.push_screen(CampaignScreen(session, so_far=so_far))

    def scenario_of(self, run: Run) -> Scenario | None:
        """Return the scenario of *run*; None if it is gone."""
        found = play.scenario_of(self.journal, self.library, run)
        return None if found is None else found[0]

    def show_list(self, make: Callable[[], Screen[None]]) -> None:
        """Show the list of scenarios that *make* returns, once they are read."""
        from game.tui.screens.scenarios import ReadingScreen

        show = self.switch_screen if isinstance(self.screen, ReadingScreen) else self.push_screen
        show(self.list_screen(make))

    def list_screen(self, make: Callable[[], Screen[None]]) -> Screen[None]:
        """Return what *make* does, or a screen that reads many scenarios before it."""
        from game.tui.screens.scenarios import ReadingScreen

        if not self.library_waits:
            return make()
        sentence = f"Reading {len(self.library.entries)} scenarios …"
        return ReadingScreen(sentence, self.read_library, lambda: self.switch_screen(make()))

    def review(self) -> None:
        """Play the first moment that is due today, or the review that was left open."""
        from game.services import review
        from game.tui.screens.scenarios import ReadingScreen

        if len(self.library.entries) <= READ_AT_ONCE:
            self._play_review(review.start(self.journal, self.library))
            return

        def play(history: PracticeHistory) -> None:
            self.pop_screen()
            self._play_review(review.start(self.journal, self.library, history=history))

        self.push_screen(ReadingScreen("Looking up what is due …", self.look_up_due, play))

    def _play_review(self, started: Review | Failure) -> None:
        if isinstance(started, Failure):
            self.show_failure(started)
            return
        self.go_home()
        self.push_screen(PlayScreen(started.session, review=started))

    def play_screen(
        self,
        scenario: Scenario,
        seed: int | None = None,
        fresh: bool = False,
        origin: Origin | None = None,
    ) -> PlayScreen:
        """Return the screen of *scenario*: its unfinished run, unless *fresh* or there is none."""
        return PlayScreen(
            play.resume_or_start(self.journal, scenario, seed=seed, origin=origin, fresh=fresh)
        )

    def go_home(self) -> None:
        """Go to the home screen, from anywhere."""
        from game.tui.screens.home import HomeScreen

        while len(self.screen_stack) > 2:
            self.pop_screen()
        if not isinstance(self.screen, HomeScreen):
            self.switch_screen(HomeScreen())

    def go_home_soon(self) -> None:
        """Go to the home screen, unless a key comes within ``leave_pause`` seconds."""
        if self.leave_pause:
            self.leaving = self.set_timer(self.leave_pause, self.go_home)
        else:
            self.go_home()

    def on_mount(self) -> None:
        """Show the first screen; say at once if nothing will be kept."""
        self.run_worker(self.ordered_input.run(), group="input")
        if self.first is None:
            from game.tui.screens.home import HomeScreen

            self.push_screen(HomeScreen())
        else:
            self.push_screen(self.first)
        self.report_trouble()

    def on_ready(self) -> None:
        """After the first frame, set apart from the garbage collector what stays to the end."""
        if not self.is_headless:
            gc.freeze()
            gc.set_threshold(10_000)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield the game's own commands for the palette."""
        yield SystemCommand("Home", "Go to the home screen", self.go_home)
        yield SystemCommand("Scenarios", "Choose a scenario to play", self.action_scenarios)
        if self.library.campaigns:
            yield SystemCommand("Campaign", "Scenarios joined by letters", self.action_campaigns)
        if self.hosts_rooms:
            yield SystemCommand("Workshop", "A room decides, on this screen", self.action_workshop)
        yield SystemCommand("Journal", "Every run, and what they come to", self.action_journal)
        yield SystemCommand("Review", "A moment for what is due again", self.review)
        yield SystemCommand("Handbook", "The ideas behind the game", self.action_handbook)
        yield SystemCommand("Settings", "Theme, gauges in words, animation", self.action_settings)
        yield SystemCommand("About", "Where the ideas come from", self.action_about)
        yield SystemCommand("Help", "How to play, and the keys", self.action_help)
        for theme in THEMES:
            yield SystemCommand(
                f"Theme: {theme.name}",
                "Change the colours",
                lambda name=theme.name: self.change_setting("theme", name),
            )
        yield SystemCommand("Quit", f"Leave. {self.leaving_loses}".rstrip(), self.action_quit)

    def action_command_palette(self) -> None:
        """Open the command palette."""
        from game.tui.widgets.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_scenarios(self) -> None:
        """Open the scenario list."""
        from game.tui.screens.scenarios import ScenariosScreen

        self.show_list(ScenariosScreen)

    def action_campaigns(self) -> None:
        """Open the campaigns; where there is one only, that one."""
        from game.tui.screens.campaign import CampaignsScreen

        entries = tuple(self.library.campaigns.values())
        if len(entries) == 1:
            self.play_campaign(entries[0], so_far=True)
        else:
            self.push_screen(CampaignsScreen())

    def action_workshop(self) -> None:
        """Open the workshop."""
        from game.tui.screens.scenarios import WorkshopScreen

        self.push_screen(WorkshopScreen())

    def action_journal(self) -> None:
        """Open the journal."""
        from game.tui.screens.journal import JournalScreen

        self.push_screen(JournalScreen())

    def action_handbook(self) -> None:
        """Open the handbook."""
        from game.tui.screens.handbook import HandbookScreen

        self.push_screen(HandbookScreen())

    def action_settings(self) -> None:
        """Open the settings."""
        from game.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def action_about(self) -> None:
        """Open the about page."""
        from game.tui.screens.help import AboutScreen

        self.push_screen(AboutScreen())

    def action_help(self) -> None:
        """Open help for the screen at hand."""
        from game.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

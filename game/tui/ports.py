"""Protocols for what screens need from the app, the room server and the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from textual.binding import Binding
from textual.screen import Screen


if TYPE_CHECKING:
    from game.content.library import CampaignEntry, Library
    from game.core.failure import Failure
    from game.core.recommend import Suggestion
    from game.core.review import Moment
    from game.core.scenario import Scenario
    from game.journal.campaigns import CampaignRun
    from game.journal.history import PracticeHistory
    from game.journal.identity import Origin
    from game.journal.rooms import RoomRun, RoomSession
    from game.journal.runs import Run
    from game.journal.store import Journal
    from game.room.actions import RoomAction
    from game.room.evening import Offer
    from game.room.state import Stage
    from game.tui.enter_guard import EnterGuard


class Game(Protocol):
    """The app, as its screens use it."""

    library: Library
    journal: Journal
    enter_guard: EnterGuard
    last_words: str
    """A sentence for the terminal once the game has given it back."""

    @property
    def hosts_rooms(self) -> bool:
        """Whether rooms can be opened here."""

    @property
    def workshop(self) -> Workshop | None:
        """What opens rooms; None if they cannot be opened here."""

    @property
    def animated(self) -> bool:
        """Whether animations are on."""

    @property
    def plain_gauges(self) -> bool:
        """Whether gauges are shown in words."""

    @property
    def details_open(self) -> bool:
        """Whether an explanation opens with its details."""

    @property
    def is_new(self) -> bool:
        """Whether no run was ever finished."""

    def setting(self, name: str) -> str:
        """Return a setting, or its default."""

    def change_setting(self, name: str, value: str) -> None:
        """Save a setting and apply it."""

    def go_home(self) -> None:
        """Show the home screen."""

    def go_home_soon(self) -> None:
        """Show the home screen, unless a key comes first."""

    def show_failure(self, failure: Failure) -> None:
        """Show why something cannot be done, until the screen changes."""

    def warn(self, message: str) -> None:
        """Show what was lost or not kept, also when the screen changes."""

    def play(
        self, scenario: Scenario, *, fresh: bool = False, origin: Origin | None = None
    ) -> None:
        """Play *scenario*: its unfinished run, or a new one if *fresh* or there is none."""

    def resume(self, run: Run) -> None:
        """Resume *run*; notify if its scenario is gone."""

    def play_campaign(
        self, entry: CampaignEntry, *, fresh: bool = False, so_far: bool = False
    ) -> None:
        """Resume the campaign of *entry*, or begin it if *fresh* or there is no run."""

    def resume_campaign(self, run: CampaignRun, *, fresh: bool = False) -> None:
        """Resume *run*, or begin its campaign anew if *fresh*."""

    def begin_room(self, scenario: Scenario, origin: Origin, *, phones: bool) -> None:
        """Begin a room on *scenario* from *origin* and show it."""

    def resume_room(self, run: RoomRun, *, phones: bool = False) -> None:
        """Resume a room and show it; with *phones*, or if it had any."""

    def review(self) -> None:
        """Play the first moment that is due today, or the review that was left open."""

    def due(self, history: PracticeHistory) -> tuple[Moment, ...]:
        """Return the moments of *history* to review today."""

    def scenario_of(self, run: Run) -> Scenario | None:
        """Return the scenario of *run*; None if it is gone."""

    def practice_history(self) -> PracticeHistory:
        """Return the practice history and due reviews of today."""

    def catch_up(
        self, screen: Screen[None], then: Callable[[PracticeHistory], None], *, every: bool = False
    ) -> None:
        """Bring the practice history up to date while *screen* is idle, then call *then*."""

    def look_back(self, screen: Screen[None], then: Callable[[PracticeHistory], None]) -> None:
        """As ``catch_up``, and replay the first attempts too."""

    def read_library(self, screen: Screen[None], then: Callable[[], None]) -> None:
        """Read every scenario of the library while *screen* is idle, then call *then*."""

    def show_list(self, make: Callable[[], Screen[None]]) -> None:
        """Show the list of scenarios that *make* returns, once they are read."""

    def suggest(self, screen: Screen[None], then: Callable[[Suggestion | None], None]) -> None:
        """Find what to play first or next while *screen* is idle, then call *then*."""

    def report_trouble(self) -> None:
        """Notify of a new problem with the journal."""


class KeyLabels(Protocol):
    """A screen with labels for the key bar."""

    def key_label(self, binding: Binding) -> str:
        """Return the label of *binding*; empty to leave it out."""


class Lettered(Protocol):
    """An option of a vote with its letter."""

    @property
    def id(self) -> str:
        """The option's id."""

    @property
    def letter(self) -> str:
        """The option's letter on the projector."""


class Controls(Protocol):
    """The state of a room that the facilitator's keys depend on."""

    @property
    def stage(self) -> Stage:
        """The current stage."""

    @property
    def title(self) -> str:
        """The title of the scenario."""

    @property
    def ballot(self) -> str | None:
        """The key of the open ballot, if any."""

    @property
    def decided(self) -> object:
        """The decision on the current question; None while there is none."""

    @property
    def puzzle(self) -> object:
        """The question from a phone on the projector; None or 0 for none."""

    @property
    def options(self) -> Sequence[Lettered]:
        """The options of the current vote."""

    @property
    def shared(self) -> Sequence[str]:
        """The lines shared on the projector."""

    @property
    def hold_lines(self) -> bool:
        """Whether new lines wait for the facilitator."""

    @property
    def seats(self) -> int:
        """The number of participants with a phone."""

    @property
    def paused(self) -> bool:
        """Whether voting is paused."""

    @property
    def locked(self) -> bool:
        """Whether the room is closed to new participants."""

    @property
    def show_first(self) -> bool:
        """Whether the result of a first vote is shown before the talk."""

    @property
    def table_votes(self) -> bool:
        """Whether each table has one vote from the next question on."""

    @property
    def timer(self) -> float:
        """The end of the timer, in seconds since the epoch; 0 if it is off."""


class Consoles(Protocol):
    """A local entrance for consoles in other terminals; it opens no port."""

    async def open(self) -> None:
        """Accept consoles."""

    async def close(self) -> None:
        """Disconnect all consoles."""

    def show_size(self, columns: int, rows: int) -> None:
        """Note the size of the projector, for advice on consoles."""

    def intercept(self, first: Callable[[RoomAction, str], Failure | None]) -> None:
        """Call *first* with each action and its console; a failure it returns is the answer."""


class Phones(Consoles, Protocol):
    """An entrance for phones and consoles on the network."""

    @property
    def code(self) -> str:
        """The room code."""

    @property
    def address(self) -> str:
        """The announced URL."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All URLs of this machine, the announced one included."""

    @property
    def connected(self) -> int:
        """The number of connected phones."""

    @property
    def bots_only(self) -> bool:
        """Whether nobody but the bots of a rehearsal gets in."""

    @property
    def notice(self) -> str | None:
        """A sentence on what the facilitator has to decide now, if anything."""

    async def move_port(self) -> str | Failure:
        """Open another port, if the room's is taken; return what it means for phones."""

    def admit_more(self) -> int:
        """Raise the limit of seats for one address; return the new limit."""

    def use(self, address: str) -> None:
        """Announce another of *addresses*."""

    def qr(self) -> tuple[tuple[bool, ...], ...]:
        """Return the announced URL as QR modules, dark ones True, without a border."""

    def revoke(self) -> None:
        """Unpair all consoles."""


class Workshop(Protocol):
    """Begin rooms, and open them to phones and consoles."""

    @property
    def rehearsal(self) -> bool:
        """Whether bots vote and nothing is kept."""

    def begin(self, scenario: Scenario, origin: Origin | None) -> RoomSession:
        """Begin a room on *scenario* from *origin*."""

    def unfinished(self) -> RoomRun | None:
        """Return the latest room that is not over, if any."""

    def resumable(self) -> Sequence[RoomRun]:
        """Return the rooms that can be resumed, the last used first."""

    def resume(self, run: RoomRun) -> RoomSession | Failure:
        """Resume *run*; return why if that is not possible."""

    def offers(self, session: RoomSession) -> tuple[Offer, ...]:
        """Return the scenarios that *session* can go on with."""

    def go_on_with(self, session: RoomSession, name: str, after: str) -> Failure | None:
        """Go on with the scenario *name* after a room; return why that is not possible."""

    def consoles(self, session: RoomSession) -> Consoles:
        """Return the entrance of a room without phones."""

    def phones(self, session: RoomSession) -> Phones:
        """Return the entrance of a room with phones."""

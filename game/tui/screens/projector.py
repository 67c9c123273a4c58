"""The projector of a room."""

from __future__ import annotations

import time
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core.failure import Failure, message_of
from game.journal.rooms import RoomSession
from game.room import actions, messages
from game.room.evening import Offer
from game.room.puzzles import ranked
from game.room.settling import GONE_ON, STEPS, Press, page
from game.room.state import Stage
from game.room.views import Control, ProjectorView, permitted_controls, projector
from game.tui import projector_pages
from game.tui.ports import Consoles, Phones
from game.tui.screens.facilitator_keys import FacilitatorScreen, key
from game.tui.widgets.projector import PANEL_ROWS, JoinPanel, Status, VoteResults
from game.tui.widgets.reasons import Reasons


ROOMY = 30
"""Rows of the screen from which texts beside the bars have several lines."""
PRIVATE = (
    "Names and tickets stay off this screen. Open your own: two-hats console in a second "
    "terminal, and the same key there."
)
HERE = "here"
"""The projector's own keyboard, beside those of consoles."""
FEW = 3
"""Options that leave room for more than their bars on a screen of 24 rows."""


class ProjectorScreen(FacilitatorScreen):
    """The projector: one page for each stage, below code, count and timer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("s", "scene", "Scene", "The scene again, and what can be chosen"),
        key("j", "join_panel", "Join", "How to join, or back"),
        key("a", "address", "Address", "Announce this machine's next address", show=False),
        key("x", "private", "Remove", "On your own screen: take somebody away", show=False),
        key("v", "private", "Ticket", "On your own screen: a ticket for a phone", show=False),
        key("V", "revoke", "Forget", "Let no other machine run the room", "V", show=False),
        key("z", "light", "Light", "Light or dark", show=False),
    ]

    def __init__(
        self, session: RoomSession, consoles: Consoles, phones: Phones | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.phones = phones
        self._entrance: Consoles = phones or consoles
        self.seen: ProjectorView = projector(session.room)
        self._permitted = session.room, permitted_controls(session.room)
        self._join_panel_open = False
        self._at_scene = False
        self._at_facts = False
        self._time_is_up = False
        self._trouble = ""
        self._refilling = False
        self._turned = 0
        self._pressed: Press | None = None
        self._notice: str | None = None

    def shown(self) -> ComposeResult:
        """Yield the status strip, the join panel, and the page with the options."""
        workshop = self.game.workshop
        yield Status(self.phones, rehearsal=workshop is not None and workshop.rehearsal)
        yield JoinPanel(self.phones)
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)
            yield VoteResults()
            yield Static(id="after", markup=False)

    async def on_mount(self) -> None:
        """Open the room to phones and consoles, and start to follow it."""
        self._entrance.intercept(self._turn_for)
        await self._entrance.open()
        self._unwatch = self.session.watch(self._changed)
        self.set_interval(1, self._tick)
        self._entrance.show_size(*self.app.size)
        self.refill()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the page, and report the size to consoles, for advice on how far it can be read."""
        super().on_resize(event)
        self._entrance.show_size(*event.size)
        self._changed()

    async def on_unmount(self) -> None:
        """Stop following the room, and close it to phones and consoles."""
        self._unwatch()
        self.game.last_words = self._kept()
        await self._entrance.close()

    def _changed(self) -> None:
        """Schedule one refill for all changes until it runs."""
        if not self._refilling:
            self._refilling = self.call_later(self._refill_later)

    def _refill_later(self) -> None:
        self._refilling = False
        self.refill()

    async def submit(self, action: actions.FacilitatorAction) -> Failure | None:
        """Apply *action*, which is saved first; return why it was refused, if it was."""
        after = self.session.act(action)
        if isinstance(after, Failure):
            return after
        self.refill()  # at once: the next key may be queued already
        return None

    def permitted(self) -> tuple[Control, ...]:
        """Return the controls that are permitted now."""
        room = self.session.room
        if self._permitted[0] is not room:  # each of some forty keys asks in every state
            self._permitted = room, permitted_controls(room)
        return self._permitted[1]

    def action_stop(self) -> None:
        """Quit on the second call; that ends an evening that has no next posting."""
        if self._confirming == "stop":
            self.session.leave()
        super().action_stop()

    def quit_message(self) -> str:
        """Return the message before quitting: whether and how the room is kept."""
        return f"q again leaves. {self._kept()}".replace("\n", " ")

    def _kept(self) -> str:
        room, lasts = self.session.room, self.game.journal.rooms.lasts
        return messages.kept(
            self.session.run.id, room.stage, lasts=lasts, goes_on=room.has_next_posting
        )

    async def admit_more(self) -> str:
        """Raise the limit of seats for one address; return a message on the result."""
        if self.phones is None:
            return messages.NO_PHONES
        return messages.admitted(self.phones.admit_more())

    async def move_port(self) -> str:
        """Open another port for phones; return a message on the result."""
        if self.phones is None:
            return messages.NO_PHONES
        result = await self.phones.move_port()
        self.refill()
        return message_of(result)

    async def offers(self) -> tuple[Offer, ...] | Failure:
        """Return the scenarios that can be next, or why there is none."""
        assert self.game.workshop is not None
        offers = self.game.workshop.offers(self.session)
        return offers or Failure(code="no-scenario", message=messages.NO_SCENARIOS)

    async def go_on_with(self, offer: Offer) -> Failure | None:
        """Go on with the scenario of *offer*; return why it was refused, if it was."""
        assert self.game.workshop is not None
        refusal = self.game.workshop.go_on_with(self.session, offer.id, offer.after)
        self.refill()
        return refusal

    def missing_votes(self) -> str:
        """Return how many votes are missing, in a sentence."""
        return messages.missing_votes(self.session.room)

    def refill(self) -> None:
        """Fill the screen with the state of the room."""
        before, self.seen = self.seen, projector(self.session.room)
        seen = self.seen
        if (before.stage, before.round, before.question) != (seen.stage, seen.round, seen.question):
            self._join_panel_open = self._at_scene = self._at_facts = False
            self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self.recount()
        self._show_trouble()
        if self.session.notice:
            self.show_message(self.session.notice)
            self.session.notice = None
        join_panel_open = self._join_panel_open or seen.stage is Stage.LOBBY
        panel = self.query_one(JoinPanel)
        panel.display = join_panel_open
        self.query_one("#page").display = not join_panel_open
        # A QR code with its border needs 17 rows; a low screen has no room for the strip.
        low = self.app.size.height < PANEL_ROWS
        takes_all = low and self.phones is not None and not self.phones.bots_only
        self.query_one(Status).display = not (join_panel_open and takes_all)
        self._tick()
        if join_panel_open:
            panel.show_state(seen, self.session.room.play.scenario)
        else:
            self._fill(seen)
            if before.stage == seen.stage and set(seen.shared) - set(before.shared):
                # They stand below everything else.
                page = self.query_one("#page", VerticalScroll)
                page.call_after_refresh(page.scroll_end, animate=False)
        self.refresh_bindings()

    def lasting_message(self) -> str:
        """Return why the journal lags behind, if it does."""
        return self._trouble

    def _show_trouble(self) -> None:
        before, self._trouble = self._trouble, message_of(self.session.failure)
        if self._trouble != before:
            self.show_message(self._trouble)

    def _fill(self, seen: ProjectorView) -> None:
        height = self.app.size.height
        roomy, tall = height >= ROOMY, height >= PANEL_ROWS
        # Bars of four options leave no rows for a blank line.
        tight = not roomy and bool(seen.results) and len(seen.options) > FEW
        scene = seen.story.scene if self._at_scene and not seen.covered else None
        text = (
            projector_pages.again(seen, scene)
            if scene
            else projector_pages.page(
                seen, self._text_width(), second=self._at_facts, time_is_up=self._time_is_up
            )
        )
        self.query_one("#text", Static).update(text)
        tallies = self.query_one(VoteResults)
        tallies.set_class(roomy, "-airy")
        self.query_one("#page").set_class(tight, "-tight")
        skipped = seen.settled and not any(result.of for result in seen.results)
        asked = seen.question is not None and scene is None
        tallies.display = asked and not skipped and not seen.covered
        complete = roomy or not seen.results
        if tallies.display and seen.results:
            first = seen.results[0].bars if len(seen.results) > 1 else ()
            last, decided = seen.results[-1].bars, seen.decided
            talks = seen.stage is Stage.TALK
            complete = tallies.show(first, last, decided, roomy=roomy, tall=tall, begun=talks)
        elif tallies.display:
            tallies.ask(seen.options)
        after = self.query_one("#after", Static)
        short = not complete and not skipped
        shown = seen.stage is Stage.REVEAL or (seen.stage is Stage.TALK and short)
        after.display = shown and asked and not seen.covered
        after.update(projector_pages.after(seen, short=short) if after.display else Content(""))
        self._show_why(seen)

    def _text_width(self) -> int:
        """Return the columns of the page's text, also before they are laid out."""
        page, widest = self.query_one("#page"), self.query_one("#text").styles.max_width
        free = self.app.size.width - page.gutter.width
        return free if widest is None else min(free, int(widest.value))

    def _show_why(self, seen: ProjectorView) -> None:
        shown, why = self.query(Reasons), seen.story.why
        if why is None or not self._at_facts or seen.covered:
            shown.set(display=False)
        elif not shown:
            reasons = Reasons(why, animate=self.game.animated, scored=False)
            self.query_one("#page").mount(reasons)
        else:
            shown.first().display = True
            shown.first().show(why, animate=False)

    def _tick(self) -> None:
        until = self.session.room.timer
        left = max(0, round(until - time.time())) if until else None
        self.query_one(Status).show_state(self.seen, left)
        before_end, self._time_is_up = self._time_is_up, left == 0
        if before_end is not self._time_is_up:
            self.call_later(self.refill)
        before, self._notice = self._notice, self.phones.notice if self.phones else None
        if self._notice != before:
            self.show_message(self._notice or "")
            self.call_later(self.refill)  # the panel reports the same

    def action_join_panel(self) -> None:
        """Switch between the join panel and the page."""
        self._join_panel_open = not self._join_panel_open
        self.refill()

    def action_scene(self) -> None:
        """Switch between the scene and the question."""
        self._at_scene = not self._at_scene
        self.refill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit the scene while a question is open."""
        if action == "scene":
            return self.seen.question is not None or None
        return super().check_action(action, parameters)

    async def action_insist(self, name: str) -> None:
        """Go to the rest of a long page first; else submit the step."""
        if self._is_late(HERE):
            self.show_message(GONE_ON.message)
            return
        if name == "GoOn" and not self._confirming and self._turn():
            return
        await super().action_insist(name)

    async def action_plain(self, name: str) -> None:
        """Go back to the first page of *why*; else submit the action."""
        if name == "Undo" and self._turn_back():
            return
        await super().action_plain(name)

    def _turn_for(self, action: actions.RoomAction, console: str) -> Failure | None:
        """Turn the page as the key for *action* of *console* would; return that it turned."""
        if isinstance(action, STEPS) and self._is_late(console):
            return GONE_ON
        if self.app.screen is not self:
            return None  # the help hides the page
        if self._refilling:
            self.refill()  # two actions may come at once
        if isinstance(action, actions.GoOn) and not action.anyway and self._turn():
            return Failure(code="turned", message=messages.TURNED)
        if isinstance(action, actions.Undo) and self._turn_back():
            return Failure(code="turned", message=messages.TURNED_BACK)
        return None

    def _is_late(self, keyboard: str) -> bool:
        """Return whether another keyboard has just gone on; else note a press on this one."""
        here = (*page(self.session.room), self._turned)
        press = Press(keyboard, monotonic(), here)
        if press.is_late(self._pressed):
            return True
        self._pressed = press
        return False

    def _turn(self) -> bool:
        """Show the rest of the page, if there is more of it; return whether there was."""
        page = self.query_one("#page", VerticalScroll)
        if not page.display or self.seen.covered:
            return False
        if page.scroll_offset.y < page.max_scroll_y:
            page.scroll_page_down(animate=False)
        elif self.seen.stage is Stage.WHY and not self._at_facts:
            self._at_facts = True
            self._show_from_top()
        else:
            return False
        self._turned += 1
        return True

    def _turn_back(self) -> bool:
        """Show the first page of *why* again; return whether the second was shown."""
        if not self._at_facts:
            return False
        self._at_facts = False
        self._show_from_top()
        return True

    def _show_from_top(self) -> None:
        self.refill()
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def action_page(self, by: int) -> None:
        """Scroll the page and the join panel by a screenful."""
        super().action_page(by)
        panel = self.query_one(JoinPanel)
        panel.scroll_page_down() if by > 0 else panel.scroll_page_up()

    def action_address(self) -> None:
        """Announce the next address of this machine."""
        if self.phones is None:
            self.show_message(messages.NO_PHONES)
            return
        addresses = self.phones.addresses
        position = (
            addresses.index(self.phones.address) + 1 if self.phones.address in addresses else 0
        )
        self.phones.use(addresses[position % len(addresses)])
        self.refill()

    def action_light(self) -> None:
        """Switch between the light and the dark theme."""
        self.game.change_setting("theme", "dark" if self.app.theme == "light" else "light")

    def action_private(self) -> None:
        """Say where names and tickets are shown, which are not for everybody."""
        self.show_message(PRIVATE)

    async def action_show_line(self) -> None:
        """Put the line that waits longest on the projector; the audience sees it only then."""
        await self.submit_or_explain(actions.ShowLines(self.session.room.held[:1]))

    async def action_puzzles(self) -> None:
        """Put the question with the most votes on the projector, or take the shown one off."""
        room = self.session.room
        wanted = next((puzzle.number for puzzle in ranked(room)), 0)
        if not wanted and not room.puzzle_shown:
            self.show_message(messages.NO_PUZZLES)
            return
        await self.submit_or_explain(actions.ShowPuzzle(0 if room.puzzle_shown else wanted))

    def action_revoke(self) -> None:
        """Unpair all consoles on other machines."""
        if self.phones is None:
            self.show_message(messages.NO_PHONES)
            return
        self.phones.revoke()
        self.show_message(message_of(self.session.failure) or messages.REVOKED)

"""A room on the projector."""

from __future__ import annotations

import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core.playthrough import Refusal
from game.journal.rooms import RoomSession
from game.room import actions, messages
from game.room.state import Stage
from game.room.tally import missing
from game.room.views import Control, ProjectorView, permitted_controls, projector
from game.tui import projector_pages
from game.tui.ports import Consoles, Phones
from game.tui.screens.facilitator import FacilitatorScreen, key
from game.tui.text import line
from game.tui.widgets.projector import ROOMY as DOOR_ROOMY
from game.tui.widgets.projector import JoinPanel, Status, VoteResults
from game.tui.widgets.reasons import Reasons


ROOMY = 30
"""Rows from which on there is room for the words beside the bars."""
FEW = 3
"""So many options leave room for more than their bars on a wall of 24 rows."""


class ProjectorScreen(FacilitatorScreen):
    """The wall: one page at a stage, with code, count and clock above it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("s", "scene", "Scene", "The scene again, and what can be chosen"),
        key("j", "door", "Join", "How to join, or back"),
        key("a", "address", "Address", "Announce this machine's next address", show=False),
        key("x", "remove", "Remove", "Take somebody away, or give a seat back", show=False),
        key("v", "ticket", "Ticket", "A ticket for a console on another machine", show=False),
        key("V", "revoke", "Forget", "Let no other machine run the room", "V", show=False),
        key("z", "light", "Light", "Light or dark", show=False),
    ]

    def __init__(
        self, session: RoomSession, consoles: Consoles, phones: Phones | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.phones = phones
        self._ways: Consoles = phones or consoles
        self.seen: ProjectorView = projector(session.room)
        self._join_panel_open = False
        self._at_scene = False
        self._trouble = ""
        self._refilling = False
        self._notice: str | None = None

    def shown(self) -> ComposeResult:
        """The strip, the way in, and the page with its options."""
        workshop = self.game.workshop
        yield Status(self.phones, rehearsal=workshop is not None and workshop.rehearsal)
        yield JoinPanel(self.phones)
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)
            yield VoteResults()
            yield Static(id="after", markup=False)

    async def on_mount(self) -> None:
        """Let phones and consoles in, and follow the room."""
        await self._ways.open()
        self._unwatch = self.session.watch(self._changed)
        self.set_interval(1, self._tick)
        self.refill()

    async def on_unmount(self) -> None:
        """Stop following; send them away."""
        self._unwatch()
        await self._ways.close()

    def _changed(self) -> None:
        """Refill once for all changes until then: nothing piles up while the screen is slow."""
        if not self._refilling:
            self._refilling = self.call_later(self._refill_later)

    def _refill_later(self) -> None:
        self._refilling = False
        self.refill()

    async def take(self, act: actions.FacilitatorAction) -> Refusal | None:
        """Do *act*; it is in the journal before the wall changes."""
        after = self.session.act(act)
        if isinstance(after, Refusal):
            return after
        self.refill()  # at once, for the next key may be there already
        return None

    def permitted(self) -> tuple[Control, ...]:
        """What may be done in the room now."""
        return permitted_controls(self.session.room)

    def leaving(self) -> str:
        """The room outlives this screen, unless it was a rehearsal."""
        if not self.game.journal.rooms.lasts:
            return "q again leaves. Nothing of this room is kept."
        if self.seen.stage is Stage.OVER:
            return f"q again leaves. To write it down: two-hats journal room {self.session.run.id}"
        return "q again leaves. The room is kept; two-hats host --resume carries it on."

    async def admit_more(self) -> str:
        """Let more phones in from one address."""
        if self.phones is None:
            return "Phones have no way in; two-hats host --phones opens one."
        return f"Up to {self.phones.admit_more()} phones from one address now."

    def waits(self) -> str:
        """How many votes are missing."""
        return messages.missing(missing(self.session.room), self.seen.people)

    def refill(self) -> None:
        """Show the room as it stands."""
        before, self.seen = self.seen, projector(self.session.room)
        seen = self.seen
        if (before.stage, before.round, before.question) != (seen.stage, seen.round, seen.question):
            self._join_panel_open = self._at_scene = False
            self.say("")
            self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self.recount()
        self._show_trouble()
        if self.session.notice:
            self.say(self.session.notice)
            self.session.notice = None
        join_panel_open = self._join_panel_open or seen.stage is Stage.LOBBY
        door = self.query_one(JoinPanel)
        door.display = join_panel_open
        self.query_one("#page").display = not join_panel_open
        # A QR code with its border needs 17 rows: on a low wall the strip makes way.
        low = self.app.size.height < DOOR_ROOMY
        self.query_one(Status).display = not (join_panel_open and low and self.phones)
        self._tick()
        if join_panel_open:
            door.show_state(seen, self.session.room.play.scenario)
        else:
            self._fill(seen)
        self.refresh_bindings()

    def _show_trouble(self) -> None:
        before, self._trouble = self._trouble, self.session.trouble or ""
        if self._trouble != before:
            self.say(self._trouble)

    def _fill(self, seen: ProjectorView) -> None:
        height = self.app.size.height
        roomy, tall = height >= ROOMY, height >= DOOR_ROOMY
        # Bars of four options take the rows of a blank line and of what was decided in full.
        tight = not roomy and bool(seen.results) and len(seen.options) > FEW
        scene = seen.story.scene if self._at_scene else None
        text = projector_pages.again(seen, scene) if scene else projector_pages.page(seen)
        self.query_one("#text", Static).update(text)
        tallies = self.query_one(VoteResults)
        tallies.set_class(roomy, "-airy")
        self.query_one("#page").set_class(tight, "-tight")
        skipped = seen.settled and not any(result.of for result in seen.results)
        tallies.display = seen.question is not None and scene is None and not skipped
        if tallies.display and seen.results:
            first = seen.results[0].bars if len(seen.results) > 1 else ()
            tallies.show(first, seen.results[-1].bars, roomy=roomy, tall=tall)
        elif tallies.display:
            tallies.ask(seen.options)
        after = self.query_one("#after", Static)
        after.display = seen.stage is Stage.REVEAL and scene is None
        in_full = skipped or (tall and not tight)
        after.update(projector_pages.decision(seen, tall=in_full) if after.display else Content(""))
        self._show_why(seen)

    def _show_why(self, seen: ProjectorView) -> None:
        shown, why = self.query(Reasons), seen.story.why
        if why is None:
            shown.set(display=False)
        elif not shown:
            reasons = Reasons(why, animate=self.game.animated, opens="", scored=False)
            self.query_one("#page").mount(reasons)
        else:
            shown.first().display = True
            shown.first().show(why, animate=False)

    def _tick(self) -> None:
        until = self.session.room.timer
        left = max(0, round(until - time.time())) if until else None
        self.query_one(Status).show_state(self.seen, left)
        before, self._notice = self._notice, self.phones.notice if self.phones else None
        if self._notice and self._notice != before:
            self.say(self._notice)

    def action_door(self) -> None:
        """Show how to join, or go back to the page."""
        self._join_panel_open = not self._join_panel_open
        self.refill()

    def action_scene(self) -> None:
        """Show the scene again, or go back to the question."""
        self._at_scene = not self._at_scene
        self.refill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The scene can be read again while a question is open."""
        if action == "scene":
            return self.seen.question is not None or None
        return super().check_action(action, parameters)

    def action_page(self, by: int) -> None:
        """Scroll what is shown, the way in as well."""
        super().action_page(by)
        door = self.query_one(JoinPanel)
        door.scroll_page_down() if by > 0 else door.scroll_page_up()

    def action_address(self) -> None:
        """Announce the machine's next address."""
        if self.phones is None:
            self.say("Phones have no way in; two-hats host --phones opens one.")
            return
        known_names = self.phones.addresses
        position = (
            known_names.index(self.phones.address) + 1 if self.phones.address in known_names else 0
        )
        self.phones.use(known_names[position % len(known_names)])
        self.refill()

    def action_light(self) -> None:
        """A light wall for a bright room, or a dark one."""
        self.game.change_setting("theme", "dark" if self.app.theme == "light" else "light")

    def action_ticket(self) -> None:
        """A ticket for a console on another machine."""
        if self.phones is None:
            self.say("The console is for this machine: in a second terminal, two-hats console")
        else:
            position = self.phones.address.rpartition("/")[0]
            ticket = self.phones.ticket()
            self.say(
                f"Once, within five minutes: two-hats console {position.lower()}/{ticket}, "
                f"or {position}/CONSOLE on a phone, and there {ticket}"
            )

    def action_revoke(self) -> None:
        """Forget every console on another machine."""
        if self.phones is not None:
            self.phones.revoke()
            self.say(self.session.trouble or "No other machine may run the room now.")

    def action_remove(self) -> None:
        """Choose someone to take away."""
        from game.tui.screens.base import PickScreen

        seats = [*self.session.room.seats.values()]

        async def remove(place: int) -> None:
            seat = seats[place]
            if await self.do(actions.Remove(seat.id, not seat.removed)):
                back = f"{seat.name} may come back."
                self.say(back if seat.removed else f"{seat.name} is away; x gives the seat back.")

        def asks(place: int) -> str:
            seat = seats[place]
            return "" if seat.removed else f"Take {seat.name} away? The same key again."

        away = "  taken away; Enter gives the seat back"
        items = [line((seat.name, "bold"), (away * seat.removed, "$quiet")) for seat in seats]
        text = "Who is taken away cannot come back until you say so."
        self.app.push_screen(PickScreen(text, items, remove, asks))

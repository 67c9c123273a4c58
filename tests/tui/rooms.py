"""A room on a screen, with a way in for phones that opens no port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from attrs import evolve
from textual.pilot import Pilot

from game.content.library import Library
from game.core.failure import Failure
from game.core.scenario import Facilitator, Scenario
from game.journal.identity import Origin
from game.journal.rooms import RoomRun, RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.evening import Offer
from game.room.state import Room, Stage, options
from game.tui.app import GameApp
from tests.room.rooms import POSTING
from tests.tui.stage import FERRY, QUAY


TOLD = evolve(
    FERRY,
    scenes={
        **FERRY.scenes,
        "quay": evolve(
            QUAY,
            facilitator=Facilitator(
                notes="Watch who speaks of the list.", ask=("Who saw the list first?",)
            ),
        ),
    },
)


SECOND = evolve(TOLD, id="second", title="The Second Boat")
OFFERS = (
    Offer(
        id=SECOND.id, title=SECOND.title, facts="harbour · 15 min alone", after="", suggested=True
    ),
    Offer(id=TOLD.id, title=TOLD.title, facts="harbour · 15 min alone", after="", played=True),
)


def go_on_with(session: RoomSession, name: str) -> Failure | None:
    """Go on with one of two scenarios."""
    scenario = {SECOND.id: SECOND, TOLD.id: TOLD}[name]
    run = evolve(session.run, id=0, scenario=name, title=scenario.title, seed=5)
    return session.go_on_as(run, scenario)


class Gate:
    """Stands where the server's way in would be."""

    code = "K7QFA".replace("K", "4").replace("Q", "9")
    address = "HTTP://192.168.1.23:8080/479FA"
    addresses = (address, "HTTP://10.0.0.5:8080/479FA")
    connected = 2
    bots_only = False

    def __init__(self) -> None:
        """A gate that is not open yet."""
        self.steps: list[str] = []

    async def open(self) -> None:
        """Note it."""
        self.steps.append("open")

    async def close(self) -> None:
        """Note it."""
        self.steps.append("close")

    notice: str | None = None

    async def move_port(self) -> str:
        """Note it."""
        self.steps.append("port")
        self.notice = None
        return "The room is open on port 8081 now."

    def admit_more(self) -> int:
        """Note it."""
        self.steps.append("admit")
        self.notice = None
        return 500

    def use(self, address: str) -> None:
        """Announce another address."""
        self.address = address

    def qr(self) -> tuple[tuple[bool, ...], ...]:
        """A pattern of the size that an address needs."""
        return tuple(tuple((x * y + x) % 3 == 0 for x in range(25)) for y in range(25))

    def show_size(self, columns: int, rows: int) -> None:
        """Note it."""
        self.size = (columns, rows)

    def intercept(self, first: Callable[[actions.RoomAction, str], Failure | None]) -> None:
        """Keep it for tests."""
        self.first = first

    def revoke(self) -> None:
        """Note it."""
        self.steps.append("revoke")


class Rooms:
    """Begins rooms in one journal, always with the same seed and code."""

    rehearsal = False

    def __init__(self, journal: Journal) -> None:
        """Rooms that are kept in *journal*."""
        self.journal = journal
        self.gate = Gate()

    def begin(self, scenario: Scenario, origin: Origin | None) -> RoomSession:
        """A new room."""
        return self.journal.rooms.begin(scenario, 3, Gate.code, origin)

    def unfinished(self) -> RoomRun | None:
        """The room to carry on."""
        return self.journal.rooms.unfinished()

    def resumable(self) -> Sequence[RoomRun]:
        """The rooms to carry on."""
        return self.journal.rooms.unfinished_runs()

    def resume(self, run: RoomRun) -> RoomSession | Failure:
        """Carry it on, if it is the ferry's."""
        return self.journal.rooms.resume(run, TOLD)

    def offers(self, session: RoomSession) -> tuple[Offer, ...]:
        """Another scenario, and the one at hand."""
        return OFFERS

    def go_on_with(self, session: RoomSession, name: str, after: str) -> Failure | None:
        """Go on with one of them."""
        return go_on_with(session, name)

    def consoles(self, session: RoomSession) -> Gate:
        """The gate as well."""
        return self.gate

    def phones(self, session: RoomSession) -> Gate:
        """The gate."""
        return self.gate


@asynccontextmanager
async def room(
    size: tuple[int, int], *, phones: bool = True, people: int = 0, kept: Path | None = None
) -> AsyncIterator[tuple[Pilot[None], RoomSession]]:
    """A room of *people* with phones on a wall of *size*, on the late ferry; *kept* in a file."""
    journal = Journal.open(kept)
    journal.set_setting("animation", "off")
    rooms = Rooms(journal)
    session = rooms.begin(TOLD, None)
    session.apply_all(actions.Join(f"seat-{number:02}") for number in range(people))
    app = GameApp(Library.of(()), journal, lambda: rooms)
    app.first = app.room_screen(session, phones=phones)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot, session


def to_stage(session: RoomSession, stage: Stage) -> None:
    """Lead *session*'s room on until it stands at *stage*, the host settling every question."""
    if stage is Stage.LETTER:
        session.act(actions.Post(POSTING))
    while session.room.stage is not stage:
        if session.room.stage is Stage.OVER:
            session.act(actions.End())
        elif isinstance(session.act(actions.GoOn(anyway=True)), Failure):
            assert session.room.ballot is not None
            session.act(actions.Decide(options(session.room, session.room.ballot)[0]))


def vote(session: RoomSession, *options: str) -> Room:
    """One vote a seat in the open ballot, in order."""
    ballot = session.room.open_ballot
    assert ballot is not None
    session.apply_all(
        actions.Vote(f"seat-{number:02}", ballot.key, option)
        for number, option in enumerate(options)
    )
    return session.room

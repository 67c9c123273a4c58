"""
One evening of ten scenarios with two hundred phones, and whether its memory stays flat.

The room runs in this process with its server: every seat votes in every ballot, every phone's page
is rendered at every stage, and at the end of a scenario each phone saves its page. Run it from the
checkout: ``python -m bench.evening``; it takes a minute or two.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
from pathlib import Path

from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.state import Stage, options
from game.server.page_cache import PageCache
from game.server.room_service import RoomService
from game.server.take_home import take_home
from tests.room.rooms import story


PHONES, SCENARIOS, WARM = 200, 10, 2
BOUND = 1.1


def resident() -> float:
    """The memory of this process in MiB."""
    gc.collect()
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def play(session: RoomSession, cache: PageCache) -> None:
    """Play one scenario to its end, every phone voting and looking at every page."""
    seats = list(session.room.seats)
    while session.room.stage is not Stage.OVER:
        ballot = session.room.open_ballot
        if ballot is not None:
            named = options(session.room, ballot)
            session.apply_all(
                actions.Vote(seat, ballot.key, named[number % len(named)])
                for number, seat in enumerate(seats)
            )
        for seat in seats:
            cache.main(seat, "")
        if isinstance(session.act(actions.GoOn(anyway=True)), Failure):
            assert session.room.ballot is not None
            session.act(actions.Decide(options(session.room, session.room.ballot)[0]))
    rooms = [*(item.room for item in session.earlier), session.room]
    for seat in seats:
        take_home(rooms, seat)


async def main() -> None:
    """Play ten scenarios, and print the memory after each and the ratio."""
    memory = []
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal.open(Path(folder) / "journal.sqlite3")
        session = journal.rooms.begin(story(), 1, "K7QFA")
        session.apply_all(actions.Join(f"seat-{number:03}") for number in range(PHONES))
        service = RoomService(session, Path(folder))
        service.start()
        cache = PageCache(service)
        for number in range(1, SCENARIOS + 1):
            play(session, cache)
            memory.append(resident())
            print(f"  {number:>2} scenarios  {memory[-1]:6.1f} MiB", flush=True)
            if number < SCENARIOS:
                assert journal.rooms.go_on_with(session, story(), number) is None
        await service.stop()
        journal.close()
    value = memory[-1] / memory[WARM - 1]
    print(
        f"memory after {SCENARIOS} scenarios with {PHONES} phones: {value:.3f} x that after {WARM} "
        f"({memory[-1]:.1f} MiB to {memory[WARM - 1]:.1f} MiB); "
        f"target at most {BOUND} x: {'met' if value <= BOUND else 'MISSED'}"
    )


if __name__ == "__main__":
    asyncio.run(main())

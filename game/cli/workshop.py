"""Rooms that this process serves to consoles and phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.journal.paths import data_folder
from game.services.workshop import Workshop


if TYPE_CHECKING:
    from collections.abc import Collection

    from game.content.library import Library
    from game.journal.rooms import RoomSession
    from game.journal.store import Journal
    from game.server.app import PhoneServer
    from game.server.console import ConsoleServer
    from game.server.public import Network, PublicUrl


class ServedWorkshop(Workshop):
    """Rooms that this process serves to consoles and phones; *bots* of the phones are simulated."""

    def __init__(
        self,
        library: Library,
        journal: Journal,
        *,
        bind: str | None = None,
        port: int = 0,
        public: PublicUrl | None = None,
        trusted: Collection[Network] = (),
        anonymous: bool = False,
        bots: int = 0,
    ) -> None:
        """
        Rooms on scenarios of *library*, stored in *journal*, served on *bind* and *port*.

        *public* is the URL of a proxy that leads there, *trusted* are proxies to trust. An
        *anonymous* room takes no names.
        """
        super().__init__(library, journal, is_served)
        self._bind = bind
        self._port = port
        self._public = public
        self._trusted = trusted
        self._anonymous = anonymous
        self._bots = bots

    @property
    def rehearsal(self) -> bool:
        """Return whether bots play, in a journal that is not kept."""
        return self._bots > 0

    def consoles(self, session: RoomSession) -> ConsoleServer:
        """Return a server for consoles in other terminals."""
        from game.server.console import ConsoleServer

        return ConsoleServer(session, data_folder(), workshop=self)

    def phones(self, session: RoomSession) -> PhoneServer:
        """Return a server for phones in *session*'s room."""
        from game.server.app import PhoneServer

        return PhoneServer(
            session,
            data_folder(),
            bind=self._bind,
            port=self._port,
            public=self._public,
            trusted=self._trusted,
            anonymous=self._anonymous,
            bots=self._bots,
            workshop=self,
        )


def is_served(code: str) -> bool:
    """Return whether a process on this machine has the room with that *code* open."""
    from game.server.client import rooms

    return any(path.stem == code for path in rooms(data_folder()))

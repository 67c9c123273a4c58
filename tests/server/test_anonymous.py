"""Names: what is said about them where they are given, and rooms that take none."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.server.html import KEPT, KEPT_ANONYMOUS
from tests.server.test_elsewhere import Read
from tests.server.workshop import CODE, workshop


async def test_the_join_page_says_what_is_kept(tmp_path: Path) -> None:
    """Beside the field for a name stands what is kept with it, and that it may be empty."""
    async with workshop(tmp_path) as room, room.http.get(f"{room.base}/{CODE}") as page:
        text = await page.text()
    assert KEPT.replace("'", "&#x27;") in text
    assert "Up to 16 letters. Leave it empty, and you get a name that is made up." in text
    assert "required" not in text


@pytest.mark.parametrize("kept", [KEPT, KEPT_ANONYMOUS])
def test_all_that_a_phone_leaves_behind_is_said(kept: str) -> None:
    """Both texts name what is stored for a seat: table, role, votes, lines and questions."""
    for stored in ("your table", "your role", "your votes", "lines and questions"):
        assert stored in kept
    assert ("your name" in kept) is (kept is KEPT)


async def test_an_anonymous_room_takes_no_names(tmp_path: Path) -> None:
    """There is no field for a name, and one that is sent all the same is not kept."""
    async with workshop(tmp_path, anonymous=True) as room:
        async with room.http.get(f"{room.base}/{CODE}") as page:
            assert Read(await page.text()).fields == []
        (bot,) = await room.joined(1)
        assert await bot.post("/join", name="Ines", table="3") == 200
        (seat,) = room.room.seats.values()
        assert (seat.name != "Ines", seat.table) == (True, 3)
        async with room.http.get(f"{room.base}/{CODE}", headers={"Cookie": bot.cookie}) as page:
            assert Read(await page.text()).fields == ["table"]
        assert room.session.entrance is not None
        assert room.session.entrance.anonymous

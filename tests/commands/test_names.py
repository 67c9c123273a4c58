"""What is typed as a name never reaches a terminal as a command."""

from __future__ import annotations

import re
import unicodedata

from tests.commands.conftest import Player
from tests.commands.test_host import Phone, hosting
from tests.content.hostile_names import SEEDS
from tests.shared import free_port


SEQUENCES = re.compile(r"\x1b(\[[0-9;:?<>=$]*[ -/]*[@-~]|\]22;\w+\x07|[=>78]|P[^\x1b]*\x1b\\)")
"""What a screen is drawn with: colours, moves, modes, and the pointer's shape."""


def test_hostile_names_in_a_real_terminal(player: Player) -> None:
    """
    Forty people with hostile names join, and all of them are listed on the console.

    Of all that the terminal is sent nothing is a control character but what a
    screen is drawn with: no title, no clipboard, no reversed writing.
    """
    port = free_port()
    with hosting(player, "smoke-on-ward-six", "--phones", "--port", str(port)) as projector:
        rooms = player.data / "rooms"
        projector.until(lambda: any(rooms.glob("*.sock")) and "Point" in projector.seen)
        code = next(rooms.glob("*.sock")).stem
        for name in SEEDS:
            phone = Phone(port, code)
            phone.page()
            typed = name[:200].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            assert phone.ask("POST", "/join", code=code, name=typed)[0] == 303
        projector.until(lambda: f"{len(SEEDS)} joined" in projector.seen)
        with hosting(player, command="console") as console:
            console.until(lambda: "phones on" in console.seen)
            console.press("x")
            console.until(lambda: "[/b]" in console.seen)
            console.press("\x1b[F")
            console.until(lambda: "𝕬𝖓𝖓𝖆" in console.seen)
    whole, _, _ = console.seen.rpartition("\x1b")  # the last sequence may be cut off
    drawn = SEQUENCES.sub("", whole)
    odd = {char for char in drawn if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}}
    assert odd <= {"\r", "\n", "\u200d"}, "a joiner inside an emoji is no control character"
    assert "\x1b[2J" not in console.seen
    assert "]52;c;Zm9v" in drawn, "what is left of it is shown as text"

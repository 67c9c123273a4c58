"""Input of every kind by chance, at every screen."""

from __future__ import annotations

import random
import string

from textual import events
from textual.geometry import Size

from tests.tui.keyboard import SCREENS, Game, feed, screen


KEYS = [
    *string.ascii_letters.replace("q", "").encode(),
    *string.digits.encode(),
    *b"\r\r\r\r\t  \x7f\x10/?.,",
]
SEQUENCES = [
    *(b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b[H", b"\x1b[F"),
    *(b"\x1bOP", b"\x1b[Z", b"\x1b[27u", b"\x1b[1;5A", b"\x1b[3~"),
]
REPORTS = [
    *(b"\x1b[I", b"\x1b[O", b"\x1b[12;40R", b"\x1b[?2026;2$y", b"\x1b[?2048;0$y"),
    *(b"\x1b[48;24;80;480;640t", b"\x1b[99999999999u", b"\x1b[55296u", b"\x1b[;;;u", b"\x1b[0;0u"),
    *(b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1bP>|xterm(1)\x1b\\", b"\x1b[?62;c", b"\x1b[M !!"),
    *(b"\x1b[<0;99999;99999M", b"\x1b[<0;0;0M", b"\x1b[<;;M", b"\x1b[1;1;1;1t", b"\x00", b"\x1b"),
]
BYTES = [b"\xe9a", b"\xff\xfe", b"\xc3", b"\x80b", b"\xed\xa0\x80", b"\xf0\x9f", "é漢🙂".encode()]
PASTES = [b"", b"smoke", b"[/red]", b"1 2\n3\n", b"\xe9\x00\x1b[A", b"x" * 3000]


def mouse(chance: random.Random, size: Size) -> bytes:
    """A click, a drag, a move or a turn of the wheel somewhere on the screen."""
    x, y = chance.randint(1, size.width + 1), chance.randint(1, size.height + 1)
    match chance.randrange(5):
        case 0 | 1:
            return b"\x1b[<0;%d;%dM\x1b[<0;%d;%dm" % (x, y, x, y)
        case 2:
            return b"\x1b[<%d;%d;%dM" % (chance.choice((64, 65, 66, 67)), x, y)
        case 3:
            return b"\x1b[<35;%d;%dM" % (x, y)
        case _:
            to = chance.randint(1, size.width), chance.randint(1, size.height)
            return b"\x1b[<0;%d;%dM\x1b[<32;%d;%dM\x1b[<0;%d;%dm" % (x, y, *to, *to)


def some(chance: random.Random, size: Size) -> bytes:
    """One event as the terminal sends it."""
    kind = chance.random()
    if kind < 0.45:
        return bytes([chance.choice(KEYS)])
    if kind < 0.65:
        return chance.choice(SEQUENCES)
    if kind < 0.85:
        return mouse(chance, size)
    if kind < 0.90:
        return b"\x1b[200~" + chance.choice(PASTES) + b"\x1b[201~"
    return chance.choice(REPORTS if kind < 0.95 else BYTES)


async def resize(game: Game, size: Size) -> None:
    """Tell the game of another size of its window."""
    game.app._driver._size = size  # type: ignore[union-attr]
    game.app.post_message(events.Resize(size, size))
    await game.app.ordered_input.settled()


async def play(name: str, seed: int, count: int) -> list[bytes]:
    """Begin at the screen called *name* and send *count* events, up to five in one read."""
    chance, sent = random.Random(f"{name} {seed}"), list[bytes]()
    sizes = [(80, 24), (64, 18), (120, 40), (1, 1), (5, 5), (30, 9), (500, 200), (2, 60), (200, 3)]
    async with screen(name, chance.choice(sizes[:3])) as game:
        while len(sent) < count and game.app.is_running and not game.app._exit:
            if chance.random() < 0.03:
                size = Size(*chance.choice(sizes))
                sent.append(b"resize %dx%d" % size)
                await resize(game, size)
                continue
            batch = [some(chance, game.app.size) for _ in range(chance.randint(1, 5))]
            sent += batch
            await feed(game.app, b"".join(batch))
    return sent


def rounds(total: int) -> int:
    """How many events each screen gets, so that all get at least *total*."""
    return -(-total // len(SCREENS))

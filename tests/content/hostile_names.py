"""Names that somebody might type on a phone to break a wall."""

from __future__ import annotations

import random
import sys


SEEDS = (
    "[/", "[/b]", "[IMPORTANT]", "[@click=app.quit]x[/]", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "\x1b[2J", "\x1b]0;title\x07",
    "\x1b]52;c;Zm9v\x07", "\x9b31m", "\0", "a\nb\r\nc", "\u202eabc\u202c", "\u200b\u200b",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031ea\u0321lgo",
    "👩\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "ｗｉｄｅ ｎａｍｅｓ ａｒｅ ｗｉｄｅ",
    "\ud800", "\U000e0041\U000e0042", "\u3164", "\u2800", "\ufeffx", "{name}", "%s%n", "../../x",
    "'; DROP TABLE rooms; --", "=HYPERLINK(1)", "x" * 10_240, "$n", "&lt;b&gt;", "\u0300\u0301",
    "한국어 이름이 깁니다", "\u1112\u1161\u11ab", "नमस्ते दुनिया", "مرحبا بالعالم", "𝕬𝖓𝖓𝖆", "\ue000",
)  # fmt: skip


def hostile_names(chance: random.Random, count: int) -> list[str]:
    """*count* of them: the known ones, then mixtures of these and of any characters."""
    mixed = [_mixed(chance) for _ in range(count - len(SEEDS))]
    return [*SEEDS[:count], *mixed]


def _mixed(chance: random.Random) -> str:
    parts = [
        chance.choice(SEEDS)[:40] if chance.random() < 0.3 else _any(chance)
        for _ in range(chance.randrange(1, 30))
    ]
    return "".join(parts)


def _any(chance: random.Random) -> str:
    top = chance.choice((0x7F, 0x250, 0x370, 0x2C00, 0xFFFF, 0x1FB00, sys.maxunicode))
    return chr(chance.randrange(top + 1))

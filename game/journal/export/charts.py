"""
Charts as SVG: no script, no font, nothing fetched.

Each has a title and a description that say in words what it shows. Leading and
managing differ by shape and by word before colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from attrs import frozen

from game.core.enums import Call, Pole
from game.core.practice import Met
from game.text import labels


WIDTH, HEIGHT, LEFT, TOP, FOOT = 340, 190, 34, 12, 34


@frozen(kw_only=True)
class Bar:
    """How much was met of what was asked; *side* is None where there is none."""

    label: str
    met: Met
    side: Pole | None = None


def points(key: str, title: str, totals: Sequence[int]) -> str:
    """Points over the scenes, as columns."""
    told = ", ".join(f"scene {n}: {total}" for n, total in enumerate(totals, 1))
    step = _step(len(totals))
    wide = min(34.0, step * 0.7)
    parts = [*_scale(len(totals))]
    for n, total in enumerate(totals):
        x, y = LEFT + step * (n + 0.5), _y(total)
        parts.append(_rect(x - wide / 2, y, wide, _y(0) - y, "column"))
        parts.append(_text(x, y - 3, str(total), "middle"))
    return _svg(key, f"Points over the scenes of {title}", told, parts)


def gauges(key: str, title: str, direction: Sequence[int], structure: Sequence[int]) -> str:
    """Direction and Structure over the scenes; both lines begin at 50."""
    told = "; ".join(
        f"{name}: {', '.join(map(str, values))}"
        for name, values in (("Direction", direction), ("Structure", structure))
    )
    step = _step(len(direction))
    parts = [*_scale(len(direction), start=True)]
    for values, kind in ((direction, "lead"), (structure, "manage")):
        spots = [(LEFT + step * (n + 0.5), _y(value)) for n, value in enumerate(values)]
        line = " ".join(f"{_n(x)},{_n(y)}" for x, y in spots)
        parts.append(f'<polyline class="line {kind}" points="{line}"/>')
        parts += [_shape(x, y, Pole(kind)) for x, y in spots]
    ends = sorted([(direction[-1], "Direction", "lead"), (structure[-1], "Structure", "manage")])
    low = min(max(_y(ends[0][0]), _y(ends[1][0]) + 13), _y(0) + 2)
    high = min(_y(ends[1][0]), low - 13)
    x = LEFT + step * (len(direction) - 0.5) + 9
    for (_, name, kind), y in zip(ends, (low, high), strict=True):
        parts.append(_text(x, y + 4, name, "start", kind))
    return _svg(key, f"Direction and Structure over the scenes of {title}", told, parts, 410)


def calls(key: str, counted: Mapping[tuple[Call, Call], int]) -> str:
    """The calls given against those needed; where they agree the frame is heavy."""
    told = "; ".join(
        f"needed {labels.CALLS[needed].lower()}, called {labels.CALLS[given].lower()}: {count}"
        for (needed, given), count in counted.items()
        if count
    )
    most = max(counted.values()) or 1
    parts = [_text(238, 12, "you called", "middle", "quiet")]
    for row, needed in enumerate(Call):
        parts.append(_text(128, 84 + 38 * row, labels.CALLS[needed], "end"))
        for line, word in enumerate(labels.CALLS[needed].split()):
            parts.append(_text(168 + 54 * row, 28 + 13 * line, word, "middle"))
        for column, given in enumerate(Call):
            count = counted[needed, given]
            x, y = 143 + 54 * column, 61 + 38 * row
            kind = "cell right" if needed is given else "cell"
            size = 13 * (count / most) ** 0.5
            parts.append(_rect(x, y, 50, 34, kind))
            parts.append(f'<circle class="dot" cx="{x + 14}" cy="{y + 17}" r="{_n(size * 0.85)}"/>')
            parts.append(_text(x + 38, y + 22, str(count), "middle", None if count else "quiet"))
    parts.append(_text(8, 34, "it needed", "start", "quiet"))
    return _svg(key, "Calls given against calls needed", told, parts, 365, 220)


def met(key: str, title: str, bars: Sequence[Bar], left: int) -> str:
    """What was met of what was asked: a frame for all of it, filled as far as met."""
    told = "; ".join(f"{bar.label}: {bar.met.told}" for bar in bars)
    most = max((bar.met.asked for bar in bars), default=1)
    room, parts = 400 - left - 60, []
    for n, bar in enumerate(bars):
        y = 6 + 22 * n
        kind = bar.side.value if bar.side else "plain"
        parts.append(_text(left - 18, y + 12, bar.label, "end"))
        if bar.side:
            parts.append(_shape(left - 9, y + 8, bar.side))
        parts.append(_rect(left, y, room * bar.met.asked / most, 15, "frame"))
        parts.append(_rect(left, y, room * bar.met.met / most, 15, f"column {kind}"))
        parts.append(_text(left + room * bar.met.asked / most + 5, y + 12, bar.met.told, "start"))
    return _svg(key, title, told, parts, 400, 22 * len(bars) + 8)


def _scale(scenes: int, start: bool = False) -> list[str]:
    parts = []
    for value in (0, 50, 100):
        y = _n(_y(value))
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y}" y2="{y}"/>')
        parts.append(_text(LEFT - 5, _y(value) + 4, str(value), "end", "quiet"))
    every = 1 + scenes // 16
    for n in range(0, scenes, every):
        name = "start" if start and n == 0 else str(n if start else n + 1)
        x = LEFT + _step(scenes) * (n + 0.5)
        parts.append(_text(x, HEIGHT - FOOT + 15, name, "middle", "quiet"))
    parts.append(_text((LEFT + WIDTH) / 2, HEIGHT - 3, "scene", "middle", "quiet"))
    return parts


def _step(scenes: int) -> float:
    return (WIDTH - LEFT) / max(1, scenes)


def _y(value: float) -> float:
    return TOP + 6 + (HEIGHT - FOOT - TOP - 6) * (1 - value / 100)


def _shape(x: float, y: float, side: Pole) -> str:
    if side is Pole.MANAGE:
        return _rect(x - 4, y - 4, 8, 8, "manage")
    spots = f"{_n(x)},{_n(y - 5)} {_n(x + 5)},{_n(y + 4)} {_n(x - 5)},{_n(y + 4)}"
    return f'<polygon class="lead" points="{spots}"/>'


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{_n(x)}" y="{_n(y)}" '
        f'width="{_n(max(0.0, width))}" height="{_n(max(0.0, height))}"/>'
    )


def _text(x: float, y: float, text: str, anchor: str, kind: str | None = None) -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{escape(text)}</text>'


def _n(value: float) -> str:
    """A length with one place, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def _svg(
    key: str, title: str, told: str, parts: Sequence[str], width: int = WIDTH, height: int = HEIGHT
) -> str:
    inside = "\n".join(parts)
    return (
        f'<svg role="img" aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        f'<title id="{key}-title">{escape(title)}</title>\n'
        f'<desc id="{key}-desc">{escape(told)}.</desc>\n{inside}\n</svg>'
    )

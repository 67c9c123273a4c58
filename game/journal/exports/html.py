"""HTML export: one self-contained page with SVG charts, for screen and A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from attrs import frozen

from game.core.enums import Call, Pole
from game.core.progress import Progress, Ratio, progress
from game.core.scoring import Gauges
from game.journal.exports import text as phrases
from game.journal.exports.record import Play, RecordLike, whys
from game.text import explanation, help_pages, judgement, labels
from game.text.debrief import caution


WIDTH, HEIGHT, LEFT, TOP, FOOT = 340, 190, 34, 12, 34


@frozen(kw_only=True)
class Bar:
    """How much was met of what was asked; *side* is None where there is none."""

    label: str
    met: Ratio
    side: Pole | None = None


def points(key: str, title: str, totals: Sequence[int]) -> str:
    """Points over the scenes, as columns."""
    text = ", ".join(f"scene {n}: {total}" for n, total in enumerate(totals, 1))
    step = _step(len(totals))
    wide = min(34.0, step * 0.7)
    parts = [*_scale(len(totals))]
    for n, total in enumerate(totals):
        x, y = LEFT + step * (n + 0.5), _y(total)
        parts.append(rect(x - wide / 2, y, wide, _y(0) - y, "column"))
        parts.append(label(x, y - 3, str(total), "middle"))
    return svg(key, f"Points over the scenes of {title}", text, parts)


def gauges(key: str, title: str, direction: Sequence[int], structure: Sequence[int]) -> str:
    """Direction and Structure over the scenes; both lines begin at 50."""
    text = "; ".join(
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
        parts.append(label(x, y + 4, name, "start", kind))
    return svg(key, f"Direction and Structure over the scenes of {title}", text, parts, 410)


def calls(key: str, counted: Mapping[tuple[Call, Call], int]) -> str:
    """The calls given against those needed; where they agree the frame is heavy."""
    text = "; ".join(
        f"needed {labels.CALLS[needed].lower()}, called {labels.CALLS[given].lower()}: {count}"
        for (needed, given), count in counted.items()
        if count
    )
    maximum = max(counted.values()) or 1
    parts = [label(238, 12, "you called", "middle", "quiet")]
    for row, needed in enumerate(Call):
        parts.append(label(128, 84 + 38 * row, labels.CALLS[needed], "end"))
        for line, word in enumerate(labels.CALLS[needed].split()):
            parts.append(label(168 + 54 * row, 28 + 13 * line, word, "middle"))
        for column, given in enumerate(Call):
            count = counted[needed, given]
            x, y = 143 + 54 * column, 61 + 38 * row
            kind = "cell right" if needed is given else "cell"
            size = 13 * (count / maximum) ** 0.5
            parts.append(rect(x, y, 50, 34, kind))
            parts.append(f'<circle class="dot" cx="{x + 14}" cy="{y + 17}" r="{_n(size * 0.85)}"/>')
            parts.append(label(x + 38, y + 22, str(count), "middle", None if count else "quiet"))
    parts.append(label(8, 34, "it needed", "start", "quiet"))
    return svg(key, "Calls given against calls needed", text, parts, 365, 220)


def met(key: str, title: str, bars: Sequence[Bar], left: int) -> str:
    """What was met of what was asked: a frame for all of it, filled as far as met."""
    text = "; ".join(f"{bar.label}: {bar.met.as_text}" for bar in bars)
    maximum = max((bar.met.asked for bar in bars), default=1)
    room, parts = 400 - left - 60, []
    for n, bar in enumerate(bars):
        y = 6 + 22 * n
        kind = bar.side.value if bar.side else "plain"
        parts.append(label(left - 18, y + 12, bar.label, "end"))
        if bar.side:
            parts.append(_shape(left - 9, y + 8, bar.side))
        parts.append(rect(left, y, room * bar.met.asked / maximum, 15, "frame"))
        parts.append(rect(left, y, room * bar.met.met / maximum, 15, f"column {kind}"))
        parts.append(
            label(left + room * bar.met.asked / maximum + 5, y + 12, bar.met.as_text, "start")
        )
    return svg(key, title, text, parts, 400, 22 * len(bars) + 8)


def _scale(scenes: int, start: bool = False) -> list[str]:
    parts = []
    for value in (0, 50, 100):
        y = _n(_y(value))
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y}" y2="{y}"/>')
        parts.append(label(LEFT - 5, _y(value) + 4, str(value), "end", "quiet"))
    every = 1 + scenes // 16
    for n in range(0, scenes, every):
        name = "start" if start and n == 0 else str(n if start else n + 1)
        x = LEFT + _step(scenes) * (n + 0.5)
        parts.append(label(x, HEIGHT - FOOT + 15, name, "middle", "quiet"))
    parts.append(label((LEFT + WIDTH) / 2, HEIGHT - 3, "scene", "middle", "quiet"))
    return parts


def _step(scenes: int) -> float:
    return (WIDTH - LEFT) / max(1, scenes)


def _y(value: float) -> float:
    return TOP + 6 + (HEIGHT - FOOT - TOP - 6) * (1 - value / 100)


def _shape(x: float, y: float, side: Pole) -> str:
    if side is Pole.MANAGE:
        return rect(x - 4, y - 4, 8, 8, "manage")
    spots = f"{_n(x)},{_n(y - 5)} {_n(x + 5)},{_n(y + 4)} {_n(x - 5)},{_n(y + 4)}"
    return f'<polygon class="lead" points="{spots}"/>'


def rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a rectangle of the class *kind*."""
    return (
        f'<rect class="{kind}" x="{_n(x)}" y="{_n(y)}" '
        f'width="{_n(max(0.0, width))}" height="{_n(max(0.0, height))}"/>'
    )


def label(x: float, y: float, text: str, anchor: str, kind: str | None = None) -> str:
    """Return a text at *x*, *y*."""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{escape(text)}</text>'


def _n(value: float) -> str:
    """A length with one place, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def svg(
    key: str, title: str, text: str, parts: Sequence[str], width: int = WIDTH, height: int = HEIGHT
) -> str:
    """Return a picture of *parts* with a *title*, and *text* for those who cannot see it."""
    inside = "\n".join(parts)
    return (
        f'<svg role="img" aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        f'<title id="{key}-title">{escape(title)}</title>\n'
        f'<desc id="{key}-desc">{escape(text)}.</desc>\n{inside}\n</svg>'
    )


STYLE = """
:root { --ink: #1d1b16; --quiet: #4a463d; --line: #8a8474; --lead: #6e3b00; --manage: #00456e; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; color: var(--ink); background: #fff;
  font: 16px/1.5 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.2; }
h1, h2, h3, h2 + p { break-after: avoid; }
h2 { border-top: 3px solid var(--ink); padding-top: .5rem; margin-top: 2.5rem; }
h3 { margin: 2rem 0 .25rem; }
p { max-width: 42rem; margin: .25rem 0 .75rem; }
figure { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start;
  margin: 1rem 0 2rem; break-inside: avoid; }
figcaption { flex-basis: 100%; font-weight: 600; }
.charts { display: flex; flex-wrap: wrap; gap: 1rem; break-inside: avoid; }
svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); }
svg text.quiet { fill: var(--quiet); }
svg text.lead, .lead { fill: var(--lead); font-weight: 600; }
svg text.manage, .manage { fill: var(--manage); font-weight: 600; }
svg .line { fill: none; stroke-width: 2; }
svg .line.lead { stroke: var(--lead); }
svg .line.manage { stroke: var(--manage); stroke-dasharray: 5 4; }
svg .grid { stroke: #cfc9ba; }
svg .column, svg .dot { fill: var(--quiet); }
svg .column.lead { fill: var(--lead); }
svg .column.manage { fill: var(--manage); }
svg .frame, svg .cell { fill: none; stroke: var(--line); }
svg .cell.right { stroke: var(--ink); stroke-width: 2.5; }
.table { overflow-x: auto; flex: 1 1 20rem; }
table { border-collapse: collapse; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem;
  border-bottom: 1px solid #cfc9ba; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
tr { break-inside: avoid; }
@page { size: A4; margin: 15mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  table { font-size: 8pt; line-height: 1.35; }
  th, td { padding: .15rem .4rem; }
  section { break-inside: avoid; }
  figure { margin: .5rem 0 1rem; display: grid; grid-template-columns: 1fr 1fr; }
  figcaption { grid-column: 1 / -1; }
  .table { overflow: visible; }
  .charts { flex-wrap: nowrap; }
  .charts svg { flex: 34 1 0; min-width: 0; }
  .charts svg + svg { flex-grow: 41; }
}
"""


def write(record: RecordLike) -> Iterator[str]:
    """*record* as one HTML page, first attempts before practice."""
    return page(phrases.TITLE, _body(record))


def page(title: str, parts: Iterable[str]) -> Iterator[str]:
    """Yield a page with *title* and *parts* that needs no other file and no script."""
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    yield from (f"{part}\n" for part in parts)
    yield "</main>\n</body>\n</html>\n"


def _body(record: RecordLike) -> Iterator[str]:
    yield f"<h1>{escape(phrases.TITLE)}</h1>"
    yield paragraph(help_pages.PRACTICE_NOT_TEST)
    first = tuple(record.first)
    if first:
        yield f"<h2>{phrases.FIRST}</h2>"
        yield paragraph(phrases.FIRST_MEANS)
        yield from _together(progress(whys(first)))
        for play in first:
            yield from _play(play)
    practice = False
    for play in record.practice:
        if not practice:
            yield f"<h2>{phrases.PRACTICE}</h2>"
            yield paragraph(phrases.PRACTICE_MEANS)
        practice = True
        yield from _play(play)
    if not (first or practice):
        yield paragraph(phrases.EMPTY)


def _together(counted: Progress) -> Iterator[str]:
    if not counted.scenes:
        return
    yield "<h3>Together</h3>"
    if warning := caution(counted):
        yield paragraph(warning)
    given = [
        [labels.CALLS[needed], *(str(counted.calls[needed, given]) for given in Call)]
        for needed in Call
    ]
    yield figure(
        "Calls given against calls needed. A heavy frame: they agree.",
        calls("calls", counted.calls),
        table(("It needed", *labels.CALLS.values()), given, numbers=range(1, 5)),
    )
    sides = [
        (f"{dimension.value}: {labels.POLES[dimension, pole]}", pole, met)
        for (dimension, pole), met in counted.dimensions.items()
    ]
    bars = [Bar(label=label, met=met, side=pole) for label, pole, met in sides]
    yield figure(
        "Tokens needed and served. ▲ leading, ■ managing; the frame is what was needed.",
        met("dimensions", "Tokens needed and served on the five dimensions", bars, 195),
        table(
            ("Dimension", "Side", "Served"),
            [
                [label, f"{labels.SHAPES[pole]} {pole.value}", met.as_text]
                for label, pole, met in sides
            ],
            numbers=(2,),
        ),
    )
    skills = [(labels.skill(skill), skill.pole, met) for skill, met in counted.skills.items()]
    yield figure(
        "Skills wanted and shown. ▲ of leading, ■ of managing.",
        met(
            "skills",
            "Skills wanted and shown",
            [Bar(label=name, met=met, side=pole) for name, pole, met in skills],
            205,
        ),
        table(
            ("Skill", "Side", "Shown"),
            [
                [name, f"{labels.SHAPES[pole]} {pole.value}", met.as_text]
                for name, pole, met in skills
            ],
            numbers=(2,),
        ),
    )


def _play(play: Play) -> Iterator[str]:
    yield f"<section>\n<h3>{escape(play.run.title)}</h3>"
    yield paragraph(f"{phrases.about(play)}.")
    if play.note:
        yield paragraph(play.note)
    if play.answers:
        yield from _scenes(play)
    yield "</section>"


def _scenes(play: Play) -> Iterator[str]:
    whys, title = [answer.why for answer in play.answers], play.run.title
    start = Gauges()
    yield '<div class="charts">'
    yield points(f"points-{play.run.id}", title, [why.score.total for why in whys])
    yield gauges(
        f"gauges-{play.run.id}",
        title,
        [start.direction, *(why.after.direction for why in whys)],
        [start.structure, *(why.after.structure for why in whys)],
    )
    yield "</div>"
    yield table(phrases.LOG, [phrases.log(answer) for answer in play.answers], numbers=(4, 5, 6))
    yield paragraph(phrases.LOG_MEANS)
    look = dict.fromkeys(look for why in whys if (look := explanation.look_for(why)))
    verdicts = (f"{why.scene_title}: {judgement.verdict(why)}" for why in whys)
    yield f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in (*verdicts, *look))}</ul>"


def heading(text: str) -> str:
    """Return *text* as the heading of a section."""
    return f"<h3>{escape(text)}</h3>"


def paragraph(text: str) -> str:
    """Return *text* as a paragraph."""
    return f"<p>{escape(text)}</p>"


def figure(caption: str, chart: str, beside: str) -> str:
    """Return a *chart* with a caption and what stands *beside* it."""
    return f"<figure>\n<figcaption>{escape(caption)}</figcaption>\n{chart}\n{beside}\n</figure>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int]) -> str:
    """Return a table; *numbers* are the columns that hold numbers."""

    def cells(row: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{name}{kind}{scope}>{escape(cell)}</{name}>"
            for n, cell in enumerate(row)
            for name in ["th" if n == 0 else tag]
            for kind in [' class="n"' if n in numbers else ""]
            for scope in [' scope="col"' if tag == "th" else ' scope="row"' if n == 0 else ""]
        )

    body = "\n".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    top = f"<thead><tr>{cells(head, 'th')}</tr></thead>"
    return f'<div class="table"><table>\n{top}\n<tbody>\n{body}\n</tbody>\n</table></div>'

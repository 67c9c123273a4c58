"""HTML: one page that needs nothing else, to look at and to print on A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from game.core.enums import Call, Pole
from game.core.practice import Progress, progress
from game.core.scoring import Gauges
from game.journal.export import charts, phrases
from game.journal.export.charts import Bar
from game.journal.export.record import Play, Recorded, whys
from game.text import labels


SHAPES = {Pole.LEAD: "▲", Pole.MANAGE: "■"}

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


def write(record: Recorded) -> Iterator[str]:
    """*record* as one HTML page, first attempts before practice."""
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(phrases.TITLE)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    yield from (f"{part}\n" for part in _body(record))
    yield "</main>\n</body>\n</html>\n"


def _body(record: Recorded) -> Iterator[str]:
    yield f"<h1>{escape(phrases.TITLE)}</h1>"
    yield _p(labels.PRACTICE_NOT_TEST)
    first = tuple(record.first)
    if first:
        yield f"<h2>{phrases.FIRST}</h2>"
        yield _p(phrases.FIRST_MEANS)
        yield from _together(progress(whys(first)))
        for play in first:
            yield from _play(play)
    practice = False
    for play in record.practice:
        if not practice:
            yield f"<h2>{phrases.PRACTICE}</h2>"
            yield _p(phrases.PRACTICE_MEANS)
        practice = True
        yield from _play(play)
    if not (first or practice):
        yield _p(phrases.EMPTY)


def _together(counted: Progress) -> Iterator[str]:
    if not counted.scenes:
        return
    yield "<h3>Together</h3>"
    if counted.caution:
        yield _p(counted.caution)
    given = [
        [labels.CALLS[needed], *(str(counted.calls[needed, given]) for given in Call)]
        for needed in Call
    ]
    yield _figure(
        "Calls given against calls needed. A heavy frame: they agree.",
        charts.calls("calls", counted.calls),
        _table(("It needed", *labels.CALLS.values()), given, numbers=range(1, 5)),
    )
    sides = [
        (f"{dimension.value}: {labels.POLES[dimension, pole]}", pole, met)
        for (dimension, pole), met in counted.dimensions.items()
    ]
    bars = [Bar(label=label, met=met, side=pole) for label, pole, met in sides]
    yield _figure(
        "Tokens asked and served. ▲ leading, ■ managing; the frame is what was asked.",
        charts.met("dimensions", "Tokens asked and served on the five dimensions", bars, 195),
        _table(
            ("Dimension", "Side", "Served"),
            [[label, f"{SHAPES[pole]} {pole.value}", met.told] for label, pole, met in sides],
            numbers=(2,),
        ),
    )
    skills = [(labels.skill(skill), skill.pole, met) for skill, met in counted.skills.items()]
    yield _figure(
        "Skills wanted and shown. ▲ of leading, ■ of managing.",
        charts.met(
            "skills",
            "Skills wanted and shown",
            [Bar(label=name, met=met, side=pole) for name, pole, met in skills],
            205,
        ),
        _table(
            ("Skill", "Side", "Shown"),
            [[name, f"{SHAPES[pole]} {pole.value}", met.told] for name, pole, met in skills],
            numbers=(2,),
        ),
    )


def _play(play: Play) -> Iterator[str]:
    yield f"<section>\n<h3>{escape(play.run.title)}</h3>"
    yield _p(f"{phrases.about(play)}.")
    if play.note:
        yield _p(play.note)
    if play.answers:
        yield from _scenes(play)
    yield "</section>"


def _scenes(play: Play) -> Iterator[str]:
    whys, title = [answer.why for answer in play.answers], play.run.title
    start = Gauges()
    yield '<div class="charts">'
    yield charts.points(f"points-{play.run.id}", title, [why.score.total for why in whys])
    yield charts.gauges(
        f"gauges-{play.run.id}",
        title,
        [start.direction, *(why.after.direction for why in whys)],
        [start.structure, *(why.after.structure for why in whys)],
    )
    yield "</div>"
    yield _table(phrases.LOG, [phrases.log(answer) for answer in play.answers], numbers=(4, 5, 6))
    yield _p(phrases.LOG_MEANS)
    look = dict.fromkeys(look for why in whys if (look := labels.look_for(why)))
    if look:
        yield f"<ul>{''.join(f'<li>{escape(told)}</li>' for told in look)}</ul>"


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _figure(caption: str, chart: str, table: str) -> str:
    return f"<figure>\n<figcaption>{escape(caption)}</figcaption>\n{chart}\n{table}\n</figure>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int]) -> str:
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

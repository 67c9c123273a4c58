"""The player's debrief in pictures of characters, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from game.core.debrief import Debriefing
from game.core.enums import Call, Dimension, Pole
from game.core.explanation import Explanation
from game.core.practice import Met, Progress, progress
from game.text import debrief, labels
from game.tui import pages
from game.tui.literal import line, lines, literal, paragraphs
from game.tui.theme import CALL_SHAPES, COLOURS, SHAPES


FULL, OPEN = "●", "○"
LANES = (100, 75, 50, 25, 0)
"""The heights at which a gauge is drawn."""
MARKS_MOST = 7
"""Where there are more of one kind, all are told as numbers."""


def log(found: Debriefing) -> Content:
    """What went together, then cue, call, deed and what came of it, scene by scene."""
    return paragraphs(
        [
            lines(
                [
                    pages.heading("What you called and did"),
                    *(line(("▪ ", "$lead"), told) for told in debrief.insights(found)),
                ]
            ),
            *(_entry(number, why) for number, why in enumerate(found.log, 1)),
        ]
    )


def _entry(number: int, why: Explanation) -> Content:
    cue = max(why.rows, key=lambda row: row.tokens).cue
    agrees = why.call is why.call_given
    return lines(
        [
            line(
                (f"{number} {why.scene_title}", "bold"), (f"  {why.score.total} points", "$quiet")
            ),
            *([line(("Cue: ", "$quiet"), f"“{cue}”")] if cue else []),
            line(
                ("Called: ", "$quiet"),
                pages.call(why.call_given),
                ("; so does the key" if agrees else "; the key: ", "$quiet"),
                *([] if agrees else [pages.call(why.call)]),
            ),
            line(("Did: ", "$quiet"), why.choice_text),
            line(("Then: ", "$quiet"), why.outcome),
        ]
    )


def pictures(whys: Sequence[Explanation]) -> Content:
    """What the scenes asked and what was served, and how the gauges went."""
    counted = progress(whys)
    return paragraphs(
        [
            dimensions(counted),
            gauges(whys) if len(whys) > 1 else None,
            calls(counted),
            skills(counted),
        ]
    )


def dimensions(counted: Progress) -> Content:
    """Tokens served of those asked, side by side for the two poles of each dimension."""
    few = _few(counted.dimensions.values())
    return lines(
        [
            line(
                ("Asked and served", "bold $lead"),
                (
                    f"  {FULL} served, {OPEN} missed" if few else "  tokens served of asked",
                    "$quiet",
                ),
            ),
            *(_dimension(counted, dimension, few) for dimension in Dimension),
        ]
    )


def _dimension(counted: Progress, dimension: Dimension, few: bool) -> Content:
    def side(pole: Pole, width: int) -> Content:
        met = counted.dimensions.get((dimension, pole))
        name = f"{labels.POLES[dimension, pole]:<{width}}"
        shape = (f"{SHAPES[pole]} ", COLOURS[pole])
        if met is None:
            return line(shape, (f"{name}{'–':<8}", "$quiet"))
        return line(shape, name, (f"{_told(met, few):<8}", COLOURS[pole]))

    return line(f"{dimension.value:<9}", side(Pole.LEAD, 14), side(Pole.MANAGE, 17))


def _few(counts: Iterable[Met]) -> bool:
    """Whether all can be counted at a glance, as marks."""
    return all(met.asked <= MARKS_MOST for met in counts)


def _told(met: Met, few: bool) -> str:
    """What was met and what was missed, as marks where there are few, else as numbers."""
    return FULL * met.met + OPEN * (met.asked - met.met) if few else f"{met.met}/{met.asked}"


def gauges(whys: Sequence[Explanation]) -> Content:
    """Direction and Structure after each scene; both begin at 50."""
    series = {
        Pole.LEAD: [50, *(why.after.direction for why in whys)],
        Pole.MANAGE: [50, *(why.after.structure for why in whys)],
    }
    rows = []
    for lane in LANES:
        marks = []
        for direction, structure in zip(series[Pole.LEAD], series[Pole.MANAGE], strict=True):
            here = [_lane(direction) == lane, _lane(structure) == lane]
            marks.append(
                line(
                    (SHAPES[Pole.LEAD] if here[0] else "·", "$lead" if here[0] else "$line"),
                    (SHAPES[Pole.MANAGE] if here[1] else "·", "$manage" if here[1] else "$line"),
                    "    ",
                )
            )
        rows.append(line((f"{lane:>4}  ", "$quiet"), *marks))
    names = "".join(f"{name:<6}" for name in ("start", *map(str, range(1, len(whys) + 1))))
    told = " → ".join(map(str, series[Pole.LEAD])), " → ".join(map(str, series[Pole.MANAGE]))
    return lines(
        [
            literal("Direction and Structure", "bold $lead"),
            *rows,
            literal(f"      {names}", "$quiet"),
            line(("▲ Direction  ", "$lead"), told[0]),
            line(("■ Structure  ", "$manage"), told[1]),
        ]
    )


def _lane(value: int) -> int:
    return min(LANES, key=lambda lane: abs(lane - value))


def calls(counted: Progress) -> Content:
    """How often each call was given, against what the moments asked."""
    head = "".join(f"{CALL_SHAPES[given]:^6}" for given in Call)
    return lines(
        [
            line(("Calls", "bold $lead"), ("  rows: asked; columns: you called", "$quiet")),
            line(" " * 24, (head, "bold")),
            *(
                line(
                    f"{CALL_SHAPES[needed]:<4}{labels.CALLS[needed]:<20}",
                    *(_cell(counted, needed, given) for given in Call),
                )
                for needed in Call
                if any(counted.calls[needed, given] for given in Call)
            ),
        ]
    )


def _cell(counted: Progress, needed: Call, given: Call) -> Content:
    count = counted.calls[needed, given]
    text = f"[{count}]" if needed is given else f" {count} "
    return literal(f"{text if count else ' · ':^6}", "bold" if count else "$quiet")


def skills(counted: Progress) -> Content:
    """Skills that were wanted, and how often they were shown."""
    few = _few(counted.skills.values())
    return lines(
        [
            line(
                ("Skills wanted", "bold $lead"),
                (f"  {FULL} shown, {OPEN} not" if few else "  shown of wanted", "$quiet"),
            ),
            *(
                line(
                    (f"{SHAPES[skill.pole]} ", COLOURS[skill.pole]),
                    f"{labels.skill(skill):<30}",
                    _told(met, few),
                )
                for skill, met in counted.skills.items()
            ),
        ]
    )


def plans(found: Debriefing) -> Iterable[Content]:
    """What could be tried, as cards."""
    return (literal(debrief.plan(made)) for made in found.plans)

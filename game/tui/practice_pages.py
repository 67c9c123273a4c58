"""Pages of the debrief, the journal and the practice history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from game.core.debrief import Debriefing
from game.core.enums import Call, Dimension, Pole
from game.core.explanation import Explanation
from game.core.progress import Progress, Ratio, progress
from game.core.review import Moment
from game.journal.exports import text
from game.journal.exports.record import Play
from game.journal.history import PracticeHistory
from game.present.blocks import Form
from game.present.ending import log_blocks
from game.text import debrief, help_pages, labels
from game.text.plural import count
from game.tui.text import draw, line, lines, literal, paragraphs
from game.tui.theme import CALL_SHAPES, COLOURS


FULL, OPEN = "●", "○"
LANES = (100, 75, 50, 25, 0)
"""Values of a gauge that have a row in its chart."""
MAX_MARKS = 7
"""The highest count that is drawn as marks; from there on, counts are numbers."""


def log(debriefing: Debriefing) -> Content:
    """Return how calls and choices went together, then every answered scene."""
    return draw(log_blocks(debriefing, Form.SCREEN))


def pictures(whys: Sequence[Explanation]) -> Content:
    """Return the charts of tokens, gauges, calls and skills of one playthrough."""
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
    """Return the tokens served of those needed, for both poles of each dimension."""
    few = _few(counted.dimensions.values())
    return lines(
        [
            line(
                ("Needed and served", "bold $accent"),
                (
                    f"  {FULL} served, {OPEN} missed" if few else "  tokens served of those needed",
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
        shape = (f"{labels.SHAPES[pole]} ", COLOURS[pole])
        if met is None:
            return line(shape, (f"{name}{'–':<8}", "$quiet"))
        return line(shape, name, (f"{_met(met, few):<8}", COLOURS[pole]))

    return line(f"{dimension.value:<9}", side(Pole.LEAD, 14), side(Pole.MANAGE, 17))


def _few(counts: Iterable[Ratio]) -> bool:
    """Return whether all counts can be drawn as marks."""
    return all(met.asked <= MAX_MARKS for met in counts)


def _met(met: Ratio, few: bool) -> str:
    """Return met and missed as marks if *few*, else as numbers."""
    return FULL * met.met + OPEN * (met.asked - met.met) if few else f"{met.met}/{met.asked}"


def gauges(whys: Sequence[Explanation]) -> Content:
    """Return a chart of both gauges at the start, 50, and after each scene."""
    series = {
        Pole.LEAD: [50, *(why.after.direction for why in whys)],
        Pole.MANAGE: [50, *(why.after.structure for why in whys)],
    }
    rows = []
    for lane in LANES:
        marks = []
        for direction, structure in zip(series[Pole.LEAD], series[Pole.MANAGE], strict=True):
            leads, manages = _lane(direction) == lane, _lane(structure) == lane
            marks.append(
                line(
                    (labels.SHAPES[Pole.LEAD] if leads else "·", "$lead" if leads else "$line"),
                    (
                        labels.SHAPES[Pole.MANAGE] if manages else "·",
                        "$manage" if manages else "$line",
                    ),
                    "    ",
                )
            )
        rows.append(line((f"{lane:>4}  ", "$quiet"), *marks))
    names = "".join(f"{name:<6}" for name in ("start", *map(str, range(1, len(whys) + 1))))
    return lines(
        [
            literal("Direction and Structure", "bold $accent"),
            *rows,
            literal(f"      {names}", "$quiet"),
            line(("▲ Direction  ", "$lead"), " → ".join(map(str, series[Pole.LEAD]))),
            line(("■ Structure  ", "$manage"), " → ".join(map(str, series[Pole.MANAGE]))),
        ]
    )


def _lane(value: int) -> int:
    return min(LANES, key=lambda lane: abs(lane - value))


def calls(counted: Progress) -> Content:
    """Return how often each call was given for each call that was needed."""
    head = "".join(f"{CALL_SHAPES[given]:^6}" for given in Call)
    return lines(
        [
            line(("Calls", "bold $accent"), ("  rows: needed; columns: you called", "$quiet")),
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
    """Return how often each wanted skill was shown."""
    few = _few(counted.skills.values())
    return lines(
        [
            line(
                ("Skills wanted", "bold $accent"),
                (f"  {FULL} shown, {OPEN} not" if few else "  shown of wanted", "$quiet"),
            ),
            *(
                line(
                    (f"{labels.SHAPES[skill.pole]} ", COLOURS[skill.pole]),
                    f"{labels.skill(skill):<30}",
                    _met(met, few),
                )
                for skill, met in counted.skills.items()
            ),
        ]
    )


def plans(debriefing: Debriefing) -> Iterable[Content]:
    """Return the cards of the plans."""
    return (literal(debrief.plan(plan)) for plan in debriefing.plans)


BAR = 16


def run(play: Play) -> Content:
    """Return the page of a run: when it was played, and its scenes."""
    return paragraphs(
        [
            lines(
                [
                    literal(play.run.title, "bold $accent"),
                    literal(text.about(play, text.when_here), "$quiet"),
                ]
            ),
            literal(play.note) if play.note else None,
            lines(
                line(
                    (f"{answer.why.score.total:>3}  ", "bold"),
                    (answer.why.scene_title, "bold"),
                    (f"  called {labels.CALLS[answer.why.call_given].lower()}", "$quiet"),
                    (f", {labels.CONFIDENCE[answer.sure]}" if answer.sure else "", "$quiet"),
                )
                for answer in play.answers
            ),
        ]
    )


def whole(history: PracticeHistory) -> Content:
    """Return the progress over all first attempts."""
    counted = progress(history.whys)
    if not counted.scenes:
        return literal("Nothing has been answered yet. First attempts will be counted here.")
    return paragraphs(
        [
            _head(counted),
            contexts(counted),
            dimensions(counted),
            calls(counted),
            skills(counted),
            literal(help_pages.PRACTICE_NOT_TEST, "$quiet"),
        ]
    )


def _head(counted: Progress) -> Content:
    scenes = count(counted.scenes, "scene")
    interval = counted.interval
    overall = (
        f"On the whole {interval.mean:.0f} points, give or take {interval.margin:.0f}."
        if interval
        else None
    )
    return lines(
        [
            line(("First attempts", "bold $accent"), (f"  {scenes} answered", "$quiet")),
            *(literal(message) for message in (debrief.caution(counted), overall) if message),
        ]
    )


def contexts(counted: Progress) -> Content:
    """Return the tokens served in each context."""
    return lines(
        [
            line(("By setting", "bold $accent"), ("  tokens served", "$quiet")),
            *(
                line(f"{labels.CONTEXTS[context]:<31}", _bar(met), f" {met.as_text}")
                for context, met in counted.contexts.items()
            ),
        ]
    )


def _bar(met: Ratio) -> Content:
    full = round(BAR * met.met / met.asked)
    return line("█" * full, ("░" * (BAR - full), "$line"))


def due(moments: Sequence[Moment]) -> Content:
    """Return what is due today."""
    if not moments:
        return literal("Nothing is due today.", "$quiet")
    return lines(
        [
            line(("Due again", "bold $accent"), ("  each in another place", "$quiet")),
            *(
                line(
                    ("▪ ", "$accent"),
                    debrief.topic(moment.card.topic),
                    (
                        "  missed when you were sure" if moment.card.was_wrongly_sure else "",
                        "$quiet",
                    ),
                )
                for moment in moments
            ),
        ]
    )


def reviewed(why: Explanation, closing: str | None) -> Content:
    """Return the result of a review, and what was missed before, by *closing*."""
    return paragraphs(
        [literal(f"Reviewed: {why.scene_title}", "bold $accent"), *debrief.reviewed(why), closing]
    )

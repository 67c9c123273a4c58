"""The debrief and practice over time, drawn with characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from game.core.debrief import Debriefing
from game.core.enums import Call, Dimension, Pole
from game.core.explanation import Explanation
from game.core.practice import Due, Met, Progress, progress
from game.journal.exports import text
from game.journal.exports.record import Play
from game.journal.history import PracticeHistory
from game.text import debrief, labels
from game.tui import play_pages
from game.tui.text import line, lines, literal, paragraphs
from game.tui.theme import CALL_SHAPES, COLOURS, SHAPES


FULL, OPEN = "●", "○"
LANES = (100, 75, 50, 25, 0)
"""The heights at which a gauge is drawn."""
MAX_MARKS = 7
"""Where there are more of one kind, all are told as numbers."""


def log(found: Debriefing) -> Content:
    """What went together, then cue, call, deed and what came of it, scene by scene."""
    return paragraphs(
        [
            lines(
                [
                    play_pages.heading("What you called and did"),
                    *(line(("▪ ", "$lead"), message) for message in debrief.insights(found)),
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
                play_pages.call(why.call_given),
                ("; so does the key" if agrees else "; the key: ", "$quiet"),
                *([] if agrees else [play_pages.call(why.call)]),
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
        return line(shape, name, (f"{_text_of(met, few):<8}", COLOURS[pole]))

    return line(f"{dimension.value:<9}", side(Pole.LEAD, 14), side(Pole.MANAGE, 17))


def _few(counts: Iterable[Met]) -> bool:
    """Whether all can be counted at a glance, as marks."""
    return all(met.asked <= MAX_MARKS for met in counts)


def _text_of(met: Met, few: bool) -> str:
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
            current = [_lane(direction) == lane, _lane(structure) == lane]
            marks.append(
                line(
                    (SHAPES[Pole.LEAD] if current[0] else "·", "$lead" if current[0] else "$line"),
                    (
                        SHAPES[Pole.MANAGE] if current[1] else "·",
                        "$manage" if current[1] else "$line",
                    ),
                    "    ",
                )
            )
        rows.append(line((f"{lane:>4}  ", "$quiet"), *marks))
    names = "".join(f"{name:<6}" for name in ("start", *map(str, range(1, len(whys) + 1))))
    message = " → ".join(map(str, series[Pole.LEAD])), " → ".join(map(str, series[Pole.MANAGE]))
    return lines(
        [
            literal("Direction and Structure", "bold $lead"),
            *rows,
            literal(f"      {names}", "$quiet"),
            line(("▲ Direction  ", "$lead"), message[0]),
            line(("■ Structure  ", "$manage"), message[1]),
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
                    _text_of(met, few),
                )
                for skill, met in counted.skills.items()
            ),
        ]
    )


def plans(found: Debriefing) -> Iterable[Content]:
    """What could be tried, as cards."""
    return (literal(debrief.plan(made)) for made in found.plans)


BAR = 16


def run(play: Play) -> Content:
    """One run: when it was played, and scene by scene what was called and done."""
    return paragraphs(
        [
            lines([literal(play.run.title, "bold $lead"), literal(text.about(play), "$quiet")]),
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


def whole(found: PracticeHistory) -> Content:
    """All first attempts together."""
    counted = progress(found.whys)
    if not counted.scenes:
        return literal("Nothing has been answered yet. First attempts will be counted here.")
    return paragraphs(
        [
            _head(counted),
            contexts(counted),
            dimensions(counted),
            calls(counted),
            skills(counted),
            literal(labels.PRACTICE_NOT_TEST, "$quiet"),
        ]
    )


def _head(counted: Progress) -> Content:
    scenes = "1 scene" if counted.scenes == 1 else f"{counted.scenes} scenes"
    band = counted.band
    overall = (
        f"On the whole {band.mean:.0f} points, give or take {band.either_side:.0f}."
        if band
        else None
    )
    return lines(
        [
            line(("First attempts", "bold $lead"), (f"  {scenes} answered", "$quiet")),
            *(literal(message) for message in (counted.caution, overall) if message),
        ]
    )


def contexts(counted: Progress) -> Content:
    """How much was served in each setting."""
    return lines(
        [
            line(("By setting", "bold $lead"), ("  tokens served", "$quiet")),
            *(
                line(f"{labels.CONTEXTS[context]:<31}", _bar(met), f" {met.as_text}")
                for context, met in counted.contexts.items()
            ),
        ]
    )


def _bar(met: Met) -> Content:
    full = round(BAR * met.met / met.asked)
    return line("█" * full, ("░" * (BAR - full), "$line"))


def due(cards: tuple[Due, ...]) -> Content:
    """What comes back today."""
    if not cards:
        return literal("Nothing is due today.", "$quiet")
    return lines(
        [
            line(("Due again", "bold $lead"), ("  each in a different scene", "$quiet")),
            *(
                line(
                    ("▪ ", "$lead"),
                    f"{card.side[0].value}: {labels.POLES[card.side]}",
                    ("  missed when you were sure" if card.was_sure else "", "$quiet"),
                )
                for card in cards
            ),
        ]
    )


def reviewed(why: Explanation) -> Content:
    """The end of a review."""
    return paragraphs(
        [literal(f"Reviewed: {why.scene_title}", "bold $lead"), *debrief.reviewed(why)]
    )

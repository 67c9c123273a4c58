"""What practice over time looks like: counts and pictures, and no verdict on anybody."""

from __future__ import annotations

from textual.content import Content

from game.core.explanation import Explanation
from game.core.practice import Due, Met, Progress, progress
from game.journal.exports import text
from game.journal.exports.record import Play
from game.journal.history import Growth
from game.text import debrief, labels
from game.tui import debrief_pages
from game.tui.literal import line, lines, literal, paragraphs


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


def whole(found: Growth) -> Content:
    """All first attempts together."""
    counted = progress(found.whys)
    if not counted.scenes:
        return literal("Nothing has been answered yet. First attempts will be counted here.")
    return paragraphs(
        [
            _head(counted),
            contexts(counted),
            debrief_pages.dimensions(counted),
            debrief_pages.calls(counted),
            debrief_pages.skills(counted),
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
            *(literal(told) for told in (counted.caution, overall) if told),
        ]
    )


def contexts(counted: Progress) -> Content:
    """How much was served in each setting."""
    return lines(
        [
            line(("By setting", "bold $lead"), ("  tokens served", "$quiet")),
            *(
                line(f"{labels.CONTEXTS[context]:<31}", _bar(met), f" {met.told}")
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

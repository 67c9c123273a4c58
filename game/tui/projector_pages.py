"""Pages of the projector at each stage, as literal content."""

from __future__ import annotations

from textwrap import shorten

from textual.content import Content

from game.core.view import SceneView
from game.room import messages
from game.room.discussion import costliest
from game.room.state import Stage
from game.room.views import Result, Wall
from game.text import labels
from game.tui import play_pages
from game.tui.text import line, lines, literal, paragraphs


LOG_CHOICE = 30
"""The longest that a choice is told in the log, so that a scene keeps to two lines."""


def page(wall: Wall) -> Content:
    """What stands on the page at this stage, above or instead of the options."""
    match wall.stage:
        case Stage.READ:
            return play_pages.scene(wall.story.scene) if wall.story.scene else Content("")
        case Stage.VOTE:
            return question(wall)
        case Stage.TALK:
            return talk(wall)
        case Stage.REVEAL:
            return revealed(wall)
        case Stage.OUTCOME if wall.story.chosen is not None:
            return play_pages.outcome(wall.story, wall.story.chosen)
        case Stage.WHY:
            return calls(wall)
        case Stage.ENDING:
            return ending(wall)
        case Stage.WHAT | Stage.SO_WHAT | Stage.NOW_WHAT:
            return debrief(wall)
        case Stage.OVER:
            return over(wall)
    return Content("")


def question(wall: Wall) -> Content:
    """How people took the call, where a choice is asked for, and the question at hand."""
    asked = messages.QUESTIONS[wall.question] if wall.question else ""
    again = "" if wall.round == 1 else f"  vote {wall.round}"
    reaction = literal(wall.story.after_call, "italic") if wall.story.after_call else None
    return paragraphs([reaction, line((asked, "bold $lead"), (again, "$quiet"))])


def revealed(wall: Wall) -> Content:
    """What the bars show."""
    title = "How the room called it" if wall.question == "call" else "What the room would do"
    first = "  ─ first vote, █ last" if len(wall.results) > 1 else ""
    return line((title, "bold $lead"), (first, "$quiet"))


def again(wall: Wall, scene: SceneView) -> Content:
    """The scene, and what can be voted for in it."""
    return paragraphs(
        [
            play_pages.scene(scene),
            *(
                line((f"{each.letter}  ", "bold $lead"), (each.text, "bold"))
                for each in wall.options
            ),
        ]
    )


def talk(wall: Wall) -> Content:
    """What to do between two votes."""
    return line(("Talk  ", "bold $lead"), (wall.task or "", "bold"))


def decision(wall: Wall, *, tall: bool) -> Content:
    """What the room decided, or that it could not; and who moved; briefly unless it is *tall*."""
    decided = messages.decided(wall) if tall or wall.tied else messages.decided_by_letter(wall)
    style = "bold $lead" if wall.tied else "bold"
    moves = messages.moves(wall)
    return lines(
        [
            *([literal(decided, style)] if decided else []),
            *([literal(" ".join(moves))] if moves else []),
        ]
    )


def calls(wall: Wall) -> Content:
    """How the room called the moment, beside what it asked for."""
    why = wall.story.why
    if why is None or wall.calls is None:
        return Content("")
    return lines([literal("How the room called it", "bold $lead"), *_calls(wall.calls, why.call)])


def _calls(result: Result, asked: str) -> list[Content]:
    most = max(1, *(bar.count for bar in result.bars))
    return [
        line(
            ("▶ " if bar.option.id == asked else "  ", "bold $lead"),
            f"{bar.option.text:<18}",
            ("█" * round(20 * bar.count / most), "$manage"),
            (f" {bar.count}", "bold"),
            (" the key" if bar.option.id == asked else "", "$quiet"),
        )
        for bar in result.bars
    ]


def ending(wall: Wall) -> Content:
    """How the story ends."""
    state, text = wall.story.state, wall.story.ending
    if state is None or text is None:
        return Content("")
    return paragraphs(
        [
            line((f"{state.value.capitalize()}: ", "bold $lead"), (labels.STATES[state], "$quiet")),
            literal(text),
        ]
    )


def debrief(wall: Wall) -> Content:
    """One stage of the debrief: its data first, then its questions, then what was shared."""
    title, about = messages.DEBRIEF[wall.stage]
    return paragraphs(
        [
            line((title, "bold $lead"), (f"  {about}", "$quiet")),
            log(wall) if wall.stage is Stage.WHAT else None,
            counter(wall) if wall.stage is Stage.SO_WHAT else None,
            *(line(("● ", "$lead"), (prompt, "bold")) for prompt in wall.prompts),
            lines(line(("▪ ", "$manage"), text) for text in wall.shared),
        ]
    )


def log(wall: Wall) -> Content:
    """What the room saw, called and did, scene by scene."""
    return lines(
        line(
            (f"{moment.turn} ", "bold $lead"),
            (moment.why.scene_title, "bold"),
            f"  chose: {shorten(moment.why.choice_text, LOG_CHOICE, placeholder=' …')}",
            f"\n  called {labels.CALLS[moment.why.call_given].lower()}",
            (f" · asked for {labels.CALLS[moment.why.call].lower()}", "$quiet"),
        )
        for moment in wall.moments
    )


def counter(wall: Wall) -> Content | None:
    """The best case for the road not taken, in the scene that the first question is about."""
    moment = costliest(wall.moments)
    if moment is None or moment.minority_text is None or moment.minority_right_if is None:
        return None
    return paragraphs(
        [
            line(
                ("Some would have: ", "bold"),
                moment.minority_text,
                (f" ({moment.why.scene_title})", "$quiet"),
            ),
            line(("Right if ", "bold"), moment.minority_right_if),
        ]
    )


def over(wall: Wall) -> Content:
    """The last page."""
    return paragraphs(
        [
            literal("Thank you.", "bold $lead"),
            literal("Try your one thing on Thursday.", "bold"),
            lines(line(("▪ ", "$manage"), text) for text in wall.shared),
            literal(f"{labels.KEYS_ARE_AUTHORED} {labels.PRACTICE_NOT_TEST}", "$quiet"),
        ]
    )

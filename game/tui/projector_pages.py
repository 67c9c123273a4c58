"""Pages of the projector at each stage, as literal content."""

from __future__ import annotations

from textwrap import shorten

from textual.content import Content

from game.core.view import SceneView
from game.room import messages
from game.room.discussion import lowest_scoring
from game.room.state import Stage
from game.room.views import ProjectorView, Result
from game.text import explanation, help_pages, labels
from game.tui import play_pages
from game.tui.text import line, lines, literal, paragraphs


LOG_CHOICE = 30
"""The longest that a choice is told in the log, so that a scene keeps to two lines."""


def page(projector: ProjectorView) -> Content:
    """What stands on the page at this stage, above or instead of the options."""
    match projector.stage:
        case Stage.READ:
            return play_pages.scene(projector.story.scene) if projector.story.scene else Content("")
        case Stage.VOTE:
            return question(projector)
        case Stage.TALK:
            return talk(projector)
        case Stage.REVEAL:
            return revealed(projector)
        case Stage.OUTCOME if projector.story.chosen is not None:
            return play_pages.outcome(projector.story, projector.story.chosen)
        case Stage.WHY:
            return calls(projector)
        case Stage.ENDING:
            return ending(projector)
        case Stage.WHAT | Stage.SO_WHAT | Stage.NOW_WHAT:
            return debrief(projector)
        case Stage.OVER:
            return over(projector)
    return Content("")


def question(projector: ProjectorView) -> Content:
    """How people took the call, where a choice is asked for, and the question at hand."""
    asked = messages.QUESTIONS[projector.question] if projector.question else ""
    again = "" if projector.round == 1 else f"  vote {projector.round}"
    reaction = literal(projector.story.after_call, "italic") if projector.story.after_call else None
    return paragraphs([reaction, line((asked, "bold $lead"), (again, "$quiet"))])


def revealed(projector: ProjectorView) -> Content:
    """What the bars show."""
    title = "How the room called it" if projector.question == "call" else "What the room would do"
    first = "  ─ first vote, █ last" if len(projector.results) > 1 else ""
    return line((title, "bold $lead"), (first, "$quiet"))


def again(projector: ProjectorView, scene: SceneView) -> Content:
    """The scene, and what can be voted for in it."""
    return paragraphs(
        [
            play_pages.scene(scene),
            *(
                line((f"{item.letter}  ", "bold $lead"), (item.text, "bold"))
                for item in projector.options
            ),
        ]
    )


def talk(projector: ProjectorView) -> Content:
    """What to do between two votes."""
    return line(("Talk  ", "bold $lead"), (projector.task or "", "bold"))


def decision(projector: ProjectorView, *, tall: bool) -> Content:
    """What the room decided, or that it could not; and who moved; briefly unless it is *tall*."""
    decided = (
        messages.decided(projector)
        if tall or projector.tied
        else messages.decided_by_letter(projector)
    )
    style = "bold $lead" if projector.tied else "bold"
    moves = messages.moves(projector)
    return lines(
        [
            *([literal(decided, style)] if decided else []),
            *([literal(" ".join(moves))] if moves else []),
        ]
    )


def calls(projector: ProjectorView) -> Content:
    """How the room called the moment, beside what it asked for."""
    why = projector.story.why
    if why is None or projector.calls is None:
        return Content("")
    return lines(
        [literal("How the room called it", "bold $lead"), *_calls(projector.calls, why.call)]
    )


def _calls(result: Result, asked: str) -> list[Content]:
    maximum = max(1, *(bar.count for bar in result.bars))
    return [
        line(
            ("▶ " if bar.option.id == asked else "  ", "bold $lead"),
            f"{bar.option.text:<18}",
            ("█" * round(20 * bar.count / maximum), "$manage"),
            (f" {bar.count}", "bold"),
            (" the key" if bar.option.id == asked else "", "$quiet"),
        )
        for bar in result.bars
    ]


def ending(projector: ProjectorView) -> Content:
    """How the story ends."""
    state, text = projector.story.state, projector.story.ending
    if state is None or text is None:
        return Content("")
    return paragraphs(
        [
            line((f"{state.value.capitalize()}: ", "bold $lead"), (labels.STATES[state], "$quiet")),
            literal(text),
        ]
    )


def debrief(projector: ProjectorView) -> Content:
    """One stage of the debrief: its data first, then its questions, then what was shared."""
    title, about = messages.DEBRIEF[projector.stage]
    return paragraphs(
        [
            line((title, "bold $lead"), (f"  {about}", "$quiet")),
            log(projector) if projector.stage is Stage.WHAT else None,
            counter(projector) if projector.stage is Stage.SO_WHAT else None,
            *(line(("● ", "$lead"), (prompt, "bold")) for prompt in projector.prompts),
            lines(line(("▪ ", "$manage"), text) for text in projector.shared),
        ]
    )


def log(projector: ProjectorView) -> Content:
    """What the room saw, called and did, scene by scene."""
    return lines(
        line(
            (f"{moment.turn} ", "bold $lead"),
            (moment.why.scene_title, "bold"),
            f"  chose: {shorten(moment.why.choice_text, LOG_CHOICE, placeholder=' …')}",
            f"\n  called {labels.CALLS[moment.why.call_given].lower()}",
            (f" · asked for {labels.CALLS[moment.why.call].lower()}", "$quiet"),
        )
        for moment in projector.summaries
    )


def counter(projector: ProjectorView) -> Content | None:
    """The best case for the road not taken, in the scene that the first question is about."""
    moment = lowest_scoring(projector.summaries)
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


def over(projector: ProjectorView) -> Content:
    """The last page."""
    return paragraphs(
        [
            literal("Thank you.", "bold $lead"),
            literal("Try your one thing on Thursday.", "bold"),
            lines(line(("▪ ", "$manage"), text) for text in projector.shared),
            literal(f"{explanation.KEYS_ARE_AUTHORED} {help_pages.PRACTICE_NOT_TEST}", "$quiet"),
        ]
    )

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
"""Characters of a choice in the log, so that a scene takes two lines."""


def page(projector: ProjectorView) -> Content:
    """Return the page of the current stage, above or instead of the options."""
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
    """Return the reaction to the call, if any, and the current question."""
    asked = messages.QUESTIONS[projector.question] if projector.question else ""
    again = "" if projector.round == 1 else f"  vote {projector.round}"
    reaction = literal(projector.story.after_call, "italic") if projector.story.after_call else None
    return paragraphs([reaction, line((asked, "bold $lead"), (again, "$quiet"))])


def revealed(projector: ProjectorView) -> Content:
    """Return the title of the bars."""
    title = "How the room called it" if projector.question == "call" else "What the room would do"
    first = "  ─ first vote, █ last" if len(projector.results) > 1 else ""
    return line((title, "bold $lead"), (first, "$quiet"))


def again(projector: ProjectorView, scene: SceneView) -> Content:
    """Return the scene and the options of the vote."""
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
    """Return the task between two votes."""
    return line(("Talk  ", "bold $lead"), (projector.task or "", "bold"))


def decision(projector: ProjectorView, *, tall: bool) -> Content:
    """Return the decision or the tie, and who moved; in full if *tall*."""
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
    """Return the calls of the room, with the key marked."""
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
    """Return the ending of the story."""
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
    """Return a stage of the debrief: data, questions, shared lines."""
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
    """Return the calls and choices of the room, scene by scene."""
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
    """Return the case for the choice not taken in the scene of the first question."""
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
    """Return the last page."""
    return paragraphs(
        [
            literal("Thank you.", "bold $lead"),
            literal("Try your one thing on Thursday.", "bold"),
            lines(line(("▪ ", "$manage"), text) for text in projector.shared),
            literal(f"{explanation.KEYS_ARE_AUTHORED} {help_pages.PRACTICE_NOT_TEST}", "$quiet"),
        ]
    )

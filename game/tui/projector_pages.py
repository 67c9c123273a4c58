"""Pages of the projector at each stage, as literal content."""

from __future__ import annotations

from textual.content import Content

from game.core.view import SceneView
from game.present import projector as present
from game.present.blocks import Form
from game.room import messages
from game.room.state import Stage
from game.room.views import ProjectorView
from game.tui import play_pages
from game.tui.text import draw, line, lines, literal, paragraphs
from game.tui.widgets.block_graphics import big


def page(
    projector: ProjectorView, width: int, *, second: bool = False, time_is_up: bool = False
) -> Content:
    """
    Return the page of the current stage in *width* columns, above or instead of the options.

    *second* is whether to return the second page of *why*, *time_is_up* whether a clock has ended.
    """
    if projector.paused:
        return paused()
    if projector.puzzle is not None:
        return puzzle(projector.puzzle)
    match projector.stage:
        case Stage.READ:
            return play_pages.scene(projector.story.scene) if projector.story.scene else Content("")
        case Stage.LETTER:
            return letter(projector)
        case Stage.VOTE:
            return question(projector)
        case Stage.TALK:
            return talk(projector, time_is_up=time_is_up)
        case Stage.REVEAL:
            return revealed(projector)
        case Stage.OUTCOME:
            return play_pages.outcome(projector.story, draw(present.decided_blocks(projector)))
        case Stage.WHY:
            return facts(projector) if second else why(projector)
        case Stage.ENDING:
            return ending(projector)
        case Stage.WHAT | Stage.SO_WHAT | Stage.NOW_WHAT:
            return debrief(projector, width)
        case Stage.OVER | Stage.ENDED:
            return over(projector)
    return Content("")


def letter(projector: ProjectorView) -> Content:
    """Return the letter of a campaign, or the practices to choose from before it."""
    first, *rest = projector.letter or ("",)
    return paragraphs(
        [
            literal(first, "bold $accent"),
            *map(literal, rest),
            *(
                line((f"{option.letter}  ", "bold $accent"), option.text)
                for option in projector.options
            ),
            literal(messages.SHOW_HANDS) if projector.options else None,
        ]
    )


def question(projector: ProjectorView) -> Content:
    """Return the reaction to the call, if any, and the current question."""
    asked = messages.QUESTIONS[projector.question] if projector.question else ""
    again = "" if projector.round == 1 else f"  vote {projector.round}"
    reaction = draw(present.reaction_blocks(projector.story))
    return paragraphs([reaction, line((asked, "bold $accent"), (again, "$quiet"))])


def paused() -> Content:
    """Return the page of a pause, which nobody mistakes for another, with the key that ends it."""
    return paragraphs(
        [
            lines(literal(row, "bold $accent") for row in big("PAUSE")),
            # A low screen has no line of keys.
            line(f"{messages.PAUSED} ", ("p", "bold $accent"), " ends it."),
        ]
    )


def puzzle(text: str) -> Content:
    """Return the page of a question that puzzles somebody."""
    return paragraphs([literal(messages.PUZZLES_US, "bold $accent"), literal(text, "bold")])


def revealed(projector: ProjectorView) -> Content:
    """Return the decision, or the tie, in full, and the title of the bars."""
    title = "How the room called it" if projector.question == "call" else "What the room would do"
    first = "  ─ first vote, █ last" if len(projector.results) > 1 else ""
    decided = messages.decided(projector)
    return lines(
        [
            *([literal(decided, "bold")] if decided else []),
            line((title, "bold $accent"), (first, "$quiet")),
        ]
    )


def again(projector: ProjectorView, scene: SceneView) -> Content:
    """Return the scene and the options of the vote."""
    return paragraphs(
        [
            play_pages.scene(scene),
            *(
                line((f"{item.letter}  ", "bold $accent"), (item.text, "bold"))
                for item in projector.options
            ),
        ]
    )


def talk(projector: ProjectorView, *, time_is_up: bool) -> Content:
    """Return the task between two votes, or that its time is up."""
    task = line(("Talk  ", "bold $accent"), (projector.task or "", "bold"))
    if not time_is_up:
        return task
    return lines([line((f" {messages.TIME_IS_UP} ", "bold $background on $foreground")), task])


def after(projector: ProjectorView, *, short: bool) -> Content:
    """Return who moved, below a reveal; if texts are left out (*short*), where they are."""
    revealed = projector.stage is Stage.REVEAL
    parts = [*messages.moves(projector), *filter(None, [projector.task])] if revealed else []
    if short:
        parts.append("s: every choice in full.")
    return literal(" ".join(parts))


def why(projector: ProjectorView) -> Content:
    """Return the first page of *why*: the explanation in prose."""
    return draw(present.why_blocks(projector, Form.SCREEN))


def facts(projector: ProjectorView) -> Content:
    """Return the second page of *why*: the calls of the room, with the key marked."""
    return draw(present.calls_blocks(projector, Form.SCREEN))


def ending(projector: ProjectorView) -> Content:
    """Return the ending of the story."""
    return draw(present.ending_blocks(projector))


def debrief(projector: ProjectorView, width: int) -> Content:
    """Return a stage of the debrief in *width* columns: data, questions, shared lines."""
    return paragraphs(
        [
            draw(present.debrief_blocks(projector, Form.SCREEN, width)),
            *(line(("● ", "$accent"), (prompt, "bold")) for prompt in projector.prompts),
            shared(projector),
        ]
    )


def shared(projector: ProjectorView) -> Content:
    """Return the lines on the screen, and how many wait."""
    waiting = messages.lines_wait(projector.held)
    return lines(
        [
            *(line(("▪ ", "$accent"), text) for text in projector.shared),
            *([literal(waiting, "$quiet")] if waiting else []),
        ]
    )


def over(projector: ProjectorView) -> Content:
    """Return the last page."""
    is_over = projector.stage is Stage.OVER
    return paragraphs(
        [
            draw(present.over_blocks()),
            shared(projector),
            literal(messages.ENTER_CHOOSES if is_over else messages.EVENING_OVER),
            draw([present.key_block(projector)]),
        ]
    )

"""Pages of the projector at each stage, as literal content."""

from __future__ import annotations

from textwrap import shorten

from textual.content import Content

from game.core.view import SceneView
from game.present.explanation import PROJECTOR_PROSE, Fact, explanation_blocks
from game.room import messages
from game.room.discussion import lowest_scoring, whose_key
from game.room.state import Stage
from game.room.views import ProjectorView, Result
from game.text import help_pages, labels
from game.tui import play_pages
from game.tui.text import draw, line, lines, literal, paragraphs
from game.tui.widgets.block_graphics import big


LOG_CHOICE = 30
"""Characters of a choice in the log, so that a scene takes two lines."""


def page(projector: ProjectorView, *, second: bool = False, time_is_up: bool = False) -> Content:
    """
    Return the page of the current stage, above or instead of the options.

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
            decided = literal(messages.decided(projector) or "", "italic")
            return play_pages.outcome(projector.story, decided)
        case Stage.WHY:
            return facts(projector) if second else why(projector)
        case Stage.ENDING:
            return ending(projector)
        case Stage.WHAT | Stage.SO_WHAT | Stage.NOW_WHAT:
            return debrief(projector)
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
    reaction = literal(projector.story.after_call, "italic") if projector.story.after_call else None
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


def moves(projector: ProjectorView, *, short: bool) -> Content:
    """Return who moved; if texts are left out (*short*), where they are."""
    parts = [*messages.moves(projector), *filter(None, [projector.task])]
    if short:
        parts.append("s: every choice in full.")
    return literal(" ".join(parts))


def why(projector: ProjectorView) -> Content:
    """Return the first page of *why*: the explanation in prose."""
    reasons = projector.story.why
    if reasons is None:
        return Content("")
    tied = bool(projector.summaries and projector.summaries[-1].tied_calls)
    facts = [fact for fact in PROJECTOR_PROSE if not (tied and fact is Fact.VERDICT)]
    verdict = messages.verdict_of_tie(projector.summaries[-1]) if tied else None
    return paragraphs([verdict, draw(explanation_blocks(reasons, facts))])


def facts(projector: ProjectorView) -> Content:
    """Return the second page of *why*: the calls of the room, with the key marked."""
    why = projector.story.why
    if why is None or projector.calls is None:
        return Content("")
    return lines(
        [literal("How the room called it", "bold $accent"), *_calls(projector.calls, why.call)]
    )


def _calls(result: Result, asked: str) -> list[Content]:
    maximum = max(1, *(bar.count for bar in result.bars))
    return [
        line(
            ("▶ " if bar.option.id == asked else "  ", "bold $accent"),
            f"{bar.option.text:<18}",
            ("█" * round(20 * bar.count / maximum), "$accent"),
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
            line(
                (f"{state.value.capitalize()}: ", "bold $accent"), (labels.STATES[state], "$quiet")
            ),
            literal(text),
        ]
    )


def debrief(projector: ProjectorView) -> Content:
    """Return a stage of the debrief: data, questions, shared lines."""
    title, about = messages.DEBRIEF[projector.stage]
    return paragraphs(
        [
            line((title, "bold $accent"), (f"  {about}", "$quiet")),
            log(projector) if projector.stage is Stage.WHAT else None,
            counter(projector) if projector.stage is Stage.SO_WHAT else None,
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


def log(projector: ProjectorView) -> Content:
    """Return the calls and choices of the room, scene by scene."""
    return lines(
        line(
            (f"{moment.turn} ", "bold $accent"),
            (moment.why.scene_title, "bold"),
            f"  {messages.chose(moment)}: "
            f"{shorten(moment.why.choice_text, LOG_CHOICE, placeholder=' …')}",
            f"\n  {messages.called(moment)}",
            (f" · needed: {labels.CALLS[moment.why.call].lower()}", "$quiet"),
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
            literal("Thank you.", "bold $accent"),
            literal(messages.NEXT_DAY, "bold"),
            shared(projector),
            literal(
                messages.ENTER_CHOOSES if projector.stage is Stage.OVER else messages.EVENING_OVER
            ),
            literal(f"{whose_key(projector.summaries)} {help_pages.PRACTICE_NOT_TEST}", "$quiet"),
        ]
    )

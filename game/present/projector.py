"""The pages of the projector as blocks, without the options and bars of a vote."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from game.core.scenario import Scenario
from game.core.view import View
from game.present.blocks import (
    Block,
    Form,
    Lines,
    Paragraph,
    Row,
    Span,
    Tone,
    accent,
    paragraph,
    quiet,
    strong,
    unstyled,
)
from game.present.explanation import (
    PROJECTOR_PROSE,
    PROJECTOR_READ_OUT,
    Fact,
    explanation_blocks,
)
from game.present.scene import outcome_blocks, scene_blocks
from game.room import messages
from game.room.discussion import SceneSummary, lowest_scoring, whose_key
from game.room.state import Stage
from game.room.views import ProjectorView, Result
from game.text import help_pages, labels
from game.text.cells import count_cells, shorten_cells
from game.text.paragraphs import split_paragraphs


MIN_CHOICE = 30
"""Cells that a choice has in the log at least, where more than its line is needed for it."""
MAX_BAR = 20
"""Characters of the longest bar."""


def sentences(projector: ProjectorView, scenario: Scenario) -> Iterator[str]:
    """
    Yield what the page of the current stage says, to be read aloud.

    Its title, the question, the prompts and the lines from phones are not part of it.
    """
    for block in _page(projector, scenario):
        rows = (block.parts,) if isinstance(block, Paragraph) else block.rows
        for text in map(unstyled, rows):
            yield from split_paragraphs(text) if "\n" in text else filter(None, [text])


def _page(projector: ProjectorView, scenario: Scenario) -> Iterator[Block]:
    story, form = projector.story, Form.SENTENCES
    match projector.stage:
        case Stage.LOBBY:
            yield from briefing_blocks(projector, scenario)
        case Stage.LETTER:
            yield from map(paragraph, projector.letter)
        case Stage.READ | Stage.VOTE | Stage.TALK | Stage.REVEAL:
            if story.scene is not None:
                yield from scene_blocks(story.scene)
            yield from reaction_blocks(story)
        case Stage.OUTCOME:
            yield from decided_blocks(projector)
            yield from outcome_blocks(story, form)
        case Stage.WHY:
            yield from why_blocks(projector, form)
            yield from calls_blocks(projector, form)
            if story.why is not None:
                yield from explanation_blocks(story.why, PROJECTOR_READ_OUT)
        case Stage.ENDING:
            yield from ending_blocks(projector)
        case Stage.WHAT | Stage.SO_WHAT | Stage.NOW_WHAT:
            yield from debrief_blocks(projector, form)
        case Stage.OVER | Stage.ENDED:
            yield from over_blocks()
            if projector.stage is Stage.ENDED:
                yield paragraph(messages.EVENING_OVER)
            yield key_block(projector)


def briefing_blocks(projector: ProjectorView, scenario: Scenario) -> Iterator[Block]:
    """Yield the campaign, the role and the content note, before the first scene."""
    if projector.campaign:
        yield paragraph(projector.campaign)
    yield paragraph(scenario.role)
    if scenario.content_note:
        yield paragraph(labels.PLEASE_NOTE + scenario.content_note)


def reaction_blocks(story: View) -> Iterator[Block]:
    """Yield how people take the call, if the author wrote that."""
    if story.after_call:
        yield paragraph(Span(story.after_call, Tone.ASIDE))


def decided_blocks(projector: ProjectorView) -> Iterator[Block]:
    """Yield what was decided on."""
    decided = messages.decided(projector)
    if decided:
        yield paragraph(Span(decided, Tone.ASIDE))


def why_blocks(projector: ProjectorView, form: Form) -> Iterator[Block]:
    """Yield the first page of *why*: the explanation in prose."""
    why = projector.story.why
    if why is None:
        return
    tied = bool(projector.summaries and projector.summaries[-1].tied_calls)
    if tied:
        yield paragraph(messages.verdict_of_tie(projector.summaries[-1]))
    first, *rest = PROJECTOR_PROSE
    facts = [first if form is Form.SCREEN else Fact.CALL_SENTENCE, *rest]
    yield from explanation_blocks(why, [f for f in facts if not (tied and f is Fact.VERDICT)])


def calls_blocks(projector: ProjectorView, form: Form) -> Iterator[Block]:
    """Yield the calls of the room, with the key marked."""
    why, calls = projector.story.why, projector.calls
    if why is None or calls is None:
        return
    rows = _drawn if form is Form.SCREEN else _counted
    yield Lines(((accent("How the room called it"),), *rows(calls, why.call)))


def _drawn(result: Result, asked: str) -> Iterator[Row]:
    maximum = max(1, *(bar.count for bar in result.bars))
    for bar in result.bars:
        is_key = bar.option.id == asked
        yield (
            accent("▶ " if is_key else "  "),
            f"{bar.option.text:<18}",
            Span("█" * round(MAX_BAR * bar.count / maximum), Tone.MARK),
            strong(f" {bar.count}"),
            quiet(" the key" if is_key else ""),
        )


def _counted(result: Result, asked: str) -> Iterator[Row]:
    for bar in result.bars:
        yield (f"{bar.option.text}: {bar.count}{', the key' if bar.option.id == asked else ''}.",)


def ending_blocks(projector: ProjectorView) -> Iterator[Block]:
    """Yield the ending of the story."""
    state, text = projector.story.state, projector.story.ending
    if state is not None and text is not None:
        yield paragraph(accent(f"{state.value.capitalize()}: "), quiet(labels.STATES[state]))
        yield paragraph(text)


def debrief_blocks(projector: ProjectorView, form: Form, width: int = 0) -> Iterator[Block]:
    """
    Yield the name of a page of the debrief, and the log or the other case that belong to it.

    On a screen of *width* columns a scene of the log takes two lines.
    """
    title, about = messages.DEBRIEF[projector.stage]
    yield paragraph(accent(title), quiet(f"  {about}"))
    if projector.stage is Stage.WHAT:
        rows = partial(_compact, width=width) if form is Form.SCREEN else _in_sentences
        yield Lines(tuple(row for moment in projector.summaries for row in rows(moment)))
    if projector.stage is Stage.SO_WHAT:
        yield from _other_case(projector)


def _compact(moment: SceneSummary, width: int) -> Iterator[Row]:
    number, title, chose = f"{moment.turn} ", moment.why.scene_title, messages.chose(moment)
    space = width - count_cells(f"{number}{title}  {chose}: ")
    text = shorten_cells(moment.why.choice_text, max(MIN_CHOICE, space))
    yield (accent(number), strong(title), f"  {chose}: {text}")
    needed = labels.CALLS[moment.why.call].lower()
    yield (f"  {messages.called(moment)}", quiet(f" · needed: {needed}"))


def _in_sentences(moment: SceneSummary) -> Iterator[Row]:
    chose, called = messages.chose(moment), messages.called(moment)
    yield (f"Scene {moment.turn}: {moment.why.scene_title}.",)
    yield (f"{chose.capitalize()}: {moment.why.choice_text}",)
    needed = labels.CALLS[moment.why.call].lower()
    yield (f"{called[:1].upper()}{called[1:]}. Needed: {needed}.",)


def _other_case(projector: ProjectorView) -> Iterator[Block]:
    """Yield the case for the choice not taken in the scene of the first question."""
    moment = lowest_scoring(projector.summaries)
    if moment is None or moment.minority_text is None or moment.minority_right_if is None:
        return
    where = quiet(f" ({moment.why.scene_title})")
    yield paragraph(strong("Some would have: "), moment.minority_text, where)
    yield paragraph(strong("Right if "), moment.minority_right_if)


def over_blocks() -> Iterator[Block]:
    """Yield the thanks after a scenario."""
    yield paragraph(accent("Thank you."))
    yield paragraph(strong(messages.NEXT_DAY))


def key_block(projector: ProjectorView) -> Block:
    """Return on whose answers the keys rest, and that this is practice."""
    return paragraph(quiet(f"{whose_key(projector.summaries)} {help_pages.PRACTICE_NOT_TEST}"))

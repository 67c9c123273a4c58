"""Pages of a playthrough and its debrief as blocks of text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from wcwidth import iter_graphemes, wrap
from wcwidth import width as cells

from game.content.diagnostics import Suggester, normalize_word
from game.content.handbook import Idea
from game.content.sanitize import quoted
from game.core.debrief import Debriefing
from game.core.duration import minutes
from game.core.enums import Call
from game.core.explanation import Explanation
from game.core.scenario import Scenario
from game.core.synopsis import Synopsis
from game.core.trust import MAX_TRUST
from game.core.view import Person, View
from game.present import blocks
from game.present.blocks import Form, Lines, unstyled
from game.present.ending import (
    count_blocks,
    debrief_questions,
    ending_blocks,
    gauges_moved,
    log_blocks,
)
from game.present.explanation import PLAIN, PLAIN_MORE, PLAIN_WHAT_IF, explanation_blocks
from game.text import debrief as debrief_words
from game.text import explanation, labels
from game.text.paragraphs import split_paragraphs


WIDTH = 72

Block = str | list[str]


class Command(str):
    """A command to copy: a line of its own, which is never wrapped."""

    __slots__ = ()


_LONG_WORD = 200
_MAX_SUGGESTED = 5
_NUMBER = re.compile(r"\d+\. ")


def lay_out(blocks: Iterable[Block], width: int = WIDTH) -> Iterator[str]:
    """
    Yield the lines of *blocks*, wrapped to *width* cells (0: not at all), each with an empty
    line after it.

    Continued lines of a list are indented, under the text of a numbered item. A ``Command`` is
    not wrapped.
    """
    for block in blocks:
        if isinstance(block, Command):
            yield from (block, "")
        elif isinstance(block, list):
            for line in block:
                if isinstance(line, Command):
                    yield line
                    continue
                number = _NUMBER.match(line)
                yield from wrapped(line, width, " " * (number.end() if number else 2))
            yield ""
        else:
            for paragraph in split_paragraphs(block):
                yield from wrapped(paragraph, width)
                yield ""


def wrapped(line: str, width: int, indent: str = "") -> list[str]:
    """Wrap *line* to *width* cells; combining marks take no cell, wide characters two."""
    if not width:
        return [line]
    indent = indent if width >= 2 * len(indent) else ""
    if line.isascii():
        return textwrap.wrap(line, width, break_on_hyphens=False, subsequent_indent=indent)
    if any(len(word) > _LONG_WORD for word in line.split(" ")):
        # Breaking one long word takes the square of its length; pieces do not.
        pieces = (_pieces(word, width - len(indent)) for word in line.split(" "))
        line = " ".join(piece for some in pieces for piece in some)
    return wrap(
        line, width, break_on_hyphens=False, subsequent_indent=indent, control_codes="ignore"
    )


def _pieces(word: str, width: int) -> list[str]:
    """Split *word* into pieces of *width* cells if it is longer than ``_LONG_WORD``."""
    if len(word) <= _LONG_WORD:
        return [word]
    pieces, used = [""], 0
    for letter in iter_graphemes(word):
        taken = cells(letter)
        if used and used + taken > width:
            pieces.append("")
            used = 0
        pieces[-1] += letter
        used += taken
    return pieces


def numbered(texts: Iterable[str]) -> list[str]:
    """Return *texts* as a numbered list."""
    return [f"{number}. {text}" for number, text in enumerate(texts, 1)]


def drawn(page: Iterable[blocks.Block]) -> Iterator[Block]:
    """Yield the blocks of *page* as text: a paragraph as one text, lines as a list."""
    for block in page:
        if isinstance(block, Lines):
            yield [unstyled(row) for row in block.rows]
        else:
            yield unstyled(block.parts)


def title(scenario: Synopsis) -> str:
    """Return a scenario as an item of a list."""
    return f"{scenario.title} ({scenario.minutes} minutes). {scenario.summary}"


def heading(shown: View) -> str:
    """Return the number and the title of the scene."""
    where = labels.where(shown).capitalize()
    return f"{where}: {shown.scene.title}" if shown.scene and not shown.is_review else where


def briefing(scenario: Scenario) -> Iterator[Block]:
    """Yield title, place, role, cast and content note; the list has the summary."""
    yield [scenario.title, f"{scenario.place}. {minutes(scenario)} minutes."]
    yield scenario.role
    yield ["The people:", *(f"{c.name} – {c.role}" for c in scenario.cast.values())]
    if scenario.content_note:
        yield f"{labels.PLEASE_NOTE}{scenario.content_note}"


def scene(shown: View) -> Iterator[Block]:
    """Yield a scene: heading, opening, echo of earlier choices, text and dialogue."""
    assert shown.scene is not None
    yield heading(shown)
    yield from shown.opening
    if shown.is_review:
        yield shown.scene.title
    if shown.scene.echo:
        yield shown.scene.echo
    yield shown.scene.text
    for line in shown.scene.lines:
        how = "adds, in confidence" if line.volunteered else "says"
        yield f"{line.name} {how}: {line.text}"
    for name in shown.scene.silent:
        yield f"{name} {labels.SAYS_NOTHING}"


def calls(*, first: bool) -> Iterator[Block]:
    """Yield the calls, numbered; in the *first* scene with what they mean."""
    yield labels.WHICH_CALL
    yield numbered(
        f"{labels.CALLS[call]}. {labels.CALL_MEANS[call]}" if first else f"{labels.CALLS[call]}."
        for call in Call
    )


def offers(shown: View) -> Iterator[Block]:
    """Yield the choices, numbered in the order they are offered."""
    assert shown.call is not None
    if shown.after_call:
        yield shown.after_call
    yield f"You called: {labels.CALLS[shown.call]}. {labels.WHAT_TO_DO}"
    yield from numbered(offer.text for offer in shown.offers)


def outcome(shown: View) -> Iterator[Block]:
    """Yield the outcome, whose trust moved and why, and the gauges."""
    assert shown.outcome is not None
    yield shown.outcome
    if moved := [explanation.trust_move(move) for move in shown.moves if move.move]:
        yield moved
    if not shown.is_review:
        yield gauges_moved(shown)


def why(explained: Explanation) -> Iterator[Block]:
    """Yield the explanation of an answer in its short form."""
    return drawn(explanation_blocks(explained, PLAIN))


def more(explained: Explanation, book: Mapping[str, Idea]) -> Iterator[Block]:
    """Yield what the short form leaves out: table, points, trust and ideas."""
    yield from drawn(explanation_blocks(explained, PLAIN_MORE))
    yield from ideas(explained, book)


def explored_choice(explained: Explanation) -> Iterator[Block]:
    """Yield where another choice would have led."""
    return drawn(explanation_blocks(explained, PLAIN_WHAT_IF))


def ideas(explained: Explanation, book: Mapping[str, Idea]) -> Iterator[Block]:
    """Yield the titles of the ideas of an explanation, numbered."""
    yield ["Ideas behind it. Type idea 1 to read the first:"]
    yield numbered(book[name].title for name in explained.ideas)


def look_up(name: str, book: Mapping[str, Idea]) -> Idea | str:
    """Return the idea with the id or title *name*, or a sentence that there is none."""
    wanted = normalize_word(name)
    for idea in book.values():
        if wanted in (idea.id, normalize_word(idea.title)):
            return idea
    near = Suggester().suggest(name, [*book, *(idea.title for idea in book.values())])
    begun = [item for item in book if wanted and item.startswith(f"{wanted}-")][:_MAX_SUGGESTED]
    meant = " or ".join(f"'{item}'" for item in ([near] if near else begun))
    question = f"; did you mean {meant}?" if meant else ""
    return f"there is no idea called {quoted(name)}{question}"


def idea(idea: Idea, book: Mapping[str, Idea]) -> Iterator[Block]:
    """Yield an idea of the handbook: title, text, an example of play, and links."""
    yield idea.title
    yield idea.text
    if idea.in_play:
        yield f"In play: {idea.in_play}"
    if idea.see:
        yield ["See also:", *(f"{near}: {book[near].title}" for near in idea.see)]


def ending(shown: View) -> Iterator[Block]:
    """Yield the ending of a playthrough."""
    return drawn(ending_blocks(shown, Form.SENTENCES))


def person(person: Person) -> str:
    """Return a character and their trust in one sentence."""
    away = "" if person.present else " Not here now."
    trust = f"{labels.TRUST[person.trust]}, trust {person.trust} of {MAX_TRUST}"
    return f"{person.name}, {person.role}: {trust}.{away}"


def debrief(debriefing: Debriefing, shown: View) -> Iterator[Block]:
    """Yield the whole debrief, and what can be typed next."""
    yield from drawn(log_blocks(debriefing, Form.SENTENCES))
    yield from drawn(count_blocks(debriefing))
    if debriefing.question is None:
        yield debrief_words.ALL_SERVED
    else:
        yield [
            debrief_words.asked(debriefing.question),
            *numbered(line.text for line in debriefing.question.lines),
            "Type line and a number. It is not scored.",
        ]
        yield [
            f"{debrief_words.PLANS}:",
            *numbered(debrief_words.plan(plan) for plan in debriefing.plans),
            "Type plan and a number to keep one.",
        ]
    yield from drawn(debrief_questions(shown))

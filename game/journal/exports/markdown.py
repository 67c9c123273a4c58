"""Markdown: a log to read, to keep among notes, or to hand to a coach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from game.core.enums import Call
from game.core.progress import Progress, progress
from game.journal.exports import text as phrases
from game.journal.exports.record import Play, RecordLike, whys
from game.text import explanation, help_pages, judgement, labels
from game.text.debrief import caution


_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_START = re.compile(r"^([0-9]+(?=[.)](?: |$))|(?=[-+=]))")


def write(record: RecordLike) -> Iterator[str]:
    """*record* as Markdown, first attempts before practice."""
    breaks = ""
    for line in _lines(record):
        if line:
            yield breaks + line
            breaks = ""
        breaks += "\n"
    yield "\n"


def literal(text: str) -> str:
    """Return *text* on one line, with all markup of Markdown in it and all URLs escaped."""
    return _START.sub(r"\1\\", _inside(text))


def _inside(text: str) -> str:
    """Return *text* like ``literal``, for inside a line, where no list begins."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _lines(record: RecordLike) -> Iterator[str]:
    yield from (f"# {phrases.TITLE}", "", help_pages.PRACTICE_NOT_TEST, "")
    first = tuple(record.first)
    if first:
        yield from (f"## {phrases.FIRST}", "", phrases.FIRST_MEANS, "")
        yield from _together(progress(whys(first)))
        for play in first:
            yield from _play(play)
    practice = False
    for play in record.practice:
        if not practice:
            yield from (f"## {phrases.PRACTICE}", "", phrases.PRACTICE_MEANS, "")
        practice = True
        yield from _play(play)
    if not (first or practice):
        yield phrases.EMPTY


def _together(counted: Progress) -> Iterator[str]:
    if not counted.scenes:
        return
    yield from ("### Together", "")
    if warning := caution(counted):
        yield from (warning, "")
    calls = [
        [labels.CALLS[needed], *(str(counted.calls[needed, given]) for given in Call)]
        for needed in Call
    ]
    yield from _table(("It needed / you called", *labels.CALLS.values()), calls)
    yield from _table(
        ("Dimension", "Side", "Tokens served"),
        [
            [dimension.value, f"{pole.value}: {labels.POLES[dimension, pole]}", met.as_text]
            for (dimension, pole), met in counted.dimensions.items()
        ],
    )
    yield from _table(
        ("Skill wanted", "Shown"),
        [[labels.skill(skill), met.as_text] for skill, met in counted.skills.items()],
    )


def _play(play: Play) -> Iterator[str]:
    yield from (f"### {literal(play.run.title)}", "", f"{literal(phrases.about(play))}.", "")
    if play.note:
        yield from (literal(play.note), "")
    if play.answers:
        yield from _table(phrases.LOG, [phrases.log(answer) for answer in play.answers])
        look = [look for answer in play.answers if (look := explanation.look_for(answer.why))]
        verdicts = (f"{a.why.scene_title}: {judgement.verdict(a.why)}" for a in play.answers)
        yield from (f"- {literal(text)}" for text in (*verdicts, *dict.fromkeys(look)))
        yield ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_inside(cell) for cell in row)} |"
    yield ""

"""CSV and Excel exports: one row per answered scene."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from game.core.enums import Dimension, Skill
from game.core.explanation import Row
from game.journal.exports.record import Answer, Play, RecordLike
from game.text import labels


if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


Cell = str | int | float | bool | None

COMMA = ","

_STARTS = "=+\\-@\t\r\n\0＝＋－＠"
"""Characters that may start a formula in a spreadsheet."""
_FORMULA = re.compile(rf"(?:^|(?<=[;\t\r\n]))(?=[ \"]*[{_STARTS}])")
_FORMULA_AFTER_COMMA = re.compile(rf"(?:^|(?<=[,;\t\r\n]))(?=[ \"]*[{_STARTS}])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")

COLUMNS = (
    *("player", "run", "attempt", "scenario", "title", "started", "finished"),
    *("number", "scene", "scene_title", "counts", "called_at", "chosen_at", "context"),
    *(
        "call_given",
        "call_needed",
        "call_missed",
        "done",
        "confidence",
        "choice",
        "choice_text",
        "place_shown",
    ),
    *("points", "call_points", "fit", "craft"),
    *(f"{d.value}_{what}" for d in Dimension for what in ("asked", "did", "tokens", "served")),
    *("skills_wanted", "skills_shown", "myth", "direction", "structure", "note"),
)
"""The column names."""


def write(record: RecordLike, separator: str = COMMA) -> Iterator[str]:
    """Yield *record* as CSV with a header row."""
    return table(COLUMNS, rows(record), separator)


def rows(record: RecordLike) -> Iterator[Mapping[str, Cell]]:
    """Yield a row under ``COLUMNS`` for each answered scene of *record*."""
    return (_row(record, play, answer) for play in record.plays for answer in play.answers)


def table(
    columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], separator: str = COMMA
) -> Iterator[str]:
    """Yield *rows* as CSV lines under a header of *columns*; missing cells stay empty."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    # By type, since True and 1 are equal.
    escape = lru_cache(4096, typed=True)(partial(escape_formula, separator=separator))
    names = frozenset(columns)
    out.write("\ufeff")
    writer.writerow(columns)
    yield _drain(out)
    for row in rows:
        assert row.keys() <= names, row.keys() - names
        writer.writerow([escape(row.get(name)) for name in columns])
        yield _drain(out)


def _drain(out: StringIO) -> str:
    """Return what was written to *out* and clear it."""
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def escape_formula(cell: Cell, separator: str = COMMA) -> str:
    """Return *cell* as text that no spreadsheet evaluates as a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if not isinstance(cell, str) or _NUMBER.fullmatch(cell):
        return str(cell)
    return (_FORMULA if separator == COMMA else _FORMULA_AFTER_COMMA).sub("'", cell)


def _row(record: RecordLike, play: Play, answer: Answer) -> dict[str, Cell]:
    run, why = play.run, answer.why
    return {
        "player": record.player,
        "run": run.id,
        "attempt": play.attempt.value,
        "scenario": run.scenario,
        "title": run.title,
        "started": run.started,
        "finished": run.finished,
        "number": answer.number,
        "scene": why.scene,
        "scene_title": why.scene_title,
        "counts": answer.first,
        "called_at": answer.called,
        "chosen_at": answer.chosen,
        "context": why.context.value,
        "call_given": why.call_given.value,
        "call_needed": why.call.value,
        "call_missed": why.judgement.missed_call and why.judgement.missed_call.value,
        "done": why.judgement.done.value,
        "confidence": None if answer.sure is None else answer.sure.value,
        "choice": why.choice,
        "choice_text": why.choice_text,
        "place_shown": [choice.id for choice in answer.offered].index(why.choice) + 1,
        "points": why.score.total,
        "call_points": why.score.call,
        "fit": why.score.fit,
        "craft": why.score.craft,
        **{name: cell for row in why.rows for name, cell in _dimension(row)},
        "skills_wanted": _skills(why.wanted),
        "skills_shown": _skills(why.shown),
        "myth": None if why.myth is None else labels.MYTHS[why.myth],
        "direction": why.after.direction,
        "structure": why.after.structure,
        "note": play.note,
    }


def _dimension(row: Row) -> Iterator[tuple[str, Cell]]:
    yield f"{row.dimension.value}_asked", None if row.needed is None else row.needed.value
    yield f"{row.dimension.value}_did", None if row.did is None else row.did.value
    yield f"{row.dimension.value}_tokens", row.tokens
    yield f"{row.dimension.value}_served", row.served


def _skills(skills: tuple[Skill, ...]) -> str:
    return "; ".join(labels.skill(skill) for skill in skills)


MAX_TEXT = 32_767
"""Maximum characters in an Excel cell."""


def write_workbook(record: RecordLike) -> bytes:
    """Return *record* as a workbook of one sheet; raise ``ImportError`` without XlsxWriter."""
    return table_workbook("Answers", COLUMNS, rows(record))


def table_workbook(title: str, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> bytes:
    """
    Return *rows* under the names of *columns* as a workbook of one sheet called *title*.

    Missing cells stay empty. Raise ``ImportError`` without XlsxWriter.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    # constant_memory holds one row at a time.
    with Workbook(out, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name)
        for number, row in enumerate(rows, 1):
            for column, name in enumerate(columns):
                _write_cell(sheet, number, column, row.get(name))
    return out.getvalue()


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_string(row, column, "yes" if cell else "no")
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell[:MAX_TEXT])

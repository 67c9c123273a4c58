"""
Excel workbooks: the rows of the CSV, for spreadsheets that want other marks between cells.

Every text is written as a text, so a name keeps its zeros and signs and starts no formula.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from game.journal.export.spreadsheet import COLUMNS, Cell, rows


if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from game.journal.export.record import Recorded


MAX_TEXT = 32_767
"""The longest text that a cell holds, in characters."""


def write(record: Recorded) -> bytes:
    """*record* as a workbook of one sheet; raises ``ImportError`` without XlsxWriter."""
    from xlsxwriter import Workbook

    out = BytesIO()
    # One row at a time is held in memory.
    with Workbook(out, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Answers")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name)
        for number, row in enumerate(rows(record), 1):
            for column, name in enumerate(COLUMNS):
                _write(sheet, number, column, row[name])
    return out.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_string(row, column, "yes" if cell else "no")
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell[:MAX_TEXT])

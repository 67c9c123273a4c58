"""CSV: a row for each answered scene, and no cell that a spreadsheet would compute."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from game.journal.exports import csv as workbook
from game.journal.exports.csv import COLUMNS, escape_formula, write
from tests.journal.export.made import NASTY, PSEUDONYM, record


def rows() -> list[dict[str, str]]:
    """The rows of the journal of five runs, read back."""
    text = "".join(write(record()))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:], newline="")))


def test_a_row_for_each_answered_scene() -> None:
    """Runs without an answer have none; each row contains its attempt."""
    assert [(row["run"], row["scene"], row["attempt"], row["counts"]) for row in rows()] == [
        ("1", "hall", "first", "yes"),
        ("1", "yard", "first", "yes"),
        ("2", "smoke", "first", "yes"),
        ("3", "hall", "practice", "no"),
        ("3", "yard", "practice", "no"),
        ("4", "gate", "first", "yes"),
    ]


def test_figures_can_be_redone() -> None:
    """Call, fit and craft add up, and fit is ten for each token served."""
    for row in rows():
        served = sum(int(value) for name, value in row.items() if name.endswith("_served"))
        assert int(row["fit"]) == 10 * served
        assert int(row["points"]) == sum(int(row[n]) for n in ("call_points", "fit", "craft"))


def test_smoke_row() -> None:
    """A row contains the call, the dimensions, the skills and the gauges as scored."""
    row = rows()[2]
    wanted = {
        "player": PSEUDONYM,
        "title": "Smoke on Ward Six",
        "call_given": "manage-then-lead",
        "call_needed": "manage-then-lead",
        "points": "100",
        "focus_asked": "lead",
        "focus_tokens": "2",
        "vision_asked": "",
        "vision_did": "manage",
        "skills_wanted": "team coordination; emotional intelligence",
        "direction": "67",
        "structure": "71",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_lines_end_as_the_standard_says() -> None:
    """Every line ends in CR LF, and the header names every column once."""
    text = "".join(write(record()))
    assert text.count("\n") == text.count("\r\n") == 7
    assert len(set(COLUMNS)) == len(COLUMNS)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
)
def test_no_cell_starts_a_formula(start: str) -> None:
    """Text that a spreadsheet would evaluate is prefixed by an apostrophe; numbers stay numbers."""
    assert escape_formula(f"{start}1+1") == f"'{start}1+1"
    assert escape_formula(-1) == "-1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("mark", [";", "\t", "\n", "; ", ';"'])
def test_no_part_of_a_cell_starts_a_formula(mark: str, start: str) -> None:
    """Nor does what a spreadsheet makes a cell of that splits at another mark."""
    cell = escape_formula(f"a{mark}{start}1+1")
    assert f"'{mark[1:]}{start}1+1" in cell
    assert escape_formula(f"a,{start}1+1", ";").startswith(f"a,'{start}")
    assert escape_formula(f"a, b{mark}c") == f"a, b{mark}c"


@pytest.mark.parametrize("cell", ["-5", "+5", "-0.5", "1-1", "a - b", "007", "−5", "a, -b"])
def test_what_starts_no_formula_stays(cell: str) -> None:
    """Numbers with a sign, and signs inside a text, are left as they are."""
    assert escape_formula(cell) == cell


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(separator: str) -> None:
    """With any separator the same rows are read back."""
    text = "".join(write(record(), separator))
    read = list(csv.DictReader(StringIO(text[1:], newline=""), delimiter=separator))
    assert len(read) == 6
    assert [row["title"].lstrip("'") for row in read] == [
        row["title"].lstrip("'") for row in rows()
    ]


def test_a_workbook_holds_texts_as_they_are() -> None:
    """The same rows as in CSV; no formula, no link, and no apostrophe that was not there."""
    with ZipFile(BytesIO(workbook.write_workbook(record()))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert sheet.count("<row ") == 7
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "<t>@SUM" in sheet


def test_an_author_cannot_write_a_formula() -> None:
    """A scenario's title and choices reach the sheet as text."""
    row = rows()[5]
    assert row["title"].startswith("'@SUM")
    assert row["choice_text"] == f"'{NASTY}"

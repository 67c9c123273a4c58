"""Rendering of problems as text."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from game import content
from game.content.diagnostics import (
    CODES,
    MAX_KEPT,
    MAX_SHOWN,
    Label,
    Problem,
    Report,
    Severity,
    render,
)
from game.content.loader import Reading
from game.content.yaml.source import Source, Span


Read = Callable[[str], Reading]


def test_sentence_place_excerpt_help(good: str, read: Read) -> None:
    """A problem has a sentence, a place, the line with the very word marked, and a help."""
    reading = read(good.replace("context: crisis", "context: crysis"))

    assert render(reading.problems, reading.source) == (
        "error[E107]: 'crysis' is not a context\n"
        "   --> smoke.yaml:26:14\n"
        "   26 |     context: crysis\n"
        "      |              ^^^^^^ expected one of crisis, change, lost-direction, routine\n"
        "      = help: did you mean 'crisis'?\n"
    )


def test_second_place(good: str, read: Read) -> None:
    """Where two spans belong together, both are shown, from top to bottom."""
    reading = read(good.replace("start: smoke", "start: smoke\nminutes: 9"))

    assert render(reading.problems, reading.source) == (
        "error[E009]: 'minutes' is given twice\n"
        "   --> smoke.yaml:23:1\n"
        "    8 | minutes: 10\n"
        "      | ------- first given here\n"
        "   23 | minutes: 9\n"
        "      | ^^^^^^^\n"
        "      = help: delete one of them, or give it another name\n"
    )


def shown(text: str, place: Span) -> list[str]:
    """The excerpt for a problem at *place* of a file that holds *text*."""
    problem = Problem(code="E102", message="x", span=place)
    return render([problem], Source("a.yaml", text)).splitlines()[2:]


def test_caret_under_wide_letters() -> None:
    """The mark stands under the word, though letters before it take two columns or none."""
    assert shown("名前: é👩x", Span(1, 7, 1, 8)) == [
        "    1 | 名前: é👩x",
        "      |          ^",
    ]
    assert shown("e\u0301: x", Span(1, 5, 1, 6))[1] == "      |    ^"


def test_tab_is_four_columns() -> None:
    """A tab is shown as four blanks, all of them marked."""
    assert shown("\tx", Span(1, 1, 1, 2)) == ["    1 |     x", "      | ^^^^"]


def test_several_lines() -> None:
    """Of a stretch over several lines, the first is shown."""
    assert shown("a: b\n  c\n", Span(1, 4, 3, 1))[1] == "      |    ^"


def test_past_the_end() -> None:
    """A place past the end of the line, or of the file, is shown all the same."""
    assert shown("ab", Span(1, 9, 1, 10))[1] == "      |   ^"
    assert shown("ab", Span(7, 1, 7, 2)) == ["    7 |", "      | ^"]


def test_long_line() -> None:
    """Of a line as long as a file, only what is near the mark is shown."""
    line, mark = shown("x" * 500_000 + "!" + "y" * 500_000, Span(1, 500_001, 1, 500_002))

    assert line == "    1 | …" + "x" * 50 + "!" + "y" * 49 + "…"
    assert mark.index("^") == line.index("!")


def test_no_place() -> None:
    """A problem of the whole file names the file alone, made safe."""
    problem = Problem(code="E003", message="there is no such file")

    assert render([problem], Source("a\x1b.yaml", "")) == (
        "error[E003]: there is no such file\n   --> a<U+001B>.yaml\n"
    )


def test_most_shown() -> None:
    """At most 50 are shown, how many more there are, and how to see them."""
    problem = Problem(code="E003", message="x")

    text = render([problem] * (MAX_SHOWN + 7), Source("a", ""))

    assert text.count("error[E003]") == MAX_SHOWN
    assert text.endswith("\nand 7 more: check --format line lists all, --summary counts kinds\n")


def test_report_keeps_so_many() -> None:
    """A report keeps 200 problems, notes that there are more, and counts errors it dropped."""
    report = Report()
    for _ in range(MAX_KEPT):
        report.add(Problem(code="W301", message="x"))
    assert not report.has_errors

    report.add(Problem(code="E100", message="x"))

    assert report.has_errors
    assert len(report.sorted()) == MAX_KEPT + 1
    assert report.sorted()[-1].code == "E002"


def test_severity() -> None:
    """The letter of a code determines whether it is an error."""
    assert Problem(code="E100", message="").severity is Severity.ERROR
    assert Problem(code="W301", message="").severity is Severity.WARNING


def test_codes() -> None:
    """Every code has a letter, three digits and a meaning."""
    assert all(re.fullmatch("[EW][0-9]{3}", code) and meaning for code, meaning in CODES.items())


spans = st.builds(Span, *[st.integers(1, 30)] * 4)


@given(st.text(), st.text(), st.text(), spans, spans)
def test_nothing_harmful_is_shown(
    name: str, text: str, words: str, first: Span, second: Span
) -> None:
    """Whatever a file, its name or a message holds, no control character is shown."""
    problem = Problem(
        code="E100",
        message=words,
        span=first,
        help=words,
        expected=words,
        second=Label(second, words),
    )

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", render([problem], Source(name, text)))


def test_no_sentence_stands_in_two_modules() -> None:
    """A problem that is found in two ways has its words, and a rule its lines, in one place."""
    folder = Path(content.__file__).parent
    places: dict[str, set[str]] = {}
    for file in folder.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in notes:
                continue
            if isinstance(node.value, str) and node.value.strip().count(" ") >= 4:
                places.setdefault(node.value, set()).add(file.name)

    assert {text: files for text, files in places.items() if len(files) > 1} == {}

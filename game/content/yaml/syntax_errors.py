"""
The messages for YAML syntax errors that ``repair`` does not mend, such as those of brackets.

What is always repaired first has its message in ``repair.messages``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import yaml
from attrs import frozen

from game.content.diagnostics import Label, Problem
from game.content.yaml.sentences import NO_COLON, OPEN_QUOTE, SPACE_AFTER_DASH, TAB, TEXT_LEFT
from game.content.yaml.source import Source, Span


@frozen
class Mistake:
    """A syntax error of the parser: reason and context; lines and columns count from 0."""

    source: Source
    why: str
    line: int
    column: int
    context: str
    context_line: int
    context_column: int

    def text(self, line: int) -> str:
        """Return the text of *line*, counted from 0."""
        return self.source.line(line + 1)

    def above(self, line: int) -> int | None:
        """Return the nearest line above *line* that is neither blank nor a comment, or None."""
        for number in range(line - 1, -1, -1):
            text = self.text(number).strip()
            if text and not text.startswith("#"):
                return number
        return None

    def problem(
        self,
        line: int,
        column: int,
        length: int,
        message: str,
        hint: str,
        second: Label | None = None,
    ) -> Problem:
        """Return the problem at *line* and *column*; *hint* is its help."""
        span = Span(line + 1, column + 1, line + 1, column + 1 + length)
        return Problem(code="E008", message=message, span=span, help=hint, second=second)

    @classmethod
    def of(cls, source: Source, error: Exception) -> Mistake | None:
        """Return the mistake behind *error*; None if the error has no position."""
        if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
            return None
        mark, start = error.problem_mark, error.context_mark or error.problem_mark
        return cls(
            source,
            error.problem or "",
            mark.line,
            mark.column,
            error.context or "",
            start.line,
            start.column,
        )


def indent(text: str) -> int:
    """Return the number of leading spaces of *text*."""
    return len(text) - len(text.lstrip(" "))


_VALUE = re.compile(r"""\s*(?:-\s+)*(?:[\w-]+\s*:\s+)?(?=(.))""")
_NAME = re.compile(r"\s*(?:-\s+)*[\w-]+\s*:(?:\s|$)")
_NAMED = re.compile(r"\s*(?:-\s+)*[^\s:]+\s*:\s")
_BLOCK = re.compile(r":\s+[|>][-+0-9]*\s*(?:#.*)?$")
_SIGNS = "@`*&!%{[|>?,}]"


def explain(source: Source, error: Exception) -> Problem:
    """Return the problem behind *error*, which the parser raised for *source*."""
    mistake = Mistake.of(source, error)
    if mistake is None:  # only without libyaml: an escape past U+10FFFF
        message = "a backslash in this text stands for no character"
        return Problem(code="E008", message=message, help="look at what follows each \\U")
    if "nesting depth" in mistake.why:  # from PyYAML 6.0.4 on, before MAX_LEVELS is reached
        span = Span(mistake.line + 1, mistake.column + 1, mistake.line + 1, mistake.column + 2)
        return Problem(code="E013", message="entries are nested too deep to read", span=span)
    for words, likely in _LIKELY:
        if any(word in mistake.why for word in words):
            for explanation in likely:
                problem = explanation(mistake)
                if problem is not None:
                    return problem
    return mistake.problem(
        mistake.line,
        mistake.column,
        1,
        "the layout cannot be understood here",
        "look for a missing quote, colon or dash, and at the indentation, here and just above",
    )


def _tab(m: Mistake) -> Problem | None:
    text = m.text(m.line)
    column = text.find("\t")
    if column < 0:
        return None
    return m.problem(m.line, column, 1, *TAB)


def _sign(m: Mistake) -> Problem | None:
    """A text that begins with an indicator character."""
    match = _VALUE.match(m.text(m.line))
    if match is None or match[1] not in _SIGNS or match.start(1) > m.column:
        return None
    message = f"a text cannot begin with {match[1]}"
    hint = "put the whole text in quotes"
    if m.text(m.line)[match.start(1) :].startswith("* "):
        hint = f"begin each line of a list with a dash, or {hint}"
    return m.problem(m.line, match.start(1), 1, message, hint)


def _dash_after_name(m: Mistake) -> Problem | None:
    message = "a list cannot begin on the line of its name"
    hint = "put the dash on the line below, or put a text that begins with a dash in quotes"
    return m.problem(m.line, m.column, 1, message, hint)


def _open_quote(m: Mistake) -> Problem | None:
    """A quote that is not closed before the end of the file or the next quote."""
    if "quoted scalar" in m.context:
        return m.problem(m.context_line, m.context_column, 1, *OPEN_QUOTE)
    quote = m.text(m.line)[: m.column].rstrip()[-1:]
    if quote not in ("'", '"'):
        return None
    own = _VALUE.match(m.text(m.line))
    if own and own[1] == quote and own.start(1) < m.column - 1:
        return None
    for line in range(m.line - 1, max(-1, m.line - 400), -1):
        text = m.text(line)
        match = _VALUE.match(text)
        if match and match[1] == quote and text.count(quote) == 1:
            if any(_NAME.match(m.text(between)) for between in range(line + 1, m.line + 1)):
                return m.problem(line, match.start(1), 1, *OPEN_QUOTE)
            return None
    return None


def _after_quote(m: Mistake) -> Problem | None:
    before = m.text(m.line)[: m.column]
    quote = before.rstrip()[-1:]
    if quote == "'" and not before.endswith(" "):
        message = "this apostrophe ends the text, which began with the same sign"
        hint = "put the text in double quotes, or write the apostrophe twice"
        return m.problem(m.line, m.column - 1, 1, message, hint)
    if quote in ("'", '"'):
        message = "the text goes on after its closing quote"
        return m.problem(m.line, m.column, 1, message, "put the whole text between the quotes")
    return None


def _bracket(m: Mistake) -> Problem | None:
    """A bracket without its counterpart, or a missing comma between entries."""
    char = m.text(m.line)[m.column : m.column + 1]
    if "flow" not in m.context:
        if char not in ("]", "}"):
            return None
        message = f"this {char} closes nothing"
        return m.problem(m.line, m.column, 1, message, "delete it, or put the text in quotes")
    if "node" in m.context or char == ",":
        message = "something is missing before this sign"
        return m.problem(
            m.line, m.column, 1, message, "delete the comma, or put the text in quotes"
        )
    if m.line == m.context_line:
        message = "a comma is missing before this, or the text needs quotes"
        hint = "write {focus: lead, goal: manage} or [one, two]"
        return m.problem(m.line, m.column, 1, message, hint)
    text = m.text(m.context_line)
    if text.count('"', m.context_column) % 2:
        return m.problem(m.context_line, text.rindex('"'), 1, *OPEN_QUOTE)
    opened = text[m.context_column : m.context_column + 1]
    message, closing = f"this {opened} is never closed", {"[": "]", "{": "}"}.get(opened, "it")
    hint = f"add {closing}, or put a text that begins with {opened} in quotes"
    return m.problem(m.context_line, m.context_column, 1, message, hint)


def _colon_in_text(m: Mistake) -> Problem | None:
    before = m.text(m.line)[: m.column]
    if not _NAMED.match(before):
        # Several words before the colon are not a key but the rest of the text above.
        above = m.above(m.line)
        if not before.strip(" -").count(" ") or above is None:
            return None
    message = "this colon in the text is read as the end of a name"
    hint = "put the whole text in quotes"
    if (own := _VALUE.match(before)) and own[1] in "“”„«‘’":
        hint += """: in straight ones, " or ', for curly ones are letters like any other"""
    begin = None if _NAMED.match(before) else _start_of_text(m)
    if begin is None:
        return m.problem(m.line, m.column, 1, message, hint)
    line, column = begin
    hint = (
        f"put the whole text in quotes: it begins on line {line + 1}, so one stands before its "
        "first word there and one after its last; or write | there and all of it below"
    )
    second = Label(Span(line + 1, column + 1, line + 1, column + 2), "the text begins here")
    return m.problem(m.line, m.column, 1, message, hint, second)


def _start_of_text(m: Mistake) -> tuple[int, int] | None:
    """Return line and column where the text that continues on the faulty line begins."""
    own, above = indent(m.text(m.line)), m.above(m.line)
    while above is not None and m.line - above < 400:
        text = m.text(above)
        if indent(text) < own and (_NAMED.match(text) or text.lstrip().startswith("- ")):
            match = _VALUE.match(text)
            return None if match is None else (above, match.start(1))
        if indent(text) < own and _NAME.match(text):
            return None
        above = m.above(above)
    return None


def _no_space_after_dash(m: Mistake) -> Problem | None:
    """A dash without a space, on the faulty line or above it."""
    for line in (m.context_line, m.above(m.line)):
        if line is not None and re.match(r"\s*-[^\s-]", m.text(line)):
            message = "a space is missing after this dash"
            return m.problem(line, indent(m.text(line)), 1, message, SPACE_AFTER_DASH)
    return None


def _less_indented(m: Mistake) -> Problem | None:
    """A line of a block scalar that is indented less than its first line."""
    line = m.context_line if "simple key" in m.context else m.line
    own = indent(m.text(line))
    above = m.above(line)
    while above is not None and line - above < 400:
        text = m.text(above)
        if _BLOCK.search(text) and indent(text) <= own:
            return m.problem(line, own, 1, *TEXT_LEFT)
        if indent(text) <= own:
            return None
        above = m.above(above)
    return None


def _missing_colon(m: Mistake) -> Problem | None:
    """A missing colon after a key, on the faulty line or the line above."""
    line = m.context_line
    if "simple key" not in m.context:
        above = m.above(m.line)
        if above is None:
            return None
        line = above
        if ":" in m.text(line) or indent(m.text(line)) != indent(m.text(m.line)):
            return None
    text = m.text(line)
    start = m.context_column if line == m.context_line else indent(text)
    if len(text) > 1024:
        message = "this text is too long to be a name, and has a colon in it"
        return m.problem(line, start, 1, message, "put the whole text in quotes")
    hint = "write name: value; a text that goes on from the line above is indented further"
    return m.problem(line, start, max(1, len(text.rstrip()) - start), NO_COLON, hint)


def _after_comment(m: Mistake) -> Problem | None:
    above = m.above(m.line)
    match = None if above is None else re.search(r"[^\s\"'] +(#)", m.text(above))
    if above is None or match is None or _NAME.match(m.text(m.line)):
        return None
    message = "this # begins a comment, so the text ends before it"
    return m.problem(above, match.start(1), 1, message, "put the whole text in quotes")


def _indentation(m: Mistake) -> Problem | None:
    text, above = m.text(m.line), m.above(m.line)
    if above is None or not re.fullmatch(r"[ -]*[\w-]*", text[: m.column]):
        return None
    start, second = indent(text), None
    if text.lstrip().startswith(":"):
        message, hint = "a name is missing before this colon", "write name: value"
    elif "block collection" in m.context and not text.lstrip().startswith("-"):
        message = "this line stands in a list, but does not begin with a dash"
        hint = "begin it with a dash and a space, or move it under the name of the list"
    elif text.lstrip().startswith("- ") and start == indent(m.text(above)):
        message = "this line begins with a dash, but the lines above it do not"
        hint = "put a name with a colon above the list, and indent the dashes"
    elif start > indent(m.text(above)):
        message = "this line is indented further than the line above allows"
        hint = "begin it exactly under the line above, or put a text that goes on in quotes"
    else:
        message = "this line begins under none of the lines above"
        hint = "indent it exactly as far as the lines it belongs to"
        column = m.context_column + 1
        begin = Span(m.context_line + 1, column, m.context_line + 1, column + 1)
        second = Label(begin, "the entries above begin here") if m.context else None
    return m.problem(m.line, start, 1, message, hint, second)


def _block_header(m: Mistake) -> Problem | None:
    message = "the text must begin on the next line"
    hint = "go to a new line after | or >, or put a text that begins with them in quotes"
    return m.problem(m.line, m.column, 1, message, hint)


def _backslash(m: Mistake) -> Problem | None:
    column = m.text(m.line).rfind("\\", 0, m.column + 1)
    message = "this backslash stands for no character"
    hint = "write two backslashes for one, or put the text in single quotes"
    return m.problem(m.line, max(0, column), 2, message, hint)


_Explanation = Callable[[Mistake], Problem | None]

# Parts of the parser's message (with and without libyaml), and the explanations to try, the
# most specific first.
_LIKELY: Iterable[tuple[tuple[str, ...], tuple[_Explanation, ...]]] = (
    (("end of stream",), (_open_quote,)),
    (("escape",), (_backslash,)),
    (("tab character",), (_tab,)),
    (("cannot start any token",), (_sign, _tab)),
    (("alphabetic or numeric", "URI", "tag handle", "directive", "mapping keys are not"), (_sign,)),
    (("sequence entries are not allowed",), (_dash_after_name,)),
    (("comment or", "indentation indicator"), (_block_header,)),
    (("<document start>",), (_sign,)),
    (("',' or",), (_bracket,)),
    (("node content",), (_bracket, _sign)),
    (
        ("mapping values are not",),
        (
            _no_space_after_dash,
            _colon_in_text,
            _missing_colon,
            _indentation,
        ),
    ),
    (("expected ':'",), (_no_space_after_dash, _less_indented, _missing_colon)),
    (
        ("expected key", "<block end>", "'-' indicator"),
        (
            _open_quote,
            _after_quote,
            _bracket,
            _sign,
            _less_indented,
            _after_comment,
            _indentation,
        ),
    ),
)

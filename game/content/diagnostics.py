"""Problems of a file: codes, report, rendering, and suggestions for misspelt words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from attrs import define, field

from game.content.sanitize import ODD_BLANKS, safe
from game.content.yaml.source import Source, Span


_MAX_LETTERS = 60  # comparison is quadratic
_MAX_KNOWN = 500
_MIN_PART = 4

DASHES = "‐‑‒–—−"
"""Signs that word processors write for a hyphen."""
QUOTES = "“”„‟‘’‚'\"«»"
"""All kinds of quotes."""
_QUOTED = re.compile("“[^“”„‟]+”|„[^“”„‟]+[“”]|”[^“”„‟]+”|«[^«»]+»|»[^«»]+«")
_JOINTS = re.compile(rf"[\s_{DASHES}{ODD_BLANKS}-]+")


@define
class Suggester:
    """Suggest known words for unknown ones, for at most *searches* words."""

    searches: int = 40

    def suggest(self, word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
        """Return the word of *known* closest to *word*; None below the ratio *cutoff*, 0-1."""
        if self.searches == 0 or not word or len(word) > _MAX_LETTERS:
            return None
        self.searches -= 1
        options = (option for option in known if len(option) <= _MAX_LETTERS)
        plain = {normalize_word(option): option for option in islice(options, _MAX_KNOWN)}
        meant = plain.get(normalize_word(word))
        if meant is not None:
            return meant
        wanted = normalize_word(word)
        for part in (_ends_with, _contains, _has_letters):
            found = [plain[option] for option in plain if part(option, wanted)]
            if len(found) == 1:
                return found[0]
        from difflib import get_close_matches  # import takes 5 ms

        matches = get_close_matches(wanted, plain, n=1, cutoff=cutoff)
        return next((plain[match] for match in matches), None)


def _ends_with(option: str, word: str) -> bool:
    """Return whether only the scene, or the kind of the idea, is missing in *word*."""
    return option.endswith((f".{word}", f"-{word}"))


def _contains(option: str, word: str) -> bool:
    """Return whether *word* is one or more words of *option*, such as a part of a skill."""
    return len(word) >= _MIN_PART and f"-{word}-" in f"-{option.replace('.', '-')}-"


def _has_letters(option: str, word: str) -> bool:
    """Return whether only the order of letters differs."""
    return len(option) == len(word) and sorted(option) == sorted(word)


def normalize_word(word: str) -> str:
    """Return *word* in lower case, without outer quotes, its parts joined by hyphens."""
    bare = word.strip().strip(QUOTES).lower()
    return bare if bare.isalnum() else _JOINTS.sub("-", bare).strip("-")


def without_quotes(text: str) -> str | None:
    """
    Return *text* without the double typographic quotes around all of it; None if it has none.

    Single ones may be apostrophes.
    """
    return text[1:-1].strip() or None if _QUOTED.fullmatch(text) else None


def straight_quoted(text: str) -> str:
    """Return *text*, which is on one line, as a YAML text in straight quotes."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


MAX_KEPT = 200
MAX_SHOWN = 50

CODES = {
    "E001": "the file is empty",
    "E002": "the file has too many problems to list",
    "E003": "the file cannot be opened",
    "E004": "the file is too large",
    "E005": "the file is not saved as UTF-8",
    "E006": "a control character, which a terminal might obey",
    "E007": "a character that cannot be seen, or a blank that is no ordinary space",
    "E008": "the layout is broken: a quote, colon, dash, bracket, tab or indentation",
    "E009": "an entry is given twice",
    "E010": "the name of an entry is not a text",
    "E011": "the file holds more than one document",
    "E012": "a text begins with &, * or !, which have a meaning of their own here",
    "E013": "the entries are nested too deep, or there are too many",
    "E014": "a text is too long to read",
    "E015": "a mark left by merging two versions",
    "E016": "a pack is broken, locked, or holds what a pack may not hold",
    "E100": "a required entry is missing",
    "E101": "an entry is not known here",
    "E102": "the value is of the wrong kind",
    "E103": "a text is blank",
    "E104": "a text is longer than allowed",
    "E105": "an id has characters or a length that are not allowed",
    "E106": "a number is out of range",
    "E107": "a word is not on the list of allowed words",
    "E108": "there are too few or too many",
    "E110": "the ways on are not closed by exactly one way without a condition",
    "E201": "the same entry stands twice in a list",
    "E202": "nothing has this id",
    "E203": "a scene can never come to the end",
    "E204": "the tokens of a scene do not sum to five",
    "E205": "the tokens of a scene do not fit its call",
    "E206": "the words of a cue do not occur in the text",
    "E207": "a cue stands for a dimension without tokens",
    "E208": "a myth without the one who bears it, or the other way round",
    "E209": "the one who bears a myth is not present",
    "E210": "the telling myth in an emergency, where orders are in place",
    "E211": "two choices of a scene take the same stance",
    "E212": "what a campaign carries over cannot be earned before it comes back",
    "E301": "a step of a route is not written as scene, call, choice",
    "E302": "a step of a route cannot be taken any more",
    "E303": "a route comes to another ending",
    "E304": "a route has other points",
    "E305": "routes without a scenario that can be played",
    "W301": "no way leads to a scene",
    "W302": "a text is cut by a # that begins a comment",
    "W303": "a dimension with tokens has no cue",
    "W304": "a text in a list in brackets is cut at a comma",
    "W305": "the readers of a scene and of its choices are not as many",
    "W306": "the quotes of a word processor stand around a text",
    "W307": "there is a dissent, but all readers agree with the key",
}
"""All codes with their meaning; codes are stable."""


class Severity(StrEnum):
    """The severity; a file with errors cannot be played, advice is about quality only."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


_BY_LETTER = {"E": Severity.ERROR, "W": Severity.WARNING, "A": Severity.ADVICE}


class Label(NamedTuple):
    """A secondary *span* of a problem, with a text on how it is related."""

    span: Span
    text: str


class Problem(NamedTuple):
    """
    A problem of a file: *code*, *message*, and *span* (None for the whole file).

    *expected* is shown beside the excerpt, *help* below it. *group* says in the plural what it
    shares with others of its code; None if that is the meaning of the code.
    """

    code: str
    message: str
    span: Span | None = None
    expected: str | None = None
    help: str | None = None
    second: Label | None = None
    group: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity, by the letter of the code."""
        return _BY_LETTER[self.code[0]]


@define
class Report:
    """The problems of one file; the first ``MAX_KEPT`` are kept, the rest is counted."""

    problems: list[Problem] = field(factory=list)
    dropped: int = 0

    def add(self, problem: Problem) -> None:
        """Add *problem*."""
        if len(self.problems) < MAX_KEPT:
            self.problems.append(problem)
        else:
            self.dropped += 1

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return self.dropped > 0 or any(p.severity is Severity.ERROR for p in self.problems)

    def sorted(self) -> tuple[Problem, ...]:
        """Return the problems by position; those without a span come first."""
        result = sorted(self.problems, key=_where)
        if self.dropped:
            message = f"there are more than {MAX_KEPT} problems; the rest is not listed"
            result.append(Problem(code="E002", message=message))
        return tuple(result)


def _where(problem: Problem) -> tuple[int, int]:
    span = problem.span
    return (span.line, span.column) if span else (0, 0)


def sentence(problem: Problem) -> str:
    """Return message, expectation and help of *problem* as one line."""
    expected = f"; {problem.expected}" if problem.expected else ""
    hint = f" ({problem.help})" if problem.help else ""
    return safe(f"{problem.message}{expected}{hint}")


def render(problems: Sequence[Problem], source: Source) -> str:
    """
    Return *problems* of *source* as text: message, position, excerpt, help.

    At most ``MAX_SHOWN`` are listed. The text ends with a line break unless it is empty.
    """
    blocks = [_block(problem, source) for problem in problems[:MAX_SHOWN]]
    if len(problems) > MAX_SHOWN:
        more = len(problems) - MAX_SHOWN
        blocks.append(f"and {more} more: check --format line lists all, --summary counts kinds\n")
    return "\n".join(blocks)


_MARGIN = 7
_WINDOW = 100


def _block(problem: Problem, source: Source) -> str:
    span, second = problem.span, problem.second
    name = safe(source.name)
    lines = [f"{problem.severity}[{problem.code}]: {safe(problem.message)}"]
    lines.append(f"   --> {name}" + (f":{span.line}:{span.column}" if span else ""))
    excerpts = [] if span is None else [(span, "^", problem.expected or "")]
    if second is not None:
        excerpts.append((second.span, "-", second.text))
    for where, mark, text in sorted(excerpts, key=lambda e: (e[0].line, e[0].column)):
        lines += _excerpt(source, where, mark, text)
    if problem.help is not None:
        lines.append(f"{'':{_MARGIN - 1}}= help: {safe(problem.help)}")
    return "\n".join(lines) + "\n"


def _excerpt(source: Source, span: Span, mark: str, text: str) -> tuple[str, str]:
    """Return the line of *span*, and a line with *mark* under its characters."""
    line = source.line(span.line)
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(start + 1, min(end, len(line)))
    # Process only the characters near the span: a line can be as long as a file.
    left = max(0, start - _WINDOW // 2) if len(line) > _WINDOW else 0
    right = left + _WINDOW
    before, marked = _show(line[left:start]), _show(line[start : min(end, right)])
    lead, tail = "…" if left else "", "…" if right < len(line) else ""
    shown = f"{lead}{before}{marked}{_show(line[min(end, right) : right])}{tail}"
    caret = " " * _width(lead + before) + mark * max(1, _width(marked))
    number = f"{span.line:>{_MARGIN - 2}}"
    return (
        f"{number} | {shown}".rstrip(),
        f"{'':{_MARGIN - 2}} | {caret} {safe(text)}".rstrip(),
    )


def _show(text: str) -> str:
    return safe(text.replace("\t", "    "))


def _width(text: str) -> int:
    """Return the width of *text* in terminal cells."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1

"""
A new author's mistakes in the starter: one message each, at the right line, with help.

Each row replaces the first *old* in the output of ``two-hats new`` by *new*. The message must
be on the line that contains *where*, and its help must contain *out*.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.author.lint.check import check
from game.author.starter import write
from game.content.diagnostics import Problem


# mistake, old, new, code, line of the message, part of its help
Row = tuple[str, str, str, str, str, str]

LAYOUT: list[Row] = [
    ("tab", "    title: Tw", "\ttitle: Tw", "E008", "title: Tw", "use spaces"),
    ("tab after blanks", "    title: Tw", "  \ttitle: Tw", "E008", "title: Tw", "use spaces"),
    ("no colon", "context: rou", "context rou", "E008", "context rou", "write context:"),
    (
        "no colon above a comment",
        "title: Tw",
        "title Tw",
        "E008",
        "title Tw",
        "write title: Twenty",
    ),
    ("no colon after an id", "  after:\n", "  after\n", "E008", "  after", "write after:"),
    ("no colon above a list", "  ask:\n", "  ask\n", "E008", "      ask", "write ask:"),
    ("no colon in braces", "queries: man", "queries man", "E107", "need:", "a colon and a space"),
    ("no space", "context: rou", "context:rou", "E008", "context:rou", "a space after each colon"),
    ("no space after a dash", "- Which", "-Which", "E102", "-Which", "a space after each dash"),
    ("no space after the second dash", "- Who", "-Who", "E008", "-Who", "a space after each dash"),
    ("no comma", "lead 2, q", "lead 2 q", "E008", "need: {f", "write {focus: lead, goal: manage}"),
    ("no bracket", "intelligence]\n", "intelligence\n", "E008", "wanted: [", "add ]"),
    ("open quote", "title: The", 'title: "The', "E008", "title: ", "add the closing quote"),
    ("open quote in a list", 'Tiago?"]', "Tiago?]", "E008", "what: [", "add the closing quote"),
    (
        "apostrophe",
        "title: The Late Ferry",
        "title: 'Marta's Oven'",
        "E008",
        "title: ",
        "double quotes",
    ),
    ("colon in a text", "fits, so", "fits: so", "E008", "fits: so", "the whole text in quotes"),
    ("colon in a later line", "Tiago, ask", "Tiago: ask", "E008", "Tiago: ask", "in quotes"),
    (
        "curly quotes, colon",
        "title: The Late",
        "title: “The: Late”",
        "E008",
        "title: ",
        "in straight ones",
    ),
    ("curly quotes, comma", '["What', "[“What", "W304", "what: [", "in straight quotes"),
    (
        "choice too far left",
        "      trays:",
        "     trays:",
        "E008",
        "trays:",
        "begin it with 6 spaces",
    ),
    (
        "choice too far right",
        "      trays:",
        "        trays:",
        "E008",
        "trays:",
        "begin it with 6 spaces",
    ),
    ("text too far left", "      he set", "    he set", "E008", "he set", "indent it as far"),
    ("list for entries", "      trays:", "      - trays:", "E008", "trays:", "delete the dash"),
    ("star for a dash", "- Which", "* Which", "E008", "* Which", "each line of a list with a dash"),
]

WORDS: list[Row] = [
    ("typo in next", "next: after", "next: aftre", "E202", "next: aftre", "mean 'after'?"),
    ("typo in an echo", "oven.sheet]", "oven.sheat]", "E202", "sheat]", "mean 'oven.sheet'?"),
    ("name for an id", "by: tiago", "by: Tiago Reis", "E202", "by: Tiago", "mean 'tiago'?"),
    ("four tokens", "focus: lead 2", "focus: lead 1", "E204", "need: {f", "add 1"),
    ("six tokens", "manage 1, app", "manage 2, app", "E204", "need: {f", "take 1 away"),
    (
        "cue not in the text",
        "focus: answers in",
        "focus: answers with",
        "E206",
        "answers with",
        "copy the words",
    ),
    (
        "curly cue",
        "goal: The landlord's",
        "goal: The landlord’s",
        "E206",
        "d’s",
        "apostrophes differ",
    ),
    (
        "cue in quotes",
        "focus: answers in single words",
        "focus: “answers in single words”",
        "E206",
        "“answers in single",
        "leave the quotation marks out",
    ),
    ("id twice", "      trays:", "      sheet:", "E009", "sheet:", "give it another name"),
    ("entry twice", "minutes: 7", "minutes: 7\nminutes: 6", "E009", "minutes: 6", "delete one"),
    ("no title", "    title: Ten Past Nine\n", "", "E100", "  after:", "add title: "),
    ("no start", "start: oven\n", "", "E100", "format: 1", "add start: "),
    ("nothing", "title: Ten Past Nine", "title:", "E102", "    title:", "write it after the colon"),
    ("yes in quotes", "    cont", '    emergency: "yes"\n    cont', "E102", '"yes"', "quotes away"),
    ("unit", "minutes: 7", "minutes: 7 min", "E102", "minutes: ", "write 7 alone"),
    ("number in words", "minutes: 7", "minutes: five", "E102", "minutes: ", "in digits"),
    ("text for a list", "[team-coordination]", "courage", "E102", "shows: c", "write [one, two]"),
    ("unknown entry", "right_if: no", "rightif: no", "E101", "rightif", "mean 'right_if'?"),
    ("unknown word", "call: lead\n", "call: leading\n", "E107", "call: lead", "mean 'lead'?"),
    (
        "blanks in a word",
        "call: manage-then",
        "call: manage then",
        "E107",
        "then-l",
        "did you mean",
    ),
    ("capital in an id", "  after:\n", "  After:\n", "E105", "  After:", "write 'after'"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A starter, fresh from ``two-hats new``."""
    made = write(tmp_path / "the-late-ferry", {})
    assert isinstance(made, Path)
    return made


def output(path: Path, data: bytes) -> Problem:
    """The only message while the file holds *data*."""
    path.write_bytes(data)
    (reading,) = check([path])
    (problem,) = reading.problems
    return problem


@pytest.mark.parametrize("row", [*LAYOUT, *WORDS], ids=lambda row: row[0])
def test_a_mistake_draws_one_message_that_is_enough(path: Path, row: Row) -> None:
    """It is reported once, where it was made, and the help is sufficient."""
    _, old, new, code, where, out = row
    good = path.read_text(encoding="utf-8")
    assert old in good
    bad = good.replace(old, new, 1)
    problem = output(path, bad.encode())
    assert problem.code == code
    assert problem.span is not None
    assert where in bad.split("\n")[problem.span.line - 1]
    assert out in (problem.help or "")


def test_an_old_encoding(path: Path) -> None:
    """The first letter that an old editor has saved its own way is named, and how to save."""
    good = path.read_text(encoding="utf-8")
    problem = output(path, good.encode("cp1252"))
    assert problem.span is not None
    assert "Inês" in good.split("\n")[problem.span.line - 1]
    assert "'ê'" in problem.message
    assert "choose UTF-8" in (problem.help or "")


def test_the_mended_file_is_clean(path: Path) -> None:
    """The file in which the mistakes are made has no problems."""
    (reading,) = check([path])
    assert reading.problems == ()

"""Files made to do harm: refused at once, whatever they hold."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import yaml

from game.content.diagnostics import render
from game.content.loader import Reading
from game.content.yaml import parser


Read = Callable[[str], Reading]

MERGE_BOMB = "a0: &a0 {k: 1}\n" + "".join(
    f"a{n + 1}: &a{n + 1}\n  <<: [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(9)
)
ALIAS_BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(9)
)

# what it is, the text, the code of the first problem
FILES = [
    ("nothing", "", "E001"),
    ("only blanks", " \n\n", "E001"),
    ("only a comment", "# nothing\n", "E001"),
    ("only ---", "---\n", "E001"),
    ("a sentence", "Once upon a time.", "E102"),
    ("Markdown", "# Smoke\n\nYou are the *night* nurse.\n", "E008"),
    ("no space after colons", "format:1\ntitle:Smoke\n", "E008"),
    ("a list", "- a\n- b\n", "E102"),
    ("open brackets", "[" * 400_000, "E013"),
    ("open braces", "{a: " * 100_000, "E013"),
    ("dashes", "- " * 100_000, "E013"),
    ("question marks", "? " * 100_000, "E013"),
    ("indentation", "\n".join(" " * n + f"a{n}:" for n in range(700)), "E013"),
    ("colons", ": " * 300_000, "E008"),
    ("exclamation marks", "!" * 1_000_000, "E012"),
    ("quotes", "a: " + "\"'" * 500_000, "E008"),
    ("blank lines", "\n" * 1_000_000 + "a: 1", "E101"),
    ("blank columns", " " * 1_000_000 + "a: 1", "E101"),
    ("odd blanks", "\u00a0" * 300_000, "E007"),
    ("control characters", "\x1b" * 1_000_000, "E006"),
    ("bracketed names", "{" + ", ".join(f"k{n}" for n in range(120_000)) + "}", "E013"),
    ("items", "- x\n" * 120_000, "E013"),
    ("unknown names", "".join(f"name{n}: x\n" for n in range(40_000)), "E101"),
    ("the same name", "a: x\n" * 40_000, "E009"),
    ("wrong ids", "cast:\n" + "".join(f"  A{n}: x\n" for n in range(20_000)), "E108"),
    ("a long name", "x" * 900_000 + ": y", "E014"),
    ("a long text", "title: " + "x" * 900_000, "E014"),
    ("merge marks", "<<<<<<< a\n" + "=======\n" * 100_000 + ">>>>>>> b\n", "E015"),
    ("comments after texts", "a: [" + "x, " * 20_000 + "] #y", "E101"),
    ("merge bomb", MERGE_BOMB, "E012"),
    ("alias bomb", ALIAS_BOMB, "E012"),
    ("recursive alias", "a: &a [*a]\n", "E012"),
    ("recursive name", "&a ? *a\n: 1\n", "E008"),
]


def rows(files: list[tuple[str, str, str]]) -> pytest.MarkDecorator:
    """One test for each of *files*."""
    given = [pytest.param(text, code, id=name) for name, text, code in files]
    return pytest.mark.parametrize(("text", "code"), given)


@rows(FILES)
def test_refused(read: Read, text: str, code: str) -> None:
    """Each file is refused for its own reason, in a few lines."""
    reading = read(text)

    assert reading.scenario is None
    assert code in [problem.code for problem in reading.problems]
    assert len(render(reading.problems, reading.source)) < 100_000


@rows([row for row in FILES if len(row[1]) < 20_000 or row[0].startswith("open")])
def test_refused_without_libyaml(
    read: Read, monkeypatch: pytest.MonkeyPatch, text: str, code: str
) -> None:
    """Where libyaml is missing, the same files are refused for the same reasons."""
    monkeypatch.setattr(parser, "_Loader", yaml.SafeLoader)

    assert code in [problem.code for problem in read(text).problems]


def test_small_stack(read: Read) -> None:
    """Deep files need no deep stack: a thread with 256 KiB lives through them."""
    result: list[str] = []
    before = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(
            target=lambda: result.extend(
                read(text).problems[0].code for name, text, _ in FILES if name.startswith("open")
            )
        )
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)

    assert result == ["E013", "E013"]

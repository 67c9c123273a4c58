"""The commands ``new`` and ``outline``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from game.cli.output import FINE, broken, fail, print_error, refuse, show
from game.cli.resources import find_scenario


if TYPE_CHECKING:
    from game.author import skeleton
    from game.author.questions import Key, Question
    from game.core.failure import Failure


class _UnansweredError(Exception):
    """The input ended before all questions were answered."""


def new(arguments: argparse.Namespace) -> int:
    """Write a new file from a starter, a skeleton or notes; return the exit code."""
    import shlex

    from game.author.starter import DEFAULTS, SCHEMA, title_of, write_text
    from game.core.failure import Failure

    given = {name: getattr(arguments, name) for name in DEFAULTS if getattr(arguments, name)}
    name = Path(arguments.name).name.removesuffix(".yaml").removesuffix(".yml")
    ready = arguments.notes or arguments.scenes or arguments.blank or arguments.fork
    if sys.stdin and sys.stdin.isatty() and not given and not ready:
        defaults = {**DEFAULTS, "title": title_of(name)}
        given = {entry: _prompt(entry, default) for entry, default in defaults.items()}
    given.setdefault("title", title_of(name))
    try:
        make = _maker(arguments, given)
    except KeyboardInterrupt:
        print_error("", "Nothing was written.")
        raise
    except _UnansweredError:
        return refuse("the questions need answers", "answer each with one of the words shown")
    except OSError as error:
        return refuse(f"{arguments.notes} cannot be read", error.strerror or "name another file")
    except UnicodeDecodeError:
        return refuse(f"{arguments.notes} is not saved as UTF-8", "save it again as UTF-8")
    written = make if isinstance(make, Failure) else write_text(Path(arguments.name), make)
    if isinstance(written, Failure):
        return fail(written)
    show(str(written))
    print_error(f"Beside it lies {SCHEMA}, which helps editors; you need not look at it.")
    quoted = shlex.quote(str(written))
    if arguments.notes:
        print_error(f"See what is missing:   two-hats check {quoted}")
    else:
        print_error(f"Play it:   two-hats play {quoted}")
    print_error(f"Write on:  two-hats preview {quoted}")
    return FINE


def _maker(arguments: argparse.Namespace, given: dict[str, str]) -> Callable[[str], str] | Failure:
    """
    Return a function from the name of the new file to its text; raise OSError.

    Notes with the marks of a merge are a failure: which of the two versions counts is open.
    """
    if arguments.notes:
        from game.author.outline.draft import from_answer
        from game.content.repair.characters import clean
        from game.content.yaml.source import Source
        from game.core.failure import Failure

        notes = arguments.notes.read_text(encoding="utf-8-sig")
        for problem in clean(Source(str(arguments.notes), notes))[1]:
            if problem.code == "E015" and problem.span is not None:
                message = f"{arguments.notes}, line {problem.span.line}: {problem.message}"
                return Failure(code="merged", message=message, help=problem.help)
        text = from_answer(notes)
        return lambda name: text
    if arguments.scenes or arguments.blank or arguments.fork:
        from game.author import skeleton

        if arguments.scenes:
            moments = _moments(arguments.scenes)
        else:
            moments = skeleton.fork() if arguments.fork else skeleton.blank()
        return lambda name: skeleton.skeleton(name, given, moments)
    from game.author.starter import starter

    return lambda name: starter(name, given)


def _moments(count: int) -> tuple[skeleton.Moment, ...]:
    """Prompt for the title and the three questions of each of *count* scenes."""
    from game.author import skeleton
    from game.author.outline.grammar import distinct, slug
    from game.author.questions import key

    moments: list[tuple[str, str, Key]] = []
    for number in range(1, count + 1):
        title = _line(
            f"Scene {number} of {count}. A short heading that gives nothing away: ",
            "Type a heading, such as: The Quay",
        )
        name = distinct(slug(title) or "scene", [name for name, _, _ in moments])
        moments.append((name, title, key(_choose)))
    return skeleton.in_order(moments)


def _choose(question: Question) -> str:
    """Prompt until the input is the number of an answer of *question*, or begins only that one."""
    words = [*question.answers]
    print_error(
        question.text,
        *(f"  {number} {word:15} {question.answers[word]}" for number, word in enumerate(words, 1)),
    )
    while True:
        typed = _line("> ", f"Type a number from 1 to {len(words)}.").lower()
        result = [
            word
            for number, word in enumerate(words, 1)
            if typed in (str(number), word[: len(typed)])
        ]
        if len(result) == 1:
            return result[0]
        print_error(f"Type a number from 1 to {len(words)}, or one of: {', '.join(words)}")


def _line(prompt: str, hint: str) -> str:
    """
    Read a line that is not empty, and print *hint* after one that is.

    Raise ``_UnansweredError`` at the end of the input.
    """
    while True:
        print(prompt, end="", file=sys.stderr, flush=True)
        typed = sys.stdin.readline()
        if not typed:
            raise _UnansweredError
        if typed.strip():
            return " ".join(typed.split())
        print_error(hint)


def _prompt(name: str, default: str) -> str:
    try:
        return input(f"{name} [{default}]: ").strip() or default
    except EOFError:
        return default


def outline(arguments: argparse.Namespace) -> int:
    """Write a scenario as an outline in Markdown to stdout; return the exit code."""
    from game.author.outline.markdown import outline as as_outline
    from game.content.loader import read_file
    from game.core.failure import Failure

    if Path(arguments.path).exists():
        reading = read_file(Path(arguments.path))
    else:
        entry = find_scenario(arguments.path)
        if isinstance(entry, Failure):
            return fail(entry, "give an id, or the path of a file")
        reading = entry.reading
    if reading.scenario is None:
        return broken(reading)
    sys.stdout.write(as_outline(reading.scenario))
    return FINE

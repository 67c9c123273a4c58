"""From bytes to text: only UTF-8; other encodings are reported with position and guess."""

from __future__ import annotations

import pytest

from game.content.decoding import decode
from game.content.diagnostics import Problem
from game.content.yaml.source import Source, Span


def test_byte_order_mark_at_the_start() -> None:
    """A byte order mark at the start is dropped."""
    assert decode("a", b"\xef\xbb\xbfa: 1\n") == Source("a", "a: 1\n")


def test_line_ends() -> None:
    """Line ends of Windows become plain ones."""
    assert decode("a", b"a: 1\r\nb: 2\n") == Source("a", "a: 1\nb: 2\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16(encoding: str) -> None:
    """Text saved as UTF-16 or UTF-32 is reported by name."""
    problem = decode("a", "title: x".encode(encoding))

    assert isinstance(problem, Problem)
    assert (problem.code, problem.span) == ("E005", Span(1, 1, 1, 1))
    assert "UTF-16" in problem.message


def test_windows_1252() -> None:
    """A letter saved as Windows-1252 is reported with its position and its meaning."""
    problem = decode("a", "a: ü\nname: Jos".encode() + b"\xe9\n")

    assert isinstance(problem, Problem)
    assert (problem.code, problem.span) == ("E005", Span(2, 10, 2, 11))
    assert "'é'" in problem.message


@pytest.mark.parametrize("data", [b"a: \xc0\xaf", b"\x89PNG\r\n\x1a\n\x00", b"a\xed\xa0\x80"])
def test_not_utf_8(data: bytes) -> None:
    """Overlong forms, pictures and lone surrogates are no UTF-8."""
    problem = decode("a", data)

    assert isinstance(problem, Problem)
    assert problem.code == "E005"

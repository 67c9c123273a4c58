"""Markdown: a log to read."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from game.core.enums import Call
from game.core.progress import progress
from game.journal.exports.markdown import literal, write
from game.journal.exports.record import whys
from tests.journal.export.made import HOSTILE, NASTY, record


def rendered(text: str) -> str:
    """*text* as a page, tables and raw HTML allowed."""
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def test_headings() -> None:
    """First attempts come first, practice after them; what was not answered is not there."""
    heads = [line for line in "".join(write(record())).splitlines() if line.startswith("#")]
    assert heads == [
        "# Two Hats: what you played",
        "## First attempts",
        "### Together",
        "### A Short Story",
        "### Smoke on Ward Six",
        f"### {literal(HOSTILE.title)}",
        "## Practice",
        "### A Short Story",
    ]


def test_the_log() -> None:
    """A row contains scene, call, need, choice, the points as a sum, and both gauges."""
    assert (
        "| 1. title of smoke | Manage, then lead | Manage, then lead | text of a "
        "| 100 = 20 + 50 + 30 | 67 | 71 |" in "".join(write(record())).splitlines()
    )


def test_author_text_is_literal() -> None:
    """An author's text is literal: no tags, links, cells or emphasis from it."""
    page = rendered("".join(write(record())))

    assert "<script" not in page
    assert "<a " not in page
    assert "<b>" not in page
    assert "<em>" not in page
    assert (
        NASTY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        in page
    )


@pytest.mark.parametrize(
    "text",
    ["- x", "+ x", "1. x", "12) x", "1.", "-", "---", "===", "https://a.example", "www.a.example"],
)
def test_a_line_of_a_player_is_literal(text: str) -> None:
    """At its beginning it opens no list and underlines no heading; URLs become no links."""
    markdown = MarkdownIt("gfm-like", {"html": True})
    assert markdown.render(f"{literal(text)}\n") == f"<p>{text}</p>\n"
    assert markdown.render(f"- {literal(text)}\n") == f"<ul>\n<li>{text}</li>\n</ul>\n"
    assert markdown.render(f"above\n{literal(text)}\n") == f"<p>above\n{text}</p>\n"


def test_practice_is_in_no_figure() -> None:
    """The figures under *Together* are those of first attempts alone."""
    counted = progress(whys(record().first))

    assert counted.scenes == 4
    assert sum(counted.calls.values()) == 4
    assert counted.calls[Call.LEAD, Call.LEAD] == 3
    assert "| Lead | 3 | 0 | 0 | 0 |" in "".join(write(record())).splitlines()

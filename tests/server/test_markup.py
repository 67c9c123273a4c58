"""Text in a page is escaped, whatever it contains."""

from __future__ import annotations

import random
from html.parser import HTMLParser

import pytest

from game.content import sanitize
from game.server import html
from game.server.html import Html, join, tag
from tests.content.hostile_names import hostile_names


FULL, SAMPLE = 10_000, 1_000
"""Number of hostile names."""


class Seen(HTMLParser):
    """The parsed page: the *tags* with the names of their attributes, and words."""

    def __init__(self, page: str) -> None:
        """Read *page*."""
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, ...]] = []
        self.words = ""
        self.values: list[str | None] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.values += [value for name, value in attrs if name == "value"]

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words += data

    def handle_comment(self, data: str) -> None:
        """Note what should not be there."""
        self.tags.append(("comment",))

    def handle_decl(self, decl: str) -> None:
        """Note what should not be there."""
        self.tags.append(("declaration",))

    handle_pi = unknown_decl = handle_comment


def page(typed: str, name: str) -> Html:
    """A page that has *typed* in its words and *name* in a field."""
    return join(tag("h1", f"You are in, {typed}"), html.rename(name, 0))


def test_hostile_names_in_a_page(pytestconfig: pytest.Config) -> None:
    """
    Each name, as it was typed and as it is kept, is shown word for word.

    No tag, no attribute and no comment comes of it.
    """
    plain = Seen(page("Ines", "Ines"))
    count = FULL if pytestconfig.getoption("full") else SAMPLE
    for whole in hostile_names(random.Random(2), count):
        typed, name = whole[:100].replace("\r", ""), sanitize.name(whole)
        seen = Seen(page(typed, name))
        assert seen.tags == plain.tags, typed
        assert seen.words == plain.words.replace("Ines", typed), typed
        assert seen.values[0] == name

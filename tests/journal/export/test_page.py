"""HTML: one page without requests or scripts, with its charts described in words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from game.core.progress import Ratio
from game.journal.exports import html
from game.journal.exports.html import Bar, write
from tests.journal.export.made import NASTY, record


VOID = ("meta", "rect", "line", "circle", "polyline", "polygon")


class Page(HTMLParser):
    """A parsed page: its tags with attributes, its text, and whether elements are closed."""

    def __init__(self, text: str) -> None:
        """Read *text*."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note *tag*."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The last open tag must be the one that closes."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += data


@pytest.fixture(scope="module")
def page() -> Page:
    """The page of the journal of five runs."""
    return Page("".join(write(record())))


def test_nothing_is_run_or_fetched(page: Page) -> None:
    """No script, no handler, no link, no picture from elsewhere, and a policy that forbids it."""
    assert not {"script", "link", "img", "iframe", "a", "form"} & {tag for tag, _ in page.tags}
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {"src", "href", "style"} & names
    assert not any(name.startswith("on") for name in names)
    assert "url(" not in "".join(write(record()))
    assert (
        "meta",
        {
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'",
        },
    ) in page.tags


def test_every_tag_closes(page: Page) -> None:
    """The page is whole, has a language, and no id twice."""
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]

    assert page.open == []
    assert ("html", {"lang": "en"}) in page.tags
    assert len(ids) == len(set(ids))


def test_charts_speak(page: Page) -> None:
    """Every chart is an image with a title and a description."""
    pictures = [attributes for tag, attributes in page.tags if tag == "svg"]
    ids = {attributes.get("id") for _, attributes in page.tags}

    assert len(pictures) == 3 + 2 * 4
    for picture in pictures:
        assert picture["role"] == "img"
        named = (picture["aria-labelledby"] or "").split()
        assert len(named) == 2
        assert set(named) <= ids


def test_tables_beside_the_charts(page: Page) -> None:
    """A chart's data are in a table as well, with headers for rows and columns."""
    assert sum(tag == "table" for tag, _ in page.tags) == 3 + 4
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    for output in ("100 = 20 + 50 + 30", "team coordination", "focus: people"):
        assert output in page.text


def test_author_text_is_literal(page: Page) -> None:
    """An author's text is shown as written."""
    assert NASTY in page.text
    assert "bold" not in {tag for tag, _ in page.tags}
    assert "<b>bold</b>" in page.text


def test_first_attempts_before_practice(page: Page) -> None:
    """Practice has a separate section at the end."""
    first, practice = page.text.index("First attempts"), page.text.index("They count for nothing")
    assert first < page.text.index("run 1") < page.text.index("run 4") < practice
    assert practice < page.text.index("run 3")
    assert "run 5" not in page.text


class TestCharts:
    """The charts by themselves."""

    def test_points(self) -> None:
        """Columns are as high as their points, on a scale of 100."""
        columns = ElementTree.fromstring(html.points("k", "t", [0, 50, 100])).iter("rect")
        heights = [float(column.attrib["height"]) for column in columns]
        assert heights[0] == 0
        assert heights[2] == pytest.approx(2 * heights[1], abs=0.2)

    def test_gauges(self) -> None:
        """Direction has triangles, Structure squares, and each line its name at its end."""
        chart = html.gauges("k", "t", [50, 60, 70], [50, 40, 30])
        root = ElementTree.fromstring(chart)
        assert len(list(root.iter("polygon"))) == len(list(root.iter("rect"))) == 3
        assert {"Direction", "Structure"} <= {text.text for text in root.iter("text")}

    @pytest.mark.parametrize("ends", [(100, 100), (0, 0), (50, 51), (51, 50)])
    def test_names_do_not_overlap(self, ends: tuple[int, int]) -> None:
        """Where both lines end together their names stand one below the other, inside."""
        root = ElementTree.fromstring(html.gauges("k", "t", [50, ends[0]], [50, ends[1]]))
        heights = [
            float(t.attrib["y"]) for t in root.iter("text") if t.text in ("Direction", "Structure")
        ]
        assert abs(heights[0] - heights[1]) >= 12
        assert all(8 <= height <= html.HEIGHT for height in heights)

    def test_met(self) -> None:
        """A bar is filled as far as what was asked was met."""
        bars = [Bar(label="<one>", met=Ratio(1, 4)), Bar(label="two", met=Ratio(2, 2))]
        root = ElementTree.fromstring(html.met("k", "t", bars, 100))
        frames = [float(r.attrib["width"]) for r in root.iter("rect")]
        assert frames[1] == pytest.approx(frames[0] / 4, abs=0.1)
        assert frames[3] == frames[2]
        assert "<one>: 1 of 4; two: 2 of 2." in (root.findtext("desc") or "")

    def test_many_scenes(self) -> None:
        """Two hundred scenes still make a chart whose scale can be read."""
        root = ElementTree.fromstring(html.points("k", "t", [50] * 200))
        assert len(re.findall("scene", "".join(t.text or "" for t in root.iter("text")))) == 1
        assert sum(t.attrib.get("class") == "quiet" for t in root.iter("text")) < 25

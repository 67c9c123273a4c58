"""A site has a start page, a page for each scenario and link previews."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from game.cli.main import main
from game.content.library import packaged
from game.publish.page import Publication, page, share
from game.publish.site import site
from tests.publish.browser import opened, stage
from tests.publish.test_page import NASTY, hostile, shipped
from tests.server.browser import in_browser
from tests.shipped import LIBRARY


URL = "https://training.example/two-hats/"
TWO = [Publication.of(shipped()), Publication.of(shipped("four-degrees"))]


def tags(html: str) -> dict[str, str]:
    """Return the meta tags of a page by name."""
    result = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html)
    return {name: unescape(content) for name, content in result}


def test_the_files() -> None:
    """A site has a start page, scenario pages and one picture, with equal bytes each time."""
    files = dict(site(TWO, "Two nights"))

    assert list(files) == ["index.html", "share.png", "smoke-on-ward-six.html", "four-degrees.html"]
    assert files["share.png"].startswith(b"\x89PNG")
    assert files == dict(site(TWO, "Two nights"))


def test_links_unfurl() -> None:
    """Previews have title and description, and address and picture if the address is known."""
    files = dict(site(TWO, "Two nights", URL))
    output = tags(files["smoke-on-ward-six.html"].decode())

    assert output["og:title"] == "Smoke on Ward Six"
    assert output["og:description"] == " ".join(shipped().summary.split())
    assert output["og:url"] == f"{URL}smoke-on-ward-six.html"
    assert output["og:image"] == f"{URL}share.png"
    assert tags(files["index.html"].decode())["og:url"] == URL
    assert "og:image" not in tags(page(TWO[0]))


def test_hostile_titles_stay_text() -> None:
    """Titles and summaries are escaped and never filled as slots."""
    nasty = Publication.of(hostile())
    for html in (page(nasty), dict(site([nasty, *TWO], NASTY, URL))["index.html"].decode()):
        output = tags(html)
        assert output["og:description"] or output["description"]
        outside = re.sub(r"<script.*?</script>", "", html, flags=re.S)
        assert "<img" not in outside
        assert "alert(1)</script>" not in outside
    assert tags(page(nasty))["og:title"] == NASTY


@in_browser
async def test_the_start_page_leads_to_each(tmp_path: Path) -> None:
    """Links open the pages of the site, from disk and from a server."""
    for name, content in site(TWO, "Two nights"):
        (tmp_path / name).write_bytes(content)
    home = f"{tmp_path.as_uri()}/"
    async with opened(f"{home}index.html", home) as result:
        await result.get_by_role("link", name="Four Degrees").click()
        await result.wait_for_selector("button.main")
        assert await stage(result) == "briefing"


def test_everything_that_ships_can_be_a_site() -> None:
    """A site of the whole library keeps each page within its size limit."""
    library = [Publication.of(entry.scenario) for entry in LIBRARY if entry.scenario]
    files = dict(site(library, "Scenarios"))

    assert len(files) == len(library) + 2
    assert all(len(content) <= 400_000 for content in files.values())


def test_names_that_would_overwrite_each_other_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two different files of one name, and a page named like the start page, make no site."""
    source = (packaged() / "four-degrees.yaml").read_bytes()
    for folder, text in (("a", source), ("b", source.replace(b"title: ", b"title: Not ", 1))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.yaml").write_bytes(text)
    (tmp_path / "index.yaml").write_bytes(source)
    target = tmp_path / "site"
    twice = [str(tmp_path / folder / "x.yaml") for folder in "ab"]
    assert main(["publish", *twice, "--to", "site", "-o", str(target)]) == 2
    assert "two things are called x" in capsys.readouterr().err
    index = str(tmp_path / "index.yaml")
    assert main(["publish", index, "--to", "site", "-o", str(target)]) == 2
    assert not target.exists()
    assert main(["publish", twice[0], twice[0], "--to", "site", "-o", str(target)]) == 0


def test_the_picture_of_a_page_at_the_top_of_a_host() -> None:
    """An address without a path keeps its host."""
    assert 'content="https://host.example/share.png"' in share("https://host.example")

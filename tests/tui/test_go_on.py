"""What home and the journal offer to go on with, where files were moved or deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.author.starter import starter
from game.content.library import CampaignEntry, Entry, Library, packaged
from game.core.actions import GoOn
from game.journal.campaigns import CampaignSession
from game.journal.store import Journal
from game.services.campaign import resume_or_start
from game.services.go_on import Unfinished
from game.services.play import origin_of, start
from game.tui.app import GameApp
from tests.shipped import LIBRARY
from tests.tui.stage import picture, stage, wait_for


SHIPPED = "smoke-on-ward-six"


def begin(journal: Journal, library: Library, named: str) -> None:
    """Begin a run of the scenario *named*."""
    entry = library.find(named)
    assert isinstance(entry, Entry)
    assert entry.scenario is not None
    start(journal, entry.scenario, origin=origin_of(entry, library)).act(GoOn())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return the path of a player's own scenario."""
    path = tmp_path / "own" / "the-late-ferry.yaml"
    path.parent.mkdir()
    path.write_text(starter("the-late-ferry", {}), encoding="utf-8")
    return path


@pytest.fixture
def journal(own: Path) -> Journal:
    """Return a journal with an open run of what ships, and a newer one of *own*."""
    result = Journal.open(None)
    for named in (SHIPPED, str(own)):
        begin(result, LIBRARY, named)
    return result


async def test_a_deleted_file_leaves_the_first_card_to_another_run(
    journal: Journal, own: Path
) -> None:
    """Home offers the newest run whose file is there, from its first frame on."""
    own.unlink()
    async with stage((80, 24), library=LIBRARY, journal=journal) as pilot:
        assert "1 Go on: Smoke on Ward Six" in picture(pilot)
        app = pilot.app
        assert isinstance(app, GameApp)
        app.action_journal()
        await pilot.pause()
        assert "Its scenario is not there any more" in picture(pilot)
        assert "⏎" not in picture(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert "⏎ Go on" in picture(pilot)


async def test_a_broken_file_leaves_the_first_card_once_it_was_read(
    journal: Journal, own: Path
) -> None:
    """A run whose file has errors is no way on either; once they are mended, it is again."""
    text = own.read_text(encoding="utf-8")
    own.write_text("title: [", encoding="utf-8")
    async with stage((80, 24), library=LIBRARY, journal=journal) as pilot:
        await wait_for(pilot, "1 Go on: Smoke on Ward Six")
        own.write_text(text, encoding="utf-8")
        await pilot.press("h")
        await pilot.pause()
        await pilot.press("escape")
        await wait_for(pilot, "1 Go on: The Late Ferry")


def test_only_the_file_to_go_on_with_is_read(journal: Journal, tmp_path: Path) -> None:
    """At first no file is opened; then one, however many there are."""
    for number in range(30):
        (tmp_path / f"other-{number}.yaml").write_text(starter("other", {}), encoding="utf-8")
    library = Library.of([tmp_path, packaged()])
    unfinished = Unfinished(journal, library)

    def opened() -> list[str]:
        return [entry.id for entry in library if "_data" in vars(entry)]

    begin(journal, LIBRARY, SHIPPED)
    run = unfinished.at_place()
    assert run is not None
    assert run.title == "Smoke on Ward Six"
    assert not opened()
    assert unfinished.readable() == run
    assert opened() == [SHIPPED]


def test_a_file_that_was_renamed_in_the_library_is_found(tmp_path: Path) -> None:
    """Where no file has the name of a run, the one with its text is the same."""
    first = tmp_path / "oven.yaml"
    first.write_text(starter("oven", {}), encoding="utf-8")
    journal = Journal.open(None)
    begin(journal, Library.of([tmp_path]), "oven")
    first.rename(tmp_path / "stove.yaml")
    unfinished = Unfinished(journal, Library.of([tmp_path]))
    assert unfinished.at_place() is None
    assert unfinished.readable() == journal.unfinished()


def test_a_campaign_without_its_file_leaves_the_first_place(tmp_path: Path) -> None:
    """A campaign that was deleted is not offered; one that is there is, if it is the newest."""
    journal = Journal.open(None)
    begin(journal, LIBRARY, SHIPPED)
    shipped = next(iter(LIBRARY.campaigns.values()))
    path = tmp_path / "tour.yaml"
    path.write_text(shipped.path.read_text(encoding="utf-8"), encoding="utf-8")
    entry = LIBRARY.find_campaign(str(path))
    assert isinstance(entry, CampaignEntry)
    session = resume_or_start(journal, LIBRARY, entry)
    assert isinstance(session, CampaignSession)
    scenario = LIBRARY.scenario(next(iter(session.campaign_state.campaign.postings)))
    assert scenario is not None
    session.post(scenario).act(GoOn())
    unfinished = Unfinished(journal, LIBRARY)
    campaign = journal.campaigns.unfinished()
    assert campaign is not None
    assert unfinished.at_place() == unfinished.readable() == campaign
    path.unlink()
    assert unfinished.at_place() == unfinished.readable() == journal.unfinished()

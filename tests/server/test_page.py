"""The page in a real browser: join, vote, see; asleep, offline, without script, read aloud."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.async_api import expect

from game.room import actions, messages
from game.room.state import FINISHED, Stage
from game.room.views import Control, permitted_controls
from game.server.html import FOLDER
from game.server.phone_pages import OVER
from tests.room.rooms import POSTING
from tests.server.browser import in_browser, joined, phone
from tests.server.workshop import CALL, CODE, workshop
from tests.shared import until


@in_browser
async def test_a_round(tmp_path: Path) -> None:
    """Join, call, vote, change the vote, and see the reveal; the page follows by itself."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await joined(page)
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn())
        await page.get_by_role("heading", name="title of hall").first.wait_for()
        open_room.do(actions.GoOn())
        await page.get_by_role("button", name="Manage", exact=False).first.click()
        await expect(page.locator("#option-B")).to_have_attribute("aria-pressed", "true")
        await expect(page.locator("#option-B")).to_contain_text("✓ Your vote")
        await expect(page.locator("#count")).to_have_text("1 of 2 have voted")
        await bot.send("/vote", ballot=CALL, option="A")
        await expect(page.locator("#count")).to_have_text("2 of 2 have voted")
        await page.locator("#option-D").click()
        await expect(page.locator("strong")).to_have_count(1)
        await expect(page.locator("#option-D strong")).to_be_visible()
        assert sorted(open_room.room.votes[CALL].values()) == ["lead", "manage-then-lead"]
        open_room.do(actions.Reveal())
        await page.get_by_role("heading", name="How the room voted").wait_for()
        await expect(page.locator("main")).to_contain_text("You voted D")
        await expect(page.locator("main")).to_contain_text("It's a tie between")
        open_room.do(actions.Decide("lead"), actions.GoOn())
        await page.get_by_role("heading", name="What do we do?").wait_for()
        await expect(page.get_by_role("status")).to_contain_text("What do we do? Scene")


@in_browser
async def test_asleep(tmp_path: Path) -> None:
    """A phone that slept through three stages shows the fourth when it wakes, and can vote."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await joined(page)
        await until(lambda: open_room.phones.connected == 1)
        control = await page.context.new_cdp_session(page)
        await control.send("Network.enable")
        offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        await control.send("Network.emulateNetworkConditions", {"offline": True, **offline})
        await control.send("Page.setWebLifecycleState", {"state": "frozen"})
        open_room.do(actions.GoOn(), actions.GoOn(), actions.Decide("lead"), actions.GoOn())
        await control.send("Network.emulateNetworkConditions", {"offline": False, **offline})
        await control.send("Page.setWebLifecycleState", {"state": "active"})
        await page.get_by_role("heading", name="What do we do?").wait_for()
        await page.locator("#option-A").click()
        await until(lambda: len(open_room.room.votes.get("1.hall.choice.1", {})) == 1)


@in_browser
async def test_a_jump_of_the_clock(tmp_path: Path) -> None:
    """A phone that wakes without an event notices by its clock, and reconnects at once."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await page.clock.install()
        await joined(page)
        streams: list[str] = []
        page.on("request", lambda request: streams.append(request.url))
        await page.clock.fast_forward("05:00")
        await until(lambda: f"{open_room.base}/stream" in streams)
        open_room.do(actions.GoOn())
        await page.get_by_role("heading", name="title of hall").first.wait_for()


@in_browser
async def test_a_vote_without_a_network(tmp_path: Path) -> None:
    """A vote given in a dead spot is sent again until it is acknowledged; the last one counts."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await joined(page)
        open_room.do(actions.GoOn(), actions.GoOn())
        await page.locator("#option-A").wait_for()
        await page.context.set_offline(True)
        await page.locator("#option-A").click()
        await expect(page.locator("#link")).to_contain_text("Trying again…")
        await page.locator("#option-C").click()
        assert open_room.room.votes.get(CALL, {}) == {}
        await page.context.set_offline(False)
        await expect(page.locator("#option-C strong")).to_be_visible()
        assert list(open_room.room.votes[CALL].values()) == ["lead-then-manage"]


@in_browser
async def test_two_questions_supported_without_a_network(tmp_path: Path) -> None:
    """Votes for different questions wait beside each other; both arrive."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await joined(page)
        open_room.do(actions.GoOn(), actions.GoOn())
        for bot in await open_room.joined(2):
            await bot.send("/puzzle", text="Why?")
        await page.locator("#puzzles summary").click()
        await page.locator("#puzzle-2").wait_for()
        await page.context.set_offline(True)
        for number in (1, 2):
            await page.locator(f"#puzzle-{number}").click()
        await expect(page.locator("#link")).to_contain_text("Trying again…")
        await page.context.set_offline(False)
        await until(lambda: all(puzzle.votes for puzzle in open_room.room.puzzles))


@in_browser
async def test_a_facilitator_that_comes_back(tmp_path: Path) -> None:
    """When the server is gone and comes back, the page recovers without interaction."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await joined(page)
        await until(lambda: open_room.phones.connected == 1)
        await open_room.phones.close()
        await expect(page.locator("#link")).to_contain_text("No connection")
        again = type(open_room.phones)(
            open_room.session, tmp_path, bind="127.0.0.1", port=open_room.phones.port
        )
        await again.open()
        open_room.do(actions.GoOn())
        await page.get_by_role("heading", name="title of hall").first.wait_for()
        await expect(page.locator("#link")).to_have_text("")
        await again.close()


@in_browser
async def test_a_session_that_is_over(tmp_path: Path) -> None:
    """When the server stops after the end of the evening, not of a scenario, no error is shown."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await joined(page)
        await until(lambda: open_room.phones.connected == 1)
        open_room.lead_to(Stage.OVER)
        await page.get_by_text(OVER).wait_for()
        await expect(page.locator("#over")).to_have_count(0)
        open_room.do(actions.End())
        await expect(page.locator("#over")).to_contain_text("You can close this page.")
        async with page.expect_event("requestfailed"):
            await open_room.phones.close()
        await expect(page.locator("#link")).to_have_text("")
        await expect(page.locator("#over")).to_be_visible()


@in_browser
async def test_without_script(tmp_path: Path) -> None:
    """The same page by forms alone: join, vote, change, be refused; it looks again by itself."""
    async with (
        workshop(tmp_path) as open_room,
        phone(open_room, java_script_enabled=False) as page,
    ):
        await joined(page)
        assert await page.locator('meta[http-equiv="refresh"]').count() == 1
        open_room.do(actions.GoOn(), actions.GoOn())
        await page.locator("#option-B").click(timeout=15_000)
        await expect(page.locator("#option-B")).to_contain_text("✓ Your vote")
        await page.locator("#option-A").click()
        await expect(page.locator("#option-A")).to_contain_text("✓ Your vote")
        assert list(open_room.room.votes[CALL].values()) == ["lead"]
        await page.locator("summary", has_text="Read it here").click()
        await page.get_by_role("link", name="Keep it open").first.click()
        await expect(page.get_by_text("text of hall")).to_be_visible()
        assert await page.locator('meta[http-equiv="refresh"]').count() == 0
        open_room.do(actions.Reveal())
        await page.locator("#option-C").click()
        await expect(page.locator(".notice")).to_have_text("That vote is closed.")
        await page.get_by_role("heading", name="How the room voted").wait_for()
        await page.wait_for_url(f"{open_room.base}/{CODE}", timeout=15_000)
        await page.get_by_role("heading", name="How the room voted").wait_for()


@in_browser
async def test_what_is_written_for_oneself(tmp_path: Path) -> None:
    """It survives a reload, is sent to nobody, and what is being typed survives a new page."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await joined(page)
        _, other = await open_room.joined(2)
        open_room.lead_to(Stage.NOW_WHAT)
        bodies: list[str] = []
        page.on("request", lambda request: bodies.append(request.post_data or ""))
        await page.locator("#mine").fill("when it is loud, I will whisper")
        await page.locator("#share").fill("I will a")
        open_room.do(actions.HoldLines(False))
        await other.send("/share", text="I will ask first.")
        await page.get_by_text("I will ask first.").wait_for()
        await expect(page.locator("#share")).to_have_value("I will a")
        await expect(page.locator("#share")).to_be_focused()
        await page.keyboard.type("sk")
        await page.get_by_role("button", name="Send it").click()
        await until(lambda: "I will ask" in open_room.room.shared.values())
        await page.reload()
        await expect(page.locator("#mine")).to_have_value("when it is loud, I will whisper")
        assert not any("whisper" in body for body in bodies)


@in_browser
async def test_read_aloud(tmp_path: Path) -> None:
    """A screen reader finds headings, pressed buttons named in full, and one polite region."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await joined(page)
        open_room.do(actions.GoOn(), actions.GoOn())
        await page.locator("#option-B").click()
        await expect(page.locator("#option-B strong")).to_be_visible()
        tree = await page.locator("body").aria_snapshot()
        assert '- heading "What does this moment need?" [level=1]' in tree
        assert re.search(r'button "B Manage .*Your vote" \[pressed\]', tree)
        assert re.search(r'- button "A Lead .*missing\."', tree)
        assert len(re.findall(r"- status", tree)) == 1
        await expect(page.get_by_role("status")).to_have_text("Your vote: B")
        await page.locator("#option-C").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#option-C strong")).to_be_visible()
        await expect(page.locator("#option-C")).to_be_focused()
        open_room.do(actions.Reveal())
        await expect(page.get_by_role("status")).to_contain_text("How the room voted")


NARROWEST = """() => {
    const targets = [...document.querySelectorAll("button, summary")];
    const boxes = targets.filter((each) => each.checkVisibility()).map(
        (each) => each.getBoundingClientRect());
    return boxes.length ? Math.min(...boxes.flatMap(({ width, height }) => [width, height])) : 0;
}"""
"""
A script that returns the least width or height of all targets, 0 if there are none.

It measures all at once, since the page may change any time.
"""


@pytest.mark.parametrize("zoom", [1, 2])
@in_browser
async def test_small_screens(tmp_path: Path, zoom: int) -> None:
    """At 320 pixels, and at 200 % of that, nothing sticks out; each target is a finger wide."""
    size = {"width": 320 // zoom, "height": 568 // zoom}
    async with (
        workshop(tmp_path) as open_room,
        phone(open_room, viewport=size, device_scale_factor=zoom) as page,
    ):
        await joined(page)
        ways: dict[str, actions.FacilitatorAction] = {
            "lobby": actions.GoOn(),
            "read": actions.GoOn(),
            "vote": actions.Decide("lead"),
            "reveal": actions.Pause(True),
        }
        for stage, then in ways.items():
            await page.locator(f'main[data-stage="{stage}"]').wait_for()
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], stage
            assert await page.evaluate(NARROWEST) >= 44, stage
            open_room.do(then)


async def test_the_weight_of_the_page(tmp_path: Path) -> None:
    """Page, style and script together stay below thirty kilobytes at every stage."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        files = sum((FOLDER / name).stat().st_size for name in ("page.css", "page.js"))
        async with open_room.http.get(
            f"{open_room.base}/{CODE}", headers={"Cookie": bot.cookie}
        ) as page:
            assert files + len(await page.read()) <= 30_000
        open_room.lead_to(Stage.WHY)
        for number, asking in enumerate(await open_room.joined(12)):
            await asking.send("/puzzle", text=f"{number} " + "Why? " * 40)
        await until(lambda: len(open_room.phones.service.puzzles) == 12)
        async with open_room.http.get(
            f"{open_room.base}/{CODE}", headers={"Cookie": bot.cookie}
        ) as page:
            text = await page.text()
            assert text.count("Me too") == 10
            assert files + len(text.encode()) <= 30_000
        text = "".join((FOLDER / name).read_text() for name in ("page.css", "page.js"))
        assert "//" not in text.replace("// ", "")


def luminance(colour: str) -> float:
    """Return the relative luminance of *colour* by WCAG."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colours: Mapping[str, str], one: str, other: str) -> float:
    """The contrast of two of *colours*."""
    low, high = sorted((luminance(colours[one]), luminance(colours[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_contrast(scheme: int) -> None:
    """Every text stands out from what is behind it by seven to one, in light and dark."""
    style = (FOLDER / "page.css").read_text()
    light, dark = re.findall(r":root \{(.*?)\}", style, re.S)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", (light, dark)[scheme]))
    for item, other in (
        ("ink", "paper"), ("quiet", "paper"), ("lead", "paper"), ("mark", "paper"),
        ("ink", "card"), ("quiet", "card"), ("on-mark", "mark"),
    ):  # fmt: skip
        assert contrast(colours, item, other) >= 7, (item, other)
    assert contrast(colours, "line", "paper") >= 3


@in_browser
async def test_a_paired_phone(tmp_path: Path) -> None:
    """A ticket in the address's last part pairs a phone; it leads the room and shows the notes."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        (bot,) = await open_room.joined(1)
        urls: list[str] = []
        page.on("request", lambda request: urls.append(request.url))
        ticket = open_room.ticket()
        await page.goto(f"{open_room.base}/console#{ticket}")
        await page.get_by_role("button", name="Go on").click()
        await expect(page.locator("#notes")).to_have_text("notes of hall")
        await page.get_by_role("button", name="Go on").click()
        await expect(page.locator("#count")).to_contain_text("0 of 1 voted, 1 missing")
        await bot.send("/vote", ballot=CALL, option="B")
        await expect(page.locator("#options li").nth(1)).to_contain_text("Manage1")
        page.once("dialog", lambda dialog: dialog.accept())
        await page.locator("#people summary").click()
        await page.get_by_role("button", name="Take away").click()
        await page.get_by_role("button", name="Let back").wait_for()
        assert not any(ticket in url.split("#")[0] for url in urls)
        assert ticket not in page.url
        open_room.phones.revoke()
        await page.get_by_label("The ticket").wait_for()


BUTTONS: Mapping[Control, str] = {
    Control.TALK: "Talk, then vote again",
    Control.REVEAL: "Reveal now",
    Control.REOPEN: "Open the vote again",
    Control.DECIDE: "Settle it…",
    Control.HANDS: "Count hands…",
    Control.HEADS: "How many by hand…",
    Control.END: "End the evening",
    Control.UNDO: "Undo",
    Control.PAUSE: "Pause",
    Control.LOCK: "Close the door",
    Control.TABLE_VOTES: "One vote a table",
    Control.HOLD_LINES: "Show lines at once",
    Control.TIMER: "Two minutes",
    Control.DEAL: "Deal roles",
}
"""The buttons in the page of a paired phone; "Go on" stands below it, always in reach."""
TICKET = "Ticket for a console"
"""The button that needs no permission of the room."""


@in_browser
async def test_a_paired_phone_offers_what_is_permitted(tmp_path: Path) -> None:
    """At every stage it has a button for each action that the room accepts, and no other."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await open_room.joined(1)
        open_room.do(actions.Post(POSTING))
        await page.goto(f"{open_room.base}/console#{open_room.ticket()}")
        for stage in Stage:
            if stage is Stage.TALK:
                open_room.do(actions.Talk(anyway=True))
            elif stage is Stage.REVEAL:
                open_room.do(actions.Reveal(anyway=True))
            else:
                open_room.lead_to(stage)
            permitted = permitted_controls(open_room.room)
            shown = [text for control, text in BUTTONS.items() if control in permitted]
            if stage is Stage.LOBBY:
                shown.insert(shown.index(BUTTONS[Control.HEADS]) + 1, "Another scenario…")
            if open_room.room.timer:
                shown.insert(shown.index(BUTTONS[Control.TIMER]) + 1, "Stop the clock")
            await expect(page.locator("#keys button")).to_have_text([*shown, TICKET])
            onward = page.get_by_role("button", name="Go on", exact=True)
            await expect(onward).to_have_count(int(Control.GO_ON in permitted or stage in FINISHED))
        await page.get_by_role("button", name="Pause").click()
        await page.get_by_role("button", name="End the pause").wait_for()
        await expect(page.get_by_role("button", name="Pause", exact=True)).to_have_count(0)


@in_browser
async def test_a_paired_phone_lets_more_phones_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows when an address reaches its limit of seats, with a button for more until pressed."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        monkeypatch.setattr(open_room.phones.admission, "_max_seats", 2)
        more = page.get_by_role("button", name="Let more phones in")
        await page.goto(f"{open_room.base}/console#{open_room.ticket()}")
        await expect(page.locator("#count")).to_contain_text("0 phones on")
        await expect(more).to_have_count(0)
        outside = (await open_room.joined(3))[2]
        await expect(page.locator("#door")).to_have_text(messages.CROWDED)
        assert await outside.send("/join", name="Ines") == 409
        await more.click()
        await expect(page.locator("#status")).to_contain_text("phones from one address now")
        await expect(more).to_have_count(0)
        await expect(page.locator("#door")).to_have_text("")
        assert await outside.send("/join", name="Ines") == 303


@in_browser
async def test_a_paired_phone_shows_trouble_once(tmp_path: Path) -> None:
    """What a resumed room left out stands there until an answer does, which it never replaces."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        open_room.session.notice = "One step no longer holds."
        await page.goto(f"{open_room.base}/console#{open_room.ticket()}")
        await expect(page.locator("#status")).to_have_text("One step no longer holds.")
        await page.get_by_role("button", name="Ticket for a console").click()
        await expect(page.locator("#status")).not_to_have_text("One step no longer holds.")
        await open_room.joined(1)
        await expect(page.locator("#seats li")).to_have_count(1)
        await expect(page.locator("#status")).not_to_have_text("One step no longer holds.")


@in_browser
async def test_a_paired_phone_shows_each_table(tmp_path: Path) -> None:
    """Once the vote is shown, and not before, it has the tables that are large enough."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room, phone(open_room) as page:
        await page.goto(f"{open_room.base}/console#{open_room.ticket()}")
        for number, bot in enumerate(await open_room.joined(8)):
            assert await bot.send("/join", table=str(max(1, number // 2))) == 200
            assert await bot.send("/vote", ballot=CALL, option="C") == 200
        await expect(page.locator("#count")).to_contain_text("8 of 8 voted")
        await expect(page.locator("#groups li")).to_have_count(0)
        await page.get_by_role("button", name="Reveal now").click()
        await expect(page.locator("#groups li")).to_have_text(["Table 1: A 0, B 0, C 4, D 0"])


@in_browser
async def test_a_paired_phone_takes_a_line_down(tmp_path: Path) -> None:
    """It lists the shared lines as text, and takes down the one that is pressed."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await page.goto(f"{open_room.base}/console#{open_room.ticket()}")
        bots = await open_room.joined(2)
        open_room.lead_to(Stage.NOW_WHAT)
        for bot, text in zip(bots, ("<i>Rude.", "Ask first."), strict=True):
            assert await bot.send("/share", text=text) == 200
        await expect(page.locator("#held li")).to_have_count(2)  # it shows those that are listed
        await page.get_by_role("button", name="Show all").click()
        line = page.locator("#shared li").filter(has_text="<i>Rude.")
        await line.get_by_role("button", name="Take down").click()
        await expect(page.locator("#shared li span")).to_have_text(["Ask first."])
        assert open_room.room.lines == ("Ask first.",)


@in_browser
@pytest.mark.parametrize("script", [True, False])
async def test_a_door_that_opens_again(tmp_path: Path, script: bool) -> None:
    """Who was turned away tries again by a button, under the same name."""
    async with (
        workshop(tmp_path) as open_room,
        phone(open_room, java_script_enabled=script) as page,
    ):
        open_room.do(actions.Lock(True))
        await page.get_by_label("Your name").fill("Inès & Jo")
        await page.get_by_role("button", name="Join").click()
        again = page.get_by_role("button", name="Try again")
        await again.click()
        await page.get_by_role("heading", name="Not now").wait_for()
        open_room.do(actions.Lock(False))
        await again.click()
        await page.get_by_role("heading", name="You are in, Inès & Jo").wait_for()

"""The console on a paired phone: what it says and for how long, and what it asks first."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Dialog, Page, expect

from game.room import actions, messages
from game.room.state import Stage
from game.server.app import PhoneServer
from tests.server.browser import in_browser, phone
from tests.server.workshop import CALL, Workshop, workshop


async def paired(open_room: Workshop, page: Page) -> None:
    """Pair the phone of *page*."""
    await page.goto(f"{open_room.base}/console#{open_room.ticket()}")
    await page.locator("#view").wait_for()


async def out_of_reach(open_room: Workshop, page: Page, data: Path) -> PhoneServer:
    """Close the room, which *page* then says; return one on its port that is not open yet."""
    await open_room.phones.close()
    await page.get_by_role("button", name="Go on").click()
    await expect(page.locator("#status")).to_have_text("The room cannot be reached.")
    return PhoneServer(open_room.session, data, bind="127.0.0.1", port=open_room.phones.port)


@in_browser
async def test_a_room_that_is_back(tmp_path: Path) -> None:
    """That it cannot be reached stands there until it can be, without another tap."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await paired(open_room, page)
        again = await out_of_reach(open_room, page, tmp_path)
        await again.open()
        await expect(page.locator("#status")).to_have_text("")
        await expect(page.locator("#link")).to_have_text("")
        await page.get_by_role("button", name="Go on").click()
        await page.get_by_role("heading", name="Reading").wait_for()
        await again.close()


@in_browser
async def test_a_room_that_is_back_without_the_pairing(tmp_path: Path) -> None:
    """A console that has to be paired anew does not say that the room is out of reach."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await paired(open_room, page)
        again = await out_of_reach(open_room, page, tmp_path)
        again.revoke()
        await again.open()
        await page.get_by_label("The ticket").wait_for()
        await expect(page.locator("#status")).to_have_text("")
        await again.close()


@in_browser
async def test_a_message_goes_with_its_page(tmp_path: Path) -> None:
    """What a console says of one page is not there on the next."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room, phone(open_room) as page:
        await paired(open_room, page)
        page.once("dialog", lambda dialog: dialog.accept("four"))
        await page.get_by_role("button", name="Count hands").click()
        await expect(page.locator("#status")).to_have_text("Numbers, please, with blanks between.")
        (bot,) = await open_room.joined(1)
        await bot.send("/vote", ballot=CALL, option="A")
        await expect(page.locator("#count")).to_contain_text("1 of 1 voted")
        await expect(page.locator("#status")).to_have_text("Numbers, please, with blanks between.")
        open_room.do(actions.Reveal())
        await page.get_by_role("heading", name="Reveal").wait_for()
        await expect(page.locator("#status")).to_have_text("")


@in_browser
async def test_a_step_of_another_console(tmp_path: Path) -> None:
    """That another one has gone on stays for the page it brings, also if that comes later."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        await paired(open_room, page)
        gone_on = {"code": "gone-on", "message": messages.GONE_ON}
        await page.route("**/console/act", lambda route: route.fulfill(status=409, json=gone_on))
        await page.get_by_role("button", name="Go on").click()
        await expect(page.locator("#status")).to_have_text(messages.GONE_ON)
        open_room.do(actions.GoOn())
        await page.get_by_role("heading", name="Reading").wait_for()
        await expect(page.locator("#status")).to_have_text(messages.GONE_ON)
        open_room.do(actions.GoOn())
        await page.get_by_role("heading", name="Voting").wait_for()
        await expect(page.locator("#status")).to_have_text("")


@in_browser
async def test_the_authors_questions_wait_for_the_vote(tmp_path: Path) -> None:
    """They would give the key away: a phone lists them from the talk on the choice on."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room, phone(open_room) as page:
        await paired(open_room, page)
        await expect(page.locator("#notes")).to_have_text("notes of hall")
        await expect(page.locator("#ask")).to_be_empty()
        open_room.lead_to(Stage.WHY)
        await expect(page.locator("#ask")).to_contain_text("ask of hall")


@in_browser
async def test_the_end_of_the_evening_is_asked_first(tmp_path: Path) -> None:
    """One tap beside Undo closes nobody's page; the answer to the question does."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        open_room.lead_to(Stage.OVER)
        await paired(open_room, page)
        asked: list[str] = []

        async def answer(dialog: Dialog) -> None:
            asked.append(dialog.message)
            await (dialog.accept() if len(asked) > 1 else dialog.dismiss())

        page.on("dialog", answer)
        end = page.get_by_role("button", name="End the evening")
        await end.click()
        await page.get_by_role("button", name="Ticket for a console").click()
        await expect(page.locator("#status")).to_contain_text("Good once")
        assert open_room.room.stage is Stage.OVER
        await end.click()
        await page.get_by_role("heading", name="Over").wait_for()
        assert asked == ["End the evening? All phones then say that it is over."] * 2

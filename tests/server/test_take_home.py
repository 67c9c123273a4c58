"""What a participant takes home: a file with the story, their votes and their plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from game.room import actions
from game.room.state import Stage, new_room
from game.server.bots import Bot
from game.server.participant import MAX_POSTS
from game.server.take_home import take_home
from game.text.explanation import ONLY_THE_AUTHOR
from tests.room.rooms import at_call, at_choice, cast_votes, done, room_of, seat, story, to_stage
from tests.room.test_tables import at_tables
from tests.server.browser import in_browser, joined, phone
from tests.server.test_elsewhere import Read
from tests.server.workshop import Workshop, workshop


async def play(open_room: Workshop, bot: Bot) -> None:
    """Lead the room to its last page while one phone votes B on all it is asked."""
    while open_room.room.stage is not Stage.NOW_WHAT:
        ballot = open_room.room.open_ballot
        if ballot is not None:
            assert await bot.post("/vote", ballot=ballot.key, option="B") == 200
        if open_room.room.stage is Stage.REVEAL:
            question = open_room.room.ballot.question if open_room.room.ballot else ""
            open_room.do(actions.Decide("lead" if question == "call" else "good"))
        open_room.do(actions.GoOn(anyway=True))


async def test_a_file_with_the_own_votes_beside_the_rooms(tmp_path: Path) -> None:
    """It has each scene, both votes, one idea, and nothing that needs another file."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        headers = {"Cookie": bot.cookie}
        address = f"{open_room.base}/take-home"
        async with open_room.http.get(address, headers=headers) as early:
            assert early.status == 404
        await play(open_room, bot)
        await bot.post("/share", text="I will ask <first>.")
        async with open_room.http.get(address) as stranger:
            assert stranger.status == 404
        async with open_room.http.get(address, headers=headers) as reply:
            assert reply.headers["Content-Disposition"].startswith("attachment")
            page = await reply.text()
    read = Read(page)
    assert read.addresses == []
    assert set(read.inside) == {"style"}
    assert len(page) < 30_000
    for text in ("You called it", "The room called it", "You chose", "One idea:", "My plan"):
        assert text in page
    assert "I will ask &lt;first&gt;." in page
    assert ONLY_THE_AUTHOR in page


async def test_saving_again_and_again_is_held_up(tmp_path: Path) -> None:
    """The file is made anew each time, so that a phone in a loop has to wait."""
    async with workshop(tmp_path, clock=lambda: 0.0) as open_room:
        bot, other = await open_room.joined(2)
        open_room.lead_to(Stage.NOW_WHAT)

        async def save(phone: Bot) -> int:
            headers = {"Cookie": phone.cookie}
            async with open_room.http.get(f"{open_room.base}/take-home", headers=headers) as reply:
                return reply.status

        assert [await save(bot) for _ in range(MAX_POSTS + 1)] == [200] * MAX_POSTS + [429]
        assert await save(other) == 200


def test_a_phone_that_never_voted_gets_the_story_all_the_same() -> None:
    """Before any scene is answered the file has the title, the name and the plan's place."""
    room = room_of(1)
    page = take_home([room], seat(0))
    assert "<!-- plan -->" in page
    assert "You called it" not in page
    assert f"<h1>{room.play.scenario.title}</h1>" in page
    assert f"You were {room.seats[seat(0)].name}." in page


def test_a_scenario_that_was_not_played_is_left_out() -> None:
    """An evening may end in the lobby of the next one; the page is about those before."""
    played, lobby = to_stage(Stage.OVER), room_of(8)
    assert take_home([played, lobby], seat(0)) == take_home([played], seat(0))


def test_a_tie_on_the_call_is_no_call_of_the_room() -> None:
    """The page names both calls, as the records do, not the one that the story follows."""
    room = done(cast_votes(at_call(2), ["lead", "manage"]), actions.GoOn(), actions.GoOn())
    room = done(cast_votes(room, ["good", "good"]), actions.Reveal(), actions.GoOn())
    assert "<dd>Lead and manage, a tie</dd>" in take_home([room], seat(0))


def test_what_the_facilitator_settled_is_not_the_rooms() -> None:
    """Without votes the room called and chose nothing."""
    room = done(at_choice(2), actions.Decide("good"), actions.GoOn())
    page = take_home([room], seat(0))
    assert page.count("<dt>The facilitator settled on</dt>") == 2
    assert "The room" not in page


def test_the_vote_of_a_table_is_no_own_vote() -> None:
    """Whoever sits there may have answered otherwise."""
    room = cast_votes(at_tables(1, 1, 0), ["lead", "manage", "lead"])
    room = done(room, actions.Reveal(), actions.Decide("lead"), actions.GoOn())
    room = done(room, actions.Decide("good"), actions.GoOn())
    assert "<dt>Your table called it</dt><dd>Manage</dd>" in take_home([room], seat(0))
    assert "<dt>You called it</dt><dd>Lead</dd>" in take_home([room], seat(2))


def test_the_room_is_all_who_took_part() -> None:
    """Phones that sleep at the end count, as their votes do."""
    room = done(room_of(3, heads=2), actions.Away((seat(1),)))
    assert "Played by a room of 5." in take_home([room], seat(0))


@pytest.mark.parametrize(
    ("idea", "heading"),
    [
        ("myth-leading-is-telling", "A myth: Leading means giving orders"),
        ("balance-confusion", "A state: Confusion, all vision"),
        ("balance-equal-worth", "One idea: Equal weight for both"),
        ("role-lead-tone", "One idea: Setting the tone"),
    ],
)
def test_a_myth_is_called_one(idea: str, heading: str) -> None:
    """What is taken home says by its heading whether it is to be done."""
    scenes = {
        key: evolve(
            scene,
            choices={
                name: evolve(choice, ideas=(idea, "role-hold-both"))
                for name, choice in scene.choices.items()
            },
        )
        for key, scene in story().scenes.items()
    }
    room = done(new_room(evolve(story(), scenes=scenes), 1), actions.Join(seat(0)))
    room = done(room, actions.GoOn(), actions.GoOn(), actions.Decide("lead"), actions.GoOn())
    room = done(room, actions.Decide("good"), actions.GoOn(), actions.GoOn())
    assert f"<h2>{heading}</h2>" in take_home([room], seat(0))


@in_browser
async def test_the_plan_goes_into_the_saved_file_and_nowhere_else(tmp_path: Path) -> None:
    """What is written on the phone is in the file it saves, escaped, and never sent."""
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
        await joined(page)
        open_room.lead_to(Stage.NOW_WHAT)
        await page.locator("#mine").fill("When <it> is silent, I will ask.")
        async with page.expect_download() as waiting:
            await page.get_by_role("link", name="Save my page").click()
        download = await waiting.value
        assert download.suggested_filename.endswith(".html")
        saved = Path(await download.path()).read_text()
        assert "When &lt;it&gt; is silent, I will ask." in saved
        assert not any("silent" in item for item in sent)

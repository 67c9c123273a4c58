"""A room led line by line: what is printed, and what each word does."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Iterable

import pytest

from game.core.failure import Failure
from game.plain.console import PlainConsole
from game.plain.io import LineIO
from game.plain.words import OWN_WORDS, WORDS
from game.room import actions, messages
from game.room.console import ConsoleView
from game.room.messages import KEEPS
from game.room.puzzles import ranked
from game.room.state import Stage
from game.room.views import Control
from game.server import ports
from tests.room.rooms import POSTING
from tests.tui.rooms import to_stage, vote
from tests.tui.test_console import Line, line


def led(end: Line, typed: Iterable[str], *, ticket: str | None = None, width: int = 0) -> str:
    """Return what a console prints that is given the lines *typed*."""
    lines, printed = iter(typed), list[str]()
    io = LineIO(read=lambda: next(lines, None), write=printed.append, width=width)

    async def run() -> None:
        end.changed = asyncio.Event()
        end.session.watch(end.changed.set)
        refusal = await PlainConsole(end, io).run(ticket)
        printed.append("" if refusal is None else refusal.message)

    asyncio.run(run())
    return "\n".join(printed)


def test_a_console_that_cannot_print_fails() -> None:
    """What printing raises ends the console, though nothing is typed."""
    end = line(people=1)

    def write(_: str) -> None:
        raise OSError("No space left on device")

    async def run() -> None:
        end.changed = asyncio.Event()
        io = LineIO(read=threading.Event().wait, write=write, width=0)  # type: ignore[arg-type]
        await PlainConsole(end, io).run()

    with pytest.raises(OSError, match="No space left"):
        asyncio.run(run())


def test_a_word_typed_before_a_room_that_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The console ends, and does not wait for a page that never comes."""

    async def views(_: Line) -> AsyncIterator[ConsoleView | None]:
        none: tuple[ConsoleView, ...] = ()
        for view in none:
            yield view

    monkeypatch.setattr(Line, "facilitator_views", views)
    assert led(line(), ["next", "next"]).startswith("This console is no longer let in.")


def test_every_control_has_a_word() -> None:
    """All that a room permits can be typed."""
    assert {word.control for word in WORDS.values()} == set(Control)


def test_what_the_server_advises_can_be_typed() -> None:
    """Beside a key of the screen, a sentence names the word for a room line by line."""
    (word,) = re.findall(r"line by line: type (\w+)\)", ports.TAKEN)
    assert word in OWN_WORDS


def test_a_scene_by_words() -> None:
    """The scene is printed to be read out; hands are typed, and the result is told."""
    end = line(people=0)
    told = led(end, ["heads 5", "", "next", "hands 3 1 1", "next", "next"])
    assert "5 vote by hand." in told
    for text in ("Now reading a scene", "Now voting", "A: Lead", "Everyone has voted."):
        assert text in told
    assert end.session.room.stage is Stage.VOTE
    assert end.session.room.ballot is not None
    assert end.session.room.ballot.question == "choice"


def test_no_question_is_printed_before_the_vote() -> None:
    """The author's questions would give the key away; the word for the key has them."""
    end = line(people=1)
    question = "Who saw the list first?"
    to_stage(end.session, Stage.READ)
    assert question not in led(end, ["next", "read"])
    assert end.session.room.stage is Stage.VOTE
    assert question in led(end, ["key"])
    to_stage(end.session, Stage.TALK)
    assert f"Ask: {question}" in led(end, [])


def test_one_vote_by_hand() -> None:
    """A count of one is a sentence too."""
    assert "1 votes by hand." in led(line(people=0), ["heads 1"])


@pytest.mark.parametrize(
    ("heads", "told"), [(0, "Nobody is here yet."), (3, "by phone. 3 vote by hand.")]
)
def test_a_room_without_phones_says_who_is_here(heads: int, told: str) -> None:
    """There is nobody to name, and that is said in a sentence."""
    assert told in led(line(people=0), [f"heads {heads}", "people"])


@pytest.mark.parametrize(("connected", "told"), [(1, "1 phone on."), (2, "2 phones on.")])
def test_one_phone_is_no_phones(connected: int, told: str) -> None:
    """The count fits its noun."""
    assert messages.phones_on(connected) == told.rstrip(".")
    end = line(people=1)
    end.extra = {"connected": connected}
    assert told in led(end, ["count"])


def test_missing_votes_ask_once() -> None:
    """The first word says how many votes are missing, the same word again goes on."""
    end = line(people=2)
    to_stage(end.session, Stage.VOTE)
    told = led(end, ["reveal", "reveal"])
    assert "2 of 2 have not voted yet. Type reveal again to close it anyway." in told
    assert end.session.room.stage is Stage.REVEAL


def test_the_count_says_what_no_answer_means() -> None:
    """No answer keeps the first vote; without any, not everyone has voted."""
    end = line(people=1)
    to_stage(end.session, Stage.VOTE)
    vote(end.session, "lead")
    assert "Everyone has voted." in led(end, ["count"])
    end.session.apply_all([actions.Talk(), actions.GoOn()])
    assert f"1 of 1 has not answered. {KEEPS}" in led(end, ["count"])
    end.session.act(actions.Away(("seat-00",)))
    assert "Everyone has voted." not in led(end, ["count"])


def test_another_word_in_between_asks_again() -> None:
    """Only the same word at once closes a vote that is not complete."""
    end = line(people=2)
    to_stage(end.session, Stage.VOTE)
    led(end, ["next", "count", "next"])
    assert end.session.room.stage is Stage.VOTE


class SharedLine(Line):
    """A line to a room that a second console moves on after the first refusal."""

    async def act(self, act: actions.FacilitatorAction) -> Failure | None:
        """Do it; after a refusal the other console goes on anyway, once."""
        refusal = await super().act(act)
        ballot = self.session.room.ballot
        if refusal is not None and ballot is not None and ballot.question == "call":
            self.session.apply_all(
                [actions.Decide("lead"), actions.GoOn()] if refusal.code == "missing" else []
            )
        return refusal


def test_a_confirmation_holds_for_its_vote_only() -> None:
    """A vote that another console has opened meanwhile is not closed without a question."""
    end = SharedLine(line(people=2).session)
    to_stage(end.session, Stage.VOTE)
    printed = led(end, ["next", "next"])
    assert end.session.room.ballot is not None
    assert end.session.room.ballot.question == "choice"
    assert end.session.room.stage is Stage.VOTE
    assert printed.count("Type next again") == 2


def test_words_that_do_not_fit_are_explained() -> None:
    """A word for another time, none at all, or wrong numbers change nothing."""
    end = line(people=1)
    numbers = ["heads many", "heads 1,200", "down 1", "begin " + 5000 * "9"]
    told = led(end, ["talk", "sing", "remove nobody", *numbers])
    assert "Not now. These work: next, heads" in told
    assert "sing is none of the words." in told
    assert told.count("One number, such as: heads 12") == 2
    assert "A name, please" in told
    assert "The number of a scenario, please" in told
    assert end.session.room.stage is Stage.LOBBY


def test_people_are_taken_away_by_name() -> None:
    """A name takes a seat away, the same again gives it back; a phone that is gone is not that."""
    end = line(people=2)
    name, other = (seat.name for seat in end.session.room.present)
    end.session.act(actions.Away(("seat-01",)))
    led(end, [f"remove {name.upper()}"])
    assert [seat.removed for seat in end.session.room.seats.values()] == [True, False]
    listed = led(end, ["people"])
    assert f"{name}, taken away" in listed
    assert f"{other}, phone gone" in listed
    end.session.act(actions.Away(("seat-01",), on=False))
    led(end, [f"remove {name}"])
    assert len(end.session.room.present) == 2


def test_lines_are_told_and_taken_down_by_number() -> None:
    """Lines on the screen are numbered, as they come and in the page; names are not given."""
    end = line(people=1)
    to_stage(end.session, Stage.NOW_WHAT)
    assert not isinstance(end.session.act(actions.Share("seat-00", "Ask first.")), Failure)
    assert led(end, ["read"]).count("It waits, 1: Ask first.") == 2
    led(end, ["show 1"])
    assert led(end, ["read"]).count("On the screen, 1: Ask first.") == 2
    assert "Not now." in led(end, ["show all"])
    led(end, ["down 1"])
    assert end.session.room.lines == ()


def test_the_number_of_a_line_stays_with_it() -> None:
    """Showing or taking away one line leaves the numbers of the others as they were printed."""
    end = line(people=4)
    to_stage(end.session, Stage.NOW_WHAT)
    for number, text in enumerate(("First.", "Second.", "Third.")):
        end.session.act(actions.Share(f"seat-{number:02}", text))
    printed = led(end, ["show 3", "read", "down 2", "down 2", "down 0", "show 1"])
    for text in ("It waits, 2: Second.", "On the screen, 3: Third."):
        assert printed.count(text) == 2
    assert printed.count("There is no line with that number.") == 2
    assert set(end.session.room.lines) == {"First.", "Third."}
    assert end.session.room.held == ()


def test_questions_are_told_and_handled_by_number() -> None:
    """What puzzles people is told as it comes; short words show, answer and drop a question."""
    end = line(people=3)
    to_stage(end.session, Stage.TALK)
    for number in range(3):
        end.session.act(actions.AskPuzzle(f"seat-{number:02}", f"Why {number}?"))
    end.session.apply_all(
        [actions.Upvote("seat-00", 2), *(actions.Upvote(f"seat-{n:02}", 3) for n in (0, 1))]
    )
    listed = led(end, ["puzzles"]).splitlines()
    for text in ("1: Why 0?", "2: Why 1? 1 more asks it.", "3: Why 2? 2 more ask it."):
        assert text in listed
    led(end, ["pose 2"])
    assert end.session.room.puzzle_shown == 2
    led(end, ["pose off", "answered 2", "drop 1", "drop 7"])
    assert (end.session.room.puzzle_shown, len(ranked(end.session.room))) == (0, 1)
    assert "Question 2 is taken away." in led(end, ["answered 2", "drop 2"])
    assert [puzzle.text for puzzle in end.session.room.puzzles] == ["", "", "Why 2?"]


def test_what_happens_to_a_question_is_printed() -> None:
    """A listener hears what is in place of the page, when that is back, and what is closed."""
    end = line(people=2)
    to_stage(end.session, Stage.TALK)
    for number in range(2):
        end.session.act(actions.AskPuzzle(f"seat-{number:02}", f"Why {number}?"))
    printed = led(end, ["pose 2", "read", "pose off", "answered 2", "drop 1"]).splitlines()
    assert printed.count("On the screen: Why 1?") == 2
    for text in ("The page is back.", "Question 2 is closed.", "Question 1 is closed."):
        assert printed.count(text) == 1


@pytest.mark.parametrize(
    ("word", "texts"),
    [
        ("first", [messages.first_vote(shown=True), messages.first_vote(shown=False)]),
        ("tables", [messages.table_votes(on=True), messages.table_votes(on=False)]),
        ("votes", [messages.rounds(1), messages.rounds(2), messages.rounds(3)]),
    ],
)
def test_a_setting_is_printed_when_it_changes(word: str, texts: list[str]) -> None:
    """Who cannot see the screen hears whether it is on or off."""
    typed = ["votes 1", "votes 2", "votes 3"] if word == "votes" else [word, word]
    printed = led(line(people=2), typed)
    assert "Done." not in printed
    assert sorted(texts) == sorted(text for text in texts if printed.count(text) == 1)


@pytest.mark.parametrize("word", ["clock 5", "cards"])
def test_a_word_that_works_is_answered(word: str) -> None:
    """Where nothing that is read out changes, it is said that the word worked."""
    assert led(line(people=2), [word]).count("Done.") == 1


def test_the_key_for_help_is_a_word_too() -> None:
    """A question mark prints what help prints."""
    assert led(line(people=1), ["?"]) == led(line(people=1), ["help"])


def test_what_happens_with_new_lines_is_printed() -> None:
    """Whether new lines wait is said when it changes."""
    printed = led(line(people=1), ["hold", "hold"]).splitlines()
    assert printed.count(messages.hold_lines(on=False)) == 1
    assert printed.count(messages.hold_lines(on=True)) == 1


def test_a_ticket_is_printed_and_a_bad_one_refused() -> None:
    """Private words work here; a console with a bad ticket hears so."""
    printed = led(line(), ["ticket"], width=10)
    assert "Good once:\nGOOD" in printed
    assert "\ntwo-hats console X\n" in printed
    assert "That ticket is used." in led(line(), [], ticket="BAD")


def test_words_for_who_gets_in() -> None:
    """What the console's keys do for phones has words as well; the room says what was done."""
    end = line(people=1)
    printed = led(end, ["more", "absent", "port", "forget"])
    for text in ("Up to 500 phones", "1 phone is gone", "port 8080 already.", messages.REVOKED):
        assert text in printed
    end.unkept = "The journal cannot be written."
    assert end.unkept in led(end, ["forget"])


def test_a_room_that_is_back_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who heard that it is out of reach also hears that it is not any more."""
    one = line(people=1)

    async def views(end: Line) -> AsyncIterator[ConsoleView | None]:
        view = await anext(aiter(real(end)))
        for item in (view, None, view):
            yield item
        await asyncio.Event().wait()

    real = Line.facilitator_views
    monkeypatch.setattr(Line, "facilitator_views", views)
    printed = led(one, ["count"]).splitlines()
    assert printed.index(messages.OUT_OF_REACH) < printed.index(messages.IN_REACH)


@pytest.mark.parametrize(
    ("before", "typed", "answer"),
    [
        ([actions.GoOn(), actions.GoOn(), actions.Pause(on=True)], "next", "Type pause."),
        ([actions.Post(POSTING), actions.GoOn()], "next", "Type settle A."),
    ],
)
def test_a_refused_step_says_which_word_leads_on(
    before: list[actions.RoomAction], typed: str, answer: str
) -> None:
    """The reason is the room's, the word this console's."""
    end = line(people=1)
    end.session.apply_all(before)
    assert answer in led(end, [typed])

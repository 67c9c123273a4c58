"""A participant's page to keep: one file with the scenes, their votes, an idea and a plan."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from game.core.enums import Call, State
from game.room.discussion import SceneSummary, lowest_scoring, scene_summaries, whose_key
from game.room.messages import SETTLED, call_given
from game.room.state import Ballot, Question, Room, vote_of, voting_table
from game.server.html import GAME, Html, Piece, join, paragraphs, tag
from game.text import help_pages, labels
from game.text.plural import listed


if TYPE_CHECKING:
    from game.content.handbook import Idea


STYLE = """
body { margin: 1.5rem auto; padding: 0 1rem; max-width: 40rem; font: 1rem/1.5 serif; }
h1, h2 { line-height: 1.25; } section { break-inside: avoid; }
dt { font-weight: bold; } dd { margin: 0 0 0.5rem 1rem; }
.plan { min-height: 6rem; padding: 0.5rem; border: 1px solid; white-space: pre-wrap; }
.quiet { font-size: 0.9rem; }
"""
_STATES = {f"balance-{state.value}" for state in State}
PLAN = "<!-- plan -->"
"""The mark that the script of a phone replaces by what was written there."""


@cache
def _ideas() -> dict[str, Idea]:
    from game.content.handbook import handbook

    return dict(handbook())


def take_home(rooms: Sequence[Room], seat: str) -> str:
    """
    Return a whole page for *seat* that needs no other file, no script and no network.

    *rooms* are those of the evening, oldest first; the last one has the seat.
    """
    attended = [(room, scene_summaries(room)) for room in rooms if seat in room.seats]
    # An evening may end in the lobby of a scenario that was not played.
    stories = [story for story in attended if story[1]] or attended
    summaries = [summary for _, moments in stories for summary in moments]
    title = listed([room.play.scenario.title for room, _ in stories])
    main = join(
        (_story(room, moments, seat) for room, moments in stories),
        tag("h2", "My plan"),
        tag("p", "When … happens, I will …", class_="quiet"),
        tag("p", Html(PLAN), class_="plan"),
        tag("p", f"{whose_key(summaries)} {help_pages.PRACTICE_NOT_TEST}", class_="quiet"),
    )
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · {GAME}"),
        tag("style", Html(STYLE)),
    )
    whole = tag("html", tag("head", *head), tag("body", tag("main", main)), lang="en")
    return f"<!doctype html>{whole}"


def _story(room: Room, summaries: Sequence[SceneSummary], seat: str) -> Html:
    """Return one scenario of the evening with its *summaries*, and what *seat* did in it."""
    people = len(room.took_part) + room.heads
    return join(
        tag("h1", room.play.scenario.title),
        tag("p", f"Played by a room of {people}. You were {room.seats[seat].name}."),
        (_scene(room, seat, summary) for summary in summaries),
        _idea(lowest_scoring(summaries)),
        _line(room.shared.get(seat)),
    )


def _scene(room: Room, seat: str, summary: SceneSummary) -> Html:
    why = summary.why
    scene = room.play.scenario.scenes[why.scene]
    call, choice = (_vote(room, seat, item) for item in (summary.calls, summary.choices))
    called, chose = (_who(room, seat, item) for item in (summary.calls, summary.choices))
    settled = dict.fromkeys(summary.settled, SETTLED)
    facts = (
        (f"{called} called it", None if call is None else labels.CALLS[Call(call)]),
        (settled.get(Question.CALL, "The room called it"), call_given(summary).capitalize()),
        ("The key says", labels.CALLS[why.call]),
        (f"{chose} chose", None if choice is None else scene.choices[choice].text),
        (settled.get(Question.CHOICE, "The room chose"), why.choice_text),
    )
    return tag(
        "section",
        tag("h2", why.scene_title),
        paragraphs(scene.text),
        tag("dl", (_fact(name, value) for name, value in facts)),
        paragraphs(why.text),
    )


def _fact(name: str, value: str | None) -> Piece:
    return None if value is None else join(tag("dt", name), tag("dd", value))


def _vote(room: Room, seat: str, ballots: tuple[Ballot, ...]) -> str | None:
    """Return the vote of *seat* that counts in the last of *ballots*, if any."""
    return vote_of(room, ballots[-1], room.seats[seat]) if ballots else None


def _who(room: Room, seat: str, ballots: tuple[Ballot, ...]) -> str:
    """Return whose vote ``_vote`` is: a table has one together."""
    return "Your table" if ballots and voting_table(room, ballots[-1], seat) else "You"


def _idea(summary: SceneSummary | None) -> Html | None:
    """Return the idea behind the scene that cost most."""
    named = (_ideas().get(idea) for idea in summary.why.ideas) if summary else ()
    idea = next((idea for idea in named if idea is not None), None)
    if idea is None:
        return None
    return tag("section", tag("h2", f"{_kind(idea)}: {idea.title}"), paragraphs(idea.text))


def _kind(idea: Idea) -> str:
    """Return what *idea* is, so that nobody takes a myth or a bad end for advice."""
    if idea.group == "myths":
        return "A myth"
    return "A state" if idea.id in _STATES else "One idea"


def _line(text: str | None) -> Html | None:
    return join(tag("h2", "My line for the screen"), tag("p", text)) if text else None

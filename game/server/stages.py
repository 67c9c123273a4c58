"""What a phone shows at each stage of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.room import messages
from game.room.state import Stage
from game.room.views import Option, Phone
from game.server import parts
from game.server.markup import Html, join, paragraphs, tag
from game.server.pages import choice, notice, rename, share
from game.text import labels


NOT_SAVED = "Counted, not saved yet: the host's disk cannot be written. Leave this page open."
TAKEN_DOWN = "The facilitator took your line off the wall."
PAUSED = "The room pauses. Your vote can wait."
WATCH = "Watch the wall."
_COUNT = tag("p", id="count")


def main(phone: Phone, *, trouble: bool = False, opened: str = "", said: str = "") -> Html:
    """
    The main part of the page.

    *trouble* is whether acts wait to be written, *opened* the id of what a phone
    without script has unfolded, *said* what was refused just now.
    """
    wall = phone.wall
    return tag(
        "main",
        notice(said),
        notice(NOT_SAVED) if trouble else None,
        notice(TAKEN_DOWN) if phone.taken_down else None,
        notice(PAUSED) if wall.paused and wall.stage is Stage.VOTE else None,
        _STAGES[wall.stage](phone, opened),
        None if wall.stage is Stage.LOBBY else parts.card(phone, opened),
        id="main",
        data_stage=wall.stage.value,
    )


def _lobby(phone: Phone, opened: str) -> Html:
    return join(
        tag("h1", f"You are in, {phone.name}"),
        tag("p", f"{WATCH} It begins there; this page follows by itself."),
        tag("h2", "Your role") if phone.role else None,
        parts.role(phone),
        parts.roles(phone, opened),
        _me(phone, opened),
    )


def _me(phone: Phone, opened: str) -> Html:
    return parts.unfolding("me", "Name and table", opened, rename(phone.name, phone.table))


def _read(phone: Phone, opened: str) -> Html:
    scene = phone.wall.story.scene
    return join(
        parts.heading(phone, scene.title if scene else ""),
        tag("p", "It is read aloud. What does this moment need?"),
        parts.scene(scene, opened),
        _me(phone, opened),
    )


def _vote(phone: Phone, opened: str) -> Html:
    wall = phone.wall
    assert wall.question is not None
    reaction = wall.story.after_call
    return join(
        parts.heading(phone, messages.QUESTIONS[wall.question]),
        tag("p", reaction) if reaction else None,
        choice(
            "/vote",
            (("ballot", wall.ballot or ""),),
            (_option(phone, option) for option in wall.options),
        ),
        _COUNT,
        tag("p", "You can change it until it closes.", class_="quiet"),
        parts.scene(wall.story.scene, opened),
    )


def counted(main: Html, count: str) -> Html:
    """*main*, with how many have voted where it has a place for that."""
    return Html(main.replace(_COUNT, tag("p", count, id="count"), 1))


def _option(phone: Phone, option: Option) -> Html:
    chosen = phone.vote == option.id
    means = tag("small", option.means) if option.means else None
    return tag(
        "button",
        tag("b", option.letter, class_="letter"),
        tag("span", option.text, means, class_="words"),
        tag("strong", "✓ Your vote") if chosen else None,
        id=f"option-{option.letter}",
        name="option",
        value=option.letter,
        class_="option",
        aria_pressed="true" if chosen else "false",
        disabled=phone.wall.ballot is None,
    )


def _talk(phone: Phone, opened: str) -> Html:
    wall = phone.wall
    return join(
        parts.heading(phone, "Talk"),
        tag("p", wall.task, class_="large"),
        parts.mine(phone),
        (parts.bars(phone, result) for result in wall.results),
        parts.scene(wall.story.scene, opened),
    )


def _reveal(phone: Phone, opened: str) -> Html:
    wall = phone.wall
    return join(
        parts.heading(phone, "How the room voted"),
        tag("p", messages.decided(wall), class_="large"),
        parts.mine(phone),
        (parts.bars(phone, result) for result in reversed(wall.results)),
        parts.listed(messages.moves(wall)),
    )


def _outcome(phone: Phone, opened: str) -> Html:
    story = phone.wall.story
    return join(
        parts.heading(phone, "What happened"),
        tag("p", tag("b", "The room: "), story.chosen.text) if story.chosen else None,
        paragraphs(story.outcome),
        parts.listed(labels.trust_shift(person) for person in story.people if person.present),
    )


def _why(phone: Phone, opened: str) -> Html:
    wall = phone.wall
    why = wall.story.why
    assert why is not None
    return join(
        parts.heading(phone, f"The moment asked: {labels.CALLS[why.call].lower()}"),
        tag("p", labels.call_reading(why)),
        paragraphs(why.text),
        tag("p", labels.right_if(why)) if labels.right_if(why) else None,
        tag("p", labels.look_for(why), class_="large") if labels.look_for(why) else None,
        tag("p", labels.readers(why), class_="quiet"),
        tag("h2", "How the room called it"),
        parts.bars(phone, wall.calls) if wall.calls else None,
    )


def _ending(phone: Phone, opened: str) -> Html:
    story = phone.wall.story
    return join(
        parts.heading(phone, story.state.value.capitalize() if story.state else "The end"),
        tag("p", labels.STATES[story.state], class_="quiet") if story.state else None,
        paragraphs(story.ending),
    )


def _debrief(phone: Phone, opened: str) -> Html:
    wall = phone.wall
    title, about = messages.DEBRIEF[wall.stage]
    return join(
        tag("h1", title),
        tag("p", about, class_="quiet"),
        _log(phone) if wall.stage is Stage.WHAT else None,
        (tag("p", prompt, class_="large") for prompt in wall.prompts),
    )


def _log(phone: Phone) -> Html:
    return parts.listed(
        f"{moment.why.scene_title}: called {labels.CALLS[moment.why.call_given].lower()}; "
        f"it asked for {labels.CALLS[moment.why.call].lower()}."
        for moment in phone.wall.moments
    )


def _now_what(phone: Phone, opened: str) -> Html:
    return join(
        _debrief(phone, opened),
        parts.own(),
        share(phone.shared),
        parts.shared(phone),
        tag("noscript", tag("p", tag("a", "Look again", href="?"))),
    )


def _over(phone: Phone, opened: str) -> Html:
    return join(
        tag("h1", "Thank you"),
        tag("p", "Try your one thing on Thursday.", class_="large"),
        tag("p", "The session is over. You can close this page.", id="over"),
        parts.own(),
        parts.shared(phone),
        tag("p", f"{labels.KEYS_ARE_AUTHORED} {labels.PRACTICE_NOT_TEST}", class_="quiet"),
    )


_STAGES: Mapping[Stage, Callable[[Phone, str], Html]] = {
    Stage.LOBBY: _lobby,
    Stage.READ: _read,
    Stage.VOTE: _vote,
    Stage.TALK: _talk,
    Stage.REVEAL: _reveal,
    Stage.OUTCOME: _outcome,
    Stage.WHY: _why,
    Stage.ENDING: _ending,
    Stage.WHAT: _debrief,
    Stage.SO_WHAT: _debrief,
    Stage.NOW_WHAT: _now_what,
    Stage.OVER: _over,
}

NAMING = frozenset({Stage.LOBBY, Stage.READ})
"""Where somebody says their name and table; who comes later does so at the next scene."""

WRITING = frozenset({Stage.NOW_WHAT, Stage.OVER})
"""Where something may be half written, so that a page without script stays as it is."""

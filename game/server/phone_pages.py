"""A phone's page at each stage of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.present.explanation import PHONE, explanation_blocks
from game.room import messages
from game.room.discussion import whose_key
from game.room.state import FINISHED, Stage
from game.room.views import Option, Phone
from game.server.html import (
    Html,
    form,
    join,
    notice,
    paragraphs,
    rename,
    share,
    tag,
    take_back,
)
from game.server.phone_parts import (
    asked,
    bars,
    card,
    draw,
    heading,
    listed,
    mine,
    own,
    puzzles,
    role,
    roles,
    scene_block,
    shared,
    unfolding,
    voted,
)
from game.text import explanation, help_pages, labels


NOT_SAVED = "Counted, not saved yet: the host's disk cannot be written. Leave this page open."
TAKEN_DOWN = "The facilitator took your line away."
ONE_VOTE = "Table {} has one vote. The last answer counts, and the screen names the table."
OWN_VOTE = "Tables vote now. You vote for yourself until the next question."
NO_TABLE = "Tables vote now. You sit at no table and vote for yourself."
CHANGE = "You can change it until it closes."
WATCH = "Watch the screen."
OVER = "This scenario is over. If another follows, this page goes on by itself."
ENDED = "The session is over. You can close this page."
_COUNT = tag("p", id="count")


def main(phone: Phone, *, trouble: bool = False, opened: str = "", said: str = "") -> Html:
    """
    Return the main part of the page.

    *trouble* is whether actions wait to be written, *opened* the id of what a phone
    without script has unfolded, *said* what was refused just now.
    """
    projector = phone.projector
    return tag(
        "main",
        notice(said),
        notice(NOT_SAVED) if trouble else None,
        notice(TAKEN_DOWN) if phone.taken_down else None,
        notice(messages.PAUSED) if projector.paused and projector.stage not in FINISHED else None,
        _STAGES[projector.stage](phone, opened),
        None if projector.stage is Stage.LOBBY else card(phone, opened),
        puzzles(phone, opened),
        id="main",
        data_stage=projector.stage.value,
    )


def _lobby(phone: Phone, opened: str) -> Html:
    return join(
        tag("h1", f"You are in, {phone.name}"),
        tag("p", phone.projector.campaign) if phone.projector.campaign else None,
        tag("p", f"{WATCH} It begins there; this page follows by itself."),
        tag("h2", "Your role") if phone.role else None,
        role(phone),
        roles(phone, opened),
        _me(phone, opened),
    )


def _me(phone: Phone, opened: str) -> Html:
    title = "Table" if phone.anonymous else "Name and table"
    name = None if phone.anonymous else phone.name
    return unfolding("me", title, opened, rename(name, phone.table))


def _letter(phone: Phone, opened: str) -> Html:
    projector = phone.projector
    first, *rest = projector.letter or ("",)
    return join(
        tag("h1", first),
        map(paragraphs, rest),
        listed(f"{option.letter}  {option.text}" for option in projector.options)
        if projector.options
        else None,
        tag("p", messages.SHOW_HANDS) if projector.options else None,
    )


def _read(phone: Phone, opened: str) -> Html:
    scene = phone.projector.story.scene
    return join(
        heading(phone, scene.title if scene else ""),
        tag("p", f"It is read aloud. {labels.WHICH_CALL}"),
        scene_block(scene, opened),
        _me(phone, opened),
    )


def _vote(phone: Phone, opened: str) -> Html:
    projector = phone.projector
    assert projector.question is not None
    reaction = projector.story.after_call
    return join(
        heading(phone, messages.QUESTIONS[projector.question]),
        tag("p", reaction) if reaction else None,
        tag("p", ONE_VOTE.format(phone.votes_with)) if phone.votes_with else None,
        form(
            "vote",
            # The same scenario may follow itself, with ballots of the same keys.
            {"ballot": projector.ballot or "", "began": phone.began},
            _answers(phone),
        ),
        _COUNT,
        tag("p", CHANGE, class_="quiet") if projector.ballot else None,
        tag("p", OWN_VOTE if phone.table else NO_TABLE)
        if projector.by_table and not phone.votes_with
        else None,
        scene_block(projector.story.scene, opened),
    )


def _answers(phone: Phone) -> Html:
    """Return the options; in a second vote the one voted for before comes first."""
    options = phone.projector.options
    before = next((option for option in options if option.id == phone.vote), None)
    if phone.answered or before is None:
        return join(_option(phone, option) for option in options)
    return join(
        voted(phone, before),
        tag(
            "button",
            f"Keep {before.letter}",
            id="keep",
            name="option",
            value=before.letter,
            class_="main",
            disabled=phone.projector.ballot is None,
        ),
        tag("p", f"Or change it. {messages.KEEPS}"),
        (_option(phone, option) for option in options),
    )


def counted(main: Html, count: str) -> Html:
    """Return *main*, with *count*, how many have voted, where it has a place for that."""
    return Html(main.replace(_COUNT, tag("p", count, id="count"), 1))


def _option(phone: Phone, option: Option) -> Html:
    chosen = phone.vote == option.id
    means = tag("small", option.means) if option.means else None
    return tag(
        "button",
        tag("b", option.letter, class_="letter"),
        tag("span", option.text, means, class_="words"),
        tag("strong", "✓ Your table's vote" if phone.votes_with else "✓ Your vote")
        if chosen
        else None,
        id=f"option-{option.letter}",
        name="option",
        value=option.letter,
        class_="option",
        aria_pressed="true" if chosen else "false",
        disabled=phone.projector.ballot is None,
    )


def _talk(phone: Phone, opened: str) -> Html:
    projector = phone.projector
    return join(
        heading(phone, "Talk"),
        tag("p", projector.task, class_="large"),
        _speak_for(phone),
        mine(phone),
        (bars(phone, result) for result in projector.results),
        scene_block(projector.story.scene, opened),
    )


def _speak_for(phone: Phone) -> Html | None:
    """Return the question for the holder of a role card; None without one."""
    if phone.listens is None or phone.role_name is None:
        return None
    return tag("p", messages.speak_for(phone.role_name, phone.listens), class_="card")


def _reveal(phone: Phone, opened: str) -> Html:
    projector = phone.projector
    return join(
        heading(phone, "How the room voted"),
        tag("p", messages.decided(projector), class_="large"),
        mine(phone),
        (bars(phone, result) for result in reversed(projector.results)),
        listed(messages.moves(projector)),
        tag("p", projector.task, class_="large") if projector.task else None,
    )


def _outcome(phone: Phone, opened: str) -> Html:
    story = phone.projector.story
    return join(
        heading(phone, "What happened"),
        tag("p", messages.decided(phone.projector)),
        paragraphs(story.outcome),
        listed(
            f"{labels.trust_dots(move.after)}  {explanation.trust_move(move)}"
            for move in story.moves
        ),
    )


def _why(phone: Phone, opened: str) -> Html:
    projector = phone.projector
    why = projector.story.why
    assert why is not None
    return join(
        heading(phone, f"The moment needed: {labels.CALLS[why.call].lower()}"),
        map(draw, explanation_blocks(why, PHONE)),
        tag("h2", "How the room called it"),
        bars(phone, projector.calls) if projector.calls else None,
    )


def _ending(phone: Phone, opened: str) -> Html:
    story = phone.projector.story
    return join(
        heading(phone, story.state.value.capitalize() if story.state else "The end"),
        tag("p", labels.STATES[story.state], class_="quiet") if story.state else None,
        paragraphs(story.ending),
    )


def _debrief(phone: Phone, opened: str) -> Html:
    projector = phone.projector
    title, about = messages.DEBRIEF[projector.stage]
    return join(
        tag("h1", title),
        tag("p", about, class_="quiet"),
        _log(phone) if projector.stage is Stage.WHAT else None,
        (tag("p", prompt, class_="large") for prompt in projector.prompts),
    )


def _log(phone: Phone) -> Html:
    return listed(
        f"{moment.why.scene_title}: {messages.called(moment)}; "
        f"it needed: {labels.CALLS[moment.why.call].lower()}."
        for moment in phone.projector.summaries
    )


def _now_what(phone: Phone, opened: str) -> Html:
    return join(
        _debrief(phone, opened),
        own(),
        share(
            phone.shared,
            messages.LINE_SHOWN if phone.shown else messages.LINE_WAITS,
            phone.began,
        ),
        shared(phone),
        _look_again(),
    )


def _look_again() -> Html:
    """Return a link to the page as it is now, for a phone without script."""
    return tag("noscript", tag("p", tag("a", "Look again", href="?")))


def _over(phone: Phone, opened: str) -> Html:
    key = whose_key(phone.projector.summaries)
    ended = phone.projector.stage is Stage.ENDED
    return join(
        tag("h1", "Thank you"),
        tag("p", messages.NEXT_DAY, class_="large"),
        tag("p", ENDED, id="over") if ended else join(tag("p", OVER), _look_again()),
        own(),
        take_back("share", phone.began, "You sent:", phone.shared) if phone.shared else None,
        asked(phone),
        shared(phone),
        tag("p", f"{key} {help_pages.PRACTICE_NOT_TEST}", class_="quiet"),
    )


_STAGES: Mapping[Stage, Callable[[Phone, str], Html]] = {
    Stage.LOBBY: _lobby,
    Stage.LETTER: _letter,
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
    Stage.ENDED: _over,
}

NAMING = frozenset({Stage.LOBBY, Stage.READ})
"""Where somebody says their name and table; who comes later does so at the next scene."""

WRITING = frozenset({Stage.NOW_WHAT, *FINISHED})
"""Where something may be half written, so that a page without script stays as it is."""

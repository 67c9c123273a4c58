"""Parts of a phone's page that do not depend on the stage of the room."""

from __future__ import annotations

from game.core.view import SceneView
from game.present.blocks import Block, Lines, Span, Tone, unstyled
from game.room import messages
from game.room.puzzles import OpenPuzzle
from game.room.state import OBSERVER
from game.room.views import Option, Phone, Result
from game.server.html import Html, Piece, form, join, paragraphs, puzzle, tag, take_back
from game.text import labels


def heading(phone: Phone, title: str) -> Html:
    """Return where the story is, above *title*."""
    projector = phone.projector
    story = projector.story
    where = [
        labels.where(story).capitalize() if story.number else "",
        f"vote {projector.round}" if projector.round > 1 else "",
    ]
    return join(
        tag("p", " · ".join(part for part in where if part), class_="where"), tag("h1", title)
    )


def scene_block(scene: SceneView | None, opened: str) -> Html | None:
    """Return *scene* with its echo and who speaks, folded unless *opened*; None without one."""
    if scene is None:
        return None
    return unfolding(
        "scene",
        "Read it here",
        opened,
        tag("h2", scene.title),
        paragraphs(scene.echo),
        paragraphs(scene.text),
        (tag("p", tag("b", line.name), f": “{line.text}”") for line in scene.lines),
        (tag("p", tag("b", name), f" {labels.SAYS_NOTHING}") for name in scene.silent),
    )


def mine(phone: Phone) -> Html | None:
    """Return the vote of this phone or its table; None without one."""
    result = next((item for item in phone.projector.options if item.id == phone.vote), None)
    return None if result is None else voted(phone, result)


def voted(phone: Phone, option: Option) -> Html:
    """Return that this phone or its table voted for *option*."""
    who = "Your table" if phone.votes_with else "You"
    return tag("p", tag("b", f"{who} voted {option.letter}: "), option.text)


def unfolding(name: str, title: str, opened: str, *inside: Piece) -> Html:
    """
    Return *inside* under a *title* that unfolds it, open if *opened* is its *name*.

    Without script, a link keeps it open.
    """
    keep = tag("noscript", tag("p", tag("a", "Keep it open", href=f"?{name}")))
    is_open = name == opened
    return tag(
        "details",
        tag("summary", title),
        *inside,
        None if is_open else keep,
        id=name,
        open=is_open,
    )


def bars(phone: Phone, result: Result) -> Html:
    """Return one round as bars with their counts."""
    several = len(phone.projector.results) > 1 and phone.projector.calls is not result
    return tag(
        "ul",
        tag("li", f"Vote {result.ballot.number}", class_="where") if several else None,
        (
            tag(
                "li",
                tag("b", bar.option.letter, class_="letter"),
                tag("span", bar.option.text, class_="words"),
                tag("b", str(bar.count)),
                _bar(bar.count, result.of),
            )
            for bar in result.bars
        ),
        class_="bars",
    )


def _bar(count: int, of: int) -> Html:
    width = f"{100 * count / max(1, of):.0f}"
    rect = tag("rect", width=width, height="8")
    return tag("svg", rect, viewBox="0 0 100 8", preserveAspectRatio="none", aria_hidden="true")


def listed(lines: Piece) -> Html:
    """Return *lines* as a list, one under another."""
    assert lines is not None
    return tag("ul", (tag("li", line) for line in lines))


_CLASSES = {Tone.STRONG: "large", Tone.QUIET: "quiet"}


def draw(block: Block) -> Html:
    """Return a block as HTML; a paragraph wholly in one tone gets the class of that tone."""
    if isinstance(block, Lines):
        return listed(map(unstyled, block.rows))
    first, *rest = block.parts
    tone = first.tone if isinstance(first, Span) and not rest else None
    return paragraphs(unstyled(block.parts), class_=_CLASSES.get(tone) if tone else None)


def role(phone: Phone) -> Html | None:
    """Return the role card, which only its holder gets; None without a role."""
    if phone.role is None:
        return None
    brief = messages.OBSERVE if phone.role == OBSERVER else phone.brief
    if not phone.readable and phone.role != OBSERVER:
        brief = messages.CARD_LATER
    return tag("section", tag("p", tag("b", phone.role_name)), paragraphs(brief), class_="card")


def card(phone: Phone, opened: str) -> Html | None:
    """Return the role card, folded unless *opened*; None without a role."""
    if phone.role is None:
        return None
    return unfolding("card", f"Your role: {phone.role_name}", opened, role(phone))


def roles(phone: Phone, opened: str) -> Html | None:
    """Return the roles to choose from, also the observer's; None if there is only one."""
    if len(phone.roles) == 1:
        return None
    other = "Watch instead" if phone.readable and phone.role else "Choose another role"
    return unfolding(
        "roles",
        other if phone.role else "Choose a role",
        opened,
        tag("p", "A role is a chair to see the story from. You vote as you see fit."),
        form(
            "role",
            {},
            (
                tag(
                    "button",
                    name,
                    name="role",
                    value=role,
                    id=f"role-{role}",
                    class_="option",
                    aria_pressed="true" if role == phone.role else "false",
                )
                for role, name in phone.roles
            ),
        ),
    )


def puzzles(phone: Phone, opened: str) -> Html | None:
    """Return a question of one's own, and those of others to support; None when closed."""
    if not phone.puzzling:
        return None
    count = f" ({phone.open_puzzles})" if phone.open_puzzles else ""
    return unfolding(
        "puzzles",
        f"What puzzles you?{count}",
        opened,
        tag("p", "The facilitator sees it. Others see it without your name.", class_="quiet"),
        asked(phone),
        None if phone.puzzle_open else puzzle(phone.began),
        tag("h2", "Others ask") if phone.puzzles else None,
        (_supported(phone, item) for item in phone.puzzles),
    )


def asked(phone: Phone) -> Html | None:
    """Return the last question from this phone, which can be taken back; None without one."""
    if phone.puzzle is None:
        return None
    what = "You asked:" if phone.puzzle_open else "You asked, and it is answered:"
    return take_back("puzzle", phone.began, what, phone.puzzle)


def _supported(phone: Phone, item: OpenPuzzle) -> Html:
    mine = item.number in phone.supported
    return form(
        "upvote",
        {"puzzle": str(item.number), "on": "0" if mine else "1", "began": phone.began},
        tag(
            "button",
            tag("b", str(item.votes), class_="letter"),
            tag("span", item.text, tag("small", "✓ Me too" if mine else "Me too"), class_="words"),
            id=f"puzzle-{item.number}",
            class_="option",
            aria_pressed="true" if mine else "false",
        ),
    )


def own() -> Html:
    """Return a place to write for oneself: it has no name, so no form can send it."""
    return join(
        tag("label", "For yourself: when … happens, I will …", for_="mine"),
        tag("textarea", id="mine", rows="4", maxlength="500", autocomplete="off"),
        tag(
            "p",
            "It stays on this phone; nobody else gets it. This page goes when the room closes.",
            class_="quiet",
        ),
        tag("a", "Save my page", href="take-home", id="save", download=True),
        tag(
            "p",
            "A file with the scenes, your votes, the room's, one idea, and your plan. "
            "It opens without the room, and prints.",
            class_="quiet",
        ),
    )


def shared(phone: Phone) -> Html | None:
    """Return the lines on the screen; None without any."""
    shared = phone.projector.shared
    return join(tag("h2", "On the screen"), listed(shared)) if shared else None

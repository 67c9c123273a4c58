"""Parts that the pages of several stages have."""

from __future__ import annotations

from game.core.view import SceneView
from game.room import messages
from game.room.state import OBSERVER
from game.room.views import Phone, Result
from game.server.markup import Html, Piece, join, paragraphs, tag
from game.server.pages import choice
from game.text import labels


def heading(phone: Phone, title: str) -> Html:
    """Where the story is, and what this page is about."""
    wall = phone.wall
    story = wall.story
    where = [
        labels.where(story).capitalize() if story.number else "",
        f"vote {wall.round}" if wall.round > 1 else "",
    ]
    return join(
        tag("p", " · ".join(part for part in where if part), class_="where"), tag("h1", title)
    )


def scene(scene: SceneView | None, opened: str) -> Html | None:
    """The moment, what it remembers, and who speaks; folded away, for the wall has it too."""
    if scene is None:
        return None
    return unfolding(
        "scene",
        "Read it here",
        opened,
        tag("h2", scene.title),
        paragraphs(scene.echo),
        paragraphs(scene.text),
        (tag("p", tag("b", said.name), f": “{said.text}”") for said in scene.lines),
        (tag("p", tag("b", name), " says nothing.") for name in scene.silent),
    )


def mine(phone: Phone) -> Html | None:
    """What the person with this phone voted."""
    found = next((each for each in phone.wall.options if each.id == phone.vote), None)
    return tag("p", tag("b", f"You voted {found.letter}: "), found.text) if found else None


def unfolding(name: str, title: str, opened: str, *inside: Piece) -> Html:
    """*inside* under a *title* that unfolds it; without script, by a link that keeps it open."""
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
    """One round, as bars with their counts."""
    several = len(phone.wall.results) > 1 and phone.wall.calls is not result
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
    """Lines, one under another."""
    assert lines is not None
    return tag("ul", (tag("li", line) for line in lines))


def role(phone: Phone) -> Html | None:
    """The role card: only its holder gets it."""
    if phone.role is None:
        return None
    brief = messages.OBSERVE if phone.role == OBSERVER else phone.brief
    return tag("section", tag("p", tag("b", phone.role_name)), paragraphs(brief), class_="card")


def card(phone: Phone, opened: str) -> Html | None:
    """The role card, folded away."""
    if phone.role is None:
        return None
    return unfolding("card", f"Your role: {phone.role_name}", opened, role(phone))


def roles(phone: Phone, opened: str) -> Html:
    """The roles to choose from, and the observer's."""
    return unfolding(
        "roles",
        "Choose another role" if phone.role else "Choose a role",
        opened,
        tag("p", "A role is a chair to see the story from. You vote as you see fit."),
        choice(
            "/role",
            (),
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


def own() -> Html:
    """A place to write for oneself: it has no name, so no form can send it."""
    return join(
        tag("label", "For yourself: when … happens, I will …", for_="mine"),
        tag("textarea", id="mine", rows="4", maxlength="500", autocomplete="off"),
        tag(
            "p",
            "It stays on this phone. Copy it or take a screenshot: "
            "this page goes when the room closes.",
            class_="quiet",
        ),
    )


def shared(phone: Phone) -> Html | None:
    """The lines on the wall."""
    shared = phone.wall.shared
    return join(tag("h2", "On the wall"), listed(shared)) if shared else None

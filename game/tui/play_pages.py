"""Pages of a playthrough as literal content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from game.core.duration import minutes
from game.core.enums import Call
from game.core.scenario import Scenario
from game.core.view import Offer, SceneView, View
from game.present.blocks import Form
from game.present.scene import outcome_blocks, scene_blocks
from game.text import labels
from game.tui.text import call, draw, line, lines, literal, paragraphs


if TYPE_CHECKING:
    from game.core.synopsis import Synopsis


def heading(text: str) -> Content:
    """Return *text* as a heading."""
    return literal(text, "bold $accent")


def facts(scenario: Scenario | Synopsis, minutes: int, *, room: bool = False) -> Content:
    """Return place, sector, seniority and length in *minutes* on one line, maybe for a *room*."""
    post, length = labels.SENIORITY[scenario.seniority], labels.minutes(minutes, room=room)
    return literal(f"{scenario.place} · {scenario.sector} · {post} · {length}", "$quiet")


def briefing(scenario: Scenario) -> Content:
    """Return the briefing: role, content note and cast; the list has the summary."""
    note = scenario.content_note
    return paragraphs(
        [
            lines([heading(scenario.title), facts(scenario, minutes(scenario))]),
            literal(scenario.role, "bold"),
            line((labels.PLEASE_NOTE, "bold"), note) if note else None,
            lines(
                [
                    literal("The people", "$quiet"),
                    *(line((c.name, "bold"), f", {c.role}") for c in scenario.cast.values()),
                ]
            ),
        ]
    )


def scene(seen: SceneView) -> Content:
    """Return a scene: title, echo of earlier choices, text and dialogue."""
    return paragraphs([heading(seen.title), draw(scene_blocks(seen))])


def reminder(seen: SceneView, width: int) -> Content:
    """Return title and beginning of a scene on two rows of *width* columns."""
    text = line(heading(seen.title), "  ", " ".join(seen.text.split()))
    first, *rest = text.wrap(width)
    if len(rest) < 2:
        return text
    second = rest[0].rstrip()
    if second.cell_length > width - 2:
        cut = second.plain.rfind(" ")
        second = second[:cut] if cut > 0 else second.truncate(width - 2)
    return lines([first, line(second, " …")])


def call_card(given: Call) -> Content:
    """Return the card of a call: shapes, label and meaning."""
    return line(call(given), "  ", (labels.CALL_MEANS[given], "not bold $quiet"))


def chose(choice: Offer) -> Content:
    """Return the line with the player's *choice*."""
    return line(("You chose: ", "bold"), (choice.text, "italic"))


def outcome(view: View, chosen: Content) -> Content:
    """Return the choice as the line *chosen*, its outcome, and the trust of those present."""
    result = draw(outcome_blocks(view, Form.SCREEN))
    return paragraphs([heading("What happened"), chosen, result])


def ending(view: View, seed: int) -> Content:
    """Return the ending, with the *seed* to play the same again."""
    from game.present.ending import ending_blocks

    return paragraphs([draw(ending_blocks(view, Form.SCREEN)), literal(f"Seed {seed}", "$quiet")])

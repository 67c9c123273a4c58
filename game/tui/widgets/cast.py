"""The cast and their trust: name, role, a bar and a word."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from game.core.view import Person
from game.text import labels
from game.tui.literal import line, lines, literal, paragraphs


def portrait(person: Person) -> Content:
    """One person: who they are and how their trust stands."""
    style = "bold" if person.present else "$quiet"
    return lines(
        [
            literal(person.name, style),
            line((person.role, "$quiet")),
            line((labels.trust_dots(person.trust), "$lead"), f" {labels.trust_means(person)}"),
        ]
    )


class Cast(Static):
    """Everyone's portrait."""

    DEFAULT_CSS = """
    Cast { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, people: Iterable[Person]) -> None:
        """Show *people* as their trust stands."""
        self.update(paragraphs(portrait(person) for person in people))

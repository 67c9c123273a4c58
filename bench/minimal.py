"""The yardstick: the least that is still a Textual app."""

from textual.app import App, ComposeResult
from textual.widgets import Static


TEXT = "Ready"


class Minimal(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """Show the line."""
        yield Static(TEXT)


if __name__ == "__main__":
    Minimal().run()

"""Jump: pick a scene of the scenario that is being written."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from game.core.scenario import Scenario
from game.tui.literal import line


class JumpScreen(ModalScreen[str | None]):
    """Every scene by id and title; gives the id of the one picked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]
    DEFAULT_CSS = """
    JumpScreen {
        align: center middle;
        OptionList {
            width: 60; max-width: 90%; height: auto; max-height: 80%; border: round $line;
        }
    }
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__()
        self.scenario = scenario

    def compose(self) -> ComposeResult:
        """The list."""
        yield OptionList(
            *(
                Option(line((scene.id, "bold"), f"  {scene.title}"), id=scene.id)
                for scene in self.scenario.scenes.values()
            ),
            markup=False,
        )

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        """Give back the scene that was picked."""
        self.dismiss(event.option.id)

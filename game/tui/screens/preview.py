"""The preview of a scenario file while it is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from game.content.diagnostics import Severity, render
from game.content.loader import Reading
from game.core import scoring
from game.core.playthrough import Phase, rebase, start, start_at
from game.core.scenario import Scenario, Scene
from game.journal.runs import Session
from game.text import labels
from game.tui.screens.base import GameScreen
from game.tui.screens.play import PlayScreen
from game.tui.text import line, lines, literal, paragraphs
from game.tui.theme import CALL_SHAPES
from game.tui.widgets.key_bar import KeyBar


class JumpScreen(ModalScreen[str | None]):
    """A list of scenes; the result is the id of the picked one, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]
    DEFAULT_CSS = """
    JumpScreen {
        align: center middle;
        OptionList {
            width: 90%; max-width: 60; height: auto; max-height: 80%; border: round $line;
        }
    }
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__()
        self.scenario = scenario

    def compose(self) -> ComposeResult:
        """Yield the list."""
        yield OptionList(
            *(
                Option(line((scene.id, "bold"), f"  {scene.title}"), id=scene.id)
                for scene in self.scenario.scenes.values()
            ),
            markup=False,
        )

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        """Dismiss with the id of the picked scene."""
        self.dismiss(event.option.id)


class MapScreen(GameScreen):
    """The map of a scenario; *drawn* returns it as text for a number of columns."""

    DEFAULT_CSS = """
    MapScreen #page { padding: 0 1; scrollbar-gutter: stable; }
    MapScreen #page Static { height: auto; }
    """

    def __init__(self, drawn: Callable[[int], str]) -> None:
        super().__init__()
        self._drawn = drawn

    def contents(self) -> ComposeResult:
        """Yield the page."""
        with VerticalScroll(id="page"):
            yield Static(id="map", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Focus the page, so that arrow keys scroll it."""
        self.query_one("#page").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draw the map in the new width."""
        super().on_resize(event)
        beside = 3  # the padding and the scroll bar
        self.query_one("#map", Static).update(literal(self._drawn(event.size.width - beside)))


LOOK_EVERY = 0.25
"""Seconds between two looks at the file."""


class Watched(Protocol):
    """A watched file and its latest *reading*."""

    reading: Reading

    def look(self) -> bool:
        """Read the file again if it has changed; return whether it has."""

    def map(self, scenario: Scenario, current: str | None, width: int) -> str:
        """Return the scene graph as text of *width* columns, with a mark at *current*."""


class PreviewScreen(PlayScreen):
    """A playthrough of a watched file; while it has errors, of its last version without."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "jump", "Jump", id="preview.jump"),
        Binding("k", "key", "Key", id="preview.key"),
        Binding("m", "map", "Map", id="preview.map"),
    ]

    def __init__(self, session: Session, watched: Watched) -> None:
        super().__init__(session)
        self.watched = watched
        self.key_shown = False

    def contents(self) -> ComposeResult:
        """Yield the playthrough, with the problems or the key below or beside it."""
        yield Static(id="bar", markup=False)
        with Container(id="workspace"):
            with Container(id="table"):
                yield from self.table()
            with VerticalScroll(id="notes"):
                yield Static(id="report", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the state of the file, and begin to watch it."""
        super().on_mount()
        self._show_state()
        self.set_interval(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Continue in the new version if the file has changed, at the same step."""
        if not self.watched.look():
            return
        scenario = self.watched.reading.scenario
        if scenario is not None:
            self.session.play = rebase(self.session.play, scenario)
            self.refill(animate=False)
        self._show_state()

    def _show_state(self) -> None:
        self.query_one("#report", Static).update(
            self._key() if self.key_shown else self._problems()
        )

    def _problems(self) -> Content:
        reading = self.watched.reading
        counts = {s: sum(p.severity is s for p in reading.problems) for s in Severity}
        order = list(Severity)
        worst_first = sorted(reading.problems, key=lambda p: order.index(p.severity))
        text = ", ".join(_counted(count, severity) for severity, count in counts.items() if count)
        head = line((text or "nothing to mend", "bold $lead" if text else "bold $manage"))
        if reading.scenario is None:
            head = line((text, "bold $lead"), ": the game shows the last version without errors")
        return paragraphs([head, literal(render(worst_first, reading.source))])

    def _key(self) -> Content:
        scene = self.session.play.current
        if scene is None:
            return paragraphs([*self._outdated(), literal("There is no scene here.", "$quiet")])
        choices = lines(_choice(scene, key) for key in scene.choices)
        return paragraphs([*self._outdated(), _key_of(scene), choices, *_around(scene)])

    def _outdated(self) -> list[Content]:
        reading = self.watched.reading
        if reading.scenario is not None:
            return []
        errors = sum(problem.severity is Severity.ERROR for problem in reading.problems)
        text = _counted(errors, Severity.ERROR)
        return [
            line(
                (text, "bold $lead"),
                ": this is the key of the last version that worked. k shows ",
                "it." if errors == 1 else "them.",
            )
        ]

    def refill(self, *, animate: bool = True) -> None:
        """Fill the screen, and the key of the current scene if it is shown."""
        super().refill(animate=animate)
        if self.key_shown:
            self._show_state()

    def action_key(self) -> None:
        """Switch between the key of the current scene and the problems."""
        self.key_shown = not self.key_shown
        self._show_state()

    def action_jump(self) -> None:
        """Pick a scene and go to it."""
        scenario = self.session.play.scenario

        def go(scene: str | None) -> None:
            if scene is not None:
                self.session.play = start_at(scenario, self.session.play.seed, scene)
                self.refill(animate=False)

        self.app.push_screen(JumpScreen(scenario), go)

    def action_map(self) -> None:
        """Show the map."""
        play = self.session.play
        self.app.push_screen(
            MapScreen(lambda width: self.watched.map(play.scenario, play.scene, width))
        )

    def action_again(self) -> None:
        """Begin the playthrough again."""
        play = self.session.play
        self.session.play = start(play.scenario, play.seed)
        self.refill(animate=False)

    def action_leave(self) -> None:
        """Do nothing: there is no screen behind a preview."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit what play permits, except leaving and recording how sure a call is."""
        if action == "again":
            return self.seen.phase is not Phase.BRIEFING
        if action in ("leave", "confide"):
            return False
        return super().check_action(action, parameters)


def _key_of(scene: Scene) -> Content:
    need = ", ".join(
        f"{dimension.value} {tokens.pole.value} {tokens.count}"
        for dimension, tokens in scene.need.tokens.items()
    )
    return lines(
        [
            literal("The key", "bold $lead"),
            f"{labels.CONTEXTS[scene.context]}; "
            f"{CALL_SHAPES[scene.call]} {labels.CALLS[scene.call]}",
            scene.call_because,
            f"need: {need}",
            f"wanted: {', '.join(labels.skill(skill) for skill in scene.wanted)}",
            f"who guesses call and choice gets {labels.points(scoring.guess_points(scene))} of 100",
        ]
    )


def _around(scene: Scene) -> Iterator[Content]:
    """Yield the reactions to each call and the readers' answers, where there are any."""
    if scene.after_call:
        yield lines(
            [
                literal("After the call", "bold $lead"),
                *(
                    line((labels.CALLS[call], "bold"), f": {text}")
                    for call, text in scene.after_call.items()
                ),
            ]
        )
    if scene.readers:
        calls = [f"{labels.CALLS[call]} {count}" for call, count in scene.readers.items()]
        choices = [f"{choice.id} {choice.readers}" for choice in scene.choices.values()]
        dissent = [scene.dissent] if scene.dissent else []
        split = [f"calls: {', '.join(calls)}", f"best: {', '.join(choices)}", *dissent]
        yield lines([literal("Readers", "bold $lead"), *map(literal, split)])


def _choice(scene: Scene, key: str) -> Content:
    choice = scene.choices[key]
    signs = " ".join(f"{d.value}:{pole.value}" for d, pole in choice.stance.poles.items())
    goes = ", ".join(choice.next.targets)
    part = scoring.choice_points(scene, choice)
    best = max(scoring.choice_points(scene, item) for item in scene.choices.values())
    text = f" {part} of 80{' (best)' if part == best else ''}"
    return line((key, "bold"), text, f"  {signs}", f"  → {goes}")


def _counted(count: int, severity: Severity) -> str:
    plural = "s" if count != 1 and severity is not Severity.ADVICE else ""
    return f"{count} {severity.value}{plural}"

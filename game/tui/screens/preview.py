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
from game.content.layout import scene_lines
from game.content.loader import Reading
from game.core import scoring
from game.core.playthrough import Phase, rebase, start, start_at
from game.core.scenario import Scenario, Scene
from game.journal.runs import Session
from game.journal.store import Journal
from game.present.key_table import key_table
from game.text import labels
from game.tui.screens.base import GameScreen
from game.tui.screens.play import AGAIN, THINK, PlayScreen
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


_NARROW = 42

LOOK_EVERY = 0.25
"""Seconds between two looks at the file."""


class Watched(Protocol):
    """A watched file and its latest *reading*."""

    reading: Reading

    def look(self) -> bool:
        """Read the file again if it has changed; return whether it has."""

    def map(self, scenario: Scenario, current: str | None, width: int) -> str:
        """Return the scene graph as text of *width* columns, with a mark at *current*."""


def first_screen(watched: Watched) -> GameScreen:
    """Return the preview of *watched*, or the wait for it if it cannot be played yet."""
    scenario = watched.reading.scenario
    return WaitScreen(watched) if scenario is None else _preview(watched, scenario)


def _preview(watched: Watched, scenario: Scenario) -> PreviewScreen:
    return PreviewScreen(Journal.open(None).begin(scenario, 0), watched)


class WaitScreen(GameScreen):
    """The problems of a watched file that was broken when it was opened, until it is mended."""

    DEFAULT_CSS = """
    WaitScreen #page { padding: 1 2; scrollbar-gutter: stable; }
    WaitScreen #page Static { height: auto; }
    """
    keys_first = True

    def __init__(self, watched: Watched) -> None:
        super().__init__()
        self.watched = watched

    def contents(self) -> ComposeResult:
        """Yield the problems."""
        with VerticalScroll(id="page"):
            yield Static(id="report", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the problems, and begin to watch the file."""
        self.query_one("#page").focus()
        self._show()
        self.set_interval(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Begin the preview if the file has changed and can be played."""
        if not self.watched.look():
            return
        scenario = self.watched.reading.scenario
        if scenario is None:
            self._show()
        else:
            self.app.switch_screen(_preview(self.watched, scenario))

    def _show(self) -> None:
        reading = self.watched.reading
        text = "The file cannot be played yet. Mend it and save it: the game begins by itself."
        problems = literal(render(reading.problems, reading.source))
        self.query_one("#report", Static).update(paragraphs([literal(text, "bold"), problems]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit all but leaving: there is no screen behind a preview."""
        return action != "leave" and super().check_action(action, parameters)


class PreviewScreen(PlayScreen):
    """A playthrough of a watched file; while it has errors, of its last version without."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "jump", "Jump", id="preview.jump"),
        Binding("k", "key", "Key", id="preview.key"),
        Binding("m", "map", "Map", id="preview.map"),
        Binding(
            "right_square_bracket",
            "notes(1)",
            "Down",
            show=False,
            tooltip="Scroll the problems down",
        ),
        Binding(
            "left_square_bracket", "notes(-1)", "Up", show=False, tooltip="Scroll the problems up"
        ),
    ]
    keys_first = True

    is_preview = True

    def __init__(self, session: Session, watched: Watched) -> None:
        super().__init__(session)
        self.watched = watched
        self.key_shown = False
        self._scene_shown: str | None = None

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
        text = ", ".join(_counted(count, severity) for severity, count in counts.items() if count)
        head = line((text or "nothing to mend", "bold $accent"))
        if reading.scenario is None:
            head = line((text, "bold $accent"), ": the game shows the last version without errors")
        order = list(Severity)
        worst_first = sorted(reading.problems, key=lambda p: order.index(p.severity))
        scene = self.session.play.scene
        lines_here = scene_lines(reading.source.lines, scene) if scene else range(0)
        here = [p for p in reading.problems if p.span is not None and p.span.line in lines_here]
        parts = [head]
        if len(reading.problems) > 1:
            parts.append(literal("] and [ scroll this list", "$quiet"))
        for title, part in (
            (f"In the scene {scene}", [p for p in worst_first if p in here]),
            ("In the rest of the file", [p for p in worst_first if p not in here]),
        ):
            if part:
                parts += [literal(title, "bold")] if here else []
                parts.append(literal(render(part, reading.source)))
        return paragraphs(parts)

    def action_notes(self, by: int) -> None:
        """Scroll the problems or the key: down if *by* is positive, else up."""
        notes = self.query_one("#notes", VerticalScroll)
        notes.scroll_page_down() if by > 0 else notes.scroll_page_up()

    def _key(self) -> Content:
        scene = self.session.play.current
        if scene is None:
            return paragraphs([*self._outdated(), literal("There is no scene here.", "$quiet")])
        width = self.query_one("#notes").content_size.width or _NARROW
        table = literal("\n".join(key_table(self.session.play.scenario, scene, width)))
        return paragraphs([*self._outdated(), table, _key_of(scene), *_around(scene)])

    def _outdated(self) -> list[Content]:
        reading = self.watched.reading
        if reading.scenario is not None:
            return []
        errors = sum(problem.severity is Severity.ERROR for problem in reading.problems)
        text = _counted(errors, Severity.ERROR)
        return [
            line(
                (text, "bold $accent"),
                ": this is the key of the last version that worked. k shows the ",
                "error." if errors == 1 else "errors.",
            )
        ]

    def refill(self, *, animate: bool = True) -> None:
        """Fill the screen, and the problems or the key of the current scene."""
        super().refill(animate=animate)
        moved = self._scene_shown != self.session.play.scene
        self._scene_shown = self.session.play.scene
        if (self.key_shown or moved) and self.is_mounted:
            self._show_state()
            if moved:
                self.query_one("#notes").scroll_home(animate=False)

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

    def _end_cards(self) -> dict[str, str]:
        """Return the cards at the end, without a way home."""
        return {**THINK, **AGAIN}

    def action_leave(self) -> None:
        """Do nothing: there is no screen behind a preview."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit what play permits, except leaving."""
        if action == "again":
            return self.seen.phase is not Phase.BRIEFING
        if action == "leave":
            return False
        return super().check_action(action, parameters)


def _key_of(scene: Scene) -> Content:
    need = ", ".join(
        f"{dimension.value} {tokens.pole.value} {tokens.count}"
        for dimension, tokens in scene.need.tokens.items()
    )
    return lines(
        [
            literal("The key", "bold $accent"),
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
                literal("After the call", "bold $accent"),
                *(
                    line((labels.CALLS[call], "bold"), f": {text}")
                    for call, text in scene.after_call.items()
                ),
            ]
        )
    if scene.readers_in_all:
        calls = [f"{labels.CALLS[call]} {count}" for call, count in scene.readers.items()]
        choices = [f"{choice.id} {choice.readers}" for choice in scene.choices.values()]
        dissent = [scene.dissent] if scene.dissent else []
        split = [f"calls: {', '.join(calls)}", f"best: {', '.join(choices)}", *dissent]
        yield lines([literal("Readers", "bold $accent"), *map(literal, split)])


def _counted(count: int, severity: Severity) -> str:
    plural = "s" if count != 1 and severity is not Severity.ADVICE else ""
    return f"{count} {severity.value}{plural}"

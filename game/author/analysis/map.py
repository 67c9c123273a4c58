"""Maps of a scenario's scenes and routes, as text and as Mermaid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from textwrap import fill
from typing import NamedTuple

from game.author.analysis import sentences
from game.author.analysis.report import Analysis
from game.content.sanitize import safe
from game.core.scenario import END, When


WIDTH = 80
MIN_WIDTH = 24


class Way(NamedTuple):
    """A route: its target, its condition as text (empty for none), and whether a run takes it."""

    go: str
    when: str
    taken: bool

    @property
    def as_text(self) -> str:
        """The condition with what became of it."""
        never = "" if self.taken else ", which never happens"
        return f" when {self.when}{never}" if self.when else ""


def text(analysis: Analysis, width: int = WIDTH, current: str | None = None) -> str:
    """Every scene with its chance and its ways on; what no run meets is marked, and *current*."""
    blocks = []
    for scene in analysis.scenario.scenes.values():
        marked = ["you are here"] if scene.id == current else []
        marks = ", ".join((*marked, *_marks(analysis, scene.id)))
        lines = [f"{scene.id}  {safe(scene.title)}{marks and f'  ({marks})'}"]
        for way, choices in _ways(analysis, scene.id).items():
            lines.append(
                fill(
                    f"{', '.join(choices)} -> {way.go}{way.as_text}",
                    max(width, MIN_WIDTH),
                    initial_indent="  ",
                    subsequent_indent="      ",
                    break_on_hyphens=False,
                    break_long_words=False,
                )
            )
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _marks(analysis: Analysis, scene_id: str) -> Iterator[str]:
    if scene_id == analysis.begin.scene:
        yield "start"
    if scene_id in (*analysis.unlinked, *analysis.unmet):
        yield "no run comes here"
    if scene_id in analysis.stuck:
        yield "may never end"
    seen = analysis.seen.get(scene_id)
    if seen is not None:
        yield f"met: {sentences.chance(seen)}"


def _ways(analysis: Analysis, scene_id: str) -> Mapping[Way, list[str]]:
    """The choices of a scene by their ways on, in file order."""
    never = {(n.name, n.index) for n in analysis.never if n.kind == "way" and n.scene == scene_id}
    result: dict[Way, list[str]] = {}
    for choice in analysis.scenario.scenes[scene_id].choices.values():
        routes = choice.next.routes
        for position, route in enumerate(routes):
            when = condition(route.when) or ("nothing before holds" if len(routes) > 1 else "")
            way = Way(route.go, when, (choice.id, position) not in never)
            result.setdefault(way, []).append(choice.id)
    return result


def condition(when: When | None) -> str:
    """*when* in one line; empty for none."""
    if when is None:
        return ""
    parts = [
        " or ".join(when.chose) and f"chose {' or '.join(when.chose)}",
        when.state and f"state {' or '.join(when.state)}",
        *(f"{who}'s trust {minimum} or more" for who, minimum in when.trust.items()),
    ]
    return " and ".join(str(part) for part in parts if part)


def mermaid(analysis: Analysis) -> str:
    """A Mermaid flowchart: dashed what no run takes, grey what no run comes to."""
    scenes = analysis.scenario.scenes
    numbers = {key: f"s{number}" for number, key in enumerate(scenes)}
    lines = ["flowchart TD"]
    for key, scene in scenes.items():
        lines.append(f'  {numbers[key]}["{_escaped(scene.title)}<br/>{key}"]')
    lines.append('  finish(["end"])')
    for key in scenes:
        for way, choices in _ways(analysis, key).items():
            arrow = "-->" if way.taken else "-.->"
            label = _escaped(", ".join(choices) + way.as_text)
            target = "finish" if way.go == END else numbers[way.go]
            lines.append(f'  {numbers[key]} {arrow}|"{label}"| {target}')
    lost = [numbers[key] for key in (*analysis.unlinked, *analysis.unmet)]
    if lost:
        lines += [f"  class {','.join(lost)} lost", "  classDef lost fill:#ddd,stroke-dasharray:4"]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Escape *text* for Mermaid and HTML."""
    return safe("".join(f"#{ord(char)};" if char in '#&"<>`|' else char for char in text))


MAPS: Mapping[str, Callable[[Analysis], str]] = {"text": text, "mermaid": mermaid}
"""The map formats by name."""

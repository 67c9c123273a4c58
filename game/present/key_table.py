"""The key of a scene as a table: the choices beside the need, their points and trust."""

from __future__ import annotations

from collections.abc import Callable

from game.core import scoring
from game.core.enums import Dimension, Pole
from game.core.scenario import Choice, Scenario, Scene
from game.core.trust import trust_moves
from game.text.labels import SHAPES


_NAMES = 10
_NEED = 5
_SILENT = "\u00b7"
_ELLIPSIS = "\u2026"


def key_table(scenario: Scenario, scene: Scene, width: int) -> list[str]:
    """
    Return the lines of the table for *scene*, at most *width* cells wide if that is 40 or more.

    Each row is a dimension, the points before the call, or a person whose trust moves; each
    column after the need is a choice. A sign in brackets does not serve the need.
    """
    choices = tuple(scene.choices.values())
    cell = max(4, min(12, (width - _NAMES - _NEED) // max(1, len(choices))))

    def row(name: str, need: str, of: Callable[[Choice], str]) -> str:
        cells = "".join(_fit(of(choice), cell) for choice in choices)
        return f"{_fit(name, _NAMES)}{_fit(need, _NEED)}{cells}".rstrip()

    best = set(scoring.best_choices(scene))
    lines = [row("", "need", lambda choice: choice.id)]
    for dimension in Dimension:
        tokens = scene.need.tokens.get(dimension)
        need = SHAPES[tokens.pole] * tokens.count if tokens else _SILENT
        lines.append(row(dimension.value, need, lambda c, d=dimension: _sign(scene, c, d)))  # type: ignore[misc]
    lines.append(
        row(
            "points",
            "/80",
            lambda c: f"{scoring.choice_points(scene, c)}{'*' if c.id in best else ''}",
        )
    )
    moves = {choice.id: trust_moves(scenario, scene, choice) for choice in choices}
    for who in scenario.cast:
        if any(moved.get(who) for moved in moves.values()):
            lines.append(row(who, "", lambda c, w=who: _step(moves[c.id].get(w, 0))))  # type: ignore[misc]
    lines.append(row("next", "", lambda c: ", ".join(c.next.targets)))
    return [*lines, f"* best   {SHAPES[Pole.LEAD]} lead   {SHAPES[Pole.MANAGE]} manage"]


def _sign(scene: Scene, choice: Choice, dimension: Dimension) -> str:
    taken, tokens = choice.stance.poles.get(dimension), scene.need.tokens.get(dimension)
    if taken is None:
        return _SILENT
    serves = tokens is not None and tokens.pole is taken
    return SHAPES[taken] if serves else f"({SHAPES[taken]})"


def _step(step: int) -> str:
    return f"{step:+d}" if step else _SILENT


def _fit(text: str, width: int) -> str:
    """Return *text* in *width* cells, with a space at its end."""
    short = text if len(text) < width else f"{text[: width - 2]}{_ELLIPSIS}"
    return short.ljust(width)

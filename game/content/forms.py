"""The shorthands of the format: what the types of the model cannot say by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from game.content.bind import Grammar, words
from game.content.binder import BAD, Binder
from game.content.nodes import ListNode, MapNode, Node, TextNode, name_place
from game.content.values import Reader, one_of
from game.core.enums import Dimension, Pole
from game.core.scenario import Listening, Need, Next, Route, Stance, Tokens


_ASKED = re.compile(r"([a-z0-9-]+)\s+(?:if|when|unless)\b")
"""A way on with its condition behind it, as it would be said."""


def side(grammar: Grammar) -> Reader:
    """``lead`` or ``manage``."""
    return one_of(words(Pole), "a side")


def listening(grammar: Grammar) -> Reader:
    """``{focus: lead}``: one dimension, one side."""
    pole = grammar.mapping(Dimension, Pole, {"least": 1, "most": 1})

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, MapNode):
            return binder.tell_kind(node, "a dimension and a side", "write it as {focus: lead}")
        poles = pole(binder, node)
        if poles is BAD:
            return BAD
        ((dimension, heard),) = poles.items()
        return Listening(dimension=dimension, pole=heard)

    return read


def stance(grammar: Grammar) -> Reader:
    """``lead`` or ``manage`` for all five dimensions, or ``{focus: lead, …}``."""
    each = grammar.mapping(Dimension, Pole, {"least": 1})
    whole = one_of({pole.value: Stance.all(pole) for pole in Pole}, "a stance")

    def read(binder: Binder, node: Node) -> Any:
        if isinstance(node, MapNode):
            poles = each(binder, node)
            return BAD if poles is BAD else Stance(poles)
        return whole(binder, node)

    return read


def tokens(grammar: Grammar) -> Reader:
    """``lead``, ``lead 2``, ``manage`` or ``manage 2``."""
    counts = {"": 1, " 1": 1, " 2": 2}
    return one_of(
        {
            pole.value + written: Tokens(pole=pole, count=count)
            for pole in Pole
            for written, count in counts.items()
        },
        "a need of 1 or 2 tokens",
    )


def need(grammar: Grammar) -> Reader:
    """``{focus: lead 2, queries: manage}``: tokens over the dimensions."""
    each = grammar.mapping(Dimension, Tokens, {})

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, MapNode):
            told = "write it as {focus: lead 2, goal: manage}"
            return binder.tell_kind(node, "tokens for dimensions", told)
        found = each(binder, node)
        return BAD if found is BAD else Need(found)

    return read


def way_on(grammar: Grammar) -> Reader:
    """A scene, ``end``, or a list of ``{when, go}`` that one ``{go}`` closes."""
    scene = grammar.reader(str, {"names": "scene"})
    listed = grammar.reader(tuple[Route, ...], {"least": 1})

    def read(binder: Binder, node: Node) -> Any:
        if isinstance(node, TextNode):
            asked = _ASKED.match(node.value)
            if asked is not None:
                told = f"write [{{when: {{chose: [scene.choice]}}, go: {asked[1]}}}, {{go: end}}]"
                return binder.tell_kind(node, "a scene, end, or a list", told)
            target = scene(binder, node)
            return BAD if target is BAD else Next((Route(go=target),))
        if isinstance(node, MapNode):
            return binder.tell_kind(node, "a scene, end, or a list", "write the name of a scene")
        routes = listed(binder, node)
        if routes is BAD or not isinstance(node, ListNode) or not _closed(binder, node, routes):
            return BAD
        return Next(routes)

    return read


def _closed(binder: Binder, node: ListNode, routes: tuple[Route, ...]) -> bool:
    """Whether the last of *routes*, and no other, is taken without a condition."""
    if binder.cut:
        return True
    told = "the ways are tried from the top; the last has only 'go', all others a 'when' too"
    for route, item in zip(routes[:-1], node.items, strict=False):
        if route.when is None:
            message = "this way is always taken, so those below it never are"
            binder.tell("E110", message, name_place(item), help=told)
            return False
    if routes[-1].when is not None:
        message = "the last way has a condition, so there may be no way on"
        binder.tell("E110", message, name_place(node.items[-1]), help=told)
        return False
    return True


FORMS: Mapping[type, Callable[[Grammar], Reader]] = {
    Pole: side,
    Listening: listening,
    Stance: stance,
    Tokens: tokens,
    Need: need,
    Next: way_on,
}
"""How the readers of these types are made."""

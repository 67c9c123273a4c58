"""Sentences of the game with slots for the numbers that only a run has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from game.core.debrief import Debriefing
from game.core.enums import Call, Dimension, Pole
from game.core.explanation import Explanation, Insight, Row
from game.text import debrief


class Slot(int):
    """A number that is written as the name of a slot, ``{name}``."""

    _name: str

    def __new__(cls, name: str, value: int = 2) -> Slot:
        """Make a slot called *name*; *value* is what it counts as in a comparison."""
        slot = super().__new__(cls, value)
        slot._name = name
        return slot

    def __format__(self, spec: str) -> str:
        """Give the name in braces, whatever *spec* says."""
        return f"{{{self._name}}}"

    __str__ = __repr__ = lambda self: format(self)


SCENES, COUNT, FITTING = 97, 89, 83
"""Numbers that stand for slots where only a whole log of explanations gives the sentence."""


def insights(model: Explanation) -> Mapping[str, Any]:
    """
    The sentences of ``coaching.insights`` with slots, made from *model*, any explanation.

    ``went`` has four sentences (named and done, named, done, neither), ``first`` one for each
    pole put on too often, each in the forms ``some``, ``all``, ``both`` and ``this``; ``missed``
    has one for each side, for one token and for more.
    """
    return {
        "went": [_forms(model, kind) for kind in range(4)],
        "first": {pole.value: _first(model, pole) for pole in Pole},
        "missed": {
            f"{dimension.value}.{pole.value}": [
                _missed(model, dimension, pole, 1, 1),
                _missed(model, dimension, pole, COUNT, FITTING),
            ]
            for dimension in Dimension
            for pole in Pole
        },
    }


def _forms(model: Explanation, kind: int) -> Mapping[str, str]:
    """How often calls and deeds went together in the way *kind*."""
    agreed = (model.call, None)
    other = next(call for call in Call if call is not model.call)
    named = (model.call, Insight.NAMED_NOT_DONE)
    ways = [agreed, named, (other, Insight.DONE_NOT_NAMED), (other, None)]

    def sentence(count: int, scenes: int) -> str:
        chosen = [ways[kind]] * count + [ways[kind - 1]] * (scenes - count)
        log = [evolve(model, call_given=call, insight=insight) for call, insight in chosen]
        sentences = debrief.insights(_debriefing(log))
        return _slotted(sentences[0 if count == scenes else _place(kind)])

    return {
        "some": sentence(COUNT, SCENES),
        "all": sentence(SCENES, SCENES),
        "both": sentence(2, 2),
        "this": sentence(1, 1),
    }


def _place(kind: int) -> int:
    """Where *kind* stands among the sentences, beside the kind before it (the last for 0)."""
    return 0 if kind == 0 else 1


def _first(model: Explanation, pole: Pole) -> Mapping[str, Any]:
    """Putting on the hat of *pole* first more often than asked, some or none of it fitting."""
    hat = Call(pole.value)
    other = Call(pole.other.value)

    def sentence(scenes: int, put_on: int, fitting: int) -> str:
        pairs = [(hat, hat)] * fitting + [(other, hat)] * (put_on - fitting)
        pairs += [(other, other)] * (scenes - put_on)
        log = [evolve(model, call=call, call_given=given) for call, given in pairs]
        begun = [text for text in debrief.insights(_debriefing(log)) if "you began with" in text]
        return _slotted(begun[0])

    return {
        "some": [sentence(SCENES, COUNT, 0), sentence(SCENES, COUNT, FITTING)],
        "all": [sentence(SCENES, SCENES, 0), sentence(SCENES, SCENES, FITTING)],
        "both": [sentence(2, 2, 0), sentence(2, 2, 1).replace("; 1 ", "; {fitting} ")],
    }


def _missed(model: Explanation, side: Dimension, pole: Pole, asked: int, missed: int) -> str:
    row = Row(dimension=side, asked=pole, did=None, tokens=asked, served=asked - missed, cue=None)
    sentence = debrief.insights(_debriefing([evolve(model, rows=(row,))]))[-1]
    return sentence if asked == 1 else _slotted(sentence)


def _debriefing(log: Sequence[Explanation]) -> Debriefing:
    counted = {kind: sum(why.insight is kind for why in log) for kind in Insight}
    return Debriefing(log=tuple(log), insights=counted, question=None, plans=())


def _slotted(text: str) -> str:
    names = {str(SCENES): "{scenes}", str(COUNT): "{count}", str(FITTING): "{fitting}"}
    return re.sub(r"\d+", lambda number: names.get(number[0], number[0]), text)

"""Derive sentence templates, with slots for numbers that are known only at run time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from game.core.debrief import Debriefing
from game.core.enums import Call, Dimension, Pole
from game.core.explanation import Explanation, Row
from game.core.judgement import Done, Judgement, Match, missed_call
from game.text import debrief


class Slot(int):
    """An integer that is formatted as a slot, ``{name}``."""

    _name: str

    def __new__(cls, name: str, value: int = 2) -> Slot:
        """Create a slot with *name*; *value* is used in comparisons."""
        slot = super().__new__(cls, value)
        slot._name = name
        return slot

    def __format__(self, spec: str) -> str:
        """Return the name in braces; *spec* is ignored."""
        return f"{{{self._name}}}"

    __str__ = __repr__ = lambda self: format(self)


SCENES, COUNT, FITTING = 97, 89, 83
"""Marker numbers, replaced by slots in sentences that are built from a complete log."""


def insights(model: Explanation) -> Mapping[str, Any]:
    """
    Return the sentences of ``debrief.insights`` with slots; *model* may be any explanation.

    ``went`` has an entry for each ``Match``, in the forms ``some``, ``all``, ``both`` and
    ``this``. ``first`` maps each pole begun with too often to the forms ``some``, ``all`` and
    ``both``. ``missed`` maps ``dimension.pole`` to two sentences, for one token and for several.
    """
    model = evolve(model, rows=())
    return {
        "went": [_forms(model, kind) for kind in range(len(Match))],
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
    """Return the forms of the sentence that counts pairs of call and choice of *kind*, 0 to 3."""
    other = missed_call(Call.LEAD, Call.MANAGE)
    ways = [
        Judgement(missed_call=None, done=Done.WHOLE),
        Judgement(missed_call=None, done=Done.NONE),
        Judgement(missed_call=other, done=Done.WHOLE),
        Judgement(missed_call=other, done=Done.NONE),
    ]
    assert [way.match for way in ways] == list(Match)

    def sentence(count: int, scenes: int) -> str:
        this, previous = (
            evolve(model, call_given=model.call, judgement=ways[way]) for way in (kind, kind - 1)
        )
        log = [this] * count + [previous] * (scenes - count)
        sentences = debrief.insights(_debriefing(log))
        return _slotted(sentences[0 if count == scenes else _sentence_index(kind)])

    return {
        "some": sentence(COUNT, SCENES),
        "all": sentence(SCENES, SCENES),
        "both": sentence(2, 2),
        "this": sentence(1, 1),
    }


def _sentence_index(kind: int) -> int:
    """Return the index of *kind* among the sentences of it and its predecessor (3 for 0)."""
    return 0 if kind == 0 else 1


def _first(model: Explanation, pole: Pole) -> Mapping[str, Any]:
    """Return the forms of the sentence on beginning with *pole* more often than required."""
    call = Call(pole.value)
    other = Call(pole.other.value)

    def sentence(scenes: int, called: int, fitting: int) -> str:
        fit, begun_with, left = (
            evolve(model, call=key, call_given=given)
            for key, given in ((call, call), (other, call), (other, other))
        )
        log = [fit] * fitting + [begun_with] * (called - fitting) + [left] * (scenes - called)
        begun = [text for text in debrief.insights(_debriefing(log)) if "you began with" in text]
        return _slotted(begun[0])

    return {
        "some": [sentence(SCENES, COUNT, 0), sentence(SCENES, COUNT, FITTING)],
        "all": [sentence(SCENES, SCENES, 0), sentence(SCENES, SCENES, FITTING)],
        "both": [sentence(2, 2, 0), sentence(2, 2, 1).replace("; 1 ", "; {fitting} ")],
    }


def _missed(model: Explanation, dimension: Dimension, pole: Pole, asked: int, missed: int) -> str:
    row = Row(
        dimension=dimension, needed=pole, did=None, tokens=asked, served=asked - missed, cue=None
    )
    sentence = debrief.insights(_debriefing([evolve(model, rows=(row,))]))[-1]
    return sentence if asked == 1 else _slotted(sentence)


def _debriefing(log: Sequence[Explanation]) -> Debriefing:
    return Debriefing(log=tuple(log), question=None, plans=())


def _slotted(text: str) -> str:
    """Replace the marker numbers in *text* by slots."""
    names = {str(SCENES): "{scenes}", str(COUNT): "{count}", str(FITTING): "{fitting}"}
    return re.sub(r"\d+", lambda number: names.get(number[0], number[0]), text)

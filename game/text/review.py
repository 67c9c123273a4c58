"""Sentences of a review: what was missed before, and what is due."""

from __future__ import annotations

from collections.abc import Sequence

from game.core.judgement import CallMiss
from game.core.review import Moment
from game.text import judgement, labels
from game.text.plural import NUMBERS


MINUTES_EACH = 2


def due(moments: Sequence[Moment]) -> str:
    """Return how much is due today."""
    many = len(moments)
    number = NUMBERS[many].lower()
    moment = "moment is" if many == 1 else "moments are"
    return f"{number} {moment} due again, about {MINUTES_EACH * many} minutes"


def opening(moment: Moment, today: int) -> str:
    """Return what the player missed, when and where, and that the same comes back."""
    card, missed_in = moment.card, moment.missed_in
    when = _ago(today - card.missed)
    where = "" if missed_in is None else f", in {missed_in.title}"
    same_story = moment.scenario.id == card.scenario
    place = "Another moment of the same story." if same_story else "Another place."
    if isinstance(card.topic, CallMiss):
        scene = "" if moment.missed is None else f", at “{moment.missed.title}”"
        missed = judgement.MISSED_CALLS[card.topic]
        return f"{when}{where}{scene}: {missed} The same question. {place}"
    what = f"“{moment.cue}”" if moment.cue else labels.side(*card.topic)
    return f"{when}{where}, you missed {what}. The same need. {place}"


def _ago(days: int) -> str:
    if days <= 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    return f"{NUMBERS[days] if days < len(NUMBERS) else days} days ago"

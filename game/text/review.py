"""Sentences of a review: what was missed before, and what is due."""

from __future__ import annotations

from collections.abc import Sequence

from game.core.judgement import CallMiss
from game.core.review import Moment
from game.text import judgement, labels
from game.text.plural import NUMBERS
from game.text.quotation import quote


MINUTES_EACH = 2


def due(moments: Sequence[Moment]) -> str:
    """Return how much is due today."""
    many = len(moments)
    number = NUMBERS[many].lower()
    moment = "moment is" if many == 1 else "moments are"
    return f"{number} {moment} due again, about {MINUTES_EACH * many} minutes"


def opening(moment: Moment, today: int) -> str:
    """Return when and where the player missed something, and that it comes back; not what."""
    card, missed_in = moment.card, moment.missed_in
    where = "" if missed_in is None else f", in {missed_in.title}"
    scene = "" if moment.missed is None else f", at “{moment.missed.title}”"
    what = "the call" if isinstance(card.topic, CallMiss) else "a need"
    same_story = moment.scenario.id == card.scenario
    place = "at another moment of the same story" if same_story else "in another place"
    ago = _ago(today - card.missed)
    return f"{ago}{where}{scene}, you missed {what}. Here is the same again, {place}."


def closing(moment: Moment) -> str:
    """Return what was missed then; to be shown after the answer, which it would give away."""
    topic = moment.card.topic
    if isinstance(topic, CallMiss):
        return f"Last time: {judgement.MISSED_CALLS[topic]}"
    what = quote(moment.cue) if moment.cue else labels.side(*topic)
    return f"Last time you missed {what}."


def _ago(days: int) -> str:
    if days <= 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    return f"{NUMBERS[days] if days < len(NUMBERS) else days} days ago"

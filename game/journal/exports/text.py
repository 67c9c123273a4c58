"""Sentences shared by the formats for people."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from game.journal.attempts import Attempt
from game.journal.runs import local
from game.text import labels
from game.text.plural import count


if TYPE_CHECKING:
    from game.journal.exports.record import Answer, Play


TITLE = "Two Hats: what you played"
EMPTY = "There is no run in here."
FIRST = "First attempts"
FIRST_MEANS = "Only these count: the first run of a scenario in which you answered a scene."
PRACTICE = "Practice"
PRACTICE_MEANS = "Replays. They count for nothing, and no figure above has any of them in it."
ATTEMPTS = {
    Attempt.FIRST: "first attempt",
    Attempt.PRACTICE: "practice",
    Attempt.REVIEW: "review",
    Attempt.UNANSWERED: "",
    Attempt.DAMAGED: "damaged",
}
LOG = ("Scene", "You called", "It needed", "What you did", "Points", "Direction", "Structure")


def when(iso: str) -> str:
    """A time of the journal, the same on every machine."""
    moment = datetime.fromisoformat(iso)
    with suppress(OverflowError):  # the first and the last year have no other zones
        moment = moment.astimezone(UTC)
    return f"{moment.isoformat(' ')[:16]} UTC"


def when_here(iso: str) -> str:
    """A time of the journal in local time."""
    return local(iso).isoformat(" ")[:16]


def about(play: Play, when: Callable[[str], str] = when) -> str:
    """When it was played, how it stands, and how long it took."""
    run = play.run
    answered = count(run.scenes, "scene")
    scored = "not finished" if run.points is None else f"{labels.points(run.points)} points"
    state = None if play.state is None else f"ended in {play.state.value}"
    text = [
        f"Begun {when(run.started)}",
        f"run {run.id}",
        answered,
        scored,
        state,
        minutes(play.seconds),
    ]
    return ", ".join(filter(None, text))


def minutes(seconds: float | None) -> str | None:
    """How long it took without idle time; None if unknown."""
    return count(max(1, round(seconds / 60)), "minute") if seconds else None


def log(answer: Answer) -> tuple[str, ...]:
    """One row of the log, under ``LOG``."""
    why = answer.why
    score = why.score
    return (
        f"{answer.number}. {why.scene_title}",
        labels.CALLS[why.call_given],
        labels.CALLS[why.call],
        why.choice_text,
        f"{score.total} = {score.call} + {score.fit} + {score.craft}",
        str(why.after.direction),
        str(why.after.structure),
    )


LOG_MEANS = "Points are the call's, the fit's and the craft's. Both gauges start at 50."

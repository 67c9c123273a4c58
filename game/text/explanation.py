"""Sentences of the explanation of an answer: call, points, table, trust, readers."""

from __future__ import annotations

from game.core.explanation import Explanation, Row, TrustMove
from game.core.scenario import SCENE_TOKENS
from game.text import labels
from game.text.plural import count


KEYS_ARE_AUTHORED = (
    "What a moment asks for is the author's key. Readers of this project answered the scenes, "
    "seeing only text and choices; they are not practitioners. Another road can have a fair case."
)
ONLY_THE_AUTHOR = (
    "What a moment asks for is the author's key. Nobody but the author has answered these scenes "
    "so far, so the key is one person's view. Another road can have a fair case."
)
WHAT_IF = "This was a look down another road. It counts for nothing; your answer stands."
TRUST_MOVES = {1: "a step closer", 0: "as before", -1: "a step away", -2: "two steps away"}


def whose_key(*, read: bool) -> str:
    """Return on whose answers the key rests; *read* if readers have answered any scene."""
    return KEYS_ARE_AUTHORED if read else ONLY_THE_AUTHOR


def call_reading(why: Explanation) -> str:
    """Return the context of the scene and the author's reason for the call."""
    emergency = ", an emergency where orders have their place" if why.emergency else ""
    return f"This was {labels.CONTEXTS[why.context]}{emergency}. {why.call_because}"


def points_sum(why: Explanation) -> tuple[tuple[str, int, str], ...]:
    """Return the three parts of the points: name, points, reason."""
    score = why.score
    return (
        ("Call", score.call, _call_reason(why)),
        (
            "Fit",
            score.fit,
            f"{why.tokens_served} of {SCENE_TOKENS} tokens served, ten points each.",
        ),
        ("Craft", score.craft, _craft_reason(why)),
    )


def _call_reason(why: Explanation) -> str:
    """Return the sentence under the call: right, right in the first pole only, or wrong."""
    if why.call_given is why.call:
        return f"You called {labels.CALLS[why.call_given].lower()}, and so does the key."
    needed = f"the key says {labels.CALLS[why.call].lower()}"
    if why.call_given.first is why.call.first:
        return f"The first move was right; {needed}."
    return f"You called {labels.CALLS[why.call_given].lower()}; {needed}."


def _craft_reason(why: Explanation) -> str:
    if why.myth is not None:
        return f"Nothing counts on a myth: {labels.MYTHS[why.myth]}."
    wanted = " and ".join(map(labels.skill, why.wanted))
    if not why.shown:
        return f"Ten to begin with; wanted were {wanted}."
    shown = " and ten for ".join(map(labels.skill, why.shown))
    missing = "" if len(why.shown) == len(why.wanted) else f" Wanted were {wanted}."
    return f"Ten to begin with, ten for {shown}.{missing}"


def chance(why: Explanation) -> str:
    """Return what random guesses bring on average."""
    return f"Guessing brings {labels.points(why.chance)} here on average."


def asked(row: Row) -> str:
    """Return the pole needed on one dimension."""
    return (
        "nothing here"
        if row.asked is None
        else f"{row.asked.value}: {labels.POLES[row.dimension, row.asked]}"
    )


def did(row: Row) -> str:
    """Return the pole taken on one dimension."""
    return (
        "silent" if row.did is None else f"{row.did.value}: {labels.POLES[row.dimension, row.did]}"
    )


def met(row: Row) -> str:
    """Return the tokens served of those needed on one dimension."""
    return "–" if not row.tokens else f"{row.served} of {row.tokens}"


def look_for(why: Explanation) -> str | None:
    """Return what to look for next time; None if no token was missed."""
    row = why.look_for
    if row is None or row.asked is None:
        return None
    about = labels.side(row.dimension, row.asked)
    if row.cue is None:
        return f"Next time, look for the words that ask for {about}."
    return f"Next time, when you read “{row.cue}”, think of {about}."


def right_if(why: Explanation) -> str | None:
    """Return when the choice would be right; None for a best choice."""
    if why.right_if is None:
        return None
    stop = "" if why.right_if.endswith((".", "!", "?", "”")) else "."
    return f"This would be right if {why.right_if}{stop}"


def trust_move(move: TrustMove) -> str:
    """Return how the trust of one character moved, and why."""
    listens = f"listens for {labels.side(move.listens.dimension, move.listens.pole)}"
    myth = "; bears the cost of the myth" if move.bears_myth else ""
    return f"{move.name}: {TRUST_MOVES[move.move]} ({listens}{myth})."


def readers(why: Explanation) -> str:
    """Return how the readers of the scene answered."""
    split = why.readers
    if split is None:
        return "Only its author has answered this scene so far."
    parts = [f"{split.call} made the key's call", f"{split.best} took the best choice"]
    if split.chosen is not None:
        parts.append(f"{split.chosen} took yours")
    shared = (
        f"{count(split.asked, 'reader')} saw only the text and the choices: {', '.join(parts)}."
    )
    return f"{shared} One argues: {split.dissent}" if split.dissent else shared

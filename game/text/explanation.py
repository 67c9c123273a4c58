"""Sentences of the explanation of an answer: call, points, table, trust, readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.enums import Dimension, Pole
from game.core.scenario import SCENE_TOKENS
from game.text import labels
from game.text.plural import count
from game.text.quotation import quote


if TYPE_CHECKING:
    from game.core.explanation import Explanation, Row, TrustMove


KEYS_ARE_AUTHORED = (
    "The author decided what each moment needs, and readers of ours checked it. "
    "They are no experts, and another choice can be right too."
)
ONLY_THE_AUTHOR = (
    "The author decided what each moment needs, and nobody else has answered these scenes so far. "
    "Another choice can be right too."
)
WHAT_IF = "This is only a look. Your own answer counts."
YOURS = "This is your own answer."
MORE = "Table, points, trust and ideas"
"""What follows the short form of an explanation."""
WISHES = {
    (Dimension.FOCUS, Pole.LEAD): "people to come first",
    (Dimension.FOCUS, Pole.MANAGE): "clear tasks",
    (Dimension.QUERIES, Pole.LEAD): "to hear why",
    (Dimension.QUERIES, Pole.MANAGE): "to hear how and when",
    (Dimension.APPROACH, Pole.LEAD): "to know where this goes",
    (Dimension.APPROACH, Pole.MANAGE): "a next step",
    (Dimension.GOAL, Pole.LEAD): "something new",
    (Dimension.GOAL, Pole.MANAGE): "things kept steady",
    (Dimension.VISION, Pole.LEAD): "somebody to think of later years",
    (Dimension.VISION, Pole.MANAGE): "something done today",
}
"""What a character who listens for a side wants, after their name and *wanted*."""
IDEAS = "Ideas"
CLOSEST, FARTHEST = "already as close as can be", "already as far away as can be"


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
    given, needed = labels.CALLS[why.call_given].lower(), labels.CALLS[why.call].lower()
    if why.call_given is why.call:
        return f"You called “{given}”, as the key does."
    if why.call_given.first is why.call.first:
        return f"Your first move was right. The key is “{needed}”."
    return f"You called “{given}”. The key is “{needed}”."


def _craft_reason(why: Explanation) -> str:
    if why.myth is not None:
        return f"None, because the choice leans on a myth: {labels.MYTHS[why.myth]}."
    missing = [skill for skill in why.wanted if skill not in why.shown]
    shown = "".join(f", ten for {labels.skill(skill)}" for skill in why.shown)
    lacking = f" Not shown: {'; '.join(map(labels.skill, missing))}." if missing else ""
    return f"Ten for leaning on no myth{shown}.{lacking}"


def chance(why: Explanation) -> str:
    """Return what random guesses bring on average."""
    return f"A guesser gets {labels.points(why.chance)} here on average."


def score(total: int, chance: float) -> str:
    """Return the points of a scene beside those of a guesser."""
    return f"{total} of 100 points; a guesser gets {labels.points(chance)}."


def cue(why: Explanation) -> str | None:
    """Return the words that decided most, beside what the choice did; None without a cue."""
    row = why.decisive
    if row.cue is None or row.needed is None:
        return None
    needed = labels.side(row.dimension, row.needed)
    if row.served:
        return f"{quote(row.cue)} asks for {needed}. This choice did that."
    other = "left that open"
    if row.did is not None:
        other = f"went for {labels.side(row.dimension, row.did)}"
    return f"{quote(row.cue)} asks for {needed}. This choice {other}."


def needed(row: Row) -> str:
    """Return the pole needed on one dimension."""
    return (
        "nothing here"
        if row.needed is None
        else f"{row.needed.value}: {labels.POLES[row.dimension, row.needed]}"
    )


def did(row: Row) -> str:
    """Return the pole taken on one dimension."""
    if row.did is None:
        return "left open"
    return f"{row.did.value}: {labels.POLES[row.dimension, row.did]}"


def met(row: Row) -> str:
    """Return the tokens served of those needed on one dimension."""
    return "–" if not row.tokens else f"{row.served} of {row.tokens}"


def look_for(why: Explanation) -> str | None:
    """Return what to look for next time; None if no token was missed."""
    row = why.look_for
    if row is None or row.needed is None:
        return None
    about = labels.side(row.dimension, row.needed)
    if row.cue is None:
        return f"Look for the words that ask for {about}."
    return f"{quote(row.cue)}: words like these ask for {about}."


def right_if(why: Explanation) -> str | None:
    """Return when the choice would be right; None for a best choice."""
    if why.right_if is None:
        return None
    stop = "" if why.right_if.endswith((".", "!", "?", "”")) else "."
    return f"This would be right if {why.right_if}{stop}"


def trust_move(move: TrustMove) -> str:
    """Return how the trust of one character moved, and why."""
    return f"{trust_reason(move)}: {trust_step(move)}."


def trust_reason(move: TrustMove) -> str:
    """Return who is meant, and what moved their trust, if anything."""
    wish = WISHES[move.listens.dimension, move.listens.pole]
    reason = {1: f" wanted {wish} and got it", 0: "", -1: f" wanted {wish}"}[move.heard]
    if not move.bears_myth:
        return f"{move.name}{reason}"
    return f"{move.name}{reason}{' and' * bool(reason)} paid for this choice"


def trust_step(move: TrustMove) -> str:
    """Return the change within the limits of trust."""
    if move.before == move.after and move.move:
        return CLOSEST if move.move > 0 else FARTHEST
    return labels.TRUST_STEPS[move.after - move.before]


def readers(why: Explanation) -> str:
    """Return how the readers of the scene answered, and the reason of one who disagreed."""
    argues = dissent(why)
    return f"{readers_counted(why)} {argues}" if argues else readers_counted(why)


def readers_counted(why: Explanation) -> str:
    """Return how many readers of the scene answered like the key, and like the player."""
    split = why.readers
    if split is None:
        return "Only its author has answered this scene so far."
    if split.call == split.best == split.asked > 1:
        return f"All {split.asked} of our readers made the right call and took the best choice."
    chosen = "" if split.chosen is None else f", and {split.chosen or 'nobody'} took this one"
    return (
        f"Of our {count(split.asked, 'reader')}, {split.call} made the right call. "
        f"{split.best} took the best choice{chosen}."
    )


def dissent(why: Explanation) -> str | None:
    """Return the reason of a reader who answered otherwise, if any."""
    if why.readers is None or not why.readers.dissent:
        return None
    return f"One argues: {why.readers.dissent}"

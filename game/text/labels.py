"""Names and sentences for the game's values: calls, poles, states, trust, points."""

from __future__ import annotations

from game.core.actions import Confidence
from game.core.enums import Call, Context, Dimension, Myth, Pole, Seniority, Skill, State
from game.core.explanation import Explanation, Insight, Row, TrustMove
from game.core.playthrough import Phase
from game.core.scoring import MAX_TRUST
from game.core.view import Person, View


CALLS = {
    Call.LEAD: "Lead",
    Call.MANAGE: "Manage",
    Call.LEAD_THEN_MANAGE: "Lead, then manage",
    Call.MANAGE_THEN_LEAD: "Manage, then lead",
}
CONFIDENCE = {
    Confidence.GUESS: "a guess",
    Confidence.FAIRLY: "fairly sure",
    Confidence.SURE: "sure",
}
CALL_MEANS = {
    Call.LEAD: "A reason, a course or heart is missing.",
    Call.MANAGE: "Order is missing: who, how, by when.",
    Call.LEAD_THEN_MANAGE: "Both are missing; the reason comes first.",
    Call.MANAGE_THEN_LEAD: "Both are missing; the order comes first.",
}
CONTEXTS = {
    Context.CRISIS: "a crisis",
    Context.CHANGE: "a change",
    Context.LOST_DIRECTION: "a team that lost its direction",
    Context.ROUTINE: "routine work",
}
SENIORITY = {
    Seniority.NONE: "no title",
    Seniority.FIRST_LINE: "first line",
    Seniority.MIDDLE: "middle",
    Seniority.SENIOR: "senior",
    Seniority.EXECUTIVE: "executive",
}
POLES = {
    (Dimension.FOCUS, Pole.LEAD): "people",
    (Dimension.FOCUS, Pole.MANAGE): "tasks",
    (Dimension.QUERIES, Pole.LEAD): "what and why",
    (Dimension.QUERIES, Pole.MANAGE): "how and when",
    (Dimension.APPROACH, Pole.LEAD): "the course",
    (Dimension.APPROACH, Pole.MANAGE): "the next step",
    (Dimension.GOAL, Pole.LEAD): "something new",
    (Dimension.GOAL, Pole.MANAGE): "keep it steady",
    (Dimension.VISION, Pole.LEAD): "the long run",
    (Dimension.VISION, Pole.MANAGE): "today, this week",
}
SIDES = {
    **POLES,
    (Dimension.GOAL, Pole.MANAGE): "keeping it steady",
    (Dimension.VISION, Pole.MANAGE): "today and this week",
}
"""The same as they stand in a sentence."""
STATES = {
    State.SYNERGY: "people know why, and the way there is in order.",
    State.CONFUSION: "plenty of purpose, too little order to carry it.",
    State.STAGNATION: "plenty of order, too little reason to care.",
    State.DRIFT: "neither the reason nor the order is holding.",
    State.STEADY: "some of each, not yet enough of both.",
}
PHASES = {
    Phase.BRIEFING: "at the briefing",
    Phase.CALL: "waiting for your call",
    Phase.CHOICE: "waiting for your choice",
    Phase.OUTCOME: "reading what happened",
    Phase.WHY: "reading why",
    Phase.ENDING: "finished",
}
MYTHS = {
    Myth.EXTROVERTS_ONLY: "the loud lead best",
    Myth.TITLE_MAKES_LEADER: "rank makes the leader",
    Myth.LEADING_IS_TELLING: "leading means telling",
    Myth.SAME_THING: "leading and managing are one thing",
}
INSIGHTS = {
    Insight.NAMED_NOT_DONE: (
        "You named it and did not do it: the call was right, the choice served less than half."
    ),
    Insight.DONE_NOT_NAMED: (
        "You did it and had not named it: the choice met the moment better than the call."
    ),
}
TRUST = ("shut", "guarded", "wary", "even", "trusting", "with you")
TRUST_MOVES = {1: "a step closer", 0: "as before", -1: "a step away", -2: "two steps away"}
TRUST_SHIFTS = {1: ", one step closer", 0: "", -1: ", one step away", -2: ", two steps away"}
KEYS_ARE_AUTHORED = (
    "What a moment asks for is the author's key. Readers of this project answered the scenes, "
    "seeing only text and choices; they are not practitioners. Another road can have a fair case."
)
MET = "met"
"""Said of an idea that has stood in an explanation; ``MET_IN_PLAY`` is its long form."""
MET_IN_PLAY = "You met this in a scene that you played."
PRACTICE_NOT_TEST = "Two Hats is practice and not an assessment of you."
NO_WAY_BACK = "There is no page to turn back to: an answer that was given counts."
WHAT_IF = "This was a look down another road. It counts for nothing; your answer stands."


def where(seen: View) -> str:
    """Where a playthrough stands; a scene alone is a review."""
    if seen.alone:
        return "review: one scene, and no story"
    of = f" of {seen.of}" if seen.of else ""
    return f"scene {seen.number}{of}"


def skill(skill: Skill) -> str:
    """A skill's name in running text."""
    return skill.value.replace("-", " ")


def side(dimension: Dimension, pole: Pole) -> str:
    """One side of a dimension in running text."""
    return SIDES[dimension, pole]


def gauge(percent: int) -> str:
    """A gauge in one plain word."""
    for minimum, word in (
        (80, "very strong"),
        (65, "strong"),
        (50, "fair"),
        (40, "thin"),
        (25, "weak"),
    ):
        if percent >= minimum:
            return word
    return "very weak"


def moved(before: int, after: int) -> str:
    """How a gauge moved, as a signed number or words."""
    change = after - before
    return f"{change:+d}".replace("-", "−") if change else "no change"


def tokens(count: int) -> str:
    """A number of tokens."""
    return "1 token" if count == 1 else f"{count} tokens"


def asked(row: Row) -> str:
    """What the moment asked on one dimension."""
    return (
        "nothing here"
        if row.asked is None
        else f"{row.asked.value}: {POLES[row.dimension, row.asked]}"
    )


def did(row: Row) -> str:
    """What the choice did on one dimension."""
    return "silent" if row.did is None else f"{row.did.value}: {POLES[row.dimension, row.did]}"


def met(row: Row) -> str:
    """The tokens of one dimension, served of needed."""
    return "–" if not row.tokens else f"{row.served} of {row.tokens}"


def points_sum(why: Explanation) -> tuple[tuple[str, int, str], ...]:
    """The points as a sum anyone can redo: part, points, reason."""
    score = why.score
    return (
        ("Call", score.call, _call_reason(why)),
        ("Fit", score.fit, f"{why.tokens_served} of 5 tokens served, ten points each."),
        ("Craft", score.craft, _craft_reason(why)),
    )


def _call_reason(why: Explanation) -> str:
    if why.call_given is why.call:
        return f"You called {CALLS[why.call_given].lower()}, and so does the key."
    needed = f"the key says {CALLS[why.call].lower()}"
    if why.call_given.first is why.call.first:
        return f"The first move was right; {needed}."
    return f"You called {CALLS[why.call_given].lower()}; {needed}."


def _craft_reason(why: Explanation) -> str:
    if why.myth is not None:
        return f"Nothing counts on a myth: {MYTHS[why.myth]}."
    wanted = " and ".join(skill(s) for s in why.wanted)
    if not why.shown:
        return f"Ten to begin with; wanted were {wanted}."
    return f"Ten to begin with, ten for {' and ten for '.join(skill(s) for s in why.shown)}." + (
        "" if len(why.shown) == len(why.wanted) else f" Wanted were {wanted}."
    )


def look_for(why: Explanation) -> str | None:
    """One sentence on what to look for next time; None when all was served."""
    row = why.look_for
    if row is None or row.asked is None:
        return None
    about = side(row.dimension, row.asked)
    if row.cue is None:
        return f"Next time, look for the words that ask for {about}."
    return f"Next time, when you read “{row.cue}”, think of {about}."


def right_if(why: Explanation) -> str | None:
    """When the choice would have been the right one; None for the best."""
    if why.right_if is None:
        return None
    stop = "" if why.right_if.endswith((".", "!", "?", "”")) else "."
    return f"This would be right if {why.right_if}{stop}"


def call_reading(why: Explanation) -> str:
    """What the moment was, once it may be said."""
    emergency = ", an emergency where orders have their place" if why.emergency else ""
    return f"This was {CONTEXTS[why.context]}{emergency}. {why.call_because}"


def trust_move(move: TrustMove) -> str:
    """How one character took it and why, in one sentence."""
    listens = f"listens for {side(move.listens.dimension, move.listens.pole)}"
    myth = "; bears the cost of the myth" if move.bears_myth else ""
    return f"{move.name}: {TRUST_MOVES[move.move]} ({listens}{myth})."


def trust_means(person: Person) -> str:
    """What one person's trust brings the player."""
    note = "; says nothing" if person.silent else "; tells you more" if person.volunteers else ""
    return f"{TRUST[person.trust]}{note}"


def trust_dots(level: int) -> str:
    """Trust as filled and empty dots."""
    return "●" * level + "○" * (MAX_TRUST - level)


def trust_shift(person: Person) -> str:
    """How one person's trust stands after an answer, before any reason is given."""
    shift = TRUST_SHIFTS[person.trust - person.before]
    return f"{trust_dots(person.trust)}  {person.name}: {TRUST[person.trust]}{shift}"


def readers(why: Explanation) -> str:
    """How readers answered who saw only the text and the choices."""
    split = why.readers
    if split is None:
        return "Only its author has answered this scene so far."
    asked = "1 reader" if split.asked == 1 else f"{split.asked} readers"
    parts = [f"{split.call} made the key's call", f"{split.best} took the best choice"]
    if split.chosen is not None:
        parts.append(f"{split.chosen} took yours")
    shared = f"{asked} saw only the text and the choices: {', '.join(parts)}."
    return f"{shared} One argues: {split.dissent}" if split.dissent else shared


def chance(why: Explanation) -> str:
    """What guessing would have brought."""
    return f"Guessing brings {points(why.chance)} here on average."


def points(value: float) -> str:
    """A mean of points, with one decimal place where it has one."""
    return f"{round(value, 1):g}"


HOW_TO_PLAY = (
    "Read the moment. Then call it: does it need leading, managing, or both in an order? "
    "Only after your call do the choices appear. Choose, see what happens, and read why.",
    "▲ Leading serves people, what and why, the course, something new, the long run. "
    "■ Managing serves tasks, how and when, the next step, keeping steady, today and this week. "
    "Neither outranks the other; the moment decides.",
    "Reading the cues is the skill, so the setting of a scene stays hidden until the reveal. "
    "People who trust you tell you more; people who have shut say nothing.",
    "Your first answer is the one that counts. Afterwards you may walk any other road.",
)
HOW_POINTS_WORK = (
    "Call, up to 20: ten for the right first move, twenty for the whole call.",
    "Fit, up to 50: every moment asks five tokens over the five dimensions; ten points for each "
    "token that your choice serves.",
    "Craft, up to 30: ten to begin with and ten for each of the two skills the moment wants; "
    "nothing when the choice leans on one of the four myths.",
    "Direction and Structure start at 50. Each is two plus the tokens served, over four plus the "
    "tokens needed, on its side. Both at 65 or more is synergy.",
)
ABOUT = (
    "A role-play game about telling leading from managing. The best players change hats when "
    "the moment changes.",
    "The ideas come from the article “Leadership vs Management” by HPWP Group, to whom the "
    "credit belongs. All words here are the game's own, and so are its mistakes. Confusion and "
    "stagnation are the article's terms; synergy is too; drift and steady are ours.",
    "The article numbers its myths 1, 2, 4 and 5. The game knows these four and invents no third.",
    "Your playthroughs stay on this machine, in a file of your own. "
    "Nothing is sent anywhere by itself.",
)

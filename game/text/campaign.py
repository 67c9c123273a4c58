"""Sentences of a campaign: practices, progress, measures, result."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.campaign import (
    JOINED_OF_EIGHT,
    LEAN,
    Bearing,
    Campaign,
    CampaignState,
    Favour,
    Measures,
    PostingBriefing,
)
from game.core.enums import Practice
from game.core.explanation import Explanation
from game.core.progress import Ratio
from game.core.scenario import SCENE_TOKENS
from game.core.scoring import Gauges
from game.text import explanation, labels
from game.text.plural import count


PRACTICES = {
    Practice.CONTINUOUS_LEARNING: "Study",
    Practice.EMOTIONAL_INTELLIGENCE: "Notice feelings",
    Practice.STRATEGIC_THINKING: "Think ahead",
    Practice.COMMUNICATION: "Fit words to the hearer",
    Practice.FEEDBACK_REFLECTION: "Ask, and look back",
    Practice.LISTENING_SPEAKING: "Listen before you speak",
    Practice.TRAINING: "Ask a mentor",
}
BRINGS = {
    Practice.CONTINUOUS_LEARNING: "something worth knowing about the work there.",
    Practice.EMOTIONAL_INTELLIGENCE: "how two of the people there feel.",
    Practice.STRATEGIC_THINKING: "what lies ahead, and what may stand in the way.",
    Practice.COMMUNICATION: "what two of the people there listen for.",
    Practice.FEEDBACK_REFLECTION: "a word from the place you leave, and what it cost you.",
    Practice.LISTENING_SPEAKING: "something that one of them says quietly.",
    Practice.TRAINING: "a question to take with you, without the answer.",
}
BEARINGS = {
    Bearing.JOINED: "Joined",
    Bearing.VISION: "Leaning to vision",
    Bearing.ORDER: "Leaning to order",
    Bearing.SEARCHING: "Still finding the beat",
}
PICK = "What will you practise on the way?"
PICK_MEANS = "It tells you one more thing at the next posting. It brings no points."
ONCE = "A campaign plays each posting once. Outside it, play a scenario as often as you like."


def progress(done: int, of: int) -> str:
    """Return how many of the postings are done."""
    if done >= of:
        return "finished"
    return f"{done} of {of} postings done" if done else f"{of} postings"


def number(number: int, of: int) -> str:
    """Return the number of a posting."""
    return f"Posting {number} of {of}"


def posted(posting: int, of: int, title: str | None) -> str:
    """Return that something was a posting, and of which campaign, if that is known."""
    return f"{number(posting, of)} of {f'the campaign “{title}”' if title else 'a campaign'}"


def place(number: int, of: int, title: str, scene: int | None) -> str:
    """Return where a campaign stands: the posting with its *title*, and the *scene* if it began."""
    if scene is None:
        return f"Posting {number} of {of} comes next: {title}"
    return f"Posting {number} of {of}: {title}, scene {scene}"


def carried(favour: Favour) -> str:
    """Return what the player has earned, which a later posting brings."""
    return f"You have earned: {favour.text}"


def postscript(favour: Favour) -> str:
    """Return what a letter adds where *favour* comes back."""
    return f"P.S. {favour.letter}"


def left(campaign_state: CampaignState) -> str | None:
    """Return how many postings follow the current one; None if it is the last."""
    after = len(campaign_state.campaign.postings) - len(campaign_state.plays) - 1
    if after < 1:
        return None
    return "One more comes after it." if after == 1 else f"{after} more come after it."


def looks_back(why: Explanation, *, scored: bool = True) -> str:
    """Return the weakest scene, with its points if they are *scored*, and what to look for."""
    cost = f": {why.tokens_served} of {SCENE_TOKENS} tokens served, {why.score.total} points"
    worst = f"Your hardest moment there was “{why.scene_title}”{cost if scored else ''}."
    return f"{worst} {explanation.look_for(why)}"


def switching(measures: Measures) -> tuple[str, ...]:
    """Return the measure of switching, with the shares that it is computed from."""
    return (
        f"Switching {measures.switching} of 100, {labels.gauge(measures.switching)}: "
        "the lower of the two below.",
        _share(measures.lead_first, "leading"),
        _share(measures.manage_first, "managing"),
    )


def _share(share: Ratio, pole: str) -> str:
    return (
        f"Of {count(share.asked, 'moment')} that needed {pole} first, "
        f"you began {share.met} with it: {share.percent} of 100."
    )


def calibration(measures: Measures) -> str | None:
    """Return the share of right calls the player was sure of; None if there are no such calls."""
    sure = measures.sure
    if not sure.asked:
        return None
    if sure.asked == 1:
        return f"You were sure of one call, and it was {'right' if sure.met else 'wrong'}."
    return (
        f"Calibration {sure.percent} of 100: of {count(sure.asked, 'call')} that you were sure of, "
        f"you got {sure.met} right."
    )


def integration(gauges: Gauges) -> str:
    """Return the integration over all postings."""
    return (
        f"Integration {gauges.integration} of 100, {labels.gauge(gauges.integration)}: "
        "the lower of Direction and Structure over all postings."
    )


def joined(measures: Measures) -> str:
    """Return how many postings ended in synergy."""
    return f"{measures.joined} of {measures.postings} postings ended in synergy."


def bearing_because(measures: Measures) -> str:
    """Return the rule that leads to the bearing."""
    direction, structure = measures.gauges.direction, measures.gauges.structure
    match measures.bearing:
        case Bearing.JOINED:
            return f"{joined(measures)} From {JOINED_OF_EIGHT} in 8 on, a campaign is joined."
        case Bearing.VISION:
            return f"Direction stands {direction - structure} above Structure; {LEAN} make a lean."
        case Bearing.ORDER:
            return f"Structure stands {structure - direction} above Direction; {LEAN} make a lean."
        case Bearing.SEARCHING:
            return f"{joined(measures)} Direction and Structure stand less than {LEAN} apart."


def last_letter(writer: str) -> str:
    """Return the heading of the letter after the last posting."""
    return f"The last letter, from {writer}"


def letter(briefing: PostingBriefing, campaign: Campaign, *, scored: bool = True) -> Iterator[str]:
    """
    Yield the letter of a posting, what the practice reveals, and the look back.

    *scored* is whether that has points.
    """
    yield f"{number(briefing.number, briefing.of)}. A letter from {campaign.writer}."
    if briefing.after is not None:
        yield briefing.after
    yield briefing.posting.letter
    yield from map(postscript, briefing.favours)
    if briefing.practice is not None and briefing.revealed is not None:
        yield f"{PRACTICES[briefing.practice]}: {briefing.revealed}"
    if briefing.looks_back is not None:
        yield looks_back(briefing.looks_back, scored=scored)

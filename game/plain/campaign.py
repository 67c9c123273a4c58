"""A campaign line by line: letters, picks, and one posting after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import define, field

from game.content.library import Idea
from game.content.loader import CampaignEntry
from game.content.sanitize import safe
from game.core.campaign import Stage
from game.core.scenario import Scenario
from game.journal.campaigns import CampaignSession
from game.plain import campaign_pages, pages
from game.plain.face import Face, leaving
from game.plain.voice import Voice, number


HELP = [
    "At any prompt between postings you may type:",
    "a number: take that practice with you",
    "Enter alone: go on",
    "again: hear this step again",
    "so far: the postings that are done",
    "quit: stop here; the game is saved",
]


@define(kw_only=True)
class CampaignFace:
    """
    One player on the way through a campaign.

    *find* gives the scenario of an id; *name* is what ``two-hats campaign`` takes to
    find the campaign again. The rest is as in ``Face``.
    """

    _session: CampaignSession
    _find: Callable[[str], Scenario | None]
    _name: str
    _book: Mapping[str, Idea]
    _voice: Voice
    _kept: bool = True
    _trouble: str | None = field(default=None, init=False)

    def run(self) -> None:
        """Go on until the end, until the player quits, or until the input ends."""
        self._open()
        while self._step():
            pass

    def leave(self) -> None:
        """Say how to come back."""
        begun = bool(self._session.run.id and self._kept)
        if self._session.journey.stage is not Stage.ENDING:
            how = leaving(begun, whole=self._session.trouble is None)
            self._say(f"{how}: two-hats campaign {safe(self._name)} --plain")

    def _open(self) -> None:
        journey = self._session.journey
        if not journey.plays and not self._session.begun:
            self._say(*campaign_pages.opening(journey.campaign))
        elif journey.stage is not Stage.ENDING:
            self._say(*campaign_pages.overview(journey))

    def _step(self) -> bool:
        """Do what the journey waits for; False when the player leaves, or at the end."""
        match self._session.journey.stage:
            case Stage.PICK:
                return self._pick()
            case Stage.POSTING:
                return self._post()
            case Stage.ENDING:
                self._say(*campaign_pages.ending(self._session.journey))
                self._say(f"To begin again: two-hats campaign {safe(self._name)} --plain --new")
                return False

    def _pick(self) -> bool:
        offers = self._session.journey.offers
        self._say(*campaign_pages.offers(self._session.journey))
        numbers = {str(place): practice for place, practice in enumerate(offers, 1)}
        chosen = self._ask(f"Your pick, 1 to {len(offers)}:", set(numbers))
        if chosen is None:
            return False
        self._session.pick(numbers[chosen])
        self._tell_trouble()
        return True

    def _post(self) -> bool:
        """The letter, then the posting itself."""
        journey = self._session.journey
        dispatch = journey.dispatch
        assert dispatch is not None
        scenario = self._find(dispatch.posting.id)
        if scenario is None:
            self._say(f"The scenario {dispatch.posting.id} cannot be opened now.")
            return False
        letter = tuple(campaign_pages.letter(dispatch, journey.campaign))
        if not self._session.begun:
            self._say(*letter)
            if self._ask(f"Press Enter to go to {scenario.place}.", {""}) is None:
                return False
        posted = self._session.post(scenario)
        self._tell_trouble()
        closed = Face(
            session=posted,
            afresh=None,
            command="campaign",
            name=self._name,
            letter=letter,
            book=self._book,
            voice=self._voice,
            kept=self._kept,
        ).run()
        over = self._session.settle() is not journey
        self._tell_trouble()
        if over and not closed:
            self.leave()
        return closed

    def _ask(self, prompt: str, wanted: set[str]) -> str | None:
        """The first answer that is *wanted*; None when the player leaves, which is answered."""
        while True:
            line = self._voice.ask(prompt)
            word = "quit" if line is None else number(" ".join(line.casefold().split()))
            if word in wanted:
                return word
            match word:
                case "quit":
                    self.leave()
                    return None
                case "help":
                    self._say(HELP)
                case "again":
                    self._again()
                case "so far":
                    self._say(*campaign_pages.overview(self._session.journey))
                case _:
                    self._say("That is not known here. Type help to hear what is, or quit to stop.")

    def _again(self) -> None:
        journey = self._session.journey
        if journey.dispatch is not None:
            self._say(*campaign_pages.letter(journey.dispatch, journey.campaign))
        else:
            self._say(*campaign_pages.offers(journey))

    def _tell_trouble(self) -> None:
        if self._session.trouble not in (None, self._trouble):
            self._say(self._session.trouble)
        self._trouble = self._session.trouble

    def _say(self, *blocks: pages.Block) -> None:
        self._voice.say(*blocks)


def choose(entries: Iterable[CampaignEntry], voice: Voice) -> CampaignEntry | None:
    """Let the player pick one of *entries* by number or id; None when they would rather not."""
    playable = [(entry, entry.reading.campaign) for entry in entries]
    return voice.choose(
        [(e, e.id, campaign_pages.title(campaign)) for e, campaign in playable if campaign]
    )

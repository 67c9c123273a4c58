"""The prompt loop of a campaign, and its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import define, field

from game.content.handbook import Idea
from game.content.library import CampaignEntry
from game.content.sanitize import safe
from game.core.campaign import Campaign, CampaignState, FinishedPosting, Stage
from game.core.failure import Failure, message_of
from game.core.scenario import Scenario
from game.journal.campaigns import CampaignSession
from game.journal.runs import Session
from game.plain import pages
from game.plain.io import LineIO, number
from game.plain.loop import QUIT, UNKNOWN, PlayLoop, leaving
from game.plain.pages import Block, numbered
from game.text import campaign as campaign_words
from game.text import help_pages, labels


def title(campaign: Campaign) -> str:
    """Return a campaign as an item of a list."""
    return f"{campaign.title} ({len(campaign.postings)} postings). {campaign.summary}"


def opening(campaign: Campaign) -> Iterator[Block]:
    """Yield the title and the opening of a campaign."""
    yield campaign.title
    yield campaign.opening


def overview(campaign_state: CampaignState) -> Iterator[Block]:
    """Yield the progress, and each posting that is done."""
    done, of = len(campaign_state.plays), len(campaign_state.campaign.postings)
    yield f"{campaign_state.campaign.title}: {campaign_words.progress(done, of)}."
    for posting, stop in enumerate(campaign_state.finished_postings, 1):
        lines = _stop(posting, stop)
        if stop.practice is not None and stop.revealed is not None:
            lines.append(f"{campaign_words.PRACTICES[stop.practice]}: {_flat(stop.revealed)}")
        yield lines
    if campaign_state.favours:
        yield list(map(campaign_words.carried, campaign_state.favours))


def _stop(number: int, stop: FinishedPosting) -> list[str]:
    play, gauges = stop.play, stop.play.gauges
    return [
        f"Posting {number}: {play.scenario.title}, {play.scenario.place}.",
        f"{gauges.state.value.capitalize()}: Direction {gauges.direction}, "
        f"Structure {gauges.structure}, points {labels.points(play.points)}.",
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())


def offer_texts(campaign_state: CampaignState) -> Iterator[Block]:
    """Yield the practices to pick from, numbered."""
    yield campaign_words.PICK
    yield campaign_words.PICK_MEANS
    yield numbered(
        f"{campaign_words.PRACTICES[practice]}: {campaign_words.BRINGS[practice]}"
        for practice in campaign_state.offers
    )


def ending(campaign_state: CampaignState) -> Iterator[Block]:
    """Yield the closing letter, the measures as sums, and the postings."""
    assert campaign_state.closing is not None
    measures = campaign_state.measures
    yield f"{campaign_words.last_letter(campaign_state.campaign.writer)}."
    yield campaign_state.closing
    yield [
        f"{campaign_words.BEARINGS[measures.bearing]}.",
        campaign_words.bearing_because(measures),
    ]
    yield [
        f"Direction {measures.gauges.direction} of 100 over all postings, "
        f"{labels.gauge(measures.gauges.direction)}.",
        f"Structure {measures.gauges.structure} of 100 over all postings, "
        f"{labels.gauge(measures.gauges.structure)}.",
        campaign_words.integration(measures.gauges),
    ]
    yield list(campaign_words.switching(measures))
    yield campaign_words.calibration(measures) or ""
    yield from (
        _stop(number, stop) for number, stop in enumerate(campaign_state.finished_postings, 1)
    )
    yield help_pages.PRACTICE_NOT_TEST


HELP = [
    "At any prompt between postings you may type:",
    "a number: take that practice with you",
    "Enter alone: go on",
    "again: hear this step again",
    "so far: the postings that are done",
]


@define(kw_only=True)
class CampaignLoop:
    """
    A loop of prompts through a campaign.

    *find* returns the scenario of an id; *name* is the argument of ``two-hats campaign``
    that resumes this campaign. Everything else is as in ``PlayLoop``.
    """

    _session: CampaignSession
    _find: Callable[[str], Scenario | None]
    _name: str
    _book: Mapping[str, Idea]
    _io: LineIO
    _kept: bool = True
    _failure: Failure | None = field(default=None, init=False)
    _resumed: bool = field(default=False, init=False)

    def run(self) -> None:
        """Run until the campaign ends, the player quits, or the input ends."""
        self._resumed = bool(self._session.run.id)
        self._open()
        if self._session.ended is not None and not self._play(self._session.ended):
            self.leave()
            return
        while self._step():
            pass

    @property
    def _command(self) -> pages.Command:
        return pages.Command(f"two-hats campaign {safe(self._name)} --plain")

    def leave(self) -> None:
        """Write how to resume."""
        lost = self._session.store().steps
        begun = bool(self._session.run.id) if self._kept else self._resumed
        if self._session.campaign_state.stage is not Stage.ENDING:
            how = leaving(begun, lost=lost, kept=self._kept)
            self._echo([f"{how}:", self._command])

    def _open(self) -> None:
        campaign_state = self._session.campaign_state
        if not campaign_state.plays and not self._session.begun:
            self._echo(*opening(campaign_state.campaign))
        elif campaign_state.stage is not Stage.ENDING:
            self._echo(*overview(campaign_state))

    def _step(self) -> bool:
        """Run the current stage; return False at the end or when the player quits."""
        match self._session.campaign_state.stage:
            case Stage.PICK:
                return self._pick()
            case Stage.POSTING:
                return self._post()
            case Stage.ENDING:
                self._echo(*ending(self._session.campaign_state))
                self._echo(["To begin again:", pages.Command(f"{self._command} --new")])
                return False

    def _pick(self) -> bool:
        offers = self._session.campaign_state.offers
        self._echo(*offer_texts(self._session.campaign_state))
        numbers = {str(position): practice for position, practice in enumerate(offers, 1)}
        chosen = self._prompt(f"Your pick, 1 to {len(offers)}:", set(numbers))
        if chosen is None:
            return False
        self._session.pick(numbers[chosen])
        self._show_trouble()
        return True

    def _post(self) -> bool:
        """Run the letter and the posting; return False when the player quits."""
        campaign_state = self._session.campaign_state
        briefing = campaign_state.briefing
        assert briefing is not None
        scenario = self._find(briefing.posting.id)
        if scenario is None:
            self._echo(f"The scenario {briefing.posting.id} cannot be opened now.")
            return False
        letter = tuple(campaign_words.letter(briefing, campaign_state.campaign))
        if not self._session.begun:
            self._echo(*letter)
            if self._prompt(f"Press Enter to go to {scenario.place}.", {""}) is None:
                return False
        posted = self._session.post(scenario)
        self._show_trouble()
        closed = self._play(posted, letter)
        over = self._session.settle() is not campaign_state
        self._show_trouble()
        if over and not closed:
            self.leave()
        return closed

    def _play(self, posted: Session, letter: Sequence[Block] = ()) -> bool:
        """Run the posting *posted*; return False when the player quits."""
        return PlayLoop(
            session=posted,
            afresh=None,
            command="campaign",
            name=self._name,
            letter=letter,
            book=self._book,
            io=self._io,
            kept=self._kept,
        ).run()

    def _prompt(self, prompt: str, wanted: set[str]) -> str | None:
        """Prompt until the answer is one of *wanted*; return None after quitting."""
        while True:
            line = self._io.prompt(prompt)
            word = "quit" if line is None else number(" ".join(line.casefold().split()))
            if word in wanted:
                return word
            match word:
                case "quit":
                    self.leave()
                    return None
                case "help" | "?":
                    self._echo([*HELP, QUIT[self._kept and self._session.failure is None]])
                case "again":
                    self._again()
                case "so far":
                    self._echo(*overview(self._session.campaign_state))
                case _:
                    self._echo(UNKNOWN)

    def _again(self) -> None:
        campaign_state = self._session.campaign_state
        if campaign_state.briefing is not None:
            self._echo(*campaign_words.letter(campaign_state.briefing, campaign_state.campaign))
        else:
            self._echo(*offer_texts(campaign_state))

    def _show_trouble(self) -> None:
        failure = self._session.failure
        if failure not in (None, self._failure):
            self._echo(message_of(failure))
        self._failure = failure

    def _echo(self, *blocks: pages.Block) -> None:
        self._io.echo(*blocks)


def choose(entries: Iterable[CampaignEntry], io: LineIO) -> CampaignEntry | None:
    """Prompt for one of *entries* by number or id; return None if the player quits."""
    playable = [(entry, entry.reading.campaign) for entry in entries]
    return io.choose([(e, e.id, title(campaign)) for e, campaign in playable if campaign])

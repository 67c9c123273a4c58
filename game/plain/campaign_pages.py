"""What is said between the postings of a campaign, as blocks of text."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.campaign import Campaign, Dispatch, Journey, Stop
from game.plain.pages import Block, numbered
from game.text import campaign as campaign_words
from game.text import labels


def title(campaign: Campaign) -> str:
    """A campaign as a list tells of it."""
    return f"{campaign.title} ({len(campaign.postings)} postings). {campaign.summary}"


def opening(campaign: Campaign) -> Iterator[Block]:
    """What it is about, and why the player is sent around."""
    yield campaign.title
    yield campaign.opening


def overview(journey: Journey) -> Iterator[Block]:
    """The postings done, and how many are left."""
    done, of = len(journey.plays), len(journey.campaign.postings)
    yield f"{journey.campaign.title}: {campaign_words.progress(done, of)}."
    for number, stop in enumerate(journey.stops, 1):
        lines = _stop(number, stop)
        if stop.practice is not None and stop.revealed is not None:
            lines.append(f"{campaign_words.PRACTICES[stop.practice]}: {_flat(stop.revealed)}")
        yield lines


def _stop(number: int, stop: Stop) -> list[str]:
    play, gauges = stop.play, stop.play.gauges
    return [
        f"Posting {number}: {play.scenario.title}, {play.scenario.place}.",
        f"{gauges.state.value.capitalize()}: Direction {gauges.direction}, "
        f"Structure {gauges.structure}, points {labels.points(play.points)}.",
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())


def offers(journey: Journey) -> Iterator[Block]:
    """The practices to pick one from."""
    yield campaign_words.PICK
    yield campaign_words.PICK_MEANS
    yield numbered(
        f"{campaign_words.PRACTICES[practice]}: {campaign_words.BRINGS[practice]}"
        for practice in journey.offers
    )


def letter(dispatch: Dispatch, campaign: Campaign) -> Iterator[Block]:
    """The letter before a posting, and what the practice lets the player know."""
    yield f"{campaign_words.number(dispatch)}. A letter from {campaign.writer}."
    yield dispatch.posting.letter
    if dispatch.practice is not None and dispatch.revealed is not None:
        yield f"{campaign_words.PRACTICES[dispatch.practice]}: {dispatch.revealed}"
    if dispatch.looks_back is not None:
        yield campaign_words.looks_back(dispatch.looks_back)


def ending(journey: Journey) -> Iterator[Block]:
    """The closing letter, the measures as sums, and how each posting ended."""
    assert journey.closing is not None
    measures = journey.measures
    yield f"The last letter, from {journey.campaign.writer}."
    yield journey.closing
    yield [
        f"{campaign_words.BEARINGS[measures.bearing]}.",
        campaign_words.bearing_because(measures),
    ]
    yield [
        f"Direction {measures.gauges.direction} of 100 over the whole way, "
        f"{labels.gauge(measures.gauges.direction)}.",
        f"Structure {measures.gauges.structure} of 100 over the whole way, "
        f"{labels.gauge(measures.gauges.structure)}.",
        campaign_words.integration(measures.gauges),
    ]
    yield list(campaign_words.switching(measures))
    yield campaign_words.calibration(measures) or ""
    yield from (_stop(number, stop) for number, stop in enumerate(journey.stops, 1))
    yield labels.PRACTICE_NOT_TEST

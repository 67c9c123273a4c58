"""What stands on the page between the postings of a campaign, as literal content."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from game.core.campaign import Campaign, Dispatch, Journey, Practice, Stop
from game.core.enums import Pole
from game.core.scenario import Scenario
from game.core.scoring import Gauges
from game.text import campaign as campaign_words
from game.text import labels
from game.tui.literal import line, lines, literal, paragraphs
from game.tui.pages import heading
from game.tui.theme import COLOURS, SHAPES
from game.tui.widgets.gauges import NAMES, bar


BAR = 20


def about(campaign: Campaign) -> Content:
    """A campaign as a list tells of it."""
    return paragraphs(
        [
            heading(campaign.title),
            literal(f"{len(campaign.postings)} postings", "$quiet"),
            campaign.summary,
        ]
    )


def opening(campaign: Campaign) -> Content:
    """Why the player is sent from place to place."""
    return paragraphs([heading(campaign.title), literal(campaign.opening)])


def overview(journey: Journey, comes: Scenario | None, *, plain: bool) -> Content:
    """The postings done, what the practices told, and which one *comes*."""
    done, of = len(journey.plays), len(journey.campaign.postings)
    left = campaign_words.left(journey)
    return paragraphs(
        [
            line(heading(journey.campaign.title), f"  {campaign_words.progress(done, of)}"),
            *(_stop(number, stop, plain=plain) for number, stop in enumerate(journey.stops, 1)),
            line((f"{done + 1} ", "bold $lead"), (comes.title, "bold"), f", {comes.place}: next.")
            if comes
            else None,
            literal(left, "$quiet") if left and comes else None,
        ]
    )


def _stop(number: int, stop: Stop, *, plain: bool) -> Content:
    scenario, gauges = stop.play.scenario, stop.play.gauges
    rows = [
        line((f"{number} ", "bold $lead"), (scenario.title, "bold"), f", {scenario.place}"),
        line("  ", _pair(gauges, plain=plain), f"  {gauges.state.value}"),
    ]
    if stop.practice is not None and stop.revealed is not None:
        rows.append(_told(stop.practice, stop.revealed))
    return lines(rows)


def _pair(gauges: Gauges, *, plain: bool) -> Content:
    """Both gauges by shape, in words or numbers."""
    values = {Pole.LEAD: gauges.direction, Pole.MANAGE: gauges.structure}
    return Content("  ").join(
        line(
            (f"{SHAPES[pole]} ", COLOURS[pole]),
            labels.gauge(value) if plain else f"{NAMES[pole]} {value}",
        )
        for pole, value in values.items()
    )


def _told(practice: Practice, revealed: str) -> Content:
    return line((f"{campaign_words.PRACTICES[practice]}: ", "bold"), " ".join(revealed.split()))


def offers() -> Content:
    """What there is to pick."""
    return lines([heading(campaign_words.PICK), literal(campaign_words.PICK_MEANS, "$quiet")])


def offer(practice: Practice) -> Content:
    """A practice as a card."""
    about_it = f"  {campaign_words.BRINGS[practice]}"
    return line(campaign_words.PRACTICES[practice], (about_it, "not bold $quiet"))


def letter(dispatch: Dispatch, campaign: Campaign) -> Content:
    """The letter before a posting, and below it what the practice lets the player know."""
    told = None
    if dispatch.practice is not None and dispatch.revealed is not None:
        told = _told(dispatch.practice, dispatch.revealed)
    back = dispatch.looks_back
    return paragraphs(
        [
            lines(
                [
                    heading(campaign_words.number(dispatch)),
                    literal(f"A letter from {campaign.writer}", "$quiet"),
                ]
            ),
            literal(dispatch.posting.letter),
            told,
            literal(campaign_words.looks_back(back)) if back else None,
        ]
    )


def ending(journey: Journey, *, plain: bool) -> Content:
    """The closing letter, the measures in words, shapes and numbers, and the way there."""
    assert journey.closing is not None
    measures = journey.measures
    calibration = campaign_words.calibration(measures)
    return paragraphs(
        [
            lines(
                [
                    heading(campaign_words.BEARINGS[measures.bearing]),
                    literal(f"The last letter from {journey.campaign.writer}", "$quiet"),
                ]
            ),
            literal(journey.closing),
            literal(campaign_words.bearing_because(measures), "bold"),
            lines(_measured(measures.gauges, plain=plain)),
            lines(filter(None, (*campaign_words.switching(measures), calibration))),
            overview(journey, None, plain=plain),
            literal(labels.PRACTICE_NOT_TEST, "$quiet"),
        ]
    )


def _measured(gauges: Gauges, *, plain: bool) -> Iterator[Content]:
    """Direction and Structure over the whole way, and the lower of them."""
    for pole, value in {Pole.LEAD: gauges.direction, Pole.MANAGE: gauges.structure}.items():
        shown = "" if plain else f"{bar(value, BAR)} {value:>3}  "
        yield line(
            (f"{SHAPES[pole]} {NAMES[pole]} ", f"bold {COLOURS[pole]}"),
            (shown, COLOURS[pole]),
            labels.gauge(value),
        )
    yield literal(campaign_words.integration(gauges))

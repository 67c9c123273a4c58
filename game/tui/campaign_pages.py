"""Pages of a campaign as literal content."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from game.core.campaign import Campaign, CampaignState, FinishedPosting, PostingBriefing
from game.core.enums import Pole, Practice
from game.core.scenario import Scenario
from game.core.scoring import Gauges
from game.text import campaign as campaign_words
from game.text import help_pages, labels
from game.tui.play_pages import heading
from game.tui.text import line, lines, literal, paragraphs
from game.tui.theme import COLOURS
from game.tui.widgets.side_panel import NAMES, bar


BAR = 20


def about(campaign: Campaign) -> Content:
    """Return title, length and summary of a campaign."""
    return paragraphs(
        [
            heading(campaign.title),
            literal(f"{len(campaign.postings)} postings", "$quiet"),
            campaign.summary,
        ]
    )


def opening(campaign: Campaign) -> Content:
    """Return the opening of a campaign."""
    return paragraphs([heading(campaign.title), literal(campaign.opening)])


def overview(campaign_state: CampaignState, upcoming: Scenario | None, *, plain: bool) -> Content:
    """Return the postings done, what is carried from them, and the *upcoming*."""
    done, of = len(campaign_state.plays), len(campaign_state.campaign.postings)
    left = campaign_words.left(campaign_state)
    return paragraphs(
        [
            line(heading(campaign_state.campaign.title), f"  {campaign_words.progress(done, of)}"),
            *(
                _stop(number, stop, plain=plain)
                for number, stop in enumerate(campaign_state.finished_postings, 1)
            ),
            lines(literal(campaign_words.carried(favour)) for favour in campaign_state.favours),
            line(
                (f"{done + 1} ", "bold $accent"),
                (upcoming.title, "bold"),
                f", {upcoming.place}: next.",
            )
            if upcoming
            else None,
            literal(left, "$quiet") if left and upcoming else None,
        ]
    )


def _stop(number: int, stop: FinishedPosting, *, plain: bool) -> Content:
    scenario, gauges = stop.play.scenario, stop.play.gauges
    rows = [
        line((f"{number} ", "bold $accent"), (scenario.title, "bold"), f", {scenario.place}"),
        line("  ", _pair(gauges, plain=plain), f"  {gauges.state.value}"),
    ]
    if stop.practice is not None and stop.revealed is not None:
        rows.append(_revealed(stop.practice, stop.revealed))
    return lines(rows)


def _pair(gauges: Gauges, *, plain: bool) -> Content:
    """Return both gauges in numbers, or in words if *plain*."""
    values = {Pole.LEAD: gauges.direction, Pole.MANAGE: gauges.structure}
    return Content("  ").join(
        line(
            (f"{labels.SHAPES[pole]} ", COLOURS[pole]),
            labels.gauge(value) if plain else f"{NAMES[pole]} {value}",
        )
        for pole, value in values.items()
    )


def _revealed(practice: Practice, revealed: str) -> Content:
    return line((f"{campaign_words.PRACTICES[practice]}: ", "bold"), " ".join(revealed.split()))


def offers() -> Content:
    """Return the heading above the practices."""
    return lines([heading(campaign_words.PICK), literal(campaign_words.PICK_MEANS, "$quiet")])


def offer(practice: Practice) -> Content:
    """Return the card of a practice."""
    meaning = f"  {campaign_words.BRINGS[practice]}"
    return line(campaign_words.PRACTICES[practice], (meaning, "not bold $quiet"))


def letter(briefing: PostingBriefing, campaign: Campaign) -> Content:
    """Return the letter of a posting, what the practice reveals, and the look back."""
    revealed = None
    if briefing.practice is not None and briefing.revealed is not None:
        revealed = _revealed(briefing.practice, briefing.revealed)
    back = briefing.looks_back
    return paragraphs(
        [
            lines(
                [
                    heading(campaign_words.number(briefing.number, briefing.of)),
                    literal(f"A letter from {campaign.writer}", "$quiet"),
                ]
            ),
            literal(briefing.after) if briefing.after else None,
            literal(briefing.posting.letter),
            *(literal(campaign_words.postscript(favour)) for favour in briefing.favours),
            revealed,
            literal(campaign_words.looks_back(back)) if back else None,
        ]
    )


def campaign_ending(campaign_state: CampaignState, *, plain: bool) -> Content:
    """Return the closing letter, the measures and the postings."""
    assert campaign_state.closing is not None
    measures = campaign_state.measures
    calibration = campaign_words.calibration(measures)
    return paragraphs(
        [
            lines(
                [
                    heading(campaign_words.BEARINGS[measures.bearing]),
                    literal(campaign_words.last_letter(campaign_state.campaign.writer), "$quiet"),
                ]
            ),
            literal(campaign_state.closing),
            literal(campaign_words.bearing_because(measures), "bold"),
            lines(_measured(measures.gauges, plain=plain)),
            lines(filter(None, (*campaign_words.switching(measures), calibration))),
            overview(campaign_state, None, plain=plain),
            literal(help_pages.PRACTICE_NOT_TEST, "$quiet"),
        ]
    )


def _measured(gauges: Gauges, *, plain: bool) -> Iterator[Content]:
    """Yield Direction and Structure over the campaign, and the lower of them."""
    for pole, value in {Pole.LEAD: gauges.direction, Pole.MANAGE: gauges.structure}.items():
        shown = "" if plain else f"{bar(value, BAR)} {value:>3}  "
        yield line(
            (f"{labels.SHAPES[pole]} {NAMES[pole]} ", f"bold {COLOURS[pole]}"),
            (shown, COLOURS[pole]),
            labels.gauge(value),
        )
    yield literal(campaign_words.integration(gauges))

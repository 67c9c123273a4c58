"""Tabulate a campaign: letters, practices to choose from and sentences of the closing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from game.core.campaign import (
    JOINED_OF_EIGHT,
    LEAN,
    Bearing,
    Campaign,
    Favour,
    Measures,
    Posting,
    PostingBriefing,
)
from game.core.duration import minutes
from game.core.enums import Call, Practice
from game.core.progress import Ratio
from game.core.scenario import Scenario
from game.core.scoring import Gauges
from game.publish.blocks import Block, heading, letter, own, present, written
from game.publish.labels import LABELS
from game.publish.tables import Table, gauges_at, single_answer
from game.text import campaign as campaign_words
from game.text import help_pages, labels
from game.text.plural import count


MET, DEFAULTS, OTHER = 83, 97, 23
"""Marker numbers, replaced by slots in sentences that are built from complete measures."""
PERCENT = Ratio(MET, DEFAULTS).percent
NOTHING = Measures(
    lead_first=Ratio(0, 0),
    manage_first=Ratio(0, 0),
    sure=Ratio(0, 0),
    gauges=Gauges(),
    joined=0,
    postings=0,
)


def campaign_table(campaign: Campaign, scenarios: Iterable[Scenario]) -> Table:
    """Return the table of *campaign*, whose postings play *scenarios*."""
    postings = list(campaign.postings.values())
    of = len(postings)
    return {
        "id": campaign.id,
        "title": campaign.title,
        "summary": campaign.summary,
        "opening": present(
            letter(heading(1, campaign.title), written(campaign.summary), written(campaign.opening))
        ),
        "postings": [
            _posting(campaign, posting, number) for number, posting in enumerate(postings, 1)
        ],
        "favours": [_favour(favour) for favour in campaign.favours.values()],
        "progress": [campaign_words.progress(done, of) for done in range(of + 1)],
        "looks_back": {scenario.id: _looks_back(scenario) for scenario in scenarios},
        "feedback": Practice.FEEDBACK_REFLECTION.value,
        "closing": LABELS["last"].format(writer=campaign.writer),
        "closings": {bearing.value: campaign.closings.of(bearing) for bearing in Bearing},
        "bearings": {
            bearing.value: [f"{campaign_words.BEARINGS[bearing]}.", _because(bearing)]
            for bearing in Bearing
        },
        "joined_of_eight": JOINED_OF_EIGHT,
        "lean": LEAN,
        "integration": _slotted(
            campaign_words.integration(gauges_at(PERCENT, PERCENT)), labels.gauge(PERCENT)
        ),
        "switching": _switching()[0],
        "first": _first(),
        "sure": _sure(),
        "note": own(help_pages.PRACTICE_NOT_TEST, "quiet"),
    }


def campaign_facts(campaign: Campaign, scenarios: Iterable[Scenario]) -> str:
    """Return the number of postings, and the sum of the minutes of *scenarios* that they play."""
    length = sum(minutes(scenario) for scenario in scenarios if scenario.id in campaign.postings)
    return f"{count(len(campaign.postings), 'posting')} · {count(length, 'minute')}"


def _posting(campaign: Campaign, posting: Posting, number: int) -> Table:
    briefing = PostingBriefing(
        number=number,
        of=len(campaign.postings),
        posting=posting,
        practice=None,
        revealed=None,
        looks_back=None,
    )
    return {
        "id": posting.id,
        "number": own(campaign_words.number(briefing.number, briefing.of), "where"),
        "letter": letter(
            heading(1, LABELS["from"].format(writer=campaign.writer)), written(posting.letter)
        ),
        "after": {state.value: written(text, "") for state, text in posting.after.items()},
        "pick": _pick(posting) if posting.practices else None,
        "revealed": {
            practice.value: written(f"{campaign_words.PRACTICES[practice]}: {text}", "after")
            for practice, text in posting.practices.items()
        },
    }


def _favour(favour: Favour) -> Table:
    return {
        "posting": favour.posting,
        "state": [state.value for state in favour.state],
        "trust": dict(favour.trust),
        "carried": campaign_words.carried(favour),
        "back": favour.back,
        "letter": written(campaign_words.postscript(favour), "after"),
        "scene": favour.scene,
        "line": written(favour.line, "echo"),
    }


def _pick(posting: Posting) -> list[Block]:
    return present(
        heading(1, campaign_words.PICK),
        own(campaign_words.PICK_MEANS, "quiet"),
        *(
            [
                "button",
                LABELS["pick"].format(
                    name=campaign_words.PRACTICES[practice], text=campaign_words.BRINGS[practice]
                ),
                {"do": "practice", "practice": practice.value},
                "choice",
                "",
            ]
            for practice in posting.practices
        ),
    )


def _looks_back(scenario: Scenario) -> Mapping[str, Any]:
    """Map scene and call to a look-back sentence for each choice; None if nothing was missed."""
    return {
        key: {
            call.value: [
                campaign_words.looks_back(why) if why.missed else None
                for choice in scene.choices
                for why in [single_answer(scenario, scene, call, choice).why]
            ]
            for call in Call
        }
        for key, scene in scenario.scenes.items()
    }


def _because(bearing: Bearing) -> str:
    """Return the sentence that states the rule of *bearing*, with slots."""
    joined = evolve(NOTHING, joined=MET, postings=DEFAULTS)
    measures = {
        Bearing.JOINED: joined,
        Bearing.VISION: evolve(NOTHING, gauges=gauges_at(PERCENT + 1, 1)),
        Bearing.ORDER: evolve(NOTHING, gauges=gauges_at(1, PERCENT + 1)),
        Bearing.SEARCHING: evolve(joined, joined=OTHER),
    }[bearing]
    assert measures.bearing is bearing
    return _slotted(campaign_words.bearing_because(measures))


def _switching() -> list[str]:
    sentences = campaign_words.switching(evolve(NOTHING, lead_first=Ratio(MET, DEFAULTS)))
    return [_slotted(sentences[0], labels.gauge(PERCENT)), _slotted(sentences[1])]


def _first() -> Mapping[str, list[str]]:
    """Map each pole to its sentences: one moment missed, one met, several moments."""
    result: dict[str, list[str]] = {"lead": [], "manage": []}
    for met in (Ratio(0, 1), Ratio(1, 1), Ratio(MET, DEFAULTS)):
        measures = evolve(NOTHING, lead_first=met, manage_first=met)
        _, lead, manage = campaign_words.switching(measures)
        for pole, text in (("lead", lead), ("manage", manage)):
            result[pole].append(text if met.asked == 1 else _slotted(text))
    return result


def _sure() -> list[str]:
    """Return the calibration sentences for one wrong call, one right call and several calls."""
    sentences = [
        campaign_words.calibration(evolve(NOTHING, sure=met)) or ""
        for met in (Ratio(0, 1), Ratio(1, 1), Ratio(MET, DEFAULTS))
    ]
    return [sentences[0], sentences[1], _slotted(sentences[2])]


def _slotted(text: str, word: str | None = None) -> str:
    """Replace the marker numbers, and *word* if given, in *text* by slots."""
    names = {
        str(MET): "{met}",
        str(DEFAULTS): "{asked}",
        str(OTHER): "{met}",
        str(PERCENT): "{percent}",
    }
    slotted = re.sub(r"\d+", lambda number: names.get(number[0], number[0]), text)
    return slotted if word is None else slotted.replace(word, "{word}")

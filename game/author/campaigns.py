"""Checking campaigns: their problems, and advice on what is written in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from game.author import prose
from game.author.advice import placed
from game.author.finding import Finding
from game.author.wording import labelled
from game.content.campaigns import read_campaign_file
from game.content.library import Library, packaged
from game.content.nodes import Node
from game.content.packs import pack_of
from game.content.problems import Problem
from game.content.reader import Reading
from game.core.campaign.model import Bearing, Campaign


def check_campaign(file: Path) -> Reading:
    """The campaign in *file*, read, with advice added where it can be played."""
    read = read_campaign_file(file, _scenarios(file), further=advise)
    return Reading(read.source, None, read.problems, read.opened)


def _scenarios(file: Path) -> Collection[str]:
    """The scenarios a campaign in *file* may name: those beside its folder, and the game's."""
    beside = pack_of(file) or file.absolute().parents[1]
    return Library.of((beside, packaged())).entries.keys()


def advise(campaign: Campaign, root: Node) -> tuple[Problem, ...]:
    """All advice on *campaign*, placed by the nodes it was read from, in file order."""
    return placed((*_lengths(campaign), *_offers(campaign), *_labels(campaign)), root)


def _lengths(campaign: Campaign) -> Iterator[Finding]:
    for path, text in _texts(campaign):
        code, least, most = "A427", 60, 120 if path[-1] == "letter" else 160
        if path[-2:-1] == ("practices",):
            code, least, most = "A428", 15, 70
        count = len(prose.words(text))
        if not least <= count <= most:
            yield Finding(
                code=code,
                path=path,
                message=f"the text has {count} words",
                help=f"{least} to {most} are usual",
            )


def _offers(campaign: Campaign) -> Iterator[Finding]:
    for posting in tuple(campaign.postings.values())[1:]:
        if not posting.practices:
            yield Finding(
                code="A429",
                path=("postings", posting.id),
                message="nothing can be picked on the way to this posting",
                help="give three practices, each with what it lets the player know here",
            )


def _labels(campaign: Campaign) -> Iterator[Finding]:
    for path, text in _texts(campaign):
        yield from labelled(path, text)


def _texts(campaign: Campaign) -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("opening",), campaign.opening
    for posting in campaign.postings.values():
        path = ("postings", posting.id)
        yield (*path, "letter"), posting.letter
        for practice, text in posting.practices.items():
            yield (*path, "practices", practice.value), text
    for bearing in Bearing:
        yield ("closings", bearing.value), campaign.closings.of(bearing)

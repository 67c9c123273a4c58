"""xAPI statements of campaigns: grouping of runs, and one completion."""

from __future__ import annotations

from attrs import evolve

from game.core.campaign import Stage
from game.core.playthrough import Phase
from game.journal.attempts import RunFilter
from game.journal.campaigns import CampaignSession
from game.journal.exports.record import Record, gather, select
from game.journal.exports.xapi import HOME, Statement
from game.journal.player import pseudonym
from game.journal.purge import PLAYER
from game.journal.store import Journal
from tests.core.campaigns import CAMPAIGN, TOWNS, action, best
from tests.core.examples import played
from tests.journal.export.made import PSEUDONYM, play, statements, ticking
from tests.journal.stories import SHORT, WHOLE
from tests.xapi import validate


TOUR_ID = f"{HOME}/campaign/tour"


def toured(postings: int) -> tuple[Journal, CampaignSession]:
    """A journal with so many of the tour's postings, after a run that is part of none."""
    journal = Journal.open(None, clock=ticking())
    journal.set_setting(PLAYER, PSEUDONYM)
    play(journal, SHORT, WHOLE)
    session = journal.campaigns.begin(CAMPAIGN, seed=3)
    for _ in range(postings):
        go_on(session)
    return journal, session


def go_on(session: CampaignSession) -> None:
    """Pick, and play the next posting to its end."""
    if session.campaign_state.stage is Stage.PICK:
        session.pick(session.campaign_state.offers[0])
    assert session.campaign_state.posting is not None
    run = session.post(TOWNS[session.campaign_state.posting.id])
    while run.play.phase is not Phase.ENDING:
        played(run.act(action(run.play, best)))
    session.settle()


def gathered(journal: Journal) -> Record:
    """Everything in *journal*."""
    stories = {**TOWNS, SHORT.id: SHORT}
    kept = [item for run in journal.runs() if (item := journal.kept(run))]
    find = stories.__getitem__
    return gather(
        pseudonym(journal), kept, lambda run: find(run.scenario), journal.campaigns.runs()
    )


def of_tour(output: list[Statement]) -> list[Statement]:
    """The statements about the tour itself."""
    return [statement for statement in output if statement["object"]["id"] == TOUR_ID]


def test_runs_are_grouped() -> None:
    """Every statement of a posting is grouped under its campaign, and no other is."""
    output = statements(gathered(toured(2)[0]))
    grouped = [s for s in output if "grouping" in s["context"]["contextActivities"]]

    assert len([s for s in output if f"{HOME}/scenario/short" in s["object"]["id"]]) == 6
    assert len(grouped) == len(output) - 6 == 12
    for statement in output:
        validate(statement)
    assert {s["context"]["contextActivities"]["grouping"][0]["id"] for s in grouped} == {TOUR_ID}


def test_the_end() -> None:
    """A finished campaign is completed, with a duration; nobody passes or fails."""
    record = gathered(toured(3)[0])
    output = statements(record)
    (ended,) = of_tour(output)
    seconds = sum(play.seconds or 0 for play in record.plays if play.run.scenario in TOWNS)

    validate(ended)
    assert ended == output[-1]
    assert ended["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
    assert ended["result"] == {"completion": True, "duration": f"PT{seconds:.2f}S"}
    assert ended["timestamp"] == record.plays[-1].ended
    assert ended["object"]["definition"]["name"] == {"en": "The Tour"}
    assert ended["context"]["registration"] not in {str(p.registration) for p in record.plays}


def test_an_open_campaign_has_not_ended() -> None:
    """Before its last posting is finished there is no completion."""
    assert of_tour(statements(gathered(toured(2)[0]))) == []


def test_a_part_of_it_is_not_the_whole() -> None:
    """A selection of postings does not include the completion."""
    record = gathered(toured(3)[0])

    assert of_tour(statements(select(record, RunFilter(scenario="ulm")))) == []
    assert len(of_tour(statements(select(record, RunFilter(finished=True))))) == 1


def test_without_times() -> None:
    """Where the time of a posting is not known there is no duration, and none is made up."""
    record = gathered(toured(3)[0])
    *maximum, last = record.plays
    (ended,) = of_tour(statements(evolve(record, plays=(*maximum, evolve(last, seconds=None)))))

    assert ended["result"] == {"completion": True}


def test_it_is_reported_once_and_always_alike() -> None:
    """A posting that is replayed on its own does not change the completion."""
    journal, _ = toured(3)
    early = of_tour(statements(gathered(journal)))
    session = journal.begin(TOWNS["ulm"], 9)
    while session.play.phase is not Phase.ENDING:
        played(session.act(action(session.play, best)))

    assert of_tour(statements(gathered(journal))) == early

"""Reviews and confidence in what is exported."""

from __future__ import annotations

import json

from game.core.actions import Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call
from game.journal.attempts import Attempt
from game.journal.exports.record import Record, gather
from game.journal.history import practice_history
from game.journal.store import Journal
from tests.core.examples import SMOKE, played
from tests.journal.export.made import PSEUDONYM, edition, exporter, find, ticking


def reviewed() -> tuple[Journal, Record]:
    """A first attempt called in full confidence, then a review of the same scene."""
    journal = Journal.open(None, clock=ticking())
    answer = (GiveCall("smoke", Call.LEAD), Confide("smoke", Confidence.SURE))
    for alone in (None, "smoke"):
        session = journal.begin(SMOKE, 1, alone=alone)
        begin = () if alone else (GoOn(),)
        for action in (*begin, *answer, Choose("smoke", "b"), GoOn(), GoOn()):
            played(session.act(action))
    kept = [item for run in journal.runs() if (item := journal.kept(run))]
    return journal, gather(PSEUDONYM, kept, find)


def test_a_review_is_no_attempt() -> None:
    """It is marked as a review, and none of its answers counts."""
    _, record = reviewed()
    assert [play.attempt for play in record.plays] == [Attempt.FIRST, Attempt.REVIEW]
    assert [answer.first for play in record.plays for answer in play.answers] == [True, False]


def test_confidence_goes_along() -> None:
    """The confidence of a call is in the formats for programs."""
    _, record = reviewed()
    plays = json.loads(exporter("json")(record))["plays"]
    assert [play["alone"] for play in plays] == [None, "smoke"]
    assert plays[0]["answers"][0]["confidence"] == "sure"
    assert ",sure," in exporter("csv")(record)
    assert '"https://two-hats.example/extension/confidence": "sure"' in exporter("xapi")(record)


def test_reviews_feed_the_deck() -> None:
    """Both count as answers by day, and only the first attempt as progress."""
    journal, _ = reviewed()
    result = practice_history(journal, edition)
    assert (len(result.whys), len(result.answers)) == (1, 2)
    assert result.due == ()

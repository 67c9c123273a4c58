"""How sure a call was: optional, unscored, kept."""

from __future__ import annotations

import pytest

from game.core.actions import Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call
from game.core.failure import Failure
from game.core.playthrough import Phase, start
from tests.core.examples import Take, played
from tests.core.test_playthrough import TWO_SCENES


CALLED = (GoOn(), GiveCall("hall", Call.LEAD))


@pytest.mark.parametrize("level", list(Confidence))
def test_it_counts_for_nothing(take: Take, level: Confidence) -> None:
    """With any confidence the same answer has the same score, gauges and trust."""
    plain = played(take(start(TWO_SCENES, 1), *CALLED, Choose("hall", "run")))
    line = played(
        take(start(TWO_SCENES, 1), *CALLED, Confide("hall", level), Choose("hall", "run"))
    )
    assert line.turns[0].score == plain.turns[0].score
    assert line.gauges == plain.gauges
    assert (plain.turns[0].confidence, line.turns[0].confidence) == (None, level)


def test_the_last_word_holds(take: Take) -> None:
    """It can be changed until the choice is made."""
    play = played(
        take(
            start(TWO_SCENES, 1),
            *CALLED,
            Confide("hall", Confidence.SURE),
            Confide("hall", Confidence.GUESS),
        )
    )
    assert (play.phase, play.confidence) == (Phase.CHOICE, Confidence.GUESS)


def test_only_between_call_and_choice(take: Take) -> None:
    """Before the call and after the choice there is nothing to be sure of."""
    early = take(start(TWO_SCENES, 1), GoOn(), Confide("hall", Confidence.SURE))
    late = take(
        start(TWO_SCENES, 1), *CALLED, Choose("hall", "run"), Confide("hall", Confidence.SURE)
    )
    assert isinstance(early, Failure)
    assert isinstance(late, Failure)


def test_the_next_scene_begins_anew(take: Take) -> None:
    """The confidence in one call is not carried over to the next."""
    play = played(
        take(
            start(TWO_SCENES, 1),
            *CALLED,
            Confide("hall", Confidence.SURE),
            Choose("hall", "run"),
            GoOn(),
            GoOn(),
        )
    )
    assert play.confidence is None

"""What the tests of the core share."""

from __future__ import annotations

import json

import pytest

from game.core.actions import Action
from game.core.failure import Failure
from game.core.playthrough import Playthrough, replay, step
from game.journal.codec import PLAY
from tests.core.examples import Take


@pytest.fixture(params=["played", "saved and loaded"])
def take(request: pytest.FixtureRequest) -> Take:
    """
    Take actions in a playthrough; every test that does so runs twice.

    The second time the game is saved as JSON and loaded again after each step.
    """
    kept = saved_and_loaded if request.param == "saved and loaded" else lambda play: play

    def take(play: Playthrough, *actions: Action) -> Playthrough | Failure:
        for action in actions:
            after = step(play, action)
            if isinstance(after, Failure):
                return after
            play = kept(after)
        return play

    return take


def saved_and_loaded(play: Playthrough) -> Playthrough:
    """*play* after its actions have been through JSON."""
    text = json.dumps([PLAY.to_data(action) for action in play.actions])
    actions = [PLAY.from_data(data) for data in json.loads(text)]
    assert None not in actions
    return replay(play.scenario, play.seed, [action for action in actions if action]).play

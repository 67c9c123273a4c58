"""How many words a player reads in plain mode."""

from __future__ import annotations

import pytest

from game.content.handbook import handbook
from game.core.playthrough import Phase
from game.core.scenario import Scenario
from game.journal.store import Journal
from game.plain.io import LineIO
from game.plain.loop import PlayLoop
from tests.shipped import LIBRARY


SHIPPED = {entry.id: entry.scenario for entry in LIBRARY}
SEED = 3
MAX_WORDS = 2800
"""Of a whole playthrough, with its briefing and ending."""


def words_by_phase(scenario: Scenario) -> list[tuple[Phase, int]]:
    """
    Play *scenario* on a fixed route; return the words of each page.

    The route is that of a first-time player: every call and every position of a choice is
    tried in turn, and nothing is typed that need not be.
    """
    session = Journal.open(None).begin(scenario, SEED)
    pages: list[tuple[Phase, int]] = []
    written: list[str] = []

    def read() -> str | None:
        play = session.play
        pages.append((play.phase, len(" ".join(written).split())))
        written.clear()
        if play.phase is Phase.ENDING:
            return None
        answered = len(play.turns)
        options = {Phase.CALL: 4, Phase.CHOICE: len(play.current.choices) if play.current else 1}
        return str(1 + answered % options[play.phase]) if play.phase in options else ""

    io = LineIO(read=read, write=written.append, width=0)
    PlayLoop(session=session, afresh=None, name=scenario.id, book=handbook(), io=io).run()
    return pages


@pytest.mark.parametrize("name", SHIPPED)
def test_a_scenario_is_read_in_a_quarter_of_an_hour(name: str) -> None:
    """On one fixed route and seed a whole scenario has at most 2,800 words."""
    scenario = SHIPPED[name]
    assert scenario is not None
    pages = words_by_phase(scenario)

    assert pages[-1][0] is Phase.ENDING
    assert sum(words for _, words in pages) <= MAX_WORDS


def test_an_explanation_is_short() -> None:
    """The pages that explain an answer have at most 160 words, over all scenarios."""
    for scenario in SHIPPED.values():
        assert scenario is not None
        pages = words_by_phase(scenario)
        assert max(words for phase, words in pages if phase is Phase.WHY) <= 160

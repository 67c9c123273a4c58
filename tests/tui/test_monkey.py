"""Input by chance, at every screen: no exception."""

from __future__ import annotations

import pytest

from tests.tui.keyboard import SCREENS
from tests.tui.monkey import play, rounds


pytestmark = pytest.mark.every_frame

SAMPLE, FULL = 300, 20_000


@pytest.mark.parametrize("name", SCREENS)
async def test_input_by_chance_raises_nothing(name: str, request: pytest.FixtureRequest) -> None:
    """Keys, mouse, pastes, reports, resizes and bad bytes; ``--full`` sends 20,000 in all."""
    wanted = rounds(FULL if request.config.getoption("--full") else SAMPLE)
    sent = await play(name, 1, wanted)
    assert sent

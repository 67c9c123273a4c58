"""Compare runs of the core with runs of the page's script in node."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice, product
from pathlib import Path
from typing import Any

from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.scenario import Scenario
from game.journal.codec import PLAY
from game.publish.tables import SEEDS, game_table, scenario_table
from tests.publish.reference import Blocks, Roads, shown


SCRIPTS = Path(__file__).parents[2] / "game" / "publish" / "static"
WALKER = Path(__file__).with_name("walker.js")
MAX_SCENES = 12
"""Maximum number of scenes of a run; loops are cut off there."""
BATCH = 500
"""The number of runs that node replays at once."""


def random_run(scenario: Scenario, chance: random.Random) -> Playthrough:
    """Play *scenario* with random calls and choices."""
    play = start(scenario, chance.randint(1, SEEDS))
    while play.phase is not Phase.ENDING and len(play.turns) < MAX_SCENES:
        play = _taken(play, _any(play, chance))
    return play


def _any(play: Playthrough, chance: random.Random) -> Action:
    scene = play.current
    if play.phase is Phase.CALL and scene:
        return GiveCall(scene.id, chance.choice(list(Call)))
    if play.phase is not Phase.CHOICE or scene is None:
        return GoOn()
    if play.confidence is None and chance.random() < 0.3:
        return Confide(scene.id, chance.choice(list(Confidence)))
    return Choose(scene.id, chance.choice(list(scene.choices)))


def _taken(play: Playthrough, action: Action) -> Playthrough:
    after = step(play, action)
    assert isinstance(after, Playthrough), after
    return after


def every_run(scenario: Scenario) -> Iterator[Playthrough]:
    """Yield every run of *scenario*, which must have no loops."""
    waiting = [_taken(start(scenario, 1), GoOn())]
    while waiting:
        play = waiting.pop()
        scene = play.current
        if scene is None:
            yield play
            continue
        for call, choice in product(Call, scene.choices):
            after = play
            for action in (GiveCall(scene.id, call), Choose(scene.id, choice), GoOn(), GoOn()):
                after = _taken(after, action)
            waiting.append(after)


def _recorded(play: Playthrough) -> dict[str, Any]:
    """Return what the script reads of the record of *play* in a page."""
    return {"seed": play.seed, "actions": [PLAY.to_data(action) for action in play.actions]}


class Walker:
    """A node process that replays runs of the core with the page's script."""

    def __init__(self) -> None:
        """Start node and send it the shared tables."""
        self._node = subprocess.Popen(
            ["node", str(WALKER), str(SCRIPTS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._blocks: list[Any] = []
        self.give(game=game_table())

    def close(self) -> None:
        """Stop node; fail if it had an error."""
        self._node.communicate()
        assert self._node.returncode == 0

    def compare(self, scenario: Scenario, plays: Iterable[Playthrough]) -> int:
        """
        Replay *plays* of *scenario*, compare every page and return the number of pages.

        Pages that follow the same actions with the same seed are compared once.
        Raise ``AssertionError`` with both versions of the first page that differs.
        """
        count = 0
        compared: _Compared = {}
        roads: Roads = {}
        self.give(story=scenario_table(scenario))
        left = iter(plays)
        while batch := [(play, _add(compared, play)) for play in islice(left, BATCH)]:
            walked = self.pages((_recorded(play), known) for play, known in batch)
            for (play, known), pages in zip(batch, walked, strict=True):
                expected = _pages(play, known, roads)
                for page, reference in zip(pages, expected, strict=True):
                    assert page == reference, play
                    count += 1
        return count

    def pages(self, runs: Iterable[tuple[Any, int]]) -> Iterator[list[Any]]:
        """Return the pages of each of *runs* of a page, at all steps but the given number."""
        answer = self.ask(runs=[*runs])
        self._blocks += map(_plain, answer["blocks"])
        pages = [[self._blocks[number] for number in page] for page in answer["pages"]]
        return ([pages[number] for number in run] for run in answer["runs"])

    def give(self, **tables: Any) -> None:
        """Send *tables* to node."""
        assert self._node.stdin is not None
        self._node.stdin.write(json.dumps(tables) + "\n")
        self._node.stdin.flush()

    def ask(self, **question: Any) -> Any:
        """Send *question* to node and return the answer."""
        self.give(**question)
        assert self._node.stdout is not None
        return json.loads(self._node.stdout.readline())


_Compared = dict[Action | int, "_Compared"]
"""A tree of seeds and actions that led to pages that were compared."""


def _add(compared: _Compared, play: Playthrough) -> int:
    """Add *play* to *compared*; return how many of its pages were there already."""
    known, there = 0, compared
    for branch in (play.seed, *play.actions):
        known += branch in there
        there = there.setdefault(branch, {})
    return known


def _pages(play: Playthrough, skip: int, roads: Roads) -> Iterator[Blocks]:
    """Return the expected page at each step of *play* but the first *skip*."""
    steps = accumulate(play.actions, _taken, initial=start(play.scenario, play.seed))
    return (shown(reached, roads) for reached in islice(steps, skip, None))


def _plain(block: Any) -> Any:
    """Return *block* without the parts that depend on records of a page."""
    if block[0] == "pick":
        block[1] = [
            [part for part in offer if part and isinstance(part, str)] for offer in block[1]
        ]
    return block

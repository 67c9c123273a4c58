"""Practice history and due reviews."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, cached_property
from typing import Protocol

from game import __version__
from game.core.actions import Choose, Confidence
from game.core.enums import Dimension, Pole
from game.core.explanation import Explanation, ideas
from game.core.playthrough import replay
from game.core.practice import Answered, ReviewCard, Side, choose, deck, due, sides
from game.core.scenario import Scenario
from game.journal.derived import Scene, Worked
from game.journal.exports.record import reader
from game.journal.runs import Session, time_if_known
from game.journal.store import Journal


BATCH = 50
"""Runs that are worked out in one step, before anything else may happen: about 20 ms."""
FORMAT = 1
"""It counts up when what is worked out of a run, or how it is written, changes."""


class Edition(Protocol):
    """A scenario as it is now."""

    @property
    def fingerprint(self) -> str:
        """A text that changes whenever the scenario does."""

    @property
    def scenario(self) -> Scenario | None:
        """The scenario, as far as it can be played; may be read only when asked for."""


Find = Callable[[str], Edition | None]
"""Gives the scenario that a run names, if it is still there."""


class Growth:
    """
    What *journal* says today; runs whose scenario *find* does not give say nothing.

    Every figure brings what is kept up to date first. To do that bit by bit, go through
    ``catch_up`` before asking for one.
    """

    def __init__(self, journal: Journal, find: Find) -> None:
        self._journal = journal
        self._find = cache(find)
        self._counting = journal.first_attempts()

    def catch_up(self, *, every: bool = False) -> Iterator[int]:
        """
        Work out what is not kept yet, a batch with each step; gives how many runs are left.

        Only runs that count and reviews, unless *every* one is wanted. What is done is
        kept, so it may be left at any step.
        """
        try:
            states = self._journal.derived.states(None if every else self._counting)
            stale = [
                item.run for item in states if item.fingerprint != self._fingerprint(item.named)
            ]
            for done in range(0, len(stale), BATCH):
                batch = stale[done : done + BATCH]
                self._journal.derived.keep(filter(None, map(self._work_out, batch)))
                yield max(0, len(stale) - done - BATCH)
        except sqlite3.Error as error:
            self._warn(error)

    @cached_property
    def answers(self) -> tuple[Answered, ...]:
        """The answers of first attempts and of reviews whose day is known."""
        _finish(self.catch_up())
        try:
            try:
                return tuple(self._answers())
            except ValueError:  # the file is damaged just there
                self._journal.derived.clear()
                _finish(self.catch_up())
                return tuple(self._answers())
        except sqlite3.Error as error:
            self._warn(error)
            return ()

    @cached_property
    def due(self) -> tuple[ReviewCard, ...]:
        """What comes back today."""
        return due(deck(self.answers), self._journal.today())

    @cached_property
    def whys(self) -> tuple[Explanation, ...]:
        """The answers of first attempts, oldest first; their runs are replayed for it."""
        read = reader(self._journal, lambda run: self._scenario(run.named))
        plays = filter(None, map(read, sorted(self._counting)))
        return tuple(answer.why for play in plays for answer in play.answers if answer.first)

    @property
    def met(self) -> frozenset[str]:
        """The ids of the ideas that any answer was explained by, as far as it is worked out."""
        try:
            taken = self._journal.derived.met()
            return frozenset(idea for item in taken for idea in self._ideas(*item))
        except sqlite3.Error as error:
            self._warn(error)
            return frozenset()

    def _ideas(self, named: str, fingerprint: str, scene: str, choice: str) -> tuple[str, ...]:
        scenario = self._scenario(named) if fingerprint == self._fingerprint(named) else None
        there = scenario.scenes.get(scene) if scenario else None
        taken = there.choices.get(choice) if there else None
        return ideas(there, taken) if there and taken else ()

    def _warn(self, error: sqlite3.Error) -> None:
        self._journal.trouble = f"What the journal comes to cannot be worked out ({error})."

    def _fingerprint(self, named: str) -> str:
        edition = self._find(named)
        return "" if edition is None else f"{FORMAT} {__version__} {edition.fingerprint}"

    def _scenario(self, named: str) -> Scenario | None:
        edition = self._find(named)
        return None if edition is None else edition.scenario

    def _work_out(self, run_id: int) -> Worked | None:
        run = self._journal.run(run_id)
        kept = None if run is None else self._journal.kept(run)
        if run is None or kept is None:
            return None
        scenario = self._scenario(run.named)
        scenes: list[Scene] = []
        if scenario is not None and kept.run.sound:
            play = replay(scenario, run.seed, kept.actions, run.alone).play
            steps = (n for n, action in enumerate(play.actions, 1) if isinstance(action, Choose))
            seen: set[str] = set()
            for number, (turn, step) in enumerate(zip(play.turns, steps, strict=True), 1):
                scene = scenario.scenes[turn.scene]
                sure = turn.confidence is Confidence.SURE and turn.call is not scene.call
                asked = _written(sides(scene, scene.choices[turn.choice]))
                again = scene.id in seen
                scenes.append(Scene(number, step, scene.id, turn.choice, again, asked, sure))
                seen.add(scene.id)
        return Worked(run.id, run.revision, self._fingerprint(run.named), tuple(scenes))

    def _answers(self) -> Iterator[Answered]:
        read = cache(_read)
        for item in self._journal.derived.counted(self._counting):
            at = time_if_known(item.at)
            if at is not None and item.fingerprint == self._fingerprint(item.named):
                yield Answered(
                    day=datetime.fromisoformat(at).toordinal(),
                    scenario=item.scenario,
                    scene=item.scene,
                    sides=read(item.sides),
                    was_sure=bool(item.sure),
                )


def growth(journal: Journal, find: Find) -> Growth:
    """What *journal* says today, of the scenarios that *find* gives."""
    return Growth(journal, find)


def begin_review(
    journal: Journal, find: Find, scenarios: Mapping[str, Scenario], seed: int
) -> Session | None:
    """
    One scene of *scenarios* for what has been due longest; None when nothing can come back.

    A review that was left in the middle goes on first.
    """
    for run in journal.open_reviews():
        edition = find(run.named)
        if edition is not None and edition.scenario is not None:
            return journal.resume(run, edition.scenario)
    result = growth(journal, find)
    for card in result.due:
        picked = choose(card, scenarios, result.answers)
        if picked is not None:
            scenario, scene = picked
            return journal.begin(scenario, seed, alone=scene.id)
    return None


def _finish(steps: Iterator[int]) -> None:
    for _ in steps:
        pass


def _written(asked: tuple[tuple[Side, bool], ...]) -> str:
    return " ".join(
        f"{dimension.value}/{pole.value}/{'served' if served else 'missed'}"
        for (dimension, pole), served in asked
    )


def _read(written: str) -> tuple[tuple[Side, bool], ...]:
    parts = (item.split("/") for item in written.split())
    return tuple(
        ((Dimension(dimension), Pole(pole)), how == "served") for dimension, pole, how in parts
    )

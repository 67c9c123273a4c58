"""Practice history and due reviews."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache, cached_property
from typing import Protocol

from game import __version__
from game.core.actions import Choose, Confidence
from game.core.deck import Answered, ReviewCard, sides
from game.core.enums import Call, Dimension, Pole, Side
from game.core.explanation import Explanation, ideas
from game.core.failure import Failure
from game.core.playthrough import replay
from game.core.review import Find as FindScenario
from game.core.review import Moment, due_cards, moment_of, moments
from game.core.scenario import Scenario
from game.journal.derived import DerivedRun, DerivedScene
from game.journal.exports.record import reader
from game.journal.runs import time_if_known
from game.journal.store import Journal


BATCH = 50
"""Runs that ``catch_up`` stores at once."""
FORMAT = 4
"""Version of the cached data; increase it when the derivation or encoding changes."""


class Edition(Protocol):
    """The present edition of a scenario."""

    @property
    def fingerprint(self) -> str:
        """A text that changes with the scenario."""

    @property
    def scenario(self) -> Scenario | None:
        """The scenario, or None if it cannot be played; may be loaded lazily."""


Find = Callable[[str, str], Edition | None]
"""Return the edition of the scenario of the runs with a name and a key, or None."""


class PracticeHistory:
    """
    Practice history of *journal*; runs whose scenario *find* does not return are left out.

    Scenarios go by their ids in *names*, else by the keys of their runs.

    Every property updates the cache first. Iterate ``prepare`` and ``replay_first`` before to do
    that stepwise.
    """

    def __init__(
        self, journal: Journal, find: Find, names: Mapping[str, str] | None = None
    ) -> None:
        self._journal = journal
        self._names = names or {}
        self._find = cache(find)
        self._counting = journal.first_attempts()
        self._whys: tuple[Explanation, ...] | None = None

    def catch_up(self, *, every: bool = False) -> Iterator[int]:
        """
        Derive stale runs one by one; yield the number of runs left.

        Only first attempts and reviews, unless *every*. They are stored in batches, so the
        iteration may stop at any step.
        """
        try:
            states = self._journal.derived.states(None if every else self._counting)
            stale = [
                item.run
                for item in states
                if item.fingerprint != self._fingerprint(item.named, item.key)
            ]
            batch: list[DerivedRun | None] = []
            for left, run in zip(reversed(range(len(stale))), stale, strict=True):
                batch.append(self._derive(run))
                if len(batch) == BATCH or not left:
                    self._journal.derived.keep(filter(None, batch))
                    batch.clear()
                yield left
        except sqlite3.Error as error:
            self._warn(error)

    def prepare(self, *, every: bool = False) -> Iterator[int]:
        """Do in steps what ``due`` takes, after ``catch_up``; yield 1, and 0 at the end."""
        for _ in self.catch_up(every=every):
            yield 1
        answers = []
        # What is wrong is found again, and reported, where ``answers`` reads all at once.
        with suppress(sqlite3.Error, ValueError):
            for answer in self._answers():
                answers.append(answer)
                yield 1
            vars(self)["answers"] = tuple(answers)
        _ = self.due
        yield 1  # what comes then has a step of its own, if this took long
        yield 0

    @cached_property
    def answers(self) -> tuple[Answered, ...]:
        """The answers of first attempts and of reviews whose day is known."""
        _finish(self.catch_up())
        try:
            try:
                return tuple(self._answers())
            except ValueError:  # damaged cache rows
                self._journal.derived.clear()
                _finish(self.catch_up())
                return tuple(self._answers())
        except (sqlite3.Error, ValueError) as error:
            self._warn(error)
            return ()

    @cached_property
    def due(self) -> tuple[ReviewCard, ...]:
        """The review cards due today, of finished scenarios."""
        return due_cards(self.answers, self.finished, self._journal.today())

    @cached_property
    def finished(self) -> frozenset[str]:
        """The ids of the scenarios that were played to an ending."""
        played = self._journal.played()
        return frozenset(self._name(key) for key, runs in played.items() if runs.finished)

    def _name(self, key: str) -> str:
        return self._names.get(key, key)

    def moments(
        self, repeats: Mapping[str, Mapping[str, Mapping[str, int]]], find: FindScenario
    ) -> tuple[Moment, ...]:
        """
        Return the moments to review today.

        *repeats* holds what the scenes of all scenarios repeat, which *find* returns.
        """
        finished = {name: repeats[name] for name in repeats if name in self.finished}
        known = self._of_finished(find)
        return moments(self.due, finished, known, self.answers, self._journal.today())

    def moment_of(self, scenario: Scenario, scene: str, find: FindScenario) -> Moment | None:
        """Return why *scene* of *scenario* is due; None if it is not."""
        there = scenario.scenes.get(scene)
        if there is None:
            return None
        return moment_of(self.due, scenario, there, self._of_finished(find))

    def _of_finished(self, find: FindScenario) -> FindScenario:
        return lambda name: find(name) if name in self.finished else None

    def replay_first(self) -> Iterator[int]:
        """Replay the first attempts for ``whys`` one by one; yield the number of runs left."""
        read = reader(self._journal, lambda run: self._scenario(run.named, run.key))
        numbers = sorted(self._counting)
        whys: list[Explanation] = []
        for left, number in zip(reversed(range(len(numbers))), numbers, strict=True):
            play = read(number)
            if play is not None:
                whys += (answer.why for answer in play.answers if answer.first)
            if not left:
                self._whys = tuple(whys)
            yield left

    @property
    def whys(self) -> tuple[Explanation, ...]:
        """The explained answers of first attempts, oldest first; ``replay_first`` finds them."""
        if self._whys is None:
            _finish(self.replay_first())
        return self._whys or ()

    @property
    def met(self) -> frozenset[str]:
        """The ids of the ideas that explained any answer."""
        _finish(self.catch_up(every=True))
        try:
            try:
                return self._met()
            except (KeyError, ValueError):  # damaged cache rows
                self._journal.derived.clear()
                _finish(self.catch_up(every=True))
                return self._met()
        except (sqlite3.Error, KeyError, ValueError) as error:
            self._warn(error)
            return frozenset()

    def _met(self) -> frozenset[str]:
        taken = self._journal.derived.met()
        return frozenset(idea for item in taken for idea in self._ideas(*item))

    def _ideas(
        self, named: str, key: str, fingerprint: str, scene: str, choice: str
    ) -> tuple[str, ...]:
        """Raise ``KeyError`` for a scene or a choice that the scenario does not have."""
        is_current = fingerprint == self._fingerprint(named, key)
        scenario = self._scenario(named, key) if is_current else None
        if scenario is None:
            return ()
        there = scenario.scenes[scene]
        return ideas(there, there.choices[choice])

    def _warn(self, error: Exception) -> None:
        message = f"Your progress cannot be read from the journal ({error})."
        self._journal.report(Failure(code="unreadable", message=message))

    def _edition(self, named: str, key: str) -> Edition | None:
        return self._find(named, key)

    def _fingerprint(self, named: str, key: str) -> str:
        edition = self._edition(named, key)
        return "" if edition is None else f"{FORMAT} {__version__} {edition.fingerprint}"

    def _scenario(self, named: str, key: str) -> Scenario | None:
        edition = self._edition(named, key)
        return None if edition is None else edition.scenario

    def _derive(self, run_id: int) -> DerivedRun | None:
        run = self._journal.run(run_id)
        kept = None if run is None else self._journal.kept(run)
        if run is None or kept is None:
            return None
        scenario = self._scenario(run.named, run.key)
        scenes: list[DerivedScene] = []
        if scenario is not None and kept.run.sound:
            play = replay(scenario, run.seed, kept.actions, run.alone).play
            steps = (
                step for step, action in enumerate(play.actions, 1) if isinstance(action, Choose)
            )
            seen: set[str] = set()
            for number, (turn, step) in enumerate(zip(play.turns, steps, strict=True), 1):
                scene = scenario.scenes[turn.scene]
                sure = turn.confidence is Confidence.SURE and turn.call is not scene.call
                encoded = _encode(sides(scene, scene.choices[turn.choice]), scene.call, turn.call)
                again = scene.id in seen
                scenes.append(
                    DerivedScene(number, step, scene.id, turn.choice, again, encoded, sure)
                )
                seen.add(scene.id)
        fingerprint = self._fingerprint(run.named, run.key)
        return DerivedRun(run.id, run.revision, fingerprint, tuple(scenes))

    def _answers(self) -> Iterator[Answered]:
        decode = cache(_decode)
        for item in self._journal.derived.counted(self._counting):
            at = time_if_known(item.at)
            current = self._fingerprint(item.named, item.scenario)
            if at is not None and item.fingerprint == current:
                answered, needed, given = decode(item.sides)
                yield Answered(
                    day=datetime.fromisoformat(at).toordinal(),
                    scenario=self._name(item.scenario),
                    scene=item.scene,
                    sides=answered,
                    needed=needed,
                    given=given,
                    was_wrongly_sure=bool(item.sure),
                    is_review=item.is_review,
                )


def practice_history(
    journal: Journal, find: Find, names: Mapping[str, str] | None = None
) -> PracticeHistory:
    """
    Return the practice history of *journal* for the scenarios that *find* returns.

    *names* are the ids of scenarios whose runs have another key than the id.
    """
    return PracticeHistory(journal, find, names)


def _finish(steps: Iterator[int]) -> None:
    for _ in steps:
        pass


def _encode(answered: tuple[tuple[Side, bool], ...], needed: Call, given: Call) -> str:
    calls = f"{needed.value}/{given.value}"
    return " ".join(
        [
            calls,
            *(
                f"{dimension.value}/{pole.value}/{'served' if served else 'missed'}"
                for (dimension, pole), served in answered
            ),
        ]
    )


def _decode(text: str) -> tuple[tuple[tuple[Side, bool], ...], Call, Call]:
    """Raise ``ValueError`` for a text that ``_encode`` did not write."""
    calls, *rest = text.split()
    needed, given = calls.split("/")
    parts = (item.split("/") for item in rest)
    answered = tuple(
        ((Dimension(dimension), Pole(pole)), how == "served") for dimension, pole, how in parts
    )
    return answered, Call(needed), Call(given)

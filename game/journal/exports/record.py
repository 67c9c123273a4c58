"""The exported record of plays; read run by run in constant memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from heapq import merge
from itertools import pairwise
from typing import Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from attrs import evolve, frozen

from game.core.actions import Action, Choose, Confidence, GiveCall
from game.core.debrief import Point, ReflectionAction, Resolve, ResolveCall, Walk
from game.core.enums import State
from game.core.explanation import Explanation, explain
from game.core.playthrough import Playthrough, replay, shuffled_choices
from game.core.scenario import Choice, Scenario, Scene
from game.core.sentences import sentence_of
from game.journal.attempts import Attempt, RunFilter, attempt_of, attempts
from game.journal.campaigns import CampaignRun
from game.journal.player import pseudonym
from game.journal.runs import Run
from game.journal.store import Journal
from game.journal.stored_runs import StoredReflection, StoredRun
from game.text import debrief
from game.text.plural import count


@frozen(kw_only=True)
class ExploredChoice:
    """
    Another *choice* of a *scene* that was explored in the debrief, at the time *at*.

    *number* orders the reflections of a run.
    """

    number: int
    scene: Scene
    choice: Choice
    at: str


@frozen(kw_only=True)
class Reflection:
    """
    A selection in the debrief: a ``line`` of the hardest scene, or a ``plan``.

    *said* is its text; None without the player's consent or if the line no longer exists.
    """

    number: int
    kind: str
    said: str | None
    at: str


def explored_choices(
    stored: Iterable[StoredReflection], scenario: Scenario
) -> Iterator[ExploredChoice]:
    """Yield the explored choices that still exist in *scenario*."""
    for reflection in stored:
        match reflection.what:
            case Walk(scene, choice) if scene in scenario.scenes:
                explored = scenario.scenes[scene]
                if choice in explored.choices:
                    yield ExploredChoice(
                        number=reflection.number,
                        scene=explored,
                        choice=explored.choices[choice],
                        at=reflection.at,
                    )


def reflections(
    stored: Iterable[StoredReflection], scenario: Scenario, *, consent: bool
) -> Iterator[Reflection]:
    """Yield lines and plans selected in debriefs; with their text only by *consent*."""
    for reflection in stored:
        if not isinstance(reflection.what, Walk):
            yield Reflection(
                number=reflection.number,
                kind="plan" if isinstance(reflection.what, Resolve | ResolveCall) else "line",
                said=_reply(reflection.what, scenario) if consent else None,
                at=reflection.at,
            )


def _reply(reflection: ReflectionAction, scenario: Scenario) -> str | None:
    match reflection:
        case Resolve() | ResolveCall():
            return debrief.plan(reflection)
        case Point(scene, line) if scene in scenario.scenes:
            return sentence_of(scenario.scenes[scene].text, line)
    return None


PAUSE = timedelta(minutes=5)
"""A longer interval between two steps is idle and is not counted as playing time."""


@frozen(kw_only=True)
class Answer:
    """
    An answered scene and its explanation, *why*.

    *offered* are its choices in the order shown; *first* marks the answer that counts: the
    first one to the scene, in a first attempt. *sure* is the confidence in the call, if given.
    *called* and *chosen* are times, None if unknown.
    """

    number: int
    why: Explanation
    offered: tuple[Choice, ...]
    first: bool
    sure: Confidence | None
    called: str | None
    chosen: str | None


@frozen(kw_only=True)
class Play:
    """
    A *run* with its *answers*.

    *registration* is its stable external id. *seconds* is the playing time without idle time, None
    if unknown. *note* is a sentence on deviations from the original play. *explored_choices*
    and *reflections* followed the answers and do not affect the score. *has_scenario* is False
    if its scenario is missing or has errors.
    """

    run: Run
    registration: UUID
    attempt: Attempt
    answers: tuple[Answer, ...]
    state: State | None
    seconds: float | None
    actions: tuple[Action, ...]
    times: tuple[str | None, ...]
    note: str | None = None
    explored_choices: tuple[ExploredChoice, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    has_scenario: bool = True

    @property
    def ended(self) -> str:
        """The time of the last step; the last write if unknown."""
        return (self.times[-1] if self.times else None) or self.run.touched


@frozen(kw_only=True)
class Record:
    """
    The plays of one *player*, a pseudonym, the first begun first.

    *campaigns* are those that any play belongs to.
    """

    player: str
    plays: tuple[Play, ...]
    campaigns: tuple[CampaignRun, ...] = ()

    @property
    def first(self) -> tuple[Play, ...]:
        """The first attempts."""
        return tuple(play for play in self.plays if play.attempt is Attempt.FIRST)

    @property
    def practice(self) -> tuple[Play, ...]:
        """The practice replays and reviews."""
        return tuple(
            play for play in self.plays if play.attempt in (Attempt.PRACTICE, Attempt.REVIEW)
        )


class RecordLike(Protocol):
    """Interface of ``Record`` for the formats; the plays may be streamed."""

    @property
    def player(self) -> str:
        """The player's pseudonym."""

    @property
    def plays(self) -> Iterable[Play]:
        """All plays; repeatable, like the iterables below."""

    @property
    def first(self) -> Iterable[Play]:
        """The first attempts, at most one per scenario."""

    @property
    def practice(self) -> Iterable[Play]:
        """The practice replays and reviews."""

    @property
    def campaigns(self) -> tuple[CampaignRun, ...]:
        """The campaigns that any play belongs to."""


def whys(plays: Iterable[Play]) -> list[Explanation]:
    """Return the explanations of all answers in *plays*."""
    return [answer.why for play in plays for answer in play.answers]


def gather(
    player: str,
    kept: Iterable[StoredRun],
    find: Callable[[Run], Scenario | None],
    campaigns: Iterable[CampaignRun] = (),
    *,
    consent: bool = False,
) -> Record:
    """
    Return the record of *player* from the runs *kept*.

    *find* returns the scenario of a run; without it, the run has no scenes. The text of
    reflections is included only by *consent*.
    """
    result = sorted(kept, key=lambda item: item.run.id)
    kinds = attempts(item.run for item in result)
    return Record(
        player=player,
        plays=tuple(
            make_play(player, item, find(item.run), kinds[item.run.id], consent) for item in result
        ),
        campaigns=tuple(sorted(campaigns, key=lambda campaign: campaign.id)),
    )


def registration(player: str, kind: str, number: int) -> UUID:
    """Return a stable external id for a run or campaign of *player*."""
    return uuid5(uuid5(NAMESPACE_URL, player), f"{kind}/{number}")


def select(record: Record, wanted: RunFilter) -> Record:
    """Return the plays of *record* that match *wanted*."""
    fitting = tuple(play for play in record.plays if wanted.matches(play.run, play.attempt))
    return evolve(record, plays=fitting)


def make_play(
    player: str, kept: StoredRun, scenario: Scenario | None, attempt: Attempt, consent: bool
) -> Play:
    """Replay a stored run of *player* in its *scenario*, if that still exists."""
    run = kept.run
    play = None if scenario is None else replay(scenario, run.seed, kept.actions, run.alone).play
    whole = play is not None and len(play.actions) == len(kept.actions)
    return Play(
        run=evolve(run, points=play.points) if play and whole and run.finished else run,
        registration=registration(player, "run", run.id),
        attempt=attempt,
        answers=tuple(_answers(play, kept, attempt)) if play else (),
        state=play.state if play and whole and run.finished else None,
        seconds=seconds(kept.times),
        actions=kept.actions,
        times=kept.times,
        note=_note(kept, play),
        explored_choices=tuple(explored_choices(kept.reflections, scenario)) if scenario else (),
        reflections=(
            tuple(reflections(kept.reflections, scenario, consent=consent)) if scenario else ()
        ),
        has_scenario=scenario is not None,
    )


def _answers(play: Playthrough, kept: StoredRun, attempt: Attempt) -> Iterator[Answer]:
    seen: set[str] = set()
    times = _times(play.actions, kept.times)
    for number, (turn, (called, chosen)) in enumerate(zip(play.turns, times, strict=True), 1):
        yield Answer(
            number=number,
            why=explain(play, turn),
            offered=shuffled_choices(play, play.scenario.scenes[turn.scene]),
            first=attempt is Attempt.FIRST and turn.scene not in seen,
            sure=turn.confidence,
            called=called,
            chosen=chosen,
        )
        seen.add(turn.scene)


def _times(
    actions: Sequence[Action], times: Sequence[str | None]
) -> Iterator[tuple[str | None, str | None]]:
    """Yield the times of call and choice for each answered scene."""
    called = None
    for action, time in zip(actions, times, strict=False):
        if isinstance(action, GiveCall):
            called = time
        elif isinstance(action, Choose):
            yield called, time


def seconds(times: Sequence[str | None]) -> float | None:
    """Return the playing time from the *times* of all steps; None if one is unknown."""
    known_times = [datetime.fromisoformat(time) for time in times if time is not None]
    if len(known_times) < len(times) or not known_times:
        return None
    gaps = [later - earlier for earlier, later in pairwise(known_times)]
    return sum((gap for gap in gaps if timedelta() <= gap <= PAUSE), timedelta()).total_seconds()


def _note(kept: StoredRun, play: Playthrough | None) -> str | None:
    run = kept.run
    if play is None:
        return "Its scenario is not there any more, so its scenes cannot be told."
    if not run.sound:
        return "It is damaged in the journal: it may not be what was played, and does not count."
    left_out = run.scenes - len(play.turns)
    if left_out:
        scenes, are = count(left_out, "scene"), "is" if left_out == 1 else "are"
        return f"The scenario has changed since: the last {scenes} {are} left out."
    if run.finished and run.points is not None and abs(run.points - play.points) > 1e-6:
        return (
            "The scenario's key has changed since: the points are by the key of now; "
            f"when it was played they were {run.points:.1f}."
        )
    return None


Find = Callable[[Run], Scenario | None]


class LazyPlays:
    """
    Plays that are read anew on each iteration, so that none is held in memory.

    *runs* are their ids; *make* returns the play of an id, or None if it is unreadable.
    """

    def __init__(self, runs: Iterable[int], make: Callable[[int], Play | None]) -> None:
        self._runs = array("q", runs)
        self._make = make

    def __len__(self) -> int:
        """The number of runs, unreadable ones included."""
        return len(self._runs)

    def __iter__(self) -> Iterator[Play]:
        """Yield the plays in the order of *runs*, without unreadable ones."""
        return filter(None, map(self._make, self._runs))


@frozen(kw_only=True)
class Stream:
    """A ``Record`` with only the run ids in memory."""

    player: str
    plays: LazyPlays
    first: LazyPlays
    practice: LazyPlays
    campaigns: tuple[CampaignRun, ...] = ()


def reader(
    journal: Journal, find: Find, player: str = "", *, consent: bool = False
) -> Callable[[int], Play | None]:
    """Return a function from a run id to its play; None if the run is unreadable."""

    def read(number: int) -> Play | None:
        run = journal.run(number)
        kept = None if run is None else journal.kept(run)
        if run is None or kept is None:
            return None
        kind = attempt_of(kept.run, counts=journal.counts(kept.run))
        return make_play(player, kept, find(run), kind, consent)

    return read


def _first_attempts(journal: Journal) -> frozenset[int]:
    """Return the ids of the first attempts of *journal* whose actions are sound as well."""
    read: frozenset[int] = frozenset()
    while new := (counting := journal.first_attempts()) - read:
        for run in journal.by_id(new):
            journal.kept(run)  # one that is damaged does not count from now on
        read |= counting
    return counting


def stream(
    journal: Journal, find: Find, wanted: RunFilter | None = None, *, consent: bool = False
) -> Stream:
    """
    Return the plays of *journal* that match *wanted*; like ``gather``, run by run.

    The journal must stay open during the iteration.
    """
    player, counting = pseudonym(journal), _first_attempts(journal)
    wanted = wanted or RunFilter()
    fitting = {kind: array("q") for kind in Attempt}
    for run in journal.each():
        kind = attempt_of(run, counts=run.id in counting)
        if wanted.matches(run, kind):
            fitting[kind].append(run.id)
    read = reader(journal, find, player, consent=consent)
    campaigns = (campaign for campaign in journal.campaigns.runs() if campaign.sound)

    def read_sound(run: int) -> Play | None:
        play = read(run)
        return None if play is None or play.attempt is Attempt.DAMAGED else play

    practice = merge(fitting[Attempt.PRACTICE], fitting[Attempt.REVIEW])
    return Stream(
        player=player,
        plays=LazyPlays(merge(*fitting.values()), read),
        first=LazyPlays(fitting[Attempt.FIRST], read),
        practice=LazyPlays(practice, read_sound),
        campaigns=tuple(sorted(campaigns, key=lambda campaign: campaign.id)),
    )

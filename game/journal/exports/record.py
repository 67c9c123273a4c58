"""Everything played, gathered for all formats, run by run in constant memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import merge
from itertools import pairwise
from typing import Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from attrs import evolve, frozen

from game.core.actions import Action, Choose, Confidence, GiveCall
from game.core.debrief import Point, ReflectionAction, Resolve, Walk, line_digest, sentences
from game.core.enums import State
from game.core.explanation import Explanation, explain
from game.core.playthrough import Playthrough, replay, shuffled_choices
from game.core.scenario import Choice, Scenario, Scene
from game.journal.campaigns import CampaignRun
from game.journal.runs import Run, StoredReflection, StoredRun, first_attempts
from game.journal.store import Journal
from game.text import debrief


@frozen(kw_only=True)
class ExploredChoice:
    """Another *choice* of a *scene* that was walked; *number* tells the thoughts of a run apart."""

    number: int
    scene: Scene
    choice: Choice
    at: str


@frozen(kw_only=True)
class Reflection:
    """
    Something picked in the debrief: a ``line`` of the hardest scene, or a ``plan``.

    *said* are its words. It is None without the player's consent, and where the
    scenario has that line no more.
    """

    number: int
    kind: str
    said: str | None
    at: str


def explored_choices(
    reflection_rows: Iterable[StoredReflection], scenario: Scenario
) -> Iterator[ExploredChoice]:
    """The roads among *thoughts* that *scenario* still has."""
    for reflection in reflection_rows:
        match reflection.what:
            case Walk(scene, choice) if scene in scenario.scenes:
                there = scenario.scenes[scene]
                if choice in there.choices:
                    yield ExploredChoice(
                        number=reflection.number,
                        scene=there,
                        choice=there.choices[choice],
                        at=reflection.at,
                    )


def reflections(
    reflection_rows: Iterable[StoredReflection], scenario: Scenario, *, consent: bool
) -> Iterator[Reflection]:
    """What was picked in debriefs among *thoughts*; with its words only by *consent*."""
    for reflection in reflection_rows:
        if not isinstance(reflection.what, Walk):
            yield Reflection(
                number=reflection.number,
                kind="plan" if isinstance(reflection.what, Resolve) else "line",
                said=_reply(reflection.what, scenario) if consent else None,
                at=reflection.at,
            )


def _reply(reflection: ReflectionAction, scenario: Scenario) -> str | None:
    match reflection:
        case Resolve():
            return debrief.plan(reflection)
        case Point(scene, line) if scene in scenario.scenes:
            lines = sentences(scenario.scenes[scene].text)
            return next((sentence for sentence in lines if line_digest(sentence) == line), None)
    return None


class Attempt(StrEnum):
    """Whether a run counts."""

    FIRST = "first"
    PRACTICE = "practice"
    REVIEW = "review"
    UNANSWERED = "unanswered"
    DAMAGED = "damaged"


PAUSE = timedelta(minutes=30)
"""A longer wait between two steps is a pause, and no time spent playing."""


@frozen(kw_only=True)
class Answer:
    """
    One scene as it was answered, and *why* it turned out so.

    *offered* are its choices in the order shown; *first* is whether it is the
    answer that counts: the first one to this scene, in a first attempt. *sure* is
    how sure its call was, if that was said. *called* and *chosen* are the times,
    None where not known.
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
    One *run* with its *answers*.

    *registration* names it outside, always with the same id. *seconds* were spent
    on it, pauses left out; None where the times are not known. *note* says in a
    sentence what is not as it was played. *roads* and *reflections* came after
    answers and count for nothing.
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

    @property
    def ended(self) -> str:
        """When its last step was taken; the last touch where the times are not known."""
        return (self.times[-1] if self.times else None) or self.run.touched


@frozen(kw_only=True)
class Record:
    """
    What one *player*, known by a pseudonym, has played; the first begun comes first.

    *campaigns* are those that any of their plays belongs to.
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
        """The practice replays, and the reviews."""
        return tuple(
            play for play in self.plays if play.attempt in (Attempt.PRACTICE, Attempt.REVIEW)
        )


class Recorded(Protocol):
    """What the formats need of a ``Record``; its plays need not be in memory all at once."""

    @property
    def player(self) -> str:
        """The player's pseudonym."""

    @property
    def plays(self) -> Iterable[Play]:
        """Every play; can be gone through more than once, as can those below."""

    @property
    def first(self) -> Iterable[Play]:
        """The first attempts: no more than there are scenarios."""

    @property
    def practice(self) -> Iterable[Play]:
        """The practice replays, and the reviews."""

    @property
    def campaigns(self) -> tuple[CampaignRun, ...]:
        """The campaigns that any of the plays belongs to."""


@frozen(kw_only=True)
class Wanted:
    """Which plays are wanted; None, or no *runs*, asks nothing."""

    runs: tuple[int, ...] = ()
    scenario: str | None = None
    finished: bool | None = None
    attempt: Attempt | None = None

    def fits(self, run: Run, attempt: Attempt) -> bool:
        """Whether *run*, which was such an *attempt*, is wanted."""
        return (
            (not self.runs or run.id in self.runs)
            and self.scenario in (None, run.scenario)
            and self.finished in (None, run.finished)
            and self.attempt in (None, attempt)
        )


def whys(plays: Iterable[Play]) -> list[Explanation]:
    """Every answer of *plays*, explained."""
    return [answer.why for play in plays for answer in play.answers]


def attempts(runs: Iterable[Run]) -> Mapping[int, Attempt]:
    """What each of all a player's *runs* is, by its id."""
    there = tuple(runs)
    counting = first_attempts(there)
    return {run.id: attempt_of(run, counts=run.id in counting) for run in there}


def attempt_of(run: Run, *, counts: bool) -> Attempt:
    """What *run* is, which *counts* or does not."""
    if not run.sound:
        return Attempt.DAMAGED
    if not run.scenes:
        return Attempt.UNANSWERED
    if run.alone is not None:
        return Attempt.REVIEW
    return Attempt.FIRST if counts else Attempt.PRACTICE


def gather(
    player: str,
    kept: Iterable[StoredRun],
    find: Callable[[Run], Scenario | None],
    campaigns: Iterable[CampaignRun] = (),
    *,
    consent: bool = False,
) -> Record:
    """
    Everything that *player* has *kept*.

    *find* gives the scenario of a run; a run whose scenario is gone is told
    without its scenes. What was picked in debriefs is told by *consent* only.
    """
    result = sorted(kept, key=lambda one: one.run.id)
    kinds = attempts(one.run for one in result)
    return Record(
        player=player,
        plays=tuple(
            make_play(player, one, find(one.run), kinds[one.run.id], consent) for one in result
        ),
        campaigns=tuple(sorted(campaigns, key=lambda campaign: campaign.id)),
    )


def registration(player: str, kind: str, number: int) -> UUID:
    """What names a run or a campaign of *player* outside, always the same."""
    return uuid5(uuid5(NAMESPACE_URL, player), f"{kind}/{number}")


def select(record: Record, wanted: Wanted) -> Record:
    """The plays of *record* that are *wanted*."""
    fitting = tuple(play for play in record.plays if wanted.fits(play.run, play.attempt))
    return evolve(record, plays=fitting)


def make_play(
    player: str, kept: StoredRun, scenario: Scenario | None, attempt: Attempt, consent: bool
) -> Play:
    """What *player* has *kept* of one run, replayed in its *scenario*, if that is still there."""
    run = kept.run
    play = None if scenario is None else replay(scenario, run.seed, kept.actions, run.alone).play
    whole = play is not None and len(play.actions) == len(kept.actions)
    return Play(
        run=evolve(run, points=play.points) if play and whole and run.finished else run,
        registration=registration(player, "run", run.id),
        attempt=attempt,
        answers=tuple(_answers(play, kept, attempt)) if play else (),
        state=play.state if play and whole and run.finished else None,
        seconds=_seconds(kept.times),
        actions=kept.actions,
        times=kept.times,
        note=_note(kept, play),
        explored_choices=tuple(explored_choices(kept.reflection_rows, scenario))
        if scenario
        else (),
        reflections=(
            tuple(reflections(kept.reflection_rows, scenario, consent=consent)) if scenario else ()
        ),
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
    """For each answered scene, when its call and its choice were kept."""
    called = None
    for action, time in zip(actions, times, strict=False):
        if isinstance(action, GiveCall):
            called = time
        elif isinstance(action, Choose):
            yield called, time


def _seconds(times: Sequence[str | None]) -> float | None:
    known_names = [datetime.fromisoformat(time) for time in times if time is not None]
    if len(known_names) < len(times) or not known_names:
        return None
    gaps = [later - earlier for earlier, later in pairwise(known_names)]
    return sum(gap.total_seconds() for gap in gaps if timedelta() <= gap <= PAUSE)


def _note(kept: StoredRun, play: Playthrough | None) -> str | None:
    run = kept.run
    if play is None:
        return "Its scenario is not there any more, so its scenes cannot be told."
    if not run.sound:
        return "It is damaged in the journal: it may not be what was played, and does not count."
    left_out = run.scenes - len(play.turns)
    if left_out:
        scenes = "scene is" if left_out == 1 else "scenes are"
        return f"The scenario has changed since: the last {left_out} {scenes} left out."
    if run.finished and run.points is not None and abs(run.points - play.points) > 1e-6:
        return (
            "The scenario's key has changed since: the points are by the key of now; "
            f"when it was played they were {run.points:.1f}."
        )
    return None


Find = Callable[[Run], Scenario | None]


class Plays:
    """
    Plays of which none is held: each is made anew whenever they are gone through.

    *runs* are their ids; *make* gives the play of one, or None when it cannot be read,
    which is then left out.
    """

    def __init__(self, runs: Iterable[int], make: Callable[[int], Play | None]) -> None:
        self._runs = array("q", runs)
        self._make = make

    def __len__(self) -> int:
        """How many there are, with those that turn out to be unreadable."""
        return len(self._runs)

    def __iter__(self) -> Iterator[Play]:
        """Each of them, in the order of *runs*."""
        return filter(None, map(self._make, self._runs))


@frozen(kw_only=True)
class Stream:
    """A ``Record`` of which only the ids of its runs are in memory."""

    player: str
    plays: Plays
    first: Plays
    practice: Plays
    campaigns: tuple[CampaignRun, ...] = ()


def reader(
    journal: Journal, find: Find, player: str = "", *, consent: bool = False
) -> Callable[[int], Play | None]:
    """What makes the play of a run's id; it gives None when that run cannot be read."""
    counting = journal.first_attempts()

    def read(number: int) -> Play | None:
        run = journal.run(number)
        kept = None if run is None else journal.kept(run)
        if run is None or kept is None:
            return None
        kind = attempt_of(kept.run, counts=number in counting)
        return make_play(player, kept, find(run), kind, consent)

    return read


def stream(
    journal: Journal, find: Find, wanted: Wanted | None = None, *, consent: bool = False
) -> Stream:
    """
    What *journal* holds, as far as it is *wanted*; like ``gather``, run by run.

    The journal must stay open while it is gone through.
    """
    player, counting = journal.player(), journal.first_attempts()
    wanted = wanted or Wanted()
    fitting = {kind: array("q") for kind in Attempt}
    for run in journal.each():
        kind = attempt_of(run, counts=run.id in counting)
        if wanted.fits(run, kind):
            fitting[kind].append(run.id)
    read = reader(journal, find, player, consent=consent)
    campaigns = (campaign for campaign in journal.campaigns.runs() if campaign.sound)
    practice = merge(fitting[Attempt.PRACTICE], fitting[Attempt.REVIEW])
    return Stream(
        player=player,
        plays=Plays(merge(*fitting.values()), read),
        first=Plays(fitting[Attempt.FIRST], read),
        practice=Plays(practice, read),
        campaigns=tuple(sorted(campaigns, key=lambda campaign: campaign.id)),
    )

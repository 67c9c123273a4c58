"""Two rooms side by side: two groups, or one group before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from game.core.enums import Call
from game.core.progress import Ratio
from game.core.scenario import Scene
from game.core.scoring import best_choices, percent
from game.room.discussion import SceneSummary, scene_summaries
from game.room.state import Ballot, Question, Room
from game.room.tally import Moved, at_tables, moved, tally, voted
from game.text import labels


@frozen
class Pair:
    """A number of the *first* and of the *second* room; None where there is none."""

    first: int | None
    second: int | None

    @property
    def change(self) -> int | None:
        """The second minus the first; None unless both are there."""
        return None if self.first is None or self.second is None else self.second - self.first


@frozen(kw_only=True)
class ComparedOption:
    """
    An option of a decision: its *votes* in the last round, and their *shares* in percent.

    *key* is whether the author's key has it, *decided* which rooms went with it.
    """

    id: str
    text: str
    key: bool
    votes: Pair
    shares: Pair
    decided: tuple[bool, bool]


@frozen(kw_only=True)
class Decision:
    """
    A *question* that both rooms answered: *options* in the scenario's order, number of *votes*.

    By room, *settled* is whether the facilitator settled it, *by_table* whether tables voted in
    the last round, and *moved* how many votes of how many changed from the first round to it.
    """

    question: Question
    options: tuple[ComparedOption, ...]
    votes: Pair
    settled: tuple[bool, bool]
    by_table: tuple[bool, bool]
    moved: tuple[Moved, Moved]

    @property
    def largest(self) -> ComparedOption | None:
        """The option whose share differs most; None if none differs."""
        changed = [option for option in self.options if option.shares.change]
        return max(changed, key=lambda option: abs(option.shares.change or 0), default=None)


@frozen(kw_only=True)
class ComparedScene:
    """A scene that both rooms answered, with the *points* of each."""

    id: str
    title: str
    points: Pair
    decisions: tuple[Decision, ...]


@frozen(kw_only=True)
class Comparison:
    """
    Two rooms side by side, the first and the second.

    *right* counts the calls that were right, without those that the facilitator settled,
    *votes_right* the votes for the right call; *points* is the mean of a scene, out of 100.
    *by_table* is whether tables voted on any call, by room.
    *scenes* are those that both answered, in the order of the first; *only* are the titles of the
    others, by room. Rooms of different scenarios have no scenes in common.
    """

    same: bool
    right: tuple[Ratio, Ratio]
    votes_right: tuple[Ratio, Ratio]
    points: Pair
    by_table: tuple[bool, bool]
    scenes: tuple[ComparedScene, ...]
    only: tuple[tuple[str, ...], tuple[str, ...]]


def compare(first: Room, second: Room, *, same: bool) -> Comparison | None:
    """
    Return *first* and *second* side by side; None unless both have answered a scene.

    *same* is whether they are of one scenario. Of a scene answered twice the first time counts.
    """
    answered = _by_scene(first), _by_scene(second)
    if not all(answered):
        return None
    both = [scene for scene in answered[0] if scene in answered[1]] if same else []
    left_out = (
        tuple(moment.why.scene_title for scene, moment in summaries.items() if scene not in both)
        for summaries in answered
    )
    rooms = (first, second)
    right, other = (_calls_right(summaries.values()) for summaries in answered)
    votes = [_votes_right(*pair) for pair in zip(rooms, answered, strict=True)]
    tables, other_tables = (
        any(at_tables(room, moment.calls[-1]) for moment in summaries.values())
        for room, summaries in zip(rooms, answered, strict=True)
    )
    means = [_mean(summaries.values()) for summaries in answered]
    return Comparison(
        same=same,
        right=(right, other),
        votes_right=(votes[0], votes[1]),
        points=Pair(*means),
        by_table=(tables, other_tables),
        scenes=tuple(_scene(rooms, answered[0][scene], answered[1][scene]) for scene in both),
        only=(next(left_out), next(left_out)),
    )


def _by_scene(room: Room) -> Mapping[str, SceneSummary]:
    result: dict[str, SceneSummary] = {}
    for moment in scene_summaries(room):
        result.setdefault(moment.why.scene, moment)
    return result


def _calls_right(moments: Iterable[SceneSummary]) -> Ratio:
    right = [
        moment.why.call_given is moment.why.call and not moment.tied_calls
        for moment in moments
        if Question.CALL not in moment.settled
    ]
    return Ratio(sum(right), len(right))


def _votes_right(room: Room, moments: Mapping[str, SceneSummary]) -> Ratio:
    right = of = 0
    for moment in moments.values():
        counts = tally(room, moment.calls[-1])
        right += counts[moment.why.call.value]
        of += sum(counts.values())
    return Ratio(right, of)


def _mean(moments: Iterable[SceneSummary]) -> int:
    points = [moment.why.score.total for moment in moments]
    return percent(sum(points), 100 * len(points))


def _scene(rooms: tuple[Room, Room], first: SceneSummary, second: SceneSummary) -> ComparedScene:
    scene = rooms[0].play.scenario.scenes[first.why.scene]
    moments = (first, second)
    return ComparedScene(
        id=first.why.scene,
        title=first.why.scene_title,
        points=Pair(first.why.score.total, second.why.score.total),
        decisions=tuple(_decision(rooms, moments, scene, question) for question in Question),
    )


def _decision(
    rooms: tuple[Room, Room],
    moments: tuple[SceneSummary, SceneSummary],
    scene: Scene,
    question: Question,
) -> Decision:
    calls = question is Question.CALL
    rounds = [moment.calls if calls else moment.choices for moment in moments]
    lasts: list[Ballot] = [ballots[-1] for ballots in rounds]
    sums = [voted(room, ballot) for room, ballot in zip(rooms, lasts, strict=True)]
    best = {scene.call.value} if calls else set(best_choices(scene))
    texts = (
        {call.value: labels.CALLS[call] for call in Call}
        if calls
        else {name: choice.text for name, choice in scene.choices.items()}
    )
    taken = [m.why.call_given.value if calls else m.why.choice for m in moments]
    first, second = (moved(room, ballots) for room, ballots in zip(rooms, rounds, strict=True))
    return Decision(
        question=question,
        options=tuple(
            ComparedOption(
                id=option,
                text=text,
                key=option in best,
                votes=_pair(rooms, lasts, option),
                shares=_shares(_pair(rooms, lasts, option), sums),
                decided=(taken[0] == option, taken[1] == option),
            )
            for option, text in texts.items()
        ),
        votes=Pair(*sums),
        settled=(question in moments[0].settled, question in moments[1].settled),
        by_table=(at_tables(rooms[0], lasts[0]), at_tables(rooms[1], lasts[1])),
        moved=(first, second),
    )


def _pair(rooms: tuple[Room, Room], ballots: list[Ballot], option: str) -> Pair:
    counts = (
        tally(room, ballot).get(option, 0) for room, ballot in zip(rooms, ballots, strict=True)
    )
    return Pair(next(counts), next(counts))


def _shares(votes: Pair, sums: list[int]) -> Pair:
    def share(count: int | None, of: int) -> int | None:
        return percent(count or 0, of) if of else None

    return Pair(share(votes.first, sums[0]), share(votes.second, sums[1]))

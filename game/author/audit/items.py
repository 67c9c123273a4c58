"""Item analysis of recorded plays and room votes: difficulty and discrimination of scenes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum
from statistics import fmean
from typing import TYPE_CHECKING

from attrs import frozen

from game.core import scoring
from game.core.enums import Call
from game.core.scenario import Scenario, Scene
from game.journal.pooled_rooms import PooledRoom, Votes


if TYPE_CHECKING:
    from game.journal.exports.record import Record


MIN_ANSWERS, MIN_PAIRS = 30, 100
"""Minimum answers for difficulty and choice shares, and pairs for discrimination."""
HARD, EASY = 35, 85
GOOD, POOR = 0.20, 0.10
UNUSED = 0.05


@frozen(kw_only=True)
class Response:
    """
    A counting answer: player, *scene* (as ``scenario.scene``), choice and points.

    *room* is the player's room, if any.
    """

    player: str
    scene: str
    choice: str
    points: int
    room: str | None = None


@frozen(kw_only=True)
class Counted:
    """Anonymous votes: the number for each of the *choices*, and their mean points."""

    scene: str
    choices: Mapping[str, int]
    points: float | None


@frozen(kw_only=True)
class Item:
    """
    The statistics of a scene from *plays* of single players and *votes* in rooms.

    *difficulty*, *discrimination* and *unused* are None if there are too few; discrimination also
    without variance. *pairs* are answers of players with another answer, less one per further
    room.
    """

    scene: str
    title: str
    plays: int
    votes: int
    pairs: int
    difficulty: float | None
    discrimination: float | None
    shares: Mapping[str, float]
    unused: tuple[str, ...] | None

    @property
    def flaws(self) -> tuple[str, ...]:
        """The flaws that the statistics show."""
        result = []
        if self.difficulty is not None and self.difficulty > EASY:
            result.append("too easy")
        if self.difficulty is not None and self.difficulty < HARD:
            result.append("too hard")
        if self.discrimination is not None and self.discrimination < POOR:
            result.append("good readers do no better here")
        result += [f"hardly anyone takes {choice}" for choice in self.unused or ()]
        return tuple(result)

    @property
    def watch(self) -> bool:
        """Whether it discriminates only weakly."""
        return self.discrimination is not None and POOR <= self.discrimination < GOOD


def responses(record: Record) -> Iterator[Response]:
    """Yield the answers of *record* that count."""
    for play in record.first:
        for answer in play.answers:
            if answer.first:
                yield Response(
                    player=record.player,
                    scene=f"{play.run.scenario}.{answer.why.scene}",
                    choice=answer.why.choice,
                    points=answer.why.score.total,
                )


def analyse(
    scenarios: Iterable[Scenario], answers: Iterable[Response | Counted]
) -> tuple[Item, ...]:
    """Return the statistics of every scene of *scenarios* from *answers*."""
    by_scene: dict[str, list[Response]] = {}
    by_player: dict[str, list[Response]] = {}
    counted: dict[str, list[Counted]] = {}
    for answer in answers:
        if isinstance(answer, Counted):
            counted.setdefault(answer.scene, []).append(answer)
        else:
            by_scene.setdefault(answer.scene, []).append(answer)
            by_player.setdefault(answer.player, []).append(answer)
    totals = {
        player: (sum(item.points for item in own), len(own)) for player, own in by_player.items()
    }
    return tuple(
        _item(
            f"{scenario.id}.{scene.id}",
            scene.title,
            list(scene.choices),
            by_scene.get(f"{scenario.id}.{scene.id}", []),
            counted.get(f"{scenario.id}.{scene.id}", []),
            totals,
        )
        for scenario in scenarios
        for scene in scenario.scenes.values()
    )


def _item(
    name: str,
    title: str,
    choices: Sequence[str],
    responses: Sequence[Response],
    counted: Sequence[Counted],
    totals: Mapping[str, tuple[int, int]],
) -> Item:
    single_plays = sum(item.room is None for item in responses)
    taken = Counter(item.choice for item in responses)
    for votes in counted:
        taken.update(votes.choices)
    marks = [(float(item.points), 1) for item in responses]
    marks += [(v.points, sum(v.choices.values())) for v in counted if v.points is not None]
    marked = sum(people for _, people in marks)
    shares = {choice: taken[choice] / (taken.total() or 1) for choice in choices}
    pairs, count = _pairs(responses, totals)
    return Item(
        scene=name,
        title=title,
        plays=single_plays,
        votes=taken.total() - single_plays,
        pairs=count,
        difficulty=(
            fsum(points * people for points, people in marks) / marked
            if marked >= MIN_ANSWERS
            else None
        ),
        discrimination=correlation(pairs) if count >= MIN_PAIRS else None,
        shares=shares,
        unused=(
            tuple(c for c in choices if shares[c] < UNUSED)
            if taken.total() >= MIN_ANSWERS
            else None
        ),
    )


def _pairs(
    responses: Iterable[Response], totals: Mapping[str, tuple[int, int]]
) -> tuple[list[tuple[float, float]], int]:
    """
    Return the points of each player here and elsewhere, relative to the means of their room.

    Single players form one room. Also return the number of pairs, less one for each further room.
    """
    rooms: dict[str | None, list[tuple[float, float]]] = {}
    for item in responses:
        total, count = totals[item.player]
        if count > 1:
            elsewhere = (total - item.points) / (count - 1)
            rooms.setdefault(item.room, []).append((item.points, elsewhere))
    result = []
    for pairs in rooms.values():
        own_mean, elsewhere_mean = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
        result += [(x - own_mean, y - elsewhere_mean) for x, y in pairs]
    return result, len(result) - len(rooms) + 1 if result else 0


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation of *pairs*; None without variance."""
    mean_x, mean_y = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
    across = fsum((x - mean_x) * (y - mean_y) for x, y in pairs)
    spread = fsum((x - mean_x) ** 2 for x, _ in pairs) * fsum((y - mean_y) ** 2 for _, y in pairs)
    return across / spread**0.5 if spread > 0 else None


def as_json(items: Sequence[Item]) -> str:
    """Return ``{scenes: [{scene, plays, votes, difficulty, …}], ok}``; null for too few answers."""
    text = {
        "plays": sum(item.plays for item in items),
        "votes": sum(item.votes for item in items),
        "least": {"difficulty": MIN_ANSWERS, "discrimination": MIN_PAIRS},
        "scenes": [
            {
                "scene": item.scene,
                "title": item.title,
                "plays": item.plays,
                "votes": item.votes,
                "difficulty": _rounded(item.difficulty, 2),
                "discrimination": _rounded(item.discrimination, 3),
                "shares": {choice: round(share, 3) for choice, share in item.shares.items()},
                "unused": None if item.unused is None else list(item.unused),
                "flaws": list(item.flaws),
            }
            for item in items
        ],
        "ok": not any(item.flaws for item in items),
    }
    return json.dumps(text, ensure_ascii=False, indent=2) + "\n"


def as_text(items: Sequence[Item]) -> str:
    """Return a line per played scene, and the verdict."""
    played = [item for item in items if item.plays or item.votes]
    widest = max((len(item.scene) for item in played), default=0)
    lines = [f"{'scene':<{widest}}  plays  votes  points  tells apart"]
    for item in played:
        few = "" if item.difficulty is not None else "  too few plays"
        apart = f"{_formatted(item.discrimination, '+.2f'):>11}{'  weakly' if item.watch else ''}"
        lines.append(
            f"{item.scene:<{widest}}  {item.plays:>5}  {item.votes:>5}  "
            f"{_formatted(item.difficulty, '.0f'):>6}  {apart}{few}"
        )
        lines += [f"    {flaw}" for flaw in item.flaws]
    unplayed = len(items) - len(played)
    if unplayed:
        lines.append(f"{unplayed} of {len(items)} scenes were never played.")
    lines += [
        "",
        f"{sum(item.plays for item in items)} plays by people alone and "
        f"{sum(item.votes for item in items)} votes in rooms are in it.",
        f"Points: the mean, which should lie between {HARD} and {EASY}.",
        f"Tells apart: how far those who do well elsewhere do well here; from {GOOD:.2f} on good,",
        f"below {POOR:.2f} to be mended.",
        f"{MIN_ANSWERS} plays and votes are needed for points and choices, {MIN_PAIRS} for telling",
        "apart. Only first attempts count, and in rooms the first round, before the talk.",
    ]
    if not any(item.flaws for item in items):
        enough = any(item.difficulty is not None for item in items)
        lines.append("No scene stands out." if enough else "Too few plays to say anything yet.")
    return "\n".join(lines) + "\n"


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _formatted(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def of_room(room: PooledRoom, scenario: Scenario) -> Iterator[Response | Counted]:
    """Yield the first votes of *room* that still exist in *scenario*."""
    for key, votes in room.choices.items():
        if key in scenario.scenes:
            yield from _of_scene(room, scenario.scenes[key], room.calls.get(key), votes)


def _of_scene(
    room: PooledRoom, scene: Scene, calls: Votes | None, choices: Votes
) -> Iterator[Response | Counted]:
    name = f"{room.scenario}.{scene.id}"
    seats, counted = (calls.seats, calls.counted) if calls else ({}, {})
    called = {seat: Call(call) for seat, call in seats.items() if call in set(Call)}
    chosen = {seat: choice for seat, choice in choices.seats.items() if choice in scene.choices}
    for seat, choice in chosen.items():
        if seat in called:
            score = scoring.score(scene, called[seat], scene.choices[choice])
            yield Response(
                player=f"{room.name}/{seat}",
                scene=name,
                choice=choice,
                points=score.total,
                room=room.name,
            )
    counts = Counter({c: n for c, n in choices.counted.items() if c in scene.choices})
    calling = Counter({Call(c): n for c, n in counted.items() if c in set(Call)})
    if counts.total():
        yield Counted(scene=name, choices=counts, points=_points(scene, calling, counts))
    silent = Counter(choice for seat, choice in chosen.items() if seat not in called)
    if silent:
        yield Counted(scene=name, choices=silent, points=None)


def _points(scene: Scene, calls: Mapping[Call, int], choices: Mapping[str, int]) -> float | None:
    """Return the mean points of the scene; None if no calls are known."""
    if not any(calls.values()):
        return None
    by_call = fmean(
        [scoring.call_points(call, scene.call) for call in calls], weights=calls.values()
    )
    by_choice = fmean(
        [scoring.choice_points(scene, scene.choices[choice]) for choice in choices],
        weights=choices.values(),
    )
    return by_call + by_choice

"""Distribution of end states, counted by packed gauge sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm, log2
from typing import NamedTuple

from attrs import field, frozen

from game.author.analysis.state_space import ENDED, Run, Space
from game.author.analysis.totals import MAX_BITS, REST, Number, depths
from game.core.enums import Pole, State
from game.core.scenario import Scenario
from game.core.scoring import Gauges, served_tokens


MAX_TOKENS = 10
"""Maximum tokens that a scene needs per pole: two on each of five dimensions."""


@frozen
class Tokens:
    """Tokens that choices of *scenario* add to the gauges *initial*, packed *width* bits each."""

    scenario: Scenario = field(repr=False)
    width: int
    initial: Gauges
    _gains: dict[str, Mapping[str, int]] = field(factory=dict, init=False, repr=False)

    @classmethod
    def up_to(cls, scenario: Scenario, steps: int, initial: Gauges) -> Tokens:
        """Return fields wide enough for *steps* scenes after *initial*."""
        maximum = MAX_TOKENS * steps + max(initial.lead_needed, initial.manage_needed)
        return cls(scenario, maximum.bit_length(), initial)

    @property
    def first(self) -> int:
        """The packed sums before the first scene."""
        return self.pack(self.initial)

    def gains(self, scene_id: str) -> Mapping[str, int]:
        """Return the packed sums that each choice of a scene adds; cached."""
        result = self._gains.get(scene_id)
        if result is None:
            scene = self.scenario.scenes[scene_id]
            lead, manage = scene.need.count(Pole.LEAD), scene.need.count(Pole.MANAGE)
            needed = self.pack(Gauges(lead_needed=lead, manage_needed=manage))
            result = self._gains[scene_id] = {
                choice.id: needed
                + (served_tokens(scene.need, choice.stance, Pole.LEAD) << 3 * self.width)
                + (served_tokens(scene.need, choice.stance, Pole.MANAGE) << self.width)
                for choice in scene.choices.values()
            }
        return result

    def pack(self, gauges: Gauges) -> int:
        """Pack the four sums of *gauges* into one number."""
        packed = 0
        for amount in (
            gauges.lead_served,
            gauges.lead_needed,
            gauges.manage_served,
            gauges.manage_needed,
        ):
            packed = packed << self.width | amount
        return packed

    def gauges(self, packed: int) -> Gauges:
        """Return the gauges of the *packed* sums."""
        mask = (1 << self.width) - 1
        three, two, item = (packed >> position * self.width for position in (3, 2, 1))
        return Gauges(
            lead_served=three,
            lead_needed=two & mask,
            manage_served=item & mask,
            manage_needed=packed & mask,
        )


Weights = dict[int, dict[int, Number]]
"""For each state of the space, the weight of each packed sum of tokens."""


class Ending(NamedTuple):
    """
    How often runs end in a state.

    *runs* is None if they were not counted; *route* is a shortest run with that ending.
    """

    runs: int | None
    chance: Number
    route: Run


class Endings(NamedTuple):
    """
    The end *states*, computed over *entries* pairs of state and sums.

    *direction* and *structure* are the minimum and maximum at the end of runs, None if none
    ended. If *complete* is False the budget ran out and other endings may exist.
    """

    states: Mapping[State, Ending]
    entries: int
    complete: bool
    direction: tuple[int, int] | None = None
    structure: tuple[int, int] | None = None


def endings(space: Space, budget: int) -> Endings:
    """Return how the runs of *space* end, computed within *budget* entries."""
    counting = not space.loops
    steps = depths(space, max)[0] if counting else budget
    initial = space.rules.begin.memory.gauges or Gauges()
    tokens = Tokens.up_to(space.scenario, min(steps, budget), initial)
    counts = {len(ways) for ways in space.ways}
    base = lcm(*counts)
    whole = counting and steps * log2(base) < MAX_BITS
    shares = {count: base // count if whole else 1 / count for count in counts}
    chances = _push(space, tokens, shares, budget)
    runs: _Pushed | None = None
    if counting and chances.complete:
        ones = dict.fromkeys(shares, 1)
        runs = chances if shares == ones else _push(space, tokens, ones, budget)
    ends = {packed: tokens.gauges(packed) for sums in chances.ended for packed in sums}
    return Endings(
        states=_by_state(space, tokens, chances, base if whole else 1, runs, ends),
        entries=chances.entries,
        complete=chances.complete,
        direction=_span(gauges.direction for gauges in ends.values()),
        structure=_span(gauges.structure for gauges in ends.values()),
    )


def _span(values: Iterable[int]) -> tuple[int, int] | None:
    result = set(values)
    return (min(result), max(result)) if result else None


@frozen(kw_only=True)
class _Pushed:
    """Tables by number of answered scenes, and the packed sums of the runs that ended there."""

    tables: list[Weights] = field(factory=list)
    ended: list[Mapping[int, Number]] = field(factory=list)
    entries: int = 0
    complete: bool = True


def _push(space: Space, tokens: Tokens, shares: Mapping[int, Number], budget: int) -> _Pushed:
    """Push weights from the start; each choice of a state receives its share."""
    table: Weights = {0: {tokens.first: 1}}
    tables: list[Weights] = []
    ended: list[Mapping[int, Number]] = []
    entries = 0
    left = [1] * len(space) if space.loops else depths(space, min)
    while table:
        size = sum(map(len, table.values()))
        entries += size
        # Tables hardly ever shrink, so stop as soon as the budget cannot suffice.
        if entries + size * (min(left[node] for node in table) - 1) > budget:
            return _Pushed(tables=tables, ended=ended, entries=entries, complete=False)
        tables.append(table)
        over: dict[int, Number] = {}
        after: Weights = {}
        for node, sums in table.items():
            gains, share = tokens.gains(space.scenes[node]), shares[len(space.ways[node])]
            for choice, to in space.ways[node]:
                if to != ENDED and not space.ending[to]:
                    continue
                target = over if to == ENDED else after.setdefault(to, {})
                gain = gains[choice]
                for packed, weight in sums.items():
                    total = packed + gain
                    target[total] = target.get(total, 0) + weight * share
        ended.append(over)
        table = after
        if space.loops and sum(w for sums in table.values() for w in sums.values()) < REST:
            break
    return _Pushed(tables=tables, ended=ended, entries=entries)


def _by_state(
    space: Space,
    tokens: Tokens,
    chances: _Pushed,
    base: int,
    runs: _Pushed | None,
    ends: Mapping[int, Gauges],
) -> Mapping[State, Ending]:
    """The endings in the order of ``State``; a weight is over *base* to the power of its scenes."""
    states = {packed: gauges.state for packed, gauges in ends.items()}
    chance: dict[State, Number] = {}
    count: dict[State, int] = {}
    first: dict[State, tuple[int, int]] = {}
    for steps, sums in enumerate(chances.ended, start=1):
        for packed, weight in sums.items():
            state = states[packed]
            first.setdefault(state, (steps, packed))
            chance[state] = chance.get(state, 0) + (
                Fraction(weight, base**steps) if isinstance(weight, int) else weight
            )
            if runs is not None:
                count[state] = count.get(state, 0) + int(runs.ended[steps - 1][packed])
    return {
        state: Ending(
            runs=count.get(state),
            chance=chance[state],
            route=_backwards(space, tokens, chances, *first[state]),
        )
        for state in State
        if state in chance
    }


def _backwards(space: Space, tokens: Tokens, pushed: _Pushed, steps: int, packed: int) -> Run:
    """A run of *steps* scenes that ends with the *packed* sums."""
    run: list[str] = []
    to = ENDED
    for table in reversed(pushed.tables[:steps]):
        to, choice, packed = next(
            (node, way.choice, packed - gain)
            for node, sums in table.items()
            for way in space.ways[node]
            for gain in [tokens.gains(space.scenes[node])[way.choice]]
            if way.to == to and packed - gain in sums
        )
        run.append(f"{space.scenes[to]}.{choice}")
    return tuple(reversed(run))

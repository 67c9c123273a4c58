"""
Audit of a library: the gains of solvers that do not read the scenes.

Some solvers follow a fixed rule (the longest choice, always lead, one of 32 stances),
three are trained on all scenarios but one. Gains are points over a random choice, of 80
for fit and craft; a rule that gives one call always includes the points of the call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec

from attrs import frozen

from game.author.audit import cases as markers
from game.author.audit import figures as limits
from game.author.audit.cases import Case, Marker, Twins, balance, cases, twins
from game.author.audit.figures import Figure, Rate, Run, figure, mean, measure_rate, run_rule
from game.author.audit.strategies import BLIND, LABEL_READER, STANCES
from game.core import scoring
from game.core.scenario import Scenario


SEED = 1
PERMUTATIONS = 39
"""Number of key permutations; the smallest p is then 0.025."""


@frozen(kw_only=True)
class Part:
    """
    The figures of a library, or of one campaign in it.

    *trained*, *rules* and *stances* are the solvers by name. *random* and *oracle* are the points
    of random and of best answers, of 100.
    """

    name: str
    scenes: int
    random: float
    oracle: float
    limit: float
    mean_limit: float
    trained: Mapping[str, Figure]
    rules: Mapping[str, Figure]
    stances: Mapping[str, Figure]
    label_reader: float

    @property
    def mean_gain(self) -> float | None:
        """The mean gain of the trained solvers, None without them."""
        gains = [figure.gain for figure in self.trained.values()]
        return mean(gains) if gains else None

    def limit_of(self, solver: str) -> float:
        """Return the allowed gain of *solver* in points."""
        strict = self.scenes >= limits.WHOLE_LIBRARY and solver in ("always-lead", "always-manage")
        return 4.0 if strict else self.limit


@frozen(kw_only=True)
class SceneResult:
    """The trained solvers that found the best choice of a scene, and the words or shapes used."""

    name: str
    reasons: Mapping[str, tuple[str, ...]]
    gain: float


MISSING = "scikit-learn is missing"


@frozen(kw_only=True)
class Audit:
    """
    The result of an audit.

    *choice_words* mark best choices, *call_words* scenes that lead first. *first_move* and
    *whole_call* are rates of prediction from the scenes' words, *call_known* that of the best
    choice from choices and true call. Without the trained solvers these are empty or None, and
    *incomplete* is the reason.
    """

    library: Part
    campaigns: tuple[Part, ...]
    balance: Mapping[str, Mapping[str, float]]
    twins: tuple[Twins, ...]
    twin_gain: float | None
    twin_limit: float
    choice_words: tuple[Marker, ...]
    call_words: tuple[Marker, ...]
    first_move: Rate | None
    whole_call: Rate | None
    call_known: Rate | None
    scenes: tuple[SceneResult, ...]
    incomplete: str | None

    @property
    def install(self) -> str | None:
        """The command that brings what is missing; None if none does."""
        return "pip install '.[audit]'" if self.incomplete == MISSING else None

    @property
    def failures(self) -> tuple[str, ...]:
        """Every figure over its limit, as a sentence without a full stop."""
        return tuple(_failures(self))

    @property
    def ok(self) -> bool:
        """Whether all solvers were tried and none is over its limit."""
        return self.incomplete is None and not self.failures


def audit(
    scenarios: Sequence[Scenario],
    *,
    campaigns: Mapping[str, Sequence[str]] | None = None,
    also: Sequence[Scenario] = (),
    seed: int = SEED,
    permutations: int = PERMUTATIONS,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Audit:
    """
    Audit *scenarios* as one library, and *campaigns* in it (ids of scenarios, by name).

    The trained solvers learn from *also*, too. Random numbers follow *seed*; *jobs* processes
    share the work without changing the result. *permutations* are for p only; 0 omits p.
    """
    result = cases(scenarios)
    rules = {
        name: run_rule(result, strategy, seed, permutations)
        for name, strategy in {**BLIND, **STANCES, "label-reader": LABEL_READER}.items()
    }
    trained: dict[str, Run] = {}
    rates: tuple[Rate | None, Rate | None, Rate | None] = (None, None, None)
    scenes: tuple[SceneResult, ...] = ()
    incomplete = _missing(len(scenarios) + len(also))
    if incomplete is None:
        from game.author.audit import training

        every = (*result, *cases(also))
        results = training.train(
            every, seed=seed, permutations=permutations, jobs=jobs, progress=progress
        )
        trained = {item.name: item.run for item in results}
        call_known = trained.pop("call known")
        rates = _rates(result, training.calls_from_text(every), call_known, seed)
        scenes = tuple(
            SceneResult(
                name=case.name,
                reasons={
                    item.name: item.reasons[n]
                    for item in results
                    if item.name in trained and item.run.hits[n] > 0.5
                },
                gain=mean([run.gains[n] for run in trained.values()]),
            )
            for n, case in enumerate(result)
        )
    pairs = twins(result)
    in_pairs = {name for pair in pairs for name in (pair.first, pair.second)}
    twin_gains = [scene.gain for scene in scenes if scene.name in in_pairs]
    whole = range(len(result))
    return Audit(
        library=_part("library", result, whole, trained, rules, seed),
        campaigns=tuple(
            _part(name, result, members, trained, rules, seed)
            for name, postings in (campaigns or {}).items()
            for members in [[n for n in whole if result[n].scenario in postings]]
            if members
        ),
        balance=balance([case.scene for case in result]),
        twins=pairs,
        twin_gain=mean(twin_gains) if twin_gains else None,
        twin_limit=limits.gain_limit(len(twin_gains)),
        choice_words=markers.choice_markers(result),
        call_words=markers.call_markers(result),
        first_move=rates[0],
        whole_call=rates[1],
        call_known=rates[2],
        scenes=scenes,
        incomplete=incomplete,
    )


def _missing(scenarios: int) -> str | None:
    if find_spec("sklearn") is None:
        return MISSING
    if scenarios < 2:
        return "they learn from other scenarios, and there are none"
    return None


def _part(
    name: str,
    all_cases: Sequence[Case],
    members: Sequence[int],
    trained: Mapping[str, Run],
    rules: Mapping[str, Run],
    seed: int,
) -> Part:
    def figures(runs: Mapping[str, Run], names: Sequence[str]) -> Mapping[str, Figure]:
        return {key: figure(all_cases, members, runs[key], seed) for key in names}

    return Part(
        name=name,
        scenes=len(members),
        random=mean([all_cases[n].mean for n in members]) + scoring.CALL_BY_CHANCE,
        oracle=mean([scoring.RIGHT_CALL + max(all_cases[n].points) for n in members]),
        limit=limits.gain_limit(len(members)),
        mean_limit=limits.mean_gain_limit(len(members)),
        trained=figures(trained, [*trained]),
        rules=figures(rules, [*BLIND]),
        stances=figures(rules, [*STANCES]),
        label_reader=mean([rules["label-reader"].gains[n] for n in members]),
    )


def _rates(
    all_cases: Sequence[Case], hits: tuple[Sequence[float], Sequence[float]], known: Run, seed: int
) -> tuple[Rate, Rate, Rate]:
    count = len(all_cases)
    firsts = Counter(case.scene.call.first for case in all_cases)
    calls = Counter(case.scene.call for case in all_cases)
    first_base, call_base = (max(kinds.values()) / count for kinds in (firsts, calls))
    return (
        measure_rate(
            all_cases, hits[0][:count], first_base, limits.rate_limit(first_base, count), seed
        ),
        measure_rate(
            all_cases, hits[1][:count], call_base, limits.rate_limit(call_base, count), seed
        ),
        measure_rate(
            all_cases,
            known.hits[:count],
            mean([1 / len(case.points) for case in all_cases]),
            limits.call_known_limit(count),
            seed,
        ),
    )


def _failures(result: Audit) -> Iterator[str]:
    yield from _part_failures(result.library)
    for part in result.campaigns:
        for failure in _part_failures(part):
            yield f"in the campaign {part.name}, {failure}"
    if result.library.scenes >= limits.FEW_SCENES:
        minimum, maximum = limits.POLE_SHARES
        for dimension, share in result.balance["lead"].items():
            if not minimum <= round(share, 6) <= maximum:
                yield f"{share:.0%} of the tokens of {dimension} are lead, not 40 to 60%"
        for what, rate in (
            ("words of the scene give the first move", result.first_move),
            ("words of the scene give the whole call", result.whole_call),
            ("with the call known the choices give the best one", result.call_known),
        ):
            if rate is not None and rate.over:
                yield f"{what} in {rate.rate:.0%} of scenes, over {rate.limit:.0%}"
    if result.twin_gain is not None and result.twin_gain > result.twin_limit:
        yield (
            f"on twins the trained solvers gain {result.twin_gain:.1f} points, "
            f"over {result.twin_limit:.1f}"
        )


def _part_failures(part: Part) -> Iterator[str]:
    if part.mean_gain is not None and part.mean_gain > part.mean_limit:
        yield (
            f"the trained solvers gain {part.mean_gain:.1f} points on average, "
            f"over {part.mean_limit:.1f}"
        )
    for name, item in {**part.trained, **part.rules}.items():
        if item.gain > part.limit_of(name):
            yield f"the solver {name} gains {item.gain:.1f} points, over {part.limit_of(name):.1f}"
    over = {name: item.gain for name, item in part.stances.items() if item.gain > part.limit}
    if over:
        top = max(over, key=over.__getitem__)
        yield (
            f"{len(over)} of {len(part.stances)} stance rules gain over {part.limit:.1f} points, "
            f"{top} most with {over[top]:.1f}"
        )
    if part.scenes and part.oracle < limits.ORACLE:
        yield f"the best answers bring {part.oracle:.1f} points, under {limits.ORACLE}"

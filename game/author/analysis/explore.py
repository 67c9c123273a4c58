"""Analysis of a scenario with estimates where it is incomplete, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from game.author.analysis import sentences, start_state
from game.author.analysis.report import Analysis, Span, analyse
from game.author.analysis.sampling import Samples, Share, sample_of
from game.author.analysis.start_state import StartState
from game.author.analysis.state_space import BUDGET
from game.author.analysis.totals import Mean, worth
from game.content.sanitize import safe
from game.core.enums import State
from game.core.scenario import Scenario
from game.core.scoring import CALL_BY_CHANCE, RIGHT_CALL


class Explored(NamedTuple):
    """
    An *analysis* with the *decisions* and *words* of a run.

    *samples* supplement an incomplete analysis, else None.
    """

    analysis: Analysis
    samples: Samples | None
    decisions: Span
    words: Span

    @property
    def runs(self) -> str:
        """The number of runs in full, or ``no limit``."""
        return "no limit" if self.analysis.runs is None else sentences.digits(self.analysis.runs)

    @property
    def mean_points(self) -> Fraction | float | None:
        """The mean points of random play without the call; sampled if not exact."""
        mean = self.analysis.points.mean
        return self.samples.points if mean is None and self.samples else mean

    def chance(self, state: State) -> Fraction | float | Share:
        """Return the chance to end in *state*; a ``Share`` if estimated."""
        if self.samples is not None and not self.analysis.endings.complete:
            return self.samples.ending(state)
        result = self.analysis.endings.states.get(state)
        return result.chance if result else Fraction(0)

    @property
    def no_end(self) -> Fraction | float | None:
        """The chance that random play never ends; None if unknown."""
        if not self.analysis.endings.complete:
            return None
        if not self.analysis.stuck:
            return Fraction(0)
        return 1 - sum(ending.chance for ending in self.analysis.endings.states.values())

    def seen(self, scene_id: str) -> Fraction | float | Share | None:
        """Return the chance to meet a scene; a ``Share`` if estimated, None if unknown."""
        chance = self.analysis.seen.get(scene_id)
        if chance is None and self.samples is not None:
            return self.samples.meeting(scene_id)
        return chance


def explore(scenario: Scenario, budget: int = BUDGET, begin: StartState | None = None) -> Explored:
    """Analyse *scenario* from *begin* on; sample what the analysis leaves open."""
    analysis = analyse(scenario, budget, begin)
    open_ended = (
        not analysis.endings.complete or analysis.points.mean is None or analysis.visits is None
    )
    return Explored(
        analysis=analysis,
        samples=sample_of(analysis) if open_ended else None,
        decisions=analysis.span(worth(analysis.space, lambda scene, choice: 1)),
        words=analysis.span(sentences.words(scenario.scenes[key] for key in analysis.space.at)),
    )


def as_json(explored: Explored) -> str:
    """
    Return the analysis as JSON.

    ``{label, from, scenes, choices, runs, endings, points, unreachable, stuck, …}``. *runs* is a
    string, since it may exceed integer ranges; points are those of fit and craft, 0-80, and
    *with_right_call* adds the call's 20.
    """
    import json  # the text needs none

    analysis = explored.analysis
    scenes = analysis.scenario.scenes
    points = _points(explored)
    endings, no_end = analysis.endings, explored.no_end
    text: dict[str, Any] = {
        "label": analysis.label,
        "from": start_state.as_json(analysis.begin),
        "scenes": len(scenes),
        "choices": sum(len(scene.choices) for scene in scenes.values()),
        "states": len(analysis.reached),
        "runs": explored.runs,
        "endings": {state.value: _about(explored.chance(state)) for state in State},
        "no_end": None if no_end is None else float(no_end),
        "points": points,
        "with_right_call": {
            key: None if value is None else value + RIGHT_CALL for key, value in points.items()
        },
        "unreachable": [*analysis.unlinked, *analysis.unmet],
        "stuck": list(analysis.stuck),
        "decisions": _span(explored.decisions),
        "words": _span(explored.words),
        "seen": {key: _about(explored.seen(key)) for key in scenes},
        "runs_by_ending": {
            state.value: None if ending.runs is None else sentences.digits(ending.runs)
            for state, ending in endings.states.items()
        },
        "routes": {
            "least": _route(analysis.points.minimum),
            "most": _route(analysis.points.maximum),
            "endings": {state.value: list(e.route) for state, e in endings.states.items()},
        },
        "never": [sentences.sentence(item) for item in analysis.never],
        "skipped": list(analysis.skipped),
        "method": _methods(explored),
    }
    if explored.samples is not None:
        text["samples"] = {
            "runs": explored.samples.runs,
            "seed": explored.samples.seed,
            "endings_between": {
                state.value: [share.minimum, share.maximum]
                for state in State
                for share in [explored.samples.ending(state)]
            },
        }
    return json.dumps(text, ensure_ascii=False, indent=2) + "\n"


def _methods(explored: Explored) -> Mapping[str, str]:
    """Return how each figure was computed: exact, floats, bounds or samples."""
    analysis = explored.analysis
    counted = "exact" if analysis.complete else "bounds"

    def method(values: list[Fraction | float | Share | None], known: bool) -> str:
        if not known or any(isinstance(value, Share) for value in values):
            return "samples"
        return "exact" if all(isinstance(v, Fraction | int) for v in values) else "floats"

    return {
        "runs": counted,
        "points": counted,
        "mean": method([explored.mean_points], analysis.points.mean is not None),
        "endings": method([explored.chance(state) for state in State], True),
        "seen": method(list(map(explored.seen, analysis.space.at)), analysis.visits is not None),
        "unreachable": "exact" if analysis.complete else "proven only",
    }


def _about(value: Fraction | float | Share | None) -> float | None:
    if value is None:
        return None
    return value.about if isinstance(value, Share) else float(value)


def _points(explored: Explored) -> dict[str, float | None]:
    points = explored.analysis.points
    return {
        "least": None if points.minimum is None else float(points.minimum.value),
        "most": None if points.maximum is None else float(points.maximum.value),
        "mean": None if explored.mean_points is None else float(explored.mean_points),
    }


def _span(span: Span) -> dict[str, float | None]:
    return {
        "least": None if span.minimum is None else span.minimum.amount,
        "most": None if span.maximum is None else span.maximum.amount,
        "mean": None if span.mean is None else float(span.mean),
    }


def _route(mean: Mean | None) -> list[str] | None:
    return None if mean is None or mean.run is None else list(mean.run)


def as_text(explored: Explored) -> str:
    """A page: how sure, how many, how it ends, points, length, what is met, what never."""
    return "\n".join(_lines(explored)) + "\n"


def _lines(explored: Explored) -> Iterator[str]:
    analysis = explored.analysis
    scenes = analysis.scenario.scenes
    choices = sum(len(scene.choices) for scene in scenes.values())
    runs = analysis.runs
    label = (
        "exact: every run counted" if analysis.label.startswith("exact over") else analysis.label
    )
    yield f"{safe(analysis.scenario.title)}: {label}"
    yield ""
    if analysis.begin != StartState.of(analysis.scenario):
        yield start_state.as_text(analysis.begin)
        yield "  Runs, points and lengths are counted from here; the gauges go on."
        yield ""
    yield f"{len(scenes)} scenes, {choices} choices, {_runs(runs, analysis.complete)}"
    yield ""
    yield "Endings, under random play:"
    for state in State:
        chance = explored.chance(state)
        ending = analysis.endings.states.get(state)
        text = sentences.about(chance) if isinstance(chance, Share) else sentences.chance(chance)
        of = f"  {_runs(ending.runs, True)}" if ending and ending.runs is not None else ""
        yield f"  {state.value:<11}{text}{of}"
    if explored.no_end:
        yield f"  {'(no end)':<11}{sentences.chance(explored.no_end)}"
    yield from _about_samples(explored)
    yield ""
    yield from _about_points(explored)
    yield ""
    yield from _about_length(explored)
    yield ""
    yield "Chance to meet each scene:"
    for key in scenes:
        seen = explored.seen(key)
        text = (
            "not known"
            if seen is None and key in analysis.space.at
            else sentences.about(seen)
            if isinstance(seen, Share)
            else sentences.chance(seen or Fraction(0))
        )
        yield f"  {key:<24}  {text}"
    yield from _about_faults(analysis)


def _runs(runs: int | None, complete: bool) -> str:
    if runs is None:
        return "runs without limit: there is a loop"
    text = "1 run" if runs == 1 else f"{sentences.count(runs)} runs"
    return text if complete else f"at most {text}"


def _about_samples(explored: Explored) -> Iterator[str]:
    if explored.samples is not None:
        count, seed = explored.samples.runs, explored.samples.seed
        yield f"  'about' is from {count:,} random runs, seed {seed}, with a 99% interval"


def _about_points(explored: Explored) -> Iterator[str]:
    points, complete = explored.analysis.points, explored.analysis.complete
    yield "Points, the mean of a run's scenes, from choices alone (fit and craft, 0-80):"
    for name, bound, result in (
        ("least", "not below", points.minimum),
        ("most", "not above", points.maximum),
    ):
        if result is None:
            continue
        value = sentences.points(result.value)
        if not complete:
            yield f"  {name}  {bound} {value}"
        elif result.run is None:
            yield f"  {name}  nears {value}, the more often a loop is gone round"
        else:
            yield f"  {name}  {value}  {_shortened(result.run)}"
    if explored.mean_points is not None:
        about = "" if points.mean is not None else "about "
        mean = explored.mean_points
        yield f"  mean  {about}{sentences.points(mean)} under random play"
        guessed = sentences.points(float(mean) + CALL_BY_CHANCE)
        yield f"        {about}{guessed} of 100 with a guessed call as well"
    yield f"  The right call adds {RIGHT_CALL} to each, a guessed one {CALL_BY_CHANCE} on average."


def _shortened(run: tuple[str, ...]) -> str:
    maximum = 8
    text = " > ".join(run[:maximum])
    return text if len(run) <= maximum else f"{text} > … ({len(run)} choices; all with --json)"


def _about_length(explored: Explored) -> Iterator[str]:
    yield "A route, from the shortest to the longest (mean of random play):"
    minutes = sentences.WORDS_PER_MINUTE
    for name, span, unit in (
        ("decisions", explored.decisions, 1),
        ("words", explored.words, 1),
        ("minutes", explored.words, minutes),
    ):
        minimum = "?" if span.minimum is None else f"{span.minimum.amount / unit:,.0f}"
        maximum = "no limit" if span.maximum is None else f"{span.maximum.amount / unit:,.0f}"
        mean = "not known" if span.mean is None else f"{float(span.mean) / unit:,.1f}"
        yield f"  {name:<10} {minimum} to {maximum} ({mean})"
    yield f"  Minutes are reading alone, at {minutes} words a minute, without endings and echoes."


def _about_faults(analysis: Analysis) -> Iterator[str]:
    for keys, what in (
        (analysis.unlinked, f"Not linked from {analysis.begin.scene}, so no run comes here"),
        (analysis.unmet, "Linked, but no run comes here"),
        (analysis.stuck, "From here the end can be out of reach"),
    ):
        if keys:
            yield ""
            yield f"{what}: {', '.join(keys)}"
    if analysis.never:
        yield ""
        whole = analysis.begin == StartState.of(analysis.scenario)
        yield "No run ever meets:" if whole else "None of these runs meets:"
        for item in analysis.never:
            yield f"  {sentences.sentence(item)}"
            yield f"    needed: {sentences.needed(item)}"
    if analysis.skipped:
        yield ""
        yield f"Too many states to follow what is said in or by: {', '.join(analysis.skipped)}"

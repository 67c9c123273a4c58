"""Sentences for figures and reasons of the analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from game.author.analysis.unreachable import Part, Reason, Unreachable
from game.author.lint import text_rules
from game.core.enums import State
from game.core.scenario import Scene


if TYPE_CHECKING:
    from fractions import Fraction

    from game.author.analysis.endings import Endings
    from game.author.analysis.sampling import Share


WORDS_PER_MINUTE = 200
"""Reading speed for estimated times."""
_CHUNK = 4_000  # below Python's limit of 4,300 digits


def words(scenes: Iterable[Scene]) -> Mapping[str, Mapping[str, int]]:
    """
    Return the words read in each scene, by the choice taken.

    Includes spoken lines; excludes echoes, extra cues and the ending.
    """
    return {
        scene.id: {
            choice.id: opening + text_rules.count(choice.outcome, choice.explanation)
            for choice in scene.choices.values()
        }
        for scene in scenes
        for opening in [
            text_rules.count(
                scene.title,
                scene.text,
                *scene.says.values(),
                *(offer.text for offer in scene.choices.values()),
            )
        ]
    }


def digits(number: int) -> str:
    """Return all digits of *number*, however many."""
    parts: list[str] = []
    while number >= 10**_CHUNK:
        number, rest = divmod(number, 10**_CHUNK)
        parts.append(f"{rest:0{_CHUNK}}")
    return str(number) + "".join(reversed(parts))


def count(number: int) -> str:
    """Return *number* in full below 10^18, else rounded with a power of ten."""
    if number < 10**18:
        return f"{number:,}"
    text = digits(number)
    power, tenths = len(text) - 1, (int(text[:3]) + 5) // 10
    if tenths == 100:
        power, tenths = power + 1, 10
    return f"{tenths // 10}.{tenths % 10} × 10^{power}"


def chance(number: Fraction | float) -> str:
    """Return a chance as a percentage, or as 1 in so many if small."""
    value = float(number)
    if number == 0:
        return "never"
    if number == 1:
        return "always"
    if value == 0:
        return "almost never"
    if value < 0.001:
        return f"1 in {count(round(1 / value))}"
    return f"{value:.1%}" if value < 0.9995 else "over 99.9%"


def about(share: Share) -> str:
    """Return an estimate with its interval."""
    return f"about {share.about:.1%} ({share.minimum:.1%} to {share.maximum:.1%})"


def points(value: Fraction | float) -> str:
    """Return points with at most one decimal."""
    return f"{round(float(value), 1):g}"


REQUIREMENTS = {
    State.SYNERGY: "both gauges at 65 or more",
    State.CONFUSION: "Structure below 50, and Direction at least 30 above it",
    State.STAGNATION: "Direction below 50, and Structure at least 30 above it",
    State.DRIFT: "both gauges below 40",
    State.STEADY: "none of the other four",
}
"""The gauges required for each state."""


def sentence(never: Unreachable) -> str:
    """Return what is never met, and why."""
    return f"{_subject(never)}: {why(never)}."


def _subject(never: Unreachable) -> str:
    scene = never.scene
    if never.kind == "way":
        return f"{scene}.{never.name} never takes its way {never.index + 1}, to {never.go}"
    if never.kind == "echo":
        return f"echo {never.index + 1} of {scene} is never shown"
    what = "what {} says" if never.kind == "says" else "the extra cue of {}"
    return f"{what.format(never.name)} in {scene} is never heard"


def why(never: Unreachable) -> str:
    """Return the reason only."""
    if never.reason is Reason.EARLIER:
        return "one before it always holds"
    if never.reason is Reason.TOGETHER:
        return "each part of its condition holds at times, but never all together"
    return "; ".join(map(part, never.parts))


def needed(never: Unreachable) -> str:
    """Return what would make it reachable."""
    if never.reason is Reason.EARLIER:
        return "put it before the one that always holds, or delete it"
    if never.reason is Reason.TOGETHER:
        return f"let one way to {never.scene} bring all of it, or ask for less at once"
    return "; ".join(_needed(part, never) for part in never.parts)


def _needed(part: Part, never: Unreachable) -> str:
    way = f"a way to {never.scene}"
    if part.chose:
        return f"let {way} come by {_any(part.chose)}"
    if part.state and set(part.states) == {None}:
        return "ask for a state in next from the second scene on, in echoes from the third"
    if part.state:
        return f"let {way} bring the gauges to {_any([state.value for state in part.state])}"
    more = f"let {way} win {part.minimum - part.level} more of {part.who}'s trust"
    return f"{more}, or let it be said aloud" if never.kind == "extra_cue" else more


def ending_needs(state: State, endings: Endings) -> str:
    """Return the gauges that *state* requires, and those that runs reach."""
    way = "; ".join(
        f"{name} ends {_between(*span)}"
        for name, span in (("Direction", endings.direction), ("Structure", endings.structure))
        if span is not None
    )
    return f"needed: {REQUIREMENTS[state]}; {way}"


def _between(minimum: int, maximum: int) -> str:
    return f"at {minimum}" if minimum == maximum else f"between {minimum} and {maximum}"


def part(part: Part) -> str:
    """Return one part of a condition, and what keeps it from holding."""
    if part.chose:
        return f"{_any(part.chose)} cannot have been chosen by then"
    if part.state and set(part.states) == {None}:
        return "a state has no name there: it gets one when two scenes are answered"
    if part.state:
        occurring = [state.value if state else "not named yet" for state in part.states]
        wanted = _any([state.value for state in part.state])
        return f"the state is never {wanted} there, only {_any(occurring)}"
    return f"{part.who}'s trust is {part.level} at most, and {part.minimum} is asked"


def _any(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"

"""Why something is never met, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from game.core.analysis.never import Never, Part, Reason


def sentence(never: Never) -> str:
    """What is never met and why."""
    return f"{_subject(never)}: {why(never)}."


def _subject(never: Never) -> str:
    scene = never.scene
    if never.kind == "way":
        return f"{scene}.{never.name} never takes its way {never.place + 1}, to {never.go}"
    if never.kind == "echo":
        return f"echo {never.place + 1} of {scene} is never shown"
    what = "what {} says" if never.kind == "says" else "the extra cue of {}"
    return f"{what.format(never.name)} in {scene} is never heard"


def why(never: Never) -> str:
    """The reason alone."""
    if never.reason is Reason.EARLIER:
        return "one before it always holds"
    if never.reason is Reason.TOGETHER:
        return "each part of its condition holds at times, but never all together"
    return "; ".join(map(part, never.parts))


def part(part: Part) -> str:
    """One part of a condition, and what keeps it from holding."""
    if part.chose:
        return f"chose: {_any(part.chose)} cannot have been taken by then"
    if part.state:
        occurring = [state.value if state else "not named yet" for state in part.states]
        return f"state: never {_any([s.value for s in part.state])} there, only {_any(occurring)}"
    return f"trust: {part.who} is at {part.level} at most, and {part.least} is asked"


def _any(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"

"""Ways between scenes: what can never end, and what is never reached."""

from __future__ import annotations

import re
from collections.abc import Callable

from game.content.loader import Reading


Read = Callable[[str], Reading]


def test_loop_without_end(good: str, read: Read) -> None:
    """Scenes that only lead to one another are one error that names them all."""
    loop = good.replace("next: end}", "next: smoke}").replace("- go: end", "- go: corridor")

    (problem,) = read(loop).problems

    assert problem.code == "E203"
    assert problem.message == "the end can never be reached from 'smoke', 'corridor'"
    assert problem.span is not None
    assert problem.span.line == 24


def test_loop_with_end(good: str, read: Read) -> None:
    """A loop with a way out is fine."""
    assert read(good.replace("next: end}", "next: smoke}", 1)).problems == ()


def test_never_reached(good: str, read: Read) -> None:
    """A scene nothing leads to is a warning: the scenario can be played."""
    reading = read(good.replace("next: corridor", "next: end").replace("go: corridor", "go: end"))

    assert [problem.code for problem in reading.problems] == ["W301"]
    assert reading.scenario is not None


def test_one_wrong_scene_hides_nothing(good: str, read: Read) -> None:
    """A mistake in one scene does not keep another from being checked."""
    text = good.replace("context: change", "context: chance").replace(
        "focus: lead 2", "focus: lead"
    )

    assert [problem.code for problem in read(text).problems] == ["E204", "E107"]


def test_long_chain(good: str, read: Read) -> None:
    """A thousand scenes in a row are checked without running out of stack."""
    scene = good[good.index("  corridor:") : good.index("endings:")]
    chain = "".join(
        scene.replace("  corridor:", f"  s{n}:").replace("next: end", f"next: s{n + 1}")
        for n in range(1000)
    )
    text = good.replace("next: corridor", "next: s0").replace("endings:", f"{chain}endings:")
    text = text.replace("next: s1000", "next: corridor")

    assert read(text).problems == ()


def test_a_group_without_entries_names_what_is_missing(good: str, read: Read) -> None:
    """As one that lacks some of them does."""
    text = re.sub(r"endings:\n(?:  .*\n|\n)+", "endings:\n", good)
    assert text != good
    (problem,) = read(text).problems
    assert problem.code == "E100"
    assert problem.message.endswith("'drift' and 'steady' are missing in 'endings'")

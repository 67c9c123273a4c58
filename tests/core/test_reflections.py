"""What is thought after an answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from game.core.debrief import Plan, Resolve, line_digest, resolve_plan
from game.core.enums import Dimension, Pole, Practice, Skill


@given(st.text(), st.text())
def test_a_mark_is_of_one_line(one: str, other: str) -> None:
    """Two lines have the same mark only when they are the same."""
    assert (line_digest(one) == line_digest(other)) == (one == other)


def test_a_plan_that_is_taken() -> None:
    """Of a plan its side and its skill are kept, and none of its words."""
    plan = Plan(
        dimension=Dimension.FOCUS,
        pole=Pole.LEAD,
        skill=Skill.COURAGE,
        practice=Practice.FEEDBACK_REFLECTION,
    )
    assert resolve_plan(plan) == Resolve(Dimension.FOCUS, Pole.LEAD, Skill.COURAGE)

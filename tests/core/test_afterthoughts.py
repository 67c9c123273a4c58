"""What is thought after an answer, as plain data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.afterthoughts import (
    Afterthought,
    Point,
    Resolve,
    Walk,
    from_data,
    mark,
    pointed,
    resolved,
    to_data,
)
from game.core.debrief import Plan
from game.core.terms import Dimension, Pole, Skill


afterthoughts = st.one_of(
    st.builds(Walk, scene=st.text(), choice=st.text()),
    st.builds(Point, scene=st.text(), line=st.text()),
    st.builds(
        Resolve,
        dimension=st.sampled_from(Dimension),
        pole=st.sampled_from(Pole),
        skill=st.sampled_from(Skill),
    ),
)
RESOLVED = {"did": "resolve", "dimension": "focus", "pole": "lead", "skill": "courage"}


@pytest.mark.parametrize(
    ("thought", "data"),
    [
        (Walk("smoke", "card"), {"did": "walk", "scene": "smoke", "choice": "card"}),
        (
            pointed("smoke", "Rania stands frozen."),
            {"did": "point", "scene": "smoke", "line": "2ed02b6dbe6ee47b"},
        ),
        (
            resolved(
                Plan(
                    dimension=Dimension.FOCUS,
                    pole=Pole.LEAD,
                    skill=Skill.COURAGE,
                    practice="practice-feedback-reflection",
                )
            ),
            RESOLVED,
        ),
    ],
)
def test_written_form(thought: Afterthought, data: dict[str, str]) -> None:
    """The form on disk is pinned, and a line is in it as a mark without its words."""
    assert to_data(thought) == data


@given(afterthoughts)
def test_round_trip(thought: Afterthought) -> None:
    """Every thought comes back from JSON as it was."""
    assert from_data(json.loads(json.dumps(to_data(thought)))) == thought


@given(st.text(), st.text())
def test_a_mark_is_of_one_line(one: str, other: str) -> None:
    """Two lines have the same mark only when they are the same."""
    assert (mark(one) == mark(other)) == (one == other)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"did": "dream"},
        {"did": "walk", "scene": "smoke"},
        {"did": "walk", "scene": "smoke", "choice": 2},
        {"did": "point", "scene": "smoke", "line": None},
        {**RESOLVED, "skill": "juggling"},
        {**RESOLVED, "pole": ["lead"]},
    ],
)
def test_unknown_data(data: dict[str, object]) -> None:
    """Data that stands for no thought this version knows is None, never an error."""
    assert from_data(data) is None

"""The player's debrief, from what they did."""

from __future__ import annotations

import pytest

from game.content.handbook import ids
from game.core.actions import Action, GoOn
from game.core.coaching import ALL_SERVED, THEN, WHEN, answered, asked, insights, plan
from game.core.debrief import PRACTICES, Debriefing, debriefing
from game.core.model import Call, Dimension, Pole, Skill
from game.core.playthrough import replay
from tests.core.examples import FEATURE_FACTORY, SMOKE, answers


def after(of: object, choice: str, call: Call) -> Debriefing:
    """The debrief of a one-scene story answered with *choice*."""
    story = FEATURE_FACTORY if of == "factory" else SMOKE
    todo: tuple[Action, ...] = (GoOn(), *answers(story.start, choice, call), GoOn())
    return debriefing(replay(story, 1, todo).play)


def test_the_log_is_the_players_own() -> None:
    """Every answered scene is in the log with what was called and done."""
    (why,) = after("factory", "b", Call.MANAGE).log
    assert (why.call_given, why.choice) == (Call.MANAGE, "b")


def test_one_question_about_the_weakest_scene() -> None:
    """Its lines are the scene's own, and those with a cue know what they tell."""
    question = after("factory", "b", Call.MANAGE).question
    assert question is not None
    assert "asked for lead. Which line decided it?" in asked(question)
    told = {line.text: line.tells for line in question.lines}
    assert told["Usage has not moved."] == (Dimension.VISION,)
    assert told["Your team shipped eleven features this quarter."] == ()


def test_any_line_gets_an_answer() -> None:
    """Whatever is picked, the answer says what the key hears, and grades nobody."""
    question = after("factory", "b", Call.MANAGE).question
    assert question is not None
    for line in question.lines:
        told = answered(question, line)
        assert "The key" in told
        assert "wrong" not in told.lower()
        assert "right" not in told.lower()


def test_a_plan_joins_the_miss_to_a_skill_not_shown() -> None:
    """The situation is one that was missed, the deed a skill that was wanted."""
    found = after("factory", "b", Call.MANAGE)
    assert found.plans
    for made in found.plans:
        assert made.skill in found.log[0].wanted
        assert made.skill not in found.log[0].shown
        assert (made.dimension, made.pole) in {
            (row.dimension, row.asked) for row in found.log[0].missed
        }
        assert plan(made).startswith("When ")


def test_nothing_missed_nothing_to_mend() -> None:
    """Where everything was served there is no question and no plan, but a task."""
    found = after("factory", "a", Call.LEAD)
    assert (found.question, found.plans) == (None, ())
    assert ALL_SERVED.endswith("?")


def test_named_and_not_done() -> None:
    """How calls and deeds went together is told in counts."""
    assert insights(after("factory", "b", Call.LEAD)) == (
        "Named it, did not do it: 1 of 1 scenes.",
    )
    assert insights(after("factory", "a", Call.MANAGE)) == (
        "Did it, had not named it: 1 of 1 scenes.",
    )


def test_every_plan_has_words() -> None:
    """Each side of each dimension, and each skill, has its half of a sentence."""
    assert set(WHEN) == {(dimension, pole) for dimension in Dimension for pole in Pole}
    assert set(THEN) == set(Skill) == set(PRACTICES)
    assert set(PRACTICES.values()) <= set(ids())
    assert not [text for text in (*WHEN.values(), *THEN.values()) if text.endswith(".")]


@pytest.mark.parametrize("choice", ["a", "b", "c", "d"])
def test_no_labels_for_the_person(choice: str) -> None:
    """Nothing that is said has a word for what somebody is."""
    found = after("smoke", choice if choice != "d" else "c", Call.MANAGE)
    told = " ".join([*insights(found), *(plan(made) for made in found.plans)]).lower()
    for label in ("you are", "leader", "manager", "good", "bad", "wrong"):
        assert label not in told

"""The player's debrief, from what they did."""

from __future__ import annotations

from itertools import permutations

import pytest
from attrs import evolve

from game.content.loader import idea_ids
from game.core.actions import Action, GoOn
from game.core.debrief import (
    CALLS_TRAINED_BY,
    MAX_LINES,
    TRAINED_BY,
    CallPlan,
    Debriefing,
    Plan,
    Question,
    debriefing,
)
from game.core.enums import Call, Dimension, Pole, Practice, Skill
from game.core.judgement import CallMiss, missed_call
from game.core.playthrough import replay
from game.core.scenario import Scenario
from game.text.debrief import (
    ALL_SERVED,
    CALL_PLANS,
    ELSE_WHEN,
    FITS,
    THEN,
    WHEN,
    answered,
    asked,
    insights,
    plan,
    reviewed,
)
from game.text.judgement import MISSED_CALLS, RIGHT_CALL
from game.text.labels import CALLS
from tests.core.examples import FEATURE_FACTORY, SMOKE, answers


def after(of: object, choice: str, call: Call) -> Debriefing:
    """The debrief of a one-scene story answered with *choice*."""
    story = FEATURE_FACTORY if of == "factory" else SMOKE
    todo: tuple[Action, ...] = (GoOn(), *answers(story.start, choice, call), GoOn())
    return debriefing(replay(story, 1, todo).play)


def question_on(story: Scenario, needed: Call, given: Call) -> Question:
    """The question about the first scene of *story*, were its call *needed*, after *given*."""
    moment = evolve(story.first, call=needed)
    story = evolve(story, scenes={moment.id: moment})
    todo: tuple[Action, ...] = (GoOn(), *answers(story.start, "b", given), GoOn())
    question = debriefing(replay(story, 1, todo).play).question
    assert question is not None
    return question


def test_the_log_is_the_players_own() -> None:
    """Every answered scene is in the log with what was called and done."""
    (why,) = after("factory", "b", Call.MANAGE).log
    assert (why.call_given, why.choice) == (Call.MANAGE, "b")


def test_one_question_about_the_weakest_scene() -> None:
    """Its lines are from the scene, and those with a cue have its dimension."""
    question = after("factory", "b", Call.LEAD).question
    assert question is not None
    assert "well: lead. Which line says so" in asked(question)
    output = {line.text: line.dimensions for line in question.lines}
    assert output["Usage has not moved."] == (Dimension.VISION,)
    assert output["Your team shipped eleven features this quarter."] == ()


@pytest.mark.parametrize(("needed", "given"), [*permutations(Call, 2)])
def test_a_missed_call_is_asked_about(needed: Call, given: Call) -> None:
    """The question names the call that was given, also where the choice missed nothing."""
    moment = evolve(FEATURE_FACTORY.first, call=needed)
    story = evolve(FEATURE_FACTORY, scenes={moment.id: moment})
    todo: tuple[Action, ...] = (GoOn(), *answers(story.start, "a", given), GoOn())
    result = debriefing(replay(story, 1, todo).play)

    assert result.question is not None
    output = asked(result.question)
    assert output.startswith(f"You read “{moment.title}” as “{CALLS[given].lower()}”. ")
    assert "Which line s" in output
    (first, *_) = result.plans
    assert isinstance(first, CallPlan)
    assert first.missed is missed_call(needed, given)
    assert plan(first).startswith("When ")


@pytest.mark.parametrize(("needed", "given"), [*permutations(Call, 2)])
def test_the_question_is_about_what_was_needed(needed: Call, given: Call) -> None:
    """A line can show only that: no cue says that a half was there already."""
    question = question_on(FEATURE_FACTORY, needed, given)
    assert "already" not in asked(question)
    if not needed.mixed:
        assert asked(question).endswith(
            f"The key says “{CALLS[needed].lower()}”. Which line shows it most clearly?"
        )


def test_any_cue_of_the_key_is_named() -> None:
    """A line with a cue is well read, also when the choice missed more elsewhere."""
    question = after("factory", "b", Call.MANAGE).question
    assert question is not None
    heavy = question.why.look_for
    assert heavy is not None
    other = [x for x in question.lines if x.dimensions and heavy.dimension not in x.dimensions]
    assert other
    for line in other:
        assert answered(question, line).startswith("Yes: that line asks for")
        assert f"In the scene, what you did missed “{heavy.cue}”." in answered(question, line)


def test_any_line_gets_an_answer() -> None:
    """Whatever is picked, the answer says first whether it shows what was asked, then why."""
    question = after("factory", "b", Call.MANAGE).question
    assert question is not None
    for line in question.lines:
        output = answered(question, line)
        assert output.startswith(
            "Yes: that line asks for "
            if line.dimensions
            else "Not that one: the key takes no words from it. "
        )
        assert question.why.call_because in output


@pytest.mark.parametrize(
    ("needed", "given", "shown"),
    [
        (Call.LEAD, Call.MANAGE, {Pole.LEAD}),
        (Call.MANAGE, Call.LEAD_THEN_MANAGE, {Pole.MANAGE}),
        (Call.LEAD_THEN_MANAGE, Call.LEAD, {Pole.MANAGE}),
        (Call.LEAD_THEN_MANAGE, Call.MANAGE, {Pole.LEAD}),
        (Call.MANAGE_THEN_LEAD, Call.LEAD_THEN_MANAGE, {Pole.MANAGE}),
        (Call.LEAD_THEN_MANAGE, Call.LEAD_THEN_MANAGE, {Pole.LEAD, Pole.MANAGE}),
    ],
)
def test_a_line_is_right_if_it_asks_for_what_was_asked(
    needed: Call, given: Call, shown: set[Pole]
) -> None:
    """Each question is about one pole, or both; lines that ask for the other are not it."""
    question = question_on(SMOKE, needed, given)
    poles = {row.dimension: row.needed for row in question.why.rows}
    for line in question.lines:
        needs = {poles[dimension] for dimension in line.dimensions}
        beginning = "Yes: " if needs & shown else "Not that one: "
        assert answered(question, line).startswith(beginning)


def test_where_no_line_shows_it() -> None:
    """A key whose cues all ask for the other pole leaves no line to find."""
    question = question_on(FEATURE_FACTORY, Call.MANAGE, Call.LEAD)
    for line in question.lines:
        assert answered(question, line).startswith("No line says it outright. ")


def test_a_plan_joins_the_miss_to_a_skill_not_shown() -> None:
    """The situation is one that was missed, the deed a skill that was wanted."""
    result = after("factory", "b", Call.MANAGE)
    assert result.plans
    for made in result.plans[1:]:
        assert isinstance(made, Plan)
        assert made.skill in result.log[0].wanted
        assert made.skill not in result.log[0].shown
        assert (made.dimension, made.pole) in {
            (row.dimension, row.needed) for row in result.log[0].missed
        }
        assert plan(made).startswith("When ")


def test_no_plan_twice_over() -> None:
    """The plans of one debrief begin in different situations and end in different deeds."""
    result = after("factory", "b", Call.MANAGE)
    sides = [made for made in result.plans if isinstance(made, Plan)]
    assert len(sides) > 1
    assert len({(made.dimension, made.pole) for made in sides}) == len(sides)
    assert len({made.skill for made in sides}) == len(sides)


def test_a_deed_answers_its_situation() -> None:
    """A plan uses the skill's own situation if its deed does not fit what was missed."""

    def output(skill: Skill) -> str:
        missed = (Dimension.FOCUS, Pole.LEAD)
        return plan(
            Plan(dimension=missed[0], pole=missed[1], skill=skill, practice=Practice.TRAINING)
        )

    assert output(Skill.EMOTIONAL_INTELLIGENCE).startswith(WHEN[Dimension.FOCUS, Pole.LEAD])
    for skill in (Skill.VISIONARY_THINKING, Skill.DELEGATION):
        assert output(skill).startswith(ELSE_WHEN[skill])


def test_the_lines_that_say_most_are_offered() -> None:
    """Beside the telling lines stand the longest others, so that no clock time is one of them."""
    silent = "The rain has come in under the door of the office and stands there. "
    text = f"Ten o'clock. {silent}" + " ".join(f"Line {n} is told." for n in range(MAX_LINES))
    moment = evolve(FEATURE_FACTORY.scenes[FEATURE_FACTORY.start], text=text, cues={})
    story = evolve(FEATURE_FACTORY, scenes={moment.id: moment})
    todo: tuple[Action, ...] = (GoOn(), *answers(story.start, "b", Call.MANAGE), GoOn())
    question = debriefing(replay(story, 1, todo).play).question
    assert question is not None
    output = [line.text for line in question.lines]
    assert silent.strip() in output
    assert "Ten o'clock." not in output


def test_nothing_missed_nothing_to_mend() -> None:
    """Where everything was served there is no question and no plan, but a task."""
    result = after("factory", "a", Call.LEAD)
    assert (result.question, result.plans) == (None, ())
    assert ALL_SERVED.endswith("?")


def test_named_and_not_done() -> None:
    """The match of calls and choices is reported in counts."""
    assert insights(after("factory", "b", Call.LEAD)) == (
        "In this scene you called what was needed, and your choice fell short of it.",
        "Missed most: what and why; 2 of 2 tokens went unserved.",
    )
    assert insights(after("factory", "a", Call.MANAGE)) == (
        "In this scene you called something else, and your choice did what was needed.",
    )
    assert insights(after("factory", "a", Call.LEAD)) == (
        "In this scene you called what was needed, and did it.",
    )
    assert insights(after("factory", "b", Call.MANAGE))[0] == (
        "In this scene both your call and your choice missed something."
    )


def test_the_pole_put_on_too_often() -> None:
    """A pole that came first more often than needed is reported in counts."""
    lead = after("factory", "a", Call.LEAD).log[0]
    manage = after("smoke", "a", Call.MANAGE_THEN_LEAD).log[0]
    result = after("factory", "a", Call.LEAD)

    def output(*calls: Call) -> list[str]:
        whys = (lead, lead, manage)
        log = tuple(evolve(why, call_given=given) for why, given in zip(whys, calls, strict=False))
        return [line for line in insights(evolve(result, log=log)) if "began with" in line]

    assert output(Call.LEAD, Call.LEAD_THEN_MANAGE, Call.MANAGE) == []
    assert output(Call.LEAD, Call.LEAD, Call.LEAD_THEN_MANAGE) == [
        "In all 3 scenes you began with leading; 2 of them needed that first."
    ]
    assert output(Call.MANAGE, Call.LEAD, Call.MANAGE) == [
        "In 2 of 3 scenes you began with managing; 1 of them needed that first."
    ]
    assert output(Call.MANAGE, Call.MANAGE) == [
        "In both scenes you began with managing; none of them needed that first."
    ]


def test_a_review_says_what_comes_back() -> None:
    """What was served and what was missed stand apart, with the days until they return."""
    (why,) = after("factory", "b", Call.LEAD).log
    first, call, *rest, back = reviewed(why)
    assert first.startswith(f"{why.tokens_served} of 5 tokens served, {why.score.total} points.")
    assert call == RIGHT_CALL
    expected = ["Served", "Missed"] if why.served else ["Missed"]
    assert [line.split(":")[0] for line in rest] == expected
    assert "What was missed comes back in 2 days" in back
    (whole,) = after("factory", "a", Call.LEAD).log
    _, call, served, back = reviewed(whole)
    assert served.startswith("Served: ")
    assert back == "What was due and went well comes back in 7 days, then in 21."


@pytest.mark.parametrize("given", [call for call in Call if call is not Call.LEAD])
def test_a_review_says_how_the_call_went(given: Call) -> None:
    """A missed call is named by its kind and comes back, also where no side was missed."""
    (why,) = after("factory", "a", given).log
    kind = missed_call(Call.LEAD, given)
    assert kind is not None
    _, call, served, back = reviewed(why)
    assert call == MISSED_CALLS[kind]
    assert served.startswith("Served: ")
    assert "What was missed comes back in 2 days, in another scene." in back


def test_every_plan_has_words() -> None:
    """Each side of each dimension, and each skill, has its half of a sentence."""
    assert set(WHEN) == {(dimension, pole) for dimension in Dimension for pole in Pole}
    assert set(CALL_PLANS) == set(CALLS_TRAINED_BY) == set(CallMiss)
    assert set(THEN) == set(Skill) == set(TRAINED_BY) == set(FITS) == set(ELSE_WHEN)
    assert {practice.idea for practice in TRAINED_BY.values()} <= idea_ids()
    assert not [
        text for text in (*WHEN.values(), *ELSE_WHEN.values(), *THEN.values()) if text.endswith(".")
    ]


@pytest.mark.parametrize("choice", ["a", "b", "c", "d"])
def test_no_labels_for_the_person(choice: str) -> None:
    """No sentence describes what somebody is."""
    result = after("smoke", choice, Call.MANAGE)
    output = " ".join([*insights(result), *(plan(made) for made in result.plans)]).lower()
    for label in ("you are", "leader", "manager", "good", "bad", "wrong"):
        assert label not in output

"""What is reviewed on a day: few moments, of finished scenarios, each from an own miss."""

from __future__ import annotations

from itertools import product

import pytest
from attrs import evolve

from game.core.deck import Answered, ReviewCard, Topic, sides
from game.core.enums import Call, Dimension, Pole
from game.core.judgement import CallMiss
from game.core.review import MAX_A_DAY, Moment, due_cards, moment_of, moments
from game.core.scenario import Scenario
from game.core.synopsis import synopsis
from game.text.judgement import MISSED_CALLS
from game.text.review import closing, due, opening
from tests.core.examples import choice, need, scenario, scene


CALLS = (
    (Call.LEAD, "L1 L1 L1 L1 L1"),
    (Call.MANAGE, "M1 M1 M1 M1 M1"),
    (Call.LEAD_THEN_MANAGE, "L1 L1 L1 M1 M1"),
    (Call.MANAGE_THEN_LEAD, "M1 M1 M1 L1 L1"),
)


def story(name: str) -> Scenario:
    """A scenario of four scenes, one for each call, with a choice that serves nothing."""
    scenes = [
        scene(
            call.value,
            choice("silent", "- - - - -"),
            choice("good"),
            call=call,
            need=need(signs),
            cues={dimension: f"{dimension.value} in {call.value}" for dimension in Dimension},
        )
        for call, signs in CALLS
    ]
    return scenario(*scenes, id=name, title=f"The {name.title()}")


STORIES = {name: story(name) for name in ("ferry", "lift")}


def missed(day: int, of: str, call: Call = Call.LEAD, given: Call | None = None) -> Answered:
    """The scene of *call* answered with silence; the call right unless one is *given*."""
    there = STORIES[of].scenes[call.value]
    return Answered(
        day=day,
        scenario=of,
        scene=there.id,
        sides=sides(there, there.choices["silent"]),
        needed=call,
        given=given or call,
        was_wrongly_sure=False,
    )


def today(answers: list[Answered], finished: tuple[str, ...], day: int = 10) -> tuple[Moment, ...]:
    """The moments of *day*."""
    cards = due_cards(answers, set(finished), day)
    return of(cards, {name: STORIES[name] for name in finished}, answers, day)


def of(
    cards: tuple[ReviewCard, ...],
    scenarios: dict[str, Scenario],
    answers: list[Answered],
    day: int,
) -> tuple[Moment, ...]:
    """The moments of *day* for *cards*, among *scenarios*."""
    repeats = {name: synopsis(each).repeats for name, each in scenarios.items()}
    return moments(cards, repeats, scenarios.get, answers, day)


EVERYTHING = [
    missed(0, name, call, given)
    for name in STORIES
    for call in Call
    for given in Call
    if given is not call
]
"""Each mistake that can be made, in each story."""


def test_three_a_day_at_most() -> None:
    """However much was missed, a day has three moments, less those that were done today."""
    all_of_them = tuple(STORIES)
    first = today(EVERYTHING, all_of_them)
    assert len(first) == MAX_A_DAY == 3
    answers = list(EVERYTHING)
    for done in range(1, MAX_A_DAY + 1):
        moment = today(answers, all_of_them)[0]
        again = missed(10, moment.scenario.id, moment.scene.call, EVERYTHING[0].given)
        answers.append(evolve(again, is_review=True))
        assert len(today(answers, all_of_them)) == MAX_A_DAY - done
    assert len(today(answers, all_of_them, day=12)) == MAX_A_DAY


def test_no_moment_twice() -> None:
    """The moments of a day differ, also from those that were reviewed earlier that day."""
    served = today(EVERYTHING, tuple(STORIES))
    places = [(moment.scenario.id, moment.scene.id) for moment in served]
    assert len(set(places)) == len(places)
    done = evolve(missed(10, places[0][0], Call(places[0][1])), is_review=True)
    after = today([*EVERYTHING, done], tuple(STORIES))
    assert places[0] not in [(moment.scenario.id, moment.scene.id) for moment in after]


def test_only_finished_scenarios() -> None:
    """Neither a miss nor a moment comes from a scenario without a finished run."""
    assert today(EVERYTHING, ()) == ()
    served = today(EVERYTHING, ("lift",))
    assert served
    assert {moment.scenario.id for moment in served} == {"lift"}
    assert {moment.card.scenario for moment in served} == {"lift"}
    assert today([missed(0, "ferry")], ("lift",)) == ()


def test_a_moment_serves_every_card_that_it_repeats() -> None:
    """Five sides missed in one scene are one moment, where another scene asks for all five."""
    other = scenario(evolve(STORIES["lift"].scenes["lead"]), id="lift")
    answers = [missed(0, "ferry")]
    cards = due_cards(answers, {"ferry", "lift"}, 10)
    assert len(cards) == len(Dimension)
    (moment,) = of(cards, {"lift": other}, answers, 10)
    assert (moment.scenario.id, moment.missed_in) == ("lift", None)


def test_it_begins_with_the_own_miss() -> None:
    """The day, the scenario and the scene come first; the words that were missed at the end."""
    (moment,) = today([missed(7, "ferry")], ("ferry", "lift"))[:1]
    assert moment.scenario.id == "lift"
    assert opening(moment, 10) == (
        "Three days ago, in The Ferry, at “title of lead”, you missed a need. "
        "Here is the same again, in another place."
    )
    assert closing(moment) == "Last time you missed “focus in lead”."


def test_a_missed_call_ends_with_its_kind_of_mistake() -> None:
    """What the call confused is named at the end, and no cue."""
    good = evolve(missed(9, "ferry", Call.MANAGE, Call.LEAD), sides=())
    (moment,) = today([good], ("ferry", "lift"), day=11)[:1]
    assert moment.cue is None
    assert opening(moment, 11).startswith(
        "Two days ago, in The Ferry, at “title of manage”, you missed the call."
    )
    assert closing(moment) == f"Last time: {MISSED_CALLS[CallMiss.LED_FOR_ORDER]}"


@pytest.mark.parametrize("topics", [list(CallMiss), list(product(Dimension, Pole))])
def test_the_opening_gives_nothing_away(topics: list[Topic]) -> None:
    """It is the same whatever was missed, since the scene asks for just that again."""
    (moment,) = today([missed(7, "ferry")], ("ferry", "lift"))[:1]
    cards = (evolve(moment.card, topic=topic) for topic in topics)
    assert len({opening(evolve(moment, card=card), 10) for card in cards}) == 1


def test_an_open_review_keeps_its_reason() -> None:
    """The miss that a scene is reviewed for is found again; none without a card for it."""
    cards = due_cards([missed(0, "ferry")], {"ferry"}, 10)
    lift = STORIES["lift"]
    moment = moment_of(cards, lift, lift.scenes["lead"], STORIES.get)
    assert moment is not None
    assert moment.card == cards[0]
    assert moment_of(cards, lift, lift.scenes["manage"], STORIES.get) is None
    ferry = STORIES["ferry"]
    assert moment_of(cards, ferry, ferry.scenes["lead"], STORIES.get) is None


@pytest.mark.parametrize(
    ("many", "words"),
    [(1, "one moment is due again, about 2"), (3, "three moments are due again, about 6")],
)
def test_what_is_due_is_counted(many: int, words: str) -> None:
    """The number agrees with its verb."""
    served = today(EVERYTHING, tuple(STORIES))
    assert due(served[:many]).startswith(words)

"""The judgement of an answer, for every call, choice and key."""

from __future__ import annotations

import pytest

from game.core.enums import Call, Myth
from game.core.judgement import (
    CallMiss,
    Done,
    Judgement,
    Match,
    done,
    judge,
    missed_call,
    possible_misses,
)
from game.core.scenario import Scene
from game.core.scoring import CALL_BY_CHANCE, best_choices, choice_points, guess_points
from game.text.judgement import done as words
from tests.core.examples import choice, need, scene
from tests.shipped import LIBRARY


MISSES = {
    # the key: what each call is, in the order of ``Call``
    Call.LEAD: (
        None,
        CallMiss.MANAGED_FOR_REASON,
        CallMiss.BOTH_FOR_LEADING,
        CallMiss.BOTH_FOR_LEADING,
    ),
    Call.MANAGE: (
        CallMiss.LED_FOR_ORDER,
        None,
        CallMiss.BOTH_FOR_MANAGING,
        CallMiss.BOTH_FOR_MANAGING,
    ),
    Call.LEAD_THEN_MANAGE: (
        CallMiss.FIRST_HALF,
        CallMiss.SECOND_HALF,
        None,
        CallMiss.ORDER_FIRST,
    ),
    Call.MANAGE_THEN_LEAD: (
        CallMiss.SECOND_HALF,
        CallMiss.FIRST_HALF,
        CallMiss.REASON_FIRST,
        None,
    ),
}
NEEDS = {
    Call.LEAD: "L1 L1 L1 L1 M1",
    Call.MANAGE: "M1 M1 M1 M1 L1",
    Call.LEAD_THEN_MANAGE: "L1 L2 M1 M1 -",
    Call.MANAGE_THEN_LEAD: "M1 M2 L1 L1 -",
}
STANCES = {
    # the stance: what it does of each key, in the order of ``Call``
    "L L L L L": (Done.WHOLE, Done.NONE, Done.FIRST_HALF, Done.SECOND_HALF),
    "M M M M M": (Done.NONE, Done.WHOLE, Done.SECOND_HALF, Done.FIRST_HALF),
    "L L M M -": (Done.PART, Done.PART, Done.WHOLE, Done.NONE),
    "M M L L -": (Done.PART, Done.PART, Done.NONE, Done.WHOLE),
    "L M M - -": (Done.PART, Done.PART, Done.PART, Done.PART),
    "L - - - -": (Done.PART, Done.NONE, Done.PART, Done.NONE),
    "M - - - -": (Done.NONE, Done.PART, Done.NONE, Done.PART),
    "- - - - M": (Done.NONE, Done.NONE, Done.NONE, Done.NONE),
    "- - - - -": (Done.NONE, Done.NONE, Done.NONE, Done.NONE),
}
SHIPPED = [
    moment
    for entry in LIBRARY
    if entry.scenario is not None
    for moment in entry.scenario.scenes.values()
]


def moment_of(key: Call, signs: str, myth: Myth | None = None) -> Scene:
    """A scene with the call *key*, a choice ``x`` with the stance *signs*, and one of each pole."""
    leans = {} if myth is None else {"leans_on": myth, "borne_by": "ana"}
    pure = choice("lead", "L L L L L"), choice("manage", "M M M M M")
    return scene("s", choice("x", signs, **leans), *pure, call=key, need=need(NEEDS[key]))


@pytest.mark.parametrize("key", Call)
@pytest.mark.parametrize("given", Call)
@pytest.mark.parametrize("signs", STANCES)
def test_every_call_choice_and_key(key: Call, given: Call, signs: str) -> None:
    """The call decides what was missed in it, and the stance alone how much was done."""
    order = list(Call)
    missed = MISSES[key][order.index(given)]
    amount = STANCES[signs][order.index(key)]
    moment = moment_of(key, signs)

    judged = judge(moment, given, moment.choices["x"])

    assert judged == Judgement(missed_call=missed, done=amount)
    assert (
        judged.match
        is {
            (True, True): Match.NAMED_AND_DONE,
            (True, False): Match.NAMED_NOT_DONE,
            (False, True): Match.DONE_NOT_NAMED,
            (False, False): Match.NEITHER,
        }[given is key, amount is Done.WHOLE]
    )


@pytest.mark.parametrize("key", Call)
def test_a_myth_never_does_the_whole(key: Call) -> None:
    """A choice on a myth does part at most, even when it serves every token."""
    signs = next(
        signs for signs, row in STANCES.items() if row[list(Call).index(key)] is Done.WHOLE
    )
    moment = moment_of(key, signs, Myth.SAME_THING)

    assert judge(moment, key, moment.choices["x"]).done is Done.PART


@pytest.mark.parametrize(
    ("key", "signs", "amount", "sentence"),
    [
        (Call.LEAD_THEN_MANAGE, "L L - - -", Done.FIRST_HALF, "led, without enough managing after"),
        (Call.LEAD_THEN_MANAGE, "L L M - -", Done.FIRST_HALF, "led, without enough managing after"),
        (Call.LEAD_THEN_MANAGE, "- - M M -", Done.SECOND_HALF, "managed, without enough leading"),
        (Call.LEAD_THEN_MANAGE, "L - M M -", Done.SECOND_HALF, "managed, without enough leading"),
        (Call.MANAGE_THEN_LEAD, "M M L - -", Done.FIRST_HALF, "managed, without enough leading"),
        (Call.MANAGE_THEN_LEAD, "M - L L -", Done.SECOND_HALF, "led, without enough managing"),
    ],
)
def test_a_half_that_is_begun_is_not_said_to_be_absent(
    key: Call, signs: str, amount: Done, sentence: str
) -> None:
    """The sentence on one half done is true of nothing and of some of the other half."""
    moment = moment_of(key, signs)

    assert done(moment, moment.choices["x"]) is amount
    assert f"This choice {sentence}" in words(amount, key)


def test_possible_misses() -> None:
    """The mistakes that a key allows are those of the other calls; all kinds occur."""
    for key in Call:
        assert set(possible_misses(key)) == {missed_call(key, given) for given in Call} - {None}
    assert {kind for key in Call for kind in possible_misses(key)} == set(CallMiss)


def test_as_much_as_any_choice_can() -> None:
    """Tokens that no choice serves are not held against the choice that serves the most."""
    most, less = choice("most", "L L L - -"), choice("less", "L L - - -")
    moment = scene("s", most, less, need=need(NEEDS[Call.LEAD]))

    assert [judge(moment, Call.LEAD, option).done for option in (most, less)] == [
        Done.WHOLE,
        Done.PART,
    ]


@pytest.mark.parametrize("moment", SHIPPED, ids=lambda moment: moment.id)
def test_only_what_is_better_than_a_guess_is_done(moment: Scene) -> None:
    """The best choices do the whole, and any choice that does is better than a blind pick."""
    wholes = {key for key, option in moment.choices.items() if done(moment, option) is Done.WHOLE}

    assert wholes >= set(best_choices(moment))
    blind = guess_points(moment) - CALL_BY_CHANCE
    assert all(choice_points(moment, moment.choices[key]) > blind for key in wholes)

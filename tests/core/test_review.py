"""The review deck: a missed side comes back as a different scene."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.deck import GAPS, Answered, choose, deck, due, last_days, repeated, sides
from game.core.enums import Call, Dimension, Pole
from game.core.judgement import CallMiss
from game.core.scenario import Scenario
from tests.core.examples import choice, need, scenario, scene, why


STORY = scenario(
    scene("hall", choice("good"), choice("poor", "M M M M M"), need=need("L1 L2 L1 - L1")),
    scene("yard", choice("good"), choice("poor", "M M M M M"), need=need("L2 L1 L1 - L1")),
    scene("gate", choice("good", "M M M M M"), choice("poor"), need=need("M1 M2 M1 - M1")),
)
SIDE = (Dimension.FOCUS, Pole.LEAD)


def answer(
    day: int,
    choice_id: str,
    *,
    sure: bool = False,
    scene_id: str = "hall",
    of: str = "example",
    call: Call = Call.LEAD,
) -> Answered:
    """A scene of the story, answered on *day*; *sure* and wrong."""
    there = STORY.scenes[scene_id]
    return Answered(
        day=day,
        scenario=of,
        scene=scene_id,
        sides=sides(there, there.choices[choice_id]),
        needed=there.call,
        given=call,
        was_wrongly_sure=sure,
    )


def repeats(of: Scenario) -> Mapping[str, Mapping[str, int]]:
    """What each scene of a scenario repeats."""
    return {name: repeated(scene) for name, scene in of.scenes.items()}


def card_for(answers: list[Answered]) -> object:
    """The card of the side that is followed here, if it is still in the deck."""
    return next((card for card in deck(answers) if card.topic == SIDE), None)


def test_what_was_served_is_not_in_the_deck() -> None:
    """Only what was missed comes back."""
    assert deck([answer(0, "good")]) == ()
    assert {card.topic for card in deck([answer(0, "poor")])} == {
        (row.dimension, row.needed) for row in why(STORY, "poor", Call.MANAGE).missed
    }


@pytest.mark.parametrize("choice_id", ["good", "poor"])
@pytest.mark.parametrize("scene_id", STORY.scenes)
def test_sides_are_those_of_the_explanation(scene_id: str, choice_id: str) -> None:
    """The deck and the explanation agree on what a scene needs and what was served."""
    there = STORY.scenes[scene_id]
    rows = why(scenario(there), choice_id, Call.MANAGE).rows
    assert sides(there, there.choices[choice_id]) == tuple(
        ((row.dimension, row.needed), not row.missed) for row in rows if row.needed is not None
    )


def test_two_seven_and_twenty_one_days() -> None:
    """Each time it is served when due it comes back later, and after the third not at all."""
    answers = [answer(0, "poor")]
    day = 0
    for level, gap in enumerate(GAPS):
        card = card_for(answers)
        assert card is not None
        assert (card.day, card.level) == (day + gap, level)  # type: ignore[attr-defined]
        day += gap
        answers.append(answer(day, "good"))
    assert card_for(answers) is None


def test_too_early_counts_for_nothing() -> None:
    """Serving it the next day does not move it on."""
    once = card_for([answer(0, "poor")])
    assert card_for([answer(0, "poor"), answer(1, "good")]) == once


def test_missed_again_it_begins_anew() -> None:
    """A miss at any level puts it back to two days."""
    card = card_for([answer(0, "poor"), answer(2, "good"), answer(9, "poor")])
    assert (card.day, card.level) == (11, 0)  # type: ignore[attr-defined]


def test_sure_and_wrong_comes_first() -> None:
    """What was missed in full confidence is asked before what was due longer."""
    sure = answer(5, "poor", sure=True)
    later = answer(0, "poor", scene_id="gate", of="other")
    cards = due(deck([later, sure]), today=30)
    assert cards[0].was_wrongly_sure
    assert [card.was_wrongly_sure for card in cards] == sorted(
        (card.was_wrongly_sure for card in cards), reverse=True
    )


def test_nothing_before_its_day() -> None:
    """A card is due from its day on."""
    cards = deck([answer(10, "poor")])
    assert due(cards, 11) == ()
    assert due(cards, 12) == cards


def test_a_different_scene() -> None:
    """Neither the scene where it was missed nor one without a need for it is chosen."""
    (card,) = [card for card in deck([answer(0, "poor")]) if card.topic == SIDE]
    result = choose(card, {"example": repeats(STORY)}, last_days([answer(0, "poor")]))
    assert result == ("example", "yard")


def test_a_scene_repeats_its_sides_and_the_mistakes_it_allows() -> None:
    """A side counts by its tokens, a mistake in the call once."""
    assert repeated(STORY.scenes["yard"]) == {
        "focus/lead": 2,
        "queries/lead": 1,
        "approach/lead": 1,
        "vision/lead": 1,
        "managed-for-reason": 1,
        "both-for-leading": 1,
    }


def test_nowhere_to_come_back() -> None:
    """Without another scene for it there is nothing to choose."""
    (card,) = [card for card in deck([answer(0, "poor")]) if card.topic == SIDE]
    assert choose(card, {"example": repeats(scenario(STORY.scenes["hall"]))}, {}) is None


def test_a_missed_call_comes_back() -> None:
    """A wrong call is a topic of its own, until the same mistake was avoided when due."""
    wrong = answer(0, "good", call=Call.MANAGE)
    (card,) = deck([wrong])
    assert (card.topic, card.day) == (CallMiss.MANAGED_FOR_REASON, GAPS[0])
    assert deck([wrong, answer(2, "good"), answer(9, "good"), answer(30, "good")]) == ()


def test_another_mistake_leaves_the_first() -> None:
    """A call that is wrong in another way neither repeats nor mends the first mistake."""
    first = answer(0, "good", call=Call.MANAGE)
    other = answer(5, "good", call=Call.LEAD_THEN_MANAGE)
    assert deck([first]) == tuple(
        card for card in deck([first, other]) if card.topic is CallMiss.MANAGED_FOR_REASON
    )


def test_a_missed_call_needs_a_scene_that_allows_it() -> None:
    """A review of a call is another scene in which the same mistake can be made."""
    (card,) = deck([answer(0, "good", call=Call.MANAGE)])
    other = scenario(
        scene("pair", choice("x"), call=Call.MANAGE_THEN_LEAD, need=need("M1 - - - L1"))
    )
    assert choose(card, {"other": repeats(other)}, {}) is None
    found = choose(card, {"example": repeats(STORY), "other": repeats(other)}, {})
    assert found == ("example", "gate")


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(["good", "poor"])), min_size=1, max_size=12
    )
)
def test_the_last_miss_is_never_lost(days: list[tuple[int, str]]) -> None:
    """After any history a side that was missed last is in the deck, due within two days."""
    answers = [answer(day, choice_id) for day, choice_id in sorted(days)]
    if sorted(days)[-1][1] == "poor":
        card = card_for(answers)
        assert card is not None
        assert card.day == answers[-1].day + GAPS[0]  # type: ignore[attr-defined]

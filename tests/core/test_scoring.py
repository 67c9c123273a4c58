"""The laws of the scoring rule, whatever the scenario."""

from __future__ import annotations

from random import Random

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from game.core.enums import Call, Myth, Skill
from game.core.scenario import Choice, Need, Scene, Stance
from game.core.scoring import (
    Gauges,
    Score,
    best_choices,
    call_points,
    choice_points,
    craft_points,
    guess_points,
    mean,
    score,
    served_tokens,
)
from tests.core.examples import choice, scene
from tests.core.strategies import calls, needs, scenes, stances


@st.composite
def served_more(draw: st.DrawFn) -> tuple[Scene, Choice, Choice]:
    """A scene, a choice, and the same choice serving one dimension more."""
    drawn = draw(scenes())
    less = draw(st.sampled_from(list(drawn.choices.values())))
    dimension, tokens = draw(st.sampled_from(list(drawn.need.tokens.items())))
    assume(less.stance.poles.get(dimension) is not tokens.pole)
    more = evolve(less, stance=Stance({**less.stance.poles, dimension: tokens.pole}))
    return drawn, less, more


class TestCall:
    """Naming what the moment needs."""

    @pytest.mark.parametrize(
        ("given_call", "points"),
        [
            (Call.LEAD_THEN_MANAGE, 20),
            (Call.LEAD, 10),
            (Call.MANAGE, 0),
            (Call.MANAGE_THEN_LEAD, 0),
        ],
    )
    def test_points(self, given_call: Call, points: int) -> None:
        """The whole call brings 20, the right first move 10, and the wrong one nothing."""
        assert call_points(given_call, right=Call.LEAD_THEN_MANAGE) == points

    @given(calls())
    def test_guessing(self, right: Call) -> None:
        """Guessing among the four brings 7.5 on average, whichever is right."""
        assert sum(call_points(guess, right) for guess in Call) / 4 == 7.5


class TestCraft:
    """How well a choice is made, whatever it serves."""

    example = scene("s", choice("x"), wanted=(Skill.COURAGE, Skill.DELEGATION))

    @pytest.mark.parametrize(
        ("shows", "points"),
        [
            ((), 10),
            ((Skill.BUDGETING,), 10),
            ((Skill.BUDGETING, Skill.COURAGE), 20),
            ((Skill.DELEGATION, Skill.COURAGE), 30),
        ],
    )
    def test_wanted_skills(self, shows: tuple[Skill, ...], points: int) -> None:
        """Ten to begin with and ten for each wanted skill; others count for nothing."""
        assert craft_points(self.example, choice("x", shows=shows)) == points

    def test_myth(self) -> None:
        """On a myth nothing counts, whatever skills are shown."""
        lure = choice("x", shows=self.example.wanted, leans_on=Myth.SAME_THING)

        assert craft_points(self.example, lure) == 0


class TestPoints:
    """The points of a scene and of a scenario."""

    @given(scenes(), calls())
    def test_range(self, drawn: Scene, call: Call) -> None:
        """Every scene brings 0 to 100 points, in tens, as the sum of its three parts."""
        for option in drawn.choices.values():
            points = score(drawn, call, option)

            assert points.call in (0, 10, 20)
            assert points.fit in range(0, 51, 10)
            assert points.craft in range(0, 31, 10)
            assert points.total == points.call + choice_points(drawn, option)

    @given(served_more(), calls())
    def test_serving_more_never_lowers(
        self, drawn: tuple[Scene, Choice, Choice], call: Call
    ) -> None:
        """Serving one more dimension adds its tokens to the points and lowers no gauge."""
        where, less, more = drawn
        gained = served_tokens(where.need, more.stance) - served_tokens(where.need, less.stance)
        before, after = (Gauges().after(where.need, option.stance) for option in (less, more))

        assert gained in (1, 2)
        assert score(where, call, more).total == score(where, call, less).total + 10 * gained
        assert after.direction >= before.direction
        assert after.structure >= before.structure

    @given(needs())
    def test_silence_serves_nothing(self, asked: Need) -> None:
        """A choice that is silent everywhere serves no token."""
        assert served_tokens(asked, Stance({})) == 0

    @given(needs(), stances())
    def test_each_token_is_served_once(self, asked: Need, taken: Stance) -> None:
        """A stance and its opposite serve, between them, the tokens it is not silent on."""
        opposite = Stance({d: pole.other for d, pole in taken.poles.items()})
        spoken = sum(t.count for d, t in asked.tokens.items() if d in taken.poles)

        assert served_tokens(asked, taken) + served_tokens(asked, opposite) == spoken

    @given(scenes(), st.randoms(use_true_random=False))
    def test_order_of_choices(self, drawn: Scene, chance: Random) -> None:
        """The order in which a file lists its choices changes no points."""
        keys = list(drawn.choices)
        chance.shuffle(keys)
        moved = evolve(drawn, choices={key: drawn.choices[key] for key in keys})

        assert set(best_choices(moved)) == set(best_choices(drawn))
        assert guess_points(moved) == guess_points(drawn)

    @given(scenes())
    def test_best(self, drawn: Scene) -> None:
        """The best choices have the most points, and all that have them are best."""
        parts = {key: choice_points(drawn, option) for key, option in drawn.choices.items()}

        assert {parts[key] for key in best_choices(drawn)} == {max(parts.values())}
        assert all(parts[key] < max(parts.values()) for key in parts.keys() - best_choices(drawn))

    def test_scenario(self) -> None:
        """A scenario brings the mean of its scenes, and nothing while none is answered."""
        scores = [Score(call=20, fit=50, craft=30), Score(call=0, fit=20, craft=10)]

        assert mean(scores) == 65
        assert mean([]) == 0

"""The saved game: a list of actions, replayed, undone, and carried over an edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call
from game.core.failure import Failure
from game.core.playthrough import Phase, alternative_turn, can_turn_back, replay, start, turn_back
from game.core.scenario import Scenario
from game.core.scoring import score
from tests.core.examples import Take, answers, choice, played, scenario, scene
from tests.core.strategies import playthroughs, stateless


TWO_SCENES = scenario(
    scene("hall", choice("wait", go="yard"), choice("run", "M M M M M", go="yard")),
    scene("yard", choice("stay"), choice("leave")),
)
WHOLE: tuple[Action, ...] = (
    GoOn(),
    *answers("hall", "wait"),
    GoOn(),
    *answers("yard", "stay"),
    GoOn(),
)


class TestReplay:
    """The actions are the whole save."""

    @stateless
    @given(playthroughs(), st.integers())
    def test_equals_the_play(
        self, take: Take, drawn: tuple[Scenario, tuple[Action, ...]], seed: int
    ) -> None:
        """Replaying a playthrough's actions gives that playthrough, in every part."""
        where, actions = drawn
        play = played(take(start(where, seed), *actions))
        again = replay(where, seed, play.actions)

        assert play.actions == actions
        assert again.play == play
        assert again.refusal is None

    def test_of_nothing(self) -> None:
        """Without actions it is the start."""
        assert replay(TWO_SCENES, 1, ()).play == start(TWO_SCENES, 1)

    @pytest.mark.parametrize(
        ("edited", "held", "code"),
        [
            (scenario(*TWO_SCENES.scenes.values(), title="Another Title"), 9, None),
            (
                scenario(
                    scene("hall", choice("wait", "M M M M M", go="yard")),
                    TWO_SCENES.scenes["yard"],
                ),
                9,
                None,
            ),
            (
                scenario(
                    TWO_SCENES.scenes["hall"],
                    scene("yard", choice("stand"), choice("leave")),
                ),
                6,
                "no-such-choice",
            ),
            (
                scenario(
                    scene("hall", choice("wait", go="street"), choice("run", go="yard")),
                    scene("street", choice("stay")),
                    TWO_SCENES.scenes["yard"],
                ),
                5,
                "not-now",
            ),
            (scenario(scene("hall", choice("wait"))), 5, "not-now"),
            (scenario(scene("porch", choice("wait"))), 1, "not-now"),
        ],
        ids=[
            "another title",
            "another stance",
            "a choice renamed",
            "another scene follows",
            "the second scene gone",
            "the first scene renamed",
        ],
    )
    def test_after_an_edit(self, edited: Scenario, held: int, code: str | None) -> None:
        """Replay applies what the edited scenario permits, and gives the reason why it stopped."""
        again = replay(edited, 1, WHOLE)

        assert again.play.actions == WHOLE[:held]
        assert (again.refusal.code if again.refusal else None) == code

    def test_after_an_edit_scores_anew(self) -> None:
        """Points are those of the scenario as it is now, never of the one played then."""
        edited = scenario(
            scene("hall", choice("wait", "M M M M M", go="yard")), TWO_SCENES.scenes["yard"]
        )

        assert replay(TWO_SCENES, 1, WHOLE).play.turns[0].score.fit == 50
        assert replay(edited, 1, WHOLE).play.turns[0].score.fit == 0


class TestTurningBack:
    """Turning back a page, and taking back a call."""

    @stateless
    @given(playthroughs(), st.integers())
    def test_gives_an_earlier_playthrough(
        self, take: Take, drawn: tuple[Scenario, tuple[Action, ...]], seed: int
    ) -> None:
        """Turning back gives exactly an earlier playthrough with the same choices, or refuses."""
        where, actions = drawn
        play = played(take(start(where, seed), *actions))
        while can_turn_back(play):
            before, play = play, played(turn_back(play))

            assert play.turns == before.turns
            assert play == played(take(start(where, seed), *before.actions[: len(play.actions)]))

    @pytest.mark.parametrize("done", range(len(WHOLE) + 1))
    def test_only_a_choice_stands(self, take: Take, done: int) -> None:
        """A page and a call can be turned back; a choice and the start cannot."""
        play = played(take(start(TWO_SCENES, 1), *WHOLE[:done]))
        after = turn_back(play)

        stands = not done or isinstance(WHOLE[done - 1], Choose)
        assert can_turn_back(play) is not stands
        assert isinstance(after, Failure) is stands
        if isinstance(after, Failure):
            assert after.code == "stands"

    def test_the_last_call_counts(self, take: Take) -> None:
        """A call that was taken back is not scored, and its confidence goes with it."""
        called = take(
            start(TWO_SCENES, 1),
            GoOn(),
            GiveCall("hall", Call.MANAGE),
            Confide("hall", Confidence.SURE),
            Confide("hall", Confidence.GUESS),
        )
        back = played(turn_back(played(called)))
        assert (back.phase, back.call, back.confidence) == (Phase.CALL, None, None)

        answered = played(take(back, *answers("hall", "wait")))
        straight = played(take(start(TWO_SCENES, 1), GoOn(), *answers("hall", "wait")))
        assert answered == straight


class TestInstead:
    """What another choice would have been."""

    @stateless
    @given(playthroughs(), st.integers())
    def test_keeps_the_call_and_what_came_before(
        self, take: Take, drawn: tuple[Scenario, tuple[Action, ...]], seed: int
    ) -> None:
        """Each turn's other roads start where it did, with the same call."""
        where, actions = drawn
        play = played(take(start(where, seed), *actions))
        for turn in play.turns:
            current = where.scenes[turn.scene]
            for key, option in current.choices.items():
                other = alternative_turn(play, turn, key)

                assert (other.scene, other.call, other.choice) == (turn.scene, turn.call, key)
                assert (other.before, other.trust_before) == (turn.before, turn.trust_before)
                assert other.score == score(current, turn.call, option)
            assert alternative_turn(play, turn, turn.choice) == turn

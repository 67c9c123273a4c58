"""A playthrough: what can be done when, and where it leads."""

from __future__ import annotations

import pytest
from attrs import asdict, evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call, State
from game.core.failure import Failure
from game.core.playthrough import Phase, shuffled_choices, start, step
from game.core.scenario import END, Route, Scene, When
from game.core.scoring import Gauges, Score
from tests.core.examples import Take, answers, choice, played, scenario, scene, ways
from tests.core.strategies import scenes


TWO_SCENES = scenario(
    scene("hall", choice("wait", go="yard"), choice("run", "M M M M M", go="yard")),
    scene("yard", choice("stay"), choice("leave", "- - - - -")),
)

TO_PHASE: dict[Phase, tuple[Action, ...]] = {
    Phase.BRIEFING: (),
    Phase.CALL: (GoOn(),),
    Phase.CHOICE: (GoOn(), GiveCall("hall", Call.LEAD)),
    Phase.OUTCOME: (GoOn(), GiveCall("hall", Call.LEAD), Choose("hall", "wait")),
    Phase.WHY: (GoOn(), *answers("hall", "wait")),
    Phase.ENDING: (GoOn(), *answers("hall", "wait"), GoOn(), *answers("yard", "stay"), GoOn()),
}

ATTEMPTS: dict[str, Action] = {
    "go on": GoOn(),
    "call": GiveCall("hall", Call.MANAGE),
    "choose": Choose("hall", "run"),
    "choose nothing offered": Choose("hall", "fly"),
    "call another scene": GiveCall("yard", Call.MANAGE),
    "choose in another scene": Choose("yard", "stay"),
}

NOT_NOW = "not-now"
RULES: dict[Phase, tuple[Phase | str, ...]] = {
    # in the order of ATTEMPTS: the phase it leads to, or the code of its refusal
    Phase.BRIEFING: (Phase.CALL, NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),
    Phase.CALL: ("answer-first", Phase.CHOICE, NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),
    Phase.CHOICE: ("answer-first", NOT_NOW, Phase.OUTCOME, "no-such-choice", NOT_NOW, NOT_NOW),
    Phase.OUTCOME: (Phase.WHY, NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),
    Phase.WHY: (Phase.CALL, NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),
    Phase.ENDING: ("over", NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),
}


class TestStep:
    """What every action does in every phase."""

    @pytest.mark.parametrize(
        ("phase", "attempt", "expected"),
        [
            (phase, attempt, expected)
            for phase, row in RULES.items()
            for attempt, expected in zip(ATTEMPTS, row, strict=True)
        ],
    )
    def test_every_action_in_every_phase(
        self, take: Take, phase: Phase, attempt: str, expected: Phase | str
    ) -> None:
        """An action leads to the next phase, or to a refusal that has a code and a sentence."""
        before = played(take(start(TWO_SCENES, seed=1), *TO_PHASE[phase]))
        after = take(before, ATTEMPTS[attempt])

        assert before.phase is phase
        if isinstance(after, Failure):
            assert after.code == expected
            assert after.message.endswith(".")
        else:
            assert after.phase is expected
            assert after.actions == (*before.actions, ATTEMPTS[attempt])

    @pytest.mark.parametrize(("phase", "awaited"), [(Phase.CALL, "call"), (Phase.CHOICE, "choice")])
    def test_answer_first(self, take: Take, phase: Phase, awaited: str) -> None:
        """Reading on too early is rejected with what the scene waits for."""
        refusal = take(start(TWO_SCENES, seed=1), *TO_PHASE[phase], GoOn())

        assert refusal == Failure(
            code="answer-first", message=f"This scene waits for your {awaited}."
        )

    def test_start(self) -> None:
        """It starts at the briefing, before the first scene, with nothing done."""
        play = start(TWO_SCENES, seed=1)

        assert (play.phase, play.scene) == (Phase.BRIEFING, "hall")
        assert (play.actions, play.turns, play.points, play.state) == ((), (), 0, None)
        assert play.trust == {"ana": 3, "ben": 3}

    def test_turn(self, take: Take) -> None:
        """An answered scene is remembered with its score, gauges and trust, before and after."""
        play = played(take(start(TWO_SCENES, seed=1), GoOn(), *answers("hall", "run")))
        (turn,) = play.turns

        assert (turn.scene, turn.call, turn.choice) == ("hall", Call.LEAD, "run")
        assert turn.score == Score(call=20, fit=0, craft=10)
        assert (turn.before, turn.gauges) == (Gauges(), Gauges(lead_needed=5))
        assert turn.trust_before == {"ana": 3, "ben": 3}
        assert turn.trust == {"ana": 2, "ben": 4}

    def test_next_scene(self, take: Take) -> None:
        """The next scene opens without a call, and what was done carries over."""
        play = played(take(start(TWO_SCENES, seed=1), GoOn(), *answers("hall", "run"), GoOn()))

        assert (play.phase, play.scene, play.call) == (Phase.CALL, "yard", None)
        assert play.chosen == {"hall.run"}
        assert play.trust == {"ana": 2, "ben": 4}

    def test_ending(self, take: Take) -> None:
        """At the ending no scene is on the table, and the points are the mean."""
        play = played(take(start(TWO_SCENES, seed=1), *TO_PHASE[Phase.ENDING]))

        assert (play.current, play.call) == (None, None)
        assert play.points == (play.turns[0].score.total + play.turns[1].score.total) / 2

    def test_state_is_named_from_the_second_scene_on(self, take: Take) -> None:
        """One scene names no state, unless the story ends with it."""
        first = played(take(start(TWO_SCENES, seed=1), GoOn(), *answers("hall", "run")))
        second = played(take(first, GoOn(), *answers("yard", "leave")))
        alone = scenario(scene("only", choice("x", "M M M M M")))
        ended = played(take(start(alone, seed=1), GoOn(), *answers("only", "x"), GoOn()))

        assert first.state is None
        assert second.state is State.STAGNATION
        assert ended.state is State.STEADY

    def test_what_a_run_began_with_stays(self) -> None:
        """Every step keeps each field but those that say where the run is."""
        moving = {"actions", "phase", "scene", "call", "confidence", "turns"}
        begun = evolve(
            start(TWO_SCENES, seed=7),
            review_scene="yard",
            start_scene="hall",
            remembered={"yard": "A letter came."},
        )
        kept = asdict(begun, recurse=False, filter=lambda field, _: field.name not in moving)
        assert all(kept.get(field.name, begun) != field.default for field in fields(type(begun)))
        confide = Confide("hall", Confidence.SURE)
        call, choose = answers("hall", "wait")[:2]
        play = begun
        for action in (GoOn(), call, confide, choose, GoOn(), GoOn()):
            play = played(step(play, action))

            assert {name: getattr(play, name) for name in kept} == kept
        assert play.phase is Phase.ENDING

    def test_a_refusal_changes_nothing(self, take: Take) -> None:
        """A playthrough is a value: what is refused, or taken, leaves it as it was."""
        before = played(take(start(TWO_SCENES, seed=1), GoOn()))
        same = evolve(before)
        step(before, Choose("hall", "wait"))
        step(before, GiveCall("hall", Call.LEAD))

        assert before == same


class TestForks:
    """Where a choice leads."""

    forks = scenario(
        scene("a", choice("calm", go="b"), choice("stern", "M M M M M", go="b")),
        scene(
            "b",
            choice(
                "go",
                "M M M M M",
                go=ways(
                    Route(go="warm", when=When(trust={"ana": 4})),
                    Route(go="stuck", when=When(chose=("a.stern",), state=(State.STAGNATION,))),
                    Route(go="never", when=When(chose=("a.stern",), state=(State.SYNERGY,))),
                    "cold",
                ),
            ),
            choice("stay", go=ways(Route(go="warm", when=When(trust={"ana": 5})), "cold")),
        ),
        *(scene(last, choice("x")) for last in ("warm", "stuck", "never", "cold")),
    )

    @pytest.mark.parametrize(
        ("first", "second", "reached"),
        [
            ("calm", "stay", "warm"),
            ("stern", "stay", "cold"),
            ("stern", "go", "stuck"),
            ("calm", "go", "cold"),
        ],
    )
    def test_first_route_that_holds(
        self, take: Take, first: str, second: str, reached: str
    ) -> None:
        """Choices, states and trust decide; the first route that holds is taken, else the last."""
        actions = (GoOn(), *answers("a", first), GoOn(), *answers("b", second), GoOn())

        assert played(take(start(self.forks, seed=1), *actions)).scene == reached

    def test_state_of_one_scene_decides_nothing(self, take: Take) -> None:
        """Before the state is named, no route with a state as its condition holds."""
        any_state = Route(go="b", when=When(state=tuple(State)))
        question = scenario(
            scene("a", choice("x", go=ways(any_state, END))), scene("b", choice("x"))
        )
        play = played(take(start(question, seed=1), GoOn(), *answers("a", "x"), GoOn()))

        assert play.phase is Phase.ENDING

    def test_loop(self, take: Take) -> None:
        """A scene can be visited again; each visit is a separate turn."""
        again = Route(go="end", when=When(trust={"ana": 5}))
        loop = scenario(scene("a", choice("x", go=ways(again, "a"))))
        once = (*answers("a", "x"), GoOn())
        play = played(take(start(loop, seed=1), GoOn(), *once, *once))

        assert [turn.trust["ana"] for turn in play.turns] == [4, 5]
        assert play.phase is Phase.ENDING


class TestOffered:
    """The order in which choices are shown."""

    many = scene("s", *(choice(letter) for letter in "abcd"))

    def order(self, seed: int, where: Scene) -> list[str]:
        """The ids in the order shown."""
        return [option.id for option in shuffled_choices(start(scenario(where), seed), where)]

    @given(scenes(), st.integers())
    def test_all_are_offered(self, drawn: Scene, seed: int) -> None:
        """Every choice is shown once."""
        assert sorted(self.order(seed, drawn)) == sorted(drawn.choices)

    def test_seed_decides(self) -> None:
        """The same seed shows the same order on every machine; another may differ."""
        assert self.order(1, self.many) == ["d", "b", "a", "c"]
        assert len({tuple(self.order(seed, self.many)) for seed in range(500)}) == 24

    def test_scenes_differ(self) -> None:
        """One seed does not show the same place first in every scene."""
        orders = {
            tuple(self.order(1, evolve(self.many, id=f"scene-{number}"))) for number in range(500)
        }

        assert len(orders) == 24

    @given(scenes(), st.integers())
    def test_place_in_the_file(self, drawn: Scene, seed: int) -> None:
        """Moving a choice within the file changes nothing."""
        moved = evolve(drawn, choices=dict(reversed(list(drawn.choices.items()))))

        assert self.order(seed, moved) == self.order(seed, drawn)

    def test_a_new_choice_keeps_the_others_in_order(self) -> None:
        """Adding a choice leaves the order of the others as it was."""
        more = evolve(self.many, choices={**self.many.choices, "new": choice("new")})
        shown = [key for key in self.order(1, more) if key != "new"]

        assert shown == self.order(1, self.many)

    def test_a_step_keeps_the_order(self, take: Take) -> None:
        """The order stays as it is while the scene is played."""
        current = scenario(self.many)
        called = played(take(start(current, seed=7), GoOn(), GiveCall("s", Call.LEAD)))

        assert [option.id for option in shuffled_choices(called, self.many)] == self.order(
            7, self.many
        )

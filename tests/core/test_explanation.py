"""Why an answer turned out as it did."""

from __future__ import annotations

from itertools import product

import pytest
from attrs import evolve
from hypothesis import given

from game.core.actions import Action, GoOn
from game.core.enums import Call, Context, Dimension, Myth, Pole, Skill
from game.core.explanation import Readers, explain, what_if
from game.core.judgement import judge
from game.core.playthrough import start, step
from game.core.scenario import Scenario
from game.core.scoring import guess_points
from tests.core.examples import (
    FEATURE_FACTORY,
    MONTH_END,
    SMOKE,
    Take,
    answers,
    choice,
    played,
    scenario,
    scene,
    why,
)
from tests.core.strategies import playthroughs, stateless


class TestRows:
    """The moment asked / you did / tokens."""

    def test_worked_example(self) -> None:
        """Every dimension has a row: what was asked and done, the tokens, and the cue."""
        lead, manage = Pole.LEAD, Pole.MANAGE
        cue = FEATURE_FACTORY.first.cues

        assert [
            (row.dimension, row.needed, row.did, row.tokens, row.served, row.cue)
            for row in why(FEATURE_FACTORY, "c").rows
        ] == [
            (Dimension.FOCUS, lead, manage, 1, 0, cue[Dimension.FOCUS]),
            (Dimension.QUERIES, lead, lead, 2, 2, cue[Dimension.QUERIES]),
            (Dimension.APPROACH, lead, manage, 1, 0, cue[Dimension.APPROACH]),
            (Dimension.GOAL, None, manage, 0, 0, None),
            (Dimension.VISION, lead, manage, 1, 0, cue[Dimension.VISION]),
        ]

    def test_silence(self) -> None:
        """Where a choice is silent, nothing was done and the tokens are missed."""
        focus = why(FEATURE_FACTORY, "d").rows[0]

        assert (focus.did, focus.served, focus.missed) == (None, 0, 1)

    def test_served_and_missed(self) -> None:
        """Rows with tokens are served or missed; rows without are neither."""
        reasons = why(SMOKE, "b")

        assert [row.dimension for row in reasons.served] == [Dimension.FOCUS]
        assert [row.dimension for row in reasons.missed] == [
            Dimension.QUERIES,
            Dimension.APPROACH,
            Dimension.GOAL,
        ]

    def test_main_cue(self) -> None:
        """The main cue is that of the row with the most tokens, whatever was done about it."""
        cues = FEATURE_FACTORY.first.cues

        assert {why(FEATURE_FACTORY, choice).main_cue for choice in "abcd"} == {
            cues[Dimension.QUERIES]
        }

    def test_no_main_cue(self) -> None:
        """Without a cue on the heaviest row there is no main cue, and no other row stands in."""
        reasons = why(FEATURE_FACTORY, "a")
        rows = tuple(evolve(row, cue=None) if row.tokens == 2 else row for row in reasons.rows)

        assert evolve(reasons, rows=rows).main_cue is None

    @pytest.mark.parametrize(
        ("where", "choice_id", "dimension"),
        [
            (FEATURE_FACTORY, "b", Dimension.QUERIES),
            (FEATURE_FACTORY, "c", Dimension.FOCUS),
            (SMOKE, "c", Dimension.FOCUS),
            (MONTH_END, "c", Dimension.APPROACH),
        ],
    )
    def test_look_for(self, where: Scenario, choice_id: str, dimension: Dimension) -> None:
        """Next time, look for the heaviest need that was missed; the first of equals."""
        row = why(where, choice_id).look_for

        assert row is not None
        assert row.dimension is dimension

    def test_nothing_to_look_for(self) -> None:
        """Whoever served everything need look for nothing."""
        assert why(FEATURE_FACTORY, "a").look_for is None


class TestPoints:
    """The points as a sum that anyone can redo."""

    @stateless
    @given(playthroughs())
    def test_sum(self, take: Take, drawn: tuple[Scenario, tuple[Action, ...]]) -> None:
        """Ten points for each token served in the rows are the fit; the parts are the total."""
        where, actions = drawn
        play = played(take(start(where, 1), *actions))
        for turn in play.turns:
            reasons = explain(play, turn)

            assert reasons.score == turn.score
            assert reasons.score.fit == 10 * reasons.tokens_served
            assert sum(row.tokens for row in reasons.rows) == 5
            assert reasons.score.total == (
                reasons.score.call + reasons.score.fit + reasons.score.craft
            )

    @pytest.mark.parametrize(
        ("choice_id", "shown"),
        [
            ("a", (Skill.TEAM_COORDINATION, Skill.EMOTIONAL_INTELLIGENCE)),
            ("b", (Skill.EMOTIONAL_INTELLIGENCE,)),
            ("d", ()),
        ],
    )
    def test_skills(self, choice_id: str, shown: tuple[Skill, ...]) -> None:
        """The wanted skills are named, and those that the choice showed."""
        reasons = why(SMOKE, choice_id)

        assert reasons.wanted == SMOKE.first.wanted
        assert reasons.shown == shown

    def test_skills_not_wanted(self) -> None:
        """A skill that the moment does not want is not counted as shown."""
        where = scenario(scene("s", choice("x", shows=(Skill.BUDGETING,))))

        assert why(where, "x").shown == ()

    def test_chance(self) -> None:
        """The chance mark stands beside the points."""
        assert why(SMOKE, "a").chance == guess_points(SMOKE.first) == 52.5


class TestReading:
    """What the moment was, and how the answer went with it."""

    def test_key(self) -> None:
        """Context, call, reason for the call and the given call are all included."""
        reasons = why(SMOKE, "c", Call.MANAGE)

        assert (reasons.context, reasons.emergency) == (Context.CRISIS, True)
        assert (reasons.call, reasons.call_given) == (Call.MANAGE_THEN_LEAD, Call.MANAGE)
        assert reasons.call_because == "because of smoke"

    def test_words_of_the_choice(self) -> None:
        """The author's words for the choice are included unchanged."""
        reasons = why(SMOKE, "c")

        assert reasons.choice_text == "text of c"
        assert reasons.outcome == "outcome of c"
        assert reasons.text == "explanation of c"

    def test_right_if(self) -> None:
        """Every choice but the best has a sentence on when it would be right."""
        best, other = why(SMOKE, "a"), why(SMOKE, "c")

        assert (best.right_if, other.right_if) == (None, "right if c")

    def test_two_best(self) -> None:
        """Of two equals both are best."""
        where = scenario(scene("s", choice("x"), choice("y"), choice("z", "- - - - -")))

        assert [why(where, key).right_if for key in "xyz"] == [None, None, "right if z"]

    def test_myth(self) -> None:
        """A myth is named, with the name of whoever bears its cost."""
        reasons = why(FEATURE_FACTORY, "d")

        assert (reasons.myth, reasons.borne_by) == (Myth.LEADING_IS_TELLING, "Kaarel")
        assert (why(SMOKE, "a").myth, why(SMOKE, "a").borne_by) == (None, None)

    def test_judgement(self) -> None:
        """It judges the call that was given and the choice that was taken."""
        moment = SMOKE.scenes["smoke"]

        for call, key in product(Call, moment.choices):
            assert why(SMOKE, key, call).judgement == judge(moment, call, moment.choices[key])

    def test_ideas(self) -> None:
        """The author's ideas come first; the context, the skills and the myth add theirs."""
        lure = choice(
            "x", ideas=("role-hold-both", "ctx-routine"), leans_on=Myth.SAME_THING, borne_by="ana"
        )

        assert why(scenario(scene("s", lure)), "x").ideas == (
            "role-hold-both",
            "ctx-routine",
            "skill-courage",
            "skill-delegation",
            "myth-same-thing",
        )


class TestReaders:
    """How readers answered who saw only the text and the choices."""

    read = scenario(
        scene(
            "s",
            choice("x", "L L L L L", readers=3),
            choice("y", "M M M M M", readers=1),
            choice("z", "- - - - L"),
            readers={Call.LEAD: 4, Call.MANAGE: 1},
            dissent="The list is the kinder thing.",
        )
    )

    def test_none(self) -> None:
        """Without readers there is no split, whatever stands at a choice."""
        unread = scenario(scene("s", choice("x", readers=2), choice("y", "M M M M M")))

        assert why(unread, "x").readers is None

    def test_best(self) -> None:
        """At the best choice: who was asked, who made the key's call, who took the best."""
        assert why(self.read, "x", Call.MANAGE).readers == Readers(
            asked=5, call=4, best=3, chosen=None, dissent="The list is the kinder thing."
        )

    @pytest.mark.parametrize(("key", "chosen"), [("y", 1), ("z", 0)])
    def test_lesser(self, key: str, chosen: int) -> None:
        """For a lesser choice it includes how many readers took that one."""
        split = why(self.read, key).readers

        assert split is not None
        assert (split.asked, split.call, split.best, split.chosen) == (5, 4, 3, chosen)

    def test_two_best(self) -> None:
        """Of two equals both are best, and their readers count together."""
        equals = scenario(
            scene(
                "s",
                choice("x", readers=3),
                choice("y", readers=2),
                choice("z", "- - - - -"),
                readers={Call.MANAGE: 5},
            )
        )
        split = why(equals, "y").readers

        assert split is not None
        assert (split.call, split.best, split.chosen) == (0, 5, None)


class TestTrustMoves:
    """How everyone took it."""

    def test_moves(self) -> None:
        """Everyone present is listed: before, after, and what they listen for."""
        moves = {move.name: move for move in why(MONTH_END, "a").trust}
        doina = moves["Doina"]

        assert [(m.name, m.before, m.move, m.after) for m in moves.values()] == [
            ("Doina", 3, -2, 1),
            ("Ioana", 3, -1, 2),
            ("Radu", 3, +1, 4),
        ]
        assert doina.listens == MONTH_END.cast["doina"].listens_for
        assert [move.bears_myth for move in moves.values()] == [True, False, False]

    def test_limits(self, take: Take) -> None:
        """A move is reported in full, even if trust is at its limit."""
        long = scenario(
            *(scene(f"s{n}", choice("x", go=f"s{n + 1}" if n < 3 else "end")) for n in range(4))
        )
        actions = [a for n in range(4) for a in (*answers(f"s{n}", "x"), GoOn())]
        play = played(take(start(long, 1), GoOn(), *actions))
        ana = explain(play, play.turns[-1]).trust[0]

        assert (ana.before, ana.move, ana.after) == (5, 1, 5)


class TestWhatIf:
    """Walking a road not taken."""

    @stateless
    @given(playthroughs())
    def test_counts_for_nothing(
        self, take: Take, drawn: tuple[Scenario, tuple[Action, ...]]
    ) -> None:
        """Every other choice is explained with the same call, and the game stays as it was."""
        where, actions = drawn
        play = played(take(start(where, 1), *actions))
        before = evolve(play)
        for turn in play.turns:
            for key in where.scenes[turn.scene].choices:
                other = what_if(play, turn, key)

                assert (other.choice, other.call_given) == (key, turn.call)
                assert other.before == turn.before
                assert other.judgement.missed_call is explain(play, turn).judgement.missed_call
            assert what_if(play, turn, turn.choice) == explain(play, turn)
        assert play == before

    def test_points(self) -> None:
        """The road not taken has the points it would have had."""
        play = start(SMOKE, seed=1)
        for action in (GoOn(), *answers("smoke", "d", Call.MANAGE)):
            play = played(step(play, action))

        assert what_if(play, play.turns[0], "c").score.total == 60
        assert play.points == 20

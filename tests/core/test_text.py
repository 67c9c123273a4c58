"""The game's own words: there are some for every value, and they are plain."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest
from attrs import evolve
from hypothesis import given

from game.core.actions import Action
from game.core.enums import Call, Context, Dimension, Myth, Pole, Seniority, Skill, State
from game.core.explanation import Readers, explain
from game.core.judgement import CallMiss, Done, Match
from game.core.playthrough import Phase, replay
from game.core.scenario import Scenario
from game.core.trust import MAX_TRUST, SILENT_UP_TO, VOLUNTEERS_FROM
from game.core.view import Person
from game.text import explanation, judgement, labels
from game.text.plural import count
from tests.core.examples import FEATURE_FACTORY, MONTH_END, SMOKE, why
from tests.core.strategies import playthroughs


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (labels.CALLS, Call),
        (labels.CALL_MEANS, Call),
        (labels.CONTEXTS, Context),
        (labels.SENIORITY, Seniority),
        (labels.STATES, State),
        (labels.PHASES, Phase),
        (labels.MYTHS, Myth),
        (judgement.MISSED_CALLS, CallMiss),
        (judgement.MATCHES, Match),
    ],
    ids=[
        "calls",
        "call means",
        "contexts",
        "seniority",
        "states",
        "phases",
        "myths",
        "missed calls",
        "matches",
    ],
)
def test_every_value_has_words(table: Mapping[StrEnum, str], values: type[StrEnum]) -> None:
    """Every value has a distinct label, and there are none for values that do not exist."""
    assert list(table) == list(values)
    assert len(set(table.values())) == len(table)
    assert all(table.values())


@pytest.mark.parametrize("call", Call)
def test_what_was_done_has_words(call: Call) -> None:
    """Each amount done is a distinct sentence, and a half is called by its name."""
    sentences = {done: judgement.done(done, call) for done in Done}
    assert len(set(sentences.values())) == len(Done)
    verb = {"lead": "led", "manage": "managed"}
    assert f"This choice {verb[call.first]}," in sentences[Done.FIRST_HALF]
    assert f"This choice {verb[call.first.other]}," in sentences[Done.SECOND_HALF]


def test_every_pole_of_every_dimension_has_words() -> None:
    """Both poles of all five dimensions are named, each in its own words."""
    assert labels.POLES.keys() == {(d, p) for d in Dimension for p in Pole}
    assert len(set(labels.POLES.values())) == 10


def test_every_level_of_trust_has_words() -> None:
    """Trust has words for each level, 0 to 5."""
    assert len(set(labels.TRUST)) == MAX_TRUST + 1


@pytest.mark.parametrize("skill", Skill)
def test_skills(skill: Skill) -> None:
    """A skill reads as running text."""
    assert labels.skill(skill).replace(" ", "").isalpha()


@pytest.mark.parametrize(
    ("percent", "word"),
    [
        (100, "very strong"),
        (80, "very strong"),
        (79, "strong"),
        (65, "strong"),
        (64, "fair"),
        (50, "fair"),
        (49, "thin"),
        (40, "thin"),
        (39, "weak"),
        (25, "weak"),
        (24, "very weak"),
        (0, "very weak"),
    ],
)
def test_gauge(percent: int, word: str) -> None:
    """A gauge in one word; strong from where synergy begins, weak where drift does."""
    assert labels.gauge(percent) == word


@pytest.mark.parametrize(
    ("before", "after", "text"), [(50, 78, "+28"), (50, 22, "−28"), (50, 50, "no change")]
)
def test_moved(before: int, after: int, text: str) -> None:
    """A gauge's move is signed, with a true minus sign."""
    assert labels.moved(before, after) == text


@pytest.mark.parametrize(("number", "text"), [(0, "0 tokens"), (1, "1 token"), (2, "2 tokens")])
def test_count(number: int, text: str) -> None:
    """One token, two tokens."""
    assert count(number, "token") == text


@pytest.mark.parametrize(
    ("value", "text"), [(100.0, "100"), (42.5, "42.5"), (100 / 3, "33.3"), (0.0, "0")]
)
def test_points(value: float, text: str) -> None:
    """Points have one decimal place at most, and none where there is none."""
    assert labels.points(value) == text


@pytest.mark.parametrize(
    ("before", "trust", "means"),
    [
        (3, 1, "guarded; says nothing"),
        (3, 2, "wary"),
        (3, 3, "neutral"),
        (3, 4, "trusting; tells you more"),
        (1, 0, "closed; says nothing"),
        (5, 5, "loyal; tells you more"),
    ],
)
def test_trust(before: int, trust: int, means: str) -> None:
    """Trust is shown in words, with its effect on what is said."""
    ana = Person(
        id="ana",
        name="Ana",
        role="anybody",
        before=before,
        trust=trust,
        present=True,
        silent=trust <= SILENT_UP_TO,
        volunteers=trust >= VOLUNTEERS_FROM,
    )

    assert labels.trust_means(ana) == means


def test_rows() -> None:
    """A row reads: what was asked, what was done, how much of it was met."""
    rows = {row.dimension: row for row in why(FEATURE_FACTORY, "d").rows}
    queries, goal = rows[Dimension.QUERIES], rows[Dimension.GOAL]

    assert (explanation.needed(queries), explanation.did(queries), explanation.met(queries)) == (
        "lead: what and why",
        "lead: what and why",
        "2 of 2",
    )
    assert (explanation.needed(goal), explanation.did(goal), explanation.met(goal)) == (
        "nothing here",
        "left open",
        "–",
    )


class TestReasons:
    """The sentences that explain an answer."""

    @pytest.mark.parametrize(
        ("choice", "call", "reasons"),
        [
            (
                "a",
                Call.MANAGE_THEN_LEAD,
                (
                    ("Call", 20, "You called “manage, then lead”, as the key does."),
                    ("Fit", 50, "5 of 5 tokens served, ten points each."),
                    (
                        "Craft",
                        30,
                        "Ten for leaning on no myth, ten for team coordination, ten for emotional "
                        "intelligence.",
                    ),
                ),
            ),
            (
                "c",
                Call.MANAGE,
                (
                    ("Call", 10, "Your first move was right. The key is “manage, then lead”."),
                    ("Fit", 30, "3 of 5 tokens served, ten points each."),
                    (
                        "Craft",
                        20,
                        "Ten for leaning on no myth, ten for team coordination. "
                        "Not shown: emotional intelligence.",
                    ),
                ),
            ),
            (
                "d",
                Call.LEAD,
                (
                    ("Call", 0, "You called “lead”. The key is “manage, then lead”."),
                    ("Fit", 10, "1 of 5 tokens served, ten points each."),
                    (
                        "Craft",
                        0,
                        "None, because the choice leans on a myth: the title makes the leader.",
                    ),
                ),
            ),
        ],
    )
    def test_sum(self, choice: str, call: Call, reasons: tuple[tuple[str, int, str], ...]) -> None:
        """Each part of the points comes with its reason."""
        assert explanation.points_sum(why(SMOKE, choice, call)) == reasons

    def test_craft_without_wanted_skills(self) -> None:
        """Where none of the wanted skills was shown, they are named."""
        assert explanation.points_sum(why(FEATURE_FACTORY, "b"))[2] == (
            "Craft",
            10,
            "Ten for leaning on no myth. Not shown: visionary thinking; coaching and mentoring.",
        )

    @given(playthroughs())
    def test_sum_is_the_total(self, drawn: tuple[Scenario, tuple[Action, ...]]) -> None:
        """The three parts add up to the points of the scene."""
        play = replay(drawn[0], 1, drawn[1]).play
        for turn in play.turns:
            parts = explanation.points_sum(explain(play, turn))

            assert sum(points for _, points, _ in parts) == turn.score.total

    def test_look_for(self) -> None:
        """The sentence for next time quotes the cue and names the side."""
        assert explanation.look_for(why(FEATURE_FACTORY, "b")) == (
            "“which customer the twelfth is for, and nobody answers”: words like these ask for "
            "what and why."
        )
        assert explanation.look_for(why(FEATURE_FACTORY, "a")) is None

    def test_call_reading(self) -> None:
        """The context is given in words, with the author's reason for the call."""
        assert (
            explanation.call_reading(why(MONTH_END, "a"))
            == "This was routine work. because of close"
        )
        assert explanation.call_reading(why(SMOKE, "a")) == (
            "This was a crisis, an emergency where orders have their place. because of smoke"
        )

    def test_trust_moves(self) -> None:
        """Each move of trust is one sentence with its reason."""
        assert [explanation.trust_move(move) for move in why(MONTH_END, "a").trust] == [
            "Doina wanted a next step and paid for this choice: two steps away.",
            "Ioana wanted to hear how and when: one step away.",
            "Radu wanted somebody to think of later years and got it: one step closer.",
        ]
        assert [explanation.trust_move(move) for move in why(SMOKE, "d").trust][:1] == [
            "Rania: no change."
        ]

    @pytest.mark.parametrize(
        ("before", "after", "move", "said"),
        [
            (5, 5, 1, explanation.CLOSEST),
            (0, 0, -1, explanation.FARTHEST),
            (1, 0, -2, "one step away"),
            (3, 3, 0, "no change"),
        ],
    )
    def test_a_capped_step(self, before: int, after: int, move: int, said: str) -> None:
        """The step that is named is the one that trust took, within its limits."""
        radu = why(MONTH_END, "a").trust[-1]
        moved = evolve(radu, before=before, after=after, move=move, bears_myth=move == -2)
        assert explanation.trust_move(moved).endswith(f": {said}.")

    def test_cue(self) -> None:
        """The heaviest miss stands beside what the choice did; without a miss, what it gave."""
        assert explanation.cue(why(FEATURE_FACTORY, "b")) == (
            "“which customer the twelfth is for, and nobody answers” asks for what and why. "
            "This choice went for how and when."
        )
        assert explanation.cue(why(FEATURE_FACTORY, "a")) == (
            "“which customer the twelfth is for, and nobody answers” asks for what and why. "
            "This choice did that."
        )

    def test_right_if(self) -> None:
        """The author's condition becomes a sentence, with one stop; the best choice needs none."""
        other = why(SMOKE, "c")

        assert explanation.right_if(other) == "This would be right if right if c."
        assert explanation.right_if(evolve(other, right_if="all held.")) == (
            "This would be right if all held."
        )
        assert explanation.right_if(why(SMOKE, "a")) is None

    def test_readers(self) -> None:
        """Who answered, and how; at a lesser choice also how many took it."""
        split = Readers(asked=5, call=4, best=3, chosen=None, dissent=None)
        reasons = evolve(why(SMOKE, "a"), readers=split)
        output = "Of our 5 readers, 4 made the right call. 3 took the best choice"
        assert explanation.readers(reasons) == f"{output}."
        lesser = evolve(reasons, readers=evolve(split, chosen=1, dissent="The list is kinder."))
        assert explanation.readers(lesser) == (
            f"{output}, and 1 took this one. One argues: The list is kinder."
        )
        united = evolve(reasons, readers=evolve(split, call=5, best=5))
        output = "All 5 of our readers made the right call and took the best choice."
        assert explanation.readers(united) == output
        alone = evolve(reasons, readers=evolve(split, asked=1))
        assert explanation.readers(alone).startswith("Of our 1 reader, ")
        unread = evolve(reasons, readers=None)
        assert explanation.readers(unread) == "Only its author has answered this scene so far."

    @pytest.mark.parametrize(
        ("where", "text"),
        [(SMOKE, "52.5"), (FEATURE_FACTORY, "42.5")],
    )
    def test_chance(self, where: Scenario, text: str) -> None:
        """The result of guessing is shown in the same numbers as the points."""
        assert explanation.chance(why(where, "a")) == f"A guesser gets {text} here on average."

"""A scenario is played from the title to the ending."""

from __future__ import annotations

from itertools import product

import pytest
from attrs import evolve

from game.core import scoring
from game.core.enums import Call
from game.core.judgement import judge
from game.core.playthrough import Phase, shuffled_choices
from game.core.summary import summary
from game.plain.pages import lay_out
from game.text import explanation, help_pages, judgement, labels
from game.text.debrief import meaning
from tests.core.examples import stance
from tests.plain.table import DOOR, HALL, SEED, WARD, Table, answers, number


CARD_THEN_ASK = answers("door.card", "hall.ask")


def test_the_briefing_comes_first() -> None:
    """The seed, the title, the role, the cast and the content note open the game."""
    table = Table()
    table.play()
    expected = [
        f"Seed {SEED}. Type help at any prompt.",
        WARD.title,
        WARD.role,
        "Ana Ash – role of Ana Ash",
        "Please note: Smoke; nobody is hurt.",
        "Press Enter to begin.",
    ]
    assert [line for line in table.said if line in expected] == expected


def test_a_scene_is_read_in_order() -> None:
    """The heading with its number, the text by paragraphs, who speaks, then the four calls."""
    table = Table()
    table.play("")
    assert table.after("Press Enter to begin.").split("\n\n")[:8] == [
        "\nScene 1 of 2: Twenty to three",
        "Smoke under the door. The card hangs by the desk.",
        "Ana stands frozen by the bed.",
        "Ana Ash says: I cannot remember the order.",
        "Ben Bay says: Wait for me.",
        "What does this moment need?",
        "\n".join(
            f"{position}. {labels.CALLS[call]}. {labels.CALL_MEANS[call]}"
            for position, call in enumerate(Call, 1)
        ),
        "Your call, 1 to 4:",
    ]


def test_choices_are_numbered_as_they_are_offered() -> None:
    """The numbers follow the seed's order, and choices are there only after the call."""
    table = Table()
    play = table.play("").play
    texts = [choice.text for choice in shuffled_choices(play, DOOR)]
    assert not any(text in table.text for text in texts)
    table.play("", "1")
    numbered = [f"{position}. {text}" for position, text in enumerate(texts, 1)]
    assert [line for line in table.said if line in numbered] == numbered


def test_an_outcome_shows_what_moved() -> None:
    """The outcome, both gauges with their moves, and only the trust that moved, with why."""
    table = Table()
    table.play(*answers("door.boss")[:3])
    output = table.after("Your choice, 1 to 3:")
    assert "outcome of boss" in output
    assert "Direction 33 (−17), Structure 43 (−7)." in output
    assert "Ana Ash paid for this choice: one step away." in output
    assert "Ben Bay" not in output


def test_the_why_gives_the_whole_reasoning() -> None:
    """The short form first; behind one word the moment, five rows, sum, trust and ideas."""
    table = Table()
    table.play(*answers("door.talk", call="2")[:4], "more")
    output = table.after("Press Enter to read why.")
    assert [line for line in output.split("\n") if line][:-2] == [
        "The moment needed: manage, then lead.",
        "Your first move was right; a second was needed too. "
        "This choice led, without enough managing before it.",
        "40 of 100 points; a guesser gets 47.5.",
        "explanation of talk",
        "This would be right if right if talk.",
        "Only its author has answered this scene so far.",
        "Press Enter to go on, or type more or what.",
        "This was a crisis, an emergency where orders have their place. "
        "A rehearsed card fits, so order first; then the one who froze.",
        "Focus: “people” (lead) was needed, 2 tokens. "
        "This choice took “people” (lead): 2 of 2 served.",
        "Queries: “how and when” (manage) was needed, 1 token. "
        "This choice took “what and why” (lead): 0 of 1 served.",
        "Approach: “the next step” (manage) was needed, 1 token. "
        "This choice took “the course” (lead): 0 of 1 served.",
        "Goal: “keep it steady” (manage) was needed, 1 token. "
        "This choice took “something new” (lead): 0 of 1 served.",
        "Vision: nothing was needed. This choice left it open.",
        "Points: call 10 + fit 20 + craft 10 = 40 of 100.",
        "Call 10: Your first move was right. The key is “manage, then lead”.",
        "Fit 20: 2 of 5 tokens served, ten points each.",
        "Craft 10: Ten for leaning on no myth. "
        "Not shown: team coordination; emotional intelligence.",
        "Ana Ash wanted people to come first and got it: one step closer.",
        "Ben Bay wanted something new and got it: one step closer.",
        "Ideas behind it. Type idea 1 to read the first:",
        "1. Title of ctx-crisis",
        "2. Title of skill-team-coordination",
        "3. Title of skill-emotional-intelligence",
        "Press Enter to go on, or type more or what.",
    ]


def test_the_words_for_more_are_named_once() -> None:
    """The first explanation names the words for more; help lists them in the later ones."""
    table = Table()
    table.play(*CARD_THEN_ASK)

    assert table.text.count("or type more or what") == 1


def test_the_verdict_is_said() -> None:
    """Each explanation says what call and choice came to."""
    table = Table()
    table.play(*answers("door.talk")[:4])
    judged = judge(DOOR, DOOR.call, DOOR.choices["talk"])
    assert any(judgement.done(judged.done, DOOR.call) in line for line in table.said)


def test_nothing_of_the_key_is_said_before_the_why() -> None:
    """Context, call and need stay hidden until the outcome has been read."""
    table = Table()
    table.play(*answers("door.talk")[:3])
    for secret in ("crisis", DOOR.call_because, "tokens", "right if", "listens for"):
        assert secret not in table.text


def test_what_was_done_is_remembered() -> None:
    """The second scene opens with its echo, and with what trust brings out."""
    table = Table()
    table.play(*CARD_THEN_ASK[:5])
    output = table.after("Press Enter to go on, or type more or what.")
    assert output.split("\n\n")[:5] == [
        "\nScene 2 of 2: Half past four",
        "The card is back on its nail.",
        "text of hall",
        "Ana Ash says: I would do it again.",
        "Ana Ash adds, in confidence: I froze because nobody had said why.",
    ]


def test_who_has_shut_says_nothing() -> None:
    """At trust 1 or less a character who had something to say is said to be silent."""
    cold = evolve(DOOR.choices["boss"], stance=stance("M M M M M"))
    ward = evolve(WARD, scenes={"door": evolve(DOOR, choices={"boss": cold}), "hall": HALL})
    table = Table(ward)
    table.play("", "1", "1", "", "")
    assert "Ana Ash says nothing." in table.said


def test_the_ending_sums_up() -> None:
    """State, gauges, what the points mean, and what the keys are."""
    table = Table()
    play = table.play(*CARD_THEN_ASK).play
    assert play.phase is Phase.ENDING
    assert play.state is not None
    output = table.after("Press Enter to go on, or type more or what.")
    for line in (
        f"ending in {play.state.value}",
        f"{play.state.value.capitalize()}: {labels.STATES[play.state]}",
        *meaning(summary(play)),
        explanation.ONLY_THE_AUTHOR,
        help_pages.PRACTICE_NOT_TEST,
        "Press Enter to close, or type think.",
    ):
        assert line in output.split("\n")


@pytest.mark.parametrize(("call", "choice"), list(product(Call, DOOR.choices)))
def test_points_are_the_cores_points(call: Call, choice: str) -> None:
    """Whatever is called and chosen, the sum that is shown is the one the rule gives."""
    table = Table()
    table.play("", str(1 + list(Call).index(call)), number(WARD, "door", choice), "", "more")
    score = scoring.score(DOOR, call, DOOR.choices[choice])
    parts = f"call {score.call} + fit {score.fit} + craft {score.craft}"
    assert f"Points: {parts} = {score.total} of 100." in table.said


def test_what_goes_on_below_is_indented() -> None:
    """A list's lines go on under their text, so that each is told from the next; texts flow."""
    laid = lay_out(["one two three", ["10. one two three", "Did: one two three"]], 10)
    assert list(laid) == [
        *("one two", "three", ""),
        *("10. one", "    two", "    three", "Did: one", "  two", "  three", ""),
    ]


def test_lines_keep_to_the_width() -> None:
    """With a width no line is longer, however long an author's paragraphs are."""
    table = Table(width=40)
    table.play(*CARD_THEN_ASK)
    sentence = [line for line in table.said if "Press Enter to go on" not in line]
    assert max(map(len, sentence)) <= 40


def test_every_input_line_is_answered_with_an_empty_line_first() -> None:
    """In a pipe, where nothing is echoed, a page still stands apart from its prompt."""
    table = Table()
    table.play("")
    position = table.said.index("Press Enter to begin.")
    assert table.said[position + 1] == ""


def test_the_reaction_and_the_readers_are_read_in_their_place() -> None:
    """People react to the call before the choices are read; readers' answers come with the why."""
    door = evolve(
        DOOR,
        after_call={Call.LEAD: "Ana looks up.", Call.MANAGE: "Ben steps back."},
        readers={Call.MANAGE_THEN_LEAD: 4, Call.LEAD: 1},
        dissent="Nobody hears a card.",
        choices={key: evolve(c, readers=int(key != "boss")) for key, c in DOOR.choices.items()},
    )
    table = Table(evolve(WARD, scenes={"door": door, "hall": HALL}))
    table.play("", "1")
    output = table.after("Your call, 1 to 4:")
    assert output.index("Ana looks up.") < output.index("What do you do?")
    assert "Ben steps back." not in table.text
    assert "readers" not in table.text
    table.play(*answers("door.talk", call="1")[:4])
    output = table.after("Press Enter to read why.")
    assert (
        "Of our 5 readers, 4 made the right call. 1 took the best choice, and 1 took this one."
        in output
    )

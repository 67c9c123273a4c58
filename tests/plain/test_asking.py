"""What may be typed at a prompt, and what is said to the rest."""

from __future__ import annotations

import pytest

from game.core.enums import Call
from game.core.playthrough import Phase
from game.plain.loop import HELP, UNKNOWN
from game.text import explanation, labels
from tests.plain.table import DOOR, WARD, Table, answers, number


TALK = answers("door.talk")
WHY = "Press Enter to read why."
GO_ON = "Press Enter to go on, or type more or what."
NONSENSE = (
    "x",
    "0",
    "5",
    "-1",
    "01",
    "1 2",
    "²",
    "9" * 5000,
    "what",
    "what 9",
    "idea",
    "idea 99",
    "\x1b[A",
    "\x00",
    "🙂",
    "None",
)


@pytest.mark.parametrize("line", NONSENSE)
def test_nonsense_changes_nothing(line: str) -> None:
    """Whatever is typed, the game says something short, asks again and stands where it stood."""
    table = Table()
    session = table.play("", line)
    assert session.play.phase is Phase.CALL
    assert table.said.count("Your call, 1 to 4:") == 2
    assert table.said[-3:-1] == ["Saved. To go on:", "two-hats play ward --plain"]


def test_a_word_that_is_not_known_gets_the_way_out() -> None:
    """The answer names help and quit, and never repeats what was typed."""
    table = Table()
    table.play("\x1b]0;owned\x07")
    assert "This word means nothing here. Type help for a list, or quit to stop." in table.said
    assert "\x1b" not in table.text


def test_enter_does_not_answer() -> None:
    """Enter alone gives no call and takes no choice; it says what is waited for."""
    table = Table()
    play = table.play("", "", "1", "").play
    assert play.phase is Phase.CHOICE
    assert "This scene waits for your call." in table.said
    assert "This scene waits for your choice." in table.said


@pytest.mark.parametrize("typed", ["Lead, then manage", "lead then  MANAGE", "3"])
def test_a_call_by_its_name(typed: str) -> None:
    """A call is given by its number or by its name, and a name is none of the choices."""
    table = Table()
    play = table.play("", typed, "manage").play
    assert (play.phase, play.call) == (Phase.CHOICE, Call.LEAD_THEN_MANAGE)
    assert table.said.count(UNKNOWN) == 1


def test_help_names_every_command() -> None:
    """Help can be had at every prompt, in any case of letters, and by the key of the screens."""
    table = Table()
    table.play("help", "", " HELP ", "?")
    assert table.text.count("\n".join(HELP)) == 3


def test_again_reads_the_whole_step() -> None:
    """At the choice, the scene is read again before its choices."""
    table = Table()
    table.play("", "1", "again")
    assert table.text.count("Ana stands frozen by the bed.") == 2
    assert table.text.count("You called: Lead. What do you do?") == 2


def test_people_shows_who_is_there() -> None:
    """Each of the cast with role and trust, as it stands."""
    table = Table()
    table.play(*TALK[:3], "people")
    assert "Ana Ash, role of Ana Ash: trusting, trust 4 of 5." in table.said


def test_back_turns_a_page() -> None:
    """A page that was only read can be turned back."""
    table = Table()
    play = table.play(*TALK[:4], "back").play
    assert play.phase is Phase.OUTCOME
    assert table.said.count("outcome of talk") == 2


def test_back_takes_a_call_back_but_no_choice() -> None:
    """A call can be given again until the choice is made, which stands."""
    table = Table()
    assert table.play(*TALK[:2], "back").play.phase is Phase.CALL
    assert table.play(*TALK[:3], "back").play.phase is Phase.OUTCOME
    assert labels.NO_WAY_BACK in table.said
    table.play("back")
    assert labels.NO_WAY_BACK in table.said


def test_another_choice_can_be_walked() -> None:
    """Its outcome, explanation and points are told, marked as counting for nothing."""
    table = Table()
    play = table.play(*TALK[:4], f"what {number(WARD, 'door', 'card')}").play
    assert play.phase is Phase.WHY
    assert [turn.choice for turn in play.turns] == ["talk"]
    assert f"What if you had done this: {DOOR.choices['card'].text}" in table.said
    assert "outcome of card" in table.said
    assert "The card hung there, and so did Ana." in table.said
    assert "100 of 100 points; a guesser gets 47.5." in table.said
    assert explanation.WHAT_IF in table.said


def test_the_choice_that_was_taken_is_called_the_answer() -> None:
    """Whoever walks their own choice again is not told that it counts for nothing."""
    table = Table()
    table.play(*TALK[:4], f"what {number(WARD, 'door', 'talk')}")
    assert f"What you did: {DOOR.choices['talk'].text}" in table.said
    assert explanation.YOURS in table.said
    assert explanation.WHAT_IF not in table.said


def test_what_alone_lists_the_choices() -> None:
    """Without a number of the list, the choices are read again with their numbers."""
    table = Table()
    table.play(*TALK[:4], "what")
    taken = number(WARD, "door", "talk")
    assert f"{taken}. {DOOR.choices['talk'].text} (taken)" in table.said
    assert "Type what and a number, such as what 2, to see where it leads." in table.said


def test_no_explored_choice_is_walked_before_the_why() -> None:
    """Before the reveal other choices stay closed."""
    table = Table()
    table.play(*TALK[:3], "what 1")
    assert "You can look at the other choices once you know why." in table.said
    assert "What if" not in table.text


@pytest.mark.parametrize("name", ["1", "rule-order-first", "Title of RULE-order-first"])
def test_an_idea_is_read_by_number_id_or_title(name: str) -> None:
    """The handbook opens at an idea: what it says, where it shows, and what is near."""
    table = Table()
    table.play(*answers("door.card")[:4], f"idea {name}")
    output = table.after(GO_ON) if table.said[-1] == GO_ON else table.text
    for line in (
        "Title of rule-order-first",
        "Text of rule-order-first.",
        "In play: Where rule-order-first shows.",
        "role-hold-both: Title of role-hold-both",
    ):
        assert line in output.split("\n")


def test_an_idea_that_is_not_there_gets_the_nearest() -> None:
    """A slip of the keys is answered with what was probably meant."""
    table = Table()
    table.play("idea rule-oder-first")
    assert (
        "there is no idea called 'rule-oder-first'; did you mean 'rule-order-first'?" in table.text
    )


def test_idea_alone_says_what_to_type() -> None:
    """On a page with ideas they are listed; elsewhere the help is an example."""
    table = Table()
    table.play("idea")
    assert "Type idea and the name of an idea, such as idea rule-context-decides." in table.said
    table.play(*answers("door.card")[:4], "idea")
    assert "1. Title of rule-order-first" in table.after("Press Enter to read why.")
    assert "there is no idea" not in table.text


@pytest.mark.parametrize("pages", [0, 3, 4])
def test_no_number_is_asked_for_where_there_is_none(pages: int) -> None:
    """On a page without choices, a number is answered by what works there."""
    table = Table()
    table.play(*TALK[:pages], "2")
    assert "one of the numbers" not in table.text
    assert "There is nothing to choose on this page." in table.text

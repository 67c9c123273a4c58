"""Advice on quality: the starter draws none, and one fault draws its own."""

from __future__ import annotations

import pytest

from game.author.advice import ADVICE, advise
from game.author.check import holds
from game.author.new import starter
from game.content.problems import Severity
from game.content.reader import Reading, read_scenario
from game.content.source import Source


STARTER = starter("cold-oven", {})

SERVING = "{focus: lead, queries: manage, approach: manage}"
FAULTS = [
    # (code, what stands in the starter, what stands there instead)
    ("A401", "as on any day.", "as on any day." + " And on and on it goes, day by day." * 5),
    ("A402", "in single words.", "in single words. Yes. No. So. Ha. Oh. Yes. No."),
    (
        "A403",
        "Ask Marta to decide tray by tray, since she",
        "Delegate operational prioritisation to Marta, who",
    ),
    ("A404", ", and send\n          Tiago to sweep the yard until the first loaves come out.", "."),
    ("A405", "Take the sheet down and read it out", "Taking the sheet down, read it out"),
    ("A405", "Ask Marta to decide tray by tray", "You ask Marta to decide tray by tray"),
    ("A406", "Fetch the accounts and a pencil. Work out", "Work out"),
    ("A408", "Ten past nine, the shop is full", "Ten past nine, a crisis, the shop is full"),
    ("A408", "I would stay for half", "We need a leader; I would stay for half"),
    ("A409", "name the part that each of", "name the part that must be for each of"),
    ("A410", "shows: [team-coordination, emotional-intelligence]", "shows: []"),
    ("A412", "stance: {queries: manage}", f"stance: {SERVING}"),
    ("A413", "{focus: lead, queries: lead, approach: lead, goal: lead}", "{goal: lead}"),
    ("A414", "{focus: lead, queries: lead, approach", "{focus: lead, queries: manage, approach"),
    ("A415", "stance: {queries: manage}", f"stance: {SERVING}"),
    ("A416", "You speak well, and for a moment it is quiet. Tiago nods. Marta thanks you", "You"),
    ("A417", "What is handed down is followed for a week. Next time", "Next time"),
    ("A418", "ideas: [dim-focus, skill-empathy-and-active-listening]", "ideas: [dim-focus]"),
    ("A419", "where “none of you can say what for”, and", "to a question that all had, and"),
    ("A420", "It gave an answer where", "It was wrong. It gave an answer where"),
    ("A421", "        right_if: the plan had been known to Marta alone.\n", ""),
    ("A425", "    says:\n      ines: Four", "    extra_cue:\n      ines: Four"),
    ("A425", "chose: [oven.trays, oven.senior]", "trust: {ines: 5}"),
    ("A426", "    says:\n      ines: Four", "    present: [tiago]\n    says:\n      ines: Four"),
    ("A424", '  what: ["What did you look at first, the oven or Tiago?"]\n', ""),
]


def read(text: str) -> Reading:
    """The reading of *text* with its advice."""
    return read_scenario(Source("cold-oven.yaml", text), further=advise)


def test_the_starter_draws_no_advice() -> None:
    """What teaches authors is itself without fault."""
    assert read(STARTER).problems == ()


@pytest.mark.parametrize(("code", "old", "new"), FAULTS)
def test_one_fault_draws_its_own_advice(code: str, old: str, new: str) -> None:
    """The advice has the fault's code, a place in the file, and a way out."""
    assert old in STARTER
    reading = read(STARTER.replace(old, new, 1))
    assert reading.scenario is not None, str(reading)
    drawn = {problem.code: problem for problem in reading.problems}
    assert code in drawn
    assert drawn[code].severity is Severity.ADVICE
    assert drawn[code].place is not None
    assert drawn[code].help


@pytest.mark.parametrize("context", ["crisis", "lost-direction"])
def test_a_context_that_contradicts_its_call(context: str) -> None:
    """Order alone settles neither a crisis nor what nobody knows the reason of."""
    text = STARTER.replace("call: manage-then-lead", "call: manage")
    text = text.replace("focus: lead 2, queries: manage 1", "focus: lead 1, queries: manage 2")
    assert "A430" not in {problem.code for problem in read(text).problems}
    found = read(text.replace("context: routine", f"context: {context}")).problems
    (told,) = [problem for problem in found if problem.code == "A430"]
    assert context in told.message


def test_advice_forbids_nothing_unless_strict() -> None:
    """A file with advice alone is fine, and is not when one asks to be strict."""
    reading = read(STARTER.replace("ideas: [dim-focus, ", "ideas: [", 1))
    assert reading.problems
    assert holds([reading], strict=False)
    assert not holds([reading], strict=True)


def test_an_error_leaves_no_room_for_advice() -> None:
    """What cannot be played is not advised on."""
    reading = read(STARTER.replace("call: lead\n", "call: leed\n", 1))
    assert not holds([reading], strict=False)
    assert all(problem.severity is Severity.ERROR for problem in reading.problems)


def test_codes_are_named_in_one_sentence() -> None:
    """Every code of advice has its meaning, in small letters and without a full stop."""
    for code, meaning in ADVICE.items():
        assert code[0] == "A"
        assert meaning[0].islower()
        assert not meaning.endswith(".")

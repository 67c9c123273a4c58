"""Advice on quality: the starter draws none, and one fault draws its own."""

from __future__ import annotations

import re

import pytest

from game.author.lint.check import ADVICE, advise, holds
from game.author.starter import starter
from game.content.diagnostics import Severity
from game.content.loader import Reading, read_scenario
from game.content.yaml.source import Source
from game.core.enums import Pole


STARTER = starter("cold-oven", {})

SERVING = "{focus: lead, queries: manage, approach: manage}"
FOURTH = """  june:
    name: June Alves
    role: baker
    listens_for: {goal: lead}
    brief: You are new.
"""
"""Somebody else of the cast, whose name stands in the text."""
FAULTS = [
    # (code, what stands in the starter, what stands there instead)
    ("A401", "as on any day.", "as on any day." + " And on and on it goes, day by day." * 5),
    ("A402", "in single words.", "in single words. Yes. No. So. Ha. Oh. Yes. No."),
    (
        "A403",
        "Ask Marta to decide tray by tray, since she has",
        "Delegate operational prioritisation responsibility to experienced Marta, considering",
    ),
    (
        "A404",
        "Sit down at the table with all three before any tray and hear how the night was.\n"
        "          Once",
        "Once",
    ),
    ("A404", "Work out flour, wages", "Work out flour, salt, sugar, yeast, fuel, fares, wages"),
    ("A405", "Take the sheet down and read it out", "Taking the sheet down, read it out"),
    ("A405", "Ask Marta to decide tray by tray", "You ask Marta to decide tray by tray"),
    (
        "A406",
        ", name the part that each of\n          them plays in it from Monday on, and ask",
        " and ask",
    ),
    ("A408", "Ten past nine, the shop is full", "Ten past nine, a crisis, the shop is full"),
    ("A408", "I would stay for half", "We need a leader; I would stay for half"),
    ("A409", "name the part that each of", "name the part that must be for each of"),
    ("A410", "shows: [team-coordination, emotional-intelligence]", "shows: []"),
    ("A412", "stance: {queries: manage}", f"stance: {SERVING}"),
    ("A413", "{focus: lead, queries: lead, approach: lead}", "{goal: lead}"),
    ("A414", "{focus: lead, queries: lead, approach", "{focus: lead, queries: manage, approach"),
    ("A415", "stance: {queries: manage}", f"stance: {SERVING}"),
    ("A416", "You speak well, and for a moment it is quiet. Tiago nods. Marta thanks you", "You"),
    ("A417", "First find out", "It went on, day after day." * 4 + " First find out"),
    (
        "A417",
        "was yours\n          alone. These people have baked for years, and you handed them parts "
        "in it. Hear what\n          each of them would like before you",
        "was yours. You",
    ),
    ("A418", "ideas: [dim-focus, skill-empathy-and-active-listening]", "ideas: [dim-focus]"),
    ("A419", "where “none of you can say what for”.", "to a question that all of them had."),
    ("A420", "You gave an answer where", "It was wrong to give one where"),
    ("A421", "        right_if: Marta alone knew the plan.\n", ""),
    ("A425", "    says:\n      ines: Four", "    extra_cue:\n      ines: Four"),
    ("A425", "chose: [oven.trays]", "trust: {ines: 5}"),
    ("A426", "    says:\n      ines: Four", "    present: [tiago]\n    says:\n      ines: Four"),
    ("A431", "nobody has a pencil.\n\n", "nobody has a pencil.\n"),
    ("A432", "  ines:\n    name", FOURTH + "  ines:\n    name"),
    ("A433", "lean on the counter.", "lean on the counter." + " The shop is quiet, and warm." * 3),
    ("A434", "First find out", "Next time, find out"),
    ("A434", "The drawing gave them that.", "The drawing served all five tokens."),
    ("A435", "minutes: 7", "minutes: 12"),
    ("A424", '  what: ["What did you look at first, the oven or Tiago?"]\n', ""),
]

ENGLISH = {
    *("A401", "A402", "A403", "A404", "A405", "A406", "A408", "A409", "A416", "A417", "A419"),
    *("A420", "A431", "A432", "A433", "A434", "A435"),
}
"""Advice that depends on English words."""


def read(text: str) -> Reading:
    """The reading of *text* with its advice."""
    return read_scenario(Source("cold-oven.yaml", text), extra_check=advise)


def codes(text: str) -> set[str]:
    """The codes of the problems of *text*, which can be played."""
    reading = read(text)
    assert reading.scenario is not None, str(reading)
    return {problem.code for problem in reading.problems}


def test_the_starter_draws_no_advice() -> None:
    """The shipped teaching examples have no advice."""
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
    assert drawn[code].span is not None
    assert drawn[code].help


@pytest.mark.parametrize(("code", "old", "new"), FAULTS)
def test_another_language_draws_no_advice_on_words(code: str, old: str, new: str) -> None:
    """Advice that depends on English is omitted for Portuguese; all other advice stays."""
    text = STARTER.replace(old, new, 1)
    for language in ("pt-BR", "de", "eng"):
        drawn = codes(text.replace("minutes:", f"language: {language}\nminutes:", 1))
        assert (code in drawn) is (code not in ENGLISH)
    assert code in codes(text.replace("minutes:", "language: en-GB\nminutes:", 1))


def test_everything_that_counts_words_is_silent_in_another_language() -> None:
    """No fault at all draws advice on words there, and each kind is tried."""
    assert {code for code, _, _ in FAULTS} >= ENGLISH


def test_one_scene_of_order_alone_in_a_crisis_is_allowed() -> None:
    """Two of them draw advice, each at its own context."""
    text = STARTER.replace("call: manage-then-lead", "call: manage")
    text = text.replace("focus: lead 2, queries: manage 1", "focus: lead 1, queries: manage 2")
    text = text.replace("context: routine", "context: crisis")
    assert "A430" not in codes(text)
    result = read(text.replace("call: lead\n", "call: manage\n")).problems
    drawn = [problem for problem in result if problem.code == "A430"]
    assert ["crisis" in drawn[0].message, "lost-direction" in drawn[1].message] == [True, True]
    assert all(problem.span is not None and problem.help for problem in drawn)


def test_advice_forbids_nothing_unless_strict() -> None:
    """A file with advice alone passes, and fails with ``strict``."""
    reading = read(STARTER.replace("ideas: [dim-focus, ", "ideas: [", 1))
    assert reading.problems
    assert holds([reading], strict=False)
    assert not holds([reading], strict=True)


def test_an_error_leaves_no_room_for_advice() -> None:
    """Invalid scenarios get no advice."""
    reading = read(STARTER.replace("call: lead\n", "call: leed\n", 1))
    assert not holds([reading], strict=False)
    assert all(problem.severity is Severity.ERROR for problem in reading.problems)


def test_codes_are_named_in_one_sentence() -> None:
    """Every code of advice has its meaning, in small letters and without a full stop."""
    for code, meaning in ADVICE.items():
        assert code[0] == "A"
        assert meaning[0].islower()
        assert not meaning.endswith(".")


def test_quoting_the_scene_judges_nobody() -> None:
    """Words that judge are allowed in a quotation of the scene, and nowhere else."""
    said = "“Is it wrong to wait, always?”"
    asked = STARTER.replace("say what for.\n", f"say what for. {said}\n", 1)
    judged = ("A420", "wrong")
    old = "You gave an answer where"
    for quote, drawn in (
        ("“Is it wrong to wait”", False),
        ("“is it wrong\n          to wait, always?”", False),
        ('"wrong to wait."', False),
        ("“That was wrong.”", True),
        ("It was wrong", True),
    ):
        text = asked.replace(old, f"To {quote} you gave an answer where", 1)
        found = [problem for problem in read(text).problems if problem.code == judged[0]]
        assert bool(found) is drawn, quote


@pytest.mark.parametrize("serving", [SERVING, "{queries: manage}"])
def test_guessing_names_the_points_and_what_to_change(serving: str) -> None:
    """The advice lists the points of all choices, most first, and the choice to begin with."""
    text = STARTER.replace("stance: {queries: manage}", f"stance: {serving}", 1)
    if serving != SERVING:
        text = re.sub(r"shows: \[.*\]", "shows: []", text)
        little = iter(f"{d}: manage, vision: {p}" for d in ("queries", "goal") for p in Pole)
        text = re.sub(
            r"stance: (lead|manage|\{.*\})",
            lambda _: f"stance: {{{next(little)}}}",
            text,
            count=4,
        )
    (drawn, *_) = [problem for problem in read(text).problems if problem.code == "A415"]
    assert drawn.help is not None
    assert re.search(r"the choices have (\S+ [0-9]+(, |: )){4}", drawn.help)
    much = "more than 55" in (drawn.group or "")
    assert re.search(f"{'take' if much else 'give'} [0-9]+0 points", drawn.help)
    assert much is (serving == SERVING)

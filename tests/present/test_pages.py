"""Pages as blocks: facts, order and words."""

from __future__ import annotations

import pytest
from attrs import evolve

from game.core.actions import GoOn
from game.core.debrief import debriefing
from game.core.enums import Call
from game.core.playthrough import Playthrough, replay
from game.core.scenario import Debrief
from game.core.view import view
from game.present.blocks import Block, Form, Lines, Span, Tone, unstyled
from game.present.ending import count_blocks, debrief_questions, ending_blocks, log_blocks
from game.present.explanation import (
    PHONE,
    PLAIN,
    PROJECTOR_FACTS,
    PROJECTOR_PROSE,
    SCREEN,
    Fact,
    explanation_blocks,
)
from game.text.debrief import meaning
from tests.core.examples import FEATURE_FACTORY, SMOKE, answers, why


ASKED = Debrief(what=("What was it?",), so_what=("And so?",), now_what=("What next?",))
FACES = {
    "terminal": SCREEN,
    "projector": (*PROJECTOR_PROSE, *PROJECTOR_FACTS),
    "phone": PHONE,
    "plain": PLAIN,
}


def finished(call: Call = Call.LEAD) -> Playthrough:
    """A playthrough of one scene that has ended."""
    scenario = evolve(FEATURE_FACTORY, debrief=ASKED)
    return replay(scenario, 1, (GoOn(), *answers("board", "c", call), GoOn())).play


def text(blocks: list[Block]) -> str:
    """All rows of *blocks*, one a line."""
    rows = [row for b in blocks for row in (b.rows if isinstance(b, Lines) else (b.parts,))]
    return "\n".join(map(unstyled, rows))


@pytest.mark.parametrize("face", FACES)
def test_every_face_gives_the_reasons(face: str) -> None:
    """No face leaves out the cue, the reasons, the fair case or the readers."""
    facts = FACES[face]
    assert {Fact.CUE, Fact.TEXT, Fact.RIGHT_IF} <= set(facts)
    assert {Fact.READERS, Fact.READERS_COUNTED} & set(facts)
    assert len(facts) == len(set(facts))


def test_facts_come_in_the_order_asked_for() -> None:
    """An explanation has one block a fact, in the given order."""
    reasons = why(FEATURE_FACTORY, "c")
    forwards = list(explanation_blocks(reasons, tuple(Fact)))
    assert list(explanation_blocks(reasons, tuple(Fact)[::-1])) == forwards[::-1]


def test_facts_that_are_missing_are_left_out() -> None:
    """A best choice has no fair case to make for it, and nothing to look for next time."""
    best = evolve(why(FEATURE_FACTORY, "c"), right_if=None, rows=())
    assert not list(explanation_blocks(best, (Fact.RIGHT_IF, Fact.DISSENT)))


def test_the_fair_case_ends_in_a_full_stop() -> None:
    """A case that the author left without a full stop gets one, and no second one."""
    for case in ("they knew", "they knew."):
        blocks = list(explanation_blocks(evolve(why(SMOKE, "b"), right_if=case), (Fact.RIGHT_IF,)))
        assert text(blocks) == "This would be right if they knew."


@pytest.mark.parametrize("form", Form)
def test_an_ending_says_what_the_points_mean(form: Form) -> None:
    """Both forms of an ending have the story, the points beside a guesser's, and a road."""
    shown = view(finished())
    page = text(list(ending_blocks(shown, form)))
    assert shown.ending is not None
    assert shown.summary is not None
    assert shown.summary.road is not None
    for fact in (shown.ending, *meaning(shown.summary), shown.summary.road.outcome):
        assert fact in page
    asked = text(list(debrief_questions(shown)))
    for question in (*ASKED.what, *ASKED.so_what, *ASKED.now_what):
        assert question in asked


@pytest.mark.parametrize("form", Form)
def test_a_log_has_cue_call_choice_and_outcome(form: Form) -> None:
    """Both forms of the log name what was seen, called and done in a scene, and the key."""
    found = debriefing(finished(Call.MANAGE))
    (scene,) = found.log
    page = text(list(log_blocks(found, form)))
    for fact in (scene.scene_title, scene.main_cue, scene.choice_text, scene.outcome):
        assert fact is not None
        assert fact in page
    assert "needed: lead" in page.casefold()


def test_sentences_have_no_marks() -> None:
    """What is read aloud has no bullets and no call that only shapes would tell apart."""
    found = debriefing(finished())
    for block in (*log_blocks(found, Form.SENTENCES), *count_blocks(found)):
        assert isinstance(block, Lines)
        for row in block.rows:
            assert not any(isinstance(part, Call) for part in row)
            assert not any(isinstance(part, Span) and part.tone is Tone.MARK for part in row)

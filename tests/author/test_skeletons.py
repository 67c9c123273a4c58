"""Skeletons, the three questions and the prompt lead to playable files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from game.author.prompt import prompt
from game.author.questions import HURT, KNOWN, MISSING, SETTING, key
from game.author.skeleton import blank, fork, in_order, skeleton
from game.author.starter import title_of
from game.cli.main import main
from game.content.diagnostics import Severity
from game.content.fences import unfenced
from game.content.loader import read_scenario
from game.content.slots import Slot, slot_of
from game.content.yaml.source import Source
from game.core.enums import Call, Context
from game.core.scenario import Scenario


ANSWERS = list(product(MISSING.answers, KNOWN.answers, HURT.answers, SETTING.answers))


def answered(missing: str, known: str, hurt: str, setting: str) -> dict[str, str]:
    """Answers by the text of the question."""
    asked = (MISSING, KNOWN, HURT, SETTING)
    return {q.text: a for q, a in zip(asked, (missing, known, hurt, setting), strict=True)}


@pytest.mark.parametrize("answers", ANSWERS, ids="-".join)
def test_every_answer_gives_a_scene_that_can_be_played(answers: tuple[str, ...]) -> None:
    """Call, context and need are consistent for all answers."""
    given = answered(*answers)
    result = key(lambda question: given[question.text])
    assert result.call.mixed == (answers[0] == "both")
    assert (result.context is Context.ROUTINE) == (answers[1] == "yes")
    text = skeleton("some", {"title": "Some"}, in_order([("one", "One", result)]))
    reading = read_scenario(Source("some.yaml", text))
    assert reading.scenario is not None, reading.problems
    scene = reading.scenario.scenes["one"]
    assert (scene.call, scene.context) == (result.call, result.context)


def test_the_guide_gives_the_same_calls() -> None:
    """The answers of the guide's table lead to its calls."""
    rows = {
        ("reason", "no", "people"): Call.LEAD,
        ("order", "yes", "people"): Call.MANAGE,
        ("both", "no", "people"): Call.LEAD_THEN_MANAGE,
        ("both", "yes", "work"): Call.MANAGE_THEN_LEAD,
    }
    for row, call in rows.items():
        given = answered(*row, "crisis")
        assert key(lambda question: given[question.text]).call is call  # noqa: B023


@pytest.mark.parametrize("moments", [blank(), fork()], ids=["blank", "fork"])
def test_a_skeleton_can_be_played(moments: tuple[object, ...]) -> None:
    """A skeleton has no error, and its placeholders are schema descriptions."""
    text = skeleton("some", {"title": "Some"}, blank() if len(moments) == 1 else fork())
    reading = read_scenario(Source("some.yaml", text))
    assert reading.scenario is not None, reading.problems
    assert len(reading.scenario.scenes) == len(moments)
    assert reading.scenario.title == "Some"


def test_new_asks_for_each_scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles become ids, answers may be abbreviated or numbers, and the file name is the title."""
    typed = "\nThe oven\nboth\nperhaps\n1\nw\nThe oven\nreason\n9\n\n2\nlost\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["new", str(tmp_path / "the-late-ferry"), "--scenes", "2"]) == 0
    text = (tmp_path / "the-late-ferry.yaml").read_text("utf-8")
    scenario = read_scenario(Source("the-late-ferry.yaml", text)).scenario
    assert scenario is not None
    assert scenario.title == "The Late Ferry" == title_of("the-late-ferry")
    assert list(scenario.scenes) == ["the-oven", "the-oven-2"]
    calls = [scene.call for scene in scenario.scenes.values()]
    assert calls == [Call.MANAGE_THEN_LEAD, Call.LEAD]


def test_unanswered_questions_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the input ends early, no file is written."""
    monkeypatch.setattr("sys.stdin", io.StringIO("The oven\nboth\n"))
    assert main(["new", str(tmp_path / "mine"), "--scenes", "1"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_guide_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl+C is answered with that sentence."""

    def interrupt() -> str:
        raise KeyboardInterrupt

    typed = io.StringIO()
    monkeypatch.setattr(typed, "readline", interrupt)
    monkeypatch.setattr("sys.stdin", typed)
    assert main(["new", str(tmp_path / "mine"), "--scenes", "1"]) == 130
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err.endswith("\nNothing was written.\n")


def fields(slot: Slot) -> Iterator[str]:
    """Yield the name of every entry below *slot*."""
    for name, field in slot.fields.items():
        yield name
        yield from fields(field)
        for below in (field.value, field.item):
            if below is not None:
                yield from fields(below)


def test_the_prompt_names_every_entry_and_holds_a_scene() -> None:
    """The prompt lists each entry, and its example has no error."""
    text = prompt()
    lines = {line.strip().partition(":")[0] for line in text.splitlines()}
    assert set(fields(slot_of(Scenario))) <= lines
    reading = read_scenario(Source("the-cold-oven.yaml", unfenced(text)))
    assert reading.scenario is not None
    assert not [p for p in reading.problems if p.severity is not Severity.ADVICE]


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_an_answer_between_fences_can_be_checked(fence: str, tmp_path: Path) -> None:
    """Text around fences is ignored, and lines keep their numbers."""
    good = (Path(__file__).parents[1] / "content/good.yaml").read_text("utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(f"Here it is:\n{fence}yaml\n{good}{fence}\nEnjoy.\n", "utf-8")
    assert main(["check", str(file)]) == 0
    broken = good.replace("minutes:", "minuets:")
    line = broken.splitlines().index(next(x for x in broken.splitlines() if "minuets" in x)) + 1
    text = unfenced(f"Here it is:\n{fence}yaml\n{broken}{fence}\n")
    (problem,) = read_scenario(Source("mine.yaml", text)).problems
    assert problem.span is not None
    assert problem.span.line == line + 2


def test_two_answers_in_one_file_are_not_guessed_at() -> None:
    """A text with several fenced scenarios stays unchanged and is refused."""
    text = "```yaml\nscenes:\n```\n```yaml\nscenes:\n```\n"
    assert unfenced(text) == text

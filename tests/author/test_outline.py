"""Outlines in Markdown convert to scenario files and back without loss."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from game.author.outline.draft import from_notes
from game.author.outline.markdown import outline
from game.cli.main import main
from game.content.files import scenario_files
from game.content.library import packaged
from game.content.loader import read_file, read_scenario
from game.content.yaml.source import Source
from game.core.scenario import Scenario


SHIPPED = scenario_files(packaged())
GOOD = Path(__file__).parents[1] / "content/good.yaml"
SIGNS = "ab :#-'\"[]{}()&*!|>%@`,;=<~\\._1“é"
"""Letters and all characters with a meaning in Markdown or YAML."""
LINES = st.text(SIGNS, min_size=1, max_size=50).map(str.strip).filter(bool)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n\n".join)


def back(scenario: Scenario) -> Scenario | None:
    """Convert *scenario* to an outline and back to a file."""
    reading = read_scenario(Source(f"{scenario.id}.yaml", from_notes(outline(scenario))))
    return reading.scenario


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_ships_comes_back_from_its_outline(file: Path) -> None:
    """Shipped scenarios survive the round trip without a problem."""
    scenario = read_file(file).scenario
    assert scenario is not None
    text = from_notes(outline(scenario))
    reading = read_scenario(Source(file.name, text))
    assert reading.problems == ()
    assert reading.scenario == scenario
    assert re.search(r"^ *# \w+ is missing", text, re.MULTILINE) is None
    assert "no place yet" not in text


@settings(phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.data())
def test_any_text_comes_back(data: st.DataObject) -> None:
    """Scenarios with any characters in their texts survive the round trip."""
    scenario = read_file(GOOD).scenario
    assert scenario is not None
    key, scene = next(iter(scenario.scenes.items()))
    name, choice = next(iter(scene.choices.items()))
    who, person = next(iter(scenario.cast.items()))
    draw = data.draw
    choice = evolve(
        choice, text=draw(TEXTS), outcome=draw(TEXTS), explanation=draw(TEXTS), right_if=draw(LINES)
    )
    scene = evolve(
        scene,
        title=draw(LINES),
        text=draw(TEXTS),
        cues={},
        says={who: draw(TEXTS)},
        call_because=draw(LINES),
        choices={**scene.choices, name: choice},
    )
    person = evolve(person, name=draw(LINES), role=draw(LINES), brief=draw(TEXTS))
    drawn = evolve(
        scenario,
        title=draw(LINES),
        summary=draw(TEXTS),
        cast={**scenario.cast, who: person},
        scenes={**scenario.scenes, key: scene},
        debrief=evolve(scenario.debrief, what=(draw(LINES),)),
    )
    assert back(drawn) == drawn


NOTES = """\
# The Late Ferry

You are the harbour's shift supervisor. It is the last boat.

## People

- **Ana Babić**, ticket clerk, listens for focus lead
- Ivo Perić, mate

## Twenty past nine (crisis)

The queue is ==longer than the boat==[focus lead 2]. Ana **holds the list** and waits: *one* word.

- Ana says: They are asking me for a number.

1. Read the list aloud: name by name.
   - Stance: manage on nothing
   - Outcome: It is quiet.
   - Reason: Order was there.
2. Go to the queue.

## Half past ten

Nobody is left.

> a line from nowhere
"""


def test_rough_notes_become_a_draft_that_says_what_is_missing() -> None:
    """A draft contains the notes, and a comment for each missing required entry."""
    text = from_notes(NOTES)
    for line in (
        "title: The Late Ferry",
        "  ana:",
        "    listens_for: {focus: lead}",
        "    # listens_for is missing: ",
        "  twenty-past-nine:",
        "    context: crisis",
        "    # call is missing: What the moment needs: lead, manage, lead-then-manage or",
        "      ana: They are asking me for a number.",
        "    need: {focus: lead 2}",
        "      focus: longer than the boat",
        '    # Which dimension does "holds the list" show?',
        "      go-to-the:",
        "        # outcome is missing: ",
        "        next: half-past-ten",
        "  # synergy is missing: ",
    ):
        assert line in text, line
    assert "holds the list and waits: *one* word." in " ".join(text.split())
    assert "a line from nowhere" in text


def test_an_outline_says_everything_on_lines_that_fit(capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints the outline in lines of at most 100 characters."""
    assert main(["outline", str(SHIPPED[0])]) == 0
    printed = capsys.readouterr().out
    assert (
        read_scenario(Source(SHIPPED[0].name, from_notes(printed))).scenario
        == read_file(SHIPPED[0]).scenario
    )
    assert max(map(len, printed.splitlines())) <= 100


def test_new_begins_from_notes_or_from_an_answer(tmp_path: Path) -> None:
    """An answer is drafted from its outline, or its fenced YAML is taken unchanged."""
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, "utf-8")
    assert main(["new", str(tmp_path / "the-late-ferry"), "--from", str(notes)]) == 0
    assert (tmp_path / "the-late-ferry.yaml").read_text("utf-8") == from_notes(NOTES)
    answer = f"Here it is:\n\n```yaml\n{GOOD.read_text('utf-8')}```\nGood luck!\n"
    notes.write_text(answer, "utf-8")
    assert main(["new", str(tmp_path / "good"), "--from", str(notes)]) == 0
    assert (tmp_path / "good.yaml").read_text("utf-8") == GOOD.read_text("utf-8")
    assert main(["new", str(tmp_path / "bad"), "--from", str(tmp_path / "nowhere.md")]) == 2
    assert not (tmp_path / "bad.yaml").exists()

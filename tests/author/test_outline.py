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
from game.core.scoring import best_choices


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


@pytest.mark.parametrize("gap", ["", " "])
def test_a_cue_may_stand_apart_from_its_bracket(gap: str) -> None:
    """A space before the dimension is read over; another bracket belongs to the text."""
    cue, bracket = "==longer than the boat==", "[focus lead 2]"
    assert from_notes(NOTES.replace(cue + bracket, cue + gap + bracket)) == from_notes(NOTES)
    text = from_notes(NOTES.replace(cue + bracket, f"{cue} [sic]"))
    assert "longer than the boat [sic]" in " ".join(text.split())


def test_a_second_cue_of_a_dimension_is_kept() -> None:
    """The first one stays; what the other shows is a question."""
    text = from_notes(NOTES.replace("**holds the list**", "**holds the list**[focus manage 1]"))
    assert "focus: longer than the boat" in text
    assert "need: {focus: lead 2}" in text
    assert 'Which dimension does "holds the list" show?' in text


@pytest.mark.parametrize(
    ("before", "after"),
    [("---\ntags: ferry\n---\n", ""), ("```markdown\n", "\n```\n"), ("~~~\n", "\n~~~")],
)
def test_what_stands_around_notes_is_no_part_of_them(before: str, after: str) -> None:
    """Front matter becomes a comment, and a fence around all of it is left out."""
    plain = from_notes(NOTES).splitlines()
    wrapped = from_notes(before + NOTES + after).splitlines()
    more = [line for line in wrapped if line not in plain]
    assert [line for line in wrapped if line not in more] == plain
    assert all(line.lstrip().startswith("#") for line in more)
    assert ("tags: ferry" in "".join(more)) == ("tags" in before)


def test_front_matter_and_a_line_across_are_told_apart() -> None:
    """What the format names counts there as elsewhere, and two lines across hide no heading."""
    front = "---\ntags: ferry\nrole: Harbour master\n---\n"
    assert "role: Harbour master" in from_notes(front + NOTES)
    text = from_notes(f"---\n\n{NOTES}\n---\n")
    assert "title: The Late Ferry" in text
    assert "  half-past-ten:" in text


def test_notes_in_two_versions_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Marks of a merge do not get into a scenario."""
    notes = tmp_path / "notes.md"
    notes.write_text(f"{NOTES}\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> ivo\n", "utf-8")
    assert main(["new", str(tmp_path / "ferry"), "--from", str(notes)]) == 2
    line = len(NOTES.splitlines()) + 2
    assert f"notes.md, line {line}: " in capsys.readouterr().err
    assert not (tmp_path / "ferry.yaml").exists()


def noted(*lines: str) -> str:
    """Return the draft of *lines* on one line each, comments joined."""
    return re.sub(r"\n *# ?", " # ", from_notes("\n".join(lines)))


@pytest.mark.parametrize(
    ("lines", "summary"),
    [
        (["A week: rain, and a letter."], "A week: rain, and a letter."),
        (["A week: rain,", "and a letter."], "A week: rain, and a letter."),
        (["Summary: a week: rain,", "and a letter."], "a week: rain, and a letter."),
        (["(To do: ask B.)", "", "A week: rain."], "A week: rain."),
    ],
)
def test_a_summary_and_a_role_may_have_a_colon(lines: list[str], summary: str) -> None:
    """The first paragraph that is neither role nor remark is the summary, colons and all."""
    text = noted("# Rain", "", "You are a foreman: it rains.", "", *lines)
    assert f"summary: {summary}" in text.replace(">-\n  ", "")
    assert "role: >-\n  You are a foreman: it rains." in text


@pytest.mark.parametrize("separator", [", ", "; ", " – ", " — ", " - "])
def test_people_are_separated_by_what_people_write(separator: str) -> None:
    """A comma, a semicolon or a dash separates name, role and trait."""
    text = noted("## People", f"- Jo Ó-Flynn{separator}night-nurse{separator}listens for goal lead")
    assert "name: Jo Ó-Flynn\n    role: night-nurse\n    listens_for: {goal: lead} #" in text


@pytest.mark.parametrize("gap", ["\n  ", "\n", "\n\n  ", "\n  - "])
@pytest.mark.parametrize("role", ["cook", "cook in\n  the new kitchen"])
def test_what_stands_below_somebody_is_their_brief(gap: str, role: str) -> None:
    """A brief needs no blank line before it, and a line that is wrapped goes on."""
    text = noted("## People", f"- Jo, {role}, listens for\n  goal lead{gap}Jo wants: a clear hour.")
    entries = f"role: {' '.join(role.split())}\n    listens_for: {{goal: lead}}\n    brief: "
    assert entries in text
    assert "Jo wants: a clear hour." in text.partition("brief: ")[2]


def test_missing_parts_of_a_person_are_asked_for() -> None:
    """Who is only named has a comment for role, trait and brief, each with a word on it."""
    text = noted("## People", "- Jo", "  wants a clear hour")
    for part in ("name: Jo #", "# role is missing: ", "# listens_for is missing: ", "a clear hour"):
        assert part in text


@pytest.mark.parametrize("number", ["1. ", "12) ", "3: ", "Scene 4: ", "scene 5 – ", "Scene 6. "])
def test_the_number_of_a_heading_is_no_title(number: str) -> None:
    """Numbers before headings of scenes and sections are left out."""
    text = noted(f"## {number}People", "- Jo", f"## {number}At 5.30 (crisis)")
    assert "\n  jo:" in text
    assert "title: At 5.30\n" in text
    assert "title: 12 Men" in noted("# Rain", "## 12 Men")


@pytest.mark.parametrize("mark", ["Best: yes", "Meant", "MEANT!"])
def test_the_meant_answer_is_compared_with_the_computed(mark: str) -> None:
    """A remark says where the notes mean another choice as best than the points do."""
    scenario = read_file(GOOD).scenario
    assert scenario is not None
    key, scene = next(iter(scenario.scenes.items()))
    notes, (best,) = outline(scenario), best_choices(scene)
    for choice in scene.choices.values():
        start = notes.index("Outcome: ", notes.index(choice.text[:20]))
        text = noted(f"{notes[:start]}{mark}\n  - {notes[start:]}")
        told = f"The notes mean {choice.id} as the best choice of {key}; by its points it is {best}"
        assert (told in text) == (choice.id != best)
        assert "no place" not in text
    assert "see its points" in noted("# T", "## A", "text", "", "1. Go.", f"   - {mark}")


def test_a_draft_asks_for_all_that_strict_wants() -> None:
    """A draft has a comment for each entry that only advice asks for."""
    text = noted(*NOTES.splitlines(), "## Debrief", "- What: Who went?")
    for entry in ("brief", "ideas", "facilitator", "so_what", "now_what"):
        assert f"# {entry} is missing: " in text
    assert "# what is missing" not in text
    assert "# debrief is missing: " in noted(NOTES)


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


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Half past four (routine, manage and then lead)", "call: manage-and-then-lead"),
        ("Half past four (crises, lead)", "context: crises"),
        ("Half past four (leed, start)", "call: leed"),
    ],
)
def test_a_key_that_is_mistyped_is_not_part_of_the_title(heading: str, key: str) -> None:
    """The player reads the title; the check names the word that is meant."""
    text = from_notes(f"# Blood\n## {heading}")
    assert "title: Half past four\n" in text
    assert f"    {key}\n" in text


def test_a_comma_too_many_is_no_key() -> None:
    """What is known counts, and nothing stands for the empty place."""
    text = from_notes("# Blood\n## Half past four (manage, ;)")
    assert "title: Half past four\n" in text
    assert "    call: manage\n" in text
    assert "    context: \n" not in text


@pytest.mark.parametrize(
    "heading", ["Half past four (again)", "The boat (a letter, a call)", "The boat (leaders)"]
)
def test_other_words_in_parentheses_are_part_of_the_title(heading: str) -> None:
    """A title may have parentheses."""
    assert f"title: {heading}\n" in from_notes(f"# Blood\n## {heading}")


@pytest.mark.parametrize("label", ["Note", "Notess", "Contxt", "Wantd"])
def test_a_label_that_is_mistyped_is_no_choice(label: str) -> None:
    """It has no place yet, as other entries without one; choices may have a colon."""
    scene = ["## The boat", "- Read the list: name by name.", f"- {label}: watch who speaks."]
    text = from_notes("\n".join(["# Ferry", *scene]))
    assert f"of the notes): {label}: watch who speaks." in text
    assert text.count("        text:") == 1


@pytest.mark.parametrize(
    ("trait", "entry"),
    [
        ("tempo manage", "tempo: manage"),
        ("manage the tempo", "the-tempo: manage"),
        ("lead", "focus: lead"),
    ],
)
def test_an_unknown_dimension_keeps_its_word(trait: str, entry: str) -> None:
    """So that one message names it."""
    assert f"listens_for: {{{entry}}}" in noted("## People", f"- Jo, cook, listens for {trait}")

"""From a file to a scenario, and never anything but a reading."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from game.content.diagnostics import Severity, render
from game.content.ids import file_id
from game.content.loader import Reading, read_file, read_scenario
from game.content.yaml.source import Source
from game.core.enums import Call, Dimension, Myth, Pole, Skill, State
from game.core.scenario import Listening, Need, Next, Route, Stance, Tokens, When


Read = Callable[[str], Reading]

GOOD = Path(__file__).with_name("good.yaml")
IDEAS = ("rule-context-decides", "rule-switch")


def test_whole_scenario(good: str, read: Read) -> None:
    """Every shorthand becomes the value it stands for."""
    scenario = read(good).scenario

    assert scenario is not None
    smoke, corridor = scenario.scenes.values()
    card, doctor = smoke.choices.values()
    assert scenario.id == "smoke"
    assert scenario.cast["rania"].listens_for == Listening(
        dimension=Dimension.FOCUS, pole=Pole.LEAD
    )
    assert smoke.id == "smoke"
    assert smoke.emergency
    assert smoke.call is Call.MANAGE_THEN_LEAD
    assert smoke.need.tokens[Dimension.FOCUS] == Tokens(pole=Pole.LEAD, count=2)
    assert smoke.need.tokens[Dimension.GOAL] == Tokens(pole=Pole.MANAGE, count=1)
    assert smoke.text.startswith("Smoke is seeping under the door. The card you rehearsed hangs by")
    assert smoke.text.endswith("a word.")
    assert smoke.after_call == {
        Call.LEAD: "Rania looks up.",
        Call.MANAGE_THEN_LEAD: "Samer takes a chair.",
    }
    assert smoke.readers == {Call.MANAGE_THEN_LEAD: 4, Call.LEAD: 1}
    assert [choice.readers for choice in smoke.choices.values()] == [3, 2]
    assert smoke.dissent == "Nobody moves before Rania does."
    assert (corridor.after_call, corridor.readers, corridor.dissent) == ({}, {}, None)
    assert (scenario.minutes, scenario.language) == (10, "en-GB")
    assert smoke.wanted == (Skill.TEAM_COORDINATION, Skill.EMOTIONAL_INTELLIGENCE)
    assert card.id == "card"
    assert Dimension.VISION not in card.stance.poles
    assert card.next == Next(
        (
            Route(
                go="corridor", when=When(state=(State.SYNERGY, State.STEADY), trust={"rania": 4})
            ),
            Route(go="end"),
        )
    )
    assert doctor.leans_on is Myth.TITLE_MAKES_LEADER
    assert doctor.next == Next((Route(go="corridor"),))
    assert corridor.need == Need.pure(Call.LEAD)
    assert corridor.choices["tell"].stance == Stance.all(Pole.LEAD)
    assert corridor.echoes[0].when.chose == ("smoke.doctor",)
    assert scenario.debrief.now_what == ()


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("|\n  One line,\n  and its end.\n\n  Another.", "One line, and its end.\n\nAnother."),
        (">\n  One line,\n  and its end.\n\n  Another.", "One line, and its end.\n\nAnother."),
        ('"One line,\n  and its end.\n\n  Another."', "One line, and its end.\n\nAnother."),
        ("One line,\n  and its end.\n\n  Another.", "One line, and its end.\n\nAnother."),
    ],
)
def test_line_ends_are_the_writers(read: Read, good: str, written: str, read_as: str) -> None:
    """However a text is written, only a blank line divides it: faces break lines themselves."""
    scenario = read(re.sub(r"summary: .*", lambda _: f"summary: {written}", good, count=1)).scenario

    assert scenario is not None
    assert scenario.summary == read_as


@pytest.mark.parametrize("word", ["no", "12:30", "08", "2024-02-30", "=", "1.10", "0x1F", "y"])
def test_texts_stay(good: str, read: Read, word: str) -> None:
    """A text stays as it was written, whatever YAML would make of it."""
    scenario = read(good.replace("hospital", word, 1)).scenario

    assert scenario is not None
    assert scenario.sector == word


def test_json(good: str, read: Read) -> None:
    """The same scenario written as JSON is the same scenario."""
    data = yaml.load(good, Loader=yaml.BaseLoader)
    data.update(format=1, minutes=10)
    data["scenes"]["smoke"]["emergency"] = True
    data["scenes"]["smoke"]["readers"] = {"manage-then-lead": 4, "lead": 1}
    for name, count in (("card", 3), ("doctor", 2)):
        data["scenes"]["smoke"]["choices"][name]["readers"] = count
    data["scenes"]["smoke"]["text"] = data["scenes"]["smoke"]["text"].replace("\n", " ")
    data["scenes"]["smoke"]["choices"]["card"]["next"][0]["when"]["trust"]["rania"] = 4

    assert read(json.dumps(data)).scenario == read(good).scenario


def test_read_file(tmp_path: Path) -> None:
    """A file is read under its path, and its name gives the id."""
    path = tmp_path / "Smoke on Ward 6.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.read_bytes().replace(b"\n", b"\r\n"))

    reading = read_file(path, IDEAS)

    assert reading.opened
    assert reading.problems == ()
    assert reading.source.name == str(path)
    assert reading.scenario is not None
    assert reading.scenario.id == "smoke-on-ward-6"


def test_unreadable_file(tmp_path: Path) -> None:
    """A file that cannot be opened is distinct from one with errors."""
    reading = read_file(tmp_path / "smoke.yaml")

    assert not reading.opened
    assert reading.scenario is None
    assert [problem.code for problem in reading.problems] == ["E003"]


def test_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is shown with the line in question."""
    path = tmp_path / "smoke.yaml"
    path.write_bytes(b"title: Caf\xe9\n")

    reading = read_file(path)

    assert reading.opened
    assert [problem.code for problem in reading.problems] == ["E005"]
    assert "    1 | title: Caf\ufffd\n" in render(reading.problems, reading.source)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("smoke.yaml", "smoke"),
        ("/home/x/Smoke on Ward 6.yml", "smoke-on-ward-6"),
        ("C:\\x\\Smoke (1).yaml", "smoke-1"),
        ("a.b.yaml", "a-b"),
        ("دخان.yaml", ""),
        ("x" * 99 + ".yaml", "x" * 40),
    ],
)
def test_file_id(name: str, expected: str) -> None:
    """The id of a file is its name, made fit."""
    assert file_id(name) == expected


def test_name_without_id(good: str) -> None:
    """A file whose name gives no id is reported."""
    (problem,) = read_scenario(Source("دخان.yaml", good), IDEAS).problems

    assert (problem.code, problem.span) == ("E105", None)


BITS = [
    *"\"':-#\t\n {}[]&*!|>%@`\\?,~\0\x1b\r\x85\u202e\u200b\ufeff\u00a0\ud800😀",
    *(": ", "- ", " #", "\\e", "---\n", "...\n", "<<: ", "null", "{{x}}", "|\n", "0x", "9" * 30),
]


@given(st.data())
def test_broken_files(data: st.DataObject) -> None:
    """However a file is broken, there is a scenario exactly when there is no error."""
    text = GOOD.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.sampled_from([0, 0, 0, 1, 2, 10, 80]))
        text = text[:start] + data.draw(st.sampled_from(["", *BITS])) + text[end:]

    reading = read_scenario(Source("smoke.yaml", text), IDEAS)

    errors = any(problem.severity is Severity.ERROR for problem in reading.problems)
    assert (reading.scenario is None) == errors
    shown = render(reading.problems, reading.source)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", shown)


@pytest.mark.parametrize(
    ("name", "text", "notes"),
    [
        ("a.md", "# The Ferry\n\nYou are late.\n\n- Sector: ferries\n", True),
        ("a.yaml", "# The Ferry\n\nYou are late.\n\n- Sector: ferries\n", True),
        ("a.txt", "You are late. It rains.\n", True),
        ("a.yaml", "# yaml-language-server: x\ntitle: The Ferry\nYou are late.\n", False),
        ("a.md", "Here it is:\n```yaml\nscenes:\n  one\n```\n", False),
        ("a.yaml", "You are late\n- Sector: ferries\n", False),
    ],
)
def test_notes_are_recognised(name: str, text: str, notes: bool) -> None:
    """Notes draw one error that says how they become a scenario; broken files draw their own."""
    reading = read_scenario(Source(name, text))
    assert reading.scenario is None
    told = [problem.help or "" for problem in reading.problems]
    assert any("--from NOTES.md" in line for line in told) is notes
    assert len(told) == 1 or not notes

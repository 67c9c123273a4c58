"""The guide for authors: its commands work as printed."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from game.author.outline.draft import from_notes
from game.author.outline.markdown import outline
from game.author.starter import starter
from game.cli.main import main
from game.content.loader import read_scenario
from game.content.yaml.source import Source


GUIDE = (Path(__file__).parents[2] / "docs/authoring.md").read_text("utf-8")
FILE = "the-late-ferry.yaml"
TYPED = [
    shlex.split(line, comments=True)[1:]
    for line in GUIDE.splitlines()
    if line.startswith(("two-hats check ", "two-hats explore ")) and FILE in line
]


@pytest.mark.parametrize("typed", TYPED, ids=" ".join)
def test_a_command_of_the_guide(
    typed: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Typed beside the starter, each command finds what it names and nothing wrong."""
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Path(FILE).write_text(starter("the-late-ferry", {}), encoding="utf-8")
    assert main(typed) == 0
    output = capsys.readouterr()
    if typed[0] == "check":
        assert (output.out, "no problem" in output.err) == ("", True)
    else:
        assert output.out


NOTES = GUIDE.partition("<!-- notes -->\n```markdown\n")[2].partition("```\n")[0]


def test_the_notes_of_the_guide_pass_strict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page in the guide makes a file to which no advice and no comment is left."""
    notes, file = tmp_path / "notes.md", tmp_path / FILE
    notes.write_text(NOTES, encoding="utf-8")
    assert main(["new", str(file), "--from", str(notes)]) == 0
    capsys.readouterr()
    assert main(["check", "--strict", str(file)]) == 0, capsys.readouterr().out
    comments = [line for line in file.read_text("utf-8").splitlines() if "# " in line]
    assert len(comments) == 1


def test_the_notes_of_the_guide_are_a_scenario() -> None:
    """The page in the guide makes a file without an error, and comes back from its outline."""
    reading = read_scenario(Source(FILE, from_notes(NOTES)))
    assert reading.problems == ()
    assert reading.scenario is not None
    again = read_scenario(Source(FILE, from_notes(outline(reading.scenario))))
    assert again.scenario == reading.scenario


def test_there_is_something_to_type() -> None:
    """Every kind of target stands in the guide."""
    assert len(TYPED) >= 8

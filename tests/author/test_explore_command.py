"""The command ``explore``: what it prints where, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.author.starter import starter
from game.cli.main import main


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario file, and an empty data folder."""
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path / "data"))
    path = tmp_path / "the-cold-oven.yaml"
    path.write_text(starter("the-cold-oven", {}), encoding="utf-8")
    return path


def test_json_on_stdout(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is explored; stdout contains the data only."""
    assert main(["explore", str(file), "--json"]) == 0
    output = capsys.readouterr()
    assert json.loads(output.out)["label"] == "exact"
    assert output.err == ""


def test_by_id(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario of the library is named by its id."""
    assert main(["explore", "smoke-on-ward-six"]) == 0
    assert capsys.readouterr().out.startswith("Smoke on Ward Six: exact\n")


@pytest.mark.parametrize("kind", [[], ["text"], ["mermaid"]])
def test_map(file: Path, kind: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Text is the map one gets without saying which."""
    assert main(["explore", str(file), "--map", *kind]) == 0
    assert capsys.readouterr().out.startswith("flowchart TD\n") == (kind == ["mermaid"])


def test_way_to_an_ending(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A target is answered with a route."""
    assert main(["explore", str(file), "--to", "synergy"]) == 0
    assert capsys.readouterr().out.startswith("synergy: reached by ")


def test_unknown_target(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A target that is not there is wrong use."""
    assert main(["explore", str(file), "--to", "sinergy"]) == 2
    output = capsys.readouterr()
    assert (output.out, "did you mean 'synergy'?" in output.err) == ("", True)


def test_a_target_like_no_other(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The help names the endings, which no map shows."""
    assert main(["explore", str(file), "--to", "chaos"]) == 2
    assert "endings are synergy, confusion" in capsys.readouterr().err


def test_impossible_target(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scene that no way leads to is a problem of the file."""
    text = file.read_text(encoding="utf-8")
    assert "next: after" in text
    file.write_text(text.replace("next: after", "next: end"), encoding="utf-8")
    assert main(["explore", str(file), "--to", "after"]) == 1
    assert capsys.readouterr().out.startswith("after: impossible\nnot linked: ")


def test_unreadable_and_broken(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file gives 2, one with problems 1; both are reported on stderr."""
    assert main(["explore", str(file.with_name("missing.yaml"))]) == 2
    file.write_text("format: 1\n", encoding="utf-8")
    assert main(["explore", str(file)]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "E100" in output.err


def test_from_a_scene_on(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The analysis starts in any scene, after given choices, and prints the start state."""
    assert main(["explore", str(file), "--from", "after", "--chose", "oven.trays"]) == 0
    output = capsys.readouterr().out
    assert "From after, after oven.trays\n" in output
    assert "  Direction 33, Structure 71; trust: ines 4, marta 4, tiago 2\n" in output
    assert "  A run can come here like this.\n" in output
    assert "4 runs" in output


def test_a_state_made_up(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Trust set by hand is used and marked as unreal; ``--to`` and ``--json`` follow it."""
    made_up = ["--from", "oven", "--trust", "ines=5, marta=0"]
    assert main(["explore", str(file), *made_up, "--json"]) == 0
    output = json.loads(capsys.readouterr().out)["from"]
    assert output["trust"] == {"ines": 5, "marta": 0, "tiago": 3}
    assert output["real"] is False
    assert main(["explore", str(file), *made_up, "--to", "oven.says.ines"]) == 0
    assert capsys.readouterr().out.startswith("oven.says.ines: where it begins\n")
    ines_shut = ["--from", "oven", "--trust", "ines=1"]
    assert main(["explore", str(file), *ines_shut, "--to", "oven.says.ines"]) == 1
    assert "needed: let a way to oven win 1 more of ines's trust" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "output"),
    [
        (["--from", "ovn"], "did you mean 'oven'?"),
        (["--from", "after", "--chose", "oven.tray"], "did you mean 'oven.trays'?"),
        (["--from", "after", "--trust", "marty=4"], "did you mean 'marta'?"),
        (["--from", "after", "--trust", "marta=6"], "trust is 0 to 5"),
        (["--from", "after", "--trust", "marta"], "such as marta=4"),
        (["--trust", "marta=4"], "give --from SCENE as well"),
    ],
)
def test_a_beginning_that_makes_no_sense(
    file: Path, wrong: list[str], output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An invalid start state is a usage error, reported with help."""
    assert main(["explore", str(file), *wrong]) == 2
    line = capsys.readouterr()
    assert (line.out, output in line.err) == ("", True)

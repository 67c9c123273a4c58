"""The command ``explore``: what it prints where, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.author.new import starter
from game.cli import main


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario file, and an empty data folder."""
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path / "data"))
    path = tmp_path / "the-cold-oven.yaml"
    path.write_text(starter("the-cold-oven", {}), encoding="utf-8")
    return path


def test_json_on_stdout(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is explored; the data goes to stdout, and nothing else is said."""
    assert main(["explore", str(file), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["label"] == "exact"
    assert told.err == ""


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
    told = capsys.readouterr()
    assert (told.out, "did you mean 'synergy'?" in told.err) == ("", True)


def test_impossible_target(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scene that no way leads to is a problem of the file."""
    text = file.read_text(encoding="utf-8")
    assert "next: after" in text
    file.write_text(text.replace("next: after", "next: end"), encoding="utf-8")
    assert main(["explore", str(file), "--to", "after"]) == 1
    assert capsys.readouterr().out.startswith("after: impossible\nnot linked: ")


def test_unreadable_and_broken(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file gives 2, one with problems 1; both are told on stderr."""
    assert main(["explore", str(file.with_name("missing.yaml"))]) == 2
    file.write_text("format: 1\n", encoding="utf-8")
    assert main(["explore", str(file)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "E100" in told.err

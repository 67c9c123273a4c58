"""The formats of ``check``: the same problems for people, editors and scanners."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from game.author.lint import formats
from game.cli.parser import FORMATS
from game.content.loader import Reading, read_scenario
from game.content.yaml.source import Source


BROKEN = 'title: [\x07"'
HOSTILE_NAME = "a\x1b]52;c;x\x07,b:c%.yaml"


def reading(text: str, name: str = "my.yaml") -> Reading:
    """Return the readings of *text* in a file called *name*."""
    return read_scenario(Source(name, text))


MANY = reading("\n".join(f"x{n}: 1" for n in range(60)))


def test_json_has_every_key_for_every_problem() -> None:
    """File, place, code, severity, message, what is expected, help; null where there is none."""
    result = json.loads(formats.as_json([reading("format: 1\nfoo: 2\n")]))
    assert result
    for problem in result:
        assert list(problem) == [
            *("file", "line", "column", "end_line", "end_column"),
            *("code", "severity", "message", "expected", "help"),
        ]
        assert problem["file"] == "my.yaml"
        assert problem["line"] >= 1


@pytest.mark.parametrize("name", ["text", "line", "json", "sarif", "github"])
def test_every_format_names_what_is_allowed(name: str) -> None:
    """Ranges, lengths and allowed words are in each of them, for editors and for services."""
    text = formats.format_of(name)([reading("minutes: 0\nseniority: banana\n")])

    assert "from 1 to 120" in text
    assert "first-line, middle, senior, executive" in text


def test_a_line_a_problem() -> None:
    """``file:line:column: severity[code]: message``."""
    text = formats.line([reading("format: 1\nfoo: 2\n")])
    assert text.splitlines()
    assert all(line.startswith("my.yaml:") for line in text.splitlines())


def test_sarif_names_rules_levels_and_places() -> None:
    """Each result points into the rules, has a level and a message, and counts characters."""
    (run,) = json.loads(formats.sarif([reading("format: 1\nformat: 1\n")]))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
    assert any("relatedLocations" in result for result in run["results"])


SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))
"""The schema of SARIF 2.1.0 (rtm.5) as OASIS published it."""


@pytest.mark.parametrize(
    "text",
    ["", "title: [", BROKEN, "format: 1\nformat: 1\n", "\n".join(f"x{n}: 1" for n in range(300))],
)
@pytest.mark.parametrize("name", ["my.yaml", "/a folder/my.yaml", HOSTILE_NAME, "ü/ñ.yaml"])
def test_sarif_fits_the_official_schema(text: str, name: str) -> None:
    """SARIF is valid for any problems and any file name."""
    output = json.loads(formats.sarif([reading(text, name), reading("format: 2\n")]))
    assert list(jsonschema.Draft4Validator(SARIF).iter_errors(output)) == []


def test_github_says_how_many_it_leaves_out() -> None:
    """Ten annotations of a kind, then openly how many there are, then all as text."""
    text = formats.github([MANY])
    marks = [line for line in text.splitlines() if line.startswith("::")]
    assert len(marks) == formats.MAX_ANNOTATIONS
    assert f"first 10 of {len(MANY.problems)} errors" in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_control_character_gets_out(name: str) -> None:
    """Neither from the file nor from its name, in any format."""
    shown = formats.format_of(name)([reading(BROKEN, HOSTILE_NAME)])
    assert shown
    assert all(char == "\n" or char.isprintable() for char in shown)


def test_a_file_name_cannot_forge_an_annotation() -> None:
    """Colons, commas and percent signs of a name are escaped for GitHub."""
    first = formats.github([reading(BROKEN, "a,line=1::error b%.yaml")]).splitlines()[0]
    assert first.count("::") == 2
    assert "a%2Cline=1%3A%3Aerror b%25.yaml" in first

"""The schema for editors: it accepts what the reader accepts, as far as a schema can."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from game.author.starter import schema_text
from game.content.binding.schema import schema
from game.content.library import Library, packaged
from game.content.loader import Reading


SHIPPED = [entry.path for entry in Library.of((packaged(),))]
CHECKER = jsonschema.Draft7Validator(schema())


def test_it_is_a_schema() -> None:
    """It is valid against the schema of draft 7 itself."""
    jsonschema.Draft7Validator.check_schema(schema())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_fits(path: Path) -> None:
    """An editor finds nothing wrong with what ships."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert [error.message for error in CHECKER.iter_errors(data)] == []


def test_the_file_beside_the_scenarios_is_the_same() -> None:
    """The shipped schema equals that of the classes; ``two-hats schema`` writes it."""
    kept = (packaged() / "scenario.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title:", "titel:"),
        ("context: crisis", "context: panic"),
        ("focus: lead 2", "focus: lead 3"),
        ("minutes: 10", "minutes: ten"),
        ("minutes: 10", "minutes: 500"),
        ("seniority: first-line", "seniority: boss"),
        ("lead: Rania looks", "both: Rania looks"),
        ("lead: 1}", "lead: 100}"),
        ("lead: 1}", "lead: one}"),
        ("readers: 3", "readers: 100"),
        ("    need: {", "    listens_for: {rania: {queries: manage}}\n    need: {"),
        ("language: en-GB", "language: [en]"),
        ("sector: hospital", "sector: [hospital]"),
        ("sector: hospital", "sector: "),
        ("  rania:", "  Rania K:"),
    ],
)
def test_editor_and_reader_refuse_the_same(
    good: str, read: Callable[[str], Reading], old: str, new: str
) -> None:
    """What a schema can see, both refuse."""
    bad = good.replace(old, new, 1)
    assert bad != good
    assert read(bad).scenario is None
    assert list(CHECKER.iter_errors(_as_editor(bad)))


@pytest.mark.parametrize("word", ["no", "08", "12:30", "1.10", "true", "2024-02-30"])
def test_editor_and_reader_agree_on_what_text_is(
    good: str, read: Callable[[str], Reading], word: str
) -> None:
    """A word that YAML takes for a number or a yes is a text to both."""
    text = good.replace("sector: hospital", f"sector: {word}", 1)
    assert read(text).scenario is not None
    assert not list(CHECKER.iter_errors(_as_editor(text)))


def _as_editor(text: str) -> Any:
    """*text* as an editor's YAML 1.2 sees it: only JSON's own words are no texts."""
    data = yaml.load(text, Loader=yaml.BaseLoader)

    def typed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: typed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [typed(item) for item in value]
        if value == "":
            return None
        try:
            return json.loads(value)
        except ValueError:
            return value

    return typed(data)

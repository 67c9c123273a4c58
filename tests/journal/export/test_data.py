"""JSON and JSON lines: everything there is, for programs."""

from __future__ import annotations

import json

from game.journal.exports import json as data
from game.journal.exports import json as lines
from tests.journal.export.made import PSEUDONYM, record


def test_a_play() -> None:
    """A play contains its run, its attempt, its answers as scored, and its actions."""
    output = json.loads("".join(data.write(record())))
    first = output["plays"][0]
    hall = first["answers"][0]

    assert (output["kind"], output["player"]) == ("two-hats-record", PSEUDONYM)
    assert (first["scenario"], first["attempt"], first["points"]) == ("short", "first", 80)
    assert hall["call"] == {"given": "lead", "needed": "lead", "missed": None}
    assert hall["points"] == {"call": 20, "fit": 50, "craft": 10, "total": 80}
    assert hall["dimensions"]["focus"] == {"asked": "lead", "did": "lead", "tokens": 1, "served": 1}
    assert sorted(hall["offered"]) == ["run", "wait"]
    assert first["actions"][1] == {
        "do": "call",
        "scene": "hall",
        "call": "lead",
        "at": "2025-03-04T12:00:30.000+00:00",
    }


def test_lines_are_the_same_plays() -> None:
    """Each line is a play of the JSON format with its player."""
    whole = json.loads("".join(data.write(record())))
    head = {name: whole[name] for name in ("kind", "version", "player")}

    assert [json.loads(line) for line in "".join(lines.write_lines(record())).splitlines()] == [
        {**head, **play} for play in whole["plays"]
    ]

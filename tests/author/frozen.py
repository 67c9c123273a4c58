"""The nine scenarios of the first edition, as far as an audit looks at them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from game.core.enums import Call, Context, Myth, Skill
from game.core.scenario import Scenario, Scene
from tests.core.examples import character, choice, need, scenario, scene


FILE = Path(__file__).with_name("first_edition.json")


def first_edition() -> list[Scenario]:
    """Texts of scenes and choices with their keys; everything else is made up."""
    return [
        scenario(
            *map(_scene, item["scenes"]),
            id=item["id"],
            cast={f"c{n}": character(name, "focus L") for n, name in enumerate(item["names"])},
        )
        for item in json.loads(FILE.read_text("utf-8"))
    ]


def _scene(kept: Mapping[str, Any]) -> Scene:
    return scene(
        kept["id"],
        *(
            choice(
                f"c{n}",
                item["stance"],
                text=item["text"],
                shows=tuple(map(Skill, item["shows"])),
                leans_on=Myth(item["leans_on"]) if "leans_on" in item else None,
            )
            for n, item in enumerate(kept["choices"])
        ),
        call=Call(kept["call"]),
        context=Context(kept["context"]),
        need=need(kept["need"]),
        wanted=tuple(map(Skill, kept["wanted"])),
        text=kept["text"],
        says={f"c{n}": line for n, line in enumerate(kept["says"])},
    )

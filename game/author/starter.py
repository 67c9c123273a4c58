"""Write a small working scenario with comments that teach the format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from game.content import writer
from game.content.binding.schema import schema
from game.content.ids import RULE, is_id
from game.content.sanitize import quoted
from game.core.failure import Failure, refused
from game.core.scenario import Scenario


STARTER = Path(__file__).with_name("starter.yaml")
SCHEMA = "scenario.schema.json"
DEFAULTS: Mapping[str, str] = {
    "title": "The Cold Oven",
    "role": "You are the shift lead of a small bakery.",
    "sector": "bakery",
    "place": "Porto, Portugal",
}
"""The values a starter can be given, with their defaults."""
NAMES = f"{RULE}, such as the-late-ferry"


def starter(name: str, given: Mapping[str, str]) -> str:
    """Return the text of a starter called *name*, with the values of *given*."""
    defaults = {**DEFAULTS, "title": title_of(name)}
    values = {key: _quoted(given.get(key) or default) for key, default in defaults.items()}
    return STARTER.read_text(encoding="utf-8").format(name=name, **values)


def title_of(name: str) -> str:
    """Return the title for the *name* of a file: ``the-late-ferry`` is The Late Ferry."""
    return " ".join(word.capitalize() for word in name.split("-"))


def _quoted(text: str) -> str:
    """Return *text* as a YAML scalar; JSON strings are valid YAML."""
    line = " ".join(text.split())
    letters = line.replace(" ", "").replace(",", "").replace(".", "")
    is_plain = letters.isalpha() and writer.is_plain(line)
    return line if is_plain else json.dumps(line, ensure_ascii=False)


def write(path: Path, given: Mapping[str, str]) -> Path | Failure:
    """
    Write a starter to *path* and the schema for editors beside it.

    Never overwrite a scenario. Return the path written, or why not.
    """
    return write_text(path, lambda name: starter(name, given))


def write_text(path: Path, make: Callable[[str], str]) -> Path | Failure:
    """Like ``write``, with the text that *make* returns for the name of the scenario."""
    if not path.name:
        return refused("a scenario needs a name", NAMES)
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(f"{path.name}.yaml")
    if not is_id(path.stem):
        return refused(f"{quoted(path.stem)} cannot name a scenario", NAMES)
    shown = quoted(str(path), 200)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(make(path.stem))
        path.with_name(SCHEMA).write_text(schema_text(), encoding="utf-8")
    except FileExistsError:
        return refused(f"{shown} exists already", "give another name; nothing was written")
    except OSError as error:
        return refused(f"{shown} cannot be written", error.strerror or "give another place")
    return path


def schema_text(kind: type = Scenario) -> str:
    """Return the JSON Schema of *kind* as text."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"
